//! Deletes everything of this document: first in the journal, because only that outlives the browser, then in local
//! storage, which may show it for a minute longer.

use super::{DbState, PREFIX, StoreEvent, is_case, keys_of_ours, last_revision, tell, with};
use crate::platform::{self, IndexedDb, StorageError};
use crate::state::stored_case::{self, Stored};
use std::cell::Cell;
use std::rc::Rc;

// A journal that has not answered by then is not waited for any longer.
const PATIENCE_MILLISECONDS: i32 = 5_000;

/// How deleting everything went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erased {
    /// Nothing comes back.
    ForGood,
    /// A browser that dies within a minute may bring it back.
    ForNow,
}

// Keys, and what stands there afterwards.
type Notes = Rc<Vec<(String, String)>>;

/// Deletes everything that this document keeps, here and in other windows, and says how that went; twice where the
/// journal answers late.
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

// What is left of a case is that it was deleted; of anything else, nothing.
fn note(key: &str) -> String {
    if is_case(key) { stored_case::deleted(last_revision(key)) } else { String::new() }
}

fn empty_local_storage(notes: &Notes) {
    for (key, note) in notes.iter() {
        platform::remove(key);
        with(|store| store.windows.as_ref().map(|windows| windows.post(key, note)));
    }
    // What says that a case of an earlier version is under another key now.
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

// A journal that is full takes no note, but makes room.
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
