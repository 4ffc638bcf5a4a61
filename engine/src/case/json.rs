//! A JSON parser for case files: it preserves key order, duplicate keys and the digits of numbers. Knows no rule book.
//!
//! A general library converts numbers to floating point, drops one of two equal keys, and would be the largest single
//! part of the browser download. The tests compare this parser with `serde_json`.

use crate::sentence::{ErrorMessage, says};

/// A JSON value.
#[derive(Debug, PartialEq, Eq)]
pub enum Value<'j> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A string.
    Text(String),
    /// A number, with its digits as written.
    Figure(&'j str),
    /// An array.
    List(Vec<Value<'j>>),
    /// An object in source order; duplicate keys are preserved.
    Object(Vec<(String, Value<'j>)>),
}

// Deeper than any case file; deeper nesting is rejected before it exhausts the stack.
const MOST_LEVELS: usize = 16;

/// Parses a complete text.
///
/// # Errors
/// A Chinese sentence with the line and character of the syntax error.
pub fn parse(text: &str) -> Result<Value<'_>, ErrorMessage> {
    let mut scanner = Scanner { text, at: 0 };
    let value = scanner.value(0);
    scanner.space();
    match value {
        Some(value) if scanner.at == text.len() => Ok(value),
        _ => Err(stopped(text, scanner.at)),
    }
}

fn stopped(text: &str, at: usize) -> ErrorMessage {
    let before = text.get(..at).unwrap_or(text);
    let (line, start) = (before.matches('\n').count() + 1, before.rfind('\n').map_or(0, |at| at + 1));
    if before.len() == text.len() {
        return says!("文件不完整，到第{}行就断了。", line);
    }
    let character = before.get(start..).map_or(0, |line| line.chars().count()) + 1;
    says!("不是有效的 JSON，第{}行第{}个字符写错了。", line, character)
}

struct Scanner<'j> {
    text: &'j str,
    // Byte offset, always at a character boundary; after a failure it is the position of the error.
    at: usize,
}

impl<'j> Scanner<'j> {
    fn next(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn takes(&mut self, sign: u8) -> bool {
        let found = self.next() == Some(sign);
        self.at += usize::from(found);
        found
    }

    fn takes_while(&mut self, belongs: fn(u8) -> bool) -> bool {
        let start = self.at;
        while self.next().is_some_and(belongs) {
            self.at += 1;
        }
        self.at > start
    }

    fn space(&mut self) {
        self.takes_while(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r'));
    }

    fn value(&mut self, level: usize) -> Option<Value<'j>> {
        self.space();
        match self.next()? {
            b'"' => self.string().map(Value::Text),
            b'{' if level < MOST_LEVELS => {
                let mut entries = Vec::new();
                self.list(b'}', |scanner| {
                    scanner.space();
                    let key = scanner.string()?;
                    scanner.space();
                    let colon = scanner.takes(b':');
                    entries.push((key, colon.then(|| scanner.value(level + 1))??));
                    Some(())
                })?;
                Some(Value::Object(entries))
            }
            b'[' if level < MOST_LEVELS => {
                let mut values = Vec::new();
                self.list(b']', |scanner| {
                    values.push(scanner.value(level + 1)?);
                    Some(())
                })?;
                Some(Value::List(values))
            }
            b'-' | b'0'..=b'9' => self.figure(),
            _ => self.word(),
        }
    }

    fn list(&mut self, end: u8, mut part: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.at += 1;
        self.space();
        if self.takes(end) {
            return Some(());
        }
        loop {
            part(self)?;
            self.space();
            if self.takes(end) {
                return Some(());
            }
            self.takes(b',').then_some(())?;
        }
    }

    fn word(&mut self) -> Option<Value<'j>> {
        let rest = self.text.get(self.at..)?;
        for (word, value) in [("null", Value::Null), ("true", Value::Flag(true)), ("false", Value::Flag(false))] {
            if rest.starts_with(word) {
                self.at += word.len();
                return Some(value);
            }
        }
        None
    }

    fn figure(&mut self) -> Option<Value<'j>> {
        let start = self.at;
        self.takes(b'-');
        // JSON forbids leading zeros.
        let digits = |scanner: &mut Self| scanner.takes_while(|b| b.is_ascii_digit()).then_some(());
        if !self.takes(b'0') {
            digits(self)?;
        }
        if self.takes(b'.') {
            digits(self)?;
        }
        if self.takes(b'e') || self.takes(b'E') {
            if !self.takes(b'+') {
                self.takes(b'-');
            }
            digits(self)?;
        }
        self.text.get(start..self.at).map(Value::Figure)
    }

    fn string(&mut self) -> Option<String> {
        self.takes(b'"').then_some(())?;
        let mut text = String::new();
        loop {
            let start = self.at;
            self.takes_while(|b| b >= b' ' && b != b'"' && b != b'\\');
            text.push_str(self.text.get(start..self.at)?);
            if self.takes(b'"') {
                return Some(text);
            }
            // The remaining cases are the end of the file, a control character or an escape.
            self.takes(b'\\').then_some(())?;
            text.push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let escaped = match self.next()? {
            b'u' => return self.by_number(),
            same @ (b'"' | b'\\' | b'/') => char::from(same),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            _ => return None,
        };
        self.at += 1;
        Some(escaped)
    }

    // `\u4e2d`, or a surrogate pair for characters above U+FFFF.
    fn by_number(&mut self) -> Option<char> {
        let first = self.four_digits()?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first);
        }
        self.takes(b'\\').then_some(())?;
        let second = self.four_digits()?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
        char::from_u32(0x10000 + ((first - 0xd800) << 10) + second)
    }

    fn four_digits(&mut self) -> Option<u32> {
        self.takes(b'u').then_some(())?;
        let digits = self.text.get(self.at..self.at + 4).filter(|four| four.bytes().all(|b| b.is_ascii_hexdigit()))?;
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }
}

/// Serializes a string with its quotes.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use serde_json::Value as Other;

    // Compares with the value parsed by the general library, which keeps the last of two equal keys.
    fn same(own: &Value<'_>, other: &Other) -> bool {
        match (own, other) {
            (Value::Null, Other::Null) => true,
            (Value::Flag(own), Other::Bool(other)) => own == other,
            (Value::Text(own), Other::String(other)) => own == other,
            (Value::Figure(own), Other::Number(other)) => {
                serde_json::from_str::<serde_json::Number>(own).unwrap() == *other
            }
            (Value::List(own), Other::Array(other)) => {
                own.len() == other.len() && own.iter().zip(other).all(|(own, other)| same(own, other))
            }
            (Value::Object(own), Other::Object(other)) => other.iter().all(|(key, other)| {
                own.iter().rev().find(|(own, _)| own == key).is_some_and(|(_, own)| same(own, other))
            }),
            _ => false,
        }
    }

    const WHOLE: &str = r#" {"a": [1, -0.5e+3, 0, 12.0E-1, true, false, null, [], {}], "b\"\\\/\b\f\n\r\t\u4e2d\ud83d\ude00": "中 😀",
        "a": {"": ""}} "#;

    #[test]
    fn json_parser_agrees_with_serde_json() {
        // Every text that results from omitting, doubling or replacing one character.
        let characters: Vec<char> = WHOLE.chars().collect();
        let mut tried = 0;
        for at in 0..characters.len() {
            for put in ["", "0", "\"", "\\", ",", "-", ".", "e", "{", "]", "u", "\n", "\u{1}", "中"] {
                for kept in [at, at + 1] {
                    let text: String = characters[..at]
                        .iter()
                        .copied()
                        .chain(put.chars())
                        .chain(characters[kept..].iter().copied())
                        .collect();
                    match (parse(&text), serde_json::from_str::<Other>(&text)) {
                        (Ok(own), Ok(other)) => assert!(same(&own, &other), "{text}\n{own:?}"),
                        (own, other) => assert_eq!(own.is_ok(), other.is_ok(), "{text}\n{own:?}\n{other:?}"),
                    }
                    tried += 1;
                }
            }
        }
        assert!(tried > 3000, "only {tried} texts were tried");
    }

    #[test]
    fn error_reports_line_and_column() {
        let place = |text| parse(text).unwrap_err().to_string();
        assert_eq!(place("{\n\"样例\" 1}"), "不是有效的 JSON，第2行第6个字符写错了。");
        assert_eq!(place("{\"a\": 01}"), "不是有效的 JSON，第1行第8个字符写错了。");
        assert_eq!(place("{\"a\": 1} x"), "不是有效的 JSON，第1行第10个字符写错了。");
        assert_eq!(place("{\"a\": \"\\ud800\"}"), "不是有效的 JSON，第1行第14个字符写错了。");
        assert_eq!(place("{\"a\":\n"), "文件不完整，到第2行就断了。");
        assert!(parse(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn quoted_strings_round_trip() {
        let text: String = (0..0x250).filter_map(char::from_u32).chain("\u{2028}😀中\u{feff}".chars()).collect();
        let written = quoted(&text);
        assert_eq!(parse(&written).unwrap(), Value::Text(text.clone()));
        assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
    }
}
