//! One measure under a permanent address.

use crate::app::AppState;
use crate::components::{Icon, amount, measure_facts, sign, sign_of_verdict, source};
use crate::dom::el;
use crate::i18n::engine_text;
use huiqi_engine::Verdict;
use huiqi_engine::book::{MeasureId, Mode};
use leptos::prelude::*;

/// The page.
pub fn page(app: AppState, ix: MeasureId) -> AnyView {
    let measure = &app.book().measures[ix];
    let verdict = move || {
        app.judgement.with(|judgement| {
            let outcome = &judgement.assessment.outcomes[ix];
            let mark = sign(mark(measure.mode, outcome.verdict));
            Some(
                el("p")
                    .class("lead")
                    .child(mark)
                    .child(" ")
                    .child(engine_text::verdict(outcome.verdict))
                    .child(" ")
                    .child(amount(measure, outcome))
                    .done(),
            )
        })
    };
    el("div")
        .class("columns plain")
        .child(
            el("main")
                .attr("id", "main")
                .child(el("p").child(el("a").attr("href", "#/results").attr("data-back", "").child("返回判定结果")))
                .child(el("h1").attr("tabindex", "-1").child(measure.title))
                .child(el("p").class("source").child(format!("{} · {}", app.book().document.number, source(measure))))
                .live(verdict)
                .child(el("p").child(engine_text::amount_rule(app.book(), measure)))
                .child(el("div").class("measure").live(move || measure_facts(app, ix))),
        )
        .done()
}

/// The sign of a measure's verdict and way.
pub const fn mark(mode: Mode, verdict: Verdict) -> Icon {
    match (verdict, mode) {
        (Verdict::Eligible, Mode::Assessed) => Icon::Assessed,
        (Verdict::Eligible, Mode::Automatic) => Icon::Automatic,
        (verdict, _) => sign_of_verdict(verdict),
    }
}
