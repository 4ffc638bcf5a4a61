//! What the eligible measures pay together. Knows no conditions.

use super::things::{Family, Tie, beside, counts_elsewhere};
use super::{Amount, Outcome, Outcomes, Verdict};
use crate::answer::Answers;
use crate::book::{Frequency, Measure, MeasureId, Mode, Payout};
use crate::evaluate::{Evaluator, PartialValue};
use crate::index::IndexVec;
use crate::number::add;
use rust_decimal::Decimal;

/// Sums over the eligible measures, counted so that nothing is promised twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Sum of the exact payments to the applicant.
    pub exact: Decimal,
    /// How many measures that are.
    pub exact_count: usize,
    /// How much of `exact` the text reckons by the year.
    pub yearly: Decimal,
    /// How much of `exact` the text pays once; of the rest it does not say how often.
    pub once: Decimal,
    /// Lower ends of the payments the department decides on.
    pub assessed_low: Decimal,
    /// Their upper ends; `None` where one has no end.
    pub assessed_high: Option<Decimal>,
    /// How many measures that are.
    pub assessed_count: usize,
    /// Lower ends of tax and fees not paid, never added to payments.
    pub relief: Decimal,
    /// Their upper ends; `None` where one has no end.
    pub relief_high: Option<Decimal>,
    /// How many measures that are.
    pub relief_count: usize,
    /// Upper ends of money that goes to persons and not to the company.
    pub persons_high: Decimal,
    /// Eligible measures without a figure; like the next three, of those that are the same thing only one.
    pub without_figure: usize,
    /// Eligible measures granted without an application.
    pub automatic: usize,
    /// Eligible measures that are applied for.
    pub applied: usize,
    /// Eligible measures on which the department decides.
    pub reviewed: usize,
    /// Eligible measures in all.
    pub eligible: usize,
    /// Undecided measures.
    pub undecided: usize,
    /// Pairs of eligible measures of which it is open whether both are paid for one thing.
    pub perhaps: usize,
    /// What is open could still add at most, as far as it has an end: undecided measures, and the instances of eligible
    /// ones that are not decided.
    pub possible: Decimal,
    /// Measures of which what is open has no end in the text; it is not in `possible`.
    pub endless: usize,
    /// Measures of which `possible` reckons one instance, see [`assumes_single_instance`].
    pub single_instance_count: usize,
}

impl Totals {
    /// Tax and fees not paid, from the lower to the upper end.
    pub fn relief_in_all(&self) -> Amount {
        if self.relief_count == 0 { Amount::NOTHING } else { Amount { low: self.relief, high: self.relief_high } }
    }
}

/// What an eligible measure adds to the sums of the totals, in 元. What counts with another measure is not in it a second
/// time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contribution {
    /// An exact payment to the applicant.
    Exact(Decimal),
    /// A payment whose amount the department decides on.
    Assessed(Amount),
    /// Tax and fees not paid.
    Relief(Amount),
    /// The upper end of money that goes to persons and not to the company.
    Persons(Decimal),
}

/// What of an eligible measure is in the totals, whichever of its sums that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// This amount.
    Amount(Amount),
    /// It has no figure.
    Bare,
    /// Nothing: it is the same thing as this one, which counts.
    Elsewhere(MeasureId),
    /// Nothing: its figure is a city-wide pool.
    Pool,
}

/// What of a measure is in the totals; `None` where it is not eligible.
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

// Whether a measure may have to share a thing at all. Most have not, and nothing else is looked at then.
fn has_eligible_beside(measure: &Measure<'_>, outcomes: &Outcomes) -> bool {
    let is_eligible = |outcome: &Outcome| outcome.verdict == Verdict::Eligible;
    measure.links().any(|link| is_eligible(&outcomes[link.measure]))
}

// The measure that is the same thing as this one and pays most.
fn one_thing_with(view: &Evaluator<'_, '_>, outcomes: &Outcomes, ix: MeasureId) -> Option<MeasureId> {
    let worth = |other: MeasureId| {
        let amount = outcomes[other].amount;
        amount.map(|amount| (amount.high.is_none(), amount.high.unwrap_or(amount.low)))
    };
    let tied = beside(view, outcomes, ix).into_iter().filter(|one| one.tie == Tie::One);
    tied.map(|one| one.measure).reduce(|best, other| if worth(other) > worth(best) { other } else { best })
}

/// What each measure adds to the sums of the totals, in the order of the document; nothing where it is not eligible, has
/// no figure, or another one counts instead.
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

/// Whether the amount of a measure is reckoned for one instance of its group because nothing was said of the group: were
/// there several, it could be more. It is said wherever such an amount is shown.
pub fn assumes_single_instance(answers: &Answers, measure: &Measure<'_>) -> bool {
    matches!(measure.promise, Payout::Amount(_))
        && measure.group.is_some_and(|group| answers.instances(group).is_none())
}

/// The sums over these outcomes, one per measure in the book's order.
pub fn total(view: &Evaluator<'_, '_>, outcomes: &Outcomes) -> Totals {
    let person = is_person(view);
    let mut sums = RunningTotals { totals: Totals::default(), assessed: Amount::NOTHING, relief: Amount::NOTHING };
    for ((ix, measure), outcome) in view.book.measures.iter_enumerated().zip(outcomes) {
        if let Some(counted) = counted(view, outcomes, ix) {
            sums.eligible(measure, counted, share_of(measure, counted, person));
            sums.totals.perhaps += perhaps_with_later(view, outcomes, ix, measure);
        }
        sums.totals.undecided += usize::from(outcome.verdict == Verdict::Undecided);
        if outcome.is_unbounded || outcome.max_payout.is_some() {
            sums.open(view, measure, outcome, could_add(view, outcomes, ix, measure));
        }
    }
    sums.finish()
}

// What is open of a measure could add this at most, as far as it has an end; less where it is the same thing as another.
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

// With how many later measures it is open whether both are paid for one thing.
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
