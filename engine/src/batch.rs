//! Many companies at once: a table with one company a row in, a table with one result a row out. Knows no file, no
//! encoding and no thread; the forms are described in `docs/formats.md`.
//!
//! [`BatchReader`] reads one row at a time, so that a page can stop between rows; [`head`] and [`line`] write the results;
//! [`TemplateWriter`] writes a table that [`BatchReader`] reads.

mod cell;
mod fold;
mod form;
mod header;
mod result;
mod rows;
mod sheet;
mod write;

use crate::case::Case;
use crate::message::chinese;
use crate::number_input::ParseNumberError;
use crate::sentence::ErrorMessage;
use core::fmt;

pub use form::TemplateWriter;
pub use header::Titles;
pub use result::{Labels, header_row, result_row};
pub use sheet::BatchReader;
pub use write::{CsvRow, FORMULA_ESCAPE, takes_mark};

/// The most bytes of text that are read; a longer table is refused unread.
pub const MOST_BYTES: usize = 64 * 1024 * 1024;
/// The most columns of a row.
pub const MOST_COLUMNS: usize = 1000;
/// The most companies of a table.
pub const MOST_COMPANIES: usize = 100_000;
/// One row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchCompany {
    /// The row's number as a spreadsheet counts: the header is usually row 1, blank rows count.
    pub row: usize,
    /// What the row says; without a rule book's fingerprint.
    pub case: Case,
}

/// Something that is wrong in a table. Shown, it is one Chinese line that names row and column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellMistake {
    /// The row as a spreadsheet counts, from 1; 0 where the table as a whole is meant.
    pub row: usize,
    /// The column, from 1; 0 where the row as a whole is meant.
    pub column: usize,
    /// What the header says above the cell; empty where it says nothing.
    pub label: String,
    /// What is wrong and what to write.
    pub says: BatchMessage,
}

/// What is wrong with a cell, a row or a table, and what to write. Shown, it is Chinese.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BatchMessage {
    /// In a sentence of its own.
    Sentence(ErrorMessage),
    /// The figure in it cannot be read.
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

/// A column's letters in a spreadsheet: 1 is A, 27 is AA.
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
