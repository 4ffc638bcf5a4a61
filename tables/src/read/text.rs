//! Reads a table saved as text: encoding, separator, quotes. Knows no facts.

use super::limits::{MAX_CELLS, MAX_COLUMNS, damaged, too_large, too_wide};
use crate::message::TableMessage;
use crate::sheet::{CellValue, Sheet, SheetRow};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use huiqi_engine::case::encoding::{Encoding as DetectedEncoding, encoding_of};
use std::borrow::Cow;

/// Reads a text file as one sheet.
///
/// # Errors
/// The encoding is unknown, or the table is too large.
pub fn sheet(bytes: &[u8]) -> Result<Sheet, TableMessage> {
    let text = decoded(bytes)?;
    let mut text: Cow<'_, str> = text;
    let mut stated = None;
    if let Some((separator, rest)) = stated_separator(&text) {
        stated = Some(separator);
        text = Cow::Owned(format!("\n{rest}"));
    }
    let separator = stated.unwrap_or_else(|| sniffed(&text));
    let has_wide_commas = separator == WIDE_COMMA;
    if has_wide_commas {
        text = Cow::Owned(text.replace('，', ","));
    }
    let separator = if has_wide_commas { b',' } else { separator };
    let mut sheet = Sheet { has_wide_commas, ..Sheet::default() };
    TextRecords::new(&text, separator).read_into(&mut sheet)?;
    Ok(sheet)
}

// Stands for the full-width comma, which has no byte of its own.
const WIDE_COMMA: u8 = 0;
const SEPARATORS: [u8; 3] = [b',', b'\t', b';'];
/// The number of lines from which the separator is told.
const LINES: usize = 40;

/// Decodes a text: by its byte order mark, as UTF-16 if every other byte is 0, as UTF-8, or as GB18030.
fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, TableMessage> {
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (Some(encoding), mark),
        None => (utf_16_without_mark(bytes), 0),
    };
    let encoding = encoding.or_else(|| match encoding_of(bytes).ok()? {
        DetectedEncoding::Gb18030 => Some(GB18030),
        _ => Some(UTF_8),
    });
    let bytes = bytes.get(mark..).unwrap_or_default();
    let text = encoding.and_then(|encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes));
    let text = text.filter(|text| !text.contains('\0'));
    text.ok_or_else(|| {
        TableMessage::plain(
            "文字编码认不出来；请另存为 .xlsx，或“CSV UTF-8（逗号分隔）”。",
            "The encoding of the text is unknown. Please save it as .xlsx, or as “CSV UTF-8 (comma delimited)”.",
        )
    })
}

// Separators and digits of a table have a zero byte each in UTF-16.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..4096.min(bytes.len())).unwrap_or_default();
    let zeros = |first: usize| sample.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        (0, 0) => None,
        (0, _) => Some(UTF_16LE),
        (_, 0) => Some(UTF_16BE),
        _ => None,
    }
}

// Excel reads and hides a first line `sep=;`.
fn stated_separator(text: &str) -> Option<(u8, &str)> {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim().trim_matches('"');
    let sign = line.get(..4).filter(|word| word.eq_ignore_ascii_case("sep=")).and(line.get(4..))?;
    match sign.as_bytes() {
        [] if line.ends_with('=') => Some((b'\t', rest)),
        [sign] if sign.is_ascii() && *sign != b'"' => Some((*sign, rest)),
        _ => None,
    }
}

// The separator that the widest of the first lines has most of, outside quotes.
fn sniffed(text: &str) -> u8 {
    let mut best = (b',', 0);
    for separator in SEPARATORS {
        let most = text.lines().take(LINES).map(|line| count(line, char::from(separator))).max().unwrap_or(0);
        if most > best.1 {
            best = (separator, most);
        }
    }
    let wide = text.lines().take(LINES).filter(|line| count(line, '，') > 1).count();
    if best.1 == 0 && wide > 1 { WIDE_COMMA } else { best.0 }
}

fn count(line: &str, sign: char) -> usize {
    let mut is_quoted = false;
    let mut count = 0;
    for c in line.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            c if c == sign && !is_quoted => count += 1,
            _ => {}
        }
    }
    count
}

// Splits a text into rows. A quotation mark that is not closed swallows the rows below it: such a row is torn, and
// reading goes on with the line below it.
struct TextRecords<'t> {
    text: &'t str,
    at: usize,
    line: u32,
    separator: u8,
    quoting: Reader,
    literal: Reader,
    cells: Vec<u8>,
    ends: Vec<usize>,
}

impl<'t> TextRecords<'t> {
    fn new(text: &'t str, separator: u8) -> Self {
        let reader = |quoting: bool| ReaderBuilder::new().delimiter(separator).quoting(quoting).build();
        let (cells, ends) = (vec![0; 4096], vec![0; usize::from(MAX_COLUMNS) + 1]);
        Self { text, at: 0, line: 1, separator, quoting: reader(true), literal: reader(false), cells, ends }
    }

    fn read_into(mut self, sheet: &mut Sheet) -> Result<(), TableMessage> {
        let mut widest = 0;
        let mut cells = 0;
        while self.skip_empty_lines() {
            let (start, number) = (self.at, self.line);
            let columns = self.record()?;
            let raw = self.text.get(start..self.at).unwrap_or_default();
            let mut row = SheetRow::new(number);
            if self.swallowed(raw, columns, widest) {
                (self.at, row.is_torn) = (start, true);
                let end = raw.find(['\r', '\n']).unwrap_or(raw.len());
                let columns = self.line_of(start, end)?;
                self.fill(&mut row, columns);
                self.line = number;
            } else {
                self.fill(&mut row, columns);
                widest = widest.max(columns);
                self.line = number + line_breaks(raw);
            }
            cells += row.cells.len();
            if cells > MAX_CELLS {
                return Err(too_large());
            }
            if row.is_torn || !row.is_blank() {
                sheet.rows.push(row);
            }
        }
        Ok(())
    }

    fn skip_empty_lines(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        while let Some(b'\r' | b'\n') = bytes.get(self.at) {
            let is_pair = bytes.get(self.at..self.at + 2) == Some(b"\r\n");
            self.at += if is_pair { 2 } else { 1 };
            self.line += 1;
        }
        self.at < bytes.len()
    }

    // Reads one record and stops before its line break; the number of its cells.
    fn record(&mut self) -> Result<usize, TableMessage> {
        let (start, end) = (self.at, self.text.len());
        let columns = self.split(true, start, end)?;
        let read = self.text.get(start..self.at).unwrap_or_default();
        self.at = start + read.trim_end_matches(['\r', '\n']).len();
        Ok(columns)
    }

    fn line_of(&mut self, start: usize, length: usize) -> Result<usize, TableMessage> {
        let columns = self.split(false, start, start + length)?;
        self.at = start + length;
        Ok(columns)
    }

    fn split(&mut self, quoting: bool, start: usize, end: usize) -> Result<usize, TableMessage> {
        let reader = if quoting { &mut self.quoting } else { &mut self.literal };
        reader.reset();
        self.at = start;
        let (mut used, mut columns) = (0, 0);
        loop {
            let input = self.text.as_bytes().get(self.at..end).unwrap_or_default();
            let (result, read, written, ended) =
                reader.read_record(input, &mut self.cells[used..], &mut self.ends[columns..]);
            self.at += read;
            used += written;
            columns += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.cells.resize(self.cells.len() * 2, 0),
                ReadRecordResult::Record if columns <= usize::from(MAX_COLUMNS) => return Ok(columns),
                ReadRecordResult::OutputEndsFull | ReadRecordResult::Record => return Err(too_wide()),
                ReadRecordResult::End => return if columns > 0 { Ok(columns) } else { Err(damaged()) },
            }
        }
    }

    // Whether a quotation mark swallowed rows: it is open at the end of the table, a cell with a line break has as many
    // separators as a row, or the row becomes wider than any other.
    fn swallowed(&self, raw: &str, columns: usize, widest: usize) -> bool {
        let separator = char::from(self.separator);
        let is_odd = raw.matches('"').count() % 2 == 1;
        if line_breaks(raw) == 0 {
            // A single quotation mark may also be an inch sign, which hides no separator.
            return is_odd && raw.matches(separator).count() + 1 != columns;
        }
        if is_odd && self.at >= self.text.trim_end().len() {
            return true;
        }
        let is_row = |cell: &str| line_breaks(cell) > 0 && cell.matches(separator).count() + 1 >= widest;
        widest > 1 && (columns > widest || (0..columns).any(|column| is_row(self.cell(column))))
    }

    fn cell(&self, column: usize) -> &str {
        let start = column.checked_sub(1).map_or(0, |before| self.ends[before]);
        // The reader removes ASCII characters only, so the rest is still UTF-8.
        let cell = self.cells.get(start..self.ends[column]).unwrap_or_default();
        core::str::from_utf8(cell).unwrap_or_default()
    }

    fn fill(&self, row: &mut SheetRow, columns: usize) {
        for column in 0..columns {
            let cell = self.cell(column);
            if let Ok(column) = u16::try_from(column)
                && !cell.is_empty()
            {
                row.cells.push((column, CellValue::Text(cell.into())));
            }
        }
    }
}

fn line_breaks(text: &str) -> u32 {
    let breaks = text.matches('\n').count() + text.matches('\r').count() - text.matches("\r\n").count();
    u32::try_from(breaks).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, bool, Vec<String>)> {
        let sheet = sheet(text.as_bytes()).expect("a table");
        let cells = |row: &SheetRow| row.cells.iter().map(|(_, value)| value.to_string()).collect();
        sheet.rows.iter().map(|row| (row.number, row.is_torn, cells(row))).collect()
    }

    #[test]
    fn encodings_of_spreadsheets_are_read() {
        let text = "单位名称,本年度研发费用\r\n嘉兴某某科技有限公司,1200万\r\n";
        let wide = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let (gb, _, _) = GB18030.encode(text);
        let (little, big) = (wide(u16::to_le_bytes), wide(u16::to_be_bytes));
        let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
        let expected = sheet(text.as_bytes()).expect("UTF-8");
        assert_eq!(expected.rows.len(), 2);
        for bytes in [
            marked(b"\xef\xbb\xbf", text.as_bytes()),
            gb.into_owned(),
            marked(b"\xff\xfe", &little),
            marked(b"\xfe\xff", &big),
            little,
            big,
        ] {
            assert_eq!(sheet(&bytes).expect("a known encoding"), expected);
        }
        let mut cut = text.as_bytes().to_vec();
        cut.remove(4);
        assert!(sheet(&cut).is_err(), "damaged UTF-8 is not taken for GBK");
        assert!(sheet(b"\x00\x01\x02\x00").is_err());
    }

    #[test]
    fn separator_is_that_of_the_widest_line() {
        for separator in [",", ";", "\t"] {
            let text =
                format!("园区企业表\n\na{separator}b{separator}\"c{separator}d\"\n1{separator}2,5{separator}3\n");
            let text = if separator == "," { text.replace("2,5", "25") } else { text };
            assert_eq!(rows(&text)[1].2.len(), 3, "{text}");
            assert_eq!(rows(&text)[1].0, 3);
        }
        assert_eq!(rows("sep=;\r\na;b,c,d\r\n1;2\r\n")[0], (2, false, vec!["a".into(), "b,c,d".into()]));
        assert_eq!(rows("名称，研发，规上\n甲，1，是\n")[1].2, ["甲", "1", "是"]);
    }

    #[test]
    fn unpaired_quote_spoils_only_its_row() {
        let head = "名称,所在地,研发\n";
        let text = format!("{head}甲,\"南湖区,1\n乙,秀洲区,2\n丙,\"海宁\n市\",3\n丁,海盐县,4\n");
        let torn: Vec<(u32, bool)> = rows(&text).iter().map(|(number, torn, _)| (*number, *torn)).collect();
        assert_eq!(torn, [(1, false), (2, true), (3, false), (4, false), (6, false)]);
        for text in [
            format!("{head}\"甲,南湖区,1\n乙,秀洲区,2\n丙,海宁市,3\n"),
            format!("{head}甲,南湖区,\"1\n\"乙,秀洲区,2\n"),
        ] {
            let rows = rows(&text);
            assert!(rows[1].1 && rows[2].2[1] == "秀洲区", "{rows:?}");
        }
        assert_eq!(rows(&format!("{head}5\" 管,南湖区,1\n乙,秀洲区,2\n"))[2].2[0], "乙");
    }
}
