//! What is missing in a step, shown after “continue” was pressed, and the ways on. Part of the lazy module.

use super::button::button;
use crate::app::AppState;
use crate::app::lazy::MissingAnswers;
use crate::dom::{empty_view, html};
use crate::i18n::t;
use crate::state::evaluation::{TopicStatus, slot};
use crate::state::form::RawAnswer;
use crate::state::session::Event;
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::*;
use std::sync::Arc;

/// The notice; empty if nothing is missing.
pub fn missing_answers(app: AppState, missing: MissingAnswers) -> AnyView {
    let MissingAnswers { unanswered, is_unreadable, leave } = missing;
    let says = match unanswered.len() {
        0 if !is_unreadable => return empty_view(),
        0 => None,
        1 => Some(t("有一题还没有回答。不答也可以继续，相关措施列为“待定”。").to_owned()),
        count => Some(say!("还有 {} 题没有回答。不答也可以继续，相关措施列为“待定”。", count)),
    };
    let unreadable =
        is_unreadable.then(|| html::p().child(t("填写的内容读不出来，按没有回答处理；相关措施列为“待定”。")));
    let onward = Arc::clone(&leave);
    let unsure = (!unanswered.is_empty()).then(|| {
        button(t("不清楚，继续"), "button quiet", move || {
            for FactInstance { fact, instance } in &unanswered {
                let field = slot(app.book(), &app.book().facts[*fact], *instance);
                app.dispatch(Event::Answered(field, RawAnswer::Unsure));
            }
            onward();
        })
    });
    let skip = button(t("先不答，继续"), "button quiet", move || leave());
    html::div()
        .class("notice warn")
        .child(unreadable)
        .child(says.map(|says| html::p().child(says)))
        .child(html::p().class("buttons").child(unsure).child(skip))
        .into_any()
}

/// Why a topic asks nothing.
pub fn nothing_asked(app: AppState, topic: usize) -> AnyView {
    let skipped = app.book().topics.get(topic).map_or("", |topic| topic.skipped);
    let why = move || match app.evaluation.with(|evaluation| evaluation.progress(app.book(), topic)) {
        TopicStatus::Skipped => skipped,
        TopicStatus::Waiting => t("这一部分问什么，要看前面的回答。"),
        _ => t("按已有的回答，这一部分没有会改变结果的问题。"),
    };
    html::p().child(why).into_any()
}
