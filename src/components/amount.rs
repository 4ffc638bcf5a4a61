//! Amounts as companies read them: certainty word, figure, unit, and the short form in 万元 where it is usual.

use super::strip::{StripPart, share_bar};
use crate::app::AppState;
use crate::dom::{empty_view, html};
use crate::i18n::engine_text::{self, benefit, money, short_money};
use crate::i18n::t;
use huiqi_engine::Verdict;
use huiqi_engine::assess::{Amount, Certainty, Outcome};
use huiqi_engine::book::{Measure, MeasureId, Payout};
use leptos::prelude::*;
use rust_decimal::Decimal;

/// `可得 1,600,000 元（160万元）`.
pub fn figure(word: &'static str, value: Decimal) -> AnyView {
    let full = money(value);
    // In English the unit precedes the figure.
    let (digits, unit) = full.strip_suffix('元').map_or((full.as_str(), ""), |digits| (digits, t("元")));
    let digits = digits.to_owned();
    let short = short_money(value);
    let unit = if short == full { unit.to_owned() } else { say!("{}（{}）", unit, short) };
    html::span()
        .class("amount")
        .child(html::small().child(word))
        .child(" ")
        .child(html::b().child(digits))
        .child(" ")
        .child(html::small().child(unit))
        .into_any()
}

/// A range, or a single figure preceded by this word.
pub fn range(amount: &Amount, exact: &'static str) -> AnyView {
    let high = amount.high.unwrap_or(amount.low);
    match amount.certainty() {
        Certainty::Exact => figure(exact, amount.low),
        Certainty::AtMost => figure(t("最高"), high),
        Certainty::AtLeast if amount.low.is_zero() => said(t("文件没有写上限")),
        Certainty::AtLeast => figure(t("不低于"), amount.low),
        // Both ends in one `amount` element, so that they stay together where amounts are aligned to the end of a line.
        Certainty::Between => {
            let ends =
                html::span().class("amount").child(figure("", amount.low)).child(t(" 至 ")).child(figure("", high));
            ends.into_any()
        }
    }
}

/// What an outcome pays, as displayed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pays {
    verdict: Verdict,
    amount: Option<Amount>,
    stake: Option<Decimal>,
    endless: bool,
}

impl Pays {
    /// The payment of an outcome.
    pub const fn of(outcome: &Outcome) -> Self {
        Self {
            verdict: outcome.verdict,
            amount: outcome.amount,
            stake: outcome.max_payout,
            endless: outcome.is_unbounded,
        }
    }

    /// A bar of the amount, to the scale of the largest of its list; `None` without an amount or if `largest` is zero.
    pub fn bar(self, largest: Decimal) -> Option<AnyView> {
        let amount = self.amount.filter(|_| self.verdict == Verdict::Eligible && !largest.is_zero())?;
        let part = if amount.is_exact() { StripPart::Exact } else { StripPart::Decided };
        share_bar(amount.high.unwrap_or(amount.low), largest, part)
    }

    /// The payment in words and figures; empty if there is none.
    pub fn view(self, measure: &Measure<'_>) -> AnyView {
        match (self.verdict, &self.amount) {
            (Verdict::Eligible, Some(amount)) if measure.pool => figure(t("总额"), amount.high.unwrap_or(amount.low)),
            (Verdict::Eligible, Some(amount)) if measure.kind.is_relief() => range(amount, t("少付")),
            (Verdict::Eligible, Some(amount)) => range(amount, t("可得")),
            (Verdict::Eligible, None) if measure.promise == Payout::Unstated => said(t("有资金，没有写数额")),
            (Verdict::Eligible, None) => said(benefit(measure.kind)),
            (Verdict::Undecided, _) if self.endless => said(t("可能有，没有写上限")),
            (Verdict::Undecided, _) => self.stake.map_or_else(empty_view, |stake| figure(t("可能最高"), stake)),
            _ => empty_view(),
        }
    }
}

/// What an outcome pays; empty if it pays nothing.
pub fn amount(measure: &Measure<'_>, outcome: &Outcome) -> AnyView {
    Pays::of(outcome).view(measure)
}

fn said(words: &'static str) -> AnyView {
    html::span().class("amount").child(html::small().child(words)).into_any()
}

/// How an eligible measure counts beside others, where the user needs to know.
pub fn uncounted(app: AppState, ix: MeasureId) -> Option<String> {
    app.evaluation.with(|evaluation| engine_text::uncounted(&evaluation.view(app.book()), &evaluation.assessment, ix))
}
