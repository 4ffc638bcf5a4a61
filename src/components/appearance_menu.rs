//! The switches for large print and colours.

use crate::app::AppState;
use crate::dom::{all, el};
use crate::store::settings::Theme;
use leptos::prelude::*;

/// Both switches.
pub fn display(app: AppState) -> AnyView {
    let large = el("button")
        .class("text")
        .attr("type", "button")
        .live_attr("aria-pressed", move || Some(if app.settings.get().large { "true" } else { "false" }))
        .on("click", move |_| app.settings.update(|settings| settings.large = !settings.large))
        .child("大字版");
    let choose = move |event: crate::platform::Event| {
        let word = event_target_value(&event);
        let theme = Theme::ALL.into_iter().find(|theme| theme.word() == word).unwrap_or_default();
        app.settings.update(|settings| settings.theme = theme);
    };
    let option = |theme: Theme| {
        el("option")
            .attr("value", theme.word())
            .live_attr("selected", move || (app.settings.get().theme == theme).then_some(""))
            .child(theme.name())
            .done()
    };
    let colours = el("select")
        .class("colours")
        .attr("aria-label", "配色")
        .on("change", choose)
        .child(Theme::ALL.into_iter().map(option).collect::<Vec<_>>());
    all(vec![large.done(), colours.done()])
}
