//! The form in which a session is kept: a versioned envelope. Knows no storage.

use crate::record::{Entries, Entry, Record};
use huiqi_engine::case::json::{Value, parse, quoted};
use std::fmt::Write;

/// The version that this app writes.
pub const VERSION: u32 = 2;

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
        format!(
            r#"{{"app":"huiqi","v":{VERSION},"document":{},"book":{},"revision":{},"saved_at":{},"record":{{"name":{},"entries":{},"groups":{{{}}}}},"verdicts":{}{}}}"#,
            quoted(&self.document),
            quoted(&self.book),
            self.revision,
            self.saved_at,
            quoted(&self.record.name),
            object(&self.record.entries),
            groups.join(","),
            quoted(&self.verdicts),
            self.before.as_ref().map_or(String::new(), |before| format!(r#","before":{}"#, quoted(before))),
        )
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
            Some(_) => saved(&whole).ok_or(Unusable::Damaged),
        }
    }
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
    })
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
mod tests {
    use super::*;
    use crate::record::Slot;

    fn saved() -> Saved {
        let mut record = Record { name: "某公司".into(), ..Record::default() };
        record.entries.insert("rd".into(), Entry::Typed { text: "１２００".into(), scale: 1, unsure: false });
        Saved {
            document: "x".into(),
            book: "0".into(),
            revision: 7,
            saved_at: 1,
            record,
            verdicts: String::new(),
            before: None,
        }
    }

    #[test]
    fn what_was_typed_comes_back_as_it_was_typed() {
        let mut saved = saved();
        saved.record.put(Slot { fact: "cost", card: Some(("projects", 1)) }, Entry::Several(vec!["a".into()]));
        saved.record.cards_mut("none");
        saved.verdicts = "12-1=e200000".into();
        saved.before = Some("12-1=u".into());
        assert_eq!(Saved::read(&saved.write()), Ok(saved));
    }

    #[test]
    fn version_one_as_first_released_still_opens() {
        let text = r#"{"app":"huiqi","v":1,"document":"x","book":"0","revision":7,"saved_at":1,"record":{"name":"某公司","entries":{"rd":{"typed":{"text":"１２００","scale":1,"unsure":false}}}}}"#;
        assert_eq!(Saved::read(text), Ok(saved()));
    }

    #[test]
    fn a_cut_a_foreign_and_a_newer_text_are_told_apart() {
        let text = saved().write();
        let cut: String = text.chars().take(text.chars().count() / 2).collect();
        assert_eq!(Saved::read(&cut), Err(Unusable::Damaged));
        assert_eq!(Saved::read("{\"app\":\"other\",\"v\":1}"), Err(Unusable::Damaged));
        assert_eq!(Saved::read("{\"app\":\"huiqi\",\"v\":3}"), Err(Unusable::Newer));
    }
}
