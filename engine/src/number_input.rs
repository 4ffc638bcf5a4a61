//! Parses figures as people type them: `１２００`, `1,200`, `1200万`, `1亿2千万`, `RMB 1200`, `15％`, `50亩`. Knows no facts
//! and no rules.
//!
//! [`parse`] returns an exact decimal or a [`ParseNumberError`]. Parsing never rounds. [`doubt`] finds figures that were
//! read but probably mean another value.

mod day;
mod doubt;
mod error;
mod format;
mod notation;
#[cfg(test)]
mod tests;
mod unit;

pub use crate::number::Scale;
pub use day::{read_day, spoken_day, spoken_percent};
pub use doubt::{Doubt, doubt};
pub use error::{ParseNumberError, ParseNumberErrorKind};
pub use format::financial_numerals;

use crate::message::languages;
use notation::{FULL_STOP, plain, without_full_stops};
use rust_decimal::Decimal;

impl Scale {
    /// The Chinese name on the selector; names in other languages are in their catalogs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::One => languages::SCALE_ONE,
            Self::TenThousand => languages::SCALE_TEN_THOUSAND,
            Self::HundredMillion => languages::SCALE_HUNDRED_MILLION,
        }
    }

    const fn power(self) -> u32 {
        match self {
            Self::One => 0,
            Self::TenThousand => 4,
            Self::HundredMillion => 8,
        }
    }
}

/// The kind of figure that a field expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedInput<'a> {
    /// Money, parsed to 元; a figure without a unit is in this scale.
    Money(Scale),
    /// A ratio, parsed to a fraction; a figure without a percent sign is a percentage.
    Ratio,
    /// A quantity in this unit, which also has these names; empty for a plain number.
    Number(&'a str, &'a [&'a str]),
}

/// Maximum number of digits of a figure, without leading zeros.
pub const MOST_DIGITS: usize = 28;

/// Parses a figure to an exact value: in 元 for money, a fraction for a ratio (`15%` is 0.15), otherwise in the field's
/// unit.
///
/// A unit in the text (`万`, `亿元`, `¥`, `‰`) overrides the selected scale. Both ends of `range` are inclusive.
///
/// # Errors
/// The kind of error, from which the message with a correction is rendered.
pub fn parse(
    typed: &str,
    wanted: ExpectedInput<'_>,
    range: Option<(Decimal, Decimal)>,
) -> Result<Decimal, ParseNumberError> {
    read(typed, wanted, range).map(|figure| figure.value).map_err(|wrong| ParseNumberError::new(wrong, wanted))
}

// A parsed figure.
struct Figure {
    value: Decimal,
    // The unit that the field and not the text stands for; `None` if the text names it.
    assumed: Option<Scale>,
}

fn read(
    typed: &str,
    wanted: ExpectedInput<'_>,
    range: Option<(Decimal, Decimal)>,
) -> Result<Figure, ParseNumberErrorKind> {
    let zero = range.is_none_or(|(low, high)| low <= Decimal::ZERO && Decimal::ZERO <= high);
    let text = plain(typed);
    // A spreadsheet shows an amount of nothing as `¥ -`.
    if notation::is_nothing(&text) || notation::is_nothing(&notation::without_currency(&text).0) {
        return Err(ParseNumberErrorKind::Nothing { zero });
    }
    figure(&text, wanted, range)
}

fn figure(
    text: &str,
    wanted: ExpectedInput<'_>,
    range: Option<(Decimal, Decimal)>,
) -> Result<Figure, ParseNumberErrorKind> {
    if text.contains(FULL_STOP) {
        let meant = without_full_stops(text);
        figure(&meant, wanted, None)?;
        return Err(ParseNumberErrorKind::FullStop(meant));
    }
    let text = notation::without_brackets(text);
    let (text, has_currency) = match wanted {
        ExpectedInput::Money(_) => notation::without_currency(&text),
        ExpectedInput::Number(own, also) => (notation::with_own_unit(text, own, also), false),
        ExpectedInput::Ratio => (text, false),
    };
    let (negative, text) = notation::sign(&text)?;
    // A currency without a unit of its own is 元, whatever is selected.
    let wanted = if has_currency { ExpectedInput::Money(Scale::One) } else { wanted };
    let (exact, assumed) = combine_segments(&parts(text)?, wanted)?;
    let value = exact.decimal().ok_or(ParseNumberErrorKind::TooLong)?;
    if matches!(wanted, ExpectedInput::Money(_)) && value.scale() > 2 {
        return Err(ParseNumberErrorKind::TooFine);
    }
    if negative && range.is_some_and(|(low, _)| low >= Decimal::ZERO) {
        return Err(ParseNumberErrorKind::Negative);
    }
    let value = if negative { Decimal::ZERO - value } else { value };
    match range {
        Some((low, high)) if value < low || value > high => Err(ParseNumberErrorKind::OutOfRange { value, low, high }),
        _ => Ok(Figure { value, assumed: assumed.filter(|_| !has_currency) }),
    }
}

// Integer digits, fraction digits, and the unit as written without spaces.
struct NumberSegment {
    whole: String,
    fraction: String,
    unit: String,
}

fn parts(text: &str) -> Result<Vec<NumberSegment>, ParseNumberErrorKind> {
    let in_figure = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | ' ');
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (digits, after) = rest.split_at(rest.find(|c| !in_figure(c)).unwrap_or(rest.len()));
        let begins = |c: char| c.is_ascii_digit() || c == '.';
        let (unit, after) = after.split_at(after.find(begins).unwrap_or(after.len()));
        let unit: String = unit.chars().filter(|c| *c != ' ').collect();
        if digits.trim().is_empty() {
            return Err(unit::unknown(&unit));
        }
        let (whole, fraction) = digits_of(digits.trim())?;
        parts.push(NumberSegment { whole, fraction, unit });
        rest = after;
    }
    Ok(parts)
}

fn digits_of(text: &str) -> Result<(String, String), ParseNumberErrorKind> {
    if text.matches('.').count() > 1 {
        return Err(ParseNumberErrorKind::TwoPoints);
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() && fraction.is_empty() {
        return Err(ParseNumberErrorKind::Empty);
    }
    if !fraction.chars().all(|c| c.is_ascii_digit()) {
        return Err(ParseNumberErrorKind::Grouping);
    }
    let whole = ungrouped(whole).ok_or(ParseNumberErrorKind::Grouping)?;
    let whole = whole.trim_start_matches('0').to_owned();
    if whole.len() + fraction.len() > MOST_DIGITS {
        Err(ParseNumberErrorKind::TooLong)
    } else {
        Ok((whole, fraction.to_owned()))
    }
}

// Removes thousands separators: one kind, three digits after each. Rejects `0,500`, which is more likely 0.5 than 500.
fn ungrouped(whole: &str) -> Option<String> {
    let Some(separator) = whole.chars().find(|c| !c.is_ascii_digit()) else { return Some(whole.to_owned()) };
    let groups: Vec<&str> = whole.split(separator).collect();
    let (first, later) = groups.split_first()?;
    let is_group = |group: &&str| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit());
    let opens = (1..=3).contains(&first.len()) && !first.starts_with('0');
    (opens && later.iter().all(is_group)).then(|| groups.concat())
}

// A figure as integer and number of decimals, wider than a decimal so that adding segments is exact.
#[derive(Clone, Copy)]
struct Exact {
    digits: i128,
    decimals: u32,
}

impl Exact {
    // The figure of a segment multiplied by ten to the power of `power`.
    fn of(part: &NumberSegment, power: i32) -> Option<Self> {
        let digits = format!("0{}{}", part.whole, part.fraction).parse::<i128>().ok()?;
        let decimals = i32::try_from(part.fraction.len()).ok()?.checked_sub(power)?;
        match u32::try_from(decimals) {
            Ok(decimals) => Some(Self { digits, decimals }),
            Err(_) => Some(Self { digits: times_ten(digits, decimals.unsigned_abs())?, decimals: 0 }),
        }
    }

    fn plus(self, other: Self) -> Option<Self> {
        let decimals = self.decimals.max(other.decimals);
        let at = |one: Self| times_ten(one.digits, decimals - one.decimals);
        Some(Self { digits: at(self)?.checked_add(at(other)?)?, decimals })
    }

    fn decimal(mut self) -> Option<Decimal> {
        while self.decimals > 0 && self.digits % 10 == 0 {
            self = Self { digits: self.digits / 10, decimals: self.decimals - 1 };
        }
        Decimal::try_from_i128_with_scale(self.digits, self.decimals).ok()
    }
}

fn times_ten(digits: i128, power: u32) -> Option<i128> {
    digits.checked_mul(10i128.checked_pow(power)?)
}

// Adds up `1亿2000万`: units must decrease, each figure must be smaller than the preceding unit, the last unit is
// required. Returns the unit that the field stands for, if the text does not name it.
fn combine_segments(
    parts: &[NumberSegment],
    wanted: ExpectedInput<'_>,
) -> Result<(Exact, Option<Scale>), ParseNumberErrorKind> {
    let (powers, assumed) = unit::powers(parts.iter().map(|part| part.unit.as_str()), wanted)?;
    if let Some(part) = parts.iter().skip(1).find(|part| part.unit.is_empty()) {
        return Err(ParseNumberErrorKind::NoUnit(part.whole.clone()));
    }
    let mut sum = Exact { digits: 0, decimals: 0 };
    let mut before: Option<i32> = None;
    for (place, (part, power)) in parts.iter().zip(powers).enumerate() {
        let fits = before.is_none_or(|before| {
            i32::try_from(part.whole.len()).is_ok_and(|digits| power < before && digits <= before - power)
        });
        let is_last = place + 1 == parts.len();
        if !fits || !(is_last || part.fraction.is_empty()) {
            return Err(ParseNumberErrorKind::Order);
        }
        sum = Exact::of(part, power).and_then(|value| sum.plus(value)).ok_or(ParseNumberErrorKind::TooLong)?;
        before = Some(power);
    }
    Ok((sum, assumed))
}
