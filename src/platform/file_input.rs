//! Files that were chosen in an input or dropped on the page.

use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Event, File, FileList, HtmlInputElement};

/// The input that an event came from.
fn input_of(event: &Event) -> Option<HtmlInputElement> {
    event.target()?.dyn_into().ok()
}

fn all(files: Option<FileList>) -> Vec<File> {
    files.map_or_else(Vec::new, |files| (0..files.length()).filter_map(|index| files.get(index)).collect())
}

/// The files chosen in an input, which is cleared so that the same file can be chosen again after it was corrected.
pub fn chosen_files(event: &Event) -> Vec<File> {
    let Some(input) = input_of(event) else { return Vec::new() };
    let files = all(input.files());
    input.set_value("");
    files
}

/// The files dropped on the page. The browser's default action, opening them, is prevented.
pub fn dropped_files(event: &Event) -> Vec<File> {
    event.prevent_default();
    all(event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer).and_then(|transfer| transfer.files()))
}

/// Sets the text of the input that an event came from.
pub fn set_input_value(event: &Event, text: &str) {
    if let Some(input) = input_of(event) {
        input.set_value(text);
    }
}
