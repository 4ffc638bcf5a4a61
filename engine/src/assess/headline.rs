//! The parts of a headline: the summary of an assessment on a page, on paper, in a table or at a terminal. A part
//! exists only if it is not empty, so that no headline contains a 0.

use super::{Amount, Assessment, Outcome, Section, SectionCounts, Verdict};
use crate::book::{Frequency, RuleBook};
use crate::number::Date;
use rust_decimal::Decimal;

/// One part of a headline; money is in 元.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadlinePart {
    /// The assessment date is after the document's last day, given here.
    Expired(Date),
    /// The assessment date is before the document's first day, given here.
    NotYet(Date),
    /// Exact payments.
    Sure(Decimal),
    /// Payments of which only the range is known. `waits`: part of it depends on missing answers, not on the
    /// department.
    Decided {
        /// The range.
        amount: Amount,
        /// Whether answers can still narrow the range.
        waits: bool,
    },
    /// Tax and fee relief. `yearly`: the text states all of it per year.
    Saved {
        /// The amount.
        amount: Amount,
        /// Whether the amount is per year.
        yearly: bool,
    },
    /// Upper end of payments to persons instead of the company.
    Persons(Decimal),
    /// What is still open: undecided measures and undecided instances of eligible ones.
    Possible {
        /// Number of undecided measures.
        count: usize,
        /// Maximum of the bounded open amounts.
        most: Decimal,
        /// Number of measures whose open amount has no upper end in the text.
        endless: usize,
    },
    /// Number of eligible measures without a figure in the text.
    Unstated(usize),
    /// Number of measures that depend on questions that were not asked.
    NotAsked(usize),
    /// No other part exists.
    Nothing,
}

impl HeadlinePart {
    /// Whether the part is money of eligible measures.
    pub const fn is_money(&self) -> bool {
        matches!(self, Self::Sure(_) | Self::Decided { .. } | Self::Saved { .. } | Self::Persons(_))
    }

    const fn is_of_date(&self) -> bool {
        matches!(self, Self::Expired(_) | Self::NotYet(_))
    }
}

/// All parts, the most important first; never empty.
pub fn parts(book: &RuleBook<'_>, assessment: &Assessment) -> Vec<HeadlinePart> {
    let totals = &assessment.totals;
    let counts = SectionCounts::of(book, &assessment.outcomes);
    let mut parts = Vec::new();
    let (first, last) = book.document.in_force;
    if assessment.date > last {
        parts.push(HeadlinePart::Expired(last));
    } else if assessment.date < first {
        parts.push(HeadlinePart::NotYet(first));
    }
    if !totals.exact.is_zero() {
        parts.push(HeadlinePart::Sure(totals.exact));
    }
    let decided = Amount { low: totals.assessed_low, high: totals.assessed_high };
    if totals.assessed_count > 0 && decided.high != Some(Decimal::ZERO) {
        parts.push(HeadlinePart::Decided { amount: decided, waits: waits(book, assessment) });
    }
    let saved = totals.relief_in_all();
    if saved != Amount::NOTHING {
        parts.push(HeadlinePart::Saved { amount: saved, yearly: is_yearly(book, assessment) });
    }
    if !totals.persons_high.is_zero() {
        parts.push(HeadlinePart::Persons(totals.persons_high));
    }
    let undecided = counts.get(Section::Undecided);
    if undecided > 0 || !totals.possible.is_zero() || totals.endless > 0 {
        parts.push(HeadlinePart::Possible { count: undecided, most: totals.possible, endless: totals.endless });
    }
    let unstated = counts.get(Section::Unstated);
    if unstated > 0 {
        parts.push(HeadlinePart::Unstated(unstated));
    }
    let not_asked = counts.get(Section::NotAsked);
    if not_asked > 0 {
        parts.push(HeadlinePart::NotAsked(not_asked));
    }
    if counts.eligible() + undecided + not_asked == 0 && parts.is_empty() {
        parts.push(HeadlinePart::Nothing);
    }
    parts
}

/// The parts shown in a headline: a document that is not in force, then all money; without either, the most important
/// other part.
pub fn headline(book: &RuleBook<'_>, assessment: &Assessment) -> Vec<HeadlinePart> {
    let all = parts(book, assessment);
    let mut chosen: Vec<HeadlinePart> =
        all.iter().copied().filter(|part| part.is_of_date() || part.is_money()).collect();
    if chosen.is_empty() {
        // Eligible measures without a figure come before what is only possible.
        let unstated = all.iter().find(|part| matches!(part, HeadlinePart::Unstated(_)));
        chosen.extend(unstated.or(all.first()));
    }
    chosen
}

fn is_eligible(outcome: &Outcome) -> bool {
    outcome.verdict == Verdict::Eligible
}

// Whether answers can still narrow an amount that is a range.
fn waits(book: &RuleBook<'_>, assessment: &Assessment) -> bool {
    let paid = book.measures.iter().zip(&assessment.outcomes).filter(|(measure, _)| !measure.pool);
    paid.filter(|(_, one)| is_eligible(one) && one.amount.is_some_and(|amount| !amount.is_exact()))
        .any(|(_, one)| !one.missing.is_empty())
}

// Whether the text states all tax and fee relief per year.
fn is_yearly(book: &RuleBook<'_>, assessment: &Assessment) -> bool {
    let saved = book.measures.iter().zip(&assessment.outcomes).filter(|(measure, _)| measure.kind.is_relief());
    saved
        .filter(|(_, one)| is_eligible(one) && one.amount.is_some())
        .all(|(measure, _)| measure.frequency == Some(Frequency::Yearly))
}
