//! Figures said back: in full, short, grouped, in Chinese capitals. Knows no facts.

use super::ExpectedInput;
use crate::number::{group_digits, group_thousands};
use rust_decimal::{Decimal, RoundingStrategy};

/// The figure in full and, for money from one 万 on, also in 万元 or 亿元 where two decimals say it exactly:
/// `12,000,000 元（1200万元）`, `15%`, `1,200 亩`.
pub fn echo(value: Decimal, wanted: ExpectedInput<'_>) -> String {
    let said = full(value, wanted);
    match wanted {
        ExpectedInput::Money(_) => match large(value) {
            Some(large) => format!("{said}（{large}）"),
            None => said,
        },
        _ => said,
    }
}

/// The figure in full with its unit.
pub(super) fn full(value: Decimal, wanted: ExpectedInput<'_>) -> String {
    match wanted {
        ExpectedInput::Money(_) => format!("{} 元", money(value)),
        ExpectedInput::Ratio => percent(value),
        ExpectedInput::Number("") => group_digits(value),
        ExpectedInput::Number(unit) => format!("{} {unit}", group_digits(value)),
    }
}

/// The figure as short as it can be said exactly: `1200万元`, `1.2亿元`, `3,456 元`, `15%`, `50 亩`.
pub fn short(value: Decimal, wanted: ExpectedInput<'_>) -> String {
    match wanted {
        ExpectedInput::Money(_) => large(value).unwrap_or_else(|| full(value, wanted)),
        _ => full(value, wanted),
    }
}

// In 万亿元, 亿元 or 万元, the largest that says it exactly with at most two decimals.
fn large(value: Decimal) -> Option<String> {
    let units = [(1_000_000_000_000i64, "万亿元"), (100_000_000, "亿元"), (10_000, "万元")];
    units.iter().find_map(|(size, unit)| {
        let size = Decimal::from(*size);
        let figure = value.checked_div(size)?.normalize();
        let is_exact = figure.scale() <= 2 && figure.checked_mul(size) == Some(value);
        (value.abs() >= size && is_exact).then(|| format!("{figure}{unit}"))
    })
}

fn percent(value: Decimal) -> String {
    match value.checked_mul(Decimal::ONE_HUNDRED) {
        Some(hundredfold) => format!("{}%", group_digits(hundredfold)),
        None => group_digits(value),
    }
}

/// As money: no decimals when whole, otherwise two, rounded half up to the fen: `12,000,000`, `1,234.50`.
pub fn money(value: Decimal) -> String {
    let fen = to_fen(value);
    group_thousands(&if fen.is_integer() { fen.trunc().to_string() } else { format!("{fen:.2}") })
}

fn to_fen(value: Decimal) -> Decimal {
    let fen = value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).normalize();
    if fen.is_zero() { Decimal::ZERO } else { fen }
}

/// In Chinese capitals as on a cheque, rounded half up to the fen: `壹仟贰佰万元整`, `壹拾万柒仟元伍角叁分`.
pub fn financial_numerals(value: Decimal) -> String {
    let fen = to_fen(value.abs());
    let whole = fen.trunc();
    let cents = ((fen - whole) * Decimal::ONE_HUNDRED).normalize().mantissa();
    let whole = whole.mantissa().unsigned_abs();
    let (jiao, fen_digit) = (cents / 10, cents % 10);
    let mut said = String::new();
    if value.is_sign_negative() && !fen.is_zero() {
        said.push('负');
    }
    if whole > 0 || cents == 0 {
        say_whole(whole, &mut said);
        said.push('元');
    }
    if cents == 0 {
        said.push('整');
        return said;
    }
    match jiao {
        0 if whole > 0 => said.push('零'),
        0 => {}
        jiao => {
            said.push(numeral(jiao.unsigned_abs()));
            said.push('角');
        }
    }
    if fen_digit == 0 {
        said.push('整');
    } else {
        said.push(numeral(fen_digit.unsigned_abs()));
        said.push('分');
    }
    said
}

fn numeral(digit: u128) -> char {
    usize::try_from(digit).ok().and_then(|place| "零壹贰叁肆伍陆柒捌玖".chars().nth(place)).unwrap_or('零')
}

// A unit, what stands before it, and 零 where the rest does not reach the next place below.
fn say_whole(number: u128, into: &mut String) {
    const UNITS: [(u128, char); 5] = [(100_000_000, '亿'), (10_000, '万'), (1000, '仟'), (100, '佰'), (10, '拾')];
    let Some((size, unit)) = UNITS.into_iter().find(|(size, _)| number >= *size) else {
        into.push(numeral(number));
        return;
    };
    let rest = number % size;
    say_whole(number / size, into);
    into.push(unit);
    if rest > 0 {
        if rest < size / 10 {
            into.push('零');
        }
        say_whole(rest, into);
    }
}
