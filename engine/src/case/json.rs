//! JSON of case files as a value that preserves key order, duplicate keys and the digits of numbers. Knows no rule book.
//!
//! `serde_json` checks the syntax and unescapes strings. Its own value type converts numbers and drops one of two equal
//! keys, so objects and lists are taken apart one level at a time ([`RawValue`]).

use crate::sentence::{ErrorMessage, says};
use core::fmt::{self, Formatter};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

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
    let whole = serde_json::from_str::<&RawValue>(text).map_err(|error| offset(text, &error));
    whole.and_then(|whole| value(text, whole, 0)).map_err(|at| stopped(text, at))
}

fn stopped(text: &str, at: usize) -> ErrorMessage {
    let before = text.get(..text.floor_char_boundary(at)).unwrap_or(text);
    let (line, start) = (before.matches('\n').count() + 1, before.rfind('\n').map_or(0, |at| at + 1));
    if before.len() == text.len() {
        return says!("文件不完整，到第{}行就断了。", line);
    }
    let character = before.get(start..).map_or(0, |line| line.chars().count()) + 1;
    says!("不是有效的 JSON，第{}行第{}个字符写错了。", line, character)
}

// The byte offset of a syntax error; the length of the text if it is incomplete.
fn offset(text: &str, error: &serde_json::Error) -> usize {
    if error.is_eof() {
        return text.len();
    }
    // The column is the number of bytes of the line up to and including the wrong one.
    let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    (lines.map(str::len).sum::<usize>() + error.column()).saturating_sub(1)
}

// The value of a part of the text, or the byte offset of a syntax error.
fn value<'j>(text: &'j str, part: &'j RawValue, level: usize) -> Result<Value<'j>, usize> {
    let part = part.get();
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    let wrong = |error: serde_json::Error| start + offset(part, &error);
    match part.as_bytes().first() {
        Some(b'{' | b'[') if level == MOST_LEVELS => Err(start),
        Some(b'{') => {
            let Entries(entries) = serde_json::from_str(part).map_err(wrong)?;
            let entries = entries.into_iter().map(|(key, given)| Ok((key, value(text, given, level + 1)?)));
            entries.collect::<Result<_, _>>().map(Value::Object)
        }
        Some(b'[') => {
            let list: Vec<&RawValue> = serde_json::from_str(part).map_err(wrong)?;
            list.into_iter().map(|given| value(text, given, level + 1)).collect::<Result<_, _>>().map(Value::List)
        }
        Some(b'"') => serde_json::from_str(part).map(Value::Text).map_err(wrong),
        Some(b't') => Ok(Value::Flag(true)),
        Some(b'f') => Ok(Value::Flag(false)),
        Some(b'n') => Ok(Value::Null),
        _ => Ok(Value::Figure(part)),
    }
}

// The entries of an object in source order, duplicate keys included.
struct Entries<'j>(Vec<(String, &'j RawValue)>);

impl<'j> Deserialize<'j> for Entries<'j> {
    fn deserialize<D: Deserializer<'j>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor).map(Self)
    }
}

struct EntriesVisitor;

impl<'j> Visitor<'j> for EntriesVisitor {
    type Value = Vec<(String, &'j RawValue)>;

    fn expecting(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'j>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(entries)
    }
}

/// Serializes a string with its quotes.
pub fn quoted(text: &str) -> String {
    let mut out = String::new();
    push_quoted(&mut out, text);
    out
}

/// Appends a serialized string with its quotes.
pub fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
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
