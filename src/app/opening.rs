//! Opens stored cases and merges changes of other tabs into the open case. In the lazy module only, because it reads
//! stored cases. Knows no element.

use super::AppState;
use crate::state::evaluation::group_of;
use crate::state::form::Form;
use crate::state::merge::MergeInput;
use crate::state::rule_book::RuleBooks;
use crate::state::session::{Event, Notice, OpenCase, Session};
use crate::state::stored_case::StoredCase;
use crate::store::{self, LoadOutcome, StoreEvent};
use leptos::prelude::*;

/// A case that was opened.
#[derive(Default)]
pub struct OpenedCase {
    /// The case.
    pub case: OpenCase,
    /// When it was saved, in milliseconds since 1970; `None` if it never was.
    pub kept_at: Option<u64>,
    /// What the user is to be told about it.
    pub notices: Vec<Notice>,
}

/// Opens the case of the last visit.
pub fn open_initial(rules: &'static RuleBooks) -> OpenedCase {
    let opening = store::opening();
    let (case, kept_at, notice) = load_case(rules, &opening.key);
    let notices = notice.into_iter().chain(opening.is_substitute.then_some(Notice::Substitute)).collect();
    OpenedCase { case, kept_at, notices }
}

impl AppState {
    /// Opens the case under a key. The case that was open stays stored.
    pub fn open_case(self, key: &str) {
        let (case, kept_at, notice) = load_case(self.rules, key);
        if let Some(notice) = notice {
            self.dispatch(Event::NoticeRaised(notice));
            return;
        }
        store::set_open(key);
        self.kept_at.set(kept_at);
        self.dispatch(Event::CaseSwitched(case));
    }

    /// Opens an example to look at: it is stored only once an answer is changed. The kept case stays as it is.
    pub fn look_at(self, record: Form) {
        self.dispatch(Event::CaseSwitched(OpenCase { key: store::new_key(), record, ..OpenCase::default() }));
    }

    /// Closes an example that was only looked at: the kept case is open again.
    pub fn leave_example(self) {
        if self.session.with_untracked(Session::is_example) {
            self.open_case(&store::opening().key);
        }
    }
}

/// Restores a deleted case and opens it.
pub fn undo_delete(app: AppState, key: &str, text: &str) {
    store::restore(key, text);
    app.open_case(key);
}

// The case stored under a key, the time when it was saved, and a notice if it could not be read.
fn load_case(rules: &'static RuleBooks, key: &str) -> (OpenCase, Option<u64>, Option<Notice>) {
    let nothing = |notice| (OpenCase { key: key.to_owned(), ..OpenCase::default() }, None, notice);
    match store::load(key) {
        LoadOutcome::Nothing => nothing(None),
        LoadOutcome::Case(saved) => {
            let saved = *saved;
            let record = saved.record.migrate_to_groups(|fact| group_of(rules.book(), fact));
            // Saved with another edition of the rules: the previous verdicts are compared with the current ones.
            let other = saved.book != rules.fingerprint_hex() && !saved.verdicts.is_empty();
            let before = saved.before.or(other.then_some(saved.verdicts));
            let case = OpenCase {
                key: key.to_owned(),
                record,
                revision: saved.revision,
                previous_verdicts: before,
                conflicts: saved.rivals,
            };
            (case, Some(saved.saved_at), None)
        }
        // The damaged copy could not be moved and is still under its own key.
        LoadOutcome::Damaged(aside) if aside == key => {
            let key = store::new_key();
            (OpenCase { key, ..OpenCase::default() }, None, Some(Notice::Damaged(aside)))
        }
        LoadOutcome::Damaged(aside) => nothing(Some(Notice::Damaged(aside))),
        LoadOutcome::Newer(key) => nothing(Some(Notice::Newer(key))),
    }
}

/// Handles an event of the store for the open case, except those about durability. Events for other cases matter only
/// to the page of cases.
pub fn on_store_event(app: AppState, said: StoreEvent) {
    let open = app.session.with_untracked(|session| session.case.key.clone());
    let is_empty = app.session.with_untracked(Session::is_empty);
    match said {
        StoreEvent::Joined(key, before, now) if key == open => {
            let of = |saved: StoredCase| MergeInput {
                record: saved.record.migrate_to_groups(|fact| group_of(app.book(), fact)),
                rivals: saved.rivals,
            };
            let (revision, saved_at) = (now.revision, now.saved_at);
            let before = before.map(|saved| of(*saved)).unwrap_or_default();
            let merged = app.session.with_untracked(|session| session.case.merged(&before, &of(*now), revision));
            app.dispatch(Event::RemoteMerged(merged));
            app.kept_at.set(Some(saved_at));
        }
        StoreEvent::Joined(..) => app.kept_at.notify(),
        StoreEvent::Damaged(aside) if is_empty => app.dispatch(Event::NoticeRaised(Notice::Damaged(aside))),
        StoreEvent::Damaged(aside) => app.dispatch(Event::NoticeRaised(Notice::Recovered(aside))),
        StoreEvent::Gone(key) if key == open => {
            app.dispatch(Event::CaseSwitched(OpenCase { key: store::new_key(), ..OpenCase::default() }));
        }
        StoreEvent::Gone(_) => app.kept_at.notify(),
        StoreEvent::Read if is_empty => open_what_was_open(app, &open),
        StoreEvent::Read | StoreEvent::Newer(_) | StoreEvent::Standing(_) => {}
    }
}

// IndexedDB was read after mounting, and has data that local storage lacked.
fn open_what_was_open(app: AppState, open: &str) {
    let opening = store::opening();
    if opening.key == open || store::text(&opening.key).is_none() {
        return;
    }
    app.open_case(&opening.key);
    if opening.is_substitute {
        app.dispatch(Event::NoticeRaised(Notice::Substitute));
    }
}
