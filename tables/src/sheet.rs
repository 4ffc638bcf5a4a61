//! A sheet of cells, whatever file it came from. Knows no file format and no facts.

use core::fmt;
use huiqi_engine::batch::column_name;
use huiqi_engine::number::Date;
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The value of a cell. Numbers are rounded to 15 significant digits, which is what spreadsheet programs show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellValue {
    /// A text as it stands.
    Text(Arc<str>),
    /// A number.
    Number(Decimal),
    /// A number shown as a percentage: 0.15 is 15%.
    Percent(Decimal),
    /// A number shown with a unit of money that belongs to its format and not to its value.
    WithUnit(Decimal, &'static str),
    /// A number shown as a date, without its time.
    Date(Date),
    /// A logical value.
    Bool(bool),
    /// An error such as `#REF!`.
    Error(Arc<str>),
    /// A formula without a stored result.
    Uncomputed,
    /// Part of a cell with a number that is merged over several rows, so that it is open whose number it is.
    Shared(Decimal),
}

impl CellValue {
    /// Whether there is nothing to see in the cell.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if huiqi_engine::batch::trimmed(text).is_empty())
    }

    /// The number of a cell that holds one.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Self::Number(value) | Self::Percent(value) | Self::WithUnit(value, _) | Self::Shared(value) => Some(*value),
            _ => None,
        }
    }
}

impl fmt::Display for CellValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) | Self::Error(text) => f.write_str(text),
            Self::Number(value) | Self::Shared(value) => write!(f, "{}", value.normalize()),
            Self::Percent(value) => match value.checked_mul(Decimal::ONE_HUNDRED) {
                Some(hundredfold) => write!(f, "{}%", hundredfold.normalize()),
                None => write!(f, "{value}"),
            },
            Self::WithUnit(value, unit) => write!(f, "{}{unit}", value.normalize()),
            Self::Date(date) => write!(f, "{date}"),
            Self::Bool(true) => f.write_str("是"),
            Self::Bool(false) => f.write_str("否"),
            Self::Uncomputed => Ok(()),
        }
    }
}

/// The place of a cell; displayed as `H6`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellAddress {
    /// The row, from 1.
    pub row: u32,
    /// The column, from 0.
    pub column: u16,
}

impl fmt::Display for CellAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_name(usize::from(self.column) + 1), self.row)
    }
}

/// A row with at least one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    /// The row number, from 1.
    pub number: u32,
    /// Whether the row is hidden, for example by a filter.
    pub is_hidden: bool,
    /// Whether quotes in a text file are not paired, so that its cells cannot be told apart.
    pub is_torn: bool,
    /// The cells that are not empty, by column from 0, ascending.
    pub cells: Vec<(u16, CellValue)>,
}

impl SheetRow {
    /// An empty row.
    pub const fn new(number: u32) -> Self {
        Self { number, is_hidden: false, is_torn: false, cells: Vec::new() }
    }

    /// The cell of a column.
    pub fn cell(&self, column: u16) -> Option<&CellValue> {
        let place = self.cells.binary_search_by_key(&column, |(column, _)| *column).ok()?;
        self.cells.get(place).map(|(_, value)| value)
    }

    /// Sets the cell of a column; the last value of a column counts.
    pub fn set(&mut self, column: u16, value: CellValue) {
        if self.cells.last().is_none_or(|(last, _)| *last < column) {
            return self.cells.push((column, value));
        }
        match self.cells.binary_search_by_key(&column, |(column, _)| *column) {
            Ok(place) => self.cells[place].1 = value,
            Err(place) => self.cells.insert(place, (column, value)),
        }
    }

    /// Whether nothing is to be seen in the row.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|(_, value)| value.is_blank())
    }
}

/// A rectangle of cells merged into one; both ends are included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MergedCells {
    /// First and last row, from 1.
    pub rows: (u32, u32),
    /// First and last column, from 0.
    pub columns: (u16, u16),
}

/// A sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name; empty for a text file.
    pub name: String,
    /// Whether the sheet is hidden.
    pub is_hidden: bool,
    /// The rows with a cell, ascending.
    pub rows: Vec<SheetRow>,
    /// The hidden columns, from 0.
    pub hidden_columns: BTreeSet<u16>,
    /// Whether serial numbers of dates count from 1904.
    pub is_1904: bool,
    /// Whether full-width commas were taken as separators.
    pub has_wide_commas: bool,
}

/// The maximum number of cells that merged cells may fill.
const MAX_FILLED: usize = 1_000_000;

impl Sheet {
    /// The row of a number for writing; rows usually come in ascending order.
    pub fn row_mut(&mut self, number: u32) -> &mut SheetRow {
        let place = match self.rows.last() {
            Some(last) if last.number < number => Err(self.rows.len()),
            None => Err(0),
            Some(_) => self.rows.binary_search_by_key(&number, |row| row.number),
        };
        match place {
            Ok(place) => &mut self.rows[place],
            Err(place) => {
                self.rows.insert(place, SheetRow::new(number));
                &mut self.rows[place]
            }
        }
    }

    /// Repeats a text that is merged over several rows in each of them, as people mean it, and marks a number, because
    /// it may be the sum of the rows.
    pub fn resolve_merged(&mut self, merged: &[MergedCells]) {
        let mut filled = 0;
        for area in merged.iter().filter(|area| area.rows.1 > area.rows.0) {
            let column = area.columns.0;
            let begin = self.rows.partition_point(|row| row.number < area.rows.0);
            let end = self.rows.partition_point(|row| row.number <= area.rows.1);
            let first = self.rows.get(begin).filter(|row| row.number == area.rows.0);
            let Some(value) = first.and_then(|row| row.cell(column)).cloned() else { continue };
            let value = match value.number() {
                Some(number) => CellValue::Shared(number),
                None => value,
            };
            for row in self.rows.iter_mut().take(end).skip(begin).filter(|row| !row.is_blank()) {
                filled += 1;
                if filled > MAX_FILLED {
                    return;
                }
                row.set(column, value.clone());
            }
        }
    }
}

/// The sheets of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workbook {
    /// The sheets in the order of the file.
    pub sheets: Vec<Sheet>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> CellValue {
        CellValue::Text(text.into())
    }

    #[test]
    fn addresses_are_those_of_spreadsheets() {
        assert_eq!(CellAddress { row: 6, column: 7 }.to_string(), "H6");
        assert_eq!(CellAddress { row: 1, column: 702 }.to_string(), "AAA1");
    }

    #[test]
    fn merged_text_is_repeated_and_a_merged_number_is_open() {
        let mut sheet = Sheet::default();
        for number in [2, 3, 4] {
            sheet.row_mut(number).set(0, text("甲"));
        }
        sheet.row_mut(2).set(1, text("南湖区"));
        sheet.row_mut(2).set(2, CellValue::Number(Decimal::TEN));
        let area = |column| MergedCells { rows: (2, 3), columns: (column, column) };
        sheet.resolve_merged(&[area(1), area(2), MergedCells { rows: (9, 90), columns: (0, 0) }]);
        assert_eq!(sheet.rows[1].cell(1), Some(&text("南湖区")));
        assert_eq!(sheet.rows[1].cell(2), Some(&CellValue::Shared(Decimal::TEN)));
        assert_eq!(sheet.rows[2].cell(1), None);
    }
}
