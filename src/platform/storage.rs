//! Local storage: texts by key. Knows the meaning of storage errors, not the content of the texts.

use super::window;
use gloo_storage::{LocalStorage, Storage};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Why a write failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// Storage is not available.
    Forbidden,
    /// Storage is full; the previous value is unchanged.
    Full,
    /// The write failed for another reason, which the user cannot resolve; the previous value is unchanged.
    Failed,
    /// Another tab has stored a text that cannot be read yet, so it was not replaced.
    Unread,
}

// Maps an exception to an error by its name. Firefox used a name of its own for a full storage.
pub(super) fn storage_error_from(error: &JsValue) -> StorageError {
    let name = js_sys::Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string());
    match name.as_deref() {
        Some("QuotaExceededError" | "NS_ERROR_DOM_QUOTA_REACHED") => StorageError::Full,
        Some("SecurityError") => StorageError::Forbidden,
        _ => StorageError::Failed,
    }
}

// Reading `localStorage` itself throws if site data is blocked, so it is tried before gloo accesses it.
fn storage() -> Option<web_sys::Storage> {
    window()?.local_storage().ok().flatten()
}

/// Whether local storage is available.
pub fn is_available() -> bool {
    storage().is_some_and(|storage| storage.length().is_ok())
}

/// Stores a text under a key.
///
/// # Errors
/// Why it could not be stored; the previous value is unchanged.
pub fn set_item(key: &str, text: &str) -> Result<(), StorageError> {
    if storage().is_none() {
        return Err(StorageError::Forbidden);
    }
    LocalStorage::raw().set_item(key, text).map_err(|error| storage_error_from(&error))
}

/// Removes a key.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// The keys with this prefix.
pub fn keys_with_prefix(prefix: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    (0..storage.length().unwrap_or(0))
        .filter_map(|at| storage.key(at).ok().flatten())
        .filter(|key| key.starts_with(prefix))
        .collect()
}

/// The text of a key, unparsed.
pub fn get_item(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Asks the browser not to evict this site's storage when disk space is short. Some browsers ask the user.
pub fn request_persistence() {
    let asked = window().and_then(|window| {
        let storage = js_sys::Reflect::get(&window.navigator(), &"storage".into()).ok()?;
        let persist = js_sys::Reflect::get(&storage, &"persist".into()).ok()?.dyn_into::<js_sys::Function>().ok()?;
        persist.call0(&storage).ok()?.dyn_into::<js_sys::Promise>().ok()
    });
    if let Some(asked) = asked {
        // The answer is ignored: the app stores data in the same way in both cases.
        leptos::task::spawn_local(async move {
            let _ = JsFuture::from(asked).await;
        });
    }
}
