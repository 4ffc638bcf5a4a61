//! What follows from the figures of a step, while they are typed: a gauge for each requirement, and the amounts that are
//! settled. Part of the lazy module.

use super::gauge::gauge;
use super::icon::{Icon, sign};
use crate::app::AppState;
use crate::dom::{empty_view, html, memo, reactive};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::state::evaluation::Evaluation;
use crate::state::steps::Step;
use huiqi_engine::assess::Outcome;
use huiqi_engine::book::{ExprId, FactId, FactType, Measure, MeasureId, RuleBook, collect_facts, facts_of_measure};
use huiqi_engine::evaluate::FactInstance;
use huiqi_engine::number::{divide, subtract};
use huiqi_engine::{Answer, Verdict};
use leptos::prelude::*;
use rust_decimal::Decimal;

// With more measures the panel would be longer than the step.
const MAX_MEASURES: usize = 3;

/// What follows for one measure.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Consequence {
    measure: MeasureId,
    gauges: Vec<engine_text::ExplanationLine>,
    /// The amount, once the measure is eligible.
    paid: Option<String>,
}

/// What follows from the figures of a step; empty while nothing does.
pub fn consequences(app: AppState, step: &Step) -> AnyView {
    let questions = step.questions().to_vec();
    let is_figure = |question: &FactInstance| {
        matches!(app.book().facts[question.fact].kind, FactType::Money | FactType::Number(_) | FactType::Ratio)
    };
    if !questions.iter().any(is_figure) {
        return empty_view();
    }
    let pair = step.pair(app.book()).map(|pair| [pair.this_year, pair.last_year]);
    let found = memo(move || app.evaluation.with(|evaluation| collect(app.book(), evaluation, &questions)));
    let growth =
        memo(move || pair.and_then(|pair| app.evaluation.with(|evaluation| growth_of(app.book(), evaluation, pair))));
    reactive(move || {
        let (found, growth) = (found.get(), growth.get());
        (!found.is_empty()).then(|| panel(app, found, growth))
    })
}

fn collect(book: &'static RuleBook<'static>, evaluation: &Evaluation, asked: &[FactInstance]) -> Vec<Consequence> {
    let is_answered =
        |question: &FactInstance| evaluation.answers.get(book, question.fact, question.instance).is_some();
    if !asked.iter().any(is_answered) {
        return Vec::new();
    }
    let mut found: Vec<Consequence> = Vec::new();
    for ((measure, known), outcome) in book.measures.iter_enumerated().zip(&evaluation.assessment.outcomes) {
        let is_considered = matches!(outcome.verdict, Verdict::Eligible | Verdict::Undecided | Verdict::Ineligible);
        if !is_considered || !contains_any(&facts_of_measure(book, known), asked) {
            continue;
        }
        let mut gauges = gauges_of(book, evaluation, known, outcome, asked);
        // A requirement of several measures is drawn once.
        gauges.retain(|line| !found.iter().flat_map(|other| &other.gauges).any(|other| other == line));
        let amount = outcome.amount.filter(|_| outcome.verdict == Verdict::Eligible);
        let paid = amount.map(|amount| engine_text::paid(known, &amount));
        if !gauges.is_empty() || paid.is_some() {
            found.push(Consequence { measure, gauges, paid });
        }
    }
    found
}

// The requirements of a measure that compare figures of the step.
fn gauges_of(
    book: &'static RuleBook<'static>,
    evaluation: &Evaluation,
    measure: &Measure<'static>,
    outcome: &Outcome,
    asked: &[FactInstance],
) -> Vec<engine_text::ExplanationLine> {
    let view = evaluation.view(book);
    let instance = asked.first().filter(|_| measure.group.is_some()).map_or(0, |question| question.instance);
    let is_of_step = |expr: ExprId| {
        let mut facts = Vec::new();
        collect_facts(book, expr, &mut facts);
        contains_any(&facts, asked)
    };
    let here = outcome.findings.iter().filter(|found| found.instance == instance && is_of_step(found.condition));
    here.flat_map(|finding| engine_text::finding(&view, finding).lines)
        .filter(|line| line.gauge.as_ref().is_some_and(|gauge| is_of_step(gauge.comparison)))
        .collect()
}

fn contains_any(facts: &[FactId], asked: &[FactInstance]) -> bool {
    asked.iter().any(|question| facts.contains(&question.fact))
}

/// Two figures to scale: this year's and last year's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Growth {
    facts: [FactId; 2],
    figures: [Decimal; 2],
}

fn growth_of(book: &RuleBook<'_>, evaluation: &Evaluation, facts: [FactId; 2]) -> Option<Growth> {
    let figure = |fact: FactId| match evaluation.answers.get(book, fact, 0) {
        Some(Answer::Number(figure)) => Some(figure),
        _ => None,
    };
    let [this_year, last_year] = facts.map(figure);
    Some(Growth { facts, figures: [this_year?, last_year?] })
}

fn panel(app: AppState, found: Vec<Consequence>, growth: Option<Growth>) -> AnyView {
    let more = found.len().saturating_sub(MAX_MEASURES);
    let measures: Vec<AnyView> = found.into_iter().take(MAX_MEASURES).map(|one| of_measure(app, one)).collect();
    html::section()
        .class("consequences")
        .attr("aria-label", t("按现在填的数"))
        .child(html::h2().child(t("按现在填的数")))
        .child(growth.and_then(|growth| growth_bars(app, growth)))
        .child(measures)
        .child((more > 0).then(|| html::p().class("source").child(say!("另有 {} 项措施也用到。", more))))
        .into_any()
}

fn of_measure(app: AppState, Consequence { measure, gauges, paid }: Consequence) -> AnyView {
    let known = &app.book().measures[measure];
    let gauges: Vec<AnyView> = gauges.iter().filter_map(gauge).collect();
    let paid =
        paid.map(|paid| html::p().class("settled").child(sign(Icon::Yes)).child(html::b().child(paid)).into_any());
    html::div()
        .class("consequence")
        .child(html::p().class("source").child(say!("第{}条 · {}", known.article, known.title)))
        .child(gauges)
        .child(paid)
        .into_any()
}

fn in_short(book: &RuleBook<'_>, figure: Decimal, kind: &FactType) -> String {
    match kind {
        FactType::Money => engine_text::short_money(figure),
        _ => engine_text::figure(book, figure, kind),
    }
}

// Both years as bars, and the difference.
fn growth_bars(app: AppState, Growth { facts, figures }: Growth) -> Option<AnyView> {
    let [this_year, last_year] = figures;
    let whole = this_year.max(last_year);
    if whole <= Decimal::ZERO {
        return None;
    }
    let row = |(fact, figure): (FactId, Decimal)| {
        let share = divide(figure, whole)?.saturating_mul(Decimal::ONE_HUNDRED).round_dp(1);
        let fact = &app.book().facts[fact];
        let label = html::p().child(html::span().child(fact.label)).child(" ").child(html::b().child(in_short(
            app.book(),
            figure,
            &fact.kind,
        )));
        let bar = view! {
            <svg class="year-bar" aria-hidden="true"><rect width=format!("{share}%") height="100%"></rect></svg>
        };
        Some(html::div().class("year").child(label).child(bar.into_any()).into_any())
    };
    let rows: Option<Vec<AnyView>> = facts.into_iter().zip(figures).map(row).collect();
    let kind = &app.book().facts[facts[0]].kind;
    let difference = subtract(this_year, last_year)?;
    let amount = in_short(app.book(), difference.abs(), kind);
    let says = match difference.cmp(&Decimal::ZERO) {
        std::cmp::Ordering::Greater => say!("比上年度增加{}", amount),
        std::cmp::Ordering::Less => say!("比上年度减少{}", amount),
        std::cmp::Ordering::Equal => t("与上年度相同").to_owned(),
    };
    Some(html::div().class("growth").child(rows?).child(html::p().child(says)).into_any())
}
