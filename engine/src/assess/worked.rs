//! The result of a worked example, as the rule book stores it beside the typical applicant that it stands for.

use super::{Amount, Assessment, Contribution, HeadlinePart, SectionCounts, headline_parts, shares};
use crate::Answers;
use crate::book::{MeasureId, Number, RuleBook, WorkedHeadline, WorkedResult};
use crate::evaluate::Evaluator;
use rust_decimal::Decimal;

// Number of payments that a result lists.
const MOST_LISTED: usize = 3;

/// The result of a worked example.
pub fn worked_result(view: &Evaluator<'_, '_>, assessment: &Assessment) -> WorkedResult {
    let (book, totals) = (view.book, &assessment.totals);
    let mut largest: Vec<(MeasureId, Decimal)> = shares(view, &assessment.outcomes)
        .iter_enumerated()
        .filter_map(|(ix, share)| match share {
            Some(Contribution::Exact(sum)) if !sum.is_zero() => Some((ix, *sum)),
            _ => None,
        })
        .collect();
    let exact_count = count(largest.len());
    largest.sort_by_key(|(_, sum)| std::cmp::Reverse(*sum));
    largest.truncate(MOST_LISTED);
    let mut result = WorkedResult {
        headline: WorkedHeadline::Eligible,
        answered: count(answered(book, view.answers)),
        exact: Number(totals.exact),
        exact_count,
        largest: largest.into_iter().map(|(ix, sum)| (ix, Number(sum))).collect(),
        relief: None,
        yearly: false,
        decided: None,
        persons: Number(totals.persons_high),
        eligible: count(SectionCounts::of(book, &assessment.outcomes).eligible()),
    };
    for part in headline_parts(book, assessment) {
        match part {
            HeadlinePart::Decided { amount, .. } => result.decided = Some(ends(amount)),
            HeadlinePart::Saved { amount, yearly } => (result.relief, result.yearly) = (Some(ends(amount)), yearly),
            _ => {}
        }
    }
    result.headline = truest(&result);
    result
}

// What follows from the text comes before what the department decides, the applicant's own money before that of others.
fn truest(result: &WorkedResult) -> WorkedHeadline {
    if !result.exact.0.is_zero() {
        WorkedHeadline::Exact
    } else if result.relief.is_some() {
        WorkedHeadline::Relief
    } else if result.decided.is_some() {
        WorkedHeadline::Decided
    } else if !result.persons.0.is_zero() {
        WorkedHeadline::Persons
    } else {
        WorkedHeadline::Eligible
    }
}

fn ends(amount: Amount) -> (Number, Option<Number>) {
    (Number(amount.low), amount.high.map(Number))
}

fn answered(book: &RuleBook<'_>, answers: &Answers) -> usize {
    let instances = |group| answers.instances(group).unwrap_or(0);
    // The date has a default and is set beside the answers.
    let is_date = |fact| fact == book.document.date_fact;
    let asked = book.facts.iter_enumerated().filter(|(ix, _)| !is_date(*ix)).flat_map(|(ix, fact)| {
        let count = fact.group.map_or(1, |(group, _)| instances(group));
        (0..count).map(move |instance| (ix, instance))
    });
    asked.filter(|(fact, instance)| answers.get(book, *fact, *instance).is_some()).count()
}

fn count(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}
