//! The money of a result: its headline with the certainty, and the strip to scale. Part of the lazy module.

use super::strip::{StripPart, strip, swatch};
use crate::dom::{IntoChild, fragment, html};
use crate::i18n::engine_text::{money, short_money};
use crate::i18n::t;
use huiqi_engine::book::{Number, WorkedHeadline, WorkedResult};
use leptos::prelude::*;
use rust_decimal::Decimal;

/// The headline with its certainty, the strip to scale and its key. `counted`: the number of certain measures, in words.
pub fn result_figures(result: &WorkedResult, counted: fn(usize) -> String) -> AnyView {
    let exact = result.exact.0;
    let most = result.decided.and_then(|(_, high)| high).map_or(Decimal::ZERO, |high| high.0);
    let (word, figure) = result_headline(result, money);
    let (class, word) = match result.headline {
        WorkedHeadline::Exact => ("exact", counted(usize::from(result.exact_count))),
        WorkedHeadline::Relief => ("relief", word),
        _ => ("decided", word),
    };
    html::div()
        .class("figures-of-result")
        .child(html::p().class(class).child(html::b().child(word)))
        .child(html::p().class("money").child(sized(&figure)))
        .child(strip_with_key(exact, most))
        .into_any()
}

/// The strip of a certain sum and of the most that the department may decide, with its key; empty if one of them is zero.
pub fn strip_with_key(exact: Decimal, most: Decimal) -> AnyView {
    let says = say!("可得{}；由部门定的最高{}，是上限", short_money(exact), short_money(most));
    let strip = strip(exact, most, says);
    let key = strip.is_some().then(|| {
        html::ul().class("key").child(key_entry(StripPart::Exact, t("可得"), short_money(exact))).child(key_entry(
            StripPart::Decided,
            t("由部门定"),
            say!("最高 {}", short_money(most)),
        ))
    });
    fragment(vec![strip.into_child(), key.into_child()])
}

fn key_entry(part: StripPart, name: &'static str, sum: String) -> AnyView {
    html::li().child(swatch(part)).child(name).child(" ").child(html::b().child(sum)).into_any()
}

/// The certainty word and the amount of a result's headline.
pub fn result_headline(result: &WorkedResult, money: fn(Decimal) -> String) -> (String, String) {
    let of = |range: Option<(Number, Option<Number>)>| range.unwrap_or((Number(Decimal::ZERO), None));
    match result.headline {
        WorkedHeadline::Exact => (t("可得").to_owned(), money(result.exact.0)),
        WorkedHeadline::Relief => {
            let name = if result.yearly { t("一年少付") } else { t("少付") };
            ranged(name, of(result.relief), money)
        }
        WorkedHeadline::Decided => ranged(t("由部门定"), of(result.decided), money),
        WorkedHeadline::Persons => (t("归个人，最高").to_owned(), money(result.persons.0)),
        WorkedHeadline::Eligible => (t("符合").to_owned(), say!("{} 项", usize::from(result.eligible))),
    }
}

fn ranged(name: &str, (low, high): (Number, Option<Number>), money: fn(Decimal) -> String) -> (String, String) {
    match high {
        Some(high) if high == low => (name.to_owned(), money(low.0)),
        Some(high) if low.0.is_zero() => (say!("{}，最高", name), money(high.0)),
        Some(high) => (name.to_owned(), joined(&money(low.0), &money(high.0))),
        None => (say!("{}，不低于", name), money(low.0)),
    }
}

// 25.2–42万元: what both ends have in common stands once.
fn joined(low: &str, high: &str) -> String {
    let ((before, digits, after), (other_before, other_digits, other_after)) = (split_amount(low), split_amount(high));
    if (before, after) == (other_before, other_after) {
        format!("{before}{digits}–{other_digits}{after}")
    } else {
        format!("{low}–{high}")
    }
}

// An amount as what stands before its digits, the digits, and what stands behind them.
fn split_amount(amount: &str) -> (&str, &str, &str) {
    let start = amount.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let end = amount.rfind(|c: char| c.is_ascii_digit()).map_or(0, |end| end + 1);
    match (amount.get(..start), amount.get(start..end), amount.get(end..)) {
        (Some(before), Some(digits), Some(after)) => (before, digits, after),
        _ => ("", amount, ""),
    }
}

/// An amount, the digits large, the unit small.
pub fn sized(amount: &str) -> AnyView {
    let (before, digits, after) = split_amount(amount);
    let unit = |text: &str| (!text.is_empty()).then(|| html::small().child(text.to_owned()).into_any());
    fragment(vec![unit(before).into_child(), html::b().child(digits.to_owned()).into_any(), unit(after).into_child()])
}
