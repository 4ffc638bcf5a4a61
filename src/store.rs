//! Where cases are kept: in the memory of this window, in local storage, and in the journal. Knows their envelope, and no
//! page.
//!
//! Local storage is read at once at the start, and written at once; but the browser puts it on the disk up to a minute
//! later. The journal is on the disk once it says so, and its transactions decide between windows and about deletions.
//! At the start the newest copy that can be read counts. Where neither place can be had, memory carries on alone.
//!
//! What cannot be read is put aside under a key of its own and never overwritten. Listing the keys is the list of cases,
//! so that no index can ever disagree with what is there.

mod durability;
mod erasing;
mod keys;
mod reconcile;
pub mod safety;
pub mod settings;
mod sync;

pub use durability::{DbStatus, Durability, MemoryOnlyReason, WriteProgress, standing as standing_of};
pub use erasing::{Erased, forget_everything};
pub use keys::PREFIX;

use crate::platform::{self, IndexedDb, StorageError, Windows};
use crate::state::stored_case::{self, LoadError, Stored, StoredCase, is_newer};
use keys::Keys;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

// Old damaged copies give way to new ones; three are enough to get anything back.
const DAMAGED_KEPT: usize = 3;
// Stands for the key of a case in which nothing was said yet.
const NEW: &str = "new";

/// How reading what was kept went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadOutcome {
    /// Nothing was kept.
    Nothing,
    /// This was kept.
    Case(Box<StoredCase>),
    /// It cannot be read; it is now under this key.
    Damaged(String),
    /// A newer version of the app wrote it; it is left where it is.
    Newer(String),
}

/// What the app should know of what happened here.
pub enum StoreEvent {
    /// The case under a key now is the second of these, where this window knew the first (nothing, if it is new).
    Joined(String, Option<Box<StoredCase>>, Box<StoredCase>),
    /// A newer version of the app has written the case under this key.
    Newer(String),
    /// A copy that cannot be read is now under this key.
    Damaged(String),
    /// The case under this key was deleted before the last visit ended, and local storage did not know it yet.
    Gone(String),
    /// The journal was read, so that it is known which case was open last.
    Read,
    /// How safe the case under this key is may have changed.
    Standing(String),
}

/// The case that a visit begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InitialCase {
    /// Its key.
    pub key: String,
    /// Whether it takes the place of another one, which is not there any more.
    pub is_substitute: bool,
}

// A text under a key, in the memory of this window.
struct StoredEntry {
    key: String,
    now: String,
    // What this window has last seen in the journal.
    base: String,
    // The revision of `now`, if it is a case.
    revision: u64,
    // A newer version of the app, or something that could not be put aside, stands there: it is not written.
    guarded: bool,
    // Where an earlier version kept it, until it is kept here.
    from: Option<String>,
    local: Result<(), StorageError>,
    journal: Result<(), StorageError>,
}

enum DbState {
    // Nothing may outlive this window.
    Disabled,
    Coming,
    Here(IndexedDb),
    Gone(StorageError),
}

struct Store {
    texts: Vec<StoredEntry>,
    journal: DbState,
    // The keys that the journal has to learn of, and whether a power cut must not undo it.
    pending_writes: Vec<(String, bool)>,
    // Key of the write in flight. Its order relative to incoming changes is not known yet.
    writing: Option<String>,
    // Counts what was written, so that one that takes too long is noticed.
    written: u64,
    // The journal does not answer.
    stuck: bool,
    on_event: Option<Rc<dyn Fn(StoreEvent)>>,
    // What was said before anybody listened.
    unheard: Vec<StoreEvent>,
    // What waits until it is known what the journal has.
    waiting: Vec<Box<dyn FnOnce()>>,
    windows: Option<Windows>,
}

thread_local! {
    // The id of the document, under which everything is kept.
    static DOCUMENT: Cell<&'static str> = const { Cell::new("") };
    // Like local storage there is one for the whole page.
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
        })
    };
}

// Nothing that is called from here may use the store.
fn with<T>(act: impl FnOnce(&mut Store) -> T) -> T {
    STORE.with(|store| act(&mut store.borrow_mut()))
}

fn tell(said: StoreEvent) {
    match with(|store| store.on_event.clone()) {
        Some(told) => told(said),
        // Whoever listens reads everything else from here.
        None if matches!(said, StoreEvent::Newer(_) | StoreEvent::Damaged(_)) => with(|store| store.unheard.push(said)),
        None => {}
    }
}

// The document whose cases and settings these are.
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

/// Sets the document that everything is kept for. Before anything else here.
pub fn set_document(document_id: &'static str) {
    DOCUMENT.set(document_id);
}

/// Reads what local storage has of the document, and asks for the journal.
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
        with(|store| store.add(&new, text.clone(), text.clone()).from = Some(key));
        if StoredCase::read(&text).is_ok() {
            write_local(&new, &text);
        }
    }
    sync::start();
}

// Whether this document has something under a key.
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

/// Calls `then` once it is known what the journal has, or that it cannot be had soon.
pub fn when_read(then: impl FnOnce() + 'static) {
    if with(|store| matches!(store.journal, DbState::Coming)) {
        with(|store| store.waiting.push(Box::new(then)));
    } else {
        then();
    }
}

/// Whoever is told what happens here from now on, and what nobody has heard yet.
pub fn listen(told: impl Fn(StoreEvent) + 'static) {
    with(|store| store.on_event = Some(Rc::new(told)));
    with(|store| std::mem::take(&mut store.unheard)).into_iter().for_each(tell);
}

/// Whether local storage has a case, once this has started.
pub fn has_case() -> bool {
    !keys().is_empty()
}

/// The case that a visit begins with: the one that was open last, or the newest one where that is not there any more.
pub fn opening() -> InitialCase {
    let ours = keys_of_ours();
    let cases = keys();
    let of = |key: String| InitialCase { key, is_substitute: false };
    let old_open = || platform::get_item(keys::OLD_OPEN).and_then(|key| ours.renamed(&key));
    let open = with(|store| store.text(&ours.open()).map(|text| text.now.clone())).or_else(old_open);
    match open {
        Some(key) if key == NEW => of(unused_key()),
        Some(key) if cases.contains(&key) => of(key),
        None if cases.contains(&ours.first()) => of(ours.first()),
        _ => newest(cases).map_or_else(|| of(unused_key()), |key| InitialCase { key, is_substitute: true }),
    }
}

fn newest(cases: Vec<String>) -> Option<String> {
    let saved_at = |key: &String| text(key).and_then(|text| StoredCase::read(&text).ok()).map(|saved| saved.saved_at);
    cases.into_iter().max_by_key(saved_at)
}

/// Says which case is open, for the next visit.
pub fn set_open(key: &str) {
    let open = keys_of_ours().open();
    let named = if text(key).is_some() { key } else { NEW };
    if with(|store| store.text(&open).is_none_or(|text| text.now != named)) {
        put(&open, named.to_owned(), 0);
    }
}

/// A key that no case has.
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

// The key of the first case, unless that was used before.
fn unused_key() -> String {
    let first = keys_of_ours().first();
    if is_known(&first) { new_key() } else { first }
}

/// The keys of all cases, the first one first.
pub fn keys() -> Vec<String> {
    let mut keys = all();
    keys.retain(|(key, _)| is_case(key));
    keys.into_iter().map(|(key, _)| key).collect()
}

/// All keys under which something is kept, cases and damaged copies, with its size in bytes.
pub fn all() -> Vec<(String, usize)> {
    let open = keys_of_ours().open();
    let wanted = |text: &&StoredEntry| text.key != open && is_there(&text.now);
    with(|store| store.texts.iter().filter(wanted).map(|text| (text.key.clone(), text.now.len())).collect())
}

/// The text under a key, as it is.
pub fn text(key: &str) -> Option<String> {
    with(|store| store.text(key).map(|text| text.now.clone())).filter(|text| is_there(text))
}

// Whether a text is more than a note that something was deleted.
fn is_there(text: &str) -> bool {
    !text.is_empty() && !stored_case::is_note(text)
}

/// The revision of the case under a key; 0 where there is none.
pub fn revision(key: &str) -> u64 {
    with(|store| store.text(key).map_or(0, |text| text.revision))
}

/// Reads a case. What cannot be read is moved aside.
pub fn load(key: &str) -> LoadOutcome {
    let Some(text) = text(key) else { return LoadOutcome::Nothing };
    match StoredCase::read(&text) {
        Ok(saved) => {
            with(|store| store.add(key, text.clone(), text).revision = saved.revision);
            LoadOutcome::Case(Box::new(saved))
        }
        Err(LoadError::UnsupportedVersion) => {
            mark_read_only(key);
            LoadOutcome::Newer(key.into())
        }
        Err(LoadError::Corrupt) => LoadOutcome::Damaged(quarantine(key, text)),
    }
}

fn mark_read_only(key: &str) {
    with(|store| store.text(key).map(|text| text.guarded = true));
}

// Moves what cannot be read away from the key of a case. Only once the copy is safe may the original be overwritten.
fn quarantine(key: &str, damaged: String) -> String {
    let aside = quarantine_key();
    if platform::set_item(&aside, &damaged).is_err() && with(|store| matches!(store.journal, DbState::Gone(_))) {
        mark_read_only(key);
        return key.into();
    }
    put(&aside, damaged, 0);
    platform::remove(key);
    with(|store| {
        let from = store.text(key).and_then(|text| text.from.take());
        store.texts.retain(|text| text.key != key);
        if let Some(text) = store.text(&aside) {
            text.from = from;
        }
    });
    aside
}

// A key for one more damaged copy; the oldest ones beyond three go.
fn quarantine_key() -> String {
    let mut old: Vec<String> = all().into_iter().map(|(key, _)| key).filter(|key| !is_case(key)).collect();
    while old.len() >= DAMAGED_KEPT {
        let Some((oldest, key)) = old.iter().enumerate().min_by_key(|(_, key)| key.as_str()) else { break };
        remove(key);
        old.swap_remove(oldest);
    }
    let mut number = platform::now();
    while old.contains(&keys_of_ours().damaged(number)) {
        number += 1;
    }
    keys_of_ours().damaged(number)
}

/// Keeps a case. How that went comes as [`Said::Standing`]; what was kept before stays where it fails.
pub fn save(key: &str, saved: &StoredCase) {
    put(key, saved.write(), saved.revision);
}

/// Puts back a case that was removed.
pub fn restore(key: &str, text: &str) {
    if let Ok(saved) = StoredCase::read(text) {
        let deletion = with(|store| store.text(key).map(|text| text.now.clone())).unwrap_or_default();
        let deleted_at = if let Ok(Stored::Deleted(revision)) = Stored::read(&deletion) { revision } else { 0 };
        save(key, &StoredCase { revision: deleted_at.max(saved.revision) + 1, ..saved });
    }
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

// A newer version of the app may have written there since.
fn write_local(key: &str, now: &str) {
    if platform::get_item(key).is_some_and(|there| is_newer(&there)) {
        mark_read_only(key);
        return tell(StoreEvent::Newer(key.to_owned()));
    }
    let mut went = platform::set_item(key, now);
    // One that takes everything and gives nothing back keeps nothing.
    if went.is_ok() && platform::get_item(key).as_deref() != Some(now) {
        went = Err(StorageError::Failed);
    }
    with(|store| store.text(key).map(|text| text.local = went));
}

// The answers are kept under a key of this document now, so that what an earlier version kept is only a note where they
// are. An older version that finds it leaves it alone.
fn leave_the_old_key(key: &str) {
    let from = with(|store| store.text(key).and_then(|text| text.from.take()));
    if let Some(old) = from.filter(|old| platform::get_item(old).is_some()) {
        // Where it is refused, what is older counts for nothing at the next start.
        let _ = platform::set_item(&old, &stored_case::moved(key));
    }
}

/// Removes what is kept under a key. Of a case the journal keeps that it was deleted, so that an older copy does not count.
pub fn remove(key: &str) {
    platform::remove(key);
    if is_case(key) {
        let deletion = stored_case::deleted(last_revision(key));
        with(|store| store.add(key, deletion, String::new()).revision = 0);
    } else {
        with(|store| store.texts.retain(|text| text.key != key));
    }
    sync::due(key, true);
}

// The revision of what stands under a key, as far as it can be read.
fn last_revision(key: &str) -> u64 {
    let known = with(|store| store.text(key).map(|text| (text.revision, text.now.clone())));
    let (revision, now) = known.unwrap_or_default();
    match Stored::read(&now) {
        Ok(Stored::Case(saved)) => saved.revision.max(revision),
        Ok(Stored::Deleted(deleted)) => deleted.max(revision),
        _ => revision,
    }
}

/// Forgets what is in the memory of this window.
pub fn clear_memory() {
    with(|store| store.texts.clear());
}

/// Sees to it that a power cut does not undo the last change of a case.
pub fn flush_strict(key: &str) {
    if text(key).is_some() {
        sync::due(key, true);
    }
}

/// How safe the last change of the case under a key is.
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
        // What is being tried again was refused before.
        let journal = match (journal, text.journal) {
            (DbStatus::Busy, Err(why)) => DbStatus::Refuses(why),
            _ => journal,
        };
        standing_of(&WriteProgress { shared, guarded: text.guarded, local: text.local, journal })
    })
}
