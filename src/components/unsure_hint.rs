//! Questions answered 不清楚: where to find the answer, and the amount that depends on it. Part of the lazy module.

use crate::app::AppState;
use crate::dom::{empty_view, html};
use crate::i18n::engine_text::short_money;
use crate::i18n::t;
use crate::state::evaluator::instances;
use huiqi_engine::Answer;
use huiqi_engine::assess::Outcomes;
use huiqi_engine::book::{Fact, FactId};
use huiqi_engine::evaluate::FactInstance;
use huiqi_engine::number::add;
use leptos::prelude::*;
use rust_decimal::Decimal;

/// For a question answered 不清楚: where to find the answer, and what depends on it.
pub fn unsure_hint(app: AppState, ix: FactId) -> AnyView {
    let fact = &app.book().facts[ix];
    let find = (!fact.find.is_empty()).then(|| html::span().child(say!("到这里查：{}", fact.find)));
    html::p()
        .class("hint")
        .child(t("不影响往下答，查清后再改。"))
        .child(find)
        .child(move || app.evaluation.with(|evaluation| worth(&evaluation.assessment.outcomes, ix)))
        .into_any()
}

/// All answers of 不清楚, each with where to find the answer and what depends on it; empty if there are none.
pub fn all_to_find_out(app: AppState) -> AnyView {
    let unsure = app.evaluation.with(|evaluation| {
        let is_unsure = |(ix, fact): &(FactId, &'static Fact<'static>)| {
            (0..instances(&evaluation.answers, fact))
                .any(|instance| evaluation.answers.get(app.book(), *ix, instance) == Some(Answer::Unsure))
        };
        app.book().facts.iter_enumerated().filter(is_unsure).map(|(ix, _)| ix).collect::<Vec<FactId>>()
    });
    if unsure.is_empty() {
        return empty_view();
    }
    let items = unsure.into_iter().filter_map(|ix| item(app, ix)).collect::<Vec<_>>();
    html::section().child(html::h2().child(t("还要查清的"))).child(html::ul().class("papers").child(items)).into_any()
}

fn item(app: AppState, ix: FactId) -> Option<AnyView> {
    let fact = &app.book().facts[ix];
    let link = html::a().attr("href", app.route_to(FactInstance::first(ix)).to_hash(app.book())).child(fact.label);
    let find = (!fact.find.is_empty()).then(|| html::span().child(say!("：{}", fact.find)));
    let worth = app.evaluation.with_untracked(|evaluation| worth(&evaluation.assessment.outcomes, ix));
    Some(html::li().child(link).child(find).child(html::small().child(worth)).into_any())
}

// The number of undecided measures that wait for a fact, and the maximum they can pay in all.
fn worth(outcomes: &Outcomes, ix: FactId) -> String {
    let waiting =
        || outcomes.iter().filter(|outcome| outcome.missing.iter().any(|FactInstance { fact, .. }| *fact == ix));
    let sum = waiting().filter_map(|outcome| outcome.max_payout).try_fold(Decimal::ZERO, add).unwrap_or_default();
    match waiting().count() {
        0 => t("现在没有政策等着它。").into(),
        count if sum.is_zero() => say!("它关系到 {} 项政策。", count),
        count => say!("它关系到 {} 项政策，最多 {}。", count, short_money(sum)),
    }
}
