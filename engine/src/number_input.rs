//! Parses figures as people type them: `１２００`, `1,200`, `1200万`, `1亿2000万`, `15％`, `50亩`. Knows no facts and no rules.
//!
//! [`parse`] returns an exact decimal or a [`ParseNumberError`]. Parsing never rounds.

mod day;
mod error;
mod format;
#[cfg(test)]
mod tests;

pub use day::{read_day, spoken_day, spoken_percent};
pub use error::{ParseNumberError, ParseNumberErrorKind};
pub use format::financial_numerals;

use crate::message::languages;
use rust_decimal::Decimal;

/// The unit of a money figure typed without a unit: the selection beside the field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    /// 元
    One,
    /// 万元
    #[default]
    TenThousand,
    /// 亿元
    HundredMillion,
}

impl Scale {
    /// Every scale, smallest first.
    pub const ALL: [Self; 3] = [Self::One, Self::TenThousand, Self::HundredMillion];

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
    /// A quantity in this unit; empty for a plain number.
    Number(&'a str),
}

/// Maximum number of digits of a figure, without leading zeros.
pub const MOST_DIGITS: usize = 28;

/// Parses a figure to an exact value: in 元 for money, a fraction for a ratio (`15%` is 0.15), otherwise in the field's
/// unit.
///
/// A unit in the text (`万`, `亿元`, `‰`) overrides the selected scale. Both ends of `range` are inclusive.
///
/// # Errors
/// The kind of error, from which the message with a correction is rendered.
pub fn parse(
    typed: &str,
    wanted: ExpectedInput<'_>,
    range: Option<(Decimal, Decimal)>,
) -> Result<Decimal, ParseNumberError> {
    let mut text = plain(typed);
    // `CNY 12 million` has its currency before the figure.
    if let (ExpectedInput::Money(_), Some((unit, rest))) = (wanted, text.split_at_checked(3))
        && english_power(unit) == Some(0)
    {
        text = format!("{rest}{unit}");
    }
    figure(&text, wanted, range).map_err(|wrong| ParseNumberError::new(wrong, wanted))
}

fn figure(
    text: &str,
    wanted: ExpectedInput<'_>,
    range: Option<(Decimal, Decimal)>,
) -> Result<Decimal, ParseNumberErrorKind> {
    if text.contains(FULL_STOP) {
        let meant = without_full_stops(text);
        figure(&meant, wanted, None)?;
        return Err(ParseNumberErrorKind::FullStop(meant));
    }
    let (negative, text) = sign(text, wanted)?;
    let parts = parts(text)?;
    let exact = combine_segments(&parts, wanted)?;
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
        _ => Ok(value),
    }
}

const FULL_STOP: char = '。';

// Maps full-width forms to ASCII and every kind of space to a space, and removes zero-width characters, which come
// along when a figure is copied from a chat or a table.
fn plain(typed: &str) -> String {
    let mapped = typed.chars().filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'));
    let text: String = mapped
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '−' | '–' => '-',
            '｡' => FULL_STOP,
            '￥' => '¥',
            '萬' => '万',
            '億' => '亿',
            '圆' | '圓' => '元',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    text.trim().to_owned()
}

// Reads `1。5` as `1.5` and drops a full stop at the end of the figure.
fn without_full_stops(text: &str) -> String {
    let mut meant = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let between = meant.ends_with(|c: char| c.is_ascii_digit()) && rest.peek().is_some_and(char::is_ascii_digit);
        match c {
            FULL_STOP if between => meant.push('.'),
            FULL_STOP => {}
            c => meant.push(c),
        }
    }
    meant.trim().to_owned()
}

fn sign<'t>(text: &'t str, wanted: ExpectedInput<'_>) -> Result<(bool, &'t str), ParseNumberErrorKind> {
    let currency = |text: &'t str| match wanted {
        ExpectedInput::Money(_) => text.strip_prefix('¥').unwrap_or(text).trim_start(),
        _ => text,
    };
    let text = currency(text);
    let (negative, text) = match (text.strip_prefix('-'), text.strip_prefix('+')) {
        (Some(rest), _) => (true, rest),
        (None, Some(rest)) => (false, rest),
        (None, None) => (false, text),
    };
    let text = currency(text.trim_start());
    if text.is_empty() { Err(ParseNumberErrorKind::Empty) } else { Ok((negative, text)) }
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
            return Err(unknown(&unit));
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
// required.
fn combine_segments(parts: &[NumberSegment], wanted: ExpectedInput<'_>) -> Result<Exact, ParseNumberErrorKind> {
    let mut sum = Exact { digits: 0, decimals: 0 };
    let mut before: Option<i32> = None;
    for (place, part) in parts.iter().enumerate() {
        if place > 0 && part.unit.is_empty() {
            return Err(ParseNumberErrorKind::NoUnit(part.whole.clone()));
        }
        let power = power(&part.unit, wanted)?;
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
    Ok(sum)
}

// The power of ten that a unit stands for.
fn power(unit: &str, wanted: ExpectedInput<'_>) -> Result<i32, ParseNumberErrorKind> {
    let own = match wanted {
        ExpectedInput::Ratio => {
            return match unit {
                "" | "%" => Ok(-2),
                "‰" => Ok(-3),
                _ => Err(unknown(unit)),
            };
        }
        ExpectedInput::Money(scale) if unit.is_empty() => return Ok(i32::try_from(scale.power()).unwrap_or_default()),
        ExpectedInput::Money(_) => "元",
        ExpectedInput::Number(own) => own,
    };
    if let Some(power) = english_power(unit).filter(|_| matches!(wanted, ExpectedInput::Money(_))) {
        return Ok(power);
    }
    match unit.strip_suffix(own).unwrap_or(unit) {
        "" => Ok(0),
        "万" => Ok(4),
        "亿" => Ok(8),
        "万亿" => Ok(12),
        _ => Err(unknown(unit)),
    }
}

// Money in English notation, in any page language: `12 million`, `500,000 yuan`.
fn english_power(unit: &str) -> Option<i32> {
    let unit = unit.to_ascii_lowercase();
    let scale = ["yuan", "cny", "rmb"].iter().find_map(|own| unit.strip_suffix(own)).unwrap_or(&unit);
    match scale {
        "" => Some(0),
        "thousand" => Some(3),
        "million" => Some(6),
        "billion" => Some(9),
        _ => None,
    }
}

fn unknown(text: &str) -> ParseNumberErrorKind {
    let numeral = |c: char| "零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟".contains(c);
    if text.contains(numeral) { ParseNumberErrorKind::Numerals } else { ParseNumberErrorKind::Unknown(text.to_owned()) }
}
