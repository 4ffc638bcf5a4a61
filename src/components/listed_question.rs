//! A question at its place on a topic's page: the whole question, or a single line once it is needless.

use super::question::{QuestionPlace, question};
use crate::app::topic_questions::{QuestionVisibility, TopicQuestions};
use crate::dom::{empty_view, fragment, html, memo, reactive};
use crate::i18n::t;
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::*;

/// A question at its place, in full or as one line.
pub fn listed_question(questions: TopicQuestions, asked: FactInstance, place: QuestionPlace) -> AnyView {
    let folded = memo(move || questions.visibility(asked) == QuestionVisibility::Folded);
    let needless = memo(move || questions.visibility(asked) != QuestionVisibility::Wanted);
    let full = reactive(move || if folded.get() { empty_view() } else { question(questions.app, asked, place) });
    let mark = reactive(move || needless.get().then(|| needless_line(questions, asked, folded)));
    fragment(vec![full, mark])
}

/// States that a question is needless, and the reason, below its field; the field stays in its place.
pub(super) fn needless_line(questions: TopicQuestions, asked: FactInstance, folded: Memo<bool>) -> AnyView {
    let fact = &questions.app.book().facts[asked.fact];
    let name = move || folded.get().then(|| html::b().child(say!("{}：", fact.label)));
    let app = questions.app;
    let reason = memo(move || {
        app.evaluation.with(|evaluation| {
            let reason = app.lazy().and_then(|lazy| (lazy.needless)(app.book(), evaluation, asked));
            match (evaluation.inactive_answers().contains(&asked), reason) {
                (true, Some(reason)) => say!("现在不涉及，因为{}。已保留，不计入判定。", reason),
                (true, None) => t("现在不涉及，已保留，不计入判定").to_owned(),
                (false, Some(reason)) => say!("不再需要，因为{}。", reason),
                (false, None) => t("不再需要，因为按其他回答，它已不影响结果。").to_owned(),
            }
        })
    });
    html::p().class("needless").child(name).child(move || reason.get()).into_any()
}
