//! Intervals of exact decimals, rounding to the fen, calendar dates. Knows nothing of facts or rules.

mod scale;
mod steps;

pub use scale::Scale;
pub use steps::Rounding;

use core::fmt;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Serialize;

/// Kleene truth: true, false, or unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// True for every completion of the answers.
    True,
    /// False for every completion of the answers.
    False,
    /// Depends on a missing answer or on a decision of the department.
    Unknown,
}

impl Truth {
    /// `True` for `true`, `False` for `false`.
    pub const fn known(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }

    /// Negation; `Unknown` stays `Unknown`.
    pub const fn negate(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }

    /// Kleene conjunction: `False` if either is `False`, even if the other is `Unknown`.
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, Self::True) => Self::True,
            _ => Self::Unknown,
        }
    }

    /// Kleene disjunction: `True` if either is `True`, even if the other is `Unknown`.
    pub const fn or(self, other: Self) -> Self {
        self.negate().and(other.negate()).negate()
    }
}

/// All values a number can still have, as a closed interval. An end is `None` if it is unbounded.
///
/// `undefined`: some (or all) completions of the answers yield no value at all, such as a growth rate over a base of
/// zero. A comparison with such a number is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Lower end, inclusive.
    pub low: Option<Decimal>,
    /// Upper end, inclusive.
    pub high: Option<Decimal>,
    /// Whether the value may be undefined.
    pub undefined: bool,
}

impl Interval {
    /// Unbounded and possibly undefined; also the result of an overflow.
    pub const ENTIRE: Self = Self { low: None, high: None, undefined: true };

    /// Exactly one value.
    pub const fn point(value: Decimal) -> Self {
        Self { low: Some(value), high: Some(value), undefined: false }
    }

    /// The interval from `low` to `high`, both inclusive.
    pub const fn between(low: Decimal, high: Decimal) -> Self {
        Self { low: Some(low), high: Some(high), undefined: false }
    }

    /// The value, if there is exactly one.
    pub fn as_point(&self) -> Option<Decimal> {
        match (self.low, self.high) {
            (Some(low), Some(high)) if low == high && !self.undefined => Some(low),
            _ => None,
        }
    }

    fn ends(low: Option<Decimal>, high: Option<Decimal>, undefined: bool) -> Self {
        Self { low, high, undefined }
    }

    /// Interval addition; an end that overflows becomes unbounded.
    pub fn plus(self, other: Self) -> Self {
        Self::ends(both(self.low, other.low, add), both(self.high, other.high, add), self.undefined || other.undefined)
    }

    /// Interval subtraction.
    pub fn minus(self, other: Self) -> Self {
        Self::ends(
            both(self.low, other.high, subtract),
            both(self.high, other.low, subtract),
            self.undefined || other.undefined,
        )
    }

    /// Interval multiplication.
    pub fn times(self, other: Self) -> Self {
        let undefined = self.undefined || other.undefined;
        if let (Some(a), Some(b)) = (self.as_point(), other.as_point()) {
            return multiply(a, b).map_or(Self::ENTIRE, Self::point);
        }
        match (self.low, self.high, other.low, other.high) {
            (Some(a), Some(b), Some(c), Some(d)) => Self::span([(a, c), (a, d), (b, c), (b, d)], undefined),
            // For unbounded intervals only non-negative operands give a finite lower bound; amounts need no other case.
            (Some(a), _, Some(c), _) if !a.is_sign_negative() && !c.is_sign_negative() => {
                Self::ends(multiply(a, c), None, undefined)
            }
            _ => Self { undefined, ..Self::ENTIRE },
        }
    }

    fn span(pairs: [(Decimal, Decimal); 4], undefined: bool) -> Self {
        let mut low: Option<Decimal> = None;
        let mut high: Option<Decimal> = None;
        for (a, b) in pairs {
            let Some(product) = multiply(a, b) else { return Self::ENTIRE };
            low = Some(low.map_or(product, |l| l.min(product)));
            high = Some(high.map_or(product, |h| h.max(product)));
        }
        Self::ends(low, high, undefined)
    }

    /// Interval division; the result may be undefined if the divisor can be zero.
    pub fn over(self, other: Self) -> Self {
        if let (Some(a), Some(b)) = (self.as_point(), other.as_point()) {
            return divide(a, b).map_or(Self::ENTIRE, Self::point);
        }
        let undefined = self.undefined || other.undefined;
        match (self.low, self.high, other.low, other.high) {
            // Each end is divided once: an inverse that was rounded first would lose the last step.
            (Some(a), Some(b), Some(c), Some(d)) if c > Decimal::ZERO => {
                let low = divide(a, if a.is_sign_negative() { c } else { d });
                let high = divide(b, if b.is_sign_negative() { d } else { c });
                Self::ends(low, high, undefined)
            }
            // A growth rate of a positive figure over an unknown base cannot fall below -100 %, but a base that may be
            // zero leaves it without an upper end. No narrower interval is needed before the base is known.
            _ => Self::ENTIRE,
        }
    }

    /// Interval minimum.
    pub fn min(self, other: Self) -> Self {
        let low = both(self.low, other.low, |a, b| Some(a.min(b)));
        let high = match (self.high, other.high) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (one, None) | (None, one) => one,
        };
        Self::ends(low, high, self.undefined || other.undefined)
    }

    /// Interval maximum.
    pub fn max(self, other: Self) -> Self {
        let high = both(self.high, other.high, |a, b| Some(a.max(b)));
        let low = match (self.low, other.low) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (one, None) | (None, one) => one,
        };
        Self::ends(low, high, self.undefined || other.undefined)
    }

    /// The smallest interval that contains both.
    pub fn hull(self, other: Self) -> Self {
        Self::ends(
            both(self.low, other.low, |a, b| Some(a.min(b))),
            both(self.high, other.high, |a, b| Some(a.max(b))),
            self.undefined || other.undefined,
        )
    }

    /// Whether every value is at least every value of `other`.
    pub fn at_least(&self, other: &Self) -> Truth {
        if self.undefined || other.undefined {
            return Truth::Unknown;
        }
        if reaches(self.low, other.high) {
            return Truth::True;
        }
        match (self.high, other.low) {
            (Some(high), Some(low)) if high < low => Truth::False,
            _ => Truth::Unknown,
        }
    }

    /// Whether both are the same number.
    pub fn equals(&self, other: &Self) -> Truth {
        match (self.as_point(), other.as_point()) {
            (Some(a), Some(b)) => Truth::known(a == b),
            _ if self.at_least(other) == Truth::False || other.at_least(self) == Truth::False => Truth::False,
            _ => Truth::Unknown,
        }
    }

    /// Both ends as a payment: rounded half up to the fen, negative values become zero.
    pub fn as_payment(self) -> Self {
        Self::ends(self.low.map(payment), self.high.map(payment), self.undefined)
    }
}

fn reaches(low: Option<Decimal>, high: Option<Decimal>) -> bool {
    matches!((low, high), (Some(low), Some(high)) if low >= high)
}

fn both(a: Option<Decimal>, b: Option<Decimal>, join: impl Fn(Decimal, Decimal) -> Option<Decimal>) -> Option<Decimal> {
    join(a?, b?)
}

/// Digits grouped by thousands, without trailing zeros: `12,000,000.5`.
pub fn group_digits(value: Decimal) -> String {
    let plain = value.normalize().to_string();
    let (sign, plain) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let mut grouped = String::from(sign);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if !fraction.is_empty() {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

// Not inlined: each of these functions is some hundred instructions long and called in many places, and visitors would
// download every copy.
/// The sum; `None` on overflow.
#[inline(never)]
pub fn add(a: Decimal, b: Decimal) -> Option<Decimal> {
    a.checked_add(b)
}

/// The difference; `None` on overflow.
#[inline(never)]
pub fn subtract(a: Decimal, b: Decimal) -> Option<Decimal> {
    a.checked_sub(b)
}

/// The product; `None` on overflow.
#[inline(never)]
pub fn multiply(a: Decimal, b: Decimal) -> Option<Decimal> {
    a.checked_mul(b)
}

/// The quotient; `None` on overflow or if the divisor is zero.
#[inline(never)]
pub fn divide(a: Decimal, b: Decimal) -> Option<Decimal> {
    a.checked_div(b)
}

/// Rounds half up to the fen; negative amounts become zero.
pub fn payment(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).max(Decimal::ZERO).normalize()
}

/// A calendar date, encoded as 20230630.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Date(u32);

impl Date {
    /// The earliest supported date.
    pub const FIRST: Self = Self(19_000_101);

    /// A date of the years 1900 to 2999; `None` if it does not exist.
    pub const fn new(year: u32, month: u32, day: u32) -> Option<Self> {
        let leap = (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
        let last = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        if year < 1900 || year > 2999 || day == 0 || day > last {
            return None;
        }
        Some(Self(year * 10_000 + month * 100 + day))
    }

    /// A date from its encoding, 20230630.
    pub const fn of(code: u32) -> Option<Self> {
        Self::new(code / 10_000, code / 100 % 100, code % 100)
    }

    /// Parses `2023-06-30`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut next = |digits: usize| {
            let part = parts.next()?;
            (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok()).flatten()
        };
        let date = Self::new(next(4)?, next(2)?, next(2)?);
        if parts.next().is_some() { None } else { date }
    }

    /// The year.
    pub const fn year(self) -> u32 {
        self.0 / 10_000
    }

    /// The month, from 1.
    pub const fn month(self) -> u32 {
        self.0 / 100 % 100
    }

    /// The day of the month, from 1.
    pub const fn day(self) -> u32 {
        self.0 % 100
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

/// Serializes a decimal as mantissa and scale, so that the reader needs no decimal parser.
pub mod exact {
    use rust_decimal::Decimal;
    use serde::{Serialize, Serializer};

    /// Writes `(digits, scale)`.
    ///
    /// # Errors
    /// The errors of the serializer.
    pub fn serialize<S: Serializer>(value: &Decimal, to: S) -> Result<S::Ok, S::Error> {
        (value.mantissa(), value.scale()).serialize(to)
    }
}

/// Rounded half up to the fen.
pub(crate) fn to_fen(value: Decimal) -> Decimal {
    let fen = value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).normalize();
    if fen.is_zero() { Decimal::ZERO } else { fen }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    fn dec(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn payments_round_half_up_to_the_fen() {
        assert_eq!(payment(dec("0.125")), dec("0.13"));
        assert_eq!(payment(dec("0.124999")), dec("0.12"));
        assert_eq!(payment(dec("-3")), dec("0"));
    }

    #[test]
    fn conjunction_with_one_false_is_false() {
        assert_eq!(Truth::Unknown.and(Truth::False), Truth::False);
        assert_eq!(Truth::Unknown.or(Truth::True), Truth::True);
        assert_eq!(Truth::Unknown.and(Truth::True), Truth::Unknown);
    }

    #[test]
    fn nonexistent_dates_are_rejected() {
        assert!(Date::parse("2023-02-29").is_none());
        assert_eq!(Date::parse("2024-02-29").unwrap().to_string(), "2024-02-29");
        assert!(Date::parse("2023-6-30").is_none());
        assert!(Date::parse("2023-06-30-1").is_none());
    }

    #[test]
    fn quotient_of_an_interval_ends_exactly() {
        let whole = Interval::between(dec("300"), dec("600")).over(Interval::between(dec("3"), dec("3.0")));
        assert_eq!(whole, Interval::between(dec("100"), dec("200")));
        let signed = Interval::between(dec("-6"), dec("6")).over(Interval::between(dec("2"), dec("3")));
        assert_eq!(signed, Interval::between(dec("-3"), dec("3")));
    }

    #[test]
    fn quotient_with_possible_zero_base_is_undefined() {
        let open = Interval::between(Decimal::ZERO, Decimal::ONE);
        assert!(Interval::point(Decimal::ONE).over(open).undefined);
        assert!(Interval::point(Decimal::ONE).over(Interval::point(Decimal::ZERO)).undefined);
    }
}
