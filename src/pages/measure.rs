//! One measure under a permanent address.

use crate::app::App;
use crate::book::book;
use crate::parts::{Sign, amount, measure_facts, sign, sign_of_verdict, source};
use huiqi_engine::book::{MeasureIx, Mode};
use huiqi_engine::{Verdict, words};
use leptos::prelude::*;

/// The page.
pub fn page(app: App, place: usize) -> AnyView {
    let Some(measure) = book().measures.get(place) else { return super::plain::lost().into_any() };
    let Ok(ix) = MeasureIx::try_from(place) else { return super::plain::lost().into_any() };
    let verdict = move || {
        app.judgement.with(|judgement| {
            let outcome = judgement.assessment.outcomes.get(place)?;
            let mark = sign(mark(measure.mode, outcome.verdict));
            Some(view! { <p class="lead">{mark}" "{words::verdict(outcome.verdict)}" "{amount(measure, outcome)}</p> })
        })
    };
    let related: Vec<_> = (measure.either.iter().chain(&measure.same_as).chain(&measure.see))
        .filter_map(|ix| book().measures.get(usize::from(*ix)))
        .map(|other| {
            view! { <li><a href=format!("#/measure/{}", other.id)>{other.title}</a>" "<small>{source(other)}</small></li> }
        })
        .collect();
    view! {
        <div class="columns plain">
            <main id="main">
                <p><a href="#/results">"返回判定结果"</a></p>
                <h1 tabindex="-1">{measure.title}</h1>
                <p class="source">{format!("{} · {}", book().document.number, source(measure))}</p>
                {verdict}
                <p>{words::amount_rule(book(), measure)}</p>
                <div class="measure">{move || measure_facts(app, ix)}</div>
                {(!related.is_empty()).then(|| view! { <section><h2>"相关措施"</h2><ul class="papers">{related}</ul></section> })}
            </main>
        </div>
    }
    .into_any()
}

/// The sign of a measure's verdict and way.
pub const fn mark(mode: Mode, verdict: Verdict) -> Sign {
    match (verdict, mode) {
        (Verdict::Eligible, Mode::Assessed) => Sign::Assessed,
        (Verdict::Eligible, Mode::Automatic) => Sign::Automatic,
        (verdict, _) => sign_of_verdict(verdict),
    }
}
