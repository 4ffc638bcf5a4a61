//! What an assessment comes to, part by part: what every headline is made of, be it on a page, on paper, in a table or at
//! a terminal. A part is there only where there is something of it, so that no headline says 0.

use super::{Amount, Assessment, Outcome, Section, SectionCounts, Verdict};
use crate::book::{Frequency, RuleBook};
use crate::number::Date;
use rust_decimal::Decimal;

/// One thing that there is, in 元 where it is money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadlinePart {
    /// The date is after the last day of the document, which is this.
    Expired(Date),
    /// The date is before the first day of the document, which is this.
    NotYet(Date),
    /// Payments that are certain.
    Sure(Decimal),
    /// Payments of which only a range is certain. `waits`: some of it waits for answers and not for the department.
    Decided {
        /// The range.
        amount: Amount,
        /// Whether answers can still narrow it.
        waits: bool,
    },
    /// Tax and fees that are not paid. `yearly`: the text reckons all of it by the year.
    Saved {
        /// How much.
        amount: Amount,
        /// Whether it is so much every year.
        yearly: bool,
    },
    /// Money that goes to persons and not to the company, at most.
    Persons(Decimal),
    /// What is open: so many measures are undecided, and instances of eligible ones may be.
    Possible {
        /// How many.
        count: usize,
        /// What those with an upper end can still bring at most.
        most: Decimal,
        /// How many have no upper end in the text.
        endless: usize,
    },
    /// Eligible, without a figure in the text: so many.
    Unstated(usize),
    /// Nobody was asked about so many.
    NotAsked(usize),
    /// Nothing at all.
    Nothing,
}

impl HeadlinePart {
    /// Whether it is money that the conditions entitle to.
    pub const fn is_money(&self) -> bool {
        matches!(self, Self::Sure(_) | Self::Decided { .. } | Self::Saved { .. } | Self::Persons(_))
    }

    const fn is_of_date(&self) -> bool {
        matches!(self, Self::Expired(_) | Self::NotYet(_))
    }
}

/// Everything that there is, what counts most first; never empty.
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
    let unstated = assessment.outcomes.iter().filter(|one| is_eligible(one) && one.amount.is_none()).count();
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

/// The parts that stand in a headline: that the document is not in force, then all money; where there is no money, the
/// most that there is.
pub fn headline(book: &RuleBook<'_>, assessment: &Assessment) -> Vec<HeadlinePart> {
    let all = parts(book, assessment);
    let mut chosen: Vec<HeadlinePart> =
        all.iter().copied().filter(|part| part.is_of_date() || part.is_money()).collect();
    if chosen.is_empty() {
        // What is there for certain before what may be.
        let unstated = all.iter().find(|part| matches!(part, HeadlinePart::Unstated(_)));
        chosen.extend(unstated.or(all.first()));
    }
    chosen
}

fn is_eligible(outcome: &Outcome) -> bool {
    outcome.verdict == Verdict::Eligible
}

// Whether an amount that is a range can still be narrowed by answers.
fn waits(book: &RuleBook<'_>, assessment: &Assessment) -> bool {
    let paid = book.measures.iter().zip(&assessment.outcomes).filter(|(measure, _)| !measure.pool);
    paid.filter(|(_, one)| is_eligible(one) && one.amount.is_some_and(|amount| !amount.is_exact()))
        .any(|(_, one)| !one.missing.is_empty())
}

// Whether the text reckons all tax and fees that are not paid by the year.
fn is_yearly(book: &RuleBook<'_>, assessment: &Assessment) -> bool {
    let saved = book.measures.iter().zip(&assessment.outcomes).filter(|(measure, _)| measure.kind.is_relief());
    saved
        .filter(|(_, one)| is_eligible(one) && one.amount.is_some())
        .all(|(measure, _)| measure.frequency == Some(Frequency::Yearly))
}
