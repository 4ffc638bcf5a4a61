//! Conditions, findings, amounts and calculations said in English, beside [`crate::words`], which says them in Chinese.
//! Made from the rules and a rule book in English; knows no policy wording.

mod calculation;
mod condition;
mod figure;
mod finding;
mod headline;
mod instead;
mod mistake;
mod nearly;

pub use calculation::{calculation, calculations};
pub use condition::{amount_rule, condition, number};
pub use figure::{constant, echo, figure, money, short_money};
pub use finding::finding;
pub use headline::{headline, part};
pub use instead::{by_one, some_by_one, still_open, uncounted};
pub use mistake::mistake;
pub use nearly::{change, nearly};

use crate::assess::{Amount, Certainty, Verdict};
use crate::book::{Benefit, Frequency, Measure, Mode};
use crate::case::link;
use crate::number::{Date, Truth};
use crate::number_input::Scale;

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

/// What an eligible measure pays: [`amount`], but “you pay … less” where it is not paid but saved and “total” where it is
/// nobody's own.
pub fn paid(measure: &Measure<'_>, paid: &Amount) -> String {
    let exact = paid.certainty() == Certainty::Exact;
    match paid.high {
        Some(high) if measure.pool => format!("{} in total", money(high)),
        _ if exact && measure.kind.is_relief() => format!("you pay {} less", money(paid.low)),
        _ => amount(paid),
    }
}

/// How often a measure is paid.
pub const fn frequency(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Yearly => "Yearly",
        Frequency::Once => "Once",
    }
}

/// A verdict in words.
pub const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Eligible => "Eligible",
        Verdict::Ineligible => "Not eligible",
        Verdict::Undecided => "Undecided",
        Verdict::NotAsked => "Not asked about",
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
        Truth::True => "Met",
        Truth::False => "Not met",
        Truth::Unknown => "Undecided",
    }
}

/// What a bare figure of money counts, on the selector beside its field.
pub const fn scale(scale: Scale) -> &'static str {
    match scale {
        Scale::One => "CNY",
        Scale::TenThousand => "× CNY 10,000",
        Scale::HundredMillion => "× CNY 100 million",
    }
}

/// A kind of benefit.
pub const fn benefit(benefit: Benefit) -> &'static str {
    match benefit {
        Benefit::Subsidy => "Subsidy",
        Benefit::Award => "Award",
        Benefit::TaxRelief => "Tax relief",
        Benefit::FeeRelief => "Fee relief",
        Benefit::PremiumSubsidy => "Premium subsidy",
        Benefit::InterestSubsidy => "Interest subsidy",
        Benefit::Matching => "Matching funds",
        Benefit::Talent => "Talent support",
        Benefit::Finance => "Financial support",
        Benefit::LandEnergy => "Land and energy",
        Benefit::Procedure => "Easier procedure",
        Benefit::CaseByCase => "Recommendation, case by case",
    }
}

/// What is wrong with a link.
pub const fn link_mistake(mistake: link::LinkError) -> &'static str {
    match mistake {
        link::LinkError::Damaged => "The link is incomplete or was changed. Please copy the whole link again.",
        link::LinkError::Newer => "The link comes from a newer program. Please reload the page and open it again.",
        link::LinkError::TooLong => "The link is too long and was not read. Please send a file instead.",
        link::LinkError::OtherDocument => {
            "The assessment in the link is about another policy document. Please open it on that document's page."
        }
    }
}

/// The months of a date.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day: 30 June 2023.
pub fn date(date: Date) -> String {
    let month = usize::try_from(date.month()).ok().and_then(|month| MONTHS.get(month.checked_sub(1)?)).unwrap_or(&"");
    format!("{} {month} {}", date.day(), date.year())
}

// The first letter as a capital: a sentence begins.
fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or(String::new(), |first| first.to_uppercase().chain(rest).collect())
}

// In quotation marks, with those inside made single ones.
fn quoted(text: &str) -> String {
    format!("“{}”", text.replace('“', "‘").replace('”', "’"))
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
