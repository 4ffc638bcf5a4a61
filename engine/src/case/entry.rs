//! What a field may hold and a file may say of a fact: typed texts read as answers, figures that are sound. Knows no format.

use crate::answer::Answer;
use crate::book::{Book, Fact, Kind};
use crate::typed::{self, MOST_DIGITS, Scale, Wanted};
use rust_decimal::Decimal;

/// The most characters of a text that is kept although it cannot be read.
pub const MOST_TYPED: usize = 200;

/// Reads what was typed into the field of a fact: a figure, a day, or the id of an option. `None` where it cannot be read.
pub fn read_typed(book: &Book<'_>, fact: &Fact<'_>, text: &str, scale: Scale) -> Option<Answer> {
    match fact.kind {
        Kind::Money | Kind::Ratio | Kind::Number(_) => {
            let range = fact.range.map(|(low, high)| (low.0, high.0));
            typed::read(text, wanted(book, fact, scale), range).ok().map(Answer::Number)
        }
        Kind::Date => typed::read_day(text).map(Answer::Date),
        Kind::Choice => {
            let place = fact.options.iter().position(|option| option.id == text)?;
            u8::try_from(place).ok().map(Answer::Choice)
        }
        Kind::YesNo | Kind::Several => None,
    }
}

/// What the field of a fact wants: money in this unit where the text names none.
pub fn wanted<'b>(book: &Book<'b>, fact: &Fact<'_>, scale: Scale) -> Wanted<'b> {
    match fact.kind {
        Kind::Ratio => Wanted::Ratio,
        Kind::Number(unit) => Wanted::Number(unit.map_or("", |unit| book.unit(unit))),
        _ => Wanted::Money(scale),
    }
}

/// What is wrong with a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsound {
    /// Outside the range of its question.
    OutOfRange,
    /// More than two decimals of 元.
    TooFine,
    /// More digits than a field takes.
    TooLong,
}

/// Whether a figure is one that the field of its fact could hold.
///
/// # Errors
/// What is wrong with it.
pub fn sound_figure(fact: &Fact<'_>, value: Decimal) -> Result<(), Unsound> {
    let value = value.normalize();
    if fact.range.is_some_and(|(low, high)| value < low.0 || value > high.0) {
        return Err(Unsound::OutOfRange);
    }
    if fact.kind == Kind::Money && value.scale() > 2 {
        return Err(Unsound::TooFine);
    }
    // A share is written as a percentage, with the point two places to the right.
    let decimals = if fact.kind == Kind::Ratio { value.scale().saturating_sub(2) } else { value.scale() };
    let digits = usize::try_from(value.mantissa().unsigned_abs().checked_ilog10().map_or(0, |power| power + 1));
    let decimals = usize::try_from(decimals);
    let fits = |digits: Result<usize, _>| digits.is_ok_and(|digits| digits <= MOST_DIGITS);
    if fits(digits) && fits(decimals) { Ok(()) } else { Err(Unsound::TooLong) }
}
