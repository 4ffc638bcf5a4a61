//! What is just not granted, and what a change changes, as sentences. Made from the rule book's labels; knows no policy
//! wording.

use super::{amount, figure, money, quoted, shown};
use crate::answer::{Answer, Answers};
use crate::assess::{Amount, Certainty, Verdict};
use crate::book::{Fact, Measure, NumberFormat, OptionSet, RuleBook};
use crate::near_miss::{NearMiss, OutcomeChange, step};
use crate::number::{multiply, subtract};
use rust_decimal::Decimal;

/// The most options that are named one by one.
const NAMED: usize = 3;

/// What to change and what it brings, as one sentence: “本年度研发费用再增加10,000元（达到11,500,000元），即可得 150,000元。”
/// Of what the applicant cannot change: what it would have to be. `answers` are those before the change.
pub fn nearly(book: &RuleBook<'_>, answers: &Answers, nearly: &NearMiss) -> String {
    let fact = &book.facts[nearly.fact];
    let measure = &book.measures[nearly.measure];
    let owner = owner(book, answers, fact, nearly.instance);
    if !nearly.changeable {
        return format!("{}；这一项不是您自己能改变的。", required(book, fact, nearly, &owner));
    }
    if starts(book, nearly) {
        let reckoned = if nearly.amount.is_some() && !measure.pool { "，金额按实际数额计算" } else { "" };
        return format!("有{owner}{}（大于0），即符合条件{reckoned}。", fact.label);
    }
    format!("{}，{}。", changed(book, fact, nearly, &owner), brings(measure, nearly))
}

// Of which one the fact is, where a company has several.
fn owner(book: &RuleBook<'_>, answers: &Answers, fact: &Fact<'_>, instance: usize) -> String {
    let group = fact.group.map(|(group, _)| group);
    let group = group.filter(|group| answers.instances(*group).is_some_and(|count| count > 1));
    group.map(|group| &book.groups[group]).map_or(String::new(), |g| format!("{}{}的", g.label, instance + 1))
}

// Any figure at all is enough: how much of it there will be nobody knows.
pub(super) fn starts(book: &RuleBook<'_>, nearly: &NearMiss) -> bool {
    match (nearly.from, nearly.to) {
        (Answer::Number(from), Answer::Number(to)) => from.is_zero() && to == step(book, nearly.fact),
        _ => false,
    }
}

fn changed(book: &RuleBook<'_>, fact: &Fact<'_>, nearly: &NearMiss, owner: &str) -> String {
    let name = format!("{owner}{}", quoted(fact.label));
    let label = format!("{owner}{}", fact.label);
    let names = || options(fact, nearly);
    match nearly.to {
        Answer::Number(to) => {
            let shown = shown(book, &fact.kind);
            let from = match nearly.from {
                Answer::Number(from) => from,
                _ => return format!("{label}为{}", figure(to, &shown)),
            };
            let (how, arrives) = if to > from { ("再增加", "达到") } else { ("减少", "降到") };
            format!("{label}{how}{}（{arrives}{}）", distance(from, to, &shown), figure(to, &shown))
        }
        Answer::YesNo(true) => format!("满足{name}"),
        Answer::YesNo(false) => format!("不再属于{name}"),
        Answer::Several(_) if nearly.gives_up() => format!("不再具备{name}中的{}", names()),
        Answer::Several(_) => format!("具备{name}中的{}", names()),
        _ => format!("{name}为{}", names()),
    }
}

fn required(book: &RuleBook<'_>, fact: &Fact<'_>, nearly: &NearMiss, owner: &str) -> String {
    let name = format!("{owner}{}", quoted(fact.label));
    let label = format!("{owner}{}", fact.label);
    let names = || options(fact, nearly);
    match nearly.to {
        Answer::Number(_) if starts(book, nearly) => format!("须有{label}（大于0）"),
        Answer::Number(to) => {
            let shown = shown(book, &fact.kind);
            let Answer::Number(from) = nearly.from else {
                return format!("{label}须为{}", figure(to, &shown));
            };
            let how = if to > from { "须不低于" } else { "须不高于" };
            format!("{label}{how}{}（现为{}）", figure(to, &shown), figure(from, &shown))
        }
        Answer::YesNo(true) => format!("须满足{name}"),
        Answer::YesNo(false) => format!("须不属于{name}"),
        Answer::Several(_) if nearly.gives_up() => format!("须不具备{name}中的{}", names()),
        Answer::Several(_) => format!("须具备{name}中的{}", names()),
        _ => format!("{name}须为{}", names()),
    }
}

fn distance(from: Decimal, to: Decimal, shown: &NumberFormat<'_>) -> String {
    let distance = subtract(to, from).unwrap_or_default().abs();
    match shown {
        NumberFormat::Ratio => {
            format!("{}个百分点", multiply(distance, Decimal::ONE_HUNDRED).unwrap_or(distance).normalize())
        }
        _ => figure(distance, shown),
    }
}

// The option to take, and those that do as well.
fn options(fact: &Fact<'_>, nearly: &NearMiss) -> String {
    let names = |some: OptionSet| some.iter().filter_map(|place| fact.options.get(place)).map(|o| quoted(o.label));
    let mut text: String = names(nearly.option()).collect();
    let others = nearly.others.iter().count();
    if others == 0 {
        return text;
    }
    for (at, name) in names(nearly.others).take(NAMED).enumerate() {
        text.push_str(if at == 0 { "（或" } else { "、" });
        text.push_str(&name);
    }
    if others > NAMED {
        text.push_str(&format!("等{others}项中的一项"));
    }
    text.push('）');
    text
}

fn brings(measure: &Measure<'_>, nearly: &NearMiss) -> String {
    let Some(paid) = nearly.amount.as_ref().filter(|_| !measure.pool) else { return "即符合条件".to_owned() };
    let whose = if measure.to_person { "（归个人）" } else { "" };
    match paid.certainty() {
        Certainty::Exact if paid.low.is_zero() => "即符合条件，但按现在的数额为0元".to_owned(),
        Certainty::Exact if measure.kind.is_relief() => format!("即可少付 {}", money(paid.low)),
        Certainty::Exact => match nearly.most.and_then(|most| most.high).filter(|most| *most > paid.low) {
            Some(most) => format!("即{}{whose}，最多的一项为{}", amount(paid), money(most)),
            None => format!("即{}{whose}", amount(paid)),
        },
        _ => format!("即符合条件，{}{whose}", amount(paid)),
    }
}

/// What changes for a measure, as one sentence: “企业研发投入增量补助：由不符合变为符合，可得 150,000元。”
pub fn change(book: &RuleBook<'_>, change: &OutcomeChange) -> String {
    let title = book.measures[change.measure].title;
    let (before, after) = change.verdict;
    let (old, new) = (change.amount.0.as_ref(), change.amount.1.as_ref());
    if before != after {
        let verdicts = format!("{title}：由{}变为{}", super::verdict(before), super::verdict(after));
        return match (old, new) {
            (_, Some(new)) if after == Verdict::Eligible => format!("{verdicts}，{}。", amount(new)),
            (Some(old), _) if before == Verdict::Eligible => format!("{verdicts}，原为{}。", amount(old)),
            _ => format!("{verdicts}。"),
        };
    }
    let said = |paid: Option<&Amount>| paid.map_or_else(|| "没有具体金额".to_owned(), amount);
    let text = format!("{title}：由{}变为{}", said(old), said(new));
    match old.zip(new).and_then(|(old, new)| more(old, new)) {
        Some(more) if more.is_sign_negative() => format!("{text}，减少{}。", money(more.abs())),
        Some(more) => format!("{text}，增加{}。", money(more)),
        None => format!("{text}。"),
    }
}

fn more(old: &Amount, new: &Amount) -> Option<Decimal> {
    let settled = old.certainty() == Certainty::Exact && new.certainty() == Certainty::Exact;
    if settled { subtract(new.low, old.low) } else { None }
}
