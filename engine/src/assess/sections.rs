//! The sections in which results are displayed and counted: every measure is in exactly one. All displayed counts use
//! these sections.

use super::{Outcome, Outcomes, Verdict};
use crate::book::{Measure, Mode, RuleBook};

/// A section of the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Eligible; requires an application.
    Apply,
    /// Eligible by the conditions; the department decides whether or how much.
    Assessed,
    /// Eligible without an application.
    Automatic,
    /// Undecided.
    Undecided,
    /// Depends on questions that were not asked.
    NotAsked,
    /// A condition fails.
    Ineligible,
    /// Outside its period on the assessment date.
    OutOfForce,
    /// For other kinds of applicants.
    NotForYou,
}

impl Section {
    /// All sections, in display order.
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

/// The number of measures in each section. Their sum is the number of all measures.
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

    /// The number of measures in a section.
    pub fn get(&self, section: Section) -> usize {
        self.0.get(section as usize).copied().unwrap_or_default()
    }

    /// The number of eligible measures, however they are obtained.
    pub fn eligible(&self) -> usize {
        [Section::Apply, Section::Assessed, Section::Automatic].map(|section| self.get(section)).into_iter().sum()
    }

    /// The number of all measures.
    pub fn all(&self) -> usize {
        self.0.iter().sum()
    }
}
