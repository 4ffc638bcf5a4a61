//! The page of one measure, at a permanent address: the result, the conditions, the amount, what to do, the papers, the
//! official text and how it is understood. One page that scrolls, so that it can be printed and searched.

use super::results::neighbours;
use crate::app::AppState;
use crate::components::{
    Icon, amount, amount_origin, conditions, paper_count, papers_by_issuer, quotes, readings, related, sign,
    sign_of_verdict, source, steps_for, summary_in_english,
};
use crate::dom::{Element, IntoChild, ev, fragment, html, reactive};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::platform;
use huiqi_engine::Verdict;
use huiqi_engine::book::{MeasureId, Mode};
use leptos::prelude::*;

/// The parts of the page in order, each with the id of its heading.
const PARTS: [(&str, &str); 6] = [
    ("conditions", "条件"),
    ("amount", "金额"),
    ("todo", "怎么办"),
    ("papers", "材料"),
    ("official-text", "原文"),
    ("readings", "如何理解"),
];

/// The page.
pub fn page(app: AppState, ix: MeasureId) -> AnyView {
    html::div()
        .class("columns plain")
        .child(
            html::main()
                .attr("id", "main")
                .child(
                    html::p()
                        .class("noprint")
                        .child(html::a().attr("href", "#/results").attr("data-back", "").child(t("返回判定结果"))),
                )
                .child(panel(app, ix))
                .child(jumps())
                .child(reactive(move || parts(app, ix)))
                .child(pager(app, ix)),
        )
        .into_any()
}

// The result in the focal panel.
fn panel(app: AppState, ix: MeasureId) -> AnyView {
    let measure = &app.book().measures[ix];
    let verdict = move || {
        app.evaluation.with(|evaluation| {
            let outcome = &evaluation.assessment.outcomes[ix];
            html::p()
                .class("lead")
                .child(sign(mark(measure.mode, outcome.verdict)))
                .child(" ")
                .child(engine_text::verdict(outcome.verdict))
                .child(" ")
                .child(amount(measure, outcome))
                .into_any()
        })
    };
    html::section()
        .class("deep of-measure")
        .child(html::p().class("source").child(format!("{} · {}", app.book().document.number, source(measure))))
        .child(html::h1().attr("tabindex", "-1").child(measure.title))
        .child(reactive(verdict))
        .child(html::p().class("source").child(engine_text::amount_rule(app.book(), measure)))
        .into_any()
}

fn jumps() -> AnyView {
    let link = |(id, name): (&'static str, &'static str)| {
        html::li()
            .child(
                html::button()
                    .attr("type", "button")
                    .class("text")
                    .on(ev::click, move |_| platform::scroll_to(&format!("#{id}")))
                    .child(t(name)),
            )
            .into_any()
    };
    html::nav()
        .class("jumps noprint")
        .attr("aria-label", t("本页目录"))
        .child(html::ul().child(PARTS.into_iter().map(link).collect::<Vec<_>>()))
        .into_any()
}

fn parts(app: AppState, ix: MeasureId) -> AnyView {
    let book = app.book();
    let measure = &book.measures[ix];
    let [conditions_of, amount_of, todo, papers, text, read] = PARTS;
    let official = vec![summary_in_english(ix).into_child(), quotes(book, measure)];
    let (count, verdict) =
        (paper_count(book, &[ix]), app.evaluation.with(|evaluation| evaluation.assessment.outcomes[ix].verdict));
    let is_open = matches!(verdict, Verdict::Eligible | Verdict::Undecided);
    let none = || html::p().child(t("这一项现在不用办。")).into_any();
    fragment(vec![
        part(conditions_of, None).child(conditions(app, ix)).into_any(),
        part(amount_of, None).child(amount_origin(app, ix)).child(related(app, ix)).into_any(),
        part(todo, None).child(if is_open { steps_for(app, ix) } else { none() }).into_any(),
        part(papers, Some(say!("{} 份", count))).child(papers_by_issuer(book, &[ix], false)).into_any(),
        part(text, None).child(official).into_any(),
        part(read, None).child(readings(app, ix)).into_any(),
    ])
}

fn part((id, name): (&'static str, &'static str), beside: Option<String>) -> Element {
    let beside = beside.map(|says| html::small().child(says));
    html::section().class("measure part").attr("id", id).child(html::h2().child(t(name)).child(" ").child(beside))
}

// The measures before and after this one in the results.
fn pager(app: AppState, ix: MeasureId) -> AnyView {
    reactive(move || {
        let link = |measure: Option<MeasureId>, name: &'static str| {
            measure.map(|measure| {
                let measure = &app.book().measures[measure];
                html::a()
                    .attr("href", format!("#/measure/{}", measure.id))
                    .child(say!("{}：", name))
                    .child(measure.title)
                    .into_any()
            })
        };
        let (before, after) = neighbours(app, ix);
        html::nav()
            .class("pager noprint")
            .attr("aria-label", t("上一项和下一项"))
            .child(link(before, t("上一项")))
            .child(link(after, t("下一项")))
            .into_any()
    })
}

/// The icon for a measure's verdict and mode.
pub const fn mark(mode: Mode, verdict: Verdict) -> Icon {
    match (verdict, mode) {
        (Verdict::Eligible, Mode::Assessed) => Icon::Assessed,
        (Verdict::Eligible, Mode::Automatic) => Icon::Automatic,
        (verdict, _) => sign_of_verdict(verdict),
    }
}
