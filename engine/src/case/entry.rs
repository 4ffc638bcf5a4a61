//! Values that a field or a file may contain for a fact: parses typed text to answers, validates figures. Knows no
//! format.

use crate::answer::Answer;
use crate::book::{Fact, FactType, RuleBook};
use crate::number_input::{self, ExpectedInput, MOST_DIGITS, Scale};
use rust_decimal::Decimal;

/// Maximum number of characters of a stored unreadable text.
pub const MOST_TYPED: usize = 200;

/// Parses text typed into the field of a fact: a figure, a date, or the id of an option. `None` if it is unreadable.
pub fn read_typed(book: &RuleBook<'_>, fact: &Fact<'_>, text: &str, scale: Scale) -> Option<Answer> {
    match fact.kind {
        FactType::Money | FactType::Ratio | FactType::Number(_) => {
            let range = fact.range.map(|(low, high)| (low.0, high.0));
            number_input::parse(text, wanted(book, fact, scale), range).ok().map(Answer::Number)
        }
        FactType::Date => number_input::read_day(text).map(Answer::Date),
        FactType::Choice => {
            let place = fact.options.iter().position(|option| option.id == text)?;
            u8::try_from(place).ok().map(Answer::Choice)
        }
        FactType::Bool | FactType::MultiChoice => None,
    }
}

/// The kind of input that the field of a fact expects; `scale` applies to money without a unit.
pub fn wanted<'b>(book: &'b RuleBook<'_>, fact: &Fact<'_>, scale: Scale) -> ExpectedInput<'b> {
    match fact.kind {
        FactType::Ratio => ExpectedInput::Ratio,
        FactType::Number(Some(unit)) => ExpectedInput::Number(book.unit(unit), book.unit_aliases(unit)),
        FactType::Number(None) => ExpectedInput::Number("", &[]),
        _ => ExpectedInput::Money(scale),
    }
}

/// The error of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsound {
    /// Outside the range of the question.
    OutOfRange,
    /// More than two decimals of 元.
    TooFine,
    /// More digits than a field accepts.
    TooLong,
}

/// Validates a figure by the rules for the field of its fact.
///
/// # Errors
/// The rule it violates.
pub fn sound_figure(fact: &Fact<'_>, value: Decimal) -> Result<(), Unsound> {
    let value = value.normalize();
    if fact.range.is_some_and(|(low, high)| value < low.0 || value > high.0) {
        return Err(Unsound::OutOfRange);
    }
    if fact.kind == FactType::Money && value.scale() > 2 {
        return Err(Unsound::TooFine);
    }
    // A ratio is written as a percentage, with the decimal point two places to the right.
    let decimals = if fact.kind == FactType::Ratio { value.scale().saturating_sub(2) } else { value.scale() };
    let digits = usize::try_from(value.mantissa().unsigned_abs().checked_ilog10().map_or(0, |power| power + 1));
    let decimals = usize::try_from(decimals);
    let fits = |digits: Result<usize, _>| digits.is_ok_and(|digits| digits <= MOST_DIGITS);
    if fits(digits) && fits(decimals) { Ok(()) } else { Err(Unsound::TooLong) }
}
