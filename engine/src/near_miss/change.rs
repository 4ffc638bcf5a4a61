//! How two assessments differ. Knows no words.

use crate::assess::{Amount, Assessment, Verdict};
use crate::book::{MeasureId, RuleBook};

/// A measure of which two assessments say different things; each pair is before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutcomeChange {
    /// The measure.
    pub measure: MeasureId,
    /// The verdicts.
    pub verdict: (Verdict, Verdict),
    /// The amounts, of an eligible measure only.
    pub amount: (Option<Amount>, Option<Amount>),
}

/// The measures whose verdict or amount differ, in the order of the document. Both assessments are of this book.
pub fn compare(book: &RuleBook<'_>, before: &Assessment, after: &Assessment) -> Vec<OutcomeChange> {
    let mut changes = Vec::new();
    let outcomes = before.outcomes.iter().zip(&after.outcomes);
    for (measure, (old, new)) in book.measures.ids().zip(outcomes) {
        if old.verdict != new.verdict || old.amount != new.amount {
            changes.push(OutcomeChange {
                measure,
                verdict: (old.verdict, new.verdict),
                amount: (old.amount, new.amount),
            });
        }
    }
    changes
}
