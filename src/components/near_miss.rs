//! A near miss: one changed answer that makes a measure eligible. Shows the change, its total effect, and a button to
//! try it.

use super::amount::figure;
use crate::app::AppState;
use crate::app::near_miss::Near;
use crate::app::whatif;
use crate::dom::{IntoChild, ev, fragment, html};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::platform;
use crate::state::route::Route;
use huiqi_engine::RuleBook;
use huiqi_engine::Verdict;
use huiqi_engine::book::MeasureId;
use huiqi_engine::evaluate::FactInstance;
use huiqi_engine::near_miss::Impact;
use leptos::prelude::*;
use rust_decimal::Decimal;

/// The change, and the measures that are lost by it.
pub fn near_line(app: AppState, near: &Near) -> AnyView {
    let says = app.evaluation.with(|evaluation| engine_text::nearly(app.book(), &evaluation.answers, &near.nearly));
    let lost = lost(app.book(), &near.gain);
    let lost = (!lost.is_empty()).then(|| {
        let says = say!("但“{}”就不再符合了。", engine_text::add_english_separators(lost.join("”“")));
        html::p().class("gap").child(says)
    });
    fragment(vec![html::p().child(says).into_any(), lost.into_child()])
}

fn title(book: &'static RuleBook<'static>, measure: MeasureId) -> &'static str {
    book.measures[measure].title
}

fn lost(book: &'static RuleBook<'static>, gain: &Impact) -> Vec<&'static str> {
    let lost = gain
        .changes
        .iter()
        .filter(|change| change.verdict.0 == Verdict::Eligible && change.verdict.1 != Verdict::Eligible);
    lost.map(|change| title(book, change.measure)).collect()
}

/// The total difference over all measures; empty if it is not money.
pub fn impact_summary(gain: &Impact) -> AnyView {
    let (mut parts, zero) = (Vec::new(), Decimal::ZERO);
    let mut say = |more: &'static str, less: &'static str, value: Decimal| {
        if !value.is_zero() {
            parts.push(figure(if value > zero { more } else { less }, value.abs()));
        }
    };
    say("多得", t("少得"), gain.exact);
    say("最高多", t("最高少"), gain.assessed_high.unwrap_or_default());
    say("多免", t("少免"), gain.relief);
    say("个人最高多", t("个人最高少"), gain.persons_high);
    fragment(parts)
}

/// A button that opens the what-if page with this change.
pub fn try_button(app: AppState, near: &Near) -> AnyView {
    let (question, to) = (FactInstance::new(near.nearly.fact, near.nearly.instance), near.nearly.to);
    html::button()
        .attr("type", "button")
        .class("text")
        .attr("aria-label", say!("假如这样，试一试：{}", title(app.book(), near.nearly.measure)))
        .on(ev::click, move |_| {
            whatif::start_from(app, question, to);
            platform::navigate(&Route::WhatIf.to_hash(app.book()));
        })
        .child(t("假如这样，试一试"))
        .into_any()
}
