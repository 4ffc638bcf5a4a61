//! Amounts as a company reads them: certainty word, figure, unit, and in 万元 where people speak so.

use crate::app::App;
use crate::book::book;
use crate::dom::{Child, all, el, nothing};
use crate::language::t;
use crate::words::{benefit, money, short_money};
use huiqi_engine::Verdict;
use huiqi_engine::assess::{Amount, Certainty, Outcome, is_counted};
use huiqi_engine::book::{Measure, MeasureIx, Promise};
use leptos::prelude::*;
use rust_decimal::Decimal;

/// `可得 1,600,000 元（160万元）`.
pub fn figure(word: &'static str, value: Decimal) -> AnyView {
    let full = money(value);
    // In English the unit stands before the figure.
    let (digits, unit) = full.strip_suffix('元').map_or((full.as_str(), ""), |digits| (digits, "元"));
    let digits = digits.to_owned();
    let short = short_money(value);
    let unit = if short == full { unit.to_owned() } else { say!("{}（{}）", unit, short) };
    el("span")
        .class("amount")
        .child(el("small").child(word))
        .child(" ")
        .child(el("b").child(digits))
        .child(" ")
        .child(el("small").child(unit))
        .done()
}

fn range(amount: &Amount, exact: &'static str) -> AnyView {
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
        (Verdict::Eligible, None) => said(benefit(measure.kind)),
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

/// Why an eligible amount is not in the total, where it is not.
pub fn uncounted(app: App, ix: MeasureIx) -> Option<String> {
    let measure = book().measures.get(usize::from(ix))?;
    app.judgement.with(|judgement| {
        let outcome = judgement.assessment.outcomes.get(usize::from(ix))?;
        if outcome.verdict != Verdict::Eligible || outcome.amount.is_none() {
            return None;
        }
        if measure.pool {
            return Some(t("这是资金总额，不是单个申报主体的金额，不计入合计。").into());
        }
        if is_counted(book(), &judgement.assessment, ix) {
            return None;
        }
        let others = measure.either.iter().chain(&measure.same_as);
        let names: Vec<&str> = others
            .filter(|other| is_eligible(judgement, **other))
            .filter_map(|other| book().measures.get(usize::from(*other)))
            .map(|other| other.title)
            .collect();
        Some(say!("与“{}”只计较大的一项，这一项没有计入合计。", names.join("”“")))
    })
}

fn is_eligible(judgement: &crate::judgement::Judgement, ix: MeasureIx) -> bool {
    judgement.assessment.outcomes.get(usize::from(ix)).is_some_and(|outcome| outcome.verdict == Verdict::Eligible)
}
