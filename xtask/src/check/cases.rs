//! Assesses the worked cases of a rule book and compares verdict, amount and unmet conditions with the expected ones.

use super::{Failure, Report};
use crate::book::Subject;
use huiqi_compiler::cases::totals::Stated;
use huiqi_compiler::cases::{Expectation, WorkedCase};
use huiqi_engine::assess::{Amount, Outcome, Totals, bases};
use huiqi_engine::book::Measure;
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::number::Truth;
use huiqi_engine::{Verdict, assess};
use rust_decimal::Decimal;

/// Runs every worked case.
pub fn check(subject: &Subject<'_>) -> Report {
    let expectations: usize = subject.cases.iter().map(|case| case.expect.len()).sum();
    let totals: usize = subject.cases.iter().map(|case| case.totals.len()).sum();
    let mut failures = Vec::new();
    for case in &subject.cases {
        let assessment = assess(&subject.book, &case.answers, case.date);
        failures.extend(case.totals.iter().filter_map(|stated| of_totals(case, stated, &assessment.totals)));
        for expected in &case.expect {
            let measure = &subject.book.measures[expected.measure];
            let outcome = &assessment.outcomes[expected.measure];
            failures.extend(compare(subject, case, measure, expected, outcome));
            failures.extend(computed(subject, case, measure, expected, outcome));
            failures.extend(possible(case, measure, expected, outcome));
        }
    }
    let mut counted = vec![format!("{}个算例", subject.cases.len()), format!("{expectations}项期望")];
    counted.extend((totals > 0).then(|| format!("{totals}项合计")));
    Report { counted, failures, ..Report::default() }
}

fn of_totals(case: &WorkedCase, stated: &Stated, totals: &Totals) -> Option<Failure> {
    (!stated.fits(totals)).then(|| Failure {
        place: case.place.clone(),
        what: format!("{}：合计 {}", case.name, stated.name),
        expected: stated.expected.to_string(),
        found: stated.found(totals).to_string(),
    })
}

fn compare(
    subject: &Subject<'_>,
    case: &WorkedCase,
    measure: &Measure<'_>,
    expected: &Expectation,
    outcome: &Outcome,
) -> Option<Failure> {
    let amount = outcome.amount.map(|amount| (amount.low, amount.high));
    let fits = outcome.verdict == expected.verdict && amount == expected.amount;
    let unmet = unmet(subject, measure, outcome);
    let reasons_fit = expected.because.as_ref().is_none_or(|because| same(because, &unmet));
    if fits && reasons_fit {
        return None;
    }
    let because =
        |lines: &[String]| if lines.is_empty() { String::new() } else { format!("，因为 {}", lines.join("；")) };
    let amount = expected.amount.map(|(low, high)| Amount { low, high });
    Some(Failure {
        place: case.place.clone(),
        what: format!("{}：{} {}", case.name, measure.id, measure.title),
        expected: outcome_text(expected.verdict, amount) + &because(expected.because.as_deref().unwrap_or_default()),
        found: outcome_text(outcome.verdict, outcome.amount) + &because(&unmet),
    })
}

// The amounts computed besides the payment.
fn computed(
    subject: &Subject<'_>,
    case: &WorkedCase,
    measure: &Measure<'_>,
    expected: &Expectation,
    outcome: &Outcome,
) -> Option<Failure> {
    let expected = expected.bases.as_ref()?;
    let found = bases(&Evaluator::new(&subject.book, &case.answers), measure, outcome);
    let figure = |value: Option<Decimal>| value.map_or_else(|| "不确定".to_owned(), |value| format!("{value}元"));
    let list = |values: Vec<Option<Decimal>>| values.into_iter().map(figure).collect::<Vec<_>>().join("，");
    let expected: Vec<Option<Decimal>> = expected.iter().copied().map(Some).collect();
    (expected != found).then(|| Failure {
        place: case.place.clone(),
        what: format!("{}：{} {} 的基数", case.name, measure.id, measure.title),
        expected: list(expected),
        found: list(found),
    })
}

// The maximum that an open measure could pay.
fn possible(case: &WorkedCase, measure: &Measure<'_>, expected: &Expectation, outcome: &Outcome) -> Option<Failure> {
    let possible = expected.possible?;
    (outcome.max_payout != Some(possible)).then(|| Failure {
        place: case.place.clone(),
        what: format!("{}：{} {} 的可能金额", case.name, measure.id, measure.title),
        expected: format!("{possible}元"),
        found: outcome.max_payout.map_or_else(|| "没有".to_owned(), |most| format!("{most}元")),
    })
}

fn same(some: &[String], others: &[String]) -> bool {
    let sorted = |lines: &[String]| {
        let mut lines = lines.to_vec();
        lines.sort();
        lines
    };
    sorted(some) == sorted(others)
}

// The texts of the conditions that fail for some instance; their findings follow those of the common conditions.
fn unmet(subject: &Subject<'_>, measure: &Measure<'_>, outcome: &Outcome) -> Vec<String> {
    let written = subject.opened.compiled.sources.iter().find(|source| source.id == measure.id);
    let Some(written) = written.filter(|_| !measure.when.is_empty()) else { return Vec::new() };
    let mut lines = Vec::new();
    for (index, finding) in outcome.findings.iter().skip(subject.book.intersection(measure).len()).enumerate() {
        let line = written.when.get(index % measure.when.len());
        if let Some(line) = line.filter(|line| finding.truth == Truth::False && !lines.contains(*line)) {
            lines.push(line.clone());
        }
    }
    lines
}

// The outcome in the notation of a case.
fn outcome_text(verdict: Verdict, amount: Option<Amount>) -> String {
    let verdict = match verdict {
        Verdict::Eligible => "eligible",
        Verdict::Ineligible => "ineligible",
        Verdict::Undecided => "undecided",
        Verdict::NotAsked => "not_asked",
        Verdict::OutOfForce => "out_of_force",
        Verdict::NotForYou => "not_for_you",
    };
    let Some(Amount { low, high }) = amount else { return verdict.to_owned() };
    match high {
        Some(high) if high == low => format!("{verdict} {low}元"),
        Some(high) if low.is_zero() => format!("{verdict} up_to {high}元"),
        Some(high) => format!("{verdict} between {low}元 {high}元"),
        None => format!("{verdict} at_least {low}元"),
    }
}
