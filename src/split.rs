//! The split point: code that is reachable only through [`pages::MORE`] is in the lazy module. The addresses of its
//! functions are taken here and nowhere else.

use crate::app::lazy::LazyModule;
use crate::pages;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use std::future::Future;
use std::pin::Pin;

/// Loads the lazy module; `None` if it could not be fetched.
pub fn load() -> Pin<Box<dyn Future<Output = Option<&'static LazyModule>>>> {
    Box::pin(async { table().await.ok() })
}

// On targets other than WebAssembly this is an ordinary call.
#[wasm_split(more, wasm_split_path = leptos::wasm_split, fallible)]
fn table() -> Result<&'static LazyModule, SplitLoaderError> {
    Ok(&pages::MORE)
}
