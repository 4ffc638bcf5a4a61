//! Figures in English: grouped by thousands, money in CNY with million and billion. Knows no facts.

use crate::book::{NumberFormat, RuleBook, Unit};
use crate::number::{divide, multiply};
use crate::number_input::ExpectedInput;
use crate::words::{group_digits, percent, percent_beside};
use rust_decimal::Decimal;

/// Money in full: `CNY 200,000`; two decimals where it is not whole.
pub fn money(value: Decimal) -> String {
    let mut text = group_digits(value);
    if let Some(at) = text.find('.') {
        while text.len() - at < 3 {
            text.push('0');
        }
    }
    format!("CNY {text}")
}

/// Money the way people speak of it: `CNY 3 million`, `CNY 1.2 billion`; in full below a million, and where more than two
/// decimals would be needed.
pub fn short_money(value: Decimal) -> String {
    large(value).unwrap_or_else(|| money(value))
}

fn large(value: Decimal) -> Option<String> {
    let scales = [(1_000_000_000_000i64, "trillion"), (1_000_000_000, "billion"), (1_000_000, "million")];
    scales.into_iter().find_map(|(scale, name)| {
        let scale = Decimal::from(scale);
        let part = divide(value, scale)?.normalize();
        let exact = part.scale() <= 2 && multiply(part, scale) == Some(value);
        (value.abs() >= scale && exact).then(|| format!("CNY {} {name}", group_digits(part)))
    })
}

/// The figure in full and, for money from a million on, also short: `CNY 12,000,000 (CNY 12 million)`, `15%`, `50 mu`.
pub fn echo(value: Decimal, wanted: ExpectedInput<'_>) -> String {
    match wanted {
        ExpectedInput::Money(_) => match large(value) {
            Some(large) => format!("{} ({large})", money(value)),
            None => money(value),
        },
        ExpectedInput::Ratio => percent(value),
        ExpectedInput::Number(unit) => quantity(value, unit),
    }
}

/// A figure of the text, as the text would write it.
pub fn constant(book: &RuleBook<'_>, value: Decimal, counts: Unit) -> String {
    let unit = |place: u8| book.unit(place);
    match counts {
        Unit::Money => short_money(value),
        Unit::Ratio => percent(value),
        Unit::Plain => value.normalize().to_string(),
        Unit::Unit(place) => quantity(value, unit(place)),
        Unit::MoneyPer(place) => format!("{} per {}", money(value), unit(place)),
    }
}

/// A company's own figure, in full.
pub fn figure(value: Decimal, shown: &NumberFormat<'_>) -> String {
    match shown {
        NumberFormat::Money => money(value),
        NumberFormat::Ratio => percent_beside(value, None),
        NumberFormat::Number(unit) => quantity(value, unit),
    }
}

pub(super) fn quantity(value: Decimal, unit: &str) -> String {
    if unit.is_empty() { group_digits(value) } else { format!("{} {unit}", group_digits(value)) }
}
