//! Renders near misses and changes of outcomes. Knows no policy wording.

use super::{amount, fact_label, fact_style, money, option_labels, verdict};
use crate::answer::{Answer, Answers};
use crate::assess::{Amount, Certainty, Verdict};
use crate::book::{Fact, Measure, OptionSet, RuleBook};
use crate::message::{Arg, FigureStyle, Label, Message, messages as say};
use crate::near_miss::{NearMiss, OutcomeChange, step};
use crate::number::{multiply, subtract};
use rust_decimal::Decimal;

// Maximum number of options that are listed individually.
const NAMED: usize = 3;

/// The change and its effect; for a fact that the applicant cannot change, the required value. `answers` are those
/// before the change.
pub(super) fn nearly(book: &RuleBook<'_>, answers: &Answers, nearly: &NearMiss) -> Message {
    let known = &book.facts[nearly.fact];
    let measure = &book.measures[nearly.measure];
    let (owner, fact) = (owner(answers, known, nearly.instance), fact_label(nearly.fact));
    if !nearly.changeable {
        return required(book, known, nearly, owner);
    }
    if starts(book, nearly) {
        let has_amount = nearly.amount.is_some() && !measure.pool;
        return if has_amount { say::nearly_any_amount(owner, fact) } else { say::nearly_any(owner, fact) };
    }
    changed(known, nearly, owner, brings(measure, nearly))
}

// The instance of the fact, if the company has several.
fn owner(answers: &Answers, fact: &Fact<'_>, instance: usize) -> Option<Message> {
    let group = fact.group.map(|(group, _)| group);
    let group = group.filter(|group| answers.instances(*group).is_some_and(|count| count > 1))?;
    Some(say::nearly_owner(Label::Group(group), instance + 1))
}

// Any figure above 0 is enough; the actual figure is not known in advance.
fn starts(book: &RuleBook<'_>, nearly: &NearMiss) -> bool {
    match (nearly.from, nearly.to) {
        (Answer::Number(from), Answer::Number(to)) => from.is_zero() && to == step(book, nearly.fact),
        _ => false,
    }
}

fn changed(known: &Fact<'_>, nearly: &NearMiss, owner: Option<Message>, outcome: Message) -> Message {
    let fact = fact_label(nearly.fact);
    let options = || options(known, nearly);
    match (nearly.to, nearly.from) {
        (Answer::Number(to), Answer::Number(from)) => {
            let style = fact_style(&known.kind);
            let distance = distance(from, to, &style);
            let to_figure = Arg::Figure(to, style);
            if to > from {
                say::nearly_more(owner, fact, distance, to_figure, outcome)
            } else {
                say::nearly_less(owner, fact, distance, to_figure, outcome)
            }
        }
        (Answer::Number(to), _) => say::nearly_with(owner, fact, Arg::Figure(to, fact_style(&known.kind)), outcome),
        (Answer::YesNo(true), _) => say::nearly_fulfil(owner, fact, outcome),
        (Answer::YesNo(false), _) => say::nearly_leave(owner, fact, outcome),
        (Answer::Several(_), _) if nearly.gives_up() => say::nearly_give_up(owner, fact, options(), outcome),
        (Answer::Several(_), _) => say::nearly_obtain(owner, fact, options(), outcome),
        (Answer::Choice(_) | Answer::Date(_) | Answer::Unsure, _) => {
            say::nearly_choose(owner, fact, options(), outcome)
        }
    }
}

fn required(book: &RuleBook<'_>, known: &Fact<'_>, nearly: &NearMiss, owner: Option<Message>) -> Message {
    let fact = fact_label(nearly.fact);
    let options = || options(known, nearly);
    let figure = |value: Decimal| Arg::Figure(value, fact_style(&known.kind));
    match (nearly.to, nearly.from) {
        (Answer::Number(_), _) if starts(book, nearly) => say::must_have(owner, fact),
        (Answer::Number(to), Answer::Number(from)) if to > from => {
            say::must_be_at_least(owner, fact, figure(to), figure(from))
        }
        (Answer::Number(to), Answer::Number(from)) => say::must_be_at_most(owner, fact, figure(to), figure(from)),
        (Answer::Number(to), _) => say::must_be(owner, fact, figure(to)),
        (Answer::YesNo(true), _) => say::must_apply(owner, fact),
        (Answer::YesNo(false), _) => say::must_not_apply(owner, fact),
        (Answer::Several(_), _) if nearly.gives_up() => say::must_lack(owner, fact, options()),
        (Answer::Several(_), _) => say::must_obtain(owner, fact, options()),
        (Answer::Choice(_) | Answer::Date(_) | Answer::Unsure, _) => say::must_choose(owner, fact, options()),
    }
}

fn distance(from: Decimal, to: Decimal, style: &FigureStyle) -> Arg {
    let distance = subtract(to, from).unwrap_or_default().abs();
    match style {
        FigureStyle::PercentBeside(_) => {
            let points = multiply(distance, Decimal::ONE_HUNDRED).unwrap_or(distance);
            say::points(Arg::Figure(points, FigureStyle::Plain)).into()
        }
        _ => Arg::Figure(distance, style.clone()),
    }
}

// The option to take, and equivalent ones.
fn options(known: &Fact<'_>, nearly: &NearMiss) -> Message {
    let labels = |some: OptionSet| option_labels(nearly.fact, known, some);
    let (taken, mut others) = (labels(nearly.option()), labels(nearly.others));
    match nearly.others.iter().count() {
        0 => say::options_alone(taken),
        count if count > NAMED => {
            others.truncate(NAMED);
            say::options_or_more(taken, others, count)
        }
        _ => say::options_or(taken, others),
    }
}

fn brings(measure: &Measure<'_>, nearly: &NearMiss) -> Message {
    let Some(paid) = nearly.amount.as_ref().filter(|_| !measure.pool) else { return say::brings_eligible() };
    let person = measure.to_person.then(say::to_person);
    match paid.certainty() {
        Certainty::Exact if paid.low.is_zero() => say::brings_zero(),
        Certainty::Exact if measure.kind.is_relief() => say::brings_relief(money(paid.low)),
        Certainty::Exact => match nearly.most.and_then(|most| most.high).filter(|most| *most > paid.low) {
            Some(most) => say::brings_most(amount(paid), person, money(most)),
            None => say::brings_amount(amount(paid), person),
        },
        Certainty::AtMost | Certainty::AtLeast | Certainty::Between => say::brings_range(amount(paid), person),
    }
}

/// The change of a measure's outcome.
pub(super) fn change(change: &OutcomeChange) -> Message {
    let title = Label::Title(change.measure);
    let (before, after) = change.verdict;
    let (old, new) = (change.amount.0.as_ref(), change.amount.1.as_ref());
    if before != after {
        let verdicts = [before, after].map(|one| Message::plain(verdict(one)));
        let [was, is] = verdicts;
        return match (old, new) {
            (_, Some(new)) if after == Verdict::Eligible => say::change_verdict_to(title, was, is, amount(new)),
            (Some(old), _) if before == Verdict::Eligible => say::change_verdict_from(title, was, is, amount(old)),
            _ => say::change_verdict(title, was, is),
        };
    }
    let said = |paid: Option<&Amount>| paid.map_or_else(say::no_amount, amount);
    match old.zip(new).and_then(|(old, new)| more(old, new)) {
        Some(more) if more.is_sign_negative() => {
            say::change_amount_less(title, said(old), said(new), money(more.abs()))
        }
        Some(more) => say::change_amount_more(title, said(old), said(new), money(more)),
        None => say::change_amount(title, said(old), said(new)),
    }
}

fn more(old: &Amount, new: &Amount) -> Option<Decimal> {
    let settled = old.certainty() == Certainty::Exact && new.certainty() == Certainty::Exact;
    if settled { subtract(new.low, old.low) } else { None }
}
