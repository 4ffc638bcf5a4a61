//! The one module that uses web-sys: storage, clock, address, title, focus, downloads, print.

mod address;
mod blob;
mod broadcast;
mod file_input;
mod frame;
mod idb;
mod service_worker;
mod still;
mod storage;
mod tab;
mod view_position;

pub use address::{hash, navigate, on_hash_change, page_url, query_param, reload_at, replace, replace_query};
pub use blob::{BlobBuilder, FileReadError, decode_text, decoded, read_slice};
pub use broadcast::{Windows, windows};
pub use file_input::{chosen_files, dropped_files, set_input_value};
pub use frame::post_frame_height;
pub use idb::{IndexedDb, open as journal};
pub use service_worker::{
    UpdateState, activate_waiting_worker, cache_optional_assets, meta, offline_size, register_service_worker, reload,
};
pub use still::{focus_again, focused, has_focus_in, keep_still, rescue_focus};
use storage::storage_error_from;
pub use storage::{StorageError, get_item, is_available, keys_with_prefix, remove, request_persistence, set_item};
pub use tab::{
    entry_of_history, forget_in_tab, keep_in_tab, kept_in_tab, number_entry_of_history, rename_entry_of_history,
    scroll_by_hand,
};
pub use view_position::{ViewPosition, is_coming, listen_early, stop as stop_coming_back, watch_the_person};

use huiqi_engine::number::Date;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
pub use wasm_bindgen_futures::spawn_local;
use web_sys::{Document, HtmlElement, Window};
pub use web_sys::{Event, File};

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

/// Milliseconds since 1970.
pub fn now() -> u64 {
    // Milliseconds since 1970 are exact in an `f64`.
    js_sys::Date::now() as u64
}

/// The current date by the device's clock.
pub fn today() -> Option<Date> {
    let now = js_sys::Date::new_0();
    Date::new(now.get_full_year(), now.get_month() + 1, now.get_date())
}

/// Fetches the file named by the element with this id and verifies the hash in its `data-integrity` attribute. `None`
/// if there is no such element or attribute.
pub fn fetch_asset(id: &str) -> Option<JsFuture> {
    let named = document()?.get_element_by_id(id)?;
    let options = web_sys::RequestInit::new();
    options.set_integrity(&named.get_attribute("data-integrity")?);
    Some(window()?.fetch_with_str_and_init(&named.get_attribute("content")?, &options).into())
}

/// The body of a response. `None` if the request fails, or the integrity check does.
pub async fn response_bytes(asked: Option<JsFuture>) -> Option<Vec<u8>> {
    let response: web_sys::Response = asked?.await.ok()?.dyn_into().ok()?;
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    response.ok().then(|| js_sys::Uint8Array::new(&buffer).to_vec())
}

/// Yields to the browser's event loop for pending clicks, keys and painting. A message channel instead of a timer,
/// because timers are throttled in background tabs.
pub async fn yield_to_main() {
    let Ok(channel) = web_sys::MessageChannel::new() else { return };
    let (here, there) = (channel.port1(), channel.port2());
    let come = js_sys::Promise::new(&mut |come, _| {
        here.set_onmessage(Some(&come));
        let _ = there.post_message(&JsValue::NULL);
    });
    let _ = JsFuture::from(come).await;
    here.close();
}

/// Milliseconds since the page was opened, by a monotonic clock.
pub fn performance_now() -> u64 {
    // Whole milliseconds are precise enough.
    window().and_then(|window| window.performance()).map_or(0, |clock| clock.now() as u64)
}

/// Writes a text to the clipboard and reports whether that succeeded. Browsers allow it in secure contexts only.
pub fn copy(text: String, then: impl FnOnce(bool) + 'static) {
    let clipboard = window().map(|window| window.navigator()).filter(|navigator| {
        js_sys::Reflect::get(navigator, &JsValue::from_str("clipboard")).is_ok_and(|clipboard| clipboard.is_object())
    });
    let Some(navigator) = clipboard else {
        then(false);
        return;
    };
    let promise = navigator.clipboard().write_text(&text);
    leptos::task::spawn_local(async move { then(JsFuture::from(promise).await.is_ok()) });
}

/// The text of a paste event.
pub fn pasted(event: &web_sys::Event) -> Option<String> {
    event.dyn_ref::<web_sys::ClipboardEvent>()?.clipboard_data()?.get_data("text").ok()
}

/// Selects the text of the first input that matches.
pub fn select(selector: &str) {
    focus(selector);
    let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(field) = found.and_then(|element| element.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        field.select();
    }
}

/// Clears the first input that matches, and moves the focus there.
pub fn clear_input(selector: &str) {
    focus(selector);
    let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(field) = found.and_then(|element| element.dyn_into::<web_sys::HtmlInputElement>().ok()) {
        field.set_value("");
    }
}

/// Sets the running head of all printed pages but the first, as a CSS string; an empty one removes it.
pub fn set_running_head(string: &str) {
    let root = document().and_then(|document| document.document_element()?.dyn_into::<HtmlElement>().ok());
    if let Some(root) = root {
        let _ = root.style().set_property("--running", string);
    }
}

/// Sets an attribute of the root element, for the style sheets; an empty value removes it.
pub fn set_root_attribute(name: &str, mark: &str) {
    let Some(root) = document().and_then(|document| document.document_element()) else { return };
    let _ = if mark.is_empty() { root.remove_attribute(name) } else { root.set_attribute(name, mark) };
}

/// The HTML of the first element that matches.
pub fn outer_html(selector: &str) -> Option<String> {
    Some(document()?.query_selector(selector).ok()??.outer_html())
}

/// All rules of the page's style sheets, as far as the browser allows access to them.
pub fn collect_css_text() -> String {
    let mut text = String::new();
    let Some(sheets) = document().map(|document| document.style_sheets()) else { return text };
    let sheets = (0..sheets.length()).filter_map(|at| sheets.get(at)?.dyn_into::<web_sys::CssStyleSheet>().ok());
    for rules in sheets.filter_map(|sheet| sheet.css_rules().ok()) {
        for rule in (0..rules.length()).filter_map(|at| rules.get(at)) {
            text.push_str(&rule.css_text());
            text.push('\n');
        }
    }
    text
}

/// Calls `then` whenever the tab regains focus or the page is shown, for example with Back.
pub fn on_focus_or_pageshow(then: impl Fn() + Clone + 'static) {
    add_window_listener("pageshow", then.clone());
    add_window_listener("focus", then);
}

/// Calls `then` whenever this event reaches the window.
pub fn add_window_listener(event: &str, then: impl Fn() + 'static) {
    let Some(window) = window() else { return };
    let closure = Closure::<dyn Fn()>::new(then);
    let _ = window.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    // The listener lives as long as the page.
    closure.forget();
}

/// Whether Enter was pressed in an input, and not to commit an input method's composition.
pub fn is_enter_in_a_field(event: &web_sys::Event) -> bool {
    let Some(key) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return false };
    key.key() == "Enter"
        && !key.is_composing()
        && event.target().is_some_and(|target| target.has_type::<web_sys::HtmlInputElement>())
}

/// Whether Enter was pressed where it does nothing by itself: not on a button, a link or a list, and not to commit an
/// input method's composition.
pub fn is_enter_beside_buttons(event: &web_sys::Event) -> bool {
    let Some(key) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return false };
    let on_button = target(event).and_then(|target| target.closest("a, button, summary, select").ok().flatten());
    key.key() == "Enter" && !key.is_composing() && on_button.is_none()
}

/// The digit that was pressed outside text fields, without Ctrl, Alt or Meta.
pub fn digit(event: &web_sys::Event) -> Option<usize> {
    let key = event.dyn_ref::<web_sys::KeyboardEvent>()?;
    let in_text = target(event)?.matches("input:not([type='radio'], [type='checkbox']), select").unwrap_or(true);
    let is_command = key.ctrl_key() || key.alt_key() || key.meta_key();
    if in_text || is_command { None } else { key.key().parse().ok() }
}

/// Clicks the element at this index among those that match, and moves the focus there.
pub fn click_nth(selector: &str, place: usize) {
    let found = document().and_then(|document| document.query_selector_all(selector).ok());
    let element = found.and_then(|found| found.get(u32::try_from(place).ok()?));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
        element.click();
    }
}

/// Closes the open `details` element around the focus and moves the focus to its summary; returns whether there was
/// one.
pub fn close_open_details() -> bool {
    let unfolded =
        || -> Option<web_sys::Element> { document()?.active_element()?.closest("details[open]").ok().flatten() };
    let Some(details) = unfolded() else { return false };
    let _ = details.remove_attribute("open");
    if let Ok(Some(summary)) = details.query_selector("summary")
        && let Ok(summary) = summary.dyn_into::<HtmlElement>()
    {
        let _ = summary.focus();
    }
    true
}

/// The target element of an event.
pub fn target(event: &web_sys::Event) -> Option<web_sys::Element> {
    event.target().and_then(|target| target.dyn_into().ok())
}

/// Whether Esc was pressed.
pub fn is_escape(event: &web_sys::Event) -> bool {
    event.dyn_ref::<web_sys::KeyboardEvent>().is_some_and(|key| key.key() == "Escape")
}

/// Calls `then` whenever Esc is pressed.
pub fn on_escape(then: impl Fn() + 'static) {
    let Some(window) = window() else { return };
    let closure = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
        if is_escape(&event) {
            then();
        }
    });
    let _ = window.add_event_listener_with_callback("keydown", closure.as_ref().unchecked_ref());
    // The listener lives as long as the page.
    closure.forget();
}

/// Whether the page has an element with this id.
pub fn has(id: &str) -> bool {
    document().is_some_and(|document| document.get_element_by_id(id).is_some())
}

/// Sets the `lang` attribute of the page.
pub fn set_language(tag: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute("lang", tag);
    }
}

/// Calls `then` when the browser restores the page from the bfcache.
pub fn on_bfcache_restore(then: impl Fn() + 'static) {
    let Some(window) = window() else { return };
    let closure = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
        if js_sys::Reflect::get(&event, &"persisted".into()).is_ok_and(|persisted| persisted.is_truthy()) {
            then();
        }
    });
    let _ = window.add_event_listener_with_callback("pageshow", closure.as_ref().unchecked_ref());
    // The listener lives as long as the page.
    closure.forget();
}

/// Calls `then` periodically, as long as the page lives.
pub fn set_interval(milliseconds: i32, then: impl Fn() + 'static) {
    let Some(window) = window() else { return };
    let closure = Closure::<dyn Fn()>::new(then);
    let each = closure.as_ref().unchecked_ref();
    let _ = window.set_interval_with_callback_and_timeout_and_arguments_0(each, milliseconds);
    closure.forget();
}

/// Removes the content of the app's root element.
pub fn clear_app_root() {
    if let Some(root) = document().and_then(|document| document.get_element_by_id("app")) {
        root.set_text_content(None);
    }
}

/// Removes the first element that matches.
pub fn take_out(selector: &str) {
    if let Some(element) = document().and_then(|document| document.query_selector(selector).ok().flatten()) {
        element.remove();
    }
}

/// Sets the title of the page.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Runs long work once the current page has been painted.
pub fn after_paint(then: impl FnOnce() + 'static) {
    request_animation_frame(move || set_timeout(0, then));
}

/// Removes the focus from the active element. Removing an element that has the focus costs an extra layout.
pub fn blur_active_element() {
    let focused = document().and_then(|document| document.active_element());
    if let Some(element) = focused.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.blur();
    }
}

/// Runs something in the next animation frame, when pending changes are in the DOM.
pub fn request_animation_frame(then: impl FnOnce() + 'static) {
    let Some(window) = window() else { return };
    let closure = Closure::once_into_js(then);
    let _ = window.request_animation_frame(closure.unchecked_ref());
}

/// Runs something after a delay in milliseconds.
pub fn set_timeout(milliseconds: i32, then: impl FnOnce() + 'static) {
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

thread_local! {
    static ON_ARRIVAL: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Opens a page with the focus on the first element that matches the selector. If there is none, the heading gets the
/// focus.
pub fn go_to(address: &str, selector: String) {
    ON_ARRIVAL.set(Some(selector));
    navigate(address);
}

/// Requests the focus for the first element that matches the selector on the page that is being opened.
pub fn focus_on_arrival(selector: String) {
    ON_ARRIVAL.set(Some(selector));
}

/// Moves the focus to the element requested by [`go_to`], or else to the first one that matches `otherwise`.
pub fn arrive(otherwise: &str) {
    let wanted = ON_ARRIVAL.take();
    let is_there = |selector: &&String| {
        document().is_some_and(|page| page.query_selector(selector).is_ok_and(|found| found.is_some()))
    };
    focus(wanted.as_ref().filter(is_there).map_or(otherwise, String::as_str));
}

/// Scrolls the first element that matches into view.
pub fn scroll_to(selector: &str) {
    if let Some(element) = document().and_then(|document| document.query_selector(selector).ok().flatten()) {
        element.scroll_into_view();
    }
}

/// Scrolls to the top.
pub fn scroll_to_top() {
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

/// The root element of the app, emptied of the static page that is shown while the app loads.
pub fn mount_point() -> Option<HtmlElement> {
    let root = document()?.get_element_by_id("app")?.dyn_into::<HtmlElement>().ok()?;
    root.set_text_content(None);
    Some(root)
}

/// Offers a text as a download.
pub fn download(name: &str, kind: &str, text: &str) {
    save_blob(name, kind, &js_sys::Array::of1(&JsValue::from_str(text)));
}

fn save_blob(name: &str, kind: &str, parts: &js_sys::Array) {
    let try_it = || -> Option<()> {
        let document = document()?;
        let options = web_sys::BlobPropertyBag::new();
        options.set_type(kind);
        let blob = web_sys::Blob::new_with_str_sequence_and_options(parts, &options).ok()?;
        let url = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
        let link = document.create_element("a").ok()?.dyn_into::<web_sys::HtmlAnchorElement>().ok()?;
        link.set_href(&url);
        link.set_download(name);
        document.body()?.append_child(&link).ok()?;
        link.click();
        link.remove();
        // Revoking at once would cancel the download in some browsers.
        set_timeout(60_000, move || {
            let _ = web_sys::Url::revoke_object_url(&url);
        });
        Some(())
    };
    try_it();
}
