//! The amount of a measure beside its cap.

use crate::assess::{Outcome, paying};
use crate::book::Measure;
use crate::evaluate::Evaluator;
use rust_decimal::Decimal;

/// An amount and the cap that it cannot exceed, both in 元.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CappedAmount {
    /// The amount.
    pub amount: Decimal,
    /// The cap; above zero.
    pub cap: Decimal,
}

/// The exact amount of an eligible measure beside its cap. `None` if one of them is not a single figure, or if the cap
/// is for each of several instances.
pub fn capped_amount(view: &Evaluator<'_, '_>, measure: &Measure<'_>, outcome: &Outcome) -> Option<CappedAmount> {
    let amount = outcome.amount.filter(|amount| amount.is_exact())?.low;
    let cap = measure.cap.as_ref()?;
    let paying = paying(view, measure);
    let first = *paying.first()?;
    if paying.len() > 1 && cap.scope.holds_for_each() {
        return None;
    }
    let cap = view.range(cap.at_most, first).as_payment().as_point()?;
    (cap > Decimal::ZERO && amount <= cap).then_some(CappedAmount { amount, cap })
}
