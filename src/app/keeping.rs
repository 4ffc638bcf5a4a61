//! The store and the session, kept in step: what was kept is read, every change is kept, and what the store says of other
//! windows happens here. Knows no element.

use super::{App, edition};
use crate::book::book;
use crate::browser::{self, NotSaved};
use crate::dom::effect;
use crate::judgement::group_of;
use crate::merge::Version;
use crate::safety;
use crate::saved::Saved;
use crate::session::{Case, Event, Notice, Session};
use crate::store::{self, Kept, Said, Standing, Why};
use leptos::prelude::*;

/// The case that is kept under a key, since when, and what the person should know where it could not be read.
pub fn read(key: &str) -> (Case, Option<u64>, Option<Notice>) {
    let nothing = |notice| (Case { key: key.to_owned(), ..Case::default() }, None, notice);
    match store::load(key) {
        Kept::Nothing => nothing(None),
        Kept::Case(saved) => {
            let saved = *saved;
            let record = saved.record.gathered(|fact| group_of(book(), fact));
            // Saved with another edition of the rules: what it said then is shown against what it says now.
            let other = saved.book != edition() && !saved.verdicts.is_empty();
            let before = saved.before.or(other.then_some(saved.verdicts));
            let case = Case { key: key.to_owned(), record, revision: saved.revision, before, rivals: saved.rivals };
            (case, Some(saved.saved_at), None)
        }
        // Where the damaged copy could not be moved, the key is its own.
        Kept::Damaged(aside) if aside == key => {
            let key = store::new_key();
            (Case { key, ..Case::default() }, None, Some(Notice::Damaged(aside)))
        }
        Kept::Damaged(aside) => nothing(Some(Notice::Damaged(aside))),
        Kept::Newer(key) => nothing(Some(Notice::Newer(key))),
    }
}

/// Sees to it that every change is kept at once.
pub fn keep(app: App) {
    effect(move |_| {
        let case = app.session.with(|session| session.case.clone());
        if store::revision(&case.key) == case.revision {
            return;
        }
        let saved = Saved {
            document: book().document.id.into(),
            book: edition(),
            revision: case.revision,
            saved_at: browser::now(),
            record: case.record,
            verdicts: app.judgement.with_untracked(|judgement| judgement.verdicts(book())),
            before: case.before,
            rivals: case.rivals,
        };
        store::save(&case.key, &saved);
        store::set_open(&case.key);
    });
    // The first script says what is so when the app has failed, and cannot ask.
    effect(move |_| {
        let empty = app.session.with(Session::is_empty);
        browser::mark_root("data-safety", safety::mark(app.standing.get(), empty));
    });
}

/// What the store says of the case that is open; of others, only the page of cases wants to know.
pub fn hear(app: App, said: Said) {
    let open = app.session.with_untracked(|session| session.case.key.clone());
    let is_empty = app.session.with_untracked(Session::is_empty);
    match said {
        Said::Joined(key, before, now) if key == open => {
            let of = |saved: Saved| Version {
                record: saved.record.gathered(|fact| group_of(book(), fact)),
                rivals: saved.rivals,
            };
            let (revision, saved_at) = (now.revision, now.saved_at);
            let before = before.map(|saved| of(*saved)).unwrap_or_default();
            app.happen(Event::Joined(before, of(*now), revision));
            app.kept_at.set(Some(saved_at));
        }
        Said::Joined(..) => app.kept_at.notify(),
        Said::Newer(key) if key == open => app.happen(Event::Noticed(Notice::Newer(key))),
        Said::Newer(_) => {}
        Said::Damaged(aside) if is_empty => app.happen(Event::Noticed(Notice::Damaged(aside))),
        Said::Damaged(aside) => app.happen(Event::Noticed(Notice::Recovered(aside))),
        Said::Gone(key) if key == open => {
            app.happen(Event::Turned(Case { key: store::new_key(), ..Case::default() }));
        }
        Said::Gone(_) => app.kept_at.notify(),
        Said::Read if is_empty => open_what_was_open(app, &open),
        Said::Read => {}
        Said::Standing(_) => stand(app, store::standing(&open)),
    }
}

// The journal has come after the page, and knows what local storage did not.
fn open_what_was_open(app: App, open: &str) {
    let opening = store::opening();
    if opening.key == open || store::text(&opening.key).is_none() {
        return;
    }
    app.open_case(&opening.key);
    if opening.is_substitute {
        app.happen(Event::Noticed(Notice::Substitute));
    }
}

fn stand(app: App, standing: Standing) {
    let before = app.standing.get_untracked();
    if standing == before {
        return;
    }
    app.standing.set(standing);
    warn(app, standing);
    if (standing, before) == (Standing::Kept, Standing::Pending) {
        app.kept_at.set(Some(browser::now()));
    }
}

/// Says what the person should know of how safe the last change is, and takes back what is so no longer.
pub fn warn(app: App, standing: Standing) {
    let said = match standing {
        Standing::Pending => return,
        Standing::Kept | Standing::Local | Standing::Memory(Why::Shared) => None,
        Standing::Memory(Why::Forbidden) => Some(Notice::NotKept),
        // What a newer version has written says so itself.
        Standing::Memory(Why::Guarded) => Some(Notice::NotKept)
            .filter(|_| !app.session.with_untracked(|session| session.notices.iter().any(Notice::is_newer))),
        Standing::Failed(NotSaved::Full) => Some(Notice::Full),
        Standing::Failed(_) => Some(Notice::Failed),
    };
    let known: Vec<Notice> = app.session.with_untracked(|session| session.notices.clone());
    for notice in [Notice::Full, Notice::Failed, Notice::NotKept] {
        if said.as_ref() != Some(&notice) && known.contains(&notice) {
            app.happen(Event::Dismissed(notice));
        }
    }
    if let Some(notice) = said {
        app.happen(Event::Noticed(notice));
    }
}
