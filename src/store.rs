//! The case store: memory, local storage and IndexedDB. Knows the envelope of a stored case, and no page.
//!
//! Local storage is read synchronously at start-up and written synchronously, but the browser flushes it to disk up to
//! a minute later. A completed IndexedDB transaction is on disk. IndexedDB transactions also resolve concurrent changes
//! of several tabs and decide about deletions. At start-up the newest readable copy wins. If neither store is
//! available, the app works from memory alone.
//!
//! The main module only writes cases. They are read by the lazy module ([`reader`]); a stored case that cannot be read
//! yet is neither opened nor overwritten.
//!
//! Unreadable data is quarantined under a key of its own and never overwritten. The list of cases is computed from the
//! keys, so there is no index that could disagree with the stored data.

mod durability;
mod erasing;
mod incoming;
mod keys;
mod loading;
mod quarantine;
mod reader;
mod reconcile;
pub mod safety;
pub mod settings;
mod sync;

pub use durability::{DbStatus, Durability, MemoryOnlyReason, WriteProgress, standing as standing_of};
pub use erasing::{Erased, forget_everything};
pub use keys::PREFIX;
pub use loading::{InitialCase, LoadOutcome, load, opening, remove, restore};
pub use reader::{IncomingText, READER, StoredCaseReader, has_unread_case, set_reader};

use crate::platform::{self, IndexedDb, StorageError, Windows};
use crate::state::stored_case::{self, StoredCase, is_newer};
use keys::Keys;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

// Value of the key of the open case while the open case has no answers.
const NEW: &str = "new";

/// Events of the store that the app handles.
pub enum StoreEvent {
    /// The case under this key changed from the second value (`None` if the case is new to this tab) to the third.
    Joined(String, Option<Box<StoredCase>>, Box<StoredCase>),
    /// A newer version of the app has written the case under this key.
    Newer(String),
    /// An unreadable copy was quarantined under this key.
    Damaged(String),
    /// The case under this key was deleted before the last visit ended; local storage did not have the deletion yet.
    Gone(String),
    /// IndexedDB was read, or stored cases can be read now, so the case that was open last is known.
    Read,
    /// The durability of the case under this key may have changed.
    Standing(String),
}

// A stored text and its key, in the memory of this tab.
struct StoredEntry {
    key: String,
    now: String,
    // The text that this tab last saw in IndexedDB.
    base: String,
    // The revision of `now`, if it is a case.
    revision: u64,
    // The key is not written, because the stored text was written by a newer version of the app or could not be
    // quarantined.
    guarded: bool,
    // The key under which an earlier version stored the text, until it is stored under `key`.
    from: Option<String>,
    // The key in local storage while another tab's text under `key` cannot be read, so that neither replaces the other.
    apart: Option<String>,
    local: Result<(), StorageError>,
    journal: Result<(), StorageError>,
}

enum DbState {
    // Nothing may be persisted beyond this tab.
    Disabled,
    Coming,
    Here(IndexedDb),
    Gone(StorageError),
}

struct Store {
    texts: Vec<StoredEntry>,
    journal: DbState,
    // The keys to write to IndexedDB, and whether the write must survive a power cut (strict durability).
    pending_writes: Vec<(String, bool)>,
    // Key of the write in flight. Its order relative to incoming changes is not known yet.
    writing: Option<String>,
    // Number of completed writes, by which a write that takes too long is detected.
    written: u64,
    // IndexedDB does not respond.
    stuck: bool,
    on_event: Option<Rc<dyn Fn(StoreEvent)>>,
    // Events that occurred before a listener was set.
    unheard: Vec<StoreEvent>,
    // Callbacks that wait until IndexedDB was read or is known to be unavailable.
    waiting: Vec<Box<dyn FnOnce()>>,
    windows: Option<Windows>,
    // The functions that read stored cases, once the lazy module has loaded.
    reader: Option<&'static StoredCaseReader>,
    // Texts that were received before there was a reader.
    unread: Vec<IncomingText>,
    // Whether IndexedDB was read before there was a reader.
    is_unread: bool,
}

thread_local! {
    // Id of the document. It is part of all storage keys.
    static DOCUMENT: Cell<&'static str> = const { Cell::new("") };
    // One store per page, like local storage.
    static STORE: RefCell<Store> = const {
        RefCell::new(Store {
            texts: Vec::new(),
            journal: DbState::Disabled,
            pending_writes: Vec::new(),
            writing: None,
            written: 0,
            stuck: false,
            on_event: None,
            unheard: Vec::new(),
            waiting: Vec::new(),
            windows: None,
            reader: None,
            unread: Vec::new(),
            is_unread: false,
        })
    };
}

// `act` must not access the store: it is borrowed mutably.
fn with<T>(act: impl FnOnce(&mut Store) -> T) -> T {
    STORE.with(|store| act(&mut store.borrow_mut()))
}

fn tell(said: StoreEvent) {
    match with(|store| store.on_event.clone()) {
        Some(told) => told(said),
        // All other events can be dropped: the listener reads the complete store when it starts.
        None if matches!(said, StoreEvent::Newer(_) | StoreEvent::Damaged(_)) => with(|store| store.unheard.push(said)),
        None => {}
    }
}

// Id of the document that the cases and settings belong to.
fn document_id() -> &'static str {
    DOCUMENT.get()
}

fn keys_of_ours() -> Keys {
    Keys(document_id())
}

impl Store {
    fn text(&mut self, key: &str) -> Option<&mut StoredEntry> {
        self.texts.iter_mut().find(|text| text.key == key)
    }

    fn add(&mut self, key: &str, now: String, base: String) -> &mut StoredEntry {
        let at = self.texts.iter().position(|text| text.key == key).unwrap_or(self.texts.len());
        if at == self.texts.len() {
            let key = key.to_owned();
            let new = StoredEntry {
                key,
                now: String::new(),
                base,
                revision: 0,
                guarded: false,
                from: None,
                apart: None,
                local: Ok(()),
                journal: Ok(()),
            };
            self.texts.push(new);
        }
        let text = &mut self.texts[at];
        text.now = now;
        text
    }

    fn set_due(&mut self, key: &str, strict: bool) {
        match self.pending_writes.iter_mut().find(|(due, _)| due == key) {
            Some((_, known)) => *known |= strict,
            None => self.pending_writes.push((key.to_owned(), strict)),
        }
    }
}

/// Sets the id of the document. Must be called before any other function of this module.
pub fn set_document(document_id: &'static str) {
    DOCUMENT.set(document_id);
}

/// Reads the document's entries of local storage and starts to open IndexedDB.
pub fn start() {
    let ours = keys_of_ours();
    let kept = platform::keys_with_prefix(PREFIX).into_iter().filter_map(|key| Some((platform::get_item(&key)?, key)));
    let (own, old): (Vec<_>, Vec<_>) = kept.partition(|(text, key)| is_ours(key, text));
    with(|store| {
        for (text, key) in own {
            store.add(&key, text.clone(), text);
        }
        store.windows = platform::windows(sync::on_remote_change);
        store.journal = DbState::Coming;
    });
    for (text, key) in old {
        let Some(new) = ours.taken_over(&key, &text).filter(|new| !is_known(new)) else { continue };
        with(|store| store.add(&new, text.clone(), text).from = Some(key));
    }
    sync::start();
}

// Whether an entry belongs to this document.
fn is_ours(key: &str, text: &str) -> bool {
    let ours = keys_of_ours();
    ours.is_case(key) || ours.is_damaged(key, text) || key == ours.open()
}

fn is_case(key: &str) -> bool {
    keys_of_ours().is_case(key)
}

fn is_known(key: &str) -> bool {
    with(|store| store.text(key).is_some())
}

/// Calls `then` once IndexedDB was read, or could not be opened in time.
pub fn when_read(then: impl FnOnce() + 'static) {
    if with(|store| matches!(store.journal, DbState::Coming)) {
        with(|store| store.waiting.push(Box::new(then)));
    } else {
        then();
    }
}

/// Sets the listener for store events, and delivers the events that were queued before.
pub fn listen(told: impl Fn(StoreEvent) + 'static) {
    with(|store| store.on_event = Some(Rc::new(told)));
    with(|store| std::mem::take(&mut store.unheard)).into_iter().for_each(tell);
}

/// Whether there is a case in local storage. To be called after [`start`].
pub fn has_case() -> bool {
    !keys().is_empty()
}

/// Stores which case is open, for the next visit.
pub fn set_open(key: &str) {
    let open = keys_of_ours().open();
    let named = if text(key).is_some() { key } else { NEW };
    if with(|store| store.text(&open).is_none_or(|text| text.now != named)) {
        put(&open, named.to_owned(), 0);
    }
}

/// A key that is not in use.
pub fn new_key() -> String {
    let mut number = platform::now();
    loop {
        let key = keys_of_ours().numbered(number);
        if !is_known(&key) {
            return key;
        }
        number += 1;
    }
}

/// The key of the first case, or a new key if that one is in use.
pub fn unused_key() -> String {
    let first = keys_of_ours().first();
    if is_known(&first) { new_key() } else { first }
}

/// The keys of all cases, the first case first.
pub fn keys() -> Vec<String> {
    let mut keys = all();
    keys.retain(|(key, _)| is_case(key));
    keys.into_iter().map(|(key, _)| key).collect()
}

/// All keys of cases and quarantined copies, each with the size of its text in bytes.
pub fn all() -> Vec<(String, usize)> {
    let open = keys_of_ours().open();
    let wanted = |text: &&StoredEntry| text.key != open && is_there(&text.now);
    with(|store| store.texts.iter().filter(wanted).map(|text| (text.key.clone(), text.now.len())).collect())
}

/// The stored text of a key, unparsed.
pub fn text(key: &str) -> Option<String> {
    with(|store| store.text(key).map(|text| text.now.clone())).filter(|text| is_there(text))
}

// Whether a text holds data, as opposed to a deletion marker or a redirection to another key.
fn is_there(text: &str) -> bool {
    !text.is_empty() && !stored_case::is_note(text)
}

/// The revision of the case under a key; 0 if there is none.
pub fn revision(key: &str) -> u64 {
    with(|store| store.text(key).map_or(0, |text| text.revision))
}

fn mark_read_only(key: &str) {
    with(|store| store.text(key).map(|text| text.guarded = true));
}

/// Stores a case. The result is reported as [`StoreEvent::Standing`]; on failure the previously stored text is kept.
pub fn save(key: &str, saved: &StoredCase) {
    put(key, saved.write(), saved.revision);
}

fn put(key: &str, now: String, revision: u64) {
    let is_guarded = with(|store| store.text(key).is_some_and(|text| text.guarded));
    if is_guarded {
        return;
    }
    with(|store| store.add(key, now.clone(), String::new()).revision = revision);
    if with(|store| !matches!(store.journal, DbState::Disabled)) {
        write_local(key, &now);
        sync::due(key, false);
    }
    tell(StoreEvent::Standing(key.to_owned()));
}

// Checks first whether a newer version of the app has written to this key in the meantime.
fn write_local(key: &str, now: &str) {
    if platform::get_item(key).is_some_and(|there| is_newer(&there)) {
        mark_read_only(key);
        return tell(StoreEvent::Newer(key.to_owned()));
    }
    let apart = with(|store| store.text(key).and_then(|text| text.apart.clone()));
    let place = apart.as_deref().unwrap_or(key);
    let mut went = platform::set_item(place, now);
    // Reads the value back, because a storage may accept writes and return nothing.
    if went.is_ok() && platform::get_item(place).as_deref() != Some(now) {
        went = Err(StorageError::Failed);
    }
    with(|store| store.text(key).map(|text| text.local = went));
}

// Replaces the text under an earlier version's key with a redirection, once the answers are stored under this
// document's key. An older version of the app leaves a redirection alone.
fn leave_the_old_key(key: &str) {
    let from = with(|store| store.text(key).and_then(|text| text.from.take()));
    if let Some(old) = from.filter(|old| platform::get_item(old).is_some()) {
        // If the write is refused, the older revision under the old key is ignored at the next start.
        let _ = platform::set_item(&old, &stored_case::moved(key));
    }
}

/// Clears the in-memory entries of this tab.
pub fn clear_memory() {
    with(|store| store.texts.clear());
}

/// Writes the last change of a case with strict durability, so that it survives a power cut.
pub fn flush_strict(key: &str) {
    if text(key).is_some() {
        sync::due(key, true);
    }
}

/// The durability of the last change of the case under a key.
pub fn standing(key: &str) -> Durability {
    with(|store| {
        let is_due = store.pending_writes.iter().any(|(due, _)| due == key);
        let (is_stuck, shared) = (store.stuck, matches!(store.journal, DbState::Disabled));
        let place = match &store.journal {
            DbState::Coming => DbStatus::Busy,
            DbState::Gone(why) => DbStatus::Refuses(*why),
            _ if is_stuck => DbStatus::Refuses(StorageError::Failed),
            _ if is_due => DbStatus::Busy,
            _ => DbStatus::Has,
        };
        let Some(text) = store.text(key) else {
            let local = if platform::is_available() { Ok(()) } else { Err(StorageError::Forbidden) };
            return standing_of(&WriteProgress { shared, guarded: false, local, journal: place });
        };
        let journal = match (place, text.journal) {
            (DbStatus::Has, Err(why)) => DbStatus::Refuses(why),
            (DbStatus::Has, Ok(())) if text.base != text.now => DbStatus::Busy,
            _ => place,
        };
        // A pending retry still counts as refused.
        let journal = match (journal, text.journal) {
            (DbStatus::Busy, Err(why)) => DbStatus::Refuses(why),
            _ => journal,
        };
        standing_of(&WriteProgress { shared, guarded: text.guarded, local: text.local, journal })
    })
}
