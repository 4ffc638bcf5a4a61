//! The sections in which results are shown and counted: every measure is in exactly one. Whatever says how many measures
//! there are of a kind counts these.

use super::{Outcome, Outcomes, Verdict};
use crate::book::{Measure, Mode, RuleBook};

/// A section of the result: measures that stand alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Eligible, and applied for.
    Apply,
    /// Eligible by the conditions; whether or how much, the department decides.
    Assessed,
    /// Eligible without an application.
    Automatic,
    /// Open.
    Undecided,
    /// Nobody was asked about it.
    NotAsked,
    /// A condition fails.
    Ineligible,
    /// Not in its period on that day.
    OutOfForce,
    /// For other kinds of applicants.
    NotForYou,
}

impl Section {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::Apply,
        Self::Assessed,
        Self::Automatic,
        Self::Undecided,
        Self::NotAsked,
        Self::Ineligible,
        Self::OutOfForce,
        Self::NotForYou,
    ];

    /// The section of a measure.
    pub const fn of(measure: &Measure<'_>, outcome: &Outcome) -> Self {
        match (outcome.verdict, measure.mode) {
            (Verdict::Eligible, Mode::Apply) => Self::Apply,
            (Verdict::Eligible, Mode::Assessed) => Self::Assessed,
            (Verdict::Eligible, Mode::Automatic) => Self::Automatic,
            (Verdict::Undecided, _) => Self::Undecided,
            (Verdict::NotAsked, _) => Self::NotAsked,
            (Verdict::Ineligible, _) => Self::Ineligible,
            (Verdict::OutOfForce, _) => Self::OutOfForce,
            (Verdict::NotForYou, _) => Self::NotForYou,
        }
    }
}

/// How many measures are in each section. Their sum is the number of measures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SectionCounts([usize; Section::ALL.len()]);

impl SectionCounts {
    /// The counts of these outcomes, one per measure in the book's order.
    pub fn of(book: &RuleBook<'_>, outcomes: &Outcomes) -> Self {
        let mut counts = Self::default();
        for (measure, outcome) in book.measures.iter().zip(outcomes) {
            if let Some(count) = counts.0.get_mut(Section::of(measure, outcome) as usize) {
                *count += 1;
            }
        }
        counts
    }

    /// How many are in a section.
    pub fn get(&self, section: Section) -> usize {
        self.0.get(section as usize).copied().unwrap_or_default()
    }

    /// How many are eligible, in whatever way they are had.
    pub fn eligible(&self) -> usize {
        [Section::Apply, Section::Assessed, Section::Automatic].map(|section| self.get(section)).into_iter().sum()
    }

    /// All measures.
    pub fn all(&self) -> usize {
        self.0.iter().sum()
    }
}
