//! The sections in which results are displayed and counted: every measure is in exactly one. All displayed counts use
//! these sections.

use super::{Amount, Outcome, Outcomes, Verdict};
use crate::book::{Measure, RuleBook};

/// A section of the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// 可得: eligible, and the amount follows from the text.
    Exact,
    /// 由部门定: eligible by the conditions; of the amount only the range is known.
    Assessed,
    /// 少付: eligible for tax or fee relief with a figure.
    Relief,
    /// 没有写金额: eligible, and the text has no figure for one company.
    Unstated,
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
    pub const ALL: [Self; 9] = [
        Self::Exact,
        Self::Assessed,
        Self::Relief,
        Self::Unstated,
        Self::Undecided,
        Self::NotAsked,
        Self::Ineligible,
        Self::OutOfForce,
        Self::NotForYou,
    ];

    /// The sections of eligible measures, in display order.
    pub const GRANTED: [Self; 4] = [Self::Exact, Self::Assessed, Self::Relief, Self::Unstated];

    /// The section of a measure. Eligible measures are divided as in the totals (`Contribution`).
    pub fn of(measure: &Measure<'_>, outcome: &Outcome) -> Self {
        match outcome.verdict {
            Verdict::Eligible => Self::of_amount(measure, outcome.amount),
            Verdict::Undecided => Self::Undecided,
            Verdict::NotAsked => Self::NotAsked,
            Verdict::Ineligible => Self::Ineligible,
            Verdict::OutOfForce => Self::OutOfForce,
            Verdict::NotForYou => Self::NotForYou,
        }
    }

    /// Whether the measures of the section are eligible.
    pub fn is_granted(self) -> bool {
        Self::GRANTED.contains(&self)
    }

    fn of_amount(measure: &Measure<'_>, amount: Option<Amount>) -> Self {
        match amount {
            Some(amount) if !measure.pool => match measure.kind.is_relief() {
                true => Self::Relief,
                false if amount.is_exact() => Self::Exact,
                false => Self::Assessed,
            },
            _ => Self::Unstated,
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
        Section::GRANTED.into_iter().map(|section| self.get(section)).sum()
    }

    /// The number of all measures.
    pub fn all(&self) -> usize {
        self.0.iter().sum()
    }
}
