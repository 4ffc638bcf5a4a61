//! Renders the echo of a typed figure, and its error with a correction. Knows no facts.

use crate::message::{Arg, FigureStyle, Message, UnitName, messages as say};
use crate::number_input::{Doubt, ExpectedInput, MOST_DIGITS, ParseNumberErrorKind};
use rust_decimal::Decimal;

/// The figure in full and, for large amounts of money, also in short form.
pub(super) fn echo(value: Decimal, wanted: ExpectedInput<'_>) -> Arg {
    figure(value, wanted, FigureStyle::TypedMoneyTwice)
}

/// A figure with its unit, so that it is read as this value whatever unit is selected beside the field.
pub(super) fn settled(value: Decimal, wanted: ExpectedInput<'_>) -> Arg {
    figure(value, wanted, FigureStyle::TypedMoneyShort)
}

/// The question that a doubtful figure raises; `None` if the error beside the field already says it. The values stand in
/// it as [`settled`] writes them, the one that was read last.
pub(super) fn doubt(doubt: Doubt, wanted: ExpectedInput<'_>) -> Option<Message> {
    let value = |value: Decimal| settled(value, wanted);
    match doubt {
        Doubt::Either { likely, read } => Some(say::doubt_either(value(likely), value(read))),
        Doubt::Unusual { read, usual: (low, high) } => Some(say::doubt_unusual(value(low), value(high), value(read))),
        Doubt::Meant(meant) => Some(say::doubt_meant(value(meant))),
        Doubt::Nothing => None,
    }
}

fn figure(value: Decimal, wanted: ExpectedInput<'_>, money: FigureStyle) -> Arg {
    let style = match wanted {
        ExpectedInput::Money(_) => money,
        ExpectedInput::Ratio => FigureStyle::TypedPercent,
        ExpectedInput::Number(unit, _) => FigureStyle::TypedQuantity(UnitName::Named(unit.to_owned())),
    };
    Arg::Figure(value, style)
}

/// An error message with an example of valid input. `wanted` has the unit in the language of the page.
pub(super) fn input_error(wrong: &ParseNumberErrorKind, wanted: ExpectedInput<'_>) -> Message {
    let text = |text: &str| Arg::Text(text.to_owned());
    match wrong {
        ParseNumberErrorKind::Empty => say::input_empty(noun(wanted), example(wanted)),
        ParseNumberErrorKind::Nothing { zero: true } => say::input_nothing(),
        ParseNumberErrorKind::Nothing { zero: false } => say::input_may_stay_empty(),
        ParseNumberErrorKind::Unknown(typed) => say::input_unknown(text(typed), noun(wanted), example(wanted)),
        ParseNumberErrorKind::Numerals => say::input_numerals(brief_noun(wanted), example(wanted)),
        ParseNumberErrorKind::TwoPoints => say::input_two_points(brief_noun(wanted), example(wanted)),
        ParseNumberErrorKind::FullStop(meant) => say::input_full_stop(text(meant)),
        ParseNumberErrorKind::Grouping => say::input_grouping(match wanted {
            ExpectedInput::Money(_) => say::grouped_money(),
            ExpectedInput::Ratio | ExpectedInput::Number(..) => say::grouped_number(),
        }),
        ParseNumberErrorKind::Negative => say::input_negative(brief_noun(wanted), example(wanted)),
        ParseNumberErrorKind::TooFine => say::input_too_fine(),
        ParseNumberErrorKind::TooLong => say::input_too_long(MOST_DIGITS, example(wanted)),
        ParseNumberErrorKind::NoUnit(figure) => say::input_no_unit(text(figure), parts(wanted)),
        ParseNumberErrorKind::Order => say::input_order(parts(wanted), example(wanted)),
        ParseNumberErrorKind::OutOfRange { value, low, high } => {
            let short = |value: Decimal| figure(value, wanted, FigureStyle::TypedMoneyShort);
            let full = figure(*value, wanted, FigureStyle::TypedMoney);
            say::input_out_of_range(brief_noun(wanted), short(*low), short(*high), full, echo(*value, wanted))
        }
    }
}

fn noun(wanted: ExpectedInput<'_>) -> Message {
    match wanted {
        ExpectedInput::Money(_) => say::input_money(),
        ExpectedInput::Ratio => say::input_ratio(),
        ExpectedInput::Number("", _) => say::input_number(),
        ExpectedInput::Number(unit, _) => say::input_quantity(unit.to_owned()),
    }
}

fn brief_noun(wanted: ExpectedInput<'_>) -> Message {
    match wanted {
        ExpectedInput::Number(unit, _) if !unit.is_empty() => say::input_quantity_briefly(unit.to_owned()),
        _ => noun(wanted),
    }
}

fn example(wanted: ExpectedInput<'_>) -> Message {
    match wanted {
        ExpectedInput::Money(_) => say::example_money(),
        ExpectedInput::Ratio => say::example_ratio(),
        ExpectedInput::Number("", _) => say::example_number(),
        ExpectedInput::Number(unit, _) => say::example_quantity(unit.to_owned()),
    }
}

// An example of a figure of several segments.
fn parts(wanted: ExpectedInput<'_>) -> Message {
    match wanted {
        ExpectedInput::Money(_) => say::parts_money(),
        ExpectedInput::Ratio => say::parts_ratio(),
        ExpectedInput::Number("", _) => say::parts_number(),
        ExpectedInput::Number(unit, _) => say::parts_quantity(unit.to_owned()),
    }
}
