//! Texts in BIFF records: one or two bytes a character, with formatting and phonetic runs beside, and split over records
//! at any character.

use super::records::{BiffRecord, RecordBytes};
use crate::read::limits::MAX_CELLS;
use std::sync::Arc;

// Bits of the byte before the characters.
const WIDE: u8 = 0x01;
const PHONETIC: u8 = 0x04;
const RICH: u8 = 0x08;

/// A text with its length in one byte.
pub fn short(bytes: &mut RecordBytes<'_>) -> Option<String> {
    let length = usize::from(bytes.u8()?);
    text(bytes, length)
}

/// A text with its length in two bytes.
pub fn long(bytes: &mut RecordBytes<'_>) -> Option<String> {
    let length = usize::from(bytes.u16()?);
    text(bytes, length)
}

fn text(bytes: &mut RecordBytes<'_>, length: usize) -> Option<String> {
    let is_wide = bytes.u8()? & WIDE != 0;
    let units = units(bytes, length, is_wide)?;
    Some(String::from_utf16_lossy(&units))
}

fn units(bytes: &mut RecordBytes<'_>, length: usize, is_wide: bool) -> Option<Vec<u16>> {
    if !is_wide {
        return Some(bytes.take(length)?.iter().map(|byte| u16::from(*byte)).collect());
    }
    let pairs = bytes.take(length.checked_mul(2)?)?.chunks_exact(2);
    Some(pairs.map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect())
}

/// The shared strings of a workbook. Strings behind a damaged one are left out; cells that name them stay empty and are
/// reported.
pub fn shared(record: &BiffRecord<'_>) -> Vec<Arc<str>> {
    let mut reader = SegmentReader { segments: &record.segments, bytes: record.bytes(), next: 1 };
    let mut strings = Vec::new();
    let count = reader.bytes.u32().and_then(|_| reader.bytes.u32()).and_then(|count| usize::try_from(count).ok());
    let count = count.unwrap_or_default().min(MAX_CELLS);
    while strings.len() < count {
        let Some(text) = reader.string() else { break };
        strings.push(text.into());
    }
    strings
}

// Reads over the borders of segments.
struct SegmentReader<'r, 's> {
    segments: &'r [&'s [u8]],
    bytes: RecordBytes<'s>,
    next: usize,
}

impl SegmentReader<'_, '_> {
    fn next_segment(&mut self) -> Option<()> {
        self.bytes = RecordBytes { rest: self.segments.get(self.next)? };
        self.next += 1;
        Some(())
    }

    fn fill(&mut self) -> Option<()> {
        while self.bytes.rest.is_empty() {
            self.next_segment()?;
        }
        Some(())
    }

    fn string(&mut self) -> Option<String> {
        self.fill()?;
        let length = usize::from(self.bytes.u16()?);
        let flags = self.bytes.u8()?;
        let runs = if flags & RICH != 0 { usize::from(self.bytes.u16()?) } else { 0 };
        let phonetic = if flags & PHONETIC != 0 { usize::try_from(self.bytes.u32()?).ok()? } else { 0 };
        let text = self.characters(length, flags & WIDE != 0)?;
        self.skip(runs.checked_mul(4)?.checked_add(phonetic)?)?;
        Some(String::from_utf16_lossy(&text))
    }

    // Where characters go on in the next segment, it begins with their width.
    fn characters(&mut self, length: usize, mut is_wide: bool) -> Option<Vec<u16>> {
        let mut text = Vec::new();
        while text.len() < length {
            if self.bytes.rest.is_empty() {
                self.next_segment()?;
                is_wide = self.bytes.u8()? & WIDE != 0;
            }
            let fits = self.bytes.rest.len() / if is_wide { 2 } else { 1 };
            let part = units(&mut self.bytes, fits.min(length - text.len()), is_wide)?;
            if part.is_empty() {
                return None;
            }
            text.extend(part);
        }
        Some(text)
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            self.fill()?;
            let here = count.min(self.bytes.rest.len());
            self.bytes.take(here)?;
            count -= here;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(segments: Vec<&[u8]>) -> Vec<String> {
        shared(&BiffRecord { kind: 0xfc, segments }).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn strings_go_on_in_the_next_record() {
        let head = [9, 0, 0, 0, 2, 0, 0, 0];
        let whole = [&head[..], &[2, 0, 0, b'a', b'b', 1, 0, 1, 0x32, 0x75]].concat();
        assert_eq!(texts(vec![&whole]), ["ab", "甲"]);
        let begun = [&head[..], &[3, 0, 0, b'a', b'b']].concat();
        assert_eq!(texts(vec![&begun, &[1, 0x32, 0x75, 1, 0, 0, b'c']]), ["ab甲", "c"]);
        let rich = [&head[..], &[1, 0, 0x0c, 1, 0, 2, 0, 0, 0, b'a', 0, 0]].concat();
        assert_eq!(texts(vec![&rich, &[0, 0, 9, 9, 1, 0, 0, b'b']]), ["a", "b"]);
    }

    #[test]
    fn damaged_strings_end_the_list() {
        let many = [9, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 1, 0, 0, b'a', 0xff, 0xff, 1, b'b'];
        assert_eq!(texts(vec![&many]), ["a"]);
        assert_eq!(texts(vec![&many[..7]]), [""; 0]);
        assert_eq!(texts(vec![&many, &[1]]), ["a"]);
    }
}
