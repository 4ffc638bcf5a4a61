//! The address of the page: where it is, where it goes, what it says behind `?`. Knows no page.

use super::{add_window_listener, reload, window};
use wasm_bindgen::JsValue;

/// The part of the address from `#` on.
pub fn hash() -> String {
    window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Goes to a hash address; Back leads here again.
pub fn navigate(hash: &str) {
    if let Some(window) = window() {
        let _ = window.location().set_hash(hash);
    }
}

/// Goes to a hash address in the place of this one: Back does not lead here again, and the history does not keep it.
pub fn replace(hash: &str) {
    if let Some(window) = window() {
        let _ = window.location().replace(hash);
    }
}

/// The address of the page without what follows `#`; nothing where it was opened as a file, which no other device can.
pub fn page_url() -> Option<String> {
    let href = window()?.location().href().ok()?;
    let address = href.split(['#', '?']).next().unwrap_or_default();
    address.starts_with("http").then(|| address.to_owned())
}

/// What the address says for a word behind `?`; an empty text where it only says the word.
pub fn query_param(word: &str) -> Option<String> {
    let words = window()?.location().search().ok()?;
    words.trim_start_matches('?').split('&').find_map(|one| {
        let (name, said) = one.split_once('=').unwrap_or((one, ""));
        (name == word).then(|| said.to_owned())
    })
}

/// Loads the page anew at a hash address, in the place of this one.
pub fn reload_at(hash: &str) {
    let history = window().and_then(|window| window.history().ok());
    if let Some(history) = history {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(hash));
    }
    reload();
}

/// Goes to this page with other words behind `?`, in the place of this one.
pub fn replace_query(words: &str) {
    let location = window().map(|window| window.location());
    let path = location.and_then(|location| location.pathname().ok());
    replace(&format!("{}?{words}#/", path.unwrap_or_default()));
}

/// Calls `then` whenever the hash changes, by a link, by Back or by hand.
pub fn on_hash_change(then: impl Fn() + 'static) {
    add_window_listener("hashchange", then);
}
