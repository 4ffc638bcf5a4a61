//! Buttons.

use crate::dom::{IntoChild, ev, html};
use crate::platform::{File, chosen_files};
use leptos::prelude::AnyView;

/// A button with this text and these classes: `button`, `button quiet` or `text`.
pub fn button(text: impl IntoChild, class: &'static str, on_click: impl Fn() + 'static) -> AnyView {
    html::button().attr("type", "button").class(class).on(ev::click, move |_| on_click()).child(text).into_any()
}

/// Which files a [`file_button`] takes.
#[derive(Clone, Copy)]
pub struct Accepts {
    /// File extensions and media types, in the format of the `accept` attribute.
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
    let input = html::input()
        .class("vh")
        .attr("type", "file")
        .attr("accept", accepts.types)
        .on(ev::change, move |event| on_choose(chosen_files(&event)));
    let input = if accepts.multiple { input.attr("multiple", "") } else { input };
    html::label().class(class).child(text).child(input).into_any()
}
