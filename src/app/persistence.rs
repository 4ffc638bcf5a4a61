//! Synchronizes the session with the store: persists every change and follows its durability. Stored cases are opened
//! and merged by `app/opening.rs`, in the lazy module. Knows no element.

use super::AppState;
use super::lazy;
use crate::dom::effect;
use crate::platform::{self, StorageError};
use crate::state::session::{Event, Notice, Session};
use crate::state::stored_case::StoredCase;
use crate::store::safety;
use crate::store::{self, Durability, MemoryOnlyReason, StoreEvent};
use leptos::prelude::*;

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

/// Handles an event of the store for the open case. Until the lazy module has loaded, stored cases are unread.
pub fn on_store_event(app: AppState, event: StoreEvent) {
    let open = app.session.with_untracked(|session| session.case.key.clone());
    match event {
        StoreEvent::Standing(_) => update_durability(app, store::standing(&open)),
        StoreEvent::Newer(key) if key == open => app.dispatch(Event::NoticeRaised(Notice::Newer(key))),
        event => match lazy::here() {
            Some(more) => (more.on_store_event)(app, event),
            None => app.set_unread(app.session.with_untracked(Session::is_empty) && store::has_unread_case()),
        },
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
