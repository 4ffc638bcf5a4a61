//! The address of the page: hash, navigation, query parameters. Knows no page.

use super::{add_window_listener, reload, window};
use wasm_bindgen::JsValue;

/// The part of the address from `#` on.
pub fn hash() -> String {
    window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Navigates to a hash address, with a new entry in the history.
pub fn navigate(hash: &str) {
    if let Some(window) = window() {
        let _ = window.location().set_hash(hash);
    }
}

/// Navigates to a hash address and replaces the current entry of the history.
pub fn replace(hash: &str) {
    if let Some(window) = window() {
        let _ = window.location().replace(hash);
    }
}

/// The address of the page without query and hash; `None` if it was opened as a local file, which other devices cannot
/// open.
pub fn page_url() -> Option<String> {
    let href = window()?.location().href().ok()?;
    let address = href.split(['#', '?']).next().unwrap_or_default();
    address.starts_with("http").then(|| address.to_owned())
}

/// The value of a query parameter; empty if the parameter has no value.
pub fn query_param(word: &str) -> Option<String> {
    let words = window()?.location().search().ok()?;
    words.trim_start_matches('?').split('&').find_map(|one| {
        let (name, said) = one.split_once('=').unwrap_or((one, ""));
        (name == word).then(|| said.to_owned())
    })
}

/// Reloads the page at a hash address, replacing the current entry of the history.
pub fn reload_at(hash: &str) {
    let history = window().and_then(|window| window.history().ok());
    if let Some(history) = history {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(hash));
    }
    reload();
}

/// Navigates to this page with another query, replacing the current entry of the history.
pub fn replace_query(words: &str) {
    let location = window().map(|window| window.location());
    let path = location.and_then(|location| location.pathname().ok());
    replace(&format!("{}?{words}#/", path.unwrap_or_default()));
}

/// Calls `then` whenever the hash changes: by a link, by Back or by typing.
pub fn on_hash_change(then: impl Fn() + 'static) {
    add_window_listener("hashchange", then);
}
