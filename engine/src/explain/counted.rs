//! Explains which part of an amount is not in the totals, what may still be added, and the number of instances it
//! assumes. Knows titles, not conditions.

use super::{instance, money};
use crate::answer::Answers;
use crate::assess::{Assessment, Beside, Counted, Outcome, Tie, Verdict, assumes_single_instance, beside, counted};
use crate::book::{Measure, MeasureId, RuleBook};
use crate::evaluate::{Evaluator, FactInstance};
use crate::message::{Arg, Label, Message, messages as say};
use crate::number::{Truth, subtract};

/// How an eligible measure counts beside related measures. `None` if it counts in full.
pub(super) fn uncounted(view: &Evaluator<'_, '_>, assessment: &Assessment, measure: MeasureId) -> Option<Message> {
    let outcome = &assessment.outcomes[measure];
    let part = match counted(view, &assessment.outcomes, measure)? {
        Counted::Pool => return Some(say::counted_pool()),
        Counted::Elsewhere(other) => return Some(elsewhere(assessment, measure, other)),
        Counted::Amount(part) => Some(part),
        Counted::Bare => None,
    };
    let beside = beside(view, &assessment.outcomes, measure);
    let mut sentences: Vec<Message> = Vec::new();
    let one: Vec<MeasureId> = beside.iter().filter(|other| other.tie == Tie::One).map(|other| other.measure).collect();
    if part != outcome.amount && !one.is_empty() {
        sentences.push(say::counted_beyond(titles(one)));
    }
    let (unknown, silent) = unknown_and_silent(beside);
    sentences.extend(unknown.iter().map(|other| not_known(view.book, measure, other)));
    if let Some(first) = silent.first() {
        let thing = thing(view.book, measure, first.measure);
        let pays = |other: &Beside| assessment.outcomes[other.measure].amount.is_some();
        let is_summed = part.is_some() && silent.iter().any(pays);
        let titles = titles(silent.iter().map(|other| other.measure));
        let department = Label::Department(measure);
        sentences.push(if is_summed {
            say::counted_unclear_sums(thing, titles, department)
        } else {
            say::counted_unclear(thing, titles, department)
        });
    }
    (!sentences.is_empty()).then(|| say::sentences(sentences))
}

/// The measures beside this one of which the text does not say whether both are granted.
pub(super) fn silent_ties(view: &Evaluator<'_, '_>, assessment: &Assessment, measure: MeasureId) -> Vec<Beside> {
    unknown_and_silent(beside(view, &assessment.outcomes, measure)).1
}

// Ties that an answer can settle, and those on which the text is silent.
fn unknown_and_silent(beside: Vec<Beside>) -> (Vec<Beside>, Vec<Beside>) {
    beside.into_iter().filter(|other| other.tie == Tie::Perhaps).partition(|other| !other.missing.is_empty())
}

fn elsewhere(assessment: &Assessment, measure: MeasureId, other: MeasureId) -> Message {
    let amount = |ix: MeasureId| assessment.outcomes[ix].amount;
    let title = Label::Title(other);
    match (amount(measure), amount(other)) {
        (None, None) => say::counted_elsewhere_bare(title),
        (Some(own), Some(other)) => match (own.high, other.high) {
            (_, None) => say::counted_elsewhere_endless(title),
            (Some(own), Some(other)) if own == other => say::counted_elsewhere_equal(title),
            (Some(own), Some(other)) => {
                say::counted_elsewhere_larger(title, money(subtract(other, own).unwrap_or_default()))
            }
            (None, Some(_)) => say::counted_elsewhere(title),
        },
        _ => say::counted_elsewhere(title),
    }
}

fn not_known(book: &RuleBook<'_>, own: MeasureId, other: &Beside) -> Message {
    // The question to answer.
    let question: Arg =
        other.missing.last().map_or(Arg::Nothing, |FactInstance { fact, .. }| Label::Question(*fact).into());
    say::counted_not_known(Label::Title(other.measure), thing(book, own, other.measure), question)
}

pub(super) fn titles(measures: impl IntoIterator<Item = MeasureId>) -> Vec<Message> {
    measures.into_iter().map(|measure| say::titled(Label::Title(measure))).collect()
}

/// The name of the thing that two measures share; "the same thing" if the rule book has no name for it.
pub(super) fn thing(book: &RuleBook<'_>, own: MeasureId, other: MeasureId) -> Message {
    let measure = &book.measures[own];
    if measure.link_to(other).is_some_and(|(link, _)| !link.thing.is_empty()) {
        return say::same_named_thing(Label::LinkedThing(own, other));
    }
    let theirs = book.measures[other].group;
    match measure.group.filter(|group| theirs == Some(*group) && !book.groups[*group].label.is_empty()) {
        Some(group) => say::same_named_thing(Label::Group(group)),
        None => say::same_thing(),
    }
}

/// The amount that the undecided instances could still add to an eligible measure. `None` if none is open.
pub(super) fn still_open(book: &RuleBook<'_>, measure: &Measure<'_>, outcome: &Outcome) -> Option<Message> {
    if outcome.verdict != Verdict::Eligible || outcome.max_payout.is_none() && !outcome.is_unbounded || measure.pool {
        return None;
    }
    let claims = outcome.claims.iter().enumerate();
    let open: Vec<usize> = claims.filter(|(_, claim)| claim.truth == Truth::Unknown).map(|(at, _)| at).collect();
    let waits =
        |FactInstance { fact, instance }: &FactInstance| book.facts[*fact].group.is_some() && open.contains(instance);
    let waits = outcome.missing.iter().any(waits);
    let names: Vec<Arg> = open.iter().map(|place| open_instance(measure, *place)).collect();
    let why = if waits { say::still_open_unfilled() } else { say::still_open_to_confirm() };
    let more = match outcome.max_payout {
        Some(more) if !outcome.is_unbounded => say::still_open_up_to(money(more)),
        _ => say::still_open_endless(),
    };
    Some(say::still_open(more, names, why))
}

fn open_instance(measure: &Measure<'_>, place: usize) -> Arg {
    measure.group.map_or_else(|| Arg::from(place + 1), |group| instance(group, place).into())
}

/// The note that an amount assumes a single instance although there may be several. `None` if the number of instances
/// is known or makes no difference.
pub(super) fn by_one(answers: &Answers, measure: &Measure<'_>) -> Option<Message> {
    let group = measure.group.filter(|_| assumes_single_instance(answers, measure))?;
    Some(say::reckoned_for_one(Label::GroupName(group)))
}
