//! The part of one sheet: cells, hidden rows and columns, merged cells.

use super::package::{Package, attribute, is_true};
use super::strings::{TextCollector, add_text};
use crate::message::TableMessage;
use crate::number_format::NumberStyle;
use crate::read::limits::{MAX_CELLS, MAX_COLUMNS, too_large, too_wide};
use crate::sheet::{CellValue, MergedCells, Sheet};
use huiqi_engine::number_input::read_day;
use quick_xml::events::{BytesStart, Event};
use std::sync::Arc;

/// What cells of all sheets refer to.
pub struct SheetContext {
    /// The shared strings.
    pub strings: Vec<Arc<str>>,
    /// The number style of each cell style.
    pub styles: Vec<NumberStyle>,
    /// Whether serial numbers of dates count from 1904.
    pub is_1904: bool,
}

/// The maximum number of merged areas that are looked at.
const MAX_MERGED: usize = 20_000;

/// Reads a sheet.
///
/// # Errors
/// The part is damaged or too large.
pub fn read(package: &mut Package<'_>, part: &str, context: &SheetContext) -> Result<Sheet, TableMessage> {
    let mut reader = SheetPartReader {
        context,
        sheet: Sheet { is_1904: context.is_1904, ..Sheet::default() },
        merged: Vec::new(),
        row: 0,
        column: 0,
        is_hidden: false,
        cell: None,
        cells: 0,
    };
    package.read(part, |event| reader.take(event))?;
    let SheetPartReader { mut sheet, merged, .. } = reader;
    sheet.rows.retain(|row| !row.is_blank());
    sheet.resolve_merged(&merged);
    Ok(sheet)
}

// A cell while its element is read.
#[derive(Default)]
struct OpenCell {
    kind: String,
    style: usize,
    value: String,
    is_in_value: bool,
    has_formula: bool,
    inline: TextCollector,
}

struct SheetPartReader<'c> {
    context: &'c SheetContext,
    sheet: Sheet,
    merged: Vec<MergedCells>,
    row: u32,
    // The column after the last cell: the position of a cell without a reference.
    column: u16,
    is_hidden: bool,
    cell: Option<OpenCell>,
    cells: usize,
}

impl SheetPartReader<'_> {
    fn take(&mut self, event: &Event<'_>) -> Result<(), TableMessage> {
        match event {
            Event::Start(tag) => self.start(tag, false),
            Event::Empty(tag) => self.start(tag, true),
            Event::End(tag) => match tag.local_name().as_ref() {
                "c" => return self.finish_cell(),
                "v" => self.in_value(false),
                _ => {}
            },
            _ => {}
        }
        if let Some(cell) = &mut self.cell {
            cell.inline.take(event);
            if cell.is_in_value {
                add_text(&mut cell.value, event);
            }
        }
        Ok(())
    }

    fn start(&mut self, tag: &BytesStart<'_>, is_empty: bool) {
        match tag.local_name().as_ref() {
            "row" => self.start_row(tag),
            "c" => self.start_cell(tag, is_empty),
            "v" => self.in_value(!is_empty),
            "f" => {
                if let Some(cell) = &mut self.cell {
                    cell.has_formula = true;
                }
            }
            "col" => self.columns(tag),
            "mergeCell" if self.merged.len() < MAX_MERGED => {
                self.merged.extend(attribute(tag, "ref").and_then(|it| area(&it)))
            }
            _ => {}
        }
    }

    fn start_row(&mut self, tag: &BytesStart<'_>) {
        let number = attribute(tag, "r").and_then(|number| number.parse().ok());
        self.row = number.unwrap_or_else(|| self.row.saturating_add(1));
        self.column = 0;
        self.is_hidden = attribute(tag, "hidden").is_some_and(|value| is_true(&value))
            || attribute(tag, "zeroHeight").is_some_and(|value| is_true(&value));
    }

    fn start_cell(&mut self, tag: &BytesStart<'_>, is_empty: bool) {
        if let Some((column, row)) = attribute(tag, "r").and_then(|place| address(&place)) {
            (self.column, self.row) = (column, row);
        }
        if is_empty {
            self.column = self.column.saturating_add(1);
            return;
        }
        let style = attribute(tag, "s").and_then(|style| style.parse().ok()).unwrap_or(0);
        self.cell = Some(OpenCell { kind: attribute(tag, "t").unwrap_or_default(), style, ..OpenCell::default() });
    }

    fn in_value(&mut self, is_in: bool) {
        if let Some(cell) = &mut self.cell {
            cell.is_in_value = is_in;
        }
    }

    fn finish_cell(&mut self) -> Result<(), TableMessage> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let column = self.column;
        self.column = self.column.saturating_add(1);
        let Some(value) = value(self.context, cell) else { return Ok(()) };
        if value.is_blank() || self.row == 0 {
            return Ok(());
        }
        if column >= MAX_COLUMNS {
            return Err(too_wide());
        }
        self.cells += 1;
        if self.cells > MAX_CELLS {
            return Err(too_large());
        }
        let row = self.sheet.row_mut(self.row);
        row.is_hidden = self.is_hidden;
        row.set(column, value);
        Ok(())
    }

    fn columns(&mut self, tag: &BytesStart<'_>) {
        let end = |name: &str| attribute(tag, name).and_then(|column| column.parse::<u16>().ok());
        let is_hidden = attribute(tag, "hidden").is_some_and(|value| is_true(&value));
        if let (true, Some(first), Some(last)) = (is_hidden, end("min"), end("max")) {
            self.sheet.hidden_columns.extend((first.max(1)..=last.min(MAX_COLUMNS)).map(|column| column - 1));
        }
    }
}

fn value(context: &SheetContext, mut cell: OpenCell) -> Option<CellValue> {
    let text = std::mem::take(&mut cell.value);
    if text.is_empty() && cell.kind != "inlineStr" {
        return cell.has_formula.then_some(CellValue::Uncomputed).filter(|_| cell.kind != "str");
    }
    Some(match cell.kind.as_str() {
        "s" => CellValue::Text(context.strings.get(text.trim().parse::<usize>().ok()?)?.clone()),
        "inlineStr" => CellValue::Text(cell.inline.finish()),
        "str" => CellValue::Text(text.into()),
        "b" => CellValue::Bool(is_true(text.trim())),
        "e" => CellValue::Error(text.into()),
        "d" => read_day(&text).map_or_else(|| CellValue::Text(text.into()), CellValue::Date),
        _ => {
            let style = context.styles.get(cell.style).copied().unwrap_or_default();
            match text.trim().parse::<f64>() {
                Ok(number) => style.value(number, context.is_1904),
                Err(_) => CellValue::Text(text.into()),
            }
        }
    })
}

// The column from 0 and the row of a reference such as `H6`.
fn address(place: &str) -> Option<(u16, u32)> {
    let digits = place.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = place.split_at(digits);
    let mut column: u32 = 0;
    for letter in letters.bytes().filter(|byte| *byte != b'$') {
        let letter = letter.to_ascii_uppercase();
        if !letter.is_ascii_uppercase() {
            return None;
        }
        column = column.checked_mul(26)?.checked_add(u32::from(letter - b'A') + 1)?;
    }
    Some((u16::try_from(column.checked_sub(1)?).ok()?, digits.parse().ok().filter(|row| *row > 0)?))
}

fn area(reference: &str) -> Option<MergedCells> {
    let (from, to) = reference.split_once(':')?;
    let ((left, top), (right, bottom)) = (address(from)?, address(to)?);
    Some(MergedCells { rows: (top, bottom), columns: (left, right) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_columns_and_rows() {
        assert_eq!(address("A1"), Some((0, 1)));
        assert_eq!(address("AA12"), Some((26, 12)));
        for wrong in ["", "1", "A", "A0", "甲1", "ZZZZZZZZZZ1", "A99999999999"] {
            assert_eq!(address(wrong), None, "{wrong}");
        }
        let merged = area("B2:C4");
        assert_eq!(merged.map(|area| (area.rows, area.columns)), Some(((2, 4), (1, 2))));
    }
}
