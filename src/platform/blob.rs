//! Long texts, piece by piece: read from a file, and on their way to becoming one. Knows no table.

use super::save_blob;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Why a file cannot be had as a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileReadError {
    /// It has gone, or must not be read.
    Gone,
    /// It is not in this encoding.
    Foreign,
}

// Small enough for the page to answer between two of them.
const PIECE: usize = 512 * 1024;

/// A part of a file, from a byte on up to another; files of 2 GB and more are not meant.
///
/// # Errors
/// Where it cannot be read any more.
pub async fn read_slice(file: &web_sys::File, from: usize, to: usize) -> Result<js_sys::Uint8Array, FileReadError> {
    let end = |at: usize| i32::try_from(at).unwrap_or(i32::MAX);
    let part = file.slice_with_i32_and_i32(end(from), end(to)).map_err(|_| FileReadError::Gone)?;
    let buffer = JsFuture::from(part.array_buffer()).await.map_err(|_| FileReadError::Gone)?;
    Ok(js_sys::Uint8Array::new(&buffer))
}

// Refuses what is not in the encoding.
fn decoder(encoding: &str) -> Result<web_sys::TextDecoder, FileReadError> {
    let strict = web_sys::TextDecoderOptions::new();
    strict.set_fatal(true);
    web_sys::TextDecoder::new_with_label_and_options(encoding, &strict).map_err(|_| FileReadError::Foreign)
}

/// Bytes as a text in an encoding, by its name on the web and without its byte order mark.
///
/// # Errors
/// Where they are not in that encoding.
pub fn decoded(bytes: &js_sys::Uint8Array, encoding: &str) -> Result<String, FileReadError> {
    let all = web_sys::TextDecodeOptions::new();
    decoder(encoding)?.decode_with_js_u8_array_and_options(bytes, &all).map_err(|_| FileReadError::Foreign)
}

/// The text of a file in an encoding, by its name on the web and without its byte order mark; read piece by piece.
///
/// # Errors
/// Where the file cannot be read, and where it is not in that encoding.
pub async fn decode_text(file: &web_sys::File, encoding: &str) -> Result<String, FileReadError> {
    let decoder = decoder(encoding)?;
    let more = web_sys::TextDecodeOptions::new();
    more.set_stream(true);
    let mut text = String::new();
    let mut from = 0;
    // Whole bytes of this size fit without loss.
    while from < file.size() as usize {
        let piece = read_slice(file, from, from + PIECE).await?;
        let read = decoder.decode_with_js_u8_array_and_options(&piece, &more).map_err(|_| FileReadError::Foreign)?;
        text.push_str(&read);
        from += PIECE;
    }
    // A character that was begun must end.
    text.push_str(&decoder.decode().map_err(|_| FileReadError::Foreign)?);
    Ok(text)
}

/// A long text on its way to becoming a file. What was added leaves the program's memory, so that the browser can put
/// it on disk.
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
    /// Adds a text at the end.
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

    /// Offers everything as a file to keep.
    pub fn download(&self, name: &str, kind: &str) {
        save_blob(name, kind, &self.gone.concat(&js_sys::Array::of1(&JsValue::from_str(&self.last))));
    }
}
