//! Where cases are kept: in the memory of this window, in local storage, and in the journal. Knows their envelope, and no
//! page.
//!
//! Local storage is read at once at the start, and written at once; but the browser puts it on the disk up to a minute
//! later. The journal is on the disk once it says so, and its transactions decide between windows. At the start the
//! newest copy that can be read counts. Where neither place can be had, memory carries on alone.
//!
//! What cannot be read is put aside under a key of its own and never overwritten. Listing the keys is the list of cases,
//! so that no index can ever disagree with what is there.

mod ruling;
mod writer;

use crate::browser::{self, Journal, NotSaved, Windows};
use crate::saved::{Saved, Unusable, is_newer};
use std::cell::RefCell;
use std::rc::Rc;

// The key of the first case, and the beginning of the keys of all others.
const CASE: &str = "huiqi.case";
const OPEN: &str = "huiqi.open";
const DAMAGED: &str = "huiqi.damaged.";
// Old damaged copies give way to new ones; three are enough to get anything back.
const DAMAGED_KEPT: usize = 3;

/// How reading what was kept went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Nothing was kept.
    Nothing,
    /// This was kept.
    Case(Box<Saved>),
    /// It cannot be read; it is now under this key.
    Damaged(String),
    /// A newer version of the app wrote it; it is left where it is.
    Newer(String),
}

/// How safe the last change of a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It outlives the browser.
    Kept,
    /// It is on its way.
    Pending,
    /// It is in this window and nowhere else, and cannot be elsewhere.
    Memory,
    /// It should be kept and could not be.
    Failed(NotSaved),
}

/// What the app should know of what happened here.
pub enum Said {
    /// The case under a key now is the second of these, where this window knew the first (nothing, if it is new).
    Joined(String, Option<Box<Saved>>, Box<Saved>),
    /// A newer version of the app has written the case under this key.
    Newer(String),
    /// A copy that cannot be read is now under this key.
    Damaged(String),
    /// The case under this key was deleted before the last visit ended, and local storage did not know it yet.
    Gone(String),
    /// The case under this key was open last.
    Open(String),
    /// How safe the case under this key is may have changed.
    Standing(String),
}

// A text under a key, in the memory of this window.
struct Text {
    key: String,
    now: String,
    // What this window has last seen in the journal.
    base: String,
    // The revision of `now`, if it is a case.
    revision: u64,
    // A newer version of the app, or something that could not be put aside, stands there: it is not written.
    guarded: bool,
    local: Result<(), NotSaved>,
    journal: Result<(), NotSaved>,
}

enum Place {
    // Nothing may outlive this window.
    Unwanted,
    Coming,
    Here(Journal),
    Gone(NotSaved),
}

struct Store {
    texts: Vec<Text>,
    journal: Place,
    // The keys that the journal has to learn of, and whether a power cut must not undo it.
    due: Vec<(String, bool)>,
    // The key that is being written, of which nobody knows yet whether it is before or after what is heard.
    writing: Option<String>,
    told: Option<Rc<dyn Fn(Said)>>,
    windows: Option<Windows>,
}

thread_local! {
    // Like local storage there is one for the whole page.
    static STORE: RefCell<Store> = const {
        RefCell::new(Store { texts: Vec::new(), journal: Place::Unwanted, due: Vec::new(), writing: None, told: None, windows: None })
    };
}

// Nothing that is called from here may use the store.
fn with<T>(act: impl FnOnce(&mut Store) -> T) -> T {
    STORE.with(|store| act(&mut store.borrow_mut()))
}

fn tell(said: Said) {
    if let Some(told) = with(|store| store.told.clone()) {
        told(said);
    }
}

impl Store {
    fn text(&mut self, key: &str) -> Option<&mut Text> {
        self.texts.iter_mut().find(|text| text.key == key)
    }

    fn add(&mut self, key: &str, now: String, base: String) -> &mut Text {
        let at = self.texts.iter().position(|text| text.key == key).unwrap_or(self.texts.len());
        if at == self.texts.len() {
            let key = key.to_owned();
            let new =
                Text { key, now: String::new(), base, revision: 0, guarded: false, local: Ok(()), journal: Ok(()) };
            self.texts.push(new);
        }
        let text = &mut self.texts[at];
        text.now = now;
        text
    }

    fn set_due(&mut self, key: &str, strict: bool) {
        match self.due.iter_mut().find(|(due, _)| due == key) {
            Some((_, known)) => *known |= strict,
            None => self.due.push((key.to_owned(), strict)),
        }
    }
}

/// Reads what local storage has, and asks for the journal. `told` hears what comes of it.
pub fn start(told: impl Fn(Said) + 'static) {
    let kept = browser::kept_keys("huiqi.").into_iter().filter_map(|key| Some((browser::kept_text(&key)?, key)));
    with(|store| {
        for (text, key) in kept {
            store.add(&key, text.clone(), text);
        }
        store.told = Some(Rc::new(told));
        store.windows = browser::windows(writer::hear);
        store.journal = Place::Coming;
    });
    writer::start();
}

/// Whether local storage has a case, before [`start`] as well as after it.
pub fn has_case() -> bool {
    !browser::kept_keys(CASE).is_empty()
}

/// Keeps everything in the memory of this window only.
pub fn start_in_memory(told: impl Fn(Said) + 'static) {
    with(|store| store.told = Some(Rc::new(told)));
}

/// The key of the case that was open last.
pub fn open_key() -> String {
    let open = text(OPEN).filter(|key| is_case(key));
    open.unwrap_or_else(|| CASE.to_owned())
}

fn is_case(key: &str) -> bool {
    key == CASE || key.starts_with("huiqi.case.")
}

/// Says which case is open, for the next visit.
pub fn set_open(key: &str) {
    put(OPEN, key.to_owned(), 0);
}

/// A key that no case has.
pub fn new_key() -> String {
    let mut number = browser::now();
    loop {
        let key = format!("{CASE}.{number}");
        if text(&key).is_none() {
            return key;
        }
        number += 1;
    }
}

/// The keys of all cases, the first one first.
pub fn keys() -> Vec<String> {
    let mut keys = all();
    keys.retain(|(key, _)| is_case(key));
    keys.into_iter().map(|(key, _)| key).collect()
}

/// All keys under which something is kept, cases and damaged copies, with its size in bytes.
pub fn all() -> Vec<(String, usize)> {
    let wanted = |text: &&Text| text.key != OPEN && !text.now.is_empty();
    with(|store| store.texts.iter().filter(wanted).map(|text| (text.key.clone(), text.now.len())).collect())
}

/// The text under a key, as it is.
pub fn text(key: &str) -> Option<String> {
    with(|store| store.text(key).map(|text| text.now.clone())).filter(|text| !text.is_empty())
}

/// The revision of the case under a key; 0 where there is none.
pub fn revision(key: &str) -> u64 {
    with(|store| store.text(key).map_or(0, |text| text.revision))
}

/// Reads a case. What cannot be read is moved aside.
pub fn load(key: &str) -> Kept {
    let Some(text) = text(key) else { return Kept::Nothing };
    match Saved::read(&text) {
        Ok(saved) => {
            with(|store| store.add(key, text.clone(), text).revision = saved.revision);
            Kept::Case(Box::new(saved))
        }
        Err(Unusable::Newer) => {
            guard(key);
            Kept::Newer(key.into())
        }
        Err(Unusable::Damaged) => Kept::Damaged(put_aside(key, text)),
    }
}

fn guard(key: &str) {
    with(|store| store.text(key).map(|text| text.guarded = true));
}

fn put_aside(key: &str, damaged: String) -> String {
    let aside = aside_key();
    // Only once the copy is safe may the original be overwritten by the next save.
    if browser::keep(&aside, &damaged).is_err() && with(|store| matches!(store.journal, Place::Gone(_))) {
        guard(key);
        return key.into();
    }
    put(&aside, damaged, 0);
    browser::remove(key);
    with(|store| store.texts.retain(|text| text.key != key));
    aside
}

// A key for one more damaged copy; the oldest ones beyond three go.
fn aside_key() -> String {
    let mut old: Vec<String> = all().into_iter().map(|(key, _)| key).filter(|key| key.starts_with(DAMAGED)).collect();
    while old.len() >= DAMAGED_KEPT {
        let Some((oldest, key)) = old.iter().enumerate().min_by_key(|(_, key)| key.as_str()) else { break };
        remove(key);
        old.swap_remove(oldest);
    }
    let mut number = browser::now();
    while old.contains(&format!("{DAMAGED}{number}")) {
        number += 1;
    }
    format!("{DAMAGED}{number}")
}

/// Keeps a case. How that went comes as [`Said::Standing`]; what was kept before stays where it fails.
pub fn save(key: &str, saved: &Saved) {
    put(key, saved.write(), saved.revision);
}

/// Puts back a text that was removed.
pub fn restore(key: &str, text: &str) {
    put(key, text.to_owned(), 0);
}

fn put(key: &str, now: String, revision: u64) {
    let is_guarded = with(|store| store.text(key).is_some_and(|text| text.guarded));
    if is_guarded {
        return;
    }
    with(|store| store.add(key, now.clone(), String::new()).revision = revision);
    if with(|store| !matches!(store.journal, Place::Unwanted)) {
        write_local(key, &now);
        writer::due(key, false);
    }
    tell(Said::Standing(key.to_owned()));
}

// A newer version of the app may have written there since.
fn write_local(key: &str, now: &str) {
    if browser::kept_text(key).is_some_and(|there| is_newer(&there)) {
        guard(key);
        return tell(Said::Newer(key.to_owned()));
    }
    let went = browser::keep(key, now);
    with(|store| store.text(key).map(|text| text.local = went));
}

/// Removes what is kept under a key.
pub fn remove(key: &str) {
    browser::remove(key);
    with(|store| store.texts.retain(|text| text.key != key));
    writer::due(key, false);
}

/// Deletes everything this app keeps, here and in other windows.
pub fn forget_everything() {
    let keys: Vec<String> = with(|store| store.texts.drain(..).map(|text| text.key).collect());
    browser::kept_keys("huiqi").iter().for_each(|key| browser::remove(key));
    keys.iter().for_each(|key| writer::due(key, true));
}

/// Forgets what is in the memory of this window.
pub fn clear_memory() {
    with(|store| store.texts.clear());
}

/// Sees to it that a power cut does not undo the last change of a case.
pub fn settle(key: &str) {
    if text(key).is_some() {
        writer::due(key, true);
    }
}

/// How safe the last change of the case under a key is.
pub fn standing(key: &str) -> Standing {
    with(|store| {
        let journal = match &store.journal {
            Place::Unwanted => return Standing::Memory,
            Place::Gone(why) => Some(Err(*why)),
            Place::Coming => None,
            Place::Here(_) if store.due.iter().any(|(due, _)| due == key) => None,
            Place::Here(_) => Some(Ok(())),
        };
        let Some(text) = store.text(key) else {
            let is_nowhere = matches!(journal, Some(Err(_))) && !browser::can_keep();
            return if is_nowhere { Standing::Memory } else { Standing::Kept };
        };
        let journal = match journal {
            _ if text.guarded => return Standing::Memory,
            Some(Ok(())) => text.journal,
            Some(Err(why)) => Err(why),
            None => return Standing::Pending,
        };
        match (text.local, journal) {
            (_, Ok(())) if text.base != text.now => Standing::Pending,
            (_, Ok(())) | (Ok(()), _) => Standing::Kept,
            (Err(NotSaved::Full), _) | (_, Err(NotSaved::Full)) => Standing::Failed(NotSaved::Full),
            (Err(NotSaved::Forbidden), _) => Standing::Memory,
            (_, Err(why)) => Standing::Failed(why),
        }
    })
}
