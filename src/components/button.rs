//! Buttons.

use crate::dom::{Child, el};
use crate::platform::{File, chosen_files};
use leptos::prelude::AnyView;

/// A button with this text and these classes: `button`, `button quiet` or `text`.
pub fn button(text: impl Child, class: &'static str, on_click: impl Fn() + 'static) -> AnyView {
    el("button").attr("type", "button").class(class).on("click", move |_| on_click()).child(text).done()
}

/// Which files a [`file_button`] takes.
#[derive(Clone, Copy)]
pub struct Accepts {
    /// Endings and media types, as the attribute `accept` has them.
    pub types: &'static str,
    /// Whether several can be chosen at once.
    pub multiple: bool,
}

/// Case files.
pub const CASE_FILES: Accepts = Accepts { types: ".json,application/json", multiple: true };

/// A button that lets the user choose files.
pub fn file_button(
    text: &'static str,
    class: &'static str,
    accepts: Accepts,
    on_choose: impl Fn(Vec<File>) + 'static,
) -> AnyView {
    let input = el("input")
        .class("vh")
        .attr("type", "file")
        .attr("accept", accepts.types)
        .on("change", move |event| on_choose(chosen_files(&event)));
    let input = if accepts.multiple { input.attr("multiple", "") } else { input };
    el("label").class(class).child(text).child(input).done()
}
