//! The locale switch, in the header of every page if there is another locale.

use crate::app::AppState;
use crate::app::lazy;
use crate::dom::{ev, html};
use crate::i18n::{self, Locale};
use crate::platform;
use leptos::prelude::*;

/// The button that switches to the other locale; it is labelled in that language.
pub fn switch(app: AppState) -> Option<AnyView> {
    let (other, name) = match i18n::current() {
        Locale::Chinese => (Locale::English, "English"),
        Locale::English => (Locale::Chinese, CHINESE),
    };
    lazy::has_english().then(|| {
        html::button()
            .class("text language")
            .attr("type", "button")
            .attr("lang", other.tag())
            .on(ev::click, move |_| {
                app.set_locale(other);
                platform::request_animation_frame(|| platform::focus(".language"));
            })
            .child(name.to_owned())
            .into_any()
    })
}

// Not translated, so that readers of Chinese find it.
const CHINESE: &str = "中文";
