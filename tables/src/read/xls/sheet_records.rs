//! The records of one sheet: cells, hidden rows and columns, merged cells.

use super::records::{BiffRecord, BiffRecords, RecordBytes};
use super::{BEGIN, END, Globals, strings};
use crate::message::TableMessage;
use crate::read::limits::{MAX_CELLS, MAX_COLUMNS, damaged, too_large};
use crate::sheet::{CellValue, MergedCells, Sheet};
use std::collections::BTreeSet;

const FORMULA: u16 = 0x06;
const STRING: u16 = 0x207;
const NUMBER: u16 = 0x203;
const SHORT_NUMBER: u16 = 0x27e;
const SHORT_NUMBERS: u16 = 0xbd;
const LABEL: u16 = 0x204;
const RICH_LABEL: u16 = 0xd6;
const SHARED_LABEL: u16 = 0xfd;
const BOOL_OR_ERROR: u16 = 0x205;
const ROW: u16 = 0x208;
const COLUMNS: u16 = 0x7d;
const MERGED: u16 = 0xe5;

/// Reads the sheet that begins at an offset of the stream.
///
/// # Errors
/// There is no sheet, or it is too large.
pub fn read(stream: &[u8], offset: usize, globals: &Globals) -> Result<Sheet, TableMessage> {
    let mut records = BiffRecords::new(stream, offset);
    records.next().filter(|record| record.kind == BEGIN).ok_or_else(damaged)?;
    let mut reader = SheetRecordReader {
        globals,
        sheet: Sheet { is_1904: globals.is_1904, ..Sheet::default() },
        hidden_rows: BTreeSet::new(),
        merged: Vec::new(),
        formula: None,
        cells: 0,
    };
    // Charts inside the sheet have records of their own between a beginning and an end.
    let mut depth = 1;
    for record in records {
        match record.kind {
            BEGIN => depth += 1,
            END => depth -= 1,
            _ if depth == 1 => reader.take(&record),
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if reader.cells > MAX_CELLS {
            return Err(too_large());
        }
    }
    if depth > 0 {
        return Err(damaged());
    }
    let SheetRecordReader { mut sheet, hidden_rows, merged, .. } = reader;
    sheet.rows.retain(|row| !row.is_blank());
    for row in &mut sheet.rows {
        row.is_hidden = hidden_rows.contains(&row.number);
    }
    sheet.resolve_merged(&merged);
    Ok(sheet)
}

struct SheetRecordReader<'g> {
    globals: &'g Globals,
    sheet: Sheet,
    hidden_rows: BTreeSet<u32>,
    merged: Vec<MergedCells>,
    // The cell of a formula whose text is in the next record.
    formula: Option<(u32, u16)>,
    cells: usize,
}

impl SheetRecordReader<'_> {
    fn take(&mut self, record: &BiffRecord<'_>) {
        let mut bytes = record.bytes();
        let read = match record.kind {
            SHORT_NUMBERS => self.short_numbers(&mut bytes),
            ROW => self.row(&mut bytes),
            COLUMNS => self.columns(&mut bytes),
            MERGED => self.merged(&mut bytes),
            STRING => self.formula_text(&mut bytes),
            FORMULA | NUMBER | SHORT_NUMBER | LABEL | RICH_LABEL | SHARED_LABEL | BOOL_OR_ERROR => {
                self.cell(record.kind, &mut bytes)
            }
            _ => Some(()),
        };
        // A record that ends too early says nothing that could be used.
        let _ = read;
    }

    fn cell(&mut self, kind: u16, bytes: &mut RecordBytes<'_>) -> Option<()> {
        let (row, column, style) = (bytes.u16()?, bytes.u16()?, bytes.u16()?);
        let place = (u32::from(row) + 1, column);
        let number = |value: f64| self.globals.style(style).value(value, self.globals.is_1904);
        let value = match kind {
            NUMBER => number(bytes.f64()?),
            SHORT_NUMBER => number(short_number(bytes.u32()?)),
            LABEL | RICH_LABEL => CellValue::Text(strings::long(bytes)?.into()),
            SHARED_LABEL => match self.globals.strings.get(usize::try_from(bytes.u32()?).ok()?) {
                Some(text) => CellValue::Text(text.clone()),
                None => CellValue::Error("#?".into()),
            },
            BOOL_OR_ERROR => bool_or_error(bytes.u8()?, bytes.u8()? == 1),
            _ => match self.result(bytes.take(8)?, place) {
                Some(Ok(value)) => number(value),
                Some(Err(value)) => value,
                None => return Some(()),
            },
        };
        self.set(place, value)
    }

    // The stored result of a formula: a number, or what the last two bytes set say that it is.
    fn result(&mut self, result: &[u8], place: (u32, u16)) -> Option<Result<f64, CellValue>> {
        let mut bytes = RecordBytes { rest: result };
        if result.get(6..) != Some(&[0xff, 0xff]) {
            return bytes.f64().map(Ok);
        }
        match (result.first(), result.get(2)) {
            (Some(0), _) => {
                self.formula = Some(place);
                None
            }
            (Some(1), Some(value)) => Some(Err(bool_or_error(*value, false))),
            (Some(2), Some(value)) => Some(Err(bool_or_error(*value, true))),
            _ => None,
        }
    }

    fn formula_text(&mut self, bytes: &mut RecordBytes<'_>) -> Option<()> {
        let place = self.formula.take()?;
        let text = strings::long(bytes)?;
        self.set(place, CellValue::Text(text.into()))
    }

    fn short_numbers(&mut self, bytes: &mut RecordBytes<'_>) -> Option<()> {
        let (row, first) = (u32::from(bytes.u16()?) + 1, bytes.u16()?);
        // The last two bytes are the number of the last column.
        let count = bytes.rest.len().saturating_sub(2) / 6;
        for offset in 0..u16::try_from(count).ok()? {
            let (style, number) = (bytes.u16()?, bytes.u32()?);
            let value = self.globals.style(style).value(short_number(number), self.globals.is_1904);
            self.set((row, first.checked_add(offset)?), value)?;
        }
        Some(())
    }

    fn set(&mut self, (row, column): (u32, u16), value: CellValue) -> Option<()> {
        self.cells += 1;
        // A sheet of this format has 256 columns.
        if column < MAX_COLUMNS && !value.is_blank() {
            self.sheet.row_mut(row).set(column, value);
        }
        Some(())
    }

    fn row(&mut self, bytes: &mut RecordBytes<'_>) -> Option<()> {
        let number = u32::from(bytes.u16()?) + 1;
        bytes.take(10)?;
        if bytes.u16()? & 0x20 != 0 {
            self.hidden_rows.insert(number);
        }
        Some(())
    }

    fn columns(&mut self, bytes: &mut RecordBytes<'_>) -> Option<()> {
        let (first, last) = (bytes.u16()?, bytes.u16()?);
        bytes.take(4)?;
        if bytes.u16()? & 1 != 0 {
            self.sheet.hidden_columns.extend(first..=last.min(MAX_COLUMNS));
        }
        Some(())
    }

    fn merged(&mut self, bytes: &mut RecordBytes<'_>) -> Option<()> {
        for _ in 0..bytes.u16()? {
            let (top, bottom) = (u32::from(bytes.u16()?) + 1, u32::from(bytes.u16()?) + 1);
            self.merged.push(MergedCells { rows: (top, bottom), columns: (bytes.u16()?, bytes.u16()?) });
        }
        Some(())
    }
}

fn bool_or_error(value: u8, is_error: bool) -> CellValue {
    let name = match value {
        _ if !is_error => return CellValue::Bool(value != 0),
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    };
    CellValue::Error(name.into())
}

// A number in 30 bits: an integer or the upper half of a binary number, perhaps a hundred times the value.
fn short_number(bits: u32) -> f64 {
    let number = if bits & 2 != 0 {
        f64::from(bits.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(bits & 0xffff_fffc) << 32)
    };
    if bits & 1 != 0 { number / 100.0 } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len()).unwrap_or_default();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), content].concat()
    }

    #[test]
    fn stored_results_of_formulas_are_read() {
        let formula = |column: u8, result: [u8; 8]| record(FORMULA, &[&[0, 0, column, 0, 0, 0], &result[..]].concat());
        let text = record(STRING, &[1, 0, 1, 0x32, 0x75]);
        let wanted: Vec<CellValue> = vec![
            CellValue::Text("甲".into()),
            CellValue::Bool(true),
            CellValue::Error("#N/A".into()),
            CellValue::Number(1.into()),
        ];
        let stream = [
            record(BEGIN, &[0, 6, 16, 0]),
            formula(0, [0, 0, 0, 0, 0, 0, 0xff, 0xff]),
            text,
            formula(1, [1, 0, 1, 0, 0, 0, 0xff, 0xff]),
            formula(2, [2, 0, 0x2a, 0, 0, 0, 0xff, 0xff]),
            formula(3, 1f64.to_le_bytes()),
            formula(4, [3, 0, 0, 0, 0, 0, 0xff, 0xff]),
            record(END, &[]),
        ];
        let sheet = read(&stream.concat(), 0, &Globals::default()).unwrap_or_default();
        let cells: Vec<CellValue> = sheet.rows.into_iter().flat_map(|row| row.cells).map(|(_, value)| value).collect();
        assert_eq!(cells, wanted);
    }

    #[test]
    fn short_numbers_are_integers_or_halves() {
        let close = |bits: u32, value: f64| (short_number(bits) - value).abs() < 1e-12;
        assert!(close(0x3ff0_0000, 1.0));
        assert!(close(0x3ff0_0001, 0.01));
        assert!(close((123_456 << 2) | 2, 123_456.0));
        assert!(close((123_456 << 2) | 3, 1234.56));
        assert!(close((u32::MAX << 2) | 2, -1.0));
    }
}
