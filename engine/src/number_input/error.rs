//! Errors of typed figures. Knows no facts and no words.

use super::ExpectedInput;
use rust_decimal::Decimal;

/// A figure that could not be parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseNumberError {
    /// The kind of error.
    pub wrong: ParseNumberErrorKind,
    asked: InputKind,
}

/// The kind of error in a typed figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParseNumberErrorKind {
    /// Empty, or only a plus sign.
    Empty,
    /// `-`, `/`, `无`: there is no figure.
    Nothing {
        /// Whether the field takes a 0.
        zero: bool,
    },
    /// This text is neither a digit nor a unit of the field.
    Unknown(String),
    /// Chinese numerals.
    Numerals,
    /// More than one decimal point.
    TwoPoints,
    /// A Chinese full stop; the value is the figure that was probably meant.
    FullStop(String),
    /// Thousands separators that are not followed by exactly three digits.
    Grouping,
    /// Negative, but the field allows no negative figures.
    Negative,
    /// More than two decimals of 元.
    TooFine,
    /// More digits than can be represented exactly.
    TooLong,
    /// `1亿2000`: this last figure has no unit.
    NoUnit(String),
    /// `2000万1亿`: the units do not decrease.
    Order,
    /// Outside the range of the question; both ends are inclusive.
    OutOfRange {
        /// The parsed figure.
        value: Decimal,
        /// Minimum.
        low: Decimal,
        /// Maximum.
        high: Decimal,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum InputKind {
    Money,
    Ratio,
    Number(String),
}

impl InputKind {
    fn wanted(&self) -> ExpectedInput<'_> {
        match self {
            Self::Money => ExpectedInput::Money(super::Scale::One),
            Self::Ratio => ExpectedInput::Ratio,
            Self::Number(unit) => ExpectedInput::Number(unit, &[]),
        }
    }
}

impl ParseNumberError {
    pub(super) fn new(wrong: ParseNumberErrorKind, wanted: ExpectedInput<'_>) -> Self {
        let asked = match wanted {
            ExpectedInput::Money(_) => InputKind::Money,
            ExpectedInput::Ratio => InputKind::Ratio,
            ExpectedInput::Number(unit, _) => InputKind::Number(unit.to_owned()),
        };
        Self { wrong, asked }
    }

    /// The expected kind of figure, with the unit of the field.
    pub fn wanted(&self) -> ExpectedInput<'_> {
        self.asked.wanted()
    }
}
