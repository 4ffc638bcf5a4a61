//! The one module that touches the browser: storage, clock, address, title, focus, downloads, print.

use crate::saved::{Saved, Unusable};
use gloo_storage::{LocalStorage, Storage};
use huiqi_engine::number::Date;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, HtmlElement, Window};

const CASE_KEY: &str = "huiqi.case";
const DAMAGED_PREFIX: &str = "huiqi.damaged.";
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

/// Why saving failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSaved {
    /// There is no storage.
    Forbidden,
    /// It is full; what was there before is still there.
    Full,
}

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

// Reading `localStorage` itself throws where site data is blocked, so it is tried before gloo touches it.
fn storage() -> Option<web_sys::Storage> {
    window()?.local_storage().ok().flatten()
}

/// Milliseconds since 1970.
pub fn now() -> u64 {
    // Whole milliseconds of this age fit without loss.
    js_sys::Date::now() as u64
}

/// Today, by this device's clock.
pub fn today() -> Option<Date> {
    let now = js_sys::Date::new_0();
    Date::new(now.get_full_year(), now.get_month() + 1, now.get_date())
}

/// Asks for the texts of the rule book: the file that the page names, with the hash it names. Nothing where it names
/// none.
pub fn ask_for_texts() -> Option<JsFuture> {
    let named = document()?.get_element_by_id("app-texts")?;
    let options = web_sys::RequestInit::new();
    options.set_integrity(&named.get_attribute("data-integrity")?);
    Some(window()?.fetch_with_str_and_init(&named.get_attribute("content")?, &options).into())
}

/// What has been asked for. Nothing where it does not come, or not as it should be.
pub async fn bytes(asked: Option<JsFuture>) -> Option<Vec<u8>> {
    let response: web_sys::Response = asked?.await.ok()?.dyn_into().ok()?;
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    response.ok().then(|| js_sys::Uint8Array::new(&buffer).to_vec())
}

/// Reads a chosen file and hands over its text, or nothing where it cannot be read or is too large for a case.
pub fn read_file(file: &web_sys::File, then: impl FnOnce(Option<String>) + 'static) {
    // Whole bytes of this size fit without loss.
    if file.size() as usize > huiqi_engine::case::MOST_BYTES {
        then(None);
        return;
    }
    let promise = file.text();
    leptos::task::spawn_local(async move {
        let text = JsFuture::from(promise).await.ok();
        then(text.and_then(|text| text.as_string()));
    });
}

/// Reads what was kept; what cannot be read is moved aside, never overwritten.
pub fn load() -> Kept {
    let Some(storage) = storage() else { return Kept::Forbidden };
    let text = match storage.get_item(CASE_KEY) {
        Ok(Some(text)) => text,
        Ok(None) => return Kept::Nothing,
        Err(_) => return Kept::Forbidden,
    };
    match Saved::read(&text) {
        Ok(saved) => Kept::Case(Box::new(saved)),
        Err(Unusable::Newer) => Kept::Newer(CASE_KEY.into()),
        Err(Unusable::Damaged) => Kept::Damaged(put_aside(&storage, &text)),
    }
}

fn put_aside(storage: &web_sys::Storage, text: &str) -> String {
    let mut old: Vec<String> = (0..storage.length().unwrap_or(0))
        .filter_map(|at| storage.key(at).ok().flatten())
        .filter(|key| key.starts_with(DAMAGED_PREFIX))
        .collect();
    while old.len() >= DAMAGED_KEPT {
        let Some((oldest, key)) = old.iter().enumerate().min_by_key(|(_, key)| key.as_str()) else { break };
        let _ = storage.remove_item(key);
        old.swap_remove(oldest);
    }
    let key = format!("{DAMAGED_PREFIX}{}", now());
    // Only once the copy is safe may the original be overwritten by the next save.
    if storage.set_item(&key, text).is_ok() {
        let _ = storage.remove_item(CASE_KEY);
        key
    } else {
        CASE_KEY.into()
    }
}

/// Keeps a session.
///
/// # Errors
/// Why it could not be kept; what was kept before stays.
pub fn save(text: &str) -> Result<(), NotSaved> {
    if storage().is_none() {
        return Err(NotSaved::Forbidden);
    }
    LocalStorage::raw().set_item(CASE_KEY, text).map_err(|_| NotSaved::Full)
}

/// What is kept under a key, as it is.
pub fn kept_text(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Deletes everything this app keeps.
pub fn forget_everything() {
    let Some(storage) = storage() else { return };
    let keys: Vec<String> = (0..storage.length().unwrap_or(0))
        .filter_map(|at| storage.key(at).ok().flatten())
        .filter(|key| key.starts_with("huiqi"))
        .collect();
    for key in keys {
        let _ = storage.remove_item(&key);
    }
}

/// The part of the address from `#` on.
pub fn hash() -> String {
    window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Goes to a hash address; Back leads here again.
pub fn go(hash: &str) {
    if let Some(window) = window() {
        let _ = window.location().set_hash(hash);
    }
}

/// Calls `then` whenever the hash changes, by a link, by Back or by hand.
pub fn on_hash_change(then: impl Fn() + 'static) {
    listen("hashchange", then);
}

fn listen(event: &str, then: impl Fn() + 'static) {
    let Some(window) = window() else { return };
    let closure = Closure::<dyn Fn()>::new(then);
    let _ = window.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    // The app lives as long as the page, and so does what it listens to.
    closure.forget();
}

/// Sets the title of the page.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Runs something once the page has been painted anew.
pub fn after_paint(then: impl FnOnce() + 'static) {
    let Some(window) = window() else { return };
    let closure = Closure::once_into_js(then);
    let _ = window.request_animation_frame(closure.unchecked_ref());
}

/// Runs something after some milliseconds.
pub fn after(milliseconds: i32, then: impl FnOnce() + 'static) {
    let Some(window) = window() else { return };
    let closure = Closure::once_into_js(then);
    let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(closure.unchecked_ref(), milliseconds);
}

/// Moves the focus to the first element that matches, and scrolls it into view.
pub fn focus(selector: &str) {
    let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Scrolls the first element that matches into view.
pub fn scroll_to(selector: &str) {
    if let Some(element) = document().and_then(|document| document.query_selector(selector).ok().flatten()) {
        element.scroll_into_view();
    }
}

/// Scrolls to the top.
pub fn to_top() {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Opens the browser's print dialog.
pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

/// Removes the static page that stood in for the app while it was loading.
pub fn mount_point() -> Option<HtmlElement> {
    let root = document()?.get_element_by_id("app")?.dyn_into::<HtmlElement>().ok()?;
    root.set_text_content(None);
    Some(root)
}

/// Offers a text as a file to keep.
pub fn download(name: &str, kind: &str, text: &str) {
    let try_it = || -> Option<()> {
        let document = document()?;
        let parts = js_sys::Array::of1(&JsValue::from_str(text));
        let options = web_sys::BlobPropertyBag::new();
        options.set_type(kind);
        let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
        let url = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
        let link = document.create_element("a").ok()?.dyn_into::<web_sys::HtmlAnchorElement>().ok()?;
        link.set_href(&url);
        link.set_download(name);
        document.body()?.append_child(&link).ok()?;
        link.click();
        link.remove();
        // Revoking at once would cancel the download in some browsers.
        after(60_000, move || {
            let _ = web_sys::Url::revoke_object_url(&url);
        });
        Some(())
    };
    try_it();
}
