//! The switches for large print and colours.

use crate::app::AppState;
use crate::dom::{ev, fragment, html};
use crate::i18n::t;
use crate::store::settings::Theme;
use leptos::prelude::*;

/// Both switches.
pub fn display(app: AppState) -> AnyView {
    let large = html::button()
        .class("text")
        .attr("type", "button")
        .attr("aria-pressed", move || Some(if app.settings.get().large { "true" } else { "false" }))
        .on(ev::click, move |_| app.settings.update(|settings| settings.large = !settings.large))
        .child(t("大字版"));
    let choose = move |event: crate::platform::Event| {
        let word = event_target_value(&event);
        let theme = Theme::ALL.into_iter().find(|theme| theme.word() == word).unwrap_or_default();
        app.settings.update(|settings| settings.theme = theme);
    };
    let option = |theme: Theme| {
        html::option()
            .attr("value", theme.word())
            .attr("selected", move || (app.settings.get().theme == theme).then_some(""))
            .child(theme.name())
            .into_any()
    };
    let colours = html::select()
        .class("colours")
        .attr("aria-label", t("配色"))
        .on(ev::change, choose)
        .child(Theme::ALL.into_iter().map(option).collect::<Vec<_>>());
    fragment(vec![large.into_any(), colours.into_any()])
}
