//! A bit stream, written and read front to back, and codes for numbers in it. Knows no meaning of the numbers.

/// A bit stream with a read position.
#[derive(Debug, Default)]
pub struct Bits {
    pub(super) list: Vec<bool>,
    pub(super) at: usize,
}

impl Bits {
    /// Writes the lowest `width` bits of a number, highest bit first.
    pub fn put(&mut self, value: u64, width: u32) {
        for place in (0..width.min(64)).rev() {
            self.list.push(value >> place & 1 == 1);
        }
    }

    /// Reads a number of `width` bits; `None` at the end of the stream.
    pub fn take(&mut self, width: u32) -> Option<u64> {
        let mut value = 0;
        for _ in 0..width {
            value = value << 1 | u64::from(*self.list.get(self.at)?);
            self.at += 1;
        }
        Some(value)
    }

    /// Writes a number in unary: that many ones, then a zero; the zero is omitted from `most` on.
    pub fn write_unary(&mut self, value: u64, most: u64) {
        for _ in 0..value.min(most) {
            self.put(1, 1);
        }
        if value < most {
            self.put(0, 1);
        }
    }

    /// Reads a number written by [`Self::write_unary`] with the same `most`.
    pub fn take_ones(&mut self, most: u64) -> Option<u64> {
        let mut value = 0;
        while value < most && self.take(1)? == 1 {
            value += 1;
        }
        Some(value)
    }

    /// Writes a number below 2³¹ in Exp-Golomb code, which is short for small numbers: a number below 2^`order` takes
    /// `order` + 1 bits.
    pub fn write_exp_golomb(&mut self, value: u64, order: u32) {
        let raised = value + (1 << order);
        let width = raised.ilog2();
        self.write_unary(u64::from(width.saturating_sub(order)), 31);
        self.put(raised, width);
    }

    /// Reads a number written by [`Self::write_exp_golomb`] with the same `order`.
    pub fn take_count(&mut self, order: u32) -> Option<u64> {
        let longer = self.take_ones(31)?;
        let width = order + u32::try_from(longer).ok()?;
        Some((1 << width) + self.take(width)? - (1 << order))
    }

    /// Writes distinct ascending numbers below 2^`width` as gaps: the more numbers, the fewer bits each takes.
    pub fn put_ascending(&mut self, codes: impl ExactSizeIterator<Item = u32>, width: u32) {
        let mut gaps = Gaps::new(codes.len(), width);
        for code in codes {
            let gap = u64::from(code).saturating_sub(gaps.low);
            match gaps.shape() {
                Shape::Last(width) => self.put(gap, width),
                Shape::Rice(low_bits) => {
                    self.write_unary(gap >> low_bits, u64::MAX);
                    self.put(gap, low_bits);
                }
            }
            gaps.past(gap);
        }
    }

    /// Reads numbers written by [`Self::put_ascending`]; `None` if they are not `count` distinct numbers.
    pub fn take_ascending(&mut self, count: u64, width: u32) -> Option<Vec<u32>> {
        let mut gaps = Gaps::new(usize::try_from(count).ok()?, width);
        let mut codes = Vec::new();
        while gaps.left > 0 {
            if gaps.low + gaps.left > gaps.end {
                return None;
            }
            let gap = match gaps.shape() {
                Shape::Last(width) => self.take(width)?,
                Shape::Rice(low_bits) => self.take_ones(u64::MAX)? << low_bits | self.take(low_bits)?,
            };
            let code = gaps.low.checked_add(gap).filter(|code| *code < gaps.end)?;
            codes.push(u32::try_from(code).ok()?);
            gaps.past(gap);
        }
        Some(codes)
    }
}

// State of a list of ascending numbers: the remaining ones are at least `low` and below `end`.
struct Gaps {
    low: u64,
    end: u64,
    left: u64,
}

enum Shape {
    // The last number: any value of the remaining range, in plain binary.
    Last(u32),
    // Rice code: the quotient in unary, the remainder in this many bits. It is optimal for gaps between random numbers.
    Rice(u32),
}

impl Gaps {
    fn new(count: usize, width: u32) -> Self {
        Self { low: 0, end: 1 << width, left: u64::try_from(count).unwrap_or(u64::MAX >> 1) }
    }

    fn shape(&self) -> Shape {
        let rest = self.end.saturating_sub(self.low).max(1);
        match self.left {
            0 | 1 => Shape::Last((rest - 1).checked_ilog2().map_or(0, |width| width + 1)),
            left => Shape::Rice((rest / left).max(1).ilog2()),
        }
    }

    fn past(&mut self, gap: u64) {
        self.low += gap + 1;
        self.left -= 1;
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    fn read_back(write: impl Fn(&mut Bits), read: impl Fn(&mut Bits) -> bool) {
        let mut bits = Bits::default();
        write(&mut bits);
        assert!(read(&mut bits));
        assert_eq!(bits.at, bits.list.len(), "every bit is read");
        bits.at = 0;
        bits.list.pop();
        assert!(!read(&mut bits), "a row that was cut is noticed");
    }

    #[test]
    fn counts_round_trip() {
        for order in [0, 1, 4] {
            for value in (0..70).chain([4095, 4096, u64::from(u32::MAX) >> 4]) {
                read_back(|bits| bits.write_exp_golomb(value, order), |bits| bits.take_count(order) == Some(value));
            }
        }
    }

    #[test]
    fn ascending_numbers_round_trip() {
        let lists: [&[u32]; 6] =
            [&[5], &[0, 255], &[254, 255], &[0, 1, 2, 3], &[7, 80, 81, 200], &[250, 251, 252, 255]];
        for list in lists {
            let count = u64::try_from(list.len()).unwrap();
            read_back(
                |bits| bits.put_ascending(list.iter().copied(), 8),
                |bits| bits.take_ascending(count, 8).as_deref() == Some(list),
            );
        }
        let mut all = Bits::default();
        all.put_ascending(0..256, 8);
        assert!(all.list.len() <= 2 * 256);
        assert_eq!(all.take_ascending(256, 8).unwrap(), (0..256).collect::<Vec<_>>());
    }

    #[test]
    fn impossible_number_counts_are_rejected_early() {
        let mut bits = Bits { list: vec![false; 100], at: 0 };
        assert_eq!(bits.take_ascending(u64::from(u32::MAX), 8), None);
        assert_eq!(bits.at, 0);
        let mut ones = Bits { list: vec![true; 100_000], at: 0 };
        assert_eq!(ones.take_ascending(3, 8), None);
        assert_eq!(Bits { list: vec![true; 34], at: 0 }.take_count(4), None);
    }
}
