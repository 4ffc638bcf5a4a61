//! A bar of an amount below its cap.

use super::strip::percent;
use crate::dom::html;
use crate::i18n::engine_text::short_money;
use huiqi_engine::assess::Outcome;
use huiqi_engine::book::Measure;
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::explain::{CappedAmount, capped_amount};
use huiqi_engine::number::subtract;
use leptos::prelude::*;

/// The bar and the same in words; `None` if the amount or its cap is not a single figure.
pub(super) fn cap_bar(view: &Evaluator<'_, '_>, measure: &Measure<'_>, outcome: &Outcome) -> Option<AnyView> {
    let CappedAmount { amount, cap } = capped_amount(view, measure, outcome)?;
    let left = subtract(cap, amount)?;
    let says = if left.is_zero() {
        say!("{}，已到上限", short_money(cap))
    } else {
        say!("上限 {}，还有 {}", short_money(cap), short_money(left))
    };
    let width = format!("{}%", percent(amount, cap)?);
    let bar = view! {
        <svg class="gauge-bar" aria-hidden="true">
            <rect class="track" y="6" width="100%" height="12" rx="6"></rect>
            <rect class="own" y="6" width=width height="12" rx="6"></rect>
            <rect class="post" x="100%" width="3" height="24" transform="translate(-3)"></rect>
        </svg>
    };
    Some(html::div().class("gauge cap").child(bar.into_any()).child(html::p().class("source").child(says)).into_any())
}
