//! Totals over the eligible measures. Knows no conditions.

use super::things::{Family, Tie, beside, counts_elsewhere};
use super::{Amount, Outcome, Outcomes, Verdict};
use crate::answer::Answers;
use crate::book::{Frequency, Measure, MeasureId, Mode, Payout};
use crate::evaluate::{Evaluator, PartialValue};
use crate::index::IndexVec;
use crate::number::add;
use rust_decimal::Decimal;

/// Totals over the eligible measures, in 元; no payment is counted twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Sum of the exact payments to the applicant.
    pub exact: Decimal,
    /// Number of these measures.
    pub exact_count: usize,
    /// The part of `exact` that the text states per year.
    pub yearly: Decimal,
    /// The part of `exact` that the text pays once; for the rest it states no frequency.
    pub once: Decimal,
    /// Sum of the lower ends of the payments that the department decides on.
    pub assessed_low: Decimal,
    /// Sum of their upper ends; `None` if one of them is unbounded.
    pub assessed_high: Option<Decimal>,
    /// Number of these measures.
    pub assessed_count: usize,
    /// Sum of the lower ends of tax and fee relief; never added to payments.
    pub relief: Decimal,
    /// Sum of their upper ends; `None` if one of them is unbounded.
    pub relief_high: Option<Decimal>,
    /// Number of these measures.
    pub relief_count: usize,
    /// Sum of the upper ends of payments to persons instead of the company.
    pub persons_high: Decimal,
    /// Number of eligible measures without a figure. Like the next three counts, measures that are the same thing count
    /// once.
    pub without_figure: usize,
    /// Number of eligible measures granted without an application.
    pub automatic: usize,
    /// Number of eligible measures that require an application.
    pub applied: usize,
    /// Number of eligible measures on which the department decides.
    pub reviewed: usize,
    /// Number of all eligible measures.
    pub eligible: usize,
    /// Number of undecided measures.
    pub undecided: usize,
    /// Number of pairs of eligible measures for which it is unknown whether both are paid for the same thing.
    pub perhaps: usize,
    /// Maximum that is still open, as far as it is bounded: undecided measures, and undecided instances of eligible
    /// ones.
    pub possible: Decimal,
    /// Number of measures whose open amount is unbounded; these amounts are not in `possible`.
    pub endless: usize,
    /// Number of measures for which `possible` assumes a single instance, see [`assumes_single_instance`].
    pub single_instance_count: usize,
}

impl Totals {
    /// Tax and fee relief as an interval, in 元.
    pub fn relief_in_all(&self) -> Amount {
        if self.relief_count == 0 { Amount::NOTHING } else { Amount { low: self.relief, high: self.relief_high } }
    }
}

/// The contribution of an eligible measure to the totals, in 元. An amount that already counts with another measure is
/// not included again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contribution {
    /// An exact payment to the applicant.
    Exact(Decimal),
    /// A payment that the department decides on.
    Assessed(Amount),
    /// Tax and fee relief.
    Relief(Amount),
    /// The upper end of a payment to persons instead of the company.
    Persons(Decimal),
}

/// How an eligible measure counts in the totals, regardless of the total it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// This amount.
    Amount(Amount),
    /// It has no figure.
    Bare,
    /// Nothing: it is the same thing as this measure, which counts instead.
    Elsewhere(MeasureId),
    /// Nothing: its figure is a city-wide pool.
    Pool,
}

/// How a measure counts in the totals; `None` if it is not eligible.
pub fn counted(view: &Evaluator<'_, '_>, outcomes: &Outcomes, ix: MeasureId) -> Option<Counted> {
    let (measure, outcome) = (&view.book.measures[ix], &outcomes[ix]);
    if outcome.verdict != Verdict::Eligible {
        return None;
    }
    Some(match outcome.amount {
        None => counts_elsewhere(view, outcomes, ix).map_or(Counted::Bare, Counted::Elsewhere),
        Some(_) if measure.pool => Counted::Pool,
        Some(own) if !has_eligible_beside(measure, outcomes) => Counted::Amount(own),
        Some(own) => {
            let amount = Family::of(view, outcomes, ix).and_then(|family| family.counted(ix)).unwrap_or(own);
            let nothing = amount.high.is_some_and(|high| high.is_zero()) && amount != own;
            match one_thing_with(view, outcomes, ix).filter(|_| nothing) {
                Some(other) => Counted::Elsewhere(other),
                None => Counted::Amount(amount),
            }
        }
    })
}

// Whether a measure may share a thing with an eligible one. Most measures do not, and skip the expensive check.
fn has_eligible_beside(measure: &Measure<'_>, outcomes: &Outcomes) -> bool {
    let is_eligible = |outcome: &Outcome| outcome.verdict == Verdict::Eligible;
    measure.links().any(|link| is_eligible(&outcomes[link.measure]))
}

// Of the measures that are the same thing as this one, the one that pays most.
fn one_thing_with(view: &Evaluator<'_, '_>, outcomes: &Outcomes, ix: MeasureId) -> Option<MeasureId> {
    let worth = |other: MeasureId| {
        let amount = outcomes[other].amount;
        amount.map(|amount| (amount.high.is_none(), amount.high.unwrap_or(amount.low)))
    };
    let tied = beside(view, outcomes, ix).into_iter().filter(|one| one.tie == Tie::One);
    tied.map(|one| one.measure).reduce(|best, other| if worth(other) > worth(best) { other } else { best })
}

/// The contribution of each measure to the totals, in the order of the document; `None` if it is not eligible, has no
/// figure, or another measure counts instead.
pub fn shares(view: &Evaluator<'_, '_>, outcomes: &Outcomes) -> IndexVec<MeasureId, Option<Contribution>> {
    let person = is_person(view);
    let share = |(ix, measure)| share_of(measure, counted(view, outcomes, ix)?, person);
    view.book.measures.iter_enumerated().map(share).collect()
}

// Whether the applicant is certainly a natural person.
fn is_person(view: &Evaluator<'_, '_>) -> bool {
    match view.possible(view.book.document.applicant_fact, 0) {
        PartialValue::Choice(left) => !left.is_empty() && left.is_subset(view.book.document.persons),
        _ => false,
    }
}

fn share_of(measure: &Measure<'_>, counted: Counted, person: bool) -> Option<Contribution> {
    let Counted::Amount(amount) = counted else { return None };
    Some(if measure.kind.is_relief() {
        Contribution::Relief(amount)
    } else if measure.to_person && !person {
        Contribution::Persons(amount.high.unwrap_or(amount.low))
    } else if amount.is_exact() {
        Contribution::Exact(amount.low)
    } else {
        Contribution::Assessed(amount)
    })
}

/// Whether the amount of a measure assumes a single instance of its group because the number of instances is unknown:
/// with several instances the amount could be higher. Every display of such an amount mentions it.
pub fn assumes_single_instance(answers: &Answers, measure: &Measure<'_>) -> bool {
    matches!(measure.promise, Payout::Amount(_))
        && measure.group.is_some_and(|group| answers.instances(group).is_none())
}

/// What a measure adds to the totals. It changes only with the outcomes of the measure and of those related to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct TotalsPart {
    counted: Option<Counted>,
    perhaps: usize,
    // `None`: the measure is not open.
    could_add: Option<Decimal>,
}

impl TotalsPart {
    /// What a measure without an outcome adds.
    pub(super) const NOTHING: Self = Self { counted: None, perhaps: 0, could_add: None };

    /// What a measure adds.
    pub(super) fn of(view: &Evaluator<'_, '_>, outcomes: &Outcomes, ix: MeasureId) -> Self {
        let (measure, outcome) = (&view.book.measures[ix], &outcomes[ix]);
        let counted = counted(view, outcomes, ix);
        let perhaps = counted.map_or(0, |_| perhaps_with_later(view, outcomes, ix, measure));
        let is_open = outcome.is_unbounded || outcome.max_payout.is_some();
        Self { counted, perhaps, could_add: is_open.then(|| could_add(view, outcomes, ix, measure)) }
    }
}

/// The totals of these outcomes, one per measure in the book's order.
pub fn total(view: &Evaluator<'_, '_>, outcomes: &Outcomes) -> Totals {
    let parts = view.book.measures.ids().map(|ix| TotalsPart::of(view, outcomes, ix)).collect();
    sum(view, outcomes, &parts)
}

/// The totals of these outcomes with what each measure adds.
pub(super) fn sum(view: &Evaluator<'_, '_>, outcomes: &Outcomes, parts: &IndexVec<MeasureId, TotalsPart>) -> Totals {
    let person = is_person(view);
    let mut sums = RunningTotals { totals: Totals::default(), assessed: Amount::NOTHING, relief: Amount::NOTHING };
    for ((measure, outcome), part) in view.book.measures.iter().zip(outcomes).zip(parts) {
        if let Some(counted) = part.counted {
            sums.eligible(measure, counted, share_of(measure, counted, person));
            sums.totals.perhaps += part.perhaps;
        }
        sums.totals.undecided += usize::from(outcome.verdict == Verdict::Undecided);
        if let Some(more) = part.could_add {
            sums.open(view, measure, outcome, more);
        }
    }
    sums.finish()
}

// Maximum that the open part of a measure could add, as far as it is bounded; less if it is the same thing as another.
fn could_add(view: &Evaluator<'_, '_>, outcomes: &Outcomes, ix: MeasureId, measure: &Measure<'_>) -> Decimal {
    let own = || outcomes[ix].max_payout.unwrap_or_default();
    if measure.pool {
        Decimal::ZERO
    } else if measure.same_as.is_empty() {
        own()
    } else {
        Family::of(view, outcomes, ix).map_or_else(own, |family| family.could_add(ix))
    }
}

// Number of later measures for which it is unknown whether both are paid for the same thing.
fn perhaps_with_later(view: &Evaluator<'_, '_>, outcomes: &Outcomes, ix: MeasureId, measure: &Measure<'_>) -> usize {
    if !has_eligible_beside(measure, outcomes) {
        return 0;
    }
    beside(view, outcomes, ix).iter().filter(|one| one.measure > ix && one.tie == Tie::Perhaps).count()
}

struct RunningTotals {
    totals: Totals,
    assessed: Amount,
    relief: Amount,
}

impl RunningTotals {
    fn open(&mut self, view: &Evaluator<'_, '_>, measure: &Measure<'_>, outcome: &Outcome, more: Decimal) {
        let totals = &mut self.totals;
        totals.endless += usize::from(outcome.is_unbounded);
        let by_one = (outcome.is_unbounded || !more.is_zero()) && assumes_single_instance(view.answers, measure);
        totals.single_instance_count += usize::from(by_one);
        grow(&mut totals.possible, more);
    }

    fn eligible(&mut self, measure: &Measure<'_>, counted: Counted, share: Option<Contribution>) {
        let totals = &mut self.totals;
        totals.eligible += 1;
        if matches!(counted, Counted::Elsewhere(_)) {
            return;
        }
        match measure.mode {
            Mode::Automatic => totals.automatic += 1,
            Mode::Apply => totals.applied += 1,
            Mode::Assessed => totals.reviewed += 1,
        }
        totals.without_figure += usize::from(matches!(counted, Counted::Bare | Counted::Pool));
        match share {
            None => {}
            Some(Contribution::Relief(amount)) => {
                totals.relief_count += 1;
                self.relief = self.relief.plus(amount);
            }
            Some(Contribution::Persons(high)) => grow(&mut totals.persons_high, high),
            Some(Contribution::Exact(exact)) => {
                totals.exact_count += 1;
                grow(&mut totals.exact, exact);
                match measure.frequency {
                    Some(Frequency::Yearly) => grow(&mut totals.yearly, exact),
                    Some(Frequency::Once) => grow(&mut totals.once, exact),
                    None => {}
                }
            }
            Some(Contribution::Assessed(amount)) => {
                totals.assessed_count += 1;
                self.assessed = self.assessed.plus(amount);
            }
        }
    }

    fn finish(self) -> Totals {
        let Self { assessed, relief, .. } = self;
        Totals {
            assessed_low: assessed.low,
            assessed_high: assessed.high,
            relief: relief.low,
            relief_high: relief.high,
            ..self.totals
        }
    }
}

fn grow(sum: &mut Decimal, more: Decimal) {
    *sum = add(*sum, more).unwrap_or(*sum);
}
