//! What the browser keeps with a tab: texts until it is closed, and a number with each entry of its history. Knows no page.

use super::window;
use wasm_bindgen::JsValue;
use web_sys::{ScrollRestoration, Storage};

// Reading it throws where site data is blocked.
fn storage() -> Option<Storage> {
    window()?.session_storage().ok().flatten()
}

/// The text that the tab keeps under a key.
pub fn kept_in_tab(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Keeps a text under a key until the tab is closed. What cannot be kept is done without.
pub fn keep_in_tab(key: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, text);
    }
}

/// Forgets the text under a key.
pub fn forget_in_tab(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// The number of the current entry of the history; none where it has none yet.
pub fn entry_of_history() -> Option<u64> {
    // Whole milliseconds of this age fit without loss.
    window()?.history().ok()?.state().ok()?.as_f64().map(|number| number as u64)
}

/// Numbers the current entry of the history. The number stays with it when the page is loaded anew.
pub fn number_entry_of_history(number: u64) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state(&JsValue::from_f64(number as f64), "");
    }
}

/// Leaves it to the app how far a page is scrolled that is shown again.
pub fn scroll_by_hand() {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
    }
}
