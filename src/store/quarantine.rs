//! Moves unreadable texts to keys of their own. In the lazy module only.

use super::{DbState, all, is_case, keys_of_ours, mark_read_only, put, remove, with};
use crate::platform;

// Limit of quarantined copies; the oldest ones are deleted. Three are enough to recover data.
const DAMAGED_KEPT: usize = 3;

/// Moves unreadable data from the key of a case to a quarantine key. The original may be overwritten only once the copy
/// is stored.
pub fn quarantine(key: &str, damaged: String) -> String {
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

/// A key for one more quarantined copy. Beyond [`DAMAGED_KEPT`] copies the oldest are deleted.
pub fn quarantine_key() -> String {
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
