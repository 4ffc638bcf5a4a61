//! Conditions, findings, amounts and calculations said in Chinese. Made from the rules; knows no policy wording.

mod calculation;
mod condition;
pub mod english;
mod finding;
mod headline;
mod instead;
mod nearly;
mod unasked;

pub use calculation::{calculation, calculations};
pub use condition::{amount_rule, condition, number};
pub use finding::{Explanation, ExplanationLine, finding};
pub use headline::{headline, part};
pub use instead::{by_one, some_by_one, still_open, uncounted};
pub use nearly::{change, nearly};

use crate::assess::{Amount, Certainty, Verdict};
use crate::book::{FactType, Measure, Mode, NumberFormat, RuleBook, Unit};
pub use crate::number::group_digits;
use crate::number::{Date, Truth, divide, multiply};
use rust_decimal::{Decimal, RoundingStrategy};

/// Money in 元 in full: `200,000元`; two decimals where it is not whole.
pub fn money(value: Decimal) -> String {
    let mut text = group_digits(value);
    if let Some(at) = text.find('.') {
        while text.len() - at < 3 {
            text.push('0');
        }
    }
    text.push('元');
    text
}

/// Money the way people speak of it: `300万元`, `1.2亿元`, `500元`; in full where that would need more than two decimals.
pub fn short_money(value: Decimal) -> String {
    for (scale, unit) in [(100_000_000, "亿元"), (10_000, "万元")] {
        let scale = Decimal::from(scale);
        if value.abs() < scale {
            continue;
        }
        if let Some(part) = divide(value, scale).map(|part| part.normalize()).filter(|part| part.scale() <= 2) {
            return format!("{}{unit}", group_digits(part));
        }
    }
    money(value)
}

/// A share as a percentage with all its digits: `14.9%`.
pub fn percent(value: Decimal) -> String {
    match multiply(value, Decimal::ONE_HUNDRED) {
        Some(percent) => format!("{}%", percent.normalize()),
        None => value.to_string(),
    }
}

// A computed share, with as many decimals (one to eight) as it takes not to be mistaken for the required one.
fn percent_beside(value: Decimal, required: Option<Decimal>) -> String {
    let (Some(value), required) =
        (multiply(value, Decimal::ONE_HUNDRED), required.and_then(|r| multiply(r, Decimal::ONE_HUNDRED)))
    else {
        return percent(value);
    };
    for places in [1, 2, 4, 8] {
        let near = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
        let honest = required.is_none_or(|required| near.cmp(&required) == value.cmp(&required));
        // A figure that somebody typed has an end and is shown to it; a share may have none.
        let has_end = required.is_none() && value.normalize().scale() <= 4;
        if near == value || (honest && places > 1 && !has_end) {
            return format!("{}%", near.normalize());
        }
    }
    format!("{}%", value.normalize())
}

/// A figure of the text, as the text would write it.
pub fn constant(book: &RuleBook<'_>, value: Decimal, counts: Unit) -> String {
    let unit = |place: u8| book.unit(place);
    match counts {
        Unit::Money => short_money(value),
        Unit::Ratio => percent(value),
        Unit::Plain => value.normalize().to_string(),
        Unit::Unit(place) => quantity(value, unit(place)),
        Unit::MoneyPer(place) => format!("{}/{}", money(value), unit(place)),
    }
}

fn quantity(value: Decimal, unit: &str) -> String {
    let scale = Decimal::from(10_000);
    match divide(value, scale).map(|part| part.normalize()) {
        Some(part) if value >= scale && part.scale() == 0 => format!("{}万{unit}", group_digits(part)),
        _ => format!("{}{unit}", group_digits(value)),
    }
}

/// How a fact's figures are shown.
pub fn shown<'a>(book: &RuleBook<'a>, kind: &FactType) -> NumberFormat<'a> {
    match kind {
        FactType::Money => NumberFormat::Money,
        FactType::Ratio => NumberFormat::Ratio,
        FactType::Number(Some(unit)) => NumberFormat::Number(book.unit(*unit)),
        _ => NumberFormat::Number(""),
    }
}

/// A company's own figure, in full.
pub fn figure(value: Decimal, shown: &NumberFormat<'_>) -> String {
    match shown {
        NumberFormat::Money => money(value),
        NumberFormat::Ratio => percent_beside(value, None),
        NumberFormat::Number(unit) => format!("{}{unit}", group_digits(value)),
    }
}

/// An amount with its certainty word: 可得 200,000元, 最高 …, 不低于 …, … 至 ….
pub fn amount(amount: &Amount) -> String {
    let high = amount.high.unwrap_or(amount.low);
    match amount.certainty() {
        Certainty::Exact => format!("可得 {}", money(amount.low)),
        Certainty::AtMost => format!("最高 {}", money(high)),
        Certainty::AtLeast => format!("不低于 {}", money(amount.low)),
        Certainty::Between => format!("{} 至 {}", money(amount.low), money(high)),
    }
}

/// What an eligible measure pays: [`amount`], but 少付 where it is not paid but saved and 总额 where it is nobody's own.
pub fn paid(measure: &Measure<'_>, paid: &Amount) -> String {
    let exact = paid.certainty() == Certainty::Exact;
    match paid.high {
        Some(high) if measure.pool => format!("总额 {}", money(high)),
        _ if exact && measure.kind.is_relief() => format!("少付 {}", money(paid.low)),
        _ => amount(paid),
    }
}

/// A verdict in words.
pub const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Eligible => "符合",
        Verdict::Ineligible => "不符合",
        Verdict::Undecided => "待定",
        Verdict::NotAsked => "没涉及",
        Verdict::OutOfForce => "不在执行期内",
        Verdict::NotForYou => "不适用于您的主体类型",
    }
}

/// How one comes to a measure, in words.
pub const fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Automatic => "自动享受",
        Mode::Apply => "申报",
        Mode::Assessed => "部门评审",
    }
}

/// Met, unmet or open, in words.
pub const fn truth(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "符合",
        Truth::False => "不符合",
        Truth::Unknown => "待定",
    }
}

// In quotation marks, with those inside made single ones.
fn quoted(text: &str) -> String {
    let mut out = String::from("“");
    for c in text.chars() {
        out.push(match c {
            '“' => '‘',
            '”' => '’',
            other => other,
        });
    }
    out.push('”');
    out
}

/// A day: 2023年6月30日.
pub fn date(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    fn dec(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn money_is_grouped_and_keeps_fen() {
        assert_eq!(money(dec("12000000")), "12,000,000元");
        assert_eq!(money(dec("999999.9")), "999,999.90元");
        assert_eq!(money(dec("0")), "0元");
    }

    #[test]
    fn short_money_form_is_used_only_if_exact() {
        assert_eq!(short_money(dec("3000000")), "300万元");
        assert_eq!(short_money(dec("25000")), "2.5万元");
        assert_eq!(short_money(dec("120000000")), "1.2亿元");
        assert_eq!(short_money(dec("29999999")), "29,999,999元");
        assert_eq!(short_money(dec("500")), "500元");
    }

    #[test]
    fn share_below_threshold_never_rounds_to_threshold() {
        let actual = dec("39999999").checked_div(dec("1000000000")).unwrap();
        assert_eq!(percent_beside(actual, Some(dec("0.04"))), "3.9999999%");
        assert_eq!(percent_beside(dec("0.149"), Some(dec("0.15"))), "14.9%");
        assert_eq!(percent_beside(dec("0.2"), Some(dec("0.15"))), "20%");
        assert_eq!(percent_beside(dec("0.0435"), None), "4.35%", "a rate as it was typed, so that the sum is right");
        assert_eq!(percent_beside(dec("0.04125"), None), "4.125%");
        assert_eq!(percent_beside(Decimal::ONE.checked_div(dec("3")).unwrap(), Some(dec("0.15"))), "33.33%");
    }
}
