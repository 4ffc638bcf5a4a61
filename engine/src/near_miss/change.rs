//! Compares two assessments. Knows no words.

use crate::assess::{Amount, Assessment, Verdict};
use crate::book::{MeasureId, RuleBook};

/// The change of a measure's outcome between two assessments; pairs are (before, after).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutcomeChange {
    /// The measure.
    pub measure: MeasureId,
    /// The verdicts.
    pub verdict: (Verdict, Verdict),
    /// The amounts in 元; only of an eligible measure.
    pub amount: (Option<Amount>, Option<Amount>),
}

/// The measures whose verdict or amount differs, in the order of the document. Both assessments must be of this book.
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
