//! The storage format of a case: a versioned envelope with a checksum. Knows no storage.
//!
//! Version 1 had no instances of groups and version 2 no checksum, and the checksum of version 3 did not cover the
//! version number. One reader ([`read`]) reads all of them. Fields that a later version added are absent in earlier
//! ones, and an absent field means that nothing was answered.
//!
//! From version 4 on the checksum covers the version number. This tells a damaged version number from a newer version:
//! the checksum of a damaged text matches a version that this app knows.

mod read;

pub use read::{LoadError, Stored};

use crate::state::form::{Form, RawAnswer, RawAnswers};
use crate::state::merge::Conflict;
use huiqi_engine::case::fingerprint;
use huiqi_engine::case::json::{push_quoted, quoted};

/// The format version that this app writes.
pub const VERSION: u32 = 4;

// The beginning of every stored text, up to the version number.
const HEAD: &str = r#"{"app":"huiqi","v":"#;
// Precedes the checksum, which is 16 hexadecimal digits in quotation marks and covers everything after it.
const CHECKSUM_KEY: &str = r#","sum":""#;

/// A stored case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredCase {
    /// Id of the rule book.
    pub document: String,
    /// Fingerprint of the rule book with which it was saved, as 16 hexadecimal digits.
    pub book: String,
    /// Number of changes.
    pub revision: u64,
    /// Milliseconds since 1970.
    pub saved_at: u64,
    /// The answers.
    pub record: Form,
    /// The verdicts, from which the changes caused by another edition of the rules are computed: `12-1=e200000;…` for
    /// measures that are eligible (`e`, with the ends of the amount in 元) or undecided (`u`); all others are omitted.
    pub verdicts: String,
    /// The verdicts under the previous edition, until the user has acknowledged the changes.
    pub before: Option<String>,
    /// Conflicts with answers given elsewhere at the same time, until the user has resolved them.
    pub rivals: Vec<Conflict>,
}

impl StoredCase {
    /// Serializes the case.
    pub fn write(&self) -> String {
        let mut out = String::new();
        text_field(&mut out, "\"document\":", &self.document);
        text_field(&mut out, "\"book\":", &self.book);
        figure_field(&mut out, "\"revision\":", self.revision);
        figure_field(&mut out, "\"saved_at\":", self.saved_at);
        text_field(&mut out, "\"record\":{\"name\":", &self.record.name);
        out.push_str("\"entries\":{");
        entries(&mut out, &self.record.entries);
        out.push_str(",\"groups\":{");
        for (id, cards) in &self.record.groups {
            push_quoted(&mut out, id);
            out.push_str(":[");
            for card in cards {
                out.push('{');
                entries(&mut out, card);
                out.push(',');
            }
            close(&mut out, "],");
        }
        close(&mut out, "}},");
        text_field(&mut out, "\"verdicts\":", &self.verdicts);
        if let Some(before) = &self.before {
            text_field(&mut out, "\"before\":", before);
        }
        if !self.rivals.is_empty() {
            out.push_str("\"rivals\":[");
            self.rivals.iter().for_each(|rival| conflict(&mut out, rival));
            close(&mut out, "],");
        }
        close(&mut out, "}");
        written_with_sum(&out)
    }
}

/// The deletion marker of a case with this last revision.
pub fn deleted(revision: u64) -> String {
    written_with_sum(&format!(r#""deleted":{revision}}}"#))
}

/// The redirection to the key under which a case is stored now.
pub fn moved(to: &str) -> String {
    written_with_sum(&format!(r#""moved":{}}}"#, quoted(to)))
}

/// Whether a text is a deletion marker or a redirection.
pub fn is_note(text: &str) -> bool {
    let notes = ["\"deleted\":", "\"moved\":"];
    envelope(text).is_some_and(|(.., content)| notes.iter().any(|note| content.starts_with(note)))
}

/// Whether a text was written by a newer version of the app, by its envelope: its content may be damaged.
pub fn is_newer(text: &str) -> bool {
    let digits = text.strip_prefix(HEAD).unwrap_or_default().split(|sign: char| !sign.is_ascii_digit()).next();
    let looks_newer = digits.and_then(|digits| digits.parse::<u64>().ok()).is_some_and(|one| one > u64::from(VERSION));
    looks_newer && !has_known_checksum(text)
}

/// The document named in a text, as far as that can be read, even if the text is damaged.
pub fn document_of(text: &str) -> Option<&str> {
    text.split_once(r#""document":""#)?.1.split_once('"').map(|(document, _)| document)
}

fn written_with_sum(content: &str) -> String {
    format!(r#"{HEAD}{VERSION}{CHECKSUM_KEY}{}",{content}"#, checksum(u64::from(VERSION), content))
}

// The version, the checksum and the content that it covers.
fn envelope(text: &str) -> Option<(u64, &str, &str)> {
    let (version, rest) = text.strip_prefix(HEAD)?.split_once(CHECKSUM_KEY)?;
    let (sum, content) = rest.split_once("\",")?;
    Some((version.parse().ok()?, sum, content))
}

// Whether the checksum is that of a version that this app knows, whatever version the text names.
fn has_known_checksum(text: &str) -> bool {
    let is_known = |sum: &str, content: &str| (3..=u64::from(VERSION)).any(|known| sum == checksum(known, content));
    envelope(text).is_some_and(|(_, sum, content)| is_known(sum, content))
}

fn checksum(version: u64, content: &str) -> String {
    let of = if version < 4 { content.to_owned() } else { format!("{version},{content}") };
    format!("{:016x}", fingerprint(of.as_bytes()))
}

// Every field and element ends with a comma; this removes the last one.
fn close(out: &mut String, end: &str) {
    if out.ends_with(',') {
        out.pop();
    }
    out.push_str(end);
}

fn text_field(out: &mut String, name: &str, text: &str) {
    out.push_str(name);
    push_quoted(out, text);
    out.push(',');
}

fn figure_field(out: &mut String, name: &str, figure: u64) {
    out.push_str(name);
    out.push_str(&figure.to_string());
    out.push(',');
}

fn conflict(out: &mut String, conflict: &Conflict) {
    text_field(out, "{\"fact\":", &conflict.place.fact);
    if let Some((group, instance)) = &conflict.place.card {
        text_field(out, "\"group\":", group);
        figure_field(out, "\"card\":", *instance as u64);
    }
    if let Some(other) = &conflict.other {
        out.push_str("\"other\":");
        answer(out, other);
    }
    close(out, "},");
}

fn entries(out: &mut String, entries: &RawAnswers) {
    for (id, entry) in entries.iter() {
        push_quoted(out, id);
        out.push(':');
        answer(out, entry);
        out.push(',');
    }
    close(out, "}");
}

fn answer(out: &mut String, entry: &RawAnswer) {
    match entry {
        RawAnswer::YesNo(yes) => out.push_str(if *yes { "{\"yes_no\":true}" } else { "{\"yes_no\":false}" }),
        RawAnswer::Choice(id) => {
            out.push_str("{\"choice\":");
            push_quoted(out, id);
            out.push('}');
        }
        RawAnswer::Several(ids) => {
            out.push_str("{\"several\":[");
            ids.iter().for_each(|id| text_field(out, "", id));
            close(out, "]}");
        }
        RawAnswer::Typed { text, scale, unsure } => {
            text_field(out, "{\"typed\":{\"text\":", text);
            figure_field(out, "\"scale\":", (*scale).into());
            out.push_str(if *unsure { "\"unsure\":true}}" } else { "\"unsure\":false}}" });
        }
        RawAnswer::Unsure => out.push_str("\"unsure\""),
    }
}

#[cfg(test)]
mod fuzz_regressions;
#[cfg(test)]
mod tests;
