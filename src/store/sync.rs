//! Writes in-memory entries to IndexedDB, one key at a time, and receives changes made by other tabs and earlier visits.
//! Knows no page.

use super::reader::{self, IncomingText};
use super::{DbState, StoreEvent, is_case, is_there, leave_the_old_key, new_key, tell, with, write_local};
use crate::platform::{self, IndexedDb, StorageError};
use crate::state::stored_case;

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
    let incoming = stored.into_iter().map(|(key, text)| IncomingText { key, text, read: Some(first) });
    reader::accept(incoming.collect(), true);
    Ok(())
}

/// Handles a broadcast of another tab that has written to IndexedDB. An empty text means that a quarantined copy was
/// deleted.
pub fn on_remote_change(key: String, text: String) {
    reader::accept(vec![IncomingText { key, text, read: None }], false);
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
    let (mut put, mut is_decided) = (None, false);
    let decide = |stored: Option<String>| {
        let stored = stored.unwrap_or_default();
        let Some(mut texts) = decide(key, &stored) else {
            keep_apart(key, &stored);
            return Vec::new();
        };
        is_decided = true;
        put = texts.last().cloned();
        let from = with(|store| store.text(key).and_then(|text| text.from.clone()));
        if let Some(old) = from.filter(|_| put.is_some()) {
            texts.push((old, stored_case::moved(key)));
        }
        texts
    };
    journal.update(key, strict, Box::new(decide)).await?;
    if !is_decided {
        // It is retried until there is a reader.
        return Err(StorageError::Unread);
    }
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

// Another tab has stored a text that cannot be read yet: local storage keeps both, in case this tab is closed before.
fn keep_apart(key: &str, theirs: &str) {
    let apart = new_key();
    let ours = with(|store| {
        let text = store.text(key).filter(|text| text.apart.is_none())?;
        text.apart = Some(apart);
        Some(text.now.clone())
    });
    if let Some(ours) = ours {
        write_local(key, &ours);
        // The text is in IndexedDB as well.
        let _ = platform::set_item(key, theirs);
    }
}

// The records to write for `key`, given the stored value; the last one is the value of `key` itself. `None` if they
// depend on a stored case that cannot be read yet.
fn decide(key: &str, stored: &str) -> Option<Vec<(String, String)>> {
    let known = with(|store| store.text(key).map(|text| (text.base.clone(), text.now.clone(), text.guarded)));
    let (base, ours, guarded) = known.unwrap_or_default();
    if guarded {
        return Some(Vec::new());
    }
    let is_seen = stored.is_empty() || stored == base || stored == ours;
    if !is_case(key) || is_seen && is_there(&ours) {
        return Some(vec![(key.to_owned(), ours)]);
    }
    with(|store| store.reader).map(|reader| (reader.decide)(key, stored))
}
