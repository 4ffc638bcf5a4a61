//! What is just not granted, and what a change changes, as English sentences. Made from the rule book's labels; knows no
//! policy wording.

use super::{amount, figure, money, quoted, verdict};
use crate::answer::{Answer, Answers};
use crate::assess::{Amount, Certainty, Verdict};
use crate::book::{Fact, Measure, NumberFormat, OptionSet, RuleBook};
use crate::near_miss::{NearMiss, OutcomeChange};
use crate::number::{multiply, subtract};
use crate::words::nearly::starts;
use crate::words::shown;
use rust_decimal::Decimal;

/// The most options that are named one by one.
const NAMED: usize = 3;

/// What to change and what it brings, as one sentence: “R&D expenses this year: CNY 10,000 more (reaching CNY 11,500,000),
/// and you get CNY 150,000.” Of what the applicant cannot change: what it would have to be. `answers` are those before
/// the change.
pub fn nearly(book: &RuleBook<'_>, answers: &Answers, nearly: &NearMiss) -> String {
    let fact = &book.facts[nearly.fact];
    let measure = &book.measures[nearly.measure];
    let name = format!("{}{}", owner(book, answers, fact, nearly.instance), fact.label);
    if !nearly.changeable {
        return format!("{name}: {}; you cannot change this yourself.", required(book, fact, nearly));
    }
    if starts(book, nearly) {
        let reckoned =
            if nearly.amount.is_some() && !measure.pool { "; the amount follows from the actual figure" } else { "" };
        return format!("{name}: with any figure above 0 you are eligible{reckoned}.");
    }
    format!("{name}: {}, and {}.", changed(book, fact, nearly), brings(measure, nearly))
}

// Of which one the fact is, where a company has several.
fn owner(book: &RuleBook<'_>, answers: &Answers, fact: &Fact<'_>, instance: usize) -> String {
    let group = fact.group.map(|(group, _)| group);
    let group = group.filter(|group| answers.instances(*group).is_some_and(|count| count > 1));
    group.map(|group| &book.groups[group]).map_or(String::new(), |g| format!("{} {}, ", g.label, instance + 1))
}

fn changed(book: &RuleBook<'_>, fact: &Fact<'_>, nearly: &NearMiss) -> String {
    let names = || options(fact, nearly);
    match nearly.to {
        Answer::Number(to) => {
            let shown = shown(book, &fact.kind);
            let Answer::Number(from) = nearly.from else { return format!("with {}", figure(to, &shown)) };
            let (how, arrives) = if to > from { ("more", "reaching") } else { ("less", "down to") };
            format!("{} {how} ({arrives} {})", distance(from, to, &shown), figure(to, &shown))
        }
        Answer::YesNo(true) => "fulfil this".to_owned(),
        Answer::YesNo(false) => "no longer have this".to_owned(),
        Answer::Several(_) if nearly.gives_up() => format!("no longer have {}", names()),
        Answer::Several(_) => format!("obtain {}", names()),
        _ => format!("with {}", names()),
    }
}

fn required(book: &RuleBook<'_>, fact: &Fact<'_>, nearly: &NearMiss) -> String {
    let names = || options(fact, nearly);
    match nearly.to {
        Answer::Number(_) if starts(book, nearly) => "more than 0 is required".to_owned(),
        Answer::Number(to) => {
            let shown = shown(book, &fact.kind);
            let Answer::Number(from) = nearly.from else { return format!("{} is required", figure(to, &shown)) };
            let how = if to > from { "at least" } else { "at most" };
            format!("{how} {} is required (now {})", figure(to, &shown), figure(from, &shown))
        }
        Answer::YesNo(true) => "this is required".to_owned(),
        Answer::YesNo(false) => "this must not apply".to_owned(),
        Answer::Several(_) if nearly.gives_up() => format!("{} must not apply", names()),
        _ => format!("{} is required", names()),
    }
}

fn distance(from: Decimal, to: Decimal, shown: &NumberFormat<'_>) -> String {
    let distance = subtract(to, from).unwrap_or_default().abs();
    match shown {
        NumberFormat::Ratio => {
            let points = multiply(distance, Decimal::ONE_HUNDRED).unwrap_or(distance).normalize();
            let many = if points == Decimal::ONE { "" } else { "s" };
            format!("{points} percentage point{many}")
        }
        _ => figure(distance, shown),
    }
}

// The option to take, and those that do as well.
fn options(fact: &Fact<'_>, nearly: &NearMiss) -> String {
    let names = |some: OptionSet| some.iter().filter_map(|place| fact.options.get(place)).map(|o| quoted(o.label));
    let text: Vec<String> = names(nearly.option()).collect();
    let others: Vec<String> = names(nearly.others).collect();
    let text = text.join(" and ");
    match others.len() {
        0 => text,
        count if count > NAMED => format!("{text} (or {}, or another of {count})", others[..NAMED].join(", ")),
        _ => format!("{text} (or {})", others.join(", ")),
    }
}

fn brings(measure: &Measure<'_>, nearly: &NearMiss) -> String {
    let Some(paid) = nearly.amount.as_ref().filter(|_| !measure.pool) else { return "you are eligible".to_owned() };
    let whose = if measure.to_person { " (paid to the person)" } else { "" };
    match paid.certainty() {
        Certainty::Exact if paid.low.is_zero() => "you are eligible, but with the present figures for CNY 0".to_owned(),
        Certainty::Exact if measure.kind.is_relief() => format!("you pay {} less", money(paid.low)),
        Certainty::Exact => match nearly.most.and_then(|most| most.high).filter(|most| *most > paid.low) {
            Some(most) => format!("{}{whose}; the most of these is {}", amount(paid), money(most)),
            None => format!("{}{whose}", amount(paid)),
        },
        _ => format!("you are eligible: {}{whose}", amount(paid)),
    }
}

/// What changes for a measure, as one sentence: “Subsidy for increased R&D: from “Not eligible” to “Eligible”, you get
/// CNY 150,000.”
pub fn change(book: &RuleBook<'_>, change: &OutcomeChange) -> String {
    let title = book.measures[change.measure].title;
    let (before, after) = change.verdict;
    let (old, new) = (change.amount.0.as_ref(), change.amount.1.as_ref());
    if before != after {
        let verdicts = format!("{title}: from “{}” to “{}”", verdict(before), verdict(after));
        return match (old, new) {
            (_, Some(new)) if after == Verdict::Eligible => format!("{verdicts}, {}.", amount(new)),
            (Some(old), _) if before == Verdict::Eligible => format!("{verdicts}; before: {}.", amount(old)),
            _ => format!("{verdicts}."),
        };
    }
    let said = |paid: Option<&Amount>| paid.map_or_else(|| "no particular amount".to_owned(), amount);
    let text = format!("{title}: from “{}” to “{}”", said(old), said(new));
    match old.zip(new).and_then(|(old, new)| more(old, new)) {
        Some(more) if more.is_sign_negative() => format!("{text}, {} less.", money(more.abs())),
        Some(more) => format!("{text}, {} more.", money(more)),
        None => format!("{text}."),
    }
}

fn more(old: &Amount, new: &Amount) -> Option<Decimal> {
    let settled = old.certainty() == Certainty::Exact && new.certainty() == Certainty::Exact;
    if settled { subtract(new.low, old.low) } else { None }
}
