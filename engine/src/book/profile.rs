//! Typical applicants of a document, each with the result of a worked example. The result is computed when the book is
//! compiled, so that showing it evaluates nothing.

use super::{MeasureId, Number, Pictogram};
use serde::Serialize;

/// A typical applicant.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Profile<'a> {
    /// Its id.
    pub id: &'a str,
    /// What it is called.
    pub label: &'a str,
    /// What its example is about, in a few words.
    pub hint: &'a str,
    /// Its pictogram.
    pub picture: Pictogram,
    /// Measures that such applicants typically look at.
    pub offered: Vec<MeasureId>,
    /// The index of its example in [`RuleBook::examples`](super::RuleBook::examples).
    pub example: u16,
    /// The result of the example.
    pub result: WorkedResult,
}

/// The result of a worked example; money is in 元.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WorkedResult {
    /// The part of the result that stands for the whole: the truest that is not empty.
    pub headline: WorkedHeadline,
    /// Number of questions that the example answers.
    pub answered: u16,
    /// Sum of the exact payments.
    pub exact: Number,
    /// Number of these measures.
    pub exact_count: u16,
    /// The largest of these payments, descending.
    pub largest: Vec<(MeasureId, Number)>,
    /// Range of the tax and fee relief; the upper end is absent if the text states none.
    pub relief: Option<(Number, Option<Number>)>,
    /// Whether the text states all of the relief per year.
    pub yearly: bool,
    /// Range of the payments that the department decides on.
    pub decided: Option<(Number, Option<Number>)>,
    /// Upper end of the payments to persons instead of the company.
    pub persons: Number,
    /// Number of measures that are granted.
    pub eligible: u16,
}

/// The part of a result that stands for the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum WorkedHeadline {
    /// The sum of the exact payments.
    Exact,
    /// Tax and fee relief.
    Relief,
    /// What the department decides on.
    Decided,
    /// What persons get instead of the company.
    Persons,
    /// The number of measures, because none has a figure.
    Eligible,
}

impl WorkedHeadline {
    /// All, in the order of declaration.
    pub const ALL: [Self; 5] = [Self::Exact, Self::Relief, Self::Decided, Self::Persons, Self::Eligible];
}
