//! Figures that were read, but probably mean another value: money typed without a unit outside its usual range, a share
//! typed as a fraction. Knows no facts.

use super::{ExpectedInput, Figure, ParseNumberErrorKind, Scale, read};
use crate::number::{divide, multiply};
use rust_decimal::Decimal;

/// The usual range of money for which the rule book states none, in 元: figures outside it are nearly always in a unit
/// that is wrong by a factor of ten thousand.
const USUAL: (i64, i64) = (100, 100_000_000_000);

/// What a typed figure may mean. A text that names its unit raises none of these, so a chosen value is settled by
/// writing it with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Either value.
    Either {
        /// The value that is more likely.
        likely: Decimal,
        /// The value as read.
        read: Decimal,
    },
    /// The value as read, which is outside the usual range in every unit.
    Unusual {
        /// The value as read.
        read: Decimal,
        /// The usual range.
        usual: (Decimal, Decimal),
    },
    /// This value; the value as read is not accepted.
    Meant(Decimal),
    /// Nothing, which is 0.
    Nothing,
}

impl Doubt {
    /// The values to choose from, the more likely one first.
    pub fn values(self) -> Vec<Decimal> {
        match self {
            Self::Either { likely, read } => vec![likely, read],
            Self::Unusual { read, .. } => vec![read],
            Self::Meant(value) => vec![value],
            Self::Nothing => vec![Decimal::ZERO],
        }
    }
}

/// The doubt about a typed figure. `range` has the values that are accepted, `usual` those that are common; both ends of
/// both are inclusive.
pub fn doubt(
    typed: &str,
    wanted: ExpectedInput<'_>,
    range: Option<(Decimal, Decimal)>,
    usual: Option<(Decimal, Decimal)>,
) -> Option<Doubt> {
    let (figure, is_accepted) = match read(typed, wanted, range) {
        Ok(figure) => (figure, true),
        Err(ParseNumberErrorKind::Nothing { zero: true }) => return Some(Doubt::Nothing),
        Err(ParseNumberErrorKind::OutOfRange { .. }) => (read(typed, wanted, None).ok()?, false),
        Err(_) => return None,
    };
    let accepts = |value: &Decimal| range.is_none_or(|(low, high)| low <= *value && *value <= high);
    match wanted {
        ExpectedInput::Money(_) => money(&figure, is_accepted, accepts, usual),
        ExpectedInput::Ratio if is_accepted => share(&figure).filter(|doubt| doubt.values().iter().all(accepts)),
        ExpectedInput::Ratio | ExpectedInput::Number(..) => None,
    }
}

fn money(
    figure: &Figure,
    is_accepted: bool,
    accepts: impl Fn(&Decimal) -> bool,
    stated: Option<(Decimal, Decimal)>,
) -> Option<Doubt> {
    let (read, assumed) = (figure.value, figure.assumed?);
    let usual = stated.unwrap_or((Decimal::from(USUAL.0), Decimal::from(USUAL.1)));
    let is_usual = |value: &Decimal| usual.0 <= *value && *value <= usual.1;
    let with = |scale: Scale| in_scale(read, assumed, scale).filter(|value| accepts(value) && is_usual(value));
    let others = || Scale::ALL.into_iter().filter(|scale| *scale != assumed);
    if read <= Decimal::ZERO {
        return None;
    }
    if is_accepted && is_usual(&read) {
        // In a wide range a figure is usual in 元 and in 万元, and only the company knows which is meant. Nobody means
        // 亿元 without writing it.
        let also = others().filter(|scale| *scale != Scale::HundredMillion && assumed != Scale::HundredMillion);
        let likely = also.filter_map(with).next().filter(|_| stated.is_some())?;
        return Some(Doubt::Either { likely, read });
    }
    match (others().filter_map(with).next(), is_accepted) {
        (Some(likely), true) => Some(Doubt::Either { likely, read }),
        (Some(likely), false) => Some(Doubt::Meant(likely)),
        (None, true) => Some(Doubt::Unusual { read, usual }),
        (None, false) => None,
    }
}

// The same digits in another unit; `None` if that is no amount in fen.
fn in_scale(value: Decimal, from: Scale, to: Scale) -> Option<Decimal> {
    let size = |scale: Scale| Decimal::from(10u64.pow(scale.power()));
    let value = divide(multiply(value, size(to))?, size(from))?.normalize();
    (value.scale() <= 2).then_some(value)
}

// `0.85` where a percentage is expected: spreadsheets hold 85 % as 0.85.
fn share(figure: &Figure) -> Option<Doubt> {
    let read = figure.value;
    figure.assumed?;
    let likely = multiply(read, Decimal::ONE_HUNDRED)?;
    (read > Decimal::ZERO && likely < Decimal::ONE).then_some(Doubt::Either { likely, read })
}
