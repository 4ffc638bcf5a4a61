//! The parts of a measure: the conditions, the amount and how it comes about, what to do, papers, the official text,
//! readings. A card shows them one after another, the page of a measure under headings.

use super::amount::uncounted;
use super::cap_bar::cap_bar;
use super::gauge::gauge;
use super::guidance::steps_for;
use super::measure::{quotes, row};
use super::near_miss::{near_line, try_button};
use super::official_text::summary_in_english;
use super::papers::papers_by_issuer;
use super::related::related;
use super::unasked::ask_about;
use crate::app::AppState;
use crate::app::near_miss::found_for;
use crate::dom::{Element, IntoChild, empty_view, fragment, html, reactive};
use crate::i18n::engine_text;
use crate::i18n::t;
use huiqi_engine::Verdict;
use huiqi_engine::assess::{Finding, Outcome};
use huiqi_engine::book::MeasureId;
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::number::Truth;
use leptos::prelude::*;

/// Everything behind a verdict, for a card.
pub fn card(app: AppState, ix: MeasureId) -> AnyView {
    let measure = &app.book().measures[ix];
    html::div()
        .child(amount_origin(app, ix))
        .child(conditions(app, ix))
        .child(summary_in_english(ix))
        .child(quotes(app.book(), measure))
        .child(related(app, ix))
        .child(
            html::div()
                .class("mores")
                .child(fold(t("怎么办"), steps_for(app, ix)))
                .child(fold(t("带什么材料"), papers_by_issuer(app.book(), &[ix], false)))
                .child(fold(t("如何理解"), readings(app, ix)))
                .child(html::a().class("text").attr("href", format!("#/measure/{}", measure.id)).child(t("固定链接"))),
        )
        .into_any()
}

fn fold(title: &'static str, content: AnyView) -> Element {
    html::details().class("more").child(html::summary().child(title)).child(content)
}

/// How the amount comes about: the calculation in words, its place below a cap, what is not counted and what is open.
pub fn amount_origin(app: AppState, ix: MeasureId) -> AnyView {
    let measure = &app.book().measures[ix];
    app.evaluation.with(|evaluation| {
        let outcome = &evaluation.assessment.outcomes[ix];
        let view = evaluation.view(app.book());
        let line = |line: String| html::p().child(line).into_any();
        let mut lines: Vec<AnyView> = Vec::new();
        for calculation in engine_text::calculations(&view, measure, outcome) {
            lines.push(html::p().class("working").child(calculation).into_any());
        }
        lines.extend(cap_bar(&view, measure, outcome));
        lines.extend(engine_text::still_open(app.book(), measure, outcome).map(line));
        lines.extend(uncounted(app, ix).map(|line| html::p().class("caution").child(line).into_any()));
        lines.extend((!measure.support.is_empty()).then(|| line(measure.support.to_owned())));
        let open = outcome.max_payout.filter(|_| outcome.verdict != Verdict::Eligible);
        lines.extend(open.and_then(|_| engine_text::by_one(app.book(), &evaluation.answers, measure)).map(line));
        fragment(lines)
    })
}

/// The conditions, each with its state and the reason; a comparison of two figures as a gauge. Then what could change an
/// unmet one.
pub fn conditions(app: AppState, ix: MeasureId) -> AnyView {
    app.evaluation.with(|evaluation| {
        let outcome = &evaluation.assessment.outcomes[ix];
        let view = evaluation.view(app.book());
        let near = (outcome.verdict == Verdict::Ineligible).then(|| reactive(move || nearly(app, ix)));
        fragment(vec![
            html::ul().class("findings").child(rows(&view, outcome)).into_any(),
            ask_about(app, ix).into_child(),
            near.into_child(),
        ])
    })
}

// The names of gauges do not tell instances apart.
fn rows(view: &Evaluator<'_, '_>, outcome: &Outcome) -> Vec<AnyView> {
    let single = outcome.findings.iter().all(|finding| finding.instance == 0);
    let one = |finding: &Finding| {
        let said = engine_text::finding(view, finding);
        let drawn = match said.lines.as_slice() {
            [line] if single && !said.not_asked => gauge(line),
            _ => None,
        };
        drawn.map_or_else(|| row(said), |gauge| html::li().class("drawn").child(gauge).into_any())
    };
    outcome.findings.iter().map(one).collect()
}

// The near miss that would change the verdict, once it has been found.
fn nearly(app: AppState, ix: MeasureId) -> Option<AnyView> {
    let near = found_for(app, ix)?;
    let button = near.nearly.changeable.then(|| html::p().class("noprint").child(try_button(app, &near)));
    Some(html::div().class("notice").child(near_line(app, &near)).child(button).into_any())
}

/// How the text is understood, and the remarks that hold for an eligible measure.
pub fn readings(app: AppState, ix: MeasureId) -> AnyView {
    let measure = &app.book().measures[ix];
    app.evaluation.with(|evaluation| {
        let eligible = evaluation.assessment.outcomes[ix].verdict == Verdict::Eligible;
        let view = evaluation.view(app.book());
        let remarks = app.book().document.remarks.iter();
        let remarks =
            remarks.filter(|(when, _)| eligible && view.truth(*when, 0) == Truth::True).map(|(_, says)| *says);
        let lines: Vec<AnyView> =
            measure.reading.iter().copied().chain(remarks).map(|says| html::li().child(says).into_any()).collect();
        if lines.is_empty() { empty_view() } else { html::ul().class("readings").child(lines).into_any() }
    })
}
