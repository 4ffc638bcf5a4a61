//! Loads, restores and deletes stored cases. In the lazy module only, because it reads them ([`super::reader`]).

use super::keys::OLD_OPEN;
use super::quarantine::quarantine;
use super::{NEW, is_case, keys, keys_of_ours, mark_read_only, save, sync, text, unused_key, with, write_local};
use crate::platform;
use crate::state::stored_case::{self, LoadError, Stored, StoredCase};

/// The result of loading a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadOutcome {
    /// Nothing is stored under the key.
    Nothing,
    /// The stored case.
    Case(Box<StoredCase>),
    /// The stored text is unreadable; it is quarantined under this key.
    Damaged(String),
    /// The stored text was written by a newer version of the app; it is left unchanged under this key.
    Newer(String),
}

/// The case that is opened at start-up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InitialCase {
    /// Its key.
    pub key: String,
    /// Whether it replaces the case that was open last, because that case no longer exists.
    pub is_substitute: bool,
}

/// The case to open at start-up: the one that was open last, or the newest one if that no longer exists.
pub fn opening() -> InitialCase {
    let ours = keys_of_ours();
    let cases = keys();
    let of = |key: String| InitialCase { key, is_substitute: false };
    let old_open = || platform::get_item(OLD_OPEN).and_then(|key| ours.renamed(&key));
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

/// Loads a case. Unreadable data is quarantined.
pub fn load(key: &str) -> LoadOutcome {
    let Some(text) = text(key) else { return LoadOutcome::Nothing };
    match StoredCase::read(&text) {
        Ok(saved) => {
            let is_moving = with(|store| {
                let known = store.add(key, text.clone(), text.clone());
                known.revision = saved.revision;
                known.from.is_some()
            });
            if is_moving {
                write_local(key, &text);
            }
            LoadOutcome::Case(Box::new(saved))
        }
        Err(LoadError::UnsupportedVersion) => {
            mark_read_only(key);
            LoadOutcome::Newer(key.into())
        }
        Err(LoadError::Corrupt) => LoadOutcome::Damaged(quarantine(key, text)),
    }
}

/// Restores a deleted case.
pub fn restore(key: &str, text: &str) {
    if let Ok(saved) = StoredCase::read(text) {
        let deletion = with(|store| store.text(key).map(|text| text.now.clone())).unwrap_or_default();
        let deleted_at = if let Ok(Stored::Deleted(revision)) = Stored::read(&deletion) { revision } else { 0 };
        save(key, &StoredCase { revision: deleted_at.max(saved.revision) + 1, ..saved });
    }
}

/// Deletes the text of a key. For a case, IndexedDB keeps a deletion marker, so that an older copy is ignored.
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

/// The revision of the text under a key, as far as it can be parsed.
pub fn last_revision(key: &str) -> u64 {
    let known = with(|store| store.text(key).map(|text| (text.revision, text.now.clone())));
    let (revision, now) = known.unwrap_or_default();
    match Stored::read(&now) {
        Ok(Stored::Case(saved)) => saved.revision.max(revision),
        Ok(Stored::Deleted(deleted)) => deleted.max(revision),
        _ => revision,
    }
}
