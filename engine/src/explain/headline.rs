//! Renders headlines: the summary of an assessment, as messages without a full stop. Knows no condition.

use super::{money, short_money};
use crate::assess::{Amount, Assessment, HeadlinePart, Totals, headline as parts};
use crate::book::RuleBook;
use crate::message::{Arg, Message, messages as say};
use crate::number::Date;
use rust_decimal::Decimal;

/// The format of money in a headline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyStyle {
    /// In full.
    Full,
    /// In short form, as in spoken language.
    Short,
}

impl MoneyStyle {
    fn arg(self, value: Decimal) -> Arg {
        match self {
            Self::Full => money(value),
            Self::Short => short_money(value),
        }
    }
}

/// The headline.
pub(super) fn headline(book: &RuleBook<'_>, assessment: &Assessment) -> Message {
    let parts = parts(book, assessment);
    say::headline(parts.iter().map(|one| part(one, assessment.date, MoneyStyle::Full)).collect::<Vec<_>>())
}

/// One part of a headline. `day`: the assessment date.
pub(super) fn part(part: &HeadlinePart, day: Date, style: MoneyStyle) -> Message {
    match part {
        HeadlinePart::Expired(last) => say::headline_expired(day, *last),
        HeadlinePart::NotYet(first) => say::headline_not_yet(day, *first),
        HeadlinePart::Sure(sum) => say::headline_sure(style.arg(*sum)),
        HeadlinePart::Decided { amount, waits } => decided(amount, *waits, style),
        HeadlinePart::Saved { amount, yearly } => saved(amount, *yearly, style),
        HeadlinePart::Persons(high) => say::headline_persons(style.arg(*high)),
        HeadlinePart::Possible { count: 0, most, endless: 0 } => say::headline_possible(style.arg(*most)),
        HeadlinePart::Possible { count: 0, .. } => say::headline_possible_endless(),
        HeadlinePart::Possible { count, most, endless } => match (most.is_zero(), endless) {
            (true, 0) => say::headline_open(*count),
            (true, endless) => say::headline_open_endless(*count, *endless),
            (false, 0) => say::headline_open_most(*count, style.arg(*most)),
            (false, endless) => say::headline_open_most_endless(*count, style.arg(*most), *endless),
        },
        HeadlinePart::Unstated(count) => say::headline_unstated(*count),
        HeadlinePart::NotAsked(count) => say::headline_not_asked(*count),
        HeadlinePart::Nothing => say::headline_nothing(),
    }
}

fn decided(amount: &Amount, waits: bool, style: MoneyStyle) -> Message {
    let whose = if waits { say::headline_waiting() } else { say::headline_by_department() };
    let low = style.arg(amount.low);
    match amount.high {
        Some(high) if amount.low.is_zero() => say::headline_decided_up_to(whose, style.arg(high)),
        Some(high) => say::headline_decided_between(whose, low, style.arg(high)),
        None if amount.low.is_zero() => say::headline_decided_endless(whose),
        None => say::headline_decided_at_least(whose, low),
    }
}

fn saved(amount: &Amount, yearly: bool, style: MoneyStyle) -> Message {
    let when = if yearly { say::headline_yearly() } else { say::headline_in_period() };
    let low = style.arg(amount.low);
    match amount.high {
        Some(high) if high == amount.low => say::headline_saved(when, low),
        Some(high) if amount.low.is_zero() => say::headline_saved_up_to(when, style.arg(high)),
        Some(high) => say::headline_saved_between(when, low, style.arg(high)),
        None => say::headline_saved_at_least(when, low),
    }
}

/// The note that the sum over all undecided measures assumes single instances of groups. `None` if it applies to no
/// measure.
pub(super) fn some_by_one(totals: &Totals) -> Option<Message> {
    let count = totals.single_instance_count;
    (count > 0).then(|| say::some_reckoned_for_one(count))
}
