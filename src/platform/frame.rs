//! The app in a frame: posts its height to the embedding page, if the web master has listed the origin of that page.
//! Knows no page of the app.

use super::{document, meta, window};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ResizeObserver};

/// Posts the height of the app to the embedding page, now and whenever it changes. Only the origins listed in the meta
/// element `huiqi-parents` receive the message, because a message is addressed to an origin.
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
    // The observer lives as long as the page.
    told.forget();
}
