//! Short codes of ids, equal in every edition of a rule book. Knows no list of ids by name.
//!
//! An id is hashed to [`MOST_BITS`] bits. A link contains only a prefix of the hash: enough bits to distinguish the ids
//! of one list, and to rarely confuse an id of another edition, new or removed, with one of this list.

use crate::case::fingerprint;

/// Number of bits of a full code; the ids of one list must differ in them.
pub const MOST_BITS: u32 = 20;
/// Minimum number of bits of a code.
pub const LEAST_BITS: u32 = 5;

// At most one foreign id in 2^5 = 32 is mistaken for one of the list.
const SPARE_BITS: u32 = 5;

// The last letters of an id hardly affect the first bits of its hash; this factor moves them there. Of the first
// multiples of the golden ratio it is the one with which the existing lists need the fewest bits.
const MIX: u64 = 0xdaa6_6d2c_7ddf_743f;

/// The full code of an id.
pub fn whole(id: &str) -> u32 {
    let hash = fingerprint(id.as_bytes());
    let mixed = (hash ^ hash >> 32).wrapping_mul(MIX);
    u32::try_from(mixed >> (64 - MOST_BITS)).unwrap_or(0)
}

/// The codes of the ids of one list, in the order of the list.
pub struct List(Vec<u32>);

impl List {
    /// The list of these ids.
    pub fn of<'a>(ids: impl Iterator<Item = &'a str>) -> Self {
        Self(ids.map(whole).collect())
    }

    /// Number of bits that distinguish the ids from each other and from foreign ids.
    pub fn width(&self) -> u32 {
        let usual = self.0.len().checked_ilog2().unwrap_or(0) + 1 + SPARE_BITS;
        let mut width = usual.clamp(LEAST_BITS, MOST_BITS);
        for (at, code) in self.0.iter().enumerate() {
            for other in self.0.iter().take(at) {
                // The prefix must include the first bit in which the two differ.
                let common = (code ^ other).leading_zeros().saturating_sub(32 - MOST_BITS);
                width = width.max(common + 1);
            }
        }
        width.min(MOST_BITS)
    }

    /// The code of the id at this index with `width` bits; 0 if out of range.
    pub fn code(&self, place: usize, width: u32) -> u32 {
        self.0.get(place).map_or(0, |code| code >> MOST_BITS.saturating_sub(width))
    }

    /// The index of the only id with this code; `None` if there is none or more than one.
    pub fn find(&self, code: u32, width: u32) -> Option<usize> {
        let mut places = (0..self.0.len()).filter(|place| self.code(*place, width) == code);
        places.next().filter(|_| places.next().is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn id_codes_are_unique_and_reversible() {
        let ids: Vec<String> = (0..128).map(|no| format!("option_{no}")).collect();
        let list = List::of(ids.iter().map(String::as_str));
        let width = list.width();
        for place in 0..ids.len() {
            assert_eq!(list.find(list.code(place, width), width), Some(place));
        }
        assert_eq!(list.find(0, 0), None, "no bits are anybody's code");
    }

    #[test]
    fn id_codes_are_stable() {
        // Published links contain these codes.
        assert_eq!(whole("applicant_type"), 822_844);
    }
}
