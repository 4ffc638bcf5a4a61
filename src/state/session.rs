//! Everything a person has told us, and what can happen to it: plain values and one pure `reduce`.
//!
//! It knows the rule book by its ids only, no storage and no page. What was typed is kept as it was typed; what it
//! means is read from it whenever it is needed.

use crate::state::form::{FieldKey, Form, RawAnswer, RawAnswers};
use crate::state::merge::{Conflict, MergeInput, merge3};
use std::fmt::{self, Debug, Formatter};
use std::sync::Arc;

/// A sentence to the person with a way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Local storage is forbidden or missing: nothing outlives the page.
    NotKept,
    /// The last change could not be saved: the storage is full.
    Full,
    /// The last change could not be saved, for another reason than a full storage.
    Failed,
    /// What was saved could not be read; it is kept aside under this key.
    Damaged(String),
    /// One of two copies could not be read and is kept aside under this key; the other one is open.
    Recovered(String),
    /// What was saved comes from a newer version of the app and is left alone under this key.
    Newer(String),
    /// The case that was open last is not there any more; another one is open in its place.
    Substitute,
    /// A file could not be opened, with the reasons.
    BadFile(LazyMessage),
    /// The part of the app that was needed could not be fetched, so nothing was done.
    NotFetched,
    /// Everything was cleared and can be brought back.
    Cleared(Form),
    /// This case was deleted and can be brought back.
    Deleted {
        /// Its key.
        key: String,
        /// Its name, for the sentence.
        name: String,
        /// What was kept under the key.
        text: String,
    },
    /// This card of a group was removed and can be brought back.
    Removed(&'static str, usize, RawAnswers),
}

/// Reasons that are put into words when they are shown, because the language may change while they stand on the page.
/// Only a copy is the same.
#[derive(Clone)]
pub struct LazyMessage(Arc<dyn Fn() -> String + Send + Sync>);

impl LazyMessage {
    /// Those that this says.
    pub fn new(says: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self(Arc::new(says))
    }

    /// In the language of the pages.
    pub fn says(&self) -> String {
        (self.0)()
    }
}

impl PartialEq for LazyMessage {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for LazyMessage {}

impl Debug for LazyMessage {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("Reasons")
    }
}

impl Notice {
    /// Whether a newer version of the app wrote what is kept.
    pub fn is_newer(&self) -> bool {
        matches!(self, Self::Newer(_))
    }
}

/// The case that is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenCase {
    /// The key under which it is kept.
    pub key: String,
    /// The company's answers.
    pub record: Form,
    /// Counts changes, so that the newest copy can be told.
    pub revision: u64,
    /// What the verdicts were under an earlier edition of the rules, until the person has seen what changed; see
    /// [`crate::state::stored_case::StoredCase::verdicts`].
    pub previous_verdicts: Option<String>,
    /// Answers given in another window at the same time, while nobody has said which to keep.
    pub conflicts: Vec<Conflict>,
}

impl OpenCase {
    fn version(&self) -> MergeInput {
        MergeInput { record: self.record.clone(), rivals: self.conflicts.clone() }
    }
}

/// What the app knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    /// The case that is open.
    pub case: OpenCase,
    /// Counts what gives other content to fields on the screen: another record, cards that change places.
    pub form_generation: usize,
    /// What the person should know.
    pub notices: Vec<Notice>,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A question was answered (or answered otherwise).
    Answered(FieldKey, RawAnswer),
    /// An answer was taken back.
    AnswerCleared(FieldKey),
    /// One more of a group: with these answers at first.
    Added(&'static str, RawAnswers),
    /// One of a group is taken out.
    Removed(&'static str, usize),
    /// Undo of taking it out.
    InstanceRestored(&'static str, usize, RawAnswers),
    /// There is none of a group (or it is open again).
    GroupDeclaredEmpty(&'static str, bool),
    /// The company's name was typed.
    Named(String),
    /// Start anew.
    Cleared,
    /// Undo of starting anew.
    Restored(Form),
    /// Another record takes the place of this one: an imported file or an example.
    FormReplaced(Form),
    /// Another case is open from now on.
    CaseSwitched(OpenCase),
    /// The case was changed elsewhere as well: from the first version to the second, which has this revision.
    RemoteMerged(MergeInput, MergeInput, u64),
    /// Of two answers to a question the person has chosen: the other one, or the one that stands.
    ConflictResolved(Conflict, bool),
    /// The person has seen what another edition of the rules changed.
    RuleChangesAcknowledged,
    /// The person should know something.
    NoticeRaised(Notice),
    /// The person has read it.
    Dismissed(Notice),
}

impl Session {
    /// Whether anything was answered.
    pub fn is_empty(&self) -> bool {
        self.case.record.is_empty()
    }

    /// What follows from an event. Changes of the record count up the revision.
    pub fn reduce(&mut self, event: Event) {
        let before = match event {
            Event::NoticeRaised(_) | Event::Dismissed(_) | Event::CaseSwitched(_) => None,
            Event::RemoteMerged(..) | Event::ConflictResolved(..) => None,
            _ => Some(self.case.record.clone()),
        };
        match event {
            Event::Answered(slot, entry) => self.case.record.set_answer(slot, entry),
            Event::AnswerCleared(slot) => self.case.record.clear_answer(slot),
            Event::Added(group, card) => self.add_card(group, card),
            Event::Removed(group, instance) => self.remove_card(group, instance),
            Event::InstanceRestored(group, instance, card) => {
                self.case.record.insert_card(group, instance, card);
                self.notices.retain(|notice| !matches!(notice, Notice::Removed(..)));
                self.form_generation += 1;
            }
            Event::GroupDeclaredEmpty(group, none) => {
                self.case.record.forget(group);
                if none {
                    self.case.record.cards_mut(group);
                }
            }
            Event::Named(name) => self.case.record.name = name,
            Event::Cleared => {
                let old = std::mem::take(&mut self.case.record);
                self.form_generation += 1;
                self.notices.retain(|notice| !matches!(notice, Notice::Cleared(_) | Notice::Removed(..)));
                if old != Form::default() {
                    self.notices.push(Notice::Cleared(old));
                }
            }
            Event::Restored(record) | Event::FormReplaced(record) => {
                self.case.record = record;
                self.form_generation += 1;
                let of_before =
                    |notice: &Notice| matches!(notice, Notice::Cleared(_) | Notice::BadFile(_) | Notice::Removed(..));
                self.notices.retain(|notice| !of_before(notice));
            }
            Event::CaseSwitched(case) => {
                self.case = case;
                self.form_generation += 1;
                // What can be undone, and what was wrong with a file, belonged to the other case.
                self.notices.retain(|notice| matches!(notice, Notice::NotKept | Notice::Full | Notice::Failed));
            }
            Event::RemoteMerged(before, now, revision) => self.join(&before, now, revision),
            Event::ConflictResolved(chosen, other) => {
                self.case.conflicts.retain(|rival| rival.place != chosen.place);
                if other {
                    self.case.record.set_at(&chosen.place, chosen.other);
                }
                self.case.revision += 1;
            }
            Event::RuleChangesAcknowledged => {
                self.case.previous_verdicts = None;
                self.case.revision += 1;
            }
            Event::NoticeRaised(notice) => {
                if !self.notices.contains(&notice) {
                    self.notices.push(notice);
                }
            }
            Event::Dismissed(notice) => self.notices.retain(|known| *known != notice),
        }
        if before.is_some_and(|before| before != self.case.record) {
            self.case.revision += 1;
        }
    }

    // Local edits are kept. If the merge adds nothing to the stored version, its revision is reused, so that nothing is
    // written.
    fn join(&mut self, before: &MergeInput, now: MergeInput, revision: u64) {
        let joined = merge3(before, &self.case.version(), &now);
        self.case.revision = if joined == now { revision } else { revision.max(self.case.revision) + 1 };
        self.case.record = joined.record;
        self.case.conflicts = joined.rivals;
        let recovered = |notice: Notice| match notice {
            Notice::Damaged(key) if !self.case.record.is_empty() => Notice::Recovered(key),
            other => other,
        };
        self.notices = std::mem::take(&mut self.notices).into_iter().map(recovered).collect();
    }

    // What a group has no card for yet is shown as a first, empty one; so that one counts when another is added.
    fn add_card(&mut self, group: &'static str, card: RawAnswers) {
        let cards = self.case.record.cards_mut(group);
        if cards.is_empty() {
            cards.push(RawAnswers::default());
        }
        cards.push(card);
    }

    fn remove_card(&mut self, group: &'static str, instance: usize) {
        let card = self.case.record.remove_card(group, instance);
        self.form_generation += 1;
        self.notices.retain(|notice| !matches!(notice, Notice::Removed(..)));
        if let Some(card) = card.filter(|card| !card.is_empty()) {
            self.notices.push(Notice::Removed(group, instance, card));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn restart_can_be_undone() {
        let mut session = Session::default();
        session.reduce(Event::Answered(FieldKey::of("above_scale"), RawAnswer::YesNo(true)));
        let record = session.case.record.clone();
        session.reduce(Event::Cleared);
        assert!(session.is_empty());
        assert_eq!(session.notices, vec![Notice::Cleared(record.clone())]);
        session.reduce(Event::Restored(record.clone()));
        assert_eq!(session.case.record, record);
        assert!(session.notices.is_empty());
    }

    #[test]
    fn revision_unchanged_by_noop_events() {
        let mut session = Session::default();
        session.reduce(Event::Named("某公司".into()));
        session.reduce(Event::Named("某公司".into()));
        session.reduce(Event::NoticeRaised(Notice::Full));
        assert_eq!(session.case.revision, 1);
    }

    #[test]
    fn undo_remove_restores_instance_position() {
        let mut session = Session::default();
        let slot = |instance| FieldKey { fact: "cost", card: Some(("projects", instance)) };
        session.reduce(Event::Answered(slot(0), RawAnswer::YesNo(true)));
        session.reduce(Event::Added("projects", RawAnswers::default()));
        session.reduce(Event::Answered(slot(1), RawAnswer::YesNo(false)));
        let record = session.case.record.clone();
        session.reduce(Event::Removed("projects", 0));
        assert_eq!(session.case.record.get(slot(0)), Some(&RawAnswer::YesNo(false)));
        let Some(Notice::Removed(group, instance, card)) = session.notices.pop() else {
            return assert!(record.is_empty());
        };
        session.reduce(Event::InstanceRestored(group, instance, card));
        assert_eq!(session.case.record, record);
    }

    #[test]
    fn merge_keeps_concurrent_local_edit() {
        let mut session = Session::default();
        session.reduce(Event::Answered(FieldKey::of("above_scale"), RawAnswer::YesNo(true)));
        let before = session.case.version();
        let mut now = before.clone();
        now.record.set_answer(FieldKey::of("hnte"), RawAnswer::YesNo(false));
        let mut other = session.clone();
        other.reduce(Event::RemoteMerged(before.clone(), now.clone(), 2));
        assert_eq!((other.case.version(), other.case.revision), (now.clone(), 2), "nothing is left to be kept");
        session.reduce(Event::Answered(FieldKey::of("district"), RawAnswer::Unsure));
        session.reduce(Event::RemoteMerged(before, now, 2));
        assert_eq!(session.case.record.entries.len(), 3);
        assert_eq!(session.case.revision, 3, "it is to be kept");
    }

    #[test]
    fn chosen_conflicting_answer_stays() {
        let place = crate::state::merge::AnswerPath { card: None, fact: "hnte".into() };
        let rival = Conflict { place: place.clone(), other: Some(RawAnswer::YesNo(false)) };
        let case = OpenCase { conflicts: vec![rival.clone()], ..OpenCase::default() };
        let mut session = Session { case, ..Session::default() };
        session.case.record.set_answer(FieldKey::of("hnte"), RawAnswer::YesNo(true));
        let mut other = session.clone();
        session.reduce(Event::ConflictResolved(rival.clone(), false));
        assert_eq!((session.case.record.at(&place), session.case.revision), (Some(RawAnswer::YesNo(true)), 1));
        other.reduce(Event::ConflictResolved(rival, true));
        assert_eq!((other.case.record.at(&place), other.case.revision), (Some(RawAnswer::YesNo(false)), 1));
        assert_eq!((session.case.conflicts, other.case.conflicts), (vec![], vec![]));
    }

    #[test]
    fn empty_group_differs_from_unanswered() {
        let mut session = Session::default();
        session.reduce(Event::GroupDeclaredEmpty("projects", true));
        assert_eq!(session.case.record.instances("projects").map(Vec::len), Some(0));
        assert_eq!(session.case.record.answered(), 1);
        session.reduce(Event::GroupDeclaredEmpty("projects", false));
        assert!(session.is_empty());
    }
}
