//! What an assessment comes to, in English, as sentences without a full stop.

use super::{capital, date, money};
use crate::assess::{Assessment, HeadlinePart, headline as parts};
use crate::book::RuleBook;
use crate::number::Date;
use rust_decimal::Decimal;

/// The headline: “CNY 245,000 for certain; up to CNY 20,000,000, decided by the department”.
pub fn headline(book: &RuleBook<'_>, assessment: &Assessment) -> String {
    let said: Vec<String> = parts(book, assessment).iter().map(|one| part(one, assessment.date, money)).collect();
    capital(&said.join("; "))
}

/// One thing that there is, with money said like this. `day`: the date of assessment.
pub fn part(part: &HeadlinePart, day: Date, money: fn(Decimal) -> String) -> String {
    match part {
        HeadlinePart::Expired(last) => format!("as of {}, the document had expired on {}", date(day), date(*last)),
        HeadlinePart::NotYet(first) => {
            format!("as of {}, the document was not in force yet (from {} on)", date(day), date(*first))
        }
        HeadlinePart::Sure(sum) => format!("{} in all for certain", money(*sum)),
        HeadlinePart::Decided { amount, waits } => {
            let whose = if *waits { "still to be settled" } else { "decided by the department" };
            match amount.high {
                Some(high) if amount.low.is_zero() => format!("up to {}, {whose}", money(high)),
                Some(high) => format!("at least {} and up to {}, {whose}", money(amount.low), money(high)),
                None if amount.low.is_zero() => format!("an amount without an upper end in the document, {whose}"),
                None => format!("{} or more, {whose}", money(amount.low)),
            }
        }
        HeadlinePart::Saved { amount, yearly } => {
            let when = if *yearly { "less to pay every year" } else { "less to pay while the policy lasts" };
            match amount.high {
                Some(high) if high == amount.low => format!("{} {when}", money(high)),
                Some(high) if amount.low.is_zero() => format!("up to {} {when}", money(high)),
                Some(high) => format!("at least {} and up to {} {when}", money(amount.low), money(high)),
                None => format!("{} or more {when}", money(amount.low)),
            }
        }
        HeadlinePart::Persons(high) => format!("up to {} for persons", money(*high)),
        HeadlinePart::Possible { count: 0, most, endless: 0 } => {
            format!("up to {} more, of what is not answered to the end", money(*most))
        }
        HeadlinePart::Possible { count: 0, .. } => {
            "more, without an upper end in the document, of what is not answered to the end".to_owned()
        }
        HeadlinePart::Possible { count, most, endless } => {
            let open = if *count == 1 { "1 measure is undecided" } else { "{} measures are undecided" };
            let mut text = open.replace("{}", &count.to_string());
            if !most.is_zero() {
                text.push_str(&format!("; those with a figure bring at most {}", money(*most)));
            }
            if *endless > 0 {
                let have = if *endless == 1 { "has" } else { "have" };
                text.push_str(&format!("; {endless} of them {have} no upper end in the document"));
            }
            text
        }
        HeadlinePart::Unstated(1) => {
            "1 measure is granted; the document states no amount, or it is not about money".to_owned()
        }
        HeadlinePart::Unstated(count) => {
            format!("{count} measures are granted; the document states no amount, or they are not about money")
        }
        HeadlinePart::NotAsked(count) => format!("nothing of what was asked is granted; {count} more not asked about"),
        HeadlinePart::Nothing => "no measure is granted".to_owned(),
    }
}
