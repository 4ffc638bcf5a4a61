//! Data that the browser stores per tab: texts in session storage, and a number in each entry of the history. Knows no
//! page.

use super::window;
use wasm_bindgen::JsValue;
use web_sys::{ScrollRestoration, Storage};

// Reading the property throws if site data is blocked.
fn storage() -> Option<Storage> {
    window()?.session_storage().ok().flatten()
}

/// The text of a key in session storage.
pub fn kept_in_tab(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Stores a text under a key until the tab is closed. A failure is ignored.
pub fn keep_in_tab(key: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, text);
    }
}

/// Removes a key.
pub fn forget_in_tab(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// The number of the current entry of the history; `None` if it has not been numbered.
pub fn entry_of_history() -> Option<u64> {
    // Milliseconds since 1970 are exact in an `f64`.
    window()?.history().ok()?.state().ok()?.as_f64().map(|number| number as u64)
}

/// Numbers the current entry of the history. The number survives a reload.
pub fn number_entry_of_history(number: u64) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state(&JsValue::from_f64(number as f64), "");
    }
}

/// Gives the current entry of the history another hash address. No page is opened.
pub fn rename_entry_of_history(hash: &str) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let state = history.state().unwrap_or(JsValue::NULL);
        let _ = history.replace_state_with_url(&state, "", Some(hash));
    }
}

/// Disables the browser's scroll restoration, because the app restores scroll positions itself.
pub fn scroll_by_hand() {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
    }
}
