//! Reads .xls workbooks of Excel 97 and later (BIFF8), also those of WPS (.et). Knows no facts.

mod records;
mod sheet_records;
mod strings;

use super::limits::{MAX_SHEETS, damaged, encrypted, too_old};
use crate::message::TableMessage;
use crate::number_format::NumberStyle;
use crate::sheet::Workbook;
use records::{BiffRecord, BiffRecords, RecordBytes};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

// The numbers of the records that are read, in [MS-XLS].
const FILE_PASS: u16 = 0x2f;
const DATE_MODE: u16 = 0x22;
const BOUND_SHEET: u16 = 0x85;
const SHARED_STRINGS: u16 = 0xfc;
const FORMAT: u16 = 0x41e;
const EXTENDED_FORMAT: u16 = 0xe0;
const BEGIN: u16 = 0x809;
const END: u16 = 0x0a;
/// The version of BIFF8 in the first record.
const BIFF8: u16 = 0x600;

// What the first part of the stream says about the whole workbook.
#[derive(Default)]
struct Globals {
    sheets: Vec<BoundSheet>,
    strings: Vec<Arc<str>>,
    formats: BTreeMap<u16, NumberStyle>,
    styles: Vec<NumberStyle>,
    is_1904: bool,
}

struct BoundSheet {
    offset: usize,
    is_hidden: bool,
    name: String,
}

/// Reads the bytes of a workbook.
///
/// # Errors
/// The file is no workbook, damaged, encrypted, or of an older version.
pub fn workbook(bytes: &[u8]) -> Result<Workbook, TableMessage> {
    let stream = stream(bytes)?;
    let globals = Globals::read(&stream)?;
    let mut workbook = Workbook::default();
    for bound in globals.sheets.iter().take(MAX_SHEETS) {
        let mut sheet = sheet_records::read(&stream, bound.offset, &globals)?;
        (sheet.name, sheet.is_hidden) = (bound.name.clone(), bound.is_hidden);
        workbook.sheets.push(sheet);
    }
    if workbook.sheets.is_empty() { Err(damaged()) } else { Ok(workbook) }
}

fn stream(bytes: &[u8]) -> Result<Vec<u8>, TableMessage> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| damaged())?;
    if file.exists("/EncryptedPackage") {
        return Err(encrypted());
    }
    if !file.exists("/Workbook") {
        return Err(if file.exists("/Book") {
            too_old()
        } else {
            TableMessage::plain(
                "这个文件里没有工作簿（可能是 Word 等别的文件）；请选 .xlsx、.xls 或 CSV 表格。",
                "There is no workbook in this file (it may be a Word or other document). \
                 Please choose a table as .xlsx, .xls or CSV.",
            )
        });
    }
    let mut stream = Vec::new();
    // A stream cannot be longer than its file; a damaged directory may say so.
    let most = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let opened = file.open_stream("/Workbook").map_err(|_| damaged())?;
    opened.take(most).read_to_end(&mut stream).map_err(|_| damaged())?;
    Ok(stream)
}

impl Globals {
    fn read(stream: &[u8]) -> Result<Self, TableMessage> {
        let mut globals = Self::default();
        let mut records = BiffRecords::new(stream, 0);
        let first = records.next().filter(|record| record.kind == BEGIN).ok_or_else(damaged)?;
        if first.bytes().u16() != Some(BIFF8) {
            return Err(too_old());
        }
        for record in records {
            match record.kind {
                END => break,
                FILE_PASS => return Err(encrypted()),
                _ => globals.take(&record),
            }
        }
        Ok(globals)
    }

    fn take(&mut self, record: &BiffRecord<'_>) {
        let mut bytes = record.bytes();
        match record.kind {
            DATE_MODE => self.is_1904 = bytes.u16() == Some(1),
            BOUND_SHEET => self.sheets.extend(bound_sheet(&mut bytes)),
            SHARED_STRINGS => self.strings = strings::shared(record),
            FORMAT => {
                if let (Some(id), Some(code)) = (bytes.u16(), strings::long(&mut bytes)) {
                    self.formats.insert(id, NumberStyle::of_code(&code));
                }
            }
            EXTENDED_FORMAT => {
                let id = bytes.u16().and_then(|_| bytes.u16()).unwrap_or_default();
                let style = self.formats.get(&id).copied().unwrap_or_else(|| NumberStyle::built_in(id));
                self.styles.push(style);
            }
            _ => {}
        }
    }

    fn style(&self, index: u16) -> NumberStyle {
        self.styles.get(usize::from(index)).copied().unwrap_or_default()
    }
}

// Only sheets of cells are listed, not those of charts and macros.
fn bound_sheet(bytes: &mut RecordBytes<'_>) -> Option<BoundSheet> {
    let offset = usize::try_from(bytes.u32()?).ok()?;
    let (state, kind) = (bytes.u8()?, bytes.u8()?);
    let name = strings::short(bytes)?;
    (kind == 0).then_some(BoundSheet { offset, is_hidden: state & 3 != 0, name })
}

#[cfg(test)]
#[expect(clippy::expect_used, clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use std::io::Write;

    fn compound(name: &str, content: &[u8]) -> Vec<u8> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream(name).unwrap().write_all(content).unwrap();
        file.into_inner().into_inner()
    }

    #[test]
    fn other_compound_files_are_named() {
        let says = |name: &str, content: &[u8]| workbook(&compound(name, content)).expect_err("no table").to_string();
        assert!(says("/EncryptedPackage", b"x").contains("密码"));
        assert!(says("/Book", b"x").contains("太旧"));
        assert!(says("/WordDocument", b"x").contains("没有工作簿"));
        assert!(says("/Workbook", b"x").contains("损坏"));
        assert!(says("/Workbook", &[9, 8, 4, 0, 0, 5, 5, 0]).contains("太旧"));
        let protected = [9, 8, 4, 0, 0, 6, 5, 0, 0x2f, 0, 2, 0, 1, 0];
        assert!(says("/Workbook", &protected).contains("密码"));
    }
}
