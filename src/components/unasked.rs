//! Measures whose questions were not asked, grouped by the unticked concern, with a button that asks them after all.

use crate::app::AppState;
use crate::dom::{empty_view, ev, for_each_keyed, html, memo};
use crate::i18n::t;
use crate::platform;
use crate::state::evaluation::{Evaluation, slot};
use crate::state::form::RawAnswer;
use crate::state::session::Event;
use huiqi_engine::RuleBook;
use huiqi_engine::Verdict;
use huiqi_engine::assess::{to_tick, unticked_concerns};
use huiqi_engine::book::{Fact, FactOption, MeasureId};
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::*;

fn concerns(book: &'static RuleBook<'static>) -> Option<&'static Fact<'static>> {
    Some(&book.facts[book.document.concerns_fact?])
}

/// The unticked concerns in list order, each with the measures whose questions it would open; every measure appears
/// once.
pub fn by_concern(
    book: &'static RuleBook<'static>,
    evaluation: &Evaluation,
) -> Vec<(&'static FactOption<'static>, Vec<MeasureId>)> {
    let Some(fact) = concerns(book) else { return Vec::new() };
    let view = evaluation.view(book);
    let mut found: Vec<Vec<MeasureId>> = vec![Vec::new(); fact.options.len()];
    for (ix, outcome) in evaluation.assessment.outcomes.iter_enumerated() {
        if let Some(measures) = to_tick(&view, outcome).and_then(|place| found.get_mut(place)) {
            measures.push(ix);
        }
    }
    fact.options.iter().zip(found).filter(|(_, measures)| !measures.is_empty()).collect()
}

/// The unticked concerns, each with a button that ticks it and goes to the first question it opens.
pub fn offers(app: AppState) -> AnyView {
    let places = memo(move || {
        app.evaluation.with(|evaluation| {
            let options = concerns(app.book()).map(|fact| fact.options.as_slice()).unwrap_or_default();
            let by_concern = by_concern(app.book(), evaluation);
            let place = |known: &FactOption<'_>| options.iter().position(|option| option.id == known.id);
            by_concern.into_iter().filter_map(|(option, list)| Some((place(option)?, list.len()))).collect::<Vec<_>>()
        })
    });
    let row = move |place: usize| {
        let Some(option) = concerns(app.book()).and_then(|fact| fact.options.get(place)) else { return empty_view() };
        let count = move || {
            let count = places.with(|places| places.iter().find(|(known, _)| *known == place).map(|(_, count)| *count));
            say!("{} 项", count.unwrap_or_default())
        };
        html::div()
            .child(html::dt().child(option.label))
            .child(html::dd().child(count))
            .child(html::dd().child(button(app, place, None)))
            .into_any()
    };
    html::dl()
        .class("rows unasked")
        .child(for_each_keyed(move || places.with(|all| all.iter().map(|(place, _)| *place).collect()), row))
        .into_any()
}

/// A button that asks the questions of this measure after all; `None` if they were asked.
pub fn ask_about(app: AppState, measure: MeasureId) -> Option<AnyView> {
    let place = app.evaluation.with(|evaluation| {
        let outcome = &evaluation.assessment.outcomes[measure];
        to_tick(&evaluation.view(app.book()), outcome)
    })?;
    Some(html::p().class("noprint").child(button(app, place, Some(measure))).into_any())
}

fn button(app: AppState, place: usize, measure: Option<MeasureId>) -> AnyView {
    let Some(option) = concerns(app.book()).and_then(|fact| fact.options.get(place)) else { return empty_view() };
    html::button()
        .attr("type", "button")
        .class("text")
        .on(ev::click, move |_| ask(app, place, measure))
        .child(t("补选，去回答"))
        .child(html::span().class("vh").child(say!("：{}", option.label)))
        .into_any()
}

// Ticks an option and goes to the first question that it opens, either for one measure or for all of them.
fn ask(app: AppState, place: usize, measure: Option<MeasureId>) {
    let Some((fact, option)) = concerns(app.book()).and_then(|fact| Some((fact, fact.options.get(place)?))) else {
        return;
    };
    let question = app.evaluation.with_untracked(|evaluation| first_question(app.book(), evaluation, place, measure));
    let slot = slot(app.book(), fact, 0);
    let chosen = app.session.with_untracked(|session| session.case.record.get(slot).cloned());
    if let Some(RawAnswer::Several(mut ids)) = chosen {
        ids.push(option.id.into());
        app.dispatch(Event::Answered(slot, RawAnswer::Several(ids)));
    }
    if let Some(question) = question {
        go_to(app, question);
    }
}

// The first question, in the order of the rule book, that an option opens.
fn first_question(
    book: &'static RuleBook<'static>,
    evaluation: &Evaluation,
    place: usize,
    measure: Option<MeasureId>,
) -> Option<FactInstance> {
    let view = evaluation.view(book);
    let outcomes = evaluation.assessment.outcomes.iter_enumerated();
    let wanted = outcomes
        .filter(|(ix, outcome)| outcome.verdict == Verdict::NotAsked && measure.is_none_or(|measure| measure == *ix));
    let questions = wanted.flat_map(|(_, outcome)| outcome.missing.iter().copied());
    questions
        .filter(|FactInstance { fact, instance: at }| {
            unticked_concerns(&view, *fact, *at).iter().any(|known| known == place)
        })
        .min()
}

/// Opens the page of a question and moves the focus to its field.
pub fn go_to(app: AppState, question: FactInstance) {
    platform::go_to(&app.route_to(question).to_hash(app.book()), field_selector(app.book(), question));
}

/// The selector of the field of a question.
pub fn field_selector(book: &'static RuleBook<'static>, FactInstance { fact, instance }: FactInstance) -> String {
    let name = slot(book, &book.facts[fact], instance).name();
    format!("#q-{name}, #f-{name} input")
}
