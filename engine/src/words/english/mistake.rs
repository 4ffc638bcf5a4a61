//! What is wrong with a typed figure, in English, so that one knows what to type. Knows no facts.

use super::figure::quantity;
use super::{echo, short_money};
use crate::typed::{MOST_DIGITS, Mistake, Wanted, Wrong};
use rust_decimal::Decimal;

/// One sentence for the company: what to type, with an example. `wanted` is the kind of figure, with its unit in English.
pub fn mistake(mistake: &Mistake, wanted: Wanted<'_>) -> String {
    let noun = noun(wanted);
    let example = example(wanted);
    match &mistake.wrong {
        Wrong::Empty => format!("Please enter {noun}, such as {example}."),
        Wrong::Unknown(text) => {
            format!("“{}” is not understood. Please enter {noun} in digits, such as {example}.", cut(text))
        }
        Wrong::Numerals => format!("Please enter {noun} in digits, such as {example}."),
        Wrong::TwoPoints => format!("Only one decimal point is possible. Please enter {noun}, such as {example}."),
        Wrong::FullStop(meant) => format!("Did you mean {}? Please use “.” as the decimal point.", cut(meant)),
        Wrong::Grouping => "Please put a comma before every three digits, or none, such as 12,000,000.".to_owned(),
        Wrong::Negative => format!("This cannot be negative. Please enter {noun} of 0 or more, such as {example}."),
        Wrong::TooFine => "Amounts go down to the fen: please enter at most two decimals, such as 1234.56.".to_owned(),
        Wrong::TooLong => {
            format!("A figure has at most {MOST_DIGITS} digits. Please check for digits too many, such as {example}.")
        }
        Wrong::NoUnit(figure) => format!("Please say the unit of the last “{}”, or enter one figure.", cut(figure)),
        Wrong::Order => format!("Please enter one figure, such as {example}."),
        Wrong::OutOfRange { value, low, high } => {
            let (low, high) = (short(*low, wanted), short(*high, wanted));
            let typed = echo(*value, wanted);
            format!("Please enter {noun} from {low} to {high}. You entered {typed}: please check digits and unit.")
        }
    }
}

fn noun(wanted: Wanted<'_>) -> String {
    match wanted {
        Wanted::Money(_) => "an amount".to_owned(),
        Wanted::Ratio => "a percentage".to_owned(),
        Wanted::Number("") => "a number".to_owned(),
        Wanted::Number(unit) => format!("a quantity in {unit}"),
    }
}

const fn example(wanted: Wanted<'_>) -> &'static str {
    match wanted {
        Wanted::Money(_) => "12,000,000 or 12 million",
        Wanted::Ratio => "15% or 15",
        Wanted::Number(_) => "50 or 1,200",
    }
}

fn short(value: Decimal, wanted: Wanted<'_>) -> String {
    match wanted {
        Wanted::Money(_) => short_money(value),
        Wanted::Number(unit) => quantity(value, unit),
        Wanted::Ratio => echo(value, wanted),
    }
}

// A page pasted by accident is not said back whole.
fn cut(text: &str) -> String {
    const MOST: usize = 24;
    if text.chars().count() <= MOST { text.to_owned() } else { text.chars().take(MOST).chain(['…']).collect() }
}
