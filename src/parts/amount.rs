//! Amounts as a company reads them: certainty word, figure, unit, and in 万元 where people speak so.

use crate::app::App;
use crate::book::book;
use crate::dom::{Child, all, el, nothing};
use huiqi_engine::Verdict;
use huiqi_engine::assess::{Amount, Certainty, Outcome};
use huiqi_engine::book::{Measure, MeasureIx, Promise};
use huiqi_engine::words::{self, money, short_money};
use leptos::prelude::*;
use rust_decimal::Decimal;

/// `可得 1,600,000 元（160万元）`.
pub fn figure(word: &str, value: Decimal) -> AnyView {
    let full = money(value);
    let digits = full.trim_end_matches('元').to_owned();
    let short = short_money(value);
    let unit = if short == full { "元".to_owned() } else { format!("元（{short}）") };
    el("span")
        .class("amount")
        .child(el("small").child(word.to_owned()))
        .child(" ")
        .child(el("b").child(digits))
        .child(" ")
        .child(el("small").child(unit))
        .done()
}

fn range(amount: &Amount, exact: &str) -> AnyView {
    let high = amount.high.unwrap_or(amount.low);
    match amount.certainty() {
        Certainty::Exact => figure(exact, amount.low),
        Certainty::AtMost => figure("最高", high),
        Certainty::AtLeast => figure("不低于", amount.low),
        Certainty::Between => all(vec![(figure("", amount.low)).view(), (" 至 ").view(), (figure("", high)).view()]),
    }
}

/// What an outcome pays; nothing where it pays nothing.
pub fn amount(measure: &Measure<'_>, outcome: &Outcome) -> AnyView {
    match (outcome.verdict, &outcome.amount) {
        (Verdict::Eligible, Some(amount)) if measure.pool => figure("总额", amount.high.unwrap_or(amount.low)),
        (Verdict::Eligible, Some(amount)) if measure.kind.is_relief() => range(amount, "少付"),
        (Verdict::Eligible, Some(amount)) => range(amount, "可得"),
        (Verdict::Eligible, None) if measure.promise == Promise::Unstated => said("有资金，未写数额"),
        (Verdict::Eligible, None) => said(measure.kind.name()),
        (Verdict::Undecided, _) => match outcome.stake {
            Some(stake) => figure("可能最高", stake),
            None => nothing(),
        },
        _ => nothing(),
    }
}

fn said(words: &'static str) -> AnyView {
    el("span").class("amount").child(el("small").child(words)).done()
}

/// Why an eligible measure is not in the totals, where it is not.
pub fn uncounted(app: App, ix: MeasureIx) -> Option<String> {
    app.judgement.with(|judgement| words::uncounted(book(), &judgement.assessment, ix))
}
