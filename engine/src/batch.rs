//! Batch mode: a table with one company per row in, a table with one result per row out. Knows no file, no encoding and
//! no thread. The formats are described in `docs/formats.md`.
//!
//! [`BatchReader`] reads one row at a time, so that a page can pause between rows; [`header_row`] and [`result_row`]
//! write the results; [`TemplateWriter`] writes a table that [`BatchReader`] reads.

mod cell;
mod fold;
mod form;
mod header;
mod names;
mod result;
mod rows;
mod sheet;
mod write;

use crate::case::Case;
use crate::message::chinese;
use crate::number_input::ParseNumberError;
use crate::sentence::ErrorMessage;
use core::fmt;

pub use cell::{Books, Menu, answer as cell_answer, count as instance_count, is_unsure, menu as option_menu};
pub use fold::{short as shortened, trimmed, word as folded};
pub use form::TemplateWriter;
pub use header::{ColumnKind, Titles, about as column_of_title};
pub use names::TableNames;
pub use result::{COLUMNS_BEFORE, Labels, ResultCell, header_row, result_cells, result_row, result_titles};
pub use sheet::BatchReader;
pub use write::{CsvRow, FORMULA_ESCAPE, takes_mark, unmarked};

/// Maximum number of bytes of a table; a longer one is rejected unread.
pub const MOST_BYTES: usize = 64 * 1024 * 1024;
/// Maximum number of columns of a row.
pub const MOST_COLUMNS: usize = 1000;
/// Maximum number of companies of a table.
pub const MOST_COMPANIES: usize = 100_000;
/// One row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchCompany {
    /// The row number as in a spreadsheet: the header is usually row 1, blank rows count.
    pub row: usize,
    /// The case of the row, without a rule book's fingerprint.
    pub case: Case,
}

/// An error in a table. Displayed as one Chinese line with row and column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellMistake {
    /// The row number as in a spreadsheet, from 1; 0 for the table as a whole.
    pub row: usize,
    /// The column, from 1; 0 for the row as a whole.
    pub column: usize,
    /// The header of the column; empty if it has none.
    pub label: String,
    /// The error and a correction.
    pub says: BatchMessage,
}

/// The error of a cell, a row or a table, with a correction. Displayed in Chinese.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BatchMessage {
    /// A sentence.
    Sentence(ErrorMessage),
    /// A figure that cannot be parsed.
    Figure(ParseNumberError),
}

impl From<ErrorMessage> for BatchMessage {
    fn from(sentence: ErrorMessage) -> Self {
        Self::Sentence(sentence)
    }
}

impl fmt::Display for BatchMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sentence(sentence) => sentence.fmt(f),
            Self::Figure(mistake) => f.write_str(&chinese().input_error(mistake, mistake.wanted())),
        }
    }
}

impl CellMistake {
    fn of_table(says: ErrorMessage) -> Self {
        Self::of_row(0, says)
    }

    fn of_row(row: usize, says: ErrorMessage) -> Self {
        Self { row, column: 0, label: String::new(), says: says.into() }
    }
}

impl fmt::Display for CellMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.row > 0 {
            write!(f, "第{}行", self.row)?;
        }
        if self.column > 0 {
            write!(f, " {}列", column_name(self.column))?;
        }
        if !self.label.is_empty() {
            write!(f, "“{}”", self.label)?;
        }
        if self.row > 0 {
            f.write_str("：")?;
        }
        self.says.fmt(f)
    }
}

impl core::error::Error for CellMistake {}

/// The letters of a column in a spreadsheet: 1 is A, 27 is AA.
pub fn column_name(mut column: usize) -> String {
    let mut backwards = Vec::new();
    while column > 0 {
        backwards.push(u8::try_from((column - 1) % 26).map_or('?', |place| char::from(b'A' + place)));
        column = (column - 1) / 26;
    }
    backwards.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn column_letters_match_spreadsheets() {
        let of: Vec<String> = [1, 5, 26, 27, 52, 53, 702, 703].map(column_name).to_vec();
        assert_eq!(of, ["A", "E", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
