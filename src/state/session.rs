//! The state of a session and its events: plain values and one pure `reduce`.
//!
//! Refers to the rule book by ids only; knows no storage and no page. Input is stored as typed and is parsed whenever
//! its meaning is needed.

use crate::state::form::{FieldKey, Form, RawAnswer, RawAnswers};
use crate::state::merge::{Conflict, MergeInput, merge3};
use huiqi_engine::evaluate::FactInstance;
use std::fmt::{self, Debug, Formatter};
use std::sync::Arc;

/// A notice to the user, with an action that resolves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Local storage is forbidden or missing: nothing outlives the page.
    NotKept,
    /// The last change could not be saved: the storage is full.
    Full,
    /// The last change could not be saved, for a reason other than a full storage.
    Failed,
    /// The stored data could not be read; it is quarantined under this key.
    Damaged(String),
    /// One of two copies could not be read and is quarantined under this key; the other one is open.
    Recovered(String),
    /// The stored data was written by a newer version of the app and is left unchanged under this key.
    Newer(String),
    /// The case that was open last no longer exists; another one is open in its place.
    Substitute,
    /// A file could not be opened, with the reasons.
    BadFile(LazyMessage),
    /// A lazily loaded file could not be fetched, so the action was not performed.
    NotFetched,
    /// Everything was cleared and can be restored.
    Cleared(Form),
    /// This case was deleted and can be restored.
    Deleted {
        /// Its key.
        key: String,
        /// Its name, for the notice.
        name: String,
        /// The text that was stored under the key.
        text: String,
    },
    /// This instance of a group was removed and can be restored.
    Removed(&'static str, usize, RawAnswers),
}

/// A message that is formatted when it is rendered, because the locale may change while it is shown. Two messages are
/// equal only if one is a copy of the other.
#[derive(Clone)]
pub struct LazyMessage(Arc<dyn Fn() -> String + Send + Sync>);

impl LazyMessage {
    /// A message formatted by `says`.
    pub fn new(says: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self(Arc::new(says))
    }

    /// The message in the current locale.
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
    /// Whether a newer version of the app wrote the stored data.
    pub fn is_newer(&self) -> bool {
        matches!(self, Self::Newer(_))
    }
}

/// The open case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenCase {
    /// Its storage key.
    pub key: String,
    /// The company's answers.
    pub record: Form,
    /// Number of changes; it identifies the newest copy.
    pub revision: u64,
    /// The verdicts under an earlier edition of the rules, until the user has acknowledged the changes; see
    /// [`crate::state::stored_case::StoredCase::verdicts`].
    pub previous_verdicts: Option<String>,
    /// Conflicts with answers given in another tab at the same time, until the user has resolved them.
    pub conflicts: Vec<Conflict>,
}

impl OpenCase {
    fn version(&self) -> MergeInput {
        MergeInput { record: self.record.clone(), rivals: self.conflicts.clone() }
    }

    /// The case merged with a change made elsewhere: from `before` to `now`, which has this revision. Only the lazy
    /// module merges.
    ///
    /// Local edits are kept. If the merge adds nothing to the stored version, its revision is reused, so that nothing
    /// is written.
    pub fn merged(&self, before: &MergeInput, now: &MergeInput, revision: u64) -> Self {
        let joined = merge3(before, &self.version(), now);
        let revision = if joined == *now { revision } else { revision.max(self.revision) + 1 };
        Self { revision, record: joined.record, conflicts: joined.rivals, ..self.clone() }
    }
}

/// A change of an answer that waits for confirmation, because other answers would no longer apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedChange {
    /// The field.
    pub field: FieldKey,
    /// Its new answer; `None`: it is cleared.
    pub answer: Option<RawAnswer>,
    /// The questions whose answers would no longer apply.
    pub idle: Vec<FactInstance>,
}

/// The state of the app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    /// The open case.
    pub case: OpenCase,
    /// Incremented when fields on the screen get other content: another form is opened, or instances change their
    /// positions.
    pub form_generation: usize,
    /// The notices to show to the user.
    pub notices: Vec<Notice>,
    /// The change that waits for confirmation.
    pub proposal: Option<ProposedChange>,
}

/// Events of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A question was answered, or its answer was changed.
    Answered(FieldKey, RawAnswer),
    /// An answer was cleared.
    AnswerCleared(FieldKey),
    /// An answer was changed, and the change waits for confirmation.
    ChangeProposed(ProposedChange),
    /// The user does not want the proposed change.
    ProposalDropped,
    /// An instance was added to a group, with these initial answers.
    Added(&'static str, RawAnswers),
    /// An instance of a group was removed.
    Removed(&'static str, usize),
    /// Undo of removing an instance.
    InstanceRestored(&'static str, usize, RawAnswers),
    /// A group was declared empty, or (`false`) is open again.
    GroupDeclaredEmpty(&'static str, bool),
    /// The company's name was typed.
    Named(String),
    /// All answers were cleared.
    Cleared,
    /// Undo of clearing all answers.
    Restored(Form),
    /// The form was replaced: by an imported file or an example.
    FormReplaced(Form),
    /// Another case was opened.
    CaseSwitched(OpenCase),
    /// The case was changed elsewhere as well; the result of [`OpenCase::merged`].
    RemoteMerged(OpenCase),
    /// The user resolved a conflict: with the other answer (`true`) or with the current one.
    ConflictResolved(Conflict, bool),
    /// The user has acknowledged the changes caused by another edition of the rules.
    RuleChangesAcknowledged,
    /// A notice was raised.
    NoticeRaised(Notice),
    /// The user dismissed a notice.
    Dismissed(Notice),
}

impl Session {
    /// Whether there are no answers.
    pub fn is_empty(&self) -> bool {
        self.case.record.is_empty()
    }

    /// Whether the open case is an example that is only looked at. It has no revision, so it is not stored; the first
    /// change makes it a case of its own.
    pub fn is_example(&self) -> bool {
        self.case.revision == 0 && !self.is_empty()
    }

    /// The answer to show in a field: the proposed one, otherwise the given one.
    pub fn shown_answer(&self, field: FieldKey) -> Option<&RawAnswer> {
        match &self.proposal {
            Some(proposal) if proposal.field == field => proposal.answer.as_ref(),
            _ => self.case.record.get(field),
        }
    }

    // Whether an event takes the place of a proposed change, or makes it pointless.
    fn settles_proposal(&self, event: &Event) -> bool {
        match event {
            Event::Answered(field, _) | Event::AnswerCleared(field) => {
                self.proposal.as_ref().is_some_and(|proposal| proposal.field == *field)
            }
            Event::Named(_)
            | Event::NoticeRaised(_)
            | Event::Dismissed(_)
            | Event::Added(..)
            | Event::RemoteMerged(_)
            | Event::ConflictResolved(..)
            | Event::RuleChangesAcknowledged => false,
            _ => true,
        }
    }

    /// Applies an event. Changes of the form increment the revision.
    pub fn reduce(&mut self, event: Event) {
        if self.settles_proposal(&event) {
            self.proposal = None;
        }
        let before = match event {
            Event::NoticeRaised(_) | Event::Dismissed(_) | Event::CaseSwitched(_) => None,
            Event::RemoteMerged(..) | Event::ConflictResolved(..) => None,
            _ => Some(self.case.record.clone()),
        };
        match event {
            Event::Answered(slot, entry) => self.case.record.set_answer(slot, entry),
            Event::AnswerCleared(slot) => self.case.record.clear_answer(slot),
            Event::ChangeProposed(proposal) => self.proposal = Some(proposal),
            Event::ProposalDropped => {}
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
                // Undo notices and file errors belonged to the other case.
                self.notices.retain(|notice| matches!(notice, Notice::NotKept | Notice::Full | Notice::Failed));
            }
            Event::RemoteMerged(case) => {
                self.case = case;
                let recovered = |notice: Notice| match notice {
                    Notice::Damaged(key) if !self.case.record.is_empty() => Notice::Recovered(key),
                    other => other,
                };
                self.notices = std::mem::take(&mut self.notices).into_iter().map(recovered).collect();
            }
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

    // A group without instances is shown as one empty instance, so that one is created before another is added.
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
    fn proposed_change_is_shown_and_not_taken() {
        let field = FieldKey::of("above_scale");
        let mut session = Session::default();
        session.reduce(Event::Answered(field, RawAnswer::YesNo(true)));
        let given = session.case.clone();
        let proposal = ProposedChange { field, answer: Some(RawAnswer::YesNo(false)), idle: Vec::new() };
        session.reduce(Event::ChangeProposed(proposal));
        assert_eq!((session.shown_answer(field), &session.case), (Some(&RawAnswer::YesNo(false)), &given));
        session.reduce(Event::Answered(FieldKey::of("hnte"), RawAnswer::YesNo(true)));
        assert_eq!(session.shown_answer(field), Some(&RawAnswer::YesNo(false)), "other answers leave it");
        let mut dropped = session.clone();
        dropped.reduce(Event::ProposalDropped);
        assert_eq!((dropped.shown_answer(field), &dropped.proposal), (Some(&RawAnswer::YesNo(true)), &None));
        session.reduce(Event::Answered(field, RawAnswer::YesNo(false)));
        assert_eq!((session.case.record.get(field), &session.proposal), (Some(&RawAnswer::YesNo(false)), &None));
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
        other.reduce(Event::RemoteMerged(other.case.merged(&before, &now, 2)));
        assert_eq!((other.case.version(), other.case.revision), (now.clone(), 2), "nothing is left to be kept");
        session.reduce(Event::Answered(FieldKey::of("district"), RawAnswer::Unsure));
        session.reduce(Event::RemoteMerged(session.case.merged(&before, &now, 2)));
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
