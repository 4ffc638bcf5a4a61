//! Messages between tabs through `BroadcastChannel`. Knows nothing of the content.

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = BroadcastChannel)]
    type Channel;
    #[wasm_bindgen(constructor, catch, js_class = "BroadcastChannel")]
    fn new(name: &str) -> Result<Channel, JsValue>;
    #[wasm_bindgen(method, catch, js_name = postMessage)]
    fn post(this: &Channel, said: &JsValue) -> Result<(), JsValue>;
}

const NAME: &str = "huiqi";

/// The channel to the other tabs.
pub struct Windows(Channel);

/// Opens the channel; `hear` is called with the key and text of each message. `None` if the browser has no
/// `BroadcastChannel`.
pub fn windows(hear: impl Fn(String, String) + 'static) -> Option<Windows> {
    // The constructor throws in old browsers, which lack it.
    let channel = Channel::new(NAME).ok()?;
    let hears = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
        let said = Reflect::get(&event, &"data".into()).unwrap_or_default();
        // Another version of the app may send other messages.
        let Ok(said) = said.dyn_into::<Array>() else { return };
        if let (Some(key), Some(text)) = (said.get(0).as_string(), said.get(1).as_string()) {
            hear(key, text);
        }
    });
    // The listener lives as long as the page.
    Reflect::set(&channel, &"onmessage".into(), &hears.into_js_value()).ok()?;
    Some(Windows(channel))
}

impl Windows {
    /// Sends a key and a text to all other tabs.
    pub fn post(&self, key: &str, text: &str) {
        // A tab that misses the message reads the store when it regains focus.
        let _ = self.0.post(&Array::of2(&key.into(), &text.into()));
    }
}
