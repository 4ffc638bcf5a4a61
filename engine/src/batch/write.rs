//! Writes CSV rows for spreadsheet programs: quotes, line ends, byte order mark, no executable formulas. Knows no
//! facts.

use crate::signs::is_unseen;
use csv_core::{QuoteStyle, Terminator, WriterBuilder};

/// Byte order mark, by which spreadsheet programs recognize UTF-8.
pub const BOM: char = '\u{feff}';
/// The text marker of spreadsheets: a prefix that stops them from interpreting a cell.
pub const FORMULA_ESCAPE: char = '\'';

// A spreadsheet interprets a cell that begins with one of these as a formula. Some programs also accept other forms of
// these characters: full-width, small, superscript, subscript, doubled, and dashes for the minus.
const FORMULA: [char; 27] = [
    '=', '＝', '﹦', '⁼', '₌', '⩵', '⩶', '+', '＋', '﹢', '⁺', '₊', '﬩', '-', '－', '﹣', '⁻', '₋', '−', '‐', '‑', '‒',
    '–', '﹘', '@', '＠', '﹫',
];

/// Whether a spreadsheet might interpret a cell as a formula. Leading spaces and invisible characters are skipped,
/// because some programs ignore them. A leading tab or line break is enough.
pub fn is_formula(text: &str) -> bool {
    text.starts_with(['\t', '\r', '\n'])
        || text.trim_start_matches(|c: char| c.is_whitespace() || is_unseen(c)).starts_with(FORMULA)
}

/// A row under construction.
pub struct CsvRow {
    text: String,
    is_begun: bool,
}

impl CsvRow {
    /// The first row of a table.
    pub fn first() -> Self {
        Self { text: String::from(BOM), is_begun: false }
    }

    /// A row after the first.
    pub fn later() -> Self {
        Self { text: String::new(), is_begun: false }
    }

    /// Adds a cell with untrusted text, escaped so that it is never a formula.
    pub fn text(&mut self, text: &str) {
        self.escape(text, QuoteStyle::Necessary);
    }

    /// The same, with quotes around a text that would be a formula.
    pub fn quoted_text(&mut self, text: &str) {
        self.escape(text, QuoteStyle::Always);
    }

    fn escape(&mut self, text: &str, style: QuoteStyle) {
        if !takes_mark(text) {
            return self.own(text);
        }
        let mut safe = String::from(FORMULA_ESCAPE);
        safe.push_str(text);
        self.push(&safe, style);
    }

    /// Adds a cell with trusted text, unescaped.
    pub fn own(&mut self, text: &str) {
        self.push(text, QuoteStyle::Necessary);
    }

    fn push(&mut self, cell: &str, style: QuoteStyle) {
        if self.is_begun {
            self.text.push(',');
        }
        self.is_begun = true;
        // The CSV writer would quote an empty cell that is alone in its row.
        if cell.is_empty() {
            return;
        }
        let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).quote_style(style).build();
        // The worst case: two quotes around the cell, and every character a doubled quote.
        let mut bytes = vec![0; 2 * cell.len() + 2];
        let (_, _, length) = writer.field(cell.as_bytes(), &mut bytes);
        let (_, end) = writer.finish(&mut bytes[length..]);
        bytes.truncate(length + end);
        self.text.push_str(&String::from_utf8(bytes).unwrap_or_default());
    }

    /// The finished row with CRLF, the line end that all spreadsheet programs accept.
    pub fn end(mut self) -> String {
        self.text.push_str("\r\n");
        self.text
    }
}

/// Whether a text needs a marker. A text that already begins with markers gets another one, so that reading never
/// removes a marker that belongs to the text.
pub fn takes_mark(text: &str) -> bool {
    is_formula(text.trim_start_matches(FORMULA_ESCAPE))
}

/// The inverse of the escaping in [`CsvRow::text`].
pub fn unmarked(text: &str) -> &str {
    text.strip_prefix(FORMULA_ESCAPE).filter(|rest| takes_mark(rest)).unwrap_or(text)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use regex::Regex;

    // The only cell of a row, as a spreadsheet program reads it.
    fn there_and_back(text: &str) -> String {
        let mut row = CsvRow::later();
        row.text(text);
        let written = row.end();
        let mut reader = csv_core::Reader::new();
        let mut cell = vec![0; written.len() + 1];
        let (_, _, length, _) = reader.read_record(written.as_bytes(), &mut cell, &mut [0; 2]);
        String::from_utf8(cell[..length].to_vec()).unwrap()
    }

    #[test]
    fn untrusted_text_is_escaped_as_formula() {
        for text in ["=1+1", "+86", "-5", "@sum", "＝A1", "\tx", "'=1", "''=1", "\n=1", "﹦1"] {
            let cell = there_and_back(text);
            assert!(cell.starts_with(FORMULA_ESCAPE), "{cell}");
            assert_eq!(unmarked(&cell), text);
        }
        for text in ["'s Gravenhage", "甲公司", "'", "—— 甲", ""] {
            assert_eq!(there_and_back(text), text);
            assert_eq!(unmarked(text), text);
        }
    }

    #[test]
    fn formula_signs_after_invisible_characters_are_escaped() {
        let before = Regex::new(r"^[\p{Cf}\p{Cc}\p{Zs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]$").unwrap();
        let unseen = (0..=0x0010_ffff).filter_map(char::from_u32).filter(|c| before.is_match(&c.to_string()));
        let mut tried = 0;
        for first in unseen.map(String::from).chain(["".to_owned(), " \u{a0}\u{3000}\u{202e}".to_owned()]) {
            for sign in FORMULA {
                let text = format!("{first}{sign}1+1");
                let cell = there_and_back(&text);
                assert!(
                    cell.starts_with(FORMULA_ESCAPE),
                    "U+{:04X} before {sign}",
                    u32::from(first.chars().next().unwrap())
                );
                assert_eq!(unmarked(&cell), text);
                tried += 1;
            }
        }
        assert!(tried > 4000 * FORMULA.len(), "{tried}");
    }

    #[test]
    fn compatible_forms_of_formula_signs_are_escaped() {
        use unicode_normalization::UnicodeNormalization;
        for c in (0..=0x0010_ffff).filter_map(char::from_u32) {
            let plain: String = c.nfkc().collect();
            assert!(!plain.starts_with(['=', '+', '-', '@']) || is_formula(&c.to_string()), "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn special_cells_are_quoted() {
        let mut row = CsvRow::first();
        for cell in ["", "a", "b,c", "d\ne", "5\" 管", ""] {
            row.own(cell);
        }
        assert_eq!(row.end(), "\u{feff},a,\"b,c\",\"d\ne\",\"5\"\" 管\",\r\n");
    }
}
