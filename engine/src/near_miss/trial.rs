//! Evaluates a measure with one answer changed. Knows no search.

use crate::answer::{Answer, Answers};
use crate::assess::{Outcome, Verdict, outcome};
use crate::book::{FactId, Measure, RuleBook};
use crate::evaluate::Evaluator;
use crate::number::Date;

/// The answers of a company, and the fact to change.
pub struct Candidate<'t, 'a> {
    /// The rule book.
    pub book: &'t RuleBook<'a>,
    /// The unchanged answers.
    pub answers: &'t Answers,
    /// The assessment date.
    pub date: Date,
    /// The measure that is to become eligible.
    pub measure: &'t Measure<'a>,
    /// The fact to change.
    pub fact: FactId,
    /// The instance of its group; 0 outside groups.
    pub instance: usize,
}

impl Candidate<'_, '_> {
    /// The answers with the change.
    pub fn with(&self, to: Answer) -> Answers {
        let mut answers = self.answers.clone();
        answers.set(self.book, self.fact, self.instance, Some(to));
        answers
    }

    /// The outcome of the measure after the change.
    pub fn outcome(&self, to: Answer) -> Outcome {
        outcome(&Evaluator::new(self.book, &self.with(to)), self.measure, self.date)
    }

    /// Whether the measure is eligible after the change.
    pub fn makes_eligible(&self, to: Answer) -> bool {
        self.outcome(to).verdict == Verdict::Eligible
    }
}
