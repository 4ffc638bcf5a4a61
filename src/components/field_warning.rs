//! What is doubtful about the answer in a field, with a button for each answer that may be meant. Part of the lazy module.

use super::button::button;
use super::icon::{Icon, sign};
use crate::app::AppState;
use crate::dom::{html, memo, reactive};
use crate::platform;
use crate::state::field_feedback::{FieldWarning, Suggestion};
use crate::state::form::{FieldKey, RawAnswer};
use crate::state::session::Event;
use huiqi_engine::book::FactId;
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::*;

/// The doubt about the answer in a field, once the field has lost the focus.
pub fn field_warning(app: AppState, ix: FactId, slot: FieldKey, left: RwSignal<bool>) -> AnyView {
    let question = FactInstance::new(ix, slot.instance());
    let found = memo(move || app.evaluation.with(|evaluation| evaluation.warning(app.book(), question)));
    reactive(move || found.get().filter(|_| left.get()).map(|warning| shown(app, slot, warning)))
}

fn shown(app: AppState, slot: FieldKey, warning: FieldWarning) -> AnyView {
    if warning.says.is_empty() {
        let buttons =
            warning.suggestions.into_iter().map(|suggestion| choose(app, slot, suggestion)).collect::<Vec<_>>();
        return html::p().class("buttons").child(buttons).into_any();
    }
    html::p()
        .class("caution")
        .child(sign(Icon::Open))
        .child(html::span().child(sentence(app, slot, warning)))
        .into_any()
}

// The sentence with a button in place of each offered answer. Read from the end: a figure at the beginning may end with
// the same digits as a suggestion.
fn sentence(app: AppState, slot: FieldKey, warning: FieldWarning) -> Vec<AnyView> {
    let mut parts = Vec::new();
    let mut rest = warning.says.as_str();
    for suggestion in warning.suggestions.into_iter().rev() {
        if let Some((before, after)) = rest.rsplit_once(suggestion.label.as_str()) {
            parts.push(html::span().child(after.to_owned()).into_any());
            rest = before;
        }
        parts.push(choose(app, slot, suggestion));
    }
    parts.push(html::span().child(rest.to_owned()).into_any());
    parts.reverse();
    parts
}

fn choose(app: AppState, slot: FieldKey, suggestion: Suggestion) -> AnyView {
    button(suggestion.label, "button quiet", move || {
        let entry = app.session.with_untracked(|session| session.case.record.get(slot).cloned());
        let scale = entry.map_or(0, |entry| entry.as_typed().1);
        // The button goes; the focus moves to the value as read, which is what it changes.
        platform::focus(&format!("#e-{}", slot.name()));
        app.dispatch(Event::Answered(slot, RawAnswer::Typed { text: suggestion.text.clone(), scale, unsure: false }));
    })
}
