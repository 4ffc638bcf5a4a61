//! What is wrong with a typed figure. Knows no facts and no words.

use super::ExpectedInput;
use rust_decimal::Decimal;

/// A figure that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseNumberError {
    /// What is wrong.
    pub wrong: ParseNumberErrorKind,
    asked: InputKind,
}

/// What is wrong with a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParseNumberErrorKind {
    /// Nothing, or a sign alone.
    Empty,
    /// This is neither a digit nor a unit of the field.
    Unknown(String),
    /// Chinese numerals.
    Numerals,
    /// More than one point.
    TwoPoints,
    /// A Chinese full stop; the figure that was probably meant.
    FullStop(String),
    /// Separators that do not stand before three digits each.
    Grouping,
    /// Below zero where nothing can be.
    Negative,
    /// More than two decimals of 元.
    TooFine,
    /// More digits than can be kept exactly.
    TooLong,
    /// `1亿2000`: the unit of this last figure is not said.
    NoUnit(String),
    /// `2000万1亿`: units not from large to small.
    Order,
    /// Outside what the question allows; both ends are allowed.
    OutOfRange {
        /// The figure as read.
        value: Decimal,
        /// The least that is allowed.
        low: Decimal,
        /// The most that is allowed.
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
            Self::Number(unit) => ExpectedInput::Number(unit),
        }
    }
}

impl ParseNumberError {
    pub(super) fn new(wrong: ParseNumberErrorKind, wanted: ExpectedInput<'_>) -> Self {
        let asked = match wanted {
            ExpectedInput::Money(_) => InputKind::Money,
            ExpectedInput::Ratio => InputKind::Ratio,
            ExpectedInput::Number(unit) => InputKind::Number(unit.to_owned()),
        };
        Self { wrong, asked }
    }

    /// What was asked for, with the unit that was named.
    pub fn wanted(&self) -> ExpectedInput<'_> {
        self.asked.wanted()
    }
}
