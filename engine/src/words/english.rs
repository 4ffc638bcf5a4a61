//! Conditions, findings, amounts and calculations said in English, beside [`crate::words`], which says them in Chinese.
//! Made from the rules and a rule book in English; knows no policy wording.

mod condition;
mod finding;
mod figure;
mod mistake;
mod nearly;

pub use condition::{amount_rule, condition, number};
pub use figure::{constant, echo, figure, money, short_money};
pub use finding::{calculation, finding};
pub use mistake::mistake;
pub use nearly::{change, nearly};

use crate::assess::{Amount, Certainty, Verdict};
use crate::book::Mode;
use crate::number::{Date, Truth};

/// An amount with its certainty: you get CNY 200,000, up to …, at least …, … to ….
pub fn amount(amount: &Amount) -> String {
    let high = amount.high.unwrap_or(amount.low);
    match amount.certainty() {
        Certainty::Exact => format!("you get {}", money(amount.low)),
        Certainty::AtMost => format!("up to {}", money(high)),
        Certainty::AtLeast => format!("at least {}", money(amount.low)),
        Certainty::Between => format!("{} to {}", money(amount.low), money(high)),
    }
}

/// A verdict in words.
pub const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Eligible => "Eligible",
        Verdict::Ineligible => "Not eligible",
        Verdict::Undecided => "Undecided",
        Verdict::OutOfForce => "Not in force on this date",
        Verdict::NotForYou => "Not for your type of applicant",
    }
}

/// How one comes to a measure, in words.
pub const fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Automatic => "Granted automatically",
        Mode::Apply => "By application",
        Mode::Assessed => "Assessed by the department",
    }
}

/// Met, unmet or open, in words.
pub const fn truth(truth: Truth) -> &'static str {
    match truth {
        Truth::Yes => "Met",
        Truth::No => "Not met",
        Truth::Open => "Undecided",
    }
}

/// A day: 30 June 2023.
pub fn date(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ];
    let month = usize::try_from(date.month()).ok().and_then(|month| MONTHS.get(month.checked_sub(1)?)).unwrap_or(&"");
    format!("{} {month} {}", date.day(), date.year())
}

// The first letter as a capital: a sentence begins.
fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or(String::new(), |first| first.to_uppercase().chain(rest).collect())
}

// Several as a list: “a, b or c”.
fn listed(names: &[&str], last: &str) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests;
