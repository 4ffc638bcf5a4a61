//! What is wrong with a typed figure, in English, so that one knows what to type. Knows no facts.

use super::figure::quantity;
use super::{echo, short_money};
use crate::number_input::{ExpectedInput, MOST_DIGITS, ParseNumberError, ParseNumberErrorKind};
use rust_decimal::Decimal;

/// One sentence for the company: what to type, with an example. `wanted` is the kind of figure, with its unit in English.
pub fn mistake(mistake: &ParseNumberError, wanted: ExpectedInput<'_>) -> String {
    let noun = noun(wanted);
    let example = example(wanted);
    match &mistake.wrong {
        ParseNumberErrorKind::Empty => format!("Please enter {noun}, such as {example}."),
        ParseNumberErrorKind::Unknown(text) => {
            format!("“{}” is not understood. Please enter {noun} in digits, such as {example}.", cut(text))
        }
        ParseNumberErrorKind::Numerals => format!("Please enter {noun} in digits, such as {example}."),
        ParseNumberErrorKind::TwoPoints => {
            format!("Only one decimal point is possible. Please enter {noun}, such as {example}.")
        }
        ParseNumberErrorKind::FullStop(meant) => {
            format!("Did you mean {}? Please use “.” as the decimal point.", cut(meant))
        }
        ParseNumberErrorKind::Grouping => {
            "Please put a comma before every three digits, or none, such as 12,000,000.".to_owned()
        }
        ParseNumberErrorKind::Negative => {
            format!("This cannot be negative. Please enter {noun} of 0 or more, such as {example}.")
        }
        ParseNumberErrorKind::TooFine => {
            "Amounts go down to the fen: please enter at most two decimals, such as 1234.56.".to_owned()
        }
        ParseNumberErrorKind::TooLong => {
            format!("A figure has at most {MOST_DIGITS} digits. Please check for digits too many, such as {example}.")
        }
        ParseNumberErrorKind::NoUnit(figure) => {
            format!("Please say the unit of the last “{}”, or enter one figure.", cut(figure))
        }
        ParseNumberErrorKind::Order => format!("Please enter one figure, such as {example}."),
        ParseNumberErrorKind::OutOfRange { value, low, high } => {
            let (low, high) = (short(*low, wanted), short(*high, wanted));
            let typed = echo(*value, wanted);
            format!("Please enter {noun} from {low} to {high}. You entered {typed}: please check digits and unit.")
        }
    }
}

fn noun(wanted: ExpectedInput<'_>) -> String {
    match wanted {
        ExpectedInput::Money(_) => "an amount".to_owned(),
        ExpectedInput::Ratio => "a percentage".to_owned(),
        ExpectedInput::Number("") => "a number".to_owned(),
        ExpectedInput::Number(unit) => format!("a quantity in {unit}"),
    }
}

const fn example(wanted: ExpectedInput<'_>) -> &'static str {
    match wanted {
        ExpectedInput::Money(_) => "12,000,000 or 12 million",
        ExpectedInput::Ratio => "15% or 15",
        ExpectedInput::Number(_) => "50 or 1,200",
    }
}

fn short(value: Decimal, wanted: ExpectedInput<'_>) -> String {
    match wanted {
        ExpectedInput::Money(_) => short_money(value),
        ExpectedInput::Number(unit) => quantity(value, unit),
        ExpectedInput::Ratio => echo(value, wanted),
    }
}

// A page pasted by accident is not said back whole.
fn cut(text: &str) -> String {
    const MOST: usize = 24;
    if text.chars().count() <= MOST { text.to_owned() } else { text.chars().take(MOST).chain(['…']).collect() }
}
