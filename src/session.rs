//! Everything a person has told us, and what can happen to it: plain values and one pure `reduce`.
//!
//! It knows the rule book by its ids only, no storage and no page. What was typed is kept as it was typed; what it
//! means is read from it whenever it is needed.

use huiqi_engine::number::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An answer as it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// Yes or no.
    YesNo(bool),
    /// The option with this id.
    Choice(String),
    /// The options with these ids; none of them where it is empty.
    Several(Vec<String>),
    /// A figure or a date as typed, the scale that was selected for it (元, 万元, 亿元), and whether 不清楚 is ticked.
    Typed {
        /// The text of the field.
        text: String,
        /// 0 for 元, 1 for 万元, 2 for 亿元; 0 where there is nothing to select.
        scale: u8,
        /// Whether 不清楚 is ticked, which keeps the text.
        unsure: bool,
    },
    /// 不清楚.
    Unsure,
}

/// The answers of one company.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The company's name, if given; only printed.
    pub name: String,
    /// Answers by fact id.
    pub entries: BTreeMap<String, Entry>,
}

/// A sentence to the person with a way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Local storage is forbidden or missing: nothing outlives the page.
    NotKept,
    /// The last change could not be saved: the storage is full.
    Full,
    /// What was saved could not be read; it is kept aside under this key.
    Damaged(String),
    /// What was saved comes from a newer version of the app and is left alone under this key.
    Newer(String),
    /// Some answers did not fit the rule book of today and were left out.
    LeftOut(Vec<String>),
    /// A file could not be opened, with the reasons.
    BadFile(Vec<String>),
    /// Everything was cleared and can be brought back.
    Cleared(Record),
}

/// What the app knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    /// The company's answers.
    pub record: Record,
    /// Counts changes, so that the newest copy can be told.
    pub revision: u64,
    /// What the person should know.
    pub notices: Vec<Notice>,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A question was answered (or answered otherwise).
    Answered(String, Entry),
    /// An answer was taken back.
    TakenBack(String),
    /// The company's name was typed.
    Named(String),
    /// Start anew.
    Cleared,
    /// Undo of starting anew.
    Restored(Record),
    /// Another record takes the place of this one: an imported file or an example.
    Opened(Record),
    /// The person should know something.
    Noticed(Notice),
    /// The person has read it.
    Dismissed(Notice),
}

impl Session {
    /// Whether anything was answered.
    pub fn is_empty(&self) -> bool {
        self.record.entries.is_empty() && self.record.name.is_empty()
    }

    /// What follows from an event. Changes of the record count up the revision.
    pub fn reduce(&mut self, event: Event) {
        let before = match event {
            Event::Noticed(_) | Event::Dismissed(_) => None,
            _ => Some(self.record.clone()),
        };
        match event {
            Event::Answered(fact, entry) => {
                self.record.entries.insert(fact, entry);
            }
            Event::TakenBack(fact) => {
                self.record.entries.remove(&fact);
            }
            Event::Named(name) => self.record.name = name,
            Event::Cleared => {
                let old = std::mem::take(&mut self.record);
                self.notices.retain(|notice| !matches!(notice, Notice::Cleared(_)));
                if old != Record::default() {
                    self.notices.push(Notice::Cleared(old));
                }
            }
            Event::Restored(record) | Event::Opened(record) => {
                self.record = record;
                self.notices.retain(|notice| !matches!(notice, Notice::Cleared(_) | Notice::BadFile(_)));
            }
            Event::Noticed(notice) => {
                if !self.notices.contains(&notice) {
                    self.notices.push(notice);
                }
            }
            Event::Dismissed(notice) => self.notices.retain(|known| *known != notice),
        }
        if before.is_some_and(|before| before != self.record) {
            self.revision += 1;
        }
    }

    /// The assessment date typed into the field of this fact, if it is a day.
    pub fn date(&self, fact: &str) -> Option<Date> {
        match self.record.entries.get(fact) {
            Some(Entry::Typed { text, unsure: false, .. }) => Date::parse(text.trim()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn starting_anew_can_be_undone() {
        let mut session = Session::default();
        session.reduce(Event::Answered("above_scale".into(), Entry::YesNo(true)));
        let record = session.record.clone();
        session.reduce(Event::Cleared);
        assert!(session.is_empty());
        assert_eq!(session.notices, vec![Notice::Cleared(record.clone())]);
        session.reduce(Event::Restored(record.clone()));
        assert_eq!(session.record, record);
        assert!(session.notices.is_empty());
    }

    #[test]
    fn only_what_changes_counts() {
        let mut session = Session::default();
        session.reduce(Event::Named("某公司".into()));
        session.reduce(Event::Named("某公司".into()));
        session.reduce(Event::Noticed(Notice::Full));
        assert_eq!(session.revision, 1);
    }
}
