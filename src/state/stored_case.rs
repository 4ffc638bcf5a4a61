//! The storage format of a case: a versioned envelope with a checksum. Knows no storage.
//!
//! Version 1 had no instances of groups and version 2 no checksum, and the checksum of version 3 did not cover the
//! version number. One reader reads all of them. Fields that a later version added are absent in earlier ones, and an
//! absent field means that nothing was answered.
//!
//! From version 4 on the checksum covers the version number. This tells a damaged version number from a newer version:
//! the checksum of a damaged text matches a version that this app knows.

use crate::state::form::{Form, RawAnswer, RawAnswers};
use crate::state::merge::{AnswerPath, Conflict, MergeInput};
use huiqi_engine::case::json::{Value, parse, quoted};
use huiqi_engine::case::{MAX_INSTANCES, fingerprint};
use std::fmt::Write;

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

/// Why a stored text cannot be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// Not a text that this app writes: truncated, changed or foreign.
    Corrupt,
    /// Written by a newer version of this app. Every version writes its version number, even if it stores something
    /// other than text.
    UnsupportedVersion,
}

impl StoredCase {
    /// Serializes the case.
    pub fn write(&self) -> String {
        let groups: Vec<String> = self.record.groups.iter().map(|(id, cards)| group(id, cards)).collect();
        let rivals: Vec<String> = self.rivals.iter().map(rival).collect();
        let content = format!(
            r#""document":{},"book":{},"revision":{},"saved_at":{},"record":{{"name":{},"entries":{},"groups":{{{}}}}},"verdicts":{}{}{}}}"#,
            quoted(&self.document),
            quoted(&self.book),
            self.revision,
            self.saved_at,
            quoted(&self.record.name),
            object(&self.record.entries),
            groups.join(","),
            quoted(&self.verdicts),
            self.before.as_ref().map_or(String::new(), |before| format!(r#","before":{}"#, quoted(before))),
            if rivals.is_empty() { String::new() } else { format!(r#","rivals":[{}]"#, rivals.join(",")) },
        );
        written_with_sum(&content)
    }

    /// The answers and their conflicts, as input of a merge.
    pub fn version(&self) -> MergeInput {
        MergeInput { record: self.record.clone(), rivals: self.rivals.clone() }
    }

    /// Parses a stored case.
    ///
    /// # Errors
    /// Why it cannot be loaded; the caller must then preserve the text.
    pub fn read(text: &str) -> Result<Self, LoadError> {
        match Stored::read(text)? {
            Stored::Case(saved) => Ok(*saved),
            Stored::Deleted(_) | Stored::Moved => Err(LoadError::Corrupt),
        }
    }
}

/// The values that can be stored under the key of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stored {
    /// A case.
    Case(Box<StoredCase>),
    /// A deletion marker with the revision of the deleted case. A copy in local storage is older than the deletion.
    Deleted(u64),
    /// A redirection: the case is stored under another key. An older version of the app leaves it alone.
    Moved,
}

impl Stored {
    /// Parses a stored text.
    ///
    /// # Errors
    /// Why it cannot be loaded; the caller must then preserve the text.
    pub fn read(text: &str) -> Result<Self, LoadError> {
        let whole = parse(text).map_err(|_| LoadError::Corrupt)?;
        let app = string(get(&whole, "app"));
        let version = number(get(&whole, "v")).filter(|_| app.as_deref().is_none_or(|app| app == "huiqi"));
        match version {
            None => Err(LoadError::Corrupt),
            Some(version) if version > u64::from(VERSION) => {
                let is_known = envelope(text).is_some_and(|(_, sum, content)| {
                    (3..=u64::from(VERSION)).any(|known| sum == checksum(known, content))
                });
                Err(if is_known { LoadError::Corrupt } else { LoadError::UnsupportedVersion })
            }
            Some(version) if app.is_none() || !checksum_matches(text, version) => Err(LoadError::Corrupt),
            Some(_) if get(&whole, "moved").is_some() => Ok(Self::Moved),
            Some(_) => match get(&whole, "deleted") {
                Some(revision) => number(Some(revision)).map(Self::Deleted).ok_or(LoadError::Corrupt),
                None => saved(&whole).map(|saved| Self::Case(Box::new(saved))).ok_or(LoadError::Corrupt),
            },
        }
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

/// Whether a text was written by a newer version of the app.
pub fn is_newer(text: &str) -> bool {
    let digits = text.strip_prefix(HEAD).unwrap_or_default().split(|sign: char| !sign.is_ascii_digit()).next();
    let looks_newer = digits.and_then(|digits| digits.parse::<u64>().ok()).is_some_and(|one| one > u64::from(VERSION));
    looks_newer && matches!(Stored::read(text), Err(LoadError::UnsupportedVersion))
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

fn checksum(version: u64, content: &str) -> String {
    let of = if version < 4 { content.to_owned() } else { format!("{version},{content}") };
    format!("{:016x}", fingerprint(of.as_bytes()))
}

// Whether the checksum matches the content. Versions 1 and 2 had no checksum.
fn checksum_matches(text: &str, version: u64) -> bool {
    match envelope(text) {
        Some((named, sum, content)) => named == version && sum == checksum(version, content),
        None => version < 3,
    }
}

fn rival(rival: &Conflict) -> String {
    let card = rival.place.card.as_ref();
    let card =
        card.map_or(String::new(), |(group, instance)| format!(r#","group":{},"card":{instance}"#, quoted(group)));
    let other = rival.other.as_ref().map_or(String::new(), |entry| format!(r#","other":{}"#, written(entry)));
    format!(r#"{{"fact":{}{card}{other}}}"#, quoted(&rival.place.fact))
}

fn object(entries: &RawAnswers) -> String {
    let entries: Vec<String> = entries.iter().map(|(id, entry)| format!("{}:{}", quoted(id), written(entry))).collect();
    format!("{{{}}}", entries.join(","))
}

fn group(id: &str, cards: &[RawAnswers]) -> String {
    let cards: Vec<String> = cards.iter().map(object).collect();
    format!("{}:[{}]", quoted(id), cards.join(","))
}

fn written(entry: &RawAnswer) -> String {
    match entry {
        RawAnswer::YesNo(yes) => format!(r#"{{"yes_no":{yes}}}"#),
        RawAnswer::Choice(id) => format!(r#"{{"choice":{}}}"#, quoted(id)),
        RawAnswer::Several(ids) => {
            let ids: Vec<String> = ids.iter().map(|id| quoted(id)).collect();
            format!(r#"{{"several":[{}]}}"#, ids.join(","))
        }
        RawAnswer::Typed { text, scale, unsure } => {
            let mut out = String::new();
            // Writing to a string cannot fail.
            let _ = write!(out, r#"{{"typed":{{"text":{},"scale":{scale},"unsure":{unsure}}}}}"#, quoted(text));
            out
        }
        RawAnswer::Unsure => r#""unsure""#.into(),
    }
}

fn get<'v, 'j>(object: &'v Value<'j>, key: &str) -> Option<&'v Value<'j>> {
    match object {
        Value::Object(pairs) => pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value),
        _ => None,
    }
}

fn string(value: Option<&Value<'_>>) -> Option<String> {
    match value? {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}

fn number(value: Option<&Value<'_>>) -> Option<u64> {
    match value? {
        Value::Figure(digits) => digits.parse().ok(),
        _ => None,
    }
}

fn flag(value: Option<&Value<'_>>) -> Option<bool> {
    match value? {
        Value::Flag(flag) => Some(*flag),
        _ => None,
    }
}

fn saved(whole: &Value<'_>) -> Option<StoredCase> {
    let record = get(whole, "record")?;
    let groups = match get(record, "groups") {
        // Version 1 had no instances.
        None => Vec::new(),
        Some(Value::Object(pairs)) => {
            pairs.iter().map(|(id, given)| Some((id.clone(), cards(given)?))).collect::<Option<_>>()?
        }
        Some(_) => return None,
    };
    Some(StoredCase {
        document: string(get(whole, "document"))?,
        book: string(get(whole, "book"))?,
        revision: number(get(whole, "revision"))?,
        saved_at: number(get(whole, "saved_at"))?,
        record: Form { name: string(get(record, "name"))?, entries: entries(get(record, "entries")?)?, groups },
        // Version 1 had no verdicts.
        verdicts: string(get(whole, "verdicts")).unwrap_or_default(),
        before: string(get(whole, "before")),
        rivals: rivals(get(whole, "rivals"))?,
    })
}

fn rivals(value: Option<&Value<'_>>) -> Option<Vec<Conflict>> {
    let list = match value {
        None => return Some(Vec::new()),
        Some(Value::List(list)) => list,
        Some(_) => return None,
    };
    let rival = |value: &Value<'_>| {
        let card = match string(get(value, "group")) {
            Some(group) => {
                let card = usize::try_from(number(get(value, "card"))?).ok()?;
                Some((group, Some(card).filter(|card| *card < MAX_INSTANCES)?))
            }
            None => None,
        };
        let other = match get(value, "other") {
            Some(other) => Some(entry(other)?),
            None => None,
        };
        Some(Conflict { place: AnswerPath { card, fact: string(get(value, "fact"))? }, other })
    };
    list.iter().map(rival).collect()
}

fn entries(value: &Value<'_>) -> Option<RawAnswers> {
    let Value::Object(pairs) = value else { return None };
    let mut entries = RawAnswers::default();
    for (id, value) in pairs {
        entries.insert(id.clone(), entry(value)?);
    }
    Some(entries)
}

fn cards(value: &Value<'_>) -> Option<Vec<RawAnswers>> {
    let Value::List(cards) = value else { return None };
    cards.iter().map(entries).collect()
}

fn entry(value: &Value<'_>) -> Option<RawAnswer> {
    if let Value::Text(text) = value {
        return (text == "unsure").then_some(RawAnswer::Unsure);
    }
    let Value::Object(pairs) = value else { return None };
    let [(kind, inner)] = pairs.as_slice() else { return None };
    match (kind.as_str(), inner) {
        ("yes_no", Value::Flag(yes)) => Some(RawAnswer::YesNo(*yes)),
        ("choice", Value::Text(id)) => Some(RawAnswer::Choice(id.clone())),
        ("several", Value::List(ids)) => {
            ids.iter().map(|id| string(Some(id))).collect::<Option<_>>().map(RawAnswer::Several)
        }
        ("typed", typed) => Some(RawAnswer::Typed {
            text: string(get(typed, "text"))?,
            scale: u8::try_from(number(get(typed, "scale"))?).ok()?,
            unsure: flag(get(typed, "unsure"))?,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod fuzz_regressions;
#[cfg(test)]
mod tests;
