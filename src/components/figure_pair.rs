//! A figure of two years: both fields side by side, in one unit. Part of the lazy module.

use super::glossary_term::{Unfolded, explained, meaning};
use super::listed_question::needless_line;
use super::number_field::{FieldContent, figure_field};
use super::question::{explanations, unsure_part};
use crate::app::topic_questions::{QuestionVisibility, TopicQuestions};
use crate::dom::{empty_view, ev, fragment, html, memo, reactive};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::state::evaluation::slot;
use crate::state::steps::Step;
use huiqi_engine::book::FactType;
use huiqi_engine::evaluate::FactInstance;
use huiqi_engine::number_input::Scale;
use leptos::prelude::*;

/// The step of a figure of two years.
pub fn figure_pair(asked: TopicQuestions, step: &Step) -> AnyView {
    let app = asked.app;
    let book = app.book();
    let Some(pair) = step.pair(book) else { return empty_view() };
    let facts = [pair.this_year, pair.last_year];
    let contents = facts.map(|fact| FieldContent::of(app, fact, slot(book, &book.facts[fact], 0)));
    let is_money = book.facts[pair.this_year].kind == FactType::Money;
    // Two units that were selected elsewhere stay, each beside its field.
    let [this_year, last_year] = contents.map(|content| untrack(move || content.scale()));
    let is_shared = is_money && this_year == last_year;
    let id = format!("pair-{}", book.facts[pair.this_year].id);
    let unfolded = Unfolded::new(None);
    let years = facts.map(|fact| year(asked, FactInstance::first(fact), !is_shared, pair.help.is_empty()));
    html::div()
        .class("asked")
        .child(html::h1().attr("tabindex", "-1").child(explained(app, pair.ask, &id, unfolded)))
        .child(meaning(app, &id, unfolded))
        .child((!pair.help.is_empty()).then(|| html::p().class("hint").child(pair.help).into_any()))
        .child(is_shared.then(|| unit_choice(&id, contents)))
        .child(html::div().class("pair").child(Vec::from(years)))
        .child(explanations(app, facts.to_vec()))
        .into_any()
}

fn unit_choice(id: &str, contents: [FieldContent; 2]) -> AnyView {
    let unit = |(scale, place): (&Scale, u8)| {
        let input = html::input()
            .attr("type", "radio")
            .attr("name", format!("{id}-unit"))
            .bool_prop("checked", move || contents.iter().all(|content| content.scale() == place))
            .on(ev::change, move |_| contents.iter().for_each(|content| content.set_scale(place)));
        html::label().class("segment").child(input).child(html::span().child(engine_text::scale(*scale))).into_any()
    };
    let units: Vec<AnyView> = Scale::ALL.iter().zip(0u8..).map(unit).collect();
    html::fieldset()
        .class("unit-choice")
        .child(html::legend().class("vh").child(t("两个数的单位")))
        .child(html::span().attr("aria-hidden", "true").child(t("单位")))
        .child(html::div().class("segments").child(units))
        .into_any()
}

fn year(asked: TopicQuestions, question: FactInstance, has_unit: bool, has_help: bool) -> AnyView {
    let app = asked.app;
    let fact = &app.book().facts[question.fact];
    let field = slot(app.book(), fact, 0);
    let id = field.name();
    let needless = memo(move || asked.visibility(question) != QuestionVisibility::Wanted);
    let folded = memo(|| false);
    let mark = reactive(move || needless.get().then(|| needless_line(asked, question, folded)));
    let hint = has_help && !fact.help.is_empty();
    let help = hint.then(|| html::p().class("hint").attr("id", format!("{id}-hint")).child(fact.help).into_any());
    html::div()
        .class("question")
        .attr("id", format!("f-{id}"))
        .child(html::label().attr("for", format!("q-{id}")).child(fact.label))
        .child(help)
        .child(figure_field(app, question.fact, field, has_unit))
        .child(fragment(vec![unsure_part(app, question.fact, field), mark]))
        .into_any()
}
