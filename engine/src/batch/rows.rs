//! Splits the text of a table into rows of cells: separators, quotes and line breaks. Knows no facts.

use super::MOST_COLUMNS;
use super::write::BOM;
use core::str;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// Why a table cannot be read further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CsvError {
    /// More columns than the maximum.
    TooWide,
    /// A row is longer than the maximum.
    TooLong,
    /// A quoted cell is not closed.
    OpenQuote,
}

// A spreadsheet row of a thousand short cells is far below this limit; an unclosed quote soon exceeds it.
const MOST_ROW_BYTES: usize = 1024 * 1024;

/// An iterator over the rows of a table. The cells are those of the current row.
pub struct CsvReader<'t> {
    text: &'t [u8],
    at: usize,
    row: usize,
    reader: Reader,
    cells: Vec<u8>,
    ends: Vec<usize>,
    columns: usize,
}

impl<'t> CsvReader<'t> {
    /// Starts before the first row. The separator (comma, tab or semicolon) is detected from the first row.
    pub fn new(text: &'t str) -> Self {
        let text = text.strip_prefix(BOM).unwrap_or(text).as_bytes();
        let reader = ReaderBuilder::new().delimiter(separator(text)).build();
        Self { text, at: 0, row: 0, reader, cells: vec![0; 4096], ends: vec![0; MOST_COLUMNS + 1], columns: 0 }
    }

    /// The row number, as in a spreadsheet.
    pub fn row(&self) -> usize {
        self.row
    }

    /// Number of bytes read.
    pub fn read(&self) -> usize {
        self.at
    }

    /// Number of cells of the row.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// A cell of the row, by its index from 0; empty if the row is shorter.
    pub fn cell(&self, column: usize) -> &str {
        if column >= self.columns {
            return "";
        }
        let start = column.checked_sub(1).map_or(0, |before| self.ends[before]);
        // The CSV reader removes ASCII characters only, so the rest is still valid UTF-8.
        self.cells.get(start..self.ends[column]).and_then(|cell| str::from_utf8(cell).ok()).unwrap_or_default()
    }

    /// Stops reading.
    pub fn end(&mut self) {
        self.at = self.text.len();
        self.columns = 0;
        self.reader.reset();
    }

    /// Advances to the next row that is not an empty line; `None` at the end.
    pub fn advance(&mut self) -> Option<Result<(), CsvError>> {
        self.skip_empty_lines();
        let start = self.at;
        let read = self.record()?;
        self.row += 1;
        // In most tables a line break is two characters; the CSV reader stops after the first.
        if self.at > 0 && self.text.get(self.at - 1..=self.at) == Some(b"\r\n") {
            self.at += 1;
        }
        let read = if self.is_open(start) { Err(CsvError::OpenQuote) } else { read };
        if read.is_err() {
            self.end();
        }
        Some(read)
    }

    fn skip_empty_lines(&mut self) {
        while let Some(b'\r' | b'\n') = self.text.get(self.at) {
            let is_pair = self.text.get(self.at..self.at + 2) == Some(b"\r\n");
            self.at += if is_pair { 2 } else { 1 };
            self.row += 1;
        }
    }

    fn record(&mut self) -> Option<Result<(), CsvError>> {
        let (mut used, mut columns) = (0, 0);
        loop {
            let input = self.text.get(self.at..).unwrap_or_default();
            let (result, read, written, ended) =
                self.reader.read_record(input, &mut self.cells[used..], &mut self.ends[columns..]);
            self.at += read;
            used += written;
            columns += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.cells.len() >= MOST_ROW_BYTES => {
                    return Some(Err(CsvError::TooLong));
                }
                ReadRecordResult::OutputFull => self.cells.resize(self.cells.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => return Some(Err(CsvError::TooWide)),
                ReadRecordResult::Record if columns > MOST_COLUMNS => return Some(Err(CsvError::TooWide)),
                ReadRecordResult::Record => {
                    self.columns = columns;
                    return Some(Ok(()));
                }
                ReadRecordResult::End => return None,
            }
        }
    }

    // An unclosed quote consumes the rest of the table: the last row then spans several lines and has an odd number of
    // quotes. A single quote within one line may be intended, for example as an inch sign.
    fn is_open(&self, start: usize) -> bool {
        let raw = self.text.get(start..self.at).unwrap_or_default();
        self.at == self.text.len()
            && raw.trim_ascii_end().iter().any(|byte| matches!(byte, b'\n' | b'\r'))
            && raw.iter().filter(|byte| **byte == b'"').count() % 2 == 1
    }
}

// The most frequent separator in the first row, outside quoted cells.
fn separator(text: &[u8]) -> u8 {
    let mut counts = [(b',', 0), (b'\t', 0), (b';', 0)];
    let mut quoted = false;
    for byte in text.trim_ascii_start() {
        match byte {
            b'"' => quoted = !quoted,
            b'\r' | b'\n' if !quoted => break,
            byte if !quoted => counts.iter_mut().filter(|(sign, _)| sign == byte).for_each(|(_, count)| *count += 1),
            _ => {}
        }
    }
    let mut best = counts[0];
    for one in counts {
        if one.1 > best.1 {
            best = one;
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<(usize, Vec<String>)> {
        let mut rows = CsvReader::new(text);
        let mut seen = Vec::new();
        while let Some(Ok(())) = rows.advance() {
            seen.push((rows.row(), (0..rows.columns()).map(|at| rows.cell(at).to_owned()).collect()));
        }
        seen
    }

    #[test]
    fn row_numbers_match_spreadsheets() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "1,\"x\ny\"", "", "", "3,", "4"].join(end);
            for text in [text.clone(), format!("{text}{end}"), format!("\u{feff}{text}{end}{end}")] {
                let numbers: Vec<usize> = all(&text).iter().map(|(row, _)| *row).collect();
                assert_eq!(numbers, [1, 2, 5, 6], "{text:?}");
                assert_eq!(all(&text)[1].1, ["1", "x\ny"]);
                assert_eq!(all(&text)[2].1, ["3", ""]);
            }
        }
    }

    #[test]
    fn separator_is_detected_outside_quoted_cells() {
        assert_eq!(all("a\tb\n1,5\t2")[1].1, ["1,5", "2"]);
        assert_eq!(all("\"a,b,c\";d\n1,5;2")[1].1, ["1,5", "2"]);
        assert_eq!(all("\"a;b;c\",d\n1;5,2")[1].1, ["1;5", "2"]);
    }

    #[test]
    fn oversized_input_is_rejected() {
        let stop = |text: &str| {
            let mut rows = CsvReader::new(text);
            let stopped = rows.find_map_stop();
            assert!(rows.advance().is_none(), "nothing is read after it");
            stopped
        };
        assert_eq!(stop(&",".repeat(MOST_COLUMNS)), Some(CsvError::TooWide));
        assert_eq!(stop(&",".repeat(MOST_COLUMNS - 1)), None);
        assert_eq!(stop(&",".repeat(5_000_000)), Some(CsvError::TooWide));
        assert_eq!(stop(&"x".repeat(MOST_ROW_BYTES + 1)), Some(CsvError::TooLong));
        assert_eq!(stop("a,b\n1,\"x\n2,y\n"), Some(CsvError::OpenQuote));
        assert_eq!(stop("a,b\n1,5\" pipe\n"), None);
        assert_eq!(stop("a,b\n1,5\" pipe"), None);
    }

    impl CsvReader<'_> {
        fn find_map_stop(&mut self) -> Option<CsvError> {
            while let Some(read) = self.advance() {
                if let Err(stop) = read {
                    return Some(stop);
                }
            }
            None
        }
    }
}
