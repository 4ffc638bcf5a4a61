//! Whether a worked case still passes with a mutated rule of a measure. Knows nothing of the mutation.

use huiqi_compiler::cases::{Expectation, WorkedCase};
use huiqi_engine::assess::{Outcome, Verdict, assess, assessment_date, bases};
use huiqi_engine::book::{Measure, MeasureId, RuleBook};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::number::{Date, Truth};

/// The worked cases of one measure, with the conditions they name as positions in the rule.
#[derive(Debug)]
pub struct TestRunner<'c> {
    cases: Vec<CaseRun<'c>>,
}

#[derive(Debug)]
struct CaseRun<'c> {
    case: &'c WorkedCase,
    expected: &'c Expectation,
    because: Option<Vec<usize>>,
}

/// A mutant to be tested: a book with this measure only.
#[derive(Debug)]
pub struct MutantCandidate<'p, 'a> {
    /// The book.
    pub book: &'p RuleBook<'a>,
    /// For each condition of the mutant, the position of the original one.
    pub places: &'p [usize],
}

impl<'c> TestRunner<'c> {
    /// The cases with an expectation for this measure; `when` are the texts of its conditions.
    pub fn new(cases: &'c [WorkedCase], measure: MeasureId, when: &[String]) -> Self {
        let of_case = |case: &'c WorkedCase| {
            let expected = case.expect.iter().filter(|expected| expected.measure == measure);
            expected.map(|expected| CaseRun { case, expected, because: places(expected, when) }).collect::<Vec<_>>()
        };
        Self { cases: cases.iter().flat_map(of_case).collect() }
    }

    /// Whether every case still passes. The case that killed the last mutant runs first: it often kills the next.
    pub fn passes(&mut self, rule: &MutantCandidate<'_, '_>) -> bool {
        match self.cases.iter().position(|run| !run.passes(rule)) {
            Some(found) => {
                self.cases[..=found].rotate_right(1);
                false
            }
            None => true,
        }
    }

    /// Whether every case passes if the measure is never granted.
    pub fn passes_without(&self) -> bool {
        self.cases.iter().all(|run| run.expected.verdict != Verdict::Eligible)
    }

    /// Keeps only the cases whose assessment date fits.
    pub fn keep_days(&mut self, fits: impl Fn(Date) -> bool, book: &RuleBook<'_>) {
        self.cases.retain(|run| fits(assessment_date(book, &run.case.answers, run.case.date)));
    }
}

// A condition written twice in a rule has the position of the first one. The compiler permits duplicates, so equal
// texts must only have equal positions.
fn places(expected: &Expectation, when: &[String]) -> Option<Vec<usize>> {
    let because = expected.because.as_ref()?;
    let mut places: Vec<usize> =
        because.iter().filter_map(|line| when.iter().position(|condition| condition == line)).collect();
    places.sort_unstable();
    Some(places)
}

impl CaseRun<'_> {
    fn passes(&self, rule: &MutantCandidate<'_, '_>) -> bool {
        let assessment = assess(rule.book, &self.case.answers, self.case.date);
        let (Some(outcome), Some(measure)) = (assessment.outcomes.iter().next(), rule.book.measures.iter().next())
        else {
            return false;
        };
        outcome.verdict == self.expected.verdict
            && outcome.amount.map(|amount| (amount.low, amount.high)) == self.expected.amount
            && self.because.as_ref().is_none_or(|because| *because == unmet(rule, measure, outcome))
            && self.has_bases(rule.book, measure, outcome)
            && self.expected.possible.is_none_or(|most| outcome.max_payout == Some(most))
    }
}

impl CaseRun<'_> {
    fn has_bases(&self, book: &RuleBook<'_>, measure: &Measure<'_>, outcome: &Outcome) -> bool {
        let Some(expected) = &self.expected.bases else { return true };
        let found = bases(&Evaluator::new(book, &self.case.answers), measure, outcome);
        expected.iter().copied().map(Some).eq(found)
    }
}

// Findings follow the order of the conditions, once per instance, after those of the conditions common to all measures.
fn unmet(rule: &MutantCandidate<'_, '_>, measure: &Measure<'_>, outcome: &Outcome) -> Vec<usize> {
    let findings = outcome.findings.iter().skip(rule.book.intersection(measure).len());
    let mut unmet: Vec<usize> = findings
        .zip((0..measure.when.len()).cycle())
        .filter(|(finding, _)| finding.truth == Truth::False)
        .filter_map(|(_, index)| rule.places.get(index).copied())
        .collect();
    unmet.sort_unstable();
    unmet.dedup();
    unmet
}
