//! Where cases are kept: one key of the browser's storage each, and which of them is open. Knows their envelope, and no
//! page.
//!
//! What cannot be read is put aside under a key of its own and never overwritten. Listing the keys is the list of cases,
//! so that no index can ever disagree with what is there.

use crate::browser::{self, NotSaved};
use crate::saved::{Saved, Unusable};

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
    /// There is no storage.
    Forbidden,
}

/// The key of the case that was open last.
pub fn open_key() -> String {
    let open = browser::kept_text(OPEN).filter(|key| key == CASE || key.starts_with("huiqi.case."));
    open.unwrap_or_else(|| CASE.to_owned())
}

/// Says which case is open, for the next visit.
pub fn set_open(key: &str) {
    // Where this cannot be kept, the next visit opens the first case; nothing is lost by that.
    let _ = browser::keep(OPEN, key);
}

/// A key that no case has.
pub fn new_key() -> String {
    let used = keys();
    let mut number = browser::now();
    loop {
        let key = format!("{CASE}.{number}");
        if !used.contains(&key) {
            return key;
        }
        number += 1;
    }
}

/// The keys of all cases.
pub fn keys() -> Vec<String> {
    let mut keys = browser::kept_keys("huiqi.case.");
    if browser::kept_text(CASE).is_some() {
        keys.insert(0, CASE.to_owned());
    }
    keys
}

/// Reads a case. What cannot be read is moved aside.
pub fn load(key: &str) -> Kept {
    if !browser::can_keep() {
        return Kept::Forbidden;
    }
    let Some(text) = browser::kept_text(key) else { return Kept::Nothing };
    match Saved::read(&text) {
        Ok(saved) => Kept::Case(Box::new(saved)),
        Err(Unusable::Newer) => Kept::Newer(key.into()),
        Err(Unusable::Damaged) => Kept::Damaged(put_aside(key, &text)),
    }
}

fn put_aside(key: &str, text: &str) -> String {
    let mut old = browser::kept_keys(DAMAGED);
    while old.len() >= DAMAGED_KEPT {
        let Some((oldest, key)) = old.iter().enumerate().min_by_key(|(_, key)| key.as_str()) else { break };
        browser::remove(key);
        old.swap_remove(oldest);
    }
    let aside = format!("{DAMAGED}{}", browser::now());
    // Only once the copy is safe may the original be overwritten by the next save.
    if browser::keep(&aside, text).is_ok() {
        browser::remove(key);
        aside
    } else {
        key.into()
    }
}

/// Keeps a case.
///
/// # Errors
/// Why it could not be kept; what was kept before stays.
pub fn save(key: &str, saved: &Saved) -> Result<(), NotSaved> {
    browser::keep(key, &saved.write())
}
