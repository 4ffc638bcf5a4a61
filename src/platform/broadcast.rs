//! Other windows of the app in this browser: says something to all of them, and hears what they say. Knows nothing of
//! what is said.

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

/// The other windows.
pub struct Windows(Channel);

/// The other windows, of which `hear` gets what they say: a key and a text. Nothing where the browser knows none.
pub fn windows(hear: impl Fn(String, String) + 'static) -> Option<Windows> {
    // Old browsers lack it, and then the constructor throws.
    let channel = Channel::new(NAME).ok()?;
    let hears = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
        let said = Reflect::get(&event, &"data".into()).unwrap_or_default();
        // Another version may say something else.
        let Ok(said) = said.dyn_into::<Array>() else { return };
        if let (Some(key), Some(text)) = (said.get(0).as_string(), said.get(1).as_string()) {
            hear(key, text);
        }
    });
    // It is heard for as long as the page lives.
    Reflect::set(&channel, &"onmessage".into(), &hears.into_js_value()).ok()?;
    Some(Windows(channel))
}

impl Windows {
    /// Says something to all of them.
    pub fn post(&self, key: &str, text: &str) {
        // A tab that misses the message reads the store when it regains focus.
        let _ = self.0.post(&Array::of2(&key.into(), &text.into()));
    }
}
