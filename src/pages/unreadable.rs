//! Unreadable entries, described the same way on every page that shows the case. Such an entry counts as unanswered.

use super::label;
use crate::app::AppState;
use crate::dom::html;
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::state::evaluation::Evaluation;
use crate::state::form::Form;
use huiqi_engine::RuleBook;
use huiqi_engine::book::Fact;
use huiqi_engine::evaluate::FactInstance;
use huiqi_engine::number::Date;
use huiqi_engine::{Answers, Unreadable};
use leptos::prelude::*;

/// An entry as typed, marked as unreadable.
pub fn marked(typed: &Unreadable) -> String {
    say!("{}（读不出来）", engine_text::unreadable(typed))
}

/// The answer to a fact in words, or the unreadable entry.
pub fn told(
    book: &'static RuleBook<'static>,
    evaluation: &Evaluation,
    fact: &Fact<'_>,
    FactInstance { fact: ix, instance }: FactInstance,
) -> Option<String> {
    let answer = evaluation.answers.get(book, ix, instance).map(|answer| super::answer_text(book, fact, answer));
    answer.or_else(|| evaluation.answers.unreadable_at(ix, instance).map(marked))
}

/// Unreadable entries of all questions that apply, each labelled so that it is unique among all answers:
/// `本年度研发费用：约345万`.
pub fn lines(book: &'static RuleBook<'static>, record: &Form, evaluation: &Evaluation) -> Vec<String> {
    entries(book, record, evaluation).into_iter().map(|(_, label, typed)| say!("{}：{}", label, typed)).collect()
}

/// The assessment date in words. If the entry for it is unreadable, that entry and the date used instead.
pub fn date_text(book: &'static RuleBook<'static>, evaluation: &Evaluation) -> String {
    date_of(book, &evaluation.answers, evaluation.assessment.date)
}

/// The same for a case without an evaluation.
pub fn date_of(book: &'static RuleBook<'static>, answers: &Answers, date: Date) -> String {
    let date = engine_text::date(date);
    match answers.unreadable_at(book.document.date_fact, 0) {
        None => date,
        Some(typed) => say!("“{}”读不出来，改好以前按{}", engine_text::unreadable(typed), date),
    }
}

fn entries(
    book: &'static RuleBook<'static>,
    record: &Form,
    evaluation: &Evaluation,
) -> Vec<(FactInstance, String, String)> {
    let entry = |FactInstance { fact: ix, instance }: FactInstance| {
        let fact = &book.facts[ix];
        let typed = evaluation.given().unreadable_at(ix, instance)?;
        Some((FactInstance::new(ix, instance), label(book, record, fact, instance), engine_text::unreadable(typed)))
    };
    evaluation.unreadable().into_iter().filter_map(entry).collect()
}

/// All unreadable entries, each with a link to its question; `None` if every entry was readable.
pub fn notice(app: AppState) -> Option<AnyView> {
    let entries = app
        .session
        .with(|session| app.evaluation.with(|evaluation| entries(app.book(), &session.case.record, evaluation)));
    let item = |(question, label, typed): (FactInstance, String, String)| {
        let way = app.route_to(question).to_hash(app.book());
        html::li()
            .child(html::a().attr("href", way).child(label))
            .child(t("："))
            .child(html::bdi().child(typed))
            .into_any()
    };
    let count = entries.len();
    let items: Vec<AnyView> = entries.into_iter().map(item).collect();
    (count > 0).then(|| {
        html::section()
            .class("notice warn")
            .child(html::p().child(html::b().child(say!("{} 题填写的内容读不出来，按没有回答判断：", count))))
            .child(html::ul().class("papers").child(items))
            .into_any()
    })
}
