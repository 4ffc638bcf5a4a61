//! A change that waits for confirmation: which answers would no longer apply. Part of the lazy module.

use super::button::button;
use crate::app::AppState;
use crate::dom::{ev, html, memo, reactive};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::platform;
use crate::state::evaluation::Evaluation;
use crate::state::form::{FieldKey, RawAnswer};
use crate::state::session::{Event, ProposedChange};
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::*;

// More names than this would not be read.
const MAX_NAMES: usize = 5;

/// The change of an answer as a proposal, if other answers would no longer apply.
pub fn propose(app: AppState, field: FieldKey, answer: Option<&RawAnswer>) -> Option<ProposedChange> {
    let mut record = app.session.with_untracked(|session| session.case.record.clone());
    match answer {
        Some(answer) => record.set_answer(field, answer.clone()),
        None => record.clear_answer(field),
    }
    let mut after = app.evaluation.with_untracked(Evaluation::clone);
    after.follow(app.book(), &record);
    let idle: Vec<FactInstance> = app.evaluation.with_untracked(|before| {
        let is_new = |question: &&FactInstance| !before.inactive_answers().contains(question);
        after.inactive_answers().iter().filter(is_new).copied().collect()
    });
    (!idle.is_empty()).then(|| ProposedChange { field, answer: answer.cloned(), idle })
}

/// The change of a field that waits for confirmation.
pub fn proposal(app: AppState, field: FieldKey) -> AnyView {
    let here =
        memo(move || app.session.with(|session| session.proposal.clone().filter(|proposal| proposal.field == field)));
    reactive(move || here.get().map(|proposal| panel(app, proposal)))
}

fn panel(app: AppState, proposal: ProposedChange) -> AnyView {
    let ProposedChange { field, answer, idle } = proposal;
    let labels = idle.iter().take(MAX_NAMES).map(|question| format!("“{}”", app.book().facts[question.fact].label));
    let names = engine_text::add_english_separators(labels.collect());
    let names = if idle.len() > MAX_NAMES { say!("{}等", names) } else { names };
    let says = say!("这样改，已填的 {} 个回答就不再计入：{}。它们会保留，改回来就恢复。", idle.len(), names);
    let used = StoredValue::new_local(platform::focused());
    platform::request_animation_frame(|| platform::focus(".proposal"));
    let leave = move |event: Event| {
        let used = used.get_value();
        app.dispatch(event);
        platform::request_animation_frame(move || platform::focus_again(used));
    };
    let take = move || {
        leave(match answer.clone() {
            Some(answer) => Event::Answered(field, answer),
            None => Event::AnswerCleared(field),
        });
    };
    let drop = move || leave(Event::ProposalDropped);
    let keys = move |event: platform::Event| {
        if platform::is_escape(&event) {
            event.prevent_default();
            drop();
        }
    };
    html::div()
        .class("proposal notice warn")
        .attr("role", "alert")
        .attr("tabindex", "-1")
        .on(ev::keydown, keys)
        .child(html::p().child(says))
        .child(html::p().class("buttons").child(button(t("改"), "button", take)).child(button(
            t("不改"),
            "button quiet",
            drop,
        )))
        .into_any()
}
