//! Bases: amounts that are computed next to the payout but not paid. Knows no totals.

use super::{Outcome, Verdict};
use crate::book::Measure;
use crate::evaluate::Evaluator;
use crate::number::Truth;
use rust_decimal::Decimal;

/// The instances for which every condition of a measure holds.
pub fn paying(view: &Evaluator<'_, '_>, measure: &Measure<'_>) -> Vec<usize> {
    let instances = measure.group.map_or(1, |group| view.instances(group));
    let pays = |instance: &usize| measure.when.iter().all(|when| view.truth(*when, *instance) == Truth::True);
    (0..instances).filter(pays).collect()
}

/// The bases of an eligible measure in 元, rounded half up to the fen, never negative, for each instance that meets the
/// conditions; `None` for one that is not known exactly. Empty if the measure is not eligible.
pub fn bases(view: &Evaluator<'_, '_>, measure: &Measure<'_>, outcome: &Outcome) -> Vec<Option<Decimal>> {
    if outcome.verdict != Verdict::Eligible || measure.bases.is_empty() {
        return Vec::new();
    }
    let value =
        |instance: usize| measure.bases.iter().map(move |base| view.range(base.is, instance).as_payment().as_point());
    paying(view, measure).into_iter().flat_map(value).collect()
}
