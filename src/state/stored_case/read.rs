//! Reads stored cases of every version. In the lazy module only: the main module writes them and reads their envelope.

use super::{StoredCase, VERSION, checksum, envelope, has_known_checksum};
use crate::state::form::{Form, RawAnswer, RawAnswers};
use crate::state::merge::{AnswerPath, Conflict, MergeInput};
use huiqi_engine::answer::MAX_INSTANCES;
use huiqi_engine::case::json::{Value, parse};

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
                Err(if has_known_checksum(text) { LoadError::Corrupt } else { LoadError::UnsupportedVersion })
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

// Whether the checksum matches the content. Versions 1 and 2 had no checksum.
fn checksum_matches(text: &str, version: u64) -> bool {
    match envelope(text) {
        Some((named, sum, content)) => named == version && sum == checksum(version, content),
        None => version < 3,
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
