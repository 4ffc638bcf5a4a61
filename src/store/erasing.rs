//! Deletes all data of this document: first in IndexedDB, because only that survives the browser, then in local
//! storage, which may show deleted data for up to a minute.

use super::loading::last_revision;
use super::{DbState, PREFIX, StoreEvent, is_case, keys_of_ours, tell, with};
use crate::platform::{self, IndexedDb, StorageError};
use crate::state::stored_case::{self, Stored};
use std::cell::Cell;
use std::rc::Rc;

// Time limit for a response of IndexedDB.
const PATIENCE_MILLISECONDS: i32 = 5_000;

/// The result of deleting all data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erased {
    /// Deleted permanently.
    ForGood,
    /// If the browser is killed within a minute, the data may reappear.
    ForNow,
}

// Keys, with the texts to store there after the deletion.
type Notes = Rc<Vec<(String, String)>>;

/// Deletes all data of this document, here and in other tabs, and reports the result. The result is reported twice if
/// IndexedDB responds late.
pub fn forget_everything(then: impl Fn(Erased) + 'static) {
    let notes = empty_the_memory();
    let journal = with(|store| match &store.journal {
        DbState::Here(journal) => Some(journal.clone()),
        _ => None,
    });
    let is_done = Rc::new(Cell::new(false));
    let then = Rc::new(then);
    let (late, late_notes, late_then) = (is_done.clone(), notes.clone(), then.clone());
    platform::set_timeout(PATIENCE_MILLISECONDS, move || {
        if !late.replace(true) {
            empty_local_storage(&late_notes);
            late_then(Erased::ForNow);
        }
    });
    platform::spawn_local(async move {
        let went = match journal {
            Some(journal) => erase(&journal, &notes).await,
            None => Err(StorageError::Failed),
        };
        let was_late = is_done.replace(true);
        empty_local_storage(&notes);
        if went.is_ok() || !was_late {
            then(if went.is_ok() { Erased::ForGood } else { Erased::ForNow });
        }
    });
}

fn empty_the_memory() -> Notes {
    let open = keys_of_ours().open();
    let known = with(|store| {
        let texts = store.texts.iter().map(|text| (text.key.clone(), text.from.clone()));
        texts.collect::<Vec<_>>()
    });
    let mut notes = Vec::new();
    for (key, from) in known {
        let note = note(&key);
        notes.push((key, note));
        notes.extend(from.map(|old| (old, String::new())));
    }
    with(|store| {
        store.pending_writes.clear();
        for (key, note) in &notes {
            if let Some(text) = store.text(key) {
                text.now.clone_from(note);
                text.base.clone_from(note);
                (text.revision, text.guarded, text.from) = (0, false, None);
            }
        }
        store.texts.retain(|text| text.key != open && !text.now.is_empty());
    });
    Rc::new(notes)
}

// A deletion marker for a case; an empty text for anything else.
fn note(key: &str) -> String {
    if is_case(key) { stored_case::deleted(last_revision(key)) } else { String::new() }
}

fn empty_local_storage(notes: &Notes) {
    for (key, note) in notes.iter() {
        platform::remove(key);
        with(|store| store.windows.as_ref().map(|windows| windows.post(key, note)));
    }
    // Redirections from the keys of earlier versions to cases of this document.
    let first = keys_of_ours().first();
    let moved = |text: &str| text.contains(&first) && matches!(Stored::read(text), Ok(Stored::Moved));
    for key in platform::keys_with_prefix(PREFIX) {
        if platform::get_item(&key).is_some_and(|text| moved(&text)) {
            platform::remove(&key);
        }
    }
    crate::store::settings::forget();
    tell(StoreEvent::Standing(String::new()));
}

// A full database cannot store the deletion markers, so the texts are deleted first to make room.
async fn erase(journal: &IndexedDb, notes: &Notes) -> Result<(), StorageError> {
    let all = notes.to_vec();
    let went = journal.update("", true, Box::new(move |_| all)).await;
    if went != Err(StorageError::Full) {
        return went;
    }
    let nothing: Vec<_> = notes.iter().map(|(key, _)| (key.clone(), String::new())).collect();
    journal.update("", true, Box::new(move |_| nothing)).await?;
    let all = notes.to_vec();
    journal.update("", true, Box::new(move |_| all)).await
}
