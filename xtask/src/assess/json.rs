//! The JSON of an assessment, as documented in `docs/formats.md`. Its types are private to this file, so that the
//! engine may change without changing the public format.

use crate::book::expression;
use anyhow::Result;
use huiqi_engine::assess::{
    Amount, Certainty, Counted, Finding, HeadlinePart, Outcome, Section, SectionCounts, counted, headline_parts,
};
use huiqi_engine::book::{Measure, MeasureId, Mode, RuleBook};
use huiqi_engine::case::Case;
use huiqi_engine::evaluate::{Evaluator, FactInstance};
use huiqi_engine::message::chinese;
use huiqi_engine::number::Truth;
use huiqi_engine::number_input::Scale;
use huiqi_engine::{Assessment, Unreadable, Verdict};
use rust_decimal::Decimal;
use serde::Serialize;

#[derive(Serialize)]
struct Whole<'a> {
    version: u32,
    document: &'a str,
    date: String,
    name: Option<&'a str>,
    unreadable: Vec<UnreadableOut<'a>>,
    measures: Vec<MeasureOut<'a>>,
    counts: CountsOut,
    totals: TotalsOut,
    headline: String,
    next: Vec<String>,
    questions_left_at_most: usize,
}

#[derive(Serialize)]
struct UnreadableOut<'a> {
    fact: String,
    typed: &'a str,
    unit: Option<&'static str>,
}

#[derive(Serialize)]
struct MeasureOut<'a> {
    id: &'a str,
    article: u16,
    title: &'a str,
    department: &'a str,
    verdict: &'static str,
    section: &'static str,
    mode: &'static str,
    amount: Option<AmountOut>,
    counted: bool,
    counted_amount: Option<AmountOut>,
    beside: Option<String>,
    at_stake: Option<StakeOut>,
    calculation: Vec<String>,
    missing: Vec<String>,
    findings: Vec<FindingOut>,
}

#[derive(Serialize)]
struct AmountOut {
    certainty: &'static str,
    min: String,
    max: Option<String>,
}

/// The possible payment: the sum of the bounded amounts, and whether there is an unbounded one.
#[derive(Serialize)]
struct StakeOut {
    max: Option<String>,
    endless: bool,
}

#[derive(Serialize)]
struct FindingOut {
    condition: String,
    rule: String,
    instance: Option<String>,
    state: &'static str,
    actual: Option<String>,
    required: Option<String>,
    gap: Option<String>,
    says: String,
}

#[derive(Serialize)]
struct CountsOut {
    exact: usize,
    assessed: usize,
    relief: usize,
    unstated: usize,
    undecided: usize,
    not_asked: usize,
    ineligible: usize,
    out_of_force: usize,
    not_for_you: usize,
}

/// Each is `null` if there is no such amount.
#[derive(Serialize)]
struct TotalsOut {
    exact: Option<String>,
    assessed: Option<RangeOut>,
    relief: Option<RangeOut>,
    persons: Option<RangeOut>,
    possible: Option<PossibleOut>,
}

#[derive(Serialize)]
struct RangeOut {
    min: String,
    max: Option<String>,
}

#[derive(Serialize)]
struct PossibleOut {
    max: Option<String>,
    endless: usize,
}

/// An assessment as JSON.
///
/// # Errors
/// None in practice: every value here can be serialized.
pub fn json(book: &RuleBook<'_>, case: &Case, assessment: &Assessment) -> Result<String> {
    let view = Evaluator::new(book, &case.answers);
    let measures = book.measures.iter_enumerated().zip(&assessment.outcomes);
    let whole = Whole {
        version: 3,
        document: book.document.id,
        date: assessment.date.to_string(),
        name: case.name.as_deref(),
        unreadable: case.answers.unreadable().iter().map(|typed| unreadable(book, typed)).collect(),
        measures: measures
            .map(|((ix, measure), outcome)| measure_json(&view, assessment, ix, measure, outcome))
            .collect(),
        counts: counts(&SectionCounts::of(book, &assessment.outcomes)),
        totals: totals(book, assessment),
        headline: chinese().headline(book, assessment),
        next: paths(book, &assessment.pending_questions),
        questions_left_at_most: assessment.max_remaining,
    };
    Ok(serde_json::to_string_pretty(&whole)? + "\n")
}

fn unreadable<'a>(book: &RuleBook<'_>, typed: &'a Unreadable) -> UnreadableOut<'a> {
    UnreadableOut {
        fact: path(book, FactInstance::new(typed.fact, typed.instance)),
        typed: &typed.text,
        unit: (typed.scale != Scale::One).then(|| typed.scale.name()),
    }
}

fn measure_json<'a>(
    view: &Evaluator<'_, 'a>,
    assessment: &Assessment,
    ix: MeasureId,
    measure: &Measure<'a>,
    outcome: &Outcome,
) -> MeasureOut<'a> {
    let book = view.book;
    let counted = match counted(view, &assessment.outcomes, ix) {
        Some(Counted::Amount(part)) => Some(part),
        _ => None,
    };
    MeasureOut {
        id: measure.id,
        article: measure.article,
        title: measure.title,
        department: measure.department,
        verdict: verdict(outcome.verdict),
        section: section(Section::of(measure, outcome)),
        mode: match measure.mode {
            Mode::Automatic => "automatic",
            Mode::Apply => "apply",
            Mode::Assessed => "assessed",
        },
        amount: outcome.amount.as_ref().map(amount),
        counted: counted.is_some(),
        counted_amount: counted.as_ref().map(amount),
        beside: chinese().uncounted(view, assessment, ix),
        at_stake: stake(outcome),
        calculation: chinese().calculations(view, measure, outcome),
        missing: paths(book, &outcome.missing),
        findings: outcome.findings.iter().map(|found| finding(view, measure, found)).collect(),
    }
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Eligible => "eligible",
        Verdict::Ineligible => "ineligible",
        Verdict::Undecided => "undecided",
        Verdict::NotAsked => "not_asked",
        Verdict::OutOfForce => "out_of_force",
        Verdict::NotForYou => "not_for_you",
    }
}

fn section(section: Section) -> &'static str {
    match section {
        Section::Exact => "exact",
        Section::Assessed => "assessed",
        Section::Relief => "relief",
        Section::Unstated => "unstated",
        Section::Undecided => "undecided",
        Section::NotAsked => "not_asked",
        Section::Ineligible => "ineligible",
        Section::OutOfForce => "out_of_force",
        Section::NotForYou => "not_for_you",
    }
}

fn counts(counts: &SectionCounts) -> CountsOut {
    CountsOut {
        exact: counts.get(Section::Exact),
        assessed: counts.get(Section::Assessed),
        relief: counts.get(Section::Relief),
        unstated: counts.get(Section::Unstated),
        undecided: counts.get(Section::Undecided),
        not_asked: counts.get(Section::NotAsked),
        ineligible: counts.get(Section::Ineligible),
        out_of_force: counts.get(Section::OutOfForce),
        not_for_you: counts.get(Section::NotForYou),
    }
}

// Takes the totals from the headlines, so that a total omitted there is omitted here.
fn totals(book: &RuleBook<'_>, assessment: &Assessment) -> TotalsOut {
    let mut out = TotalsOut { exact: None, assessed: None, relief: None, persons: None, possible: None };
    let range = |amount: &Amount| Some(RangeOut { min: yuan(amount.low), max: amount.high.map(yuan) });
    for part in headline_parts(book, assessment) {
        match part {
            HeadlinePart::Sure(sum) => out.exact = Some(yuan(sum)),
            HeadlinePart::Decided { amount, .. } => out.assessed = range(&amount),
            HeadlinePart::Saved { amount, .. } => out.relief = range(&amount),
            HeadlinePart::Persons(high) => {
                out.persons = Some(RangeOut { min: yuan(Decimal::ZERO), max: Some(yuan(high)) })
            }
            HeadlinePart::Possible { most, endless, .. } if endless > 0 || !most.is_zero() => {
                out.possible = Some(PossibleOut { max: (!most.is_zero()).then(|| yuan(most)), endless });
            }
            _ => {}
        }
    }
    out
}

// `None` if nothing can be paid.
fn stake(outcome: &Outcome) -> Option<StakeOut> {
    let there = outcome.is_unbounded || outcome.max_payout.is_some();
    there.then(|| StakeOut { max: outcome.max_payout.map(yuan), endless: outcome.is_unbounded })
}

fn amount(amount: &Amount) -> AmountOut {
    let certainty = match amount.certainty() {
        Certainty::Exact => "exact",
        Certainty::AtMost => "at_most",
        Certainty::AtLeast => "at_least",
        Certainty::Between => "between",
    };
    AmountOut { certainty, min: yuan(amount.low), max: amount.high.map(yuan) }
}

fn finding(view: &Evaluator<'_, '_>, measure: &Measure<'_>, finding: &Finding) -> FindingOut {
    let spoken = chinese().finding(view, finding);
    // If there are several lines, the one with the truth of the whole finding decides it.
    let line = spoken.lines.iter().find(|line| line.truth == finding.truth).or(spoken.lines.first());
    let filled = |text: Option<&String>| text.filter(|text| !text.is_empty()).cloned();
    let group = measure.group.map(|group| &view.book.groups[group]);
    let common = view.book.document.everywhere.iter().any(|common| common.when == finding.condition);
    FindingOut {
        condition: spoken.condition,
        rule: expression::text(view.book, finding.condition),
        instance: group.filter(|_| !common).map(|group| format!("{}[{}]", group.id, finding.instance)),
        state: match finding.truth {
            _ if finding.not_asked => "not_asked",
            Truth::True => "met",
            Truth::False => "unmet",
            Truth::Unknown => "open",
        },
        actual: filled(line.map(|line| &line.actual)),
        required: filled(line.map(|line| &line.required)),
        gap: filled(line.map(|line| &line.gap)),
        says: spoken.lines.iter().map(|line| line.sentence.as_str()).collect(),
    }
}

fn paths(book: &RuleBook<'_>, missing: &[FactInstance]) -> Vec<String> {
    missing.iter().map(|fact| path(book, *fact)).collect()
}

/// The path of a fact below `answers` in a case file: `rd_expense_cur`, `projects[1].digital_investment`.
fn path(book: &RuleBook<'_>, FactInstance { fact, instance }: FactInstance) -> String {
    let fact = &book.facts[fact];
    match fact.group.map(|(group, _)| &book.groups[group]) {
        Some(group) => format!("{}[{instance}].{}", group.id, fact.id),
        None => fact.id.to_owned(),
    }
}

fn yuan(amount: Decimal) -> String {
    amount.normalize().to_string()
}
