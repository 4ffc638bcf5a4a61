//! A measure with its verdict: amount, calculation, conditions, the sentence of the document, readings, evidence.

use super::amount::{amount, uncounted};
use super::sign::{sign, sign_of_truth};
use crate::app::App;
use crate::book::book;
use huiqi_engine::Verdict;
use huiqi_engine::assess::{Finding, Outcome, facts_of_measure};
use huiqi_engine::book::{Measure, MeasureIx};
use huiqi_engine::evaluate::View;
use huiqi_engine::number::Truth;
use huiqi_engine::words;
use leptos::prelude::*;

/// A measure that unfolds to everything behind its verdict.
pub fn measure_card(app: App, ix: MeasureIx) -> AnyView {
    let Some(measure) = book().measures.get(usize::from(ix)) else { return ().into_any() };
    let outcome = app.judgement.with(|judgement| judgement.assessment.outcomes.get(usize::from(ix)).cloned());
    let Some(outcome) = outcome else { return ().into_any() };
    let reason = match outcome.verdict {
        Verdict::Ineligible | Verdict::Undecided => first_reason(app, &outcome),
        _ => String::new(),
    };
    // What is inside is only made when somebody looks.
    let open = RwSignal::new(false);
    view! {
        <details class="measure" on:toggle=move |_| open.set(true)>
            <summary>
                <h3>{measure.title}</h3>
                " "
                {amount(measure, &outcome)}
                " "
                <span class="source">{source(measure)}</span>
                {(!reason.is_empty()).then(|| view! { " "<span class="source">{reason}</span> })}
            </summary>
            {move || open.get().then(|| measure_facts(app, ix))}
        </details>
    }
    .into_any()
}

/// Article, department, way of getting it.
pub fn source(measure: &Measure<'_>) -> String {
    format!("第{}条 · {} · {}", measure.article, measure.department, words::mode(measure.mode))
}

// The sentence that tells most: of an unmet condition, otherwise of an open one.
fn first_reason(app: App, outcome: &Outcome) -> String {
    app.judgement.with(|judgement| {
        let view = View::new(book(), &judgement.answers, true);
        let wanted = if outcome.verdict == Verdict::Ineligible { Truth::No } else { Truth::Open };
        let Some(finding) = outcome.findings.iter().find(|finding| finding.truth == wanted) else { return String::new() };
        let said = words::finding(&view, finding);
        let line = said.lines.iter().find(|line| line.truth == said.truth).or(said.lines.first());
        line.map_or(said.condition.clone(), |line| line.sentence.clone())
    })
}

/// The conditions, each with how it stands and why.
pub fn findings(view: &View<'_, '_>, list: &[Finding]) -> AnyView {
    let rows = list
        .iter()
        .map(|finding| {
            let said = words::finding(view, finding);
            let lines: String = said.lines.iter().map(|line| line.sentence.as_str()).collect();
            let unmet = said.truth == Truth::No;
            view! {
                <li>
                    {sign(sign_of_truth(said.truth))}
                    <span>
                        <span class="vh">{words::truth(said.truth)}"："</span>
                        {said.condition}
                        "。"
                        <span class=if unmet { "gap" } else { "said" }>{lines}</span>
                    </span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="findings">{rows}</ul> }.into_any()
}

/// Everything behind a verdict.
pub fn measure_facts(app: App, ix: MeasureIx) -> AnyView {
    let Some(measure) = book().measures.get(usize::from(ix)) else { return ().into_any() };
    app.judgement.with(|judgement| {
        let Some(outcome) = judgement.assessment.outcomes.get(usize::from(ix)) else { return ().into_any() };
        let view = View::new(book(), &judgement.answers, true);
        let eligible = outcome.verdict == Verdict::Eligible;
        let working = eligible.then(|| words::calculation(&view, measure, outcome, 0)).flatten();
        let remarks: Vec<_> = (book().document.remarks.iter())
            .filter(|(when, _)| eligible && view.truth(*when, 0) == Truth::Yes)
            .map(|(_, says)| *says)
            .collect();
        let readings = measure.reading.iter().copied().chain(remarks).map(|says| view! { <li>{says}</li> }).collect_view();
        let papers = evidence(measure).into_iter().map(|paper| view! { <li>{paper}</li> }).collect_view();
        view! {
            <div>
                {working.map(|line| view! { <p class="working">{line}</p> })}
                {uncounted(app, ix).map(|line| view! { <p class="caution">{line}</p> })}
                {(!measure.support.is_empty()).then(|| view! { <p>{measure.support}</p> })}
                {findings(&view, &outcome.findings)}
                {quotes(measure)}
                <div class="mores">
                    <details class="more"><summary>"如何理解"</summary><ul class="readings">{readings}</ul></details>
                    <details class="more"><summary>"带什么材料"</summary><ul class="papers">{papers}</ul></details>
                    <a class="text" href=format!("#/measure/{}", measure.id)>"固定链接"</a>
                </div>
            </div>
        }
        .into_any()
    })
}

/// The sentences of the document behind a measure.
pub fn quotes(measure: &'static Measure<'static>) -> AnyView {
    let pieces = measure.quote.iter().map(|piece| view! { <p>{*piece}</p> }).collect_view();
    view! {
        <blockquote class="quote">
            {pieces}
            <footer class="source">
                <a href=format!("#/document/{}", measure.article)>{format!("{}第{}条", book().document.number, measure.article)}</a>
            </footer>
        </blockquote>
    }
    .into_any()
}

/// Papers to bring for a measure: its own and those of its facts, without repeats.
pub fn evidence(measure: &Measure<'static>) -> Vec<&'static str> {
    let mut papers: Vec<&'static str> = measure.evidence.clone();
    for fact in facts_of_measure(book(), measure) {
        for paper in book().facts.get(usize::from(fact)).map(|fact| fact.evidence.as_slice()).unwrap_or_default() {
            if !papers.contains(paper) {
                papers.push(paper);
            }
        }
    }
    papers
}
