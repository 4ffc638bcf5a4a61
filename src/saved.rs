//! The form in which a session is kept: a versioned envelope with a checksum. Knows no storage.
//!
//! Version 1 had no cards, version 2 no checksum; both are still read, from the same reader. What a later version added
//! is absent in them, and absent means that nothing was said.

use crate::merge::{Place, Rival, Version};
use crate::record::{Entries, Entry, Record};
use huiqi_engine::case::json::{Value, parse, quoted};
use huiqi_engine::case::{MOST_INSTANCES, fingerprint};
use std::fmt::Write;

/// The version that this app writes.
pub const VERSION: u32 = 3;

// What every kept text begins with, before its version.
const HEAD: &str = r#"{"app":"huiqi","v":"#;
// What stands before the checksum of everything behind it, which is 16 hexadecimal digits in quotation marks.
const SUM: &str = r#","sum":""#;

/// What is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Id of the rule book.
    pub document: String,
    /// Fingerprint of the rule book with which it was saved, as 16 hexadecimal digits.
    pub book: String,
    /// Counts changes.
    pub revision: u64,
    /// Milliseconds since 1970.
    pub saved_at: u64,
    /// The answers.
    pub record: Record,
    /// What they come to, so that another edition of the rules can say what it changes: `12-1=e200000;…` for measures
    /// that are eligible (`e`, with the amount's ends in 元) or undecided (`u`); all others are left out.
    pub verdicts: String,
    /// The same under the edition before, while the person has not seen the changes.
    pub before: Option<String>,
    /// Answers given elsewhere at the same time, while nobody has said which to keep.
    pub rivals: Vec<Rival>,
}

/// Why a kept text cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// Not what this app writes: cut, changed or foreign.
    Damaged,
    /// Written by a newer version of this app.
    Newer,
}

impl Saved {
    /// As text.
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
        format!(r#"{HEAD}{VERSION}{SUM}{:016x}",{content}"#, fingerprint(content.as_bytes()))
    }

    /// The answers with what else was answered.
    pub fn version(&self) -> Version {
        Version { record: self.record.clone(), rivals: self.rivals.clone() }
    }

    /// From text.
    ///
    /// # Errors
    /// Why it cannot be used; the text itself must then be kept.
    pub fn read(text: &str) -> Result<Self, Unusable> {
        let whole = parse(text).map_err(|_| Unusable::Damaged)?;
        let version = number(get(&whole, "v")).filter(|_| string(get(&whole, "app")).as_deref() == Some("huiqi"));
        match version {
            None => Err(Unusable::Damaged),
            Some(version) if version > u64::from(VERSION) => Err(Unusable::Newer),
            Some(version) if !is_whole(text, version) => Err(Unusable::Damaged),
            Some(_) => saved(&whole).ok_or(Unusable::Damaged),
        }
    }
}

/// Whether a newer version of the app wrote a text; told from its beginning alone.
pub fn is_newer(text: &str) -> bool {
    let digits = text.strip_prefix(HEAD).unwrap_or_default().split(|sign: char| !sign.is_ascii_digit()).next();
    digits.and_then(|digits| digits.parse::<u64>().ok()).is_some_and(|version| version > u64::from(VERSION))
}

// Whether the checksum is that of the content. The first two versions had none.
fn is_whole(text: &str, version: u64) -> bool {
    let summed = text.strip_prefix(&format!("{HEAD}{version}{SUM}")).and_then(|rest| rest.split_once("\","));
    match summed {
        Some((sum, content)) => sum == format!("{:016x}", fingerprint(content.as_bytes())),
        None => version < 3,
    }
}

fn rival(rival: &Rival) -> String {
    let card = rival.place.card.as_ref();
    let card =
        card.map_or(String::new(), |(group, instance)| format!(r#","group":{},"card":{instance}"#, quoted(group)));
    let other = rival.other.as_ref().map_or(String::new(), |entry| format!(r#","other":{}"#, written(entry)));
    format!(r#"{{"fact":{}{card}{other}}}"#, quoted(&rival.place.fact))
}

fn object(entries: &Entries) -> String {
    let entries: Vec<String> = entries.iter().map(|(id, entry)| format!("{}:{}", quoted(id), written(entry))).collect();
    format!("{{{}}}", entries.join(","))
}

fn group(id: &str, cards: &[Entries]) -> String {
    let cards: Vec<String> = cards.iter().map(object).collect();
    format!("{}:[{}]", quoted(id), cards.join(","))
}

fn written(entry: &Entry) -> String {
    match entry {
        Entry::YesNo(yes) => format!(r#"{{"yes_no":{yes}}}"#),
        Entry::Choice(id) => format!(r#"{{"choice":{}}}"#, quoted(id)),
        Entry::Several(ids) => {
            let ids: Vec<String> = ids.iter().map(|id| quoted(id)).collect();
            format!(r#"{{"several":[{}]}}"#, ids.join(","))
        }
        Entry::Typed { text, scale, unsure } => {
            let mut out = String::new();
            // Writing to a string cannot fail.
            let _ = write!(out, r#"{{"typed":{{"text":{},"scale":{scale},"unsure":{unsure}}}}}"#, quoted(text));
            out
        }
        Entry::Unsure => r#""unsure""#.into(),
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

fn saved(whole: &Value<'_>) -> Option<Saved> {
    let record = get(whole, "record")?;
    let groups = match get(record, "groups") {
        // The first version had no cards.
        None => Vec::new(),
        Some(Value::Object(pairs)) => {
            pairs.iter().map(|(id, given)| Some((id.clone(), cards(given)?))).collect::<Option<_>>()?
        }
        Some(_) => return None,
    };
    Some(Saved {
        document: string(get(whole, "document"))?,
        book: string(get(whole, "book"))?,
        revision: number(get(whole, "revision"))?,
        saved_at: number(get(whole, "saved_at"))?,
        record: Record { name: string(get(record, "name"))?, entries: entries(get(record, "entries")?)?, groups },
        // The first version had none.
        verdicts: string(get(whole, "verdicts")).unwrap_or_default(),
        before: string(get(whole, "before")),
        rivals: rivals(get(whole, "rivals"))?,
    })
}

fn rivals(value: Option<&Value<'_>>) -> Option<Vec<Rival>> {
    let list = match value {
        None => return Some(Vec::new()),
        Some(Value::List(list)) => list,
        Some(_) => return None,
    };
    let rival = |value: &Value<'_>| {
        let card = match string(get(value, "group")) {
            Some(group) => {
                let card = usize::try_from(number(get(value, "card"))?).ok()?;
                Some((group, Some(card).filter(|card| *card < MOST_INSTANCES)?))
            }
            None => None,
        };
        let other = match get(value, "other") {
            Some(other) => Some(entry(other)?),
            None => None,
        };
        Some(Rival { place: Place { card, fact: string(get(value, "fact"))? }, other })
    };
    list.iter().map(rival).collect()
}

fn entries(value: &Value<'_>) -> Option<Entries> {
    let Value::Object(pairs) = value else { return None };
    let mut entries = Entries::default();
    for (id, value) in pairs {
        entries.insert(id.clone(), entry(value)?);
    }
    Some(entries)
}

fn cards(value: &Value<'_>) -> Option<Vec<Entries>> {
    let Value::List(cards) = value else { return None };
    cards.iter().map(entries).collect()
}

fn entry(value: &Value<'_>) -> Option<Entry> {
    if let Value::Text(text) = value {
        return (text == "unsure").then_some(Entry::Unsure);
    }
    let Value::Object(pairs) = value else { return None };
    let [(kind, inner)] = pairs.as_slice() else { return None };
    match (kind.as_str(), inner) {
        ("yes_no", Value::Flag(yes)) => Some(Entry::YesNo(*yes)),
        ("choice", Value::Text(id)) => Some(Entry::Choice(id.clone())),
        ("several", Value::List(ids)) => {
            ids.iter().map(|id| string(Some(id))).collect::<Option<_>>().map(Entry::Several)
        }
        ("typed", typed) => Some(Entry::Typed {
            text: string(get(typed, "text"))?,
            scale: u8::try_from(number(get(typed, "scale"))?).ok()?,
            unsure: flag(get(typed, "unsure"))?,
        }),
        _ => None,
    }
}

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod tests;
