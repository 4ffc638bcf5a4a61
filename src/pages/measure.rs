//! The page of one measure, at a permanent address.

use crate::app::AppState;
use crate::components::{Icon, amount, measure_facts, sign, sign_of_verdict, source};
use crate::dom::html;
use crate::i18n::engine_text;
use crate::i18n::t;
use huiqi_engine::Verdict;
use huiqi_engine::book::{MeasureId, Mode};
use leptos::prelude::*;

/// The page.
pub fn page(app: AppState, ix: MeasureId) -> AnyView {
    let measure = &app.book().measures[ix];
    let verdict = move || {
        app.evaluation.with(|evaluation| {
            let outcome = &evaluation.assessment.outcomes[ix];
            let mark = sign(mark(measure.mode, outcome.verdict));
            Some(
                html::p()
                    .class("lead")
                    .child(mark)
                    .child(" ")
                    .child(engine_text::verdict(outcome.verdict))
                    .child(" ")
                    .child(amount(measure, outcome))
                    .into_any(),
            )
        })
    };
    html::div()
        .class("columns plain")
        .child(
            html::main()
                .attr("id", "main")
                .child(
                    html::p().child(html::a().attr("href", "#/results").attr("data-back", "").child(t("返回判定结果"))),
                )
                .child(html::h1().attr("tabindex", "-1").child(measure.title))
                .child(html::p().class("source").child(format!("{} · {}", app.book().document.number, source(measure))))
                .child(verdict)
                .child(html::p().child(engine_text::amount_rule(app.book(), measure)))
                .child(html::div().class("measure").child(move || measure_facts(app, ix))),
        )
        .into_any()
}

/// The icon for a measure's verdict and mode.
pub const fn mark(mode: Mode, verdict: Verdict) -> Icon {
    match (verdict, mode) {
        (Verdict::Eligible, Mode::Assessed) => Icon::Assessed,
        (Verdict::Eligible, Mode::Automatic) => Icon::Automatic,
        (verdict, _) => sign_of_verdict(verdict),
    }
}
