//! Renders the payout of a measure as a message: amount, cap and per what. Knows expressions, not answers.

use super::number::{constant_value, number};
use super::{id_of, short_money};
use crate::book::{Cap, CapScope, Measure, MeasureId, Payout, RuleBook};
use crate::message::{Arg, Label, Message, messages as say};

/// The payout of a measure.
pub(super) fn amount_rule(book: &RuleBook<'_>, measure: &Measure<'_>) -> Message {
    let id = id_of(book, measure);
    let amount = match measure.promise {
        Payout::Nothing | Payout::Unstated => {
            return say::support(Label::Support(id), bases(book, id, measure, say::support_base));
        }
        Payout::Amount(amount) => number(book, amount),
    };
    let cap = measure.cap.as_ref().map(|cap| capped(book, id, cap));
    let pool = measure.pool.then(say::rule_pool);
    say::rule(amount, cap, bases(book, id, measure, say::rule_base), pool)
}

fn capped(book: &RuleBook<'_>, id: MeasureId, cap: &Cap<'_>) -> Message {
    let scope = match cap.scope {
        CapScope::Each => None,
        CapScope::Together => Some(say::rule_cap_together()),
        CapScope::Unclear => Some(say::rule_cap_unclear()),
    };
    match constant_value(book, cap.at_most) {
        Some(limit) => say::rule_cap_limit(Label::CapPer(id), short_money(limit), scope),
        None => say::rule_cap(Label::CapPer(id), number(book, cap.at_most), scope),
    }
}

fn bases(book: &RuleBook<'_>, id: MeasureId, measure: &Measure<'_>, make: fn(Label, Arg) -> Message) -> Vec<Message> {
    let each = measure.bases.iter().enumerate();
    each.map(|(place, base)| make(Label::Base(id, place), number(book, base.is))).collect()
}
