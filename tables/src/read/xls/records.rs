//! The records of a BIFF stream and the bytes in them. Every access is checked: a file may be damaged or hostile.

const CONTINUE: u16 = 0x3c;

/// A record with the records that continue it.
pub struct BiffRecord<'s> {
    /// The number of its kind.
    pub kind: u16,
    /// Its content, and that of each record that continues it.
    pub segments: Vec<&'s [u8]>,
}

impl<'s> BiffRecord<'s> {
    /// The bytes of its first segment; all other kinds of records that are read fit into one.
    pub fn bytes(&self) -> RecordBytes<'s> {
        RecordBytes { rest: self.segments.first().copied().unwrap_or_default() }
    }
}

/// The records of a stream from an offset.
pub struct BiffRecords<'s> {
    stream: &'s [u8],
    at: usize,
}

impl<'s> BiffRecords<'s> {
    /// Starts at an offset.
    pub const fn new(stream: &'s [u8], at: usize) -> Self {
        Self { stream, at }
    }

    fn one(&self) -> Option<(u16, &'s [u8], usize)> {
        let mut head = RecordBytes { rest: self.stream.get(self.at..)? };
        let (kind, length) = (head.u16()?, usize::from(head.u16()?));
        let start = self.at + 4;
        let end = start.checked_add(length)?;
        Some((kind, self.stream.get(start..end)?, end))
    }
}

impl<'s> Iterator for BiffRecords<'s> {
    type Item = BiffRecord<'s>;

    fn next(&mut self) -> Option<BiffRecord<'s>> {
        let (kind, content, end) = self.one()?;
        self.at = end;
        let mut segments = vec![content];
        while let Some((CONTINUE, content, end)) = self.one() {
            self.at = end;
            segments.push(content);
        }
        Some(BiffRecord { kind, segments })
    }
}

/// Reads little-endian numbers from the front of some bytes.
#[derive(Clone, Copy)]
pub struct RecordBytes<'s> {
    /// The bytes that are left.
    pub rest: &'s [u8],
}

impl<'s> RecordBytes<'s> {
    /// The next bytes.
    pub fn take(&mut self, count: usize) -> Option<&'s [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    /// The next byte.
    pub fn u8(&mut self) -> Option<u8> {
        self.array().map(u8::from_le_bytes)
    }

    /// The next two bytes.
    pub fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    /// The next four bytes.
    pub fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    /// The next eight bytes as a binary number.
    pub fn f64(&mut self) -> Option<f64> {
        self.array().map(f64::from_le_bytes)
    }
}
