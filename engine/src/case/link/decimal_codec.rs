//! Encodes bits as decimal digits. A QR code packs three digits into ten bits, and no chat program breaks digits or
//! takes them for a word.

use super::bits::Bits;
use crate::case::fingerprint;

/// Number of digits of the checksum.
pub const CHECK_DIGITS: usize = 8;

// 63 bits fit into 19 digits and into a machine word.
const BLOCK_DIGITS: u32 = 19;
const BLOCK_BITS: u32 = 63;

// Number of bits that a number of digits can hold.
fn bits_in(digits: u32) -> u32 {
    10u64.checked_pow(digits).map_or(BLOCK_BITS, u64::ilog2)
}

/// Writes digits: 19 for every 63 bits, and as few as possible for the rest.
pub fn write(bits: &Bits, to: &mut String) {
    for block in bits.list.chunks(63) {
        let digits = digits_for(u32::try_from(block.len()).unwrap_or(BLOCK_BITS));
        let mut value = block.iter().fold(0, |value, bit| value << 1 | u64::from(*bit));
        // Pads the last digits with zero bits.
        value <<= bits_in(digits).saturating_sub(u32::try_from(block.len()).unwrap_or(BLOCK_BITS));
        write_number(value, digits, to);
    }
}

// Minimum number of digits that hold a number of bits.
fn digits_for(bits: u32) -> u32 {
    (0..BLOCK_DIGITS).find(|digits| bits_in(*digits) >= bits).unwrap_or(BLOCK_DIGITS)
}

fn write_number(value: u64, digits: u32, to: &mut String) {
    for place in (0..digits).rev() {
        let digit = value / 10u64.pow(place) % 10;
        to.push(char::from(b'0' + u8::try_from(digit).unwrap_or(0)));
    }
}

/// Reads digits; `None` if they are not digits or if no encoder writes them.
pub fn read(digits: &[u8]) -> Option<Bits> {
    let mut bits = Bits::default();
    for block in digits.chunks(19) {
        let width = bits_in(u32::try_from(block.len()).ok()?);
        let value = number(block)?;
        if value >> width != 0 {
            return None;
        }
        bits.put(value, width);
    }
    Some(bits)
}

/// Whether the unread bits are only the padding of the last digits.
pub fn is_read_up(bits: &Bits) -> bool {
    let Some(rest) = bits.list.get(bits.at..) else { return false };
    let Ok(read_of_last) = u32::try_from(bits.at % 63) else { return false };
    let filled = if read_of_last == 0 { 0 } else { bits_in(digits_for(read_of_last)) - read_of_last };
    rest.len() == usize::try_from(filled).unwrap_or(0) && !rest.contains(&true)
}

fn number(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0u64, |value, digit| {
        let digit = digit.checked_sub(b'0').filter(|digit| *digit < 10)?;
        value.checked_mul(10)?.checked_add(u64::from(digit))
    })
}

/// Writes the checksum over the rest of a link: its version and its digits.
pub fn write_check(version: u8, digits: &str, to: &mut String) {
    write_number(check(version, digits.as_bytes()), 8, to);
}

/// Whether this is the checksum of the version and the digits.
pub fn is_checked(version: u8, written: &[u8], digits: &[u8]) -> bool {
    number(written) == Some(check(version, digits))
}

// The checksum misses one in a hundred million truncated or altered links.
fn check(version: u8, digits: &[u8]) -> u64 {
    let hash = fingerprint(digits) ^ u64::from(version);
    (hash ^ hash >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15) % 100_000_000
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn bit_digits_round_trip_compactly() {
        for count in 0..300 {
            for pattern in [0u64, u64::MAX, 0x9e37_79b9_7f4a_7c15] {
                let mut bits = Bits::default();
                (0..count).for_each(|place| bits.put(pattern >> (place % 64), 1));
                let mut digits = String::new();
                write(&bits, &mut digits);
                assert!(digits.len() <= count / 63 * 19 + 19);
                let mut read = read(digits.as_bytes()).unwrap();
                assert_eq!(read.list.get(..count), Some(bits.list.as_slice()));
                read.at = count;
                assert!(is_read_up(&read), "{count} bits");
                if count > 0 {
                    read.at = count - 1;
                    assert!(!is_read_up(&read) || pattern >> ((count - 1) % 64) & 1 == 0);
                }
            }
        }
    }

    #[test]
    fn non_canonical_digits_are_rejected() {
        assert!(read(b"9999999999999999999").is_none(), "more than 63 bits");
        assert!(read(b"12345a").is_none());
        assert!(read("１２".as_bytes()).is_none());
    }

    #[test]
    fn checksum_detects_every_single_change() {
        let digits = "31415926535897932384626433832795028841971";
        let mut written = String::new();
        write_check(1, digits, &mut written);
        assert!(is_checked(1, written.as_bytes(), digits.as_bytes()));
        assert!(!is_checked(2, written.as_bytes(), digits.as_bytes()));
        for at in 0..digits.len() {
            for digit in b'0'..=b'9' {
                let mut other = digits.as_bytes().to_vec();
                other[at] = digit;
                assert_eq!(is_checked(1, written.as_bytes(), &other), other == digits.as_bytes());
            }
            assert!(!is_checked(1, written.as_bytes(), &digits.as_bytes()[..at]));
        }
    }
}
