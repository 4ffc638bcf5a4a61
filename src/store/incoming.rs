//! Adopts texts written by other tabs and earlier visits. In the lazy module only, because it reads stored cases
//! ([`super::reader`]). Knows no page.

use super::quarantine::quarantine_key;
use super::reader::IncomingText;
use super::reconcile::{Resolution, reconcile};
use super::sync::due;
use super::{
    NEW, StoreEvent, is_case, is_known, is_ours, keys_of_ours, leave_the_old_key, mark_read_only, put, tell, with,
    write_local,
};
use crate::platform;
use crate::state::stored_case::{self, LoadError, Stored, StoredCase};

/// Adopts newer texts. If they are all texts of IndexedDB, the in-memory entries that are newer, or only there, are
/// scheduled for writing.
pub fn take_in(incoming: Vec<IncomingText>, is_complete: bool) {
    let ours = keys_of_ours();
    let apart = with(|store| {
        let texts = store.texts.iter_mut();
        texts.filter_map(|text| Some((text.apart.take()?, text.key.clone(), text.now.clone()))).collect::<Vec<_>>()
    });
    for (apart, key, now) in apart {
        write_local(&key, &now);
        // A text of a newer version stays, and so does ours beside it.
        if with(|store| store.text(&key).is_some_and(|text| text.local.is_ok() && !text.guarded)) {
            platform::remove(&apart);
        }
    }
    let only_here = |key: &String| !incoming.iter().any(|text| text.key == *key);
    let unknown_there = with(|store| {
        let texts = store.texts.iter().filter(|text| is_complete && (text.from.is_some() || only_here(&text.key)));
        texts.map(|text| text.key.clone()).collect::<Vec<_>>()
    });
    for IncomingText { key, text, read } in &incoming {
        if *key == ours.open() {
            // The stored entry is the later of the two and wins, unless it names a case that IndexedDB does not have.
            let is_there = !only_here(text) || text == NEW;
            if *read == Some(true) && (is_there || with(|store| store.text(key).is_none())) {
                with(|store| store.add(key, text.clone(), text.clone()).base.clone_from(text));
            }
        } else if is_ours(key, text) || is_known(key) {
            take_over(key, text, *read);
        } else if let (Some(first), Some(new)) = (read, ours.taken_over(key, text).filter(only_here)) {
            take_over_old(&new, key, text, *first);
        }
    }
    unknown_there.iter().for_each(|key| due(key, false));
}

// Adopts an entry that an earlier version wrote to IndexedDB.
fn take_over_old(new: &str, old: &str, text: &str, first: bool) {
    let kept = if is_damaged(text) {
        let aside = quarantine_key();
        put(&aside, text.to_owned(), 0);
        tell(StoreEvent::Damaged(aside.clone()));
        aside
    } else {
        take_over(new, text, Some(first));
        new.to_owned()
    };
    with(|store| {
        store.texts.iter_mut().filter(|text| text.from.as_deref() == Some(old)).for_each(|text| text.from = None);
        if let Some(text) = store.text(&kept) {
            text.from = Some(old.to_owned());
        }
    });
    due(&kept, false);
}

// `read` is that of [`IncomingText`].
fn take_over(key: &str, stored: &str, read: Option<bool>) {
    if with(|store| store.writing.as_deref() == Some(key)) {
        // The next transaction sees both writes in their order.
        return due(key, false);
    }
    let known = with(|store| store.text(key).map(|text| (text.base.clone(), text.now.clone())));
    let (base, ours) = known.unwrap_or_default();
    if !is_case(key) {
        return take_over_damaged(key, stored);
    }
    if stored.is_empty() {
        // A deletion leaves a marker. An empty text is none, so the in-memory entry is complete.
        if read.is_some() {
            due(key, false);
        }
        return;
    }
    match reconcile(&base, &ours, stored) {
        Resolution::Ours if ours == stored => with(|store| {
            if let Some(text) = store.text(key) {
                stored.clone_into(&mut text.base);
            }
        }),
        Resolution::Ours | Resolution::Damaged => {
            if read.is_some() {
                due(key, false);
            }
        }
        Resolution::Newer => protect_newer(key, stored),
        Resolution::Deleted => on_remote_delete(key, stored, read),
        Resolution::Theirs(saved) => {
            put_ours_aside(key, &ours);
            adopt(key, &ours, &saved, stored.to_owned(), stored);
            if read.is_some() {
                write_local(key, stored);
            }
        }
        Resolution::Joined(saved) => {
            let text = saved.write();
            write_local(key, &text);
            adopt(key, &ours, &saved, text, stored);
            due(key, false);
        }
    }
}

fn take_over_damaged(key: &str, stored: &str) {
    if stored.is_empty() {
        return with(|store| store.texts.retain(|text| text.key != key));
    }
    with(|store| store.add(key, stored.to_owned(), stored.to_owned()).base = stored.to_owned());
}

// The copy in local storage is unreadable, and is replaced by the one in IndexedDB.
fn put_ours_aside(key: &str, ours: &str) {
    if !ours.is_empty() && is_damaged(ours) {
        let aside = quarantine_key();
        put(&aside, ours.to_owned(), 0);
        with(|store| {
            let from = store.text(key).and_then(|text| text.from.take());
            if let Some(text) = store.text(&aside) {
                text.from = from;
            }
        });
        tell(StoreEvent::Damaged(aside));
    }
}

fn is_damaged(text: &str) -> bool {
    matches!(Stored::read(text), Err(LoadError::Corrupt))
}

// The case was deleted in another tab, or (if `read` is set) the deletion reached IndexedDB but not local storage.
fn on_remote_delete(key: &str, stored: &str, read: Option<bool>) {
    let was_there = super::text(key).is_some();
    with(|store| {
        let text = store.add(key, stored.to_owned(), String::new());
        stored.clone_into(&mut text.base);
        text.revision = 0;
        text.guarded = false;
    });
    if read.is_some() {
        platform::remove(key);
        leave_the_old_key(key);
        if was_there {
            tell(StoreEvent::Gone(key.to_owned()));
        }
    }
}

fn protect_newer(key: &str, stored: &str) {
    if super::text(key).is_none() {
        with(|store| store.add(key, stored.to_owned(), stored.to_owned()).guarded = true);
    }
    mark_read_only(key);
    tell(StoreEvent::Newer(key.to_owned()));
}

// Replaces the in-memory case with `saved`, whose serialized form is `now`.
fn adopt(key: &str, ours: &str, saved: &StoredCase, now: String, stored: &str) {
    with(|store| {
        let text = store.add(key, now, String::new());
        text.base = stored.to_owned();
        text.revision = saved.revision;
    });
    let before = StoredCase::read(ours).ok().map(Box::new);
    tell(StoreEvent::Joined(key.to_owned(), before, Box::new(saved.clone())));
}

/// The records to write for `key`, given the stored value; the last one is the value of `key` itself.
pub fn decide(key: &str, stored: &str) -> Vec<(String, String)> {
    let known = with(|store| store.text(key).map(|text| (text.base.clone(), text.now.clone())));
    let (base, ours) = known.unwrap_or_default();
    let alone = vec![(key.to_owned(), ours.clone())];
    let is_deleted_here = matches!(Stored::read(&ours), Ok(Stored::Deleted(_)));
    match reconcile(&base, &ours, stored) {
        Resolution::Ours if is_deleted_here => vec![(key.to_owned(), deletion_of(key, &ours, stored))],
        Resolution::Ours if ours.is_empty() => Vec::new(),
        Resolution::Ours => alone,
        Resolution::Newer | Resolution::Damaged if is_deleted_here => alone,
        Resolution::Deleted => {
            on_remote_delete(key, stored, None);
            platform::remove(key);
            leave_the_old_key(key);
            Vec::new()
        }
        Resolution::Newer => {
            protect_newer(key, stored);
            Vec::new()
        }
        Resolution::Damaged => {
            let aside = quarantine_key();
            with(|store| store.add(&aside, stored.to_owned(), stored.to_owned()).base = stored.to_owned());
            tell(StoreEvent::Damaged(aside.clone()));
            vec![(aside, stored.to_owned()), (key.to_owned(), ours)]
        }
        Resolution::Theirs(saved) => {
            put_ours_aside(key, &ours);
            write_local(key, stored);
            adopt(key, &ours, &saved, stored.to_owned(), stored);
            vec![(key.to_owned(), stored.to_owned())]
        }
        Resolution::Joined(saved) => {
            let text = saved.write();
            write_local(key, &text);
            adopt(key, &ours, &saved, text.clone(), stored);
            vec![(key.to_owned(), text)]
        }
    }
}

// A deletion covers everything stored under the key, including what another tab has written since.
fn deletion_of(key: &str, ours: &str, stored: &str) -> String {
    let (Ok(Stored::Deleted(revision)), Ok(Stored::Case(there))) = (Stored::read(ours), Stored::read(stored)) else {
        return ours.to_owned();
    };
    let deletion = stored_case::deleted(revision.max(there.revision));
    with(|store| store.text(key).map(|text| text.now.clone_from(&deletion)));
    deletion
}
