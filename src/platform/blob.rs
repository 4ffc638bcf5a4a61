//! Long texts in chunks: decoded from a file, or collected for a download. Knows no table.

use super::save_blob;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Why a file cannot be read as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileReadError {
    /// It no longer exists, or access is denied.
    Gone,
    /// It is not in this encoding.
    Foreign,
}

// In bytes. Small enough for the page to stay responsive between two chunks.
const PIECE: usize = 512 * 1024;

/// The bytes of a file in the range `from..to`; files of 2 GB and more are not supported.
///
/// # Errors
/// If the file can no longer be read.
pub async fn read_slice(file: &web_sys::File, from: usize, to: usize) -> Result<js_sys::Uint8Array, FileReadError> {
    let end = |at: usize| i32::try_from(at).unwrap_or(i32::MAX);
    let part = file.slice_with_i32_and_i32(end(from), end(to)).map_err(|_| FileReadError::Gone)?;
    let buffer = JsFuture::from(part.array_buffer()).await.map_err(|_| FileReadError::Gone)?;
    Ok(js_sys::Uint8Array::new(&buffer))
}

// A decoder that fails on bytes that are invalid in the encoding.
fn decoder(encoding: &str) -> Result<web_sys::TextDecoder, FileReadError> {
    let strict = web_sys::TextDecoderOptions::new();
    strict.set_fatal(true);
    web_sys::TextDecoder::new_with_label_and_options(encoding, &strict).map_err(|_| FileReadError::Foreign)
}

/// Decodes bytes in an encoding, by its name on the web; the byte order mark is removed.
///
/// # Errors
/// If the bytes are invalid in that encoding.
pub fn decoded(bytes: &js_sys::Uint8Array, encoding: &str) -> Result<String, FileReadError> {
    let all = web_sys::TextDecodeOptions::new();
    decoder(encoding)?.decode_with_js_u8_array_and_options(bytes, &all).map_err(|_| FileReadError::Foreign)
}

/// Decodes a file in an encoding, by its name on the web, chunk by chunk; the byte order mark is removed.
///
/// # Errors
/// If the file cannot be read, or is not in that encoding.
pub async fn decode_text(file: &web_sys::File, encoding: &str) -> Result<String, FileReadError> {
    let decoder = decoder(encoding)?;
    let more = web_sys::TextDecodeOptions::new();
    more.set_stream(true);
    let mut text = String::new();
    let mut from = 0;
    // Sizes in whole bytes are exact in this range.
    while from < file.size() as usize {
        let piece = read_slice(file, from, from + PIECE).await?;
        let read = decoder.decode_with_js_u8_array_and_options(&piece, &more).map_err(|_| FileReadError::Foreign)?;
        text.push_str(&read);
        from += PIECE;
    }
    // An incomplete character at the end is an error.
    text.push_str(&decoder.decode().map_err(|_| FileReadError::Foreign)?);
    Ok(text)
}

/// Collects a long text for a download. Completed chunks leave the memory of WebAssembly, so that the browser can move
/// them to disk.
pub struct BlobBuilder {
    gone: js_sys::Array,
    last: String,
}

impl Default for BlobBuilder {
    fn default() -> Self {
        Self { gone: js_sys::Array::new(), last: String::new() }
    }
}

impl BlobBuilder {
    /// Appends a text.
    pub fn add(&mut self, text: &str) {
        self.last.push_str(text);
        if self.last.len() < PIECE {
            return;
        }
        let parts = js_sys::Array::of1(&JsValue::from_str(&self.last));
        if let Ok(blob) = web_sys::Blob::new_with_str_sequence(&parts) {
            self.gone.push(&blob);
            self.last.clear();
        }
    }

    /// Offers the whole text as a download.
    pub fn download(&self, name: &str, kind: &str) {
        save_blob(name, kind, &self.gone.concat(&js_sys::Array::of1(&JsValue::from_str(&self.last))));
    }
}
