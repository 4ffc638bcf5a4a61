//! The measures related to one: those for which the text does not say whether both are granted, those that are the same
//! thing, and those worth a look. States which of the same thing counts in the totals, and by how much the other is
//! less.

use super::amount::amount;
use super::measure::source;
use crate::app::AppState;
use crate::dom::{empty_view, html};
use crate::i18n::engine_text::{self, money};
use crate::i18n::t;
use crate::state::evaluation::Evaluation;
use huiqi_engine::RuleBook;
use huiqi_engine::Verdict;
use huiqi_engine::assess::{Counted, counted};
use huiqi_engine::book::{Measure, MeasureId};
use huiqi_engine::number::subtract;
use leptos::prelude::*;

/// The list; empty if the measure has no related ones.
pub fn related(app: AppState, ix: MeasureId) -> AnyView {
    let measure = &app.book().measures[ix];
    let either = measure.either.iter().map(|link| (link.measure, t("能否都给，文件没有写")));
    let same = measure.same_as.iter().map(|link| match link.when {
        None => (link.measure, t("同一件事，只算一次")),
        Some(_) => (link.measure, t("是同一件事的，只算一次")),
    });
    let is_linked = |other: &MeasureId| measure.links().any(|link| link.measure == *other);
    let see = measure.see.iter().filter(|other| !is_linked(other)).map(|other| (*other, t("也可以看看")));
    let rows: Vec<AnyView> = app.evaluation.with(|evaluation| {
        let others = either.chain(same).chain(see);
        others.filter_map(|(other, says)| row(app.book(), evaluation, ix, other, says)).collect()
    });
    if rows.is_empty() {
        return empty_view();
    }
    html::div()
        .class("related")
        .child(html::p().child(html::b().child(t("相关措施"))))
        .child(html::ul().class("papers").child(rows))
        .into_any()
}

fn row(
    book: &'static RuleBook<'static>,
    evaluation: &Evaluation,
    ix: MeasureId,
    other: MeasureId,
    says: &'static str,
) -> Option<AnyView> {
    let known: &Measure<'static> = &book.measures[other];
    let outcome = &evaluation.assessment.outcomes[other];
    let verdict = (outcome.verdict != Verdict::Eligible).then(|| engine_text::verdict(outcome.verdict));
    let counts = counts(book, evaluation, ix, other).map(|line| html::span().class("gap").child(line));
    let row = html::li()
        .child(html::span().class("source").child(say!("{}：", t(says))))
        .child(html::a().attr("href", format!("#/measure/{}", known.id)).child(known.title))
        .child(" ")
        .child(html::span().class("source").child(source(known)))
        .child(" ")
        .child(verdict)
        .child(amount(known, outcome))
        .child(" ")
        .child(counts);
    Some(row.into_any())
}

// Which of two measures counts, if they are the same thing.
fn counts(
    book: &'static RuleBook<'static>,
    evaluation: &Evaluation,
    ix: MeasureId,
    other: MeasureId,
) -> Option<String> {
    let outcomes = &evaluation.assessment.outcomes;
    let view = evaluation.view(book);
    let is_left_for = |one: MeasureId, of: MeasureId| counted(&view, outcomes, one) == Some(Counted::Elsewhere(of));
    let high = |ix: MeasureId| outcomes[ix].amount.and_then(|amount| amount.high);
    let less = |one: MeasureId, than: MeasureId| match high(than) {
        Some(than) => say!("少 {}", money(subtract(than, high(one).unwrap_or_default()).unwrap_or_default())),
        None => t("没有上限的一项更多").to_owned(),
    };
    if is_left_for(ix, other) {
        return Some(say!("计入合计的是这一项；本项{}，没有计入。", less(ix, other)));
    }
    is_left_for(other, ix).then(|| say!("计入合计的是本项；这一项{}，没有计入。", less(other, ix)))
}
