//! Writes in-memory entries to IndexedDB, one key at a time, and adopts changes made by other tabs and earlier visits.
//! Knows no page.

use super::reconcile::{Resolution, reconcile};
use super::{
    DbState, NEW, StoreEvent, is_case, is_ours, keys_of_ours, leave_the_old_key, mark_read_only, put, quarantine_key,
    tell, with, write_local,
};
use crate::platform::{self, IndexedDb, StorageError};
use crate::state::stored_case::{self, LoadError, Stored, StoredCase};

// Time limit for opening IndexedDB; after it the app stops waiting.
const PATIENCE_MILLISECONDS: i32 = 3_000;
// Delay before a failed write is retried.
const AGAIN_MILLISECONDS: i32 = 5_000;
// Time limit for a transaction; after it IndexedDB counts as stuck.
const STUCK_MILLISECONDS: i32 = 5_000;

/// Opens IndexedDB and reconciles it with memory.
pub fn start() {
    // Leptos has no task executor before the first mount.
    platform::spawn_local(async { on_db_opened(platform::journal().await).await });
    platform::set_timeout(PATIENCE_MILLISECONDS, || {
        if with(|store| matches!(store.journal, DbState::Coming)) {
            do_without(StorageError::Failed);
        }
    });
    // Broadcasts of other tabs may be missed while this tab is suspended.
    platform::on_focus_or_pageshow(|| {
        if let Some(journal) = here() {
            platform::spawn_local(async move {
                // A failure is ignored here: the next write tries again.
                let _ = reconcile_all(&journal, false).await;
            });
        }
    });
}

fn here() -> Option<IndexedDb> {
    with(|store| match &store.journal {
        DbState::Here(journal) => Some(journal.clone()),
        _ => None,
    })
}

async fn on_db_opened(journal: Result<IndexedDb, StorageError>) {
    let read = match journal {
        Ok(journal) => reconcile_all(&journal, true).await.map(|()| journal),
        Err(why) => Err(why),
    };
    match read {
        Ok(journal) => {
            with(|store| store.journal = DbState::Here(journal));
            write();
            known();
        }
        Err(why) => do_without(why),
    }
}

fn do_without(why: StorageError) {
    with(|store| store.journal = DbState::Gone(why));
    broadcast_pending();
    known();
}

// IndexedDB was read, or is known to be unavailable.
fn known() {
    with(|store| std::mem::take(&mut store.waiting)).into_iter().for_each(|then| then());
    tell(StoreEvent::Read);
    tell(StoreEvent::Standing(String::new()));
}

// Adopts newer entries of IndexedDB. Entries that are newer in memory, or only there, are scheduled for writing.
async fn reconcile_all(journal: &IndexedDb, first: bool) -> Result<(), StorageError> {
    let stored = journal.all().await?;
    let ours = keys_of_ours();
    let only_here = |key: &String| !stored.iter().any(|(stored, _)| stored == key);
    let unknown_there = with(|store| {
        let texts = store.texts.iter().filter(|text| text.from.is_some() || only_here(&text.key));
        texts.map(|text| text.key.clone()).collect::<Vec<_>>()
    });
    for (key, text) in &stored {
        if *key == ours.open() {
            // The stored entry is the later of the two and wins, unless it names a case that IndexedDB does not have.
            let is_there = stored.iter().any(|(key, _)| key == text) || text == NEW;
            if first && (is_there || with(|store| store.text(key).is_none())) {
                with(|store| store.add(key, text.clone(), text.clone()).base.clone_from(text));
            }
        } else if is_ours(key, text) {
            take_over(key, text, Some(first));
        } else if let Some(new) = ours.taken_over(key, text).filter(only_here) {
            take_over_old(&new, key, text, first);
        }
    }
    unknown_there.iter().for_each(|key| due(key, false));
    Ok(())
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

/// Handles a broadcast of another tab that has written to IndexedDB. An empty text means that a quarantined copy was
/// deleted.
pub fn on_remote_change(key: String, text: String) {
    let known = with(|store| store.text(&key).map(|text| text.now.clone())).unwrap_or_default();
    if key != keys_of_ours().open() && (is_ours(&key, &text) || is_ours(&key, &known)) {
        take_over(&key, &text, None);
    }
}

// `read` is `None` for a broadcast; otherwise the text was read from IndexedDB, and the value tells whether for the
// first time.
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

/// Schedules a write of the current text of a key to IndexedDB.
pub fn due(key: &str, strict: bool) {
    with(|store| {
        if !matches!(store.journal, DbState::Disabled) {
            store.set_due(key, strict);
        }
    });
    write();
}

// Performs the pending writes, one at a time. Changes made meanwhile are written by the next transaction.
fn write() {
    let Some(journal) = here() else { return broadcast_pending() };
    if with(|store| store.writing.is_some() || store.pending_writes.is_empty()) {
        return;
    }
    with(|store| store.writing = Some(String::new()));
    platform::spawn_local(async move {
        let mut journal = journal;
        while let Some((key, strict)) = with(|store| store.pending_writes.first().cloned()) {
            with(|store| {
                store.pending_writes.remove(0);
                store.writing = Some(key.clone());
            });
            watch_the_answer();
            let mut went = write_one(&journal, &key, strict).await;
            // The browser may have closed the database, for example because the user cleared site data.
            if went == Err(StorageError::Failed)
                && let Ok(opened) = platform::journal().await
            {
                went = write_one(&opened, &key, strict).await;
                journal = opened.clone();
                with(|store| store.journal = DbState::Here(opened));
            }
            with(|store| {
                store.written += 1;
                store.stuck = false;
                store.writing = Some(String::new());
                store.text(&key).map(|text| text.journal = went)
            });
            if went.is_err() {
                schedule_retry(key.clone());
            }
            tell(StoreEvent::Standing(key));
        }
        with(|store| store.writing = None);
    });
}

// A transaction that never completes raises no event, hence the timer.
fn watch_the_answer() {
    let writing = with(|store| store.written);
    platform::set_timeout(STUCK_MILLISECONDS, move || {
        let is_stuck = |store: &mut super::Store| store.writing.is_some() && store.written == writing;
        if with(|store| is_stuck(store) && !std::mem::replace(&mut store.stuck, true)) {
            tell(StoreEvent::Standing(String::new()));
        }
    });
}

// If IndexedDB is unavailable, tabs synchronize through BroadcastChannel only.
fn broadcast_pending() {
    if !with(|store| matches!(store.journal, DbState::Gone(_))) {
        return;
    }
    for (key, _) in with(|store| std::mem::take(&mut store.pending_writes)) {
        let known = with(|store| {
            store.text(&key).map(|text| {
                text.base.clone_from(&text.now);
                (text.now.clone(), text.from.is_some() && !text.guarded)
            })
        });
        let (now, is_moving) = known.unwrap_or_default();
        if is_moving {
            write_local(&key, &now);
            if with(|store| store.text(&key).is_some_and(|text| text.local.is_ok())) {
                leave_the_old_key(&key);
            }
        }
        with(|store| store.windows.as_ref().map(|windows| windows.post(&key, &now)));
    }
}

fn schedule_retry(key: String) {
    platform::set_timeout(AGAIN_MILLISECONDS, move || {
        if with(|store| store.text(&key).is_some_and(|text| text.journal.is_err())) {
            due(&key, false);
        }
    });
}

async fn write_one(journal: &IndexedDb, key: &str, strict: bool) -> Result<(), StorageError> {
    let mut put = None;
    let decide = |stored: Option<String>| {
        let mut texts = decide(key, &stored.unwrap_or_default());
        put = texts.last().cloned();
        let from = with(|store| store.text(key).and_then(|text| text.from.clone()));
        if let Some(old) = from.filter(|_| put.is_some()) {
            texts.push((old, stored_case::moved(key)));
        }
        texts
    };
    journal.update(key, strict, Box::new(decide)).await?;
    let Some((_, text)) = put else { return Ok(()) };
    if with(|store| store.text(key).is_some_and(|text| text.from.is_some())) {
        write_local(key, &text);
        leave_the_old_key(key);
    }
    with(|store| {
        if let Some(known) = store.text(key) {
            known.base = text.clone();
            if known.now != text {
                store.set_due(key, strict);
            }
        }
        if let Some(windows) = &store.windows {
            windows.post(key, &text);
        }
    });
    Ok(())
}

// The records to write for `key`, given the stored value; the last one is the value of `key` itself.
fn decide(key: &str, stored: &str) -> Vec<(String, String)> {
    let known = with(|store| store.text(key).map(|text| (text.base.clone(), text.now.clone(), text.guarded)));
    let (base, ours, guarded) = known.unwrap_or_default();
    let alone = vec![(key.to_owned(), ours.clone())];
    if guarded {
        return Vec::new();
    }
    if !is_case(key) {
        return alone;
    }
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
