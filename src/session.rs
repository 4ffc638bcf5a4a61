//! Everything a person has told us, and what can happen to it: plain values and one pure `reduce`.
//!
//! It knows the rule book by its ids only, no storage and no page. What was typed is kept as it was typed; what it
//! means is read from it whenever it is needed.

use huiqi_engine::number::Date;

/// An answer as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// Answers by fact id, sorted by it. A sorted list, because a tree would be a larger download than what it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entries(Vec<(String, Entry)>);

impl Entries {
    fn place(&self, fact: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(id, _)| id.as_str().cmp(fact))
    }

    /// The answer to a fact.
    pub fn get(&self, fact: &str) -> Option<&Entry> {
        self.place(fact).ok().and_then(|place| self.0.get(place)).map(|(_, entry)| entry)
    }

    /// Whether a fact was answered.
    pub fn contains_key(&self, fact: &str) -> bool {
        self.place(fact).is_ok()
    }

    /// Keeps an answer in the place of the one before.
    pub fn insert(&mut self, fact: String, entry: Entry) {
        match self.place(&fact) {
            Ok(place) => self.0[place].1 = entry,
            Err(place) => self.0.insert(place, (fact, entry)),
        }
    }

    /// Takes an answer out.
    pub fn remove(&mut self, fact: &str) {
        if let Ok(place) = self.place(fact) {
            self.0.remove(place);
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, by fact id.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.0.iter().map(|(id, entry)| (id.as_str(), entry))
    }
}

/// The answers of one company.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The company's name, if given; only printed.
    pub name: String,
    /// Answers by fact id.
    pub entries: Entries,
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
    /// The part of the app that was needed could not be fetched, so nothing was done.
    NotFetched,
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
