//! The app in a frame of another page: tells that page how tall it is, where the web master has named the page's origin.
//! Knows no page of the app.

use super::{document, meta, window};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ResizeObserver};

/// Tells the page around this one how tall the app is, now and whenever that changes. Told are only the origins that the
/// page names in its meta element `huiqi-parents`; a message to an origin goes to no other.
pub fn post_frame_height() {
    let Some(window) = window() else { return };
    let is_framed = window.parent().ok().flatten().is_some_and(|parent| parent != window);
    let origins: Vec<String> =
        meta("huiqi-parents").unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    let app = document().and_then(|document| document.get_element_by_id("app")?.dyn_into::<HtmlElement>().ok());
    let Some(app) = app.filter(|_| is_framed && !origins.is_empty()) else { return };
    let measured = app.clone();
    let told = Closure::<dyn Fn()>::new(move || {
        let Some(parent) = web_sys::window().and_then(|window| window.parent().ok().flatten()) else { return };
        let message = js_sys::Object::new();
        for (name, value) in [("huiqi", JsValue::from_str("height")), ("height", measured.offset_height().into())] {
            let _ = js_sys::Reflect::set(&message, &JsValue::from_str(name), &value);
        }
        for origin in &origins {
            let _ = parent.post_message(&message, origin);
        }
    });
    if let Ok(observer) = ResizeObserver::new(told.as_ref().unchecked_ref()) {
        observer.observe(&app);
    }
    // The app lives as long as the page.
    told.forget();
}
