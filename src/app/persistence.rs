//! Synchronizes the store and the session: loads the stored case, persists every change, and handles store events, for
//! example from other tabs. Knows no element.

use super::AppState;
use crate::dom::effect;
use crate::platform::{self, StorageError};
use crate::state::evaluation::group_of;
use crate::state::merge::MergeInput;
use crate::state::rule_book::RuleBooks;
use crate::state::session::{Event, Notice, OpenCase, Session};
use crate::state::stored_case::StoredCase;
use crate::store::safety;
use crate::store::{self, Durability, LoadOutcome, MemoryOnlyReason, StoreEvent};
use leptos::prelude::*;

/// The case stored under a key, the time when it was saved, and a notice if it could not be read.
pub fn load_case(rules: &'static RuleBooks, key: &str) -> (OpenCase, Option<u64>, Option<Notice>) {
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

/// Persists every change immediately.
pub fn persist_on_change(app: AppState) {
    effect(move |_| {
        let case = app.session.with(|session| session.case.clone());
        if store::revision(&case.key) == case.revision {
            return;
        }
        let saved = StoredCase {
            document: app.book().document.id.into(),
            book: app.rules.fingerprint_hex(),
            revision: case.revision,
            saved_at: platform::now(),
            record: case.record,
            verdicts: app.evaluation.with_untracked(|evaluation| evaluation.verdicts(app.book())),
            before: case.previous_verdicts,
            rivals: case.conflicts,
        };
        store::save(&case.key, &saved);
        store::set_open(&case.key);
    });
    // `boot/boot.js` shows the durability after a crash, and cannot query it.
    effect(move |_| {
        let empty = app.session.with(Session::is_empty);
        platform::set_root_attribute("data-safety", safety::mark(app.durability.get(), empty));
    });
}

/// Handles an event of the store for the open case. Events for other cases matter only to the page of cases.
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
            app.dispatch(Event::RemoteMerged(before, of(*now), revision));
            app.kept_at.set(Some(saved_at));
        }
        StoreEvent::Joined(..) => app.kept_at.notify(),
        StoreEvent::Newer(key) if key == open => app.dispatch(Event::NoticeRaised(Notice::Newer(key))),
        StoreEvent::Newer(_) => {}
        StoreEvent::Damaged(aside) if is_empty => app.dispatch(Event::NoticeRaised(Notice::Damaged(aside))),
        StoreEvent::Damaged(aside) => app.dispatch(Event::NoticeRaised(Notice::Recovered(aside))),
        StoreEvent::Gone(key) if key == open => {
            app.dispatch(Event::CaseSwitched(OpenCase { key: store::new_key(), ..OpenCase::default() }));
        }
        StoreEvent::Gone(_) => app.kept_at.notify(),
        StoreEvent::Read if is_empty => open_what_was_open(app, &open),
        StoreEvent::Read => {}
        StoreEvent::Standing(_) => update_durability(app, store::standing(&open)),
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

fn update_durability(app: AppState, standing: Durability) {
    let before = app.durability.get_untracked();
    if standing == before {
        return;
    }
    app.durability.set(standing);
    warn(app, standing);
    if (standing, before) == (Durability::Kept, Durability::Pending) {
        app.kept_at.set(Some(platform::now()));
    }
}

/// Raises the notice for a durability, and removes the notices that no longer apply.
pub fn warn(app: AppState, standing: Durability) {
    let said = match standing {
        Durability::Pending => return,
        Durability::Kept | Durability::Local | Durability::MemoryOnly(MemoryOnlyReason::Shared) => None,
        Durability::MemoryOnly(MemoryOnlyReason::Forbidden) => Some(Notice::NotKept),
        // A key that a newer version has written has a notice of its own.
        Durability::MemoryOnly(MemoryOnlyReason::Guarded) => Some(Notice::NotKept)
            .filter(|_| !app.session.with_untracked(|session| session.notices.iter().any(Notice::is_newer))),
        Durability::Failed(StorageError::Full) => Some(Notice::Full),
        Durability::Failed(_) => Some(Notice::Failed),
    };
    let known: Vec<Notice> = app.session.with_untracked(|session| session.notices.clone());
    for notice in [Notice::Full, Notice::Failed, Notice::NotKept] {
        if said.as_ref() != Some(&notice) && known.contains(&notice) {
            app.dispatch(Event::Dismissed(notice));
        }
    }
    if let Some(notice) = said {
        app.dispatch(Event::NoticeRaised(notice));
    }
}
