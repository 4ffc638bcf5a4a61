//! Rows of a table as spreadsheet programs open them: quotes, line ends, the mark of UTF-8, nothing that runs. Knows no
//! facts.

/// By this in front spreadsheet programs know UTF-8.
pub const MARK: char = '\u{feff}';
/// A spreadsheet's mark of a text, in front of what it would take for something else.
pub const TEXT_MARK: char = '\'';

// A spreadsheet takes a cell that begins like this for a formula and runs it; some do so with full-width forms too.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r'];

/// A row being written.
pub struct Row {
    text: String,
    is_begun: bool,
}

impl Row {
    /// The first row of a table.
    pub fn first() -> Self {
        Self { text: String::from(MARK), is_begun: false }
    }

    /// A later one.
    pub fn later() -> Self {
        Self { text: String::new(), is_begun: false }
    }

    /// Adds what a stranger may have written: never run as a formula.
    pub fn text(&mut self, text: &str) {
        if !text.starts_with(FORMULA) {
            return self.own(text);
        }
        let mut safe = String::from(TEXT_MARK);
        safe.push_str(text);
        self.own(&safe);
    }

    /// Adds what is made here, as it is.
    pub fn own(&mut self, text: &str) {
        if self.is_begun {
            self.text.push(',');
        }
        self.is_begun = true;
        if !text.contains(['"', ',', '\r', '\n']) {
            self.text.push_str(text);
            return;
        }
        self.text.push('"');
        for c in text.chars() {
            if c == '"' {
                self.text.push('"');
            }
            self.text.push(c);
        }
        self.text.push('"');
    }

    /// The row with the end that all spreadsheet programs know.
    pub fn end(mut self) -> String {
        self.text.push_str("\r\n");
        self.text
    }
}

/// What [`Row::text`] was given, from what it wrote.
pub fn unmarked(text: &str) -> &str {
    text.strip_prefix(TEXT_MARK).filter(|rest| rest.starts_with(FORMULA)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_of_a_stranger_becomes_a_formula() {
        for text in ["=1+1", "+86", "-5", "@sum", "＝A1", "\tx"] {
            let mut row = Row::later();
            row.text(text);
            let row = row.end();
            assert!(row.starts_with(TEXT_MARK), "{row}");
            assert_eq!(unmarked(row.trim_end_matches("\r\n")), text);
        }
        assert_eq!(unmarked("'s Gravenhage"), "'s Gravenhage");
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut row = Row::first();
        for cell in ["", "a", "b,c", "d\ne", "5\" 管", ""] {
            row.own(cell);
        }
        assert_eq!(row.end(), "\u{feff},a,\"b,c\",\"d\ne\",\"5\"\" 管\",\r\n");
    }
}
