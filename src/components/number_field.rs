//! The field for a figure: the text as typed, the scale, the value it was read as, 不清楚. It never rewrites the text
//! during typing, and does not parse it: the parser is part of the lazy module.

use super::icon::{Icon, sign};
use crate::app::AppState;
use crate::dom::{ev, fragment, html, memo};
use crate::i18n::engine_text;
use crate::i18n::english;
use crate::i18n::t;
use crate::state::form::{FieldKey, RawAnswer};
use crate::state::session::Event;
use huiqi_engine::book::{FactId, FactType};
use huiqi_engine::case::MOST_TYPED;
use huiqi_engine::number_input::Scale;
use leptos::prelude::*;

fn parts(entry: Option<&RawAnswer>) -> (String, Option<u8>, bool) {
    match entry {
        Some(RawAnswer::Typed { text, scale, unsure }) => (text.clone(), Some(*scale), *unsure),
        Some(RawAnswer::Unsure) => (String::new(), None, true),
        _ => (String::new(), None, false),
    }
}

/// The validation error beside a field.
pub fn error(mistake: String) -> AnyView {
    html::p()
        .class("error")
        .child(sign(Icon::No))
        .child(html::span().child(html::span().class("vh").child(t("错误："))).child(mistake))
        .into_any()
}

/// The content of the field of a figure: its text, its scale, and whether 不清楚 is ticked.
#[derive(Clone, Copy)]
pub(super) struct FieldContent {
    app: AppState,
    slot: FieldKey,
    /// The scale of an empty field.
    first_scale: u8,
}

impl FieldContent {
    pub(super) fn of(app: AppState, ix: FactId, slot: FieldKey) -> Self {
        // English has no unit of ten thousand.
        let first_scale = if english().is_none() { app.book().facts[ix].scale as u8 } else { 0 };
        Self { app, slot, first_scale }
    }

    fn now(self) -> (String, u8, bool) {
        let (text, scale, unsure) =
            self.app.session.with_untracked(|session| parts(session.case.record.get(self.slot)));
        (text, scale.unwrap_or(self.first_scale), unsure)
    }

    fn put(self, text: String, scale: u8, unsure: bool) {
        let event = if text.trim().is_empty() && !unsure && scale == self.first_scale {
            Event::AnswerCleared(self.slot)
        } else {
            Event::Answered(self.slot, RawAnswer::Typed { text, scale, unsure })
        };
        self.app.dispatch(event);
    }

    /// The scale, tracked.
    pub(super) fn scale(self) -> u8 {
        let entry = self.app.session.with(|session| parts(session.case.record.get(self.slot)).1);
        entry.unwrap_or(self.first_scale)
    }

    /// Selects another scale for the text as typed.
    pub(super) fn set_scale(self, scale: u8) {
        let (text, _, unsure) = self.now();
        self.put(text, scale, unsure);
    }
}

/// The field of a figure or date; whether it has a unit of its own to select.
pub fn figure_field(app: AppState, ix: FactId, slot: FieldKey, has_unit: bool) -> AnyView {
    let fact = &app.book().facts[ix];
    let id = slot.name();
    let entry = memo(move || app.session.with(|session| session.case.record.get(slot).cloned()));
    let money = fact.kind == FactType::Money && has_unit;
    let date = fact.kind == FactType::Date;
    let content = FieldContent::of(app, ix, slot);
    // Errors are shown once the field has lost the focus, not while a figure is being typed.
    let left = RwSignal::new(!content.now().0.is_empty());
    let reading = memo(move || {
        let more = app.lazy();
        entry.with(|entry| {
            more.zip(entry.as_ref()).map(|(more, entry)| (more.reading)(app.rules, ix, entry)).unwrap_or_default()
        })
    });
    // If no date is entered, the default of the document is shown beside the field, not in it.
    let default = move || {
        let is_empty = date && entry.with(Option::is_none);
        is_empty.then(|| say!("没有填写，按{}判断。", engine_text::date(app.book().document.assess_on)))
    };
    let said = move || reading.with(|reading| reading.said.clone()).or_else(default);
    let spoken = move || reading.with(|reading| reading.spoken.clone());
    let wrong = move || reading.with(|reading| reading.mistake.clone()).filter(|_| left.get());
    let unsure = move || parts(entry.get().as_ref()).2;
    let doubtful = move || app.lazy().map(|more| (more.warning)(app, ix, slot, left));
    let unit = match fact.kind {
        FactType::Ratio => "%",
        FactType::Number(Some(unit)) => app.book().unit(unit),
        _ => "",
    };
    // Answers from another tab are written to the field. For text typed here the field already has this value, so it is
    // not touched.
    let text = memo(move || parts(entry.get().as_ref()).0);
    let input = html::input().attr("id", format!("q-{id}"));
    let input = if date { input.attr("placeholder", app.book().document.assess_on.to_string()) } else { input };
    fragment(vec![
        html::div()
            .class("field")
            .child(
                input
                    .class(if date { "" } else { "figure" })
                    .attr("type", "text")
                    .attr("inputmode", if date { "text" } else { "decimal" })
                    .attr("autocomplete", "off")
                    .attr(
                        "aria-describedby",
                        if fact.help.is_empty() {
                            format!("e-{id} m-{id}")
                        } else {
                            format!("{id}-hint e-{id} m-{id}")
                        },
                    )
                    .attr("aria-invalid", move || wrong().map(|_| "true"))
                    .attr("maxlength", MOST_TYPED.to_string())
                    .prop("value", move || text.get())
                    .bool_prop("disabled", unsure)
                    .on(ev::input, move |event| {
                        let (_, scale, _) = content.now();
                        content.put(event_target_value(&event), scale, false);
                    })
                    .on(ev::focus, move |_| left.set(false))
                    .on(ev::blur, move |_| left.set(true)),
            )
            .child(money.then(|| {
                html::select()
                    .attr("aria-label", say!("{}的单位", fact.label))
                    .bool_prop("disabled", unsure)
                    .on(ev::change, move |event| {
                        content.set_scale(event_target_value(&event).parse().unwrap_or_default());
                    })
                    .child(
                        Scale::ALL
                            .iter()
                            .zip(0u8..)
                            .map(|(scale, place)| {
                                html::option()
                                    .attr("value", place.to_string())
                                    .attr("selected", move || (content.now().1 == place).then_some(""))
                                    .child(engine_text::scale(*scale))
                                    .into_any()
                            })
                            .collect::<Vec<_>>(),
                    )
                    .into_any()
            }))
            .child((!unit.is_empty()).then(|| html::span().class("unit").child(unit).into_any()))
            .child((!date).then(|| {
                html::label()
                    .class("choice")
                    .child(html::input().attr("type", "checkbox").bool_prop("checked", unsure).on(
                        ev::change,
                        move |event| {
                            let (text, scale, _) = content.now();
                            content.put(text, scale, event_target_checked(&event));
                        },
                    ))
                    .child(html::span().child(t("不清楚")))
                    .into_any()
            }))
            .into_any(),
        // Space is reserved for messages shown when the field loses the focus, so that a click does not miss its
        // target.
        html::div()
            .class("said")
            .child(html::output().class("echo").attr("id", format!("e-{id}")).attr("tabindex", "-1").child(said))
            .child(html::small().class("spoken").child(spoken))
            .child(html::div().attr("id", format!("m-{id}")).attr("role", "alert").child(move || wrong().map(error)))
            .child(html::div().attr("role", "status").child(doubtful))
            .into_any(),
    ])
}
