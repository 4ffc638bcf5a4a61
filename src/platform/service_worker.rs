//! The service worker, which caches one release of the app on the device: registration and detection of updates. Knows
//! the messages of `src/boot/sw.js`, and no page.

use super::{document, window};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    MessageChannel, MessageEvent, RegistrationOptions, ServiceWorker, ServiceWorkerContainer,
    ServiceWorkerRegistration, ServiceWorkerState, ServiceWorkerUpdateViaCache,
};

/// The state of an update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UpdateState {
    /// The new release is cached completely and waits for the user's consent. Holds its edition of the rule book, in
    /// the app's format of editions.
    Waits(String),
    /// The update was activated in another tab. This tab continues to work until it needs a file of the old release.
    ControllerChanged,
}

/// Registers the service worker, so that the app opens offline, and reports updates. Does nothing where service workers
/// are not available: in the single-file edition, in browsers and frames without storage, without HTTPS.
pub fn register_service_worker(then: impl Fn(UpdateState) + Clone + 'static) {
    let Some((container, address)) = container().zip(meta("app-worker")) else { return };
    // On the first visit there is no controller, so `controllerchange` is not an update.
    if container.controller().is_some() {
        let then = then.clone();
        let heard = Closure::<dyn Fn()>::new(move || then(UpdateState::ControllerChanged));
        container.set_oncontrollerchange(Some(heard.as_ref().unchecked_ref()));
        heard.forget();
    }
    leptos::task::spawn_local(async move {
        let options = RegistrationOptions::new();
        options.set_update_via_cache(ServiceWorkerUpdateViaCache::None);
        let registered = JsFuture::from(container.register_with_options(&address, &options)).await;
        // If registration is refused, the app works like any page, online only.
        let Some(registration) = registered.ok().and_then(|one| one.dyn_into::<ServiceWorkerRegistration>().ok())
        else {
            return;
        };
        if let Some(worker) = registration.waiting() {
            ask(&worker, then.clone());
        }
        let watched = registration.clone();
        let look = move || {
            if let Some(worker) = watched.installing() {
                ask_once_installed(&worker, then.clone());
            }
        };
        // The update may have been found before the listener is set.
        look();
        let found = Closure::<dyn Fn()>::new(look);
        registration.set_onupdatefound(Some(found.as_ref().unchecked_ref()));
        found.forget();
    });
}

/// Activates the waiting release and reloads the page from it. Everything must have been saved before.
pub fn activate_waiting_worker() {
    let Some(container) = container() else { return };
    leptos::task::spawn_local(async move {
        let found = JsFuture::from(container.get_registration()).await.ok();
        let registration = found.and_then(|one| one.dyn_into::<ServiceWorkerRegistration>().ok());
        let Some(worker) = registration.and_then(|registration| registration.waiting()) else {
            // It has been activated already, or no longer exists.
            return reload();
        };
        let watched = worker.clone();
        let changed = Closure::<dyn Fn()>::new(move || {
            if watched.state() == ServiceWorkerState::Activated {
                reload();
            }
        });
        worker.set_onstatechange(Some(changed.as_ref().unchecked_ref()));
        changed.forget();
        let _ = worker.post_message(&JsValue::from_str("take over"));
    });
}

/// Asks the service worker to cache the optional assets of its release as well.
pub fn cache_optional_assets() {
    let Some(ready) = container().and_then(|container| container.ready().ok()) else { return };
    // Leptos has no task executor before the first mount.
    wasm_bindgen_futures::spawn_local(async move {
        let registration = JsFuture::from(ready).await.ok().and_then(|ready| ready.dyn_into().ok());
        let worker = registration.and_then(|registration: ServiceWorkerRegistration| registration.active());
        if let Some(worker) = worker {
            let _ = worker.post_message(&JsValue::from_str("keep the rest"));
        }
    });
}

/// Reloads the page.
pub fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// The content of a meta element, by its id or its name.
pub fn meta(name: &str) -> Option<String> {
    let found = document()?.query_selector(&format!("meta#{name}, meta[name={name}]")).ok()??;
    found.get_attribute("content")
}

/// The size of the single-file edition, formatted for display; `None` if the page offers none.
pub fn offline_size() -> Option<String> {
    document()?.get_element_by_id("app-offline")?.get_attribute("data-size")
}

// Reading the property throws in a frame without storage, and it is missing without HTTPS.
fn container() -> Option<ServiceWorkerContainer> {
    let navigator = window()?.navigator();
    js_sys::Reflect::get(&navigator, &JsValue::from_str("serviceWorker")).ok()?.dyn_into().ok()
}

fn ask_once_installed(worker: &ServiceWorker, then: impl Fn(UpdateState) + Clone + 'static) {
    let watched = worker.clone();
    let changed = Closure::<dyn Fn()>::new(move || {
        // `installed` with an existing controller means waiting; the very first worker activates on its own.
        let waits = watched.state() == ServiceWorkerState::Installed;
        if waits && container().is_some_and(|container| container.controller().is_some()) {
            ask(&watched, then.clone());
        }
    });
    worker.set_onstatechange(Some(changed.as_ref().unchecked_ref()));
    changed.forget();
}

// Asks a worker for its edition of the rule book.
fn ask(worker: &ServiceWorker, then: impl Fn(UpdateState) + 'static) {
    let Ok(channel) = MessageChannel::new() else { return };
    let answered = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let book = js_sys::Reflect::get(&event.data(), &JsValue::from_str("book")).ok();
        then(UpdateState::Waits(book.and_then(|book| book.as_string()).unwrap_or_default()));
    });
    channel.port1().set_onmessage(Some(answered.as_ref().unchecked_ref()));
    answered.forget();
    let ports = js_sys::Array::of1(&channel.port2());
    let _ = worker.post_message_with_transferable(&JsValue::from_str("what are you"), &ports);
}
