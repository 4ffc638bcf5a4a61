//! Local storage: texts under keys. Knows what a refusal means, not what is kept.

use super::window;
use gloo_storage::{LocalStorage, Storage};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Why saving failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// There is no storage.
    Forbidden,
    /// It is full; what was there before is still there.
    Full,
    /// It refused for a reason that none can do anything about; what was there before is still there.
    Failed,
}

// Why the browser refused, by the name of its error. Firefox has had a name of its own for a full storage.
pub(super) fn storage_error_from(error: &JsValue) -> StorageError {
    let name = js_sys::Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string());
    match name.as_deref() {
        Some("QuotaExceededError" | "NS_ERROR_DOM_QUOTA_REACHED") => StorageError::Full,
        Some("SecurityError") => StorageError::Forbidden,
        _ => StorageError::Failed,
    }
}

// Reading `localStorage` itself throws where site data is blocked, so it is tried before gloo touches it.
fn storage() -> Option<web_sys::Storage> {
    window()?.local_storage().ok().flatten()
}

/// Whether there is a storage.
pub fn is_available() -> bool {
    storage().is_some_and(|storage| storage.length().is_ok())
}

/// Keeps a text under a key.
///
/// # Errors
/// Why it could not be kept; what was kept before stays.
pub fn set_item(key: &str, text: &str) -> Result<(), StorageError> {
    if storage().is_none() {
        return Err(StorageError::Forbidden);
    }
    LocalStorage::raw().set_item(key, text).map_err(|error| storage_error_from(&error))
}

/// Removes what is kept under a key.
pub fn remove(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(key);
    }
}

/// The keys that begin like this.
pub fn keys_with_prefix(prefix: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    (0..storage.length().unwrap_or(0))
        .filter_map(|at| storage.key(at).ok().flatten())
        .filter(|key| key.starts_with(prefix))
        .collect()
}

/// What is kept under a key, as it is.
pub fn get_item(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Asks the browser not to clear this site's storage when space is short. Some browsers ask the person.
pub fn request_persistence() {
    let asked = window().and_then(|window| {
        let storage = js_sys::Reflect::get(&window.navigator(), &"storage".into()).ok()?;
        let persist = js_sys::Reflect::get(&storage, &"persist".into()).ok()?.dyn_into::<js_sys::Function>().ok()?;
        persist.call0(&storage).ok()?.dyn_into::<js_sys::Promise>().ok()
    });
    if let Some(asked) = asked {
        // Whatever the answer is, everything is kept as well as it can be.
        leptos::task::spawn_local(async move {
            let _ = JsFuture::from(asked).await;
        });
    }
}
