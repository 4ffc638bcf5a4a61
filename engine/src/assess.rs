//! Verdicts, amounts, findings, missing facts, totals and the next question. Knows no words: see [`crate::explain`].

mod assessor;
mod bases;
mod comparison_bounds;
mod concerns;
mod deciders;
mod dependency;
mod headline;
mod idle;
mod question_planner;
mod sections;
mod things;
mod totals;
mod truth_bounds;
mod worked;

pub use assessor::{AssessedAnswers, IncrementalAssessor};
pub use bases::{bases, paying};
pub use concerns::{first_questions, initial_subset, to_tick, unticked_concerns, waits_for_concerns};
pub use deciders::{Decider, WaitingMeasures, by_decider, decider_of};
pub use dependency::DependencyGraph;
pub use headline::{HeadlinePart, headline, parts as headline_parts};
pub use idle::without_idle;
pub use sections::{Section, SectionCounts};
pub use things::{Beside, Claim, MOST_RELATED, Tie, beside};
pub use totals::{Contribution, Counted, Totals, assumes_single_instance, counted, shares, total};
pub use worked::worked_result;

use crate::answer::{Answer, Answers};
use crate::book::{CapScope, ExprId, Measure, MeasureId, Payout, RuleBook};
#[cfg(doc)]
use crate::evaluate::FactStatus;
use crate::evaluate::{Evaluator, FactInstance};
use crate::index::IndexVec;
use crate::number::{Date, Interval, Truth, add, subtract};
use core::mem::take;
use question_planner::QuestionQueue;
use rust_decimal::Decimal;

/// The verdict on a measure for this applicant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every condition holds.
    Eligible,
    /// At least one condition fails.
    Ineligible,
    /// No answered condition fails, but the measure depends on a question that was not asked because no option that
    /// opens it was ticked in the document's list of concerns.
    NotAsked,
    /// Depends on unanswered facts, or on a decision that the text leaves to the department.
    Undecided,
    /// The assessment date is outside its period.
    OutOfForce,
    /// It is for other kinds of applicants.
    NotForYou,
}

/// Certainty of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// A single value.
    Exact,
    /// 最高: from zero to the upper end.
    AtMost,
    /// 不低于: the lower end or more, without an upper end.
    AtLeast,
    /// Between both ends.
    Between,
}

/// The payout of an eligible measure as an interval, in 元, rounded half up to the fen, never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Lower end.
    pub low: Decimal,
    /// Upper end; `None` if the text states none.
    pub high: Option<Decimal>,
}

impl Amount {
    /// No money.
    pub const NOTHING: Self = Self { low: Decimal::ZERO, high: Some(Decimal::ZERO) };

    fn of(range: Interval) -> Self {
        let range = range.as_payment();
        Self { low: range.low.unwrap_or(Decimal::ZERO), high: range.high }
    }

    /// The certainty of the amount.
    pub fn certainty(&self) -> Certainty {
        match self.high {
            Some(high) if high == self.low => Certainty::Exact,
            Some(_) if self.low.is_zero() => Certainty::AtMost,
            Some(_) => Certainty::Between,
            None => Certainty::AtLeast,
        }
    }

    /// Whether both ends are equal.
    pub fn is_exact(&self) -> bool {
        self.high == Some(self.low)
    }

    /// The sum of both amounts.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let high = self.high.zip(other.high).and_then(|(one, other)| add(one, other));
        Self { low: add(self.low, other.low).unwrap_or(self.low), high }
    }
}

/// The truth of one condition for one instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The condition.
    pub condition: ExprId,
    /// The instance of the measure's group; 0 outside groups.
    pub instance: usize,
    /// Met, unmet or open.
    pub truth: Truth,
    /// Whether it is unknown only because of facts that were not asked; see
    /// [`FactStatus::NotAsked`](crate::evaluate::FactStatus::NotAsked). These facts count as "none" for the verdict and
    /// are never given as the reason of a "no".
    pub not_asked: bool,
}

/// The result for one measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The verdict.
    pub verdict: Verdict,
    /// What an eligible measure pays for the instances that meet the conditions; `None` if it pays nothing or the text
    /// has no figure.
    pub amount: Option<Amount>,
    /// Maximum of what is still open, in 元: the amount of an undecided measure, or of the open instances of an eligible
    /// one in addition to its amount. `None` if it is zero or has no upper end.
    pub max_payout: Option<Decimal>,
    /// Whether the open amount has no upper end in the text.
    pub is_unbounded: bool,
    /// One claim per instance of the measure's group, or a single one; empty if the conditions are not evaluated.
    pub claims: Vec<Claim>,
    /// One finding per condition and instance; shared conditions come first.
    pub findings: Vec<Finding>,
    /// The unanswered facts it depends on; gates first.
    pub missing: Vec<FactInstance>,
}

/// One outcome per measure, in the book's order.
pub type Outcomes = IndexVec<MeasureId, Outcome>;

/// The complete result for the answers of one company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The assessment date.
    pub date: Date,
    /// One outcome per measure, in the book's order.
    pub outcomes: Outcomes,
    /// The totals over all measures.
    pub totals: Totals,
    /// Questions whose answer can still change a result, the most useful first.
    pub pending_questions: Vec<FactInstance>,
    /// Upper bound on the number of questions still to be asked. It never grows unless an earlier answer is changed or
    /// an instance of a group is added.
    pub max_remaining: usize,
}

/// The assessment date: the answer to the date question, or `date` if there is none.
pub fn assessment_date(book: &RuleBook<'_>, answers: &Answers, date: Date) -> Date {
    match answers.get(book, book.document.date_fact, 0) {
        Some(Answer::Date(answered)) => answered,
        _ => date,
    }
}

impl Outcome {
    const fn settled(verdict: Verdict) -> Self {
        Self {
            verdict,
            amount: None,
            max_payout: None,
            is_unbounded: false,
            claims: Vec::new(),
            findings: Vec::new(),
            missing: Vec::new(),
        }
    }
}

impl Assessment {
    /// An assessment before any evaluation: every measure is undecided and no question is pending.
    pub fn blank(book: &RuleBook<'_>, date: Date) -> Self {
        let outcomes = IndexVec::filled(Outcome::settled(Verdict::Undecided), book.measures.len());
        Self { date, outcomes, totals: Totals::default(), pending_questions: Vec::new(), max_remaining: 0 }
    }
}

/// Assesses a company. It cannot fail: undecidable conditions are unknown. [`IncrementalAssessor`] computes the same
/// for changing answers.
pub fn assess(book: &RuleBook<'_>, answers: &Answers, date: Date) -> Assessment {
    let date = assessment_date(book, answers, date);
    let view = Evaluator::new(book, answers);
    let (outcomes, totals) = evaluate_measures(&view, date);
    let measures: Vec<MeasureId> = outcomes.ids().collect();
    let mut next = Vec::new();
    let most_left = QuestionQueue::new(&view).look_at(&view, date, &outcomes, &measures, &mut next);
    Assessment { date, outcomes, totals, pending_questions: next, max_remaining: most_left }
}

// Outcomes and totals, without the pending questions.
pub(crate) fn evaluate_measures(view: &Evaluator<'_, '_>, date: Date) -> (Outcomes, Totals) {
    let mut outcomes: Outcomes = view.book.measures.iter().map(|m| outcome(view, m, date)).collect();
    outcomes.ids().for_each(|ix| name_ties(view, &mut outcomes, ix));
    let totals = total(view, &outcomes);
    (outcomes, totals)
}

pub(crate) fn outcome(view: &Evaluator<'_, '_>, measure: &Measure<'_>, date: Date) -> Outcome {
    let mut outcome = Outcome::settled(Verdict::Undecided);
    update_outcome(view, measure, date, &mut outcome);
    outcome
}

// Adds the facts that decide whether a measure is about the same thing as its related measures. Needs all outcomes.
fn name_ties(view: &Evaluator<'_, '_>, outcomes: &mut Outcomes, ix: MeasureId) {
    let is_tied = |measure: &Measure<'_>| measure.links().any(|link| link.when.is_some());
    if !is_tied(&view.book.measures[ix]) {
        return;
    }
    let mut missing = take(&mut outcomes[ix].missing);
    things::wait_for_ties(view, outcomes, ix, &mut missing);
    outcomes[ix].missing = missing;
}

// Recomputes the outcome in place; its lists are reused.
fn update_outcome(view: &Evaluator<'_, '_>, measure: &Measure<'_>, date: Date, result: &mut Outcome) {
    (result.amount, result.max_payout, result.is_unbounded) = (None, None, false);
    result.claims.clear();
    result.findings.clear();
    result.missing.clear();
    let mine = view.truth(measure.applicants, 0);
    if mine == Truth::False {
        result.verdict = Verdict::NotForYou;
        return;
    }
    let applies = measure.applies_on(date);
    if applies == Truth::False {
        result.verdict = Verdict::OutOfForce;
        return;
    }
    result.verdict = Verdict::Undecided;
    let common = mine.and(applies);
    let mut common = ConditionTruth { counted: common, asked: common };
    if mine == Truth::Unknown {
        view.missing(measure.applicants, 0, &mut result.missing);
    }
    for everywhere in view.book.intersection(measure) {
        let condition = &everywhere.when;
        let stand = ConditionTruth::of(view, *condition, 0);
        common = common.and(stand);
        result.findings.push(stand.finding(*condition, 0));
        if stand.counted == Truth::Unknown {
            view.missing(*condition, 0, &mut result.missing);
        }
    }
    weigh_instances(view, measure, common, result);
    match result.verdict {
        Verdict::Ineligible => result.missing.clear(),
        Verdict::NotAsked => wait_for_unasked(view, result),
        _ => {}
    }
}

/// Truth of a condition: `counted` treats facts that were not asked as "none", `asked` treats them as unknown.
#[derive(Clone, Copy)]
struct ConditionTruth {
    counted: Truth,
    asked: Truth,
}

impl ConditionTruth {
    fn of(view: &Evaluator<'_, '_>, condition: ExprId, instance: usize) -> Self {
        let counted = view.truth(condition, instance);
        // Only a failed condition needs the second evaluation.
        let asked = match counted {
            Truth::False if view.leaves_out() => view.supposing().truth(condition, instance),
            _ => counted,
        };
        Self { counted, asked }
    }

    fn and(self, other: Self) -> Self {
        Self { counted: self.counted.and(other.counted), asked: self.asked.and(other.asked) }
    }

    fn or(self, other: Self) -> Self {
        Self { counted: self.counted.or(other.counted), asked: self.asked.or(other.asked) }
    }

    fn finding(self, condition: ExprId, instance: usize) -> Finding {
        Finding { condition, instance, truth: self.asked, not_asked: self.asked != self.counted }
    }
}

// Waits for the list of concerns, and for the questions that ticking it would open.
fn wait_for_unasked(view: &Evaluator<'_, '_>, result: &mut Outcome) {
    result.missing.clear();
    let supposing = view.supposing();
    for finding in result.findings.iter().filter(|finding| finding.not_asked) {
        supposing.missing(finding.condition, finding.instance, &mut result.missing);
    }
}

// A measure with a group is eligible if one instance is, and pays for each instance that is.
fn weigh_instances(view: &Evaluator<'_, '_>, measure: &Measure<'_>, common: ConditionTruth, result: &mut Outcome) {
    let count = measure.group.map_or(1, |group| view.instances(group));
    let mut any = ConditionTruth { counted: Truth::False, asked: Truth::False };
    for instance in 0..count {
        let stand = evaluate_instance(view, measure, common, instance, result);
        any = any.or(stand);
        let truth = stand.counted;
        let mut amount = Amount::NOTHING;
        if let Payout::Amount(expr) = measure.promise
            && truth != Truth::False
        {
            let range = capped(view, measure, expr, instance);
            amount = Amount::of(range);
            if truth == Truth::True && range.as_point().is_none() {
                missing_for_amount(view, measure, expr, instance, &mut result.missing);
            }
        }
        result.claims.push(Claim { truth, amount });
    }
    result.verdict = match any.counted {
        Truth::True => Verdict::Eligible,
        Truth::False if any.asked == Truth::False => Verdict::Ineligible,
        Truth::False => Verdict::NotAsked,
        Truth::Unknown => Verdict::Undecided,
    };
    if any.counted != Truth::False && matches!(measure.promise, Payout::Amount(_)) {
        add_up(view, measure, result);
    }
}

// The claims that are met add up to the amount; the open claims to the maximum payout.
fn add_up(view: &Evaluator<'_, '_>, measure: &Measure<'_>, result: &mut Outcome) {
    hold_together(view, measure, &mut result.claims);
    let sum = |truth: Truth| {
        let claims = result.claims.iter().filter(|claim| claim.truth == truth);
        claims.fold(Amount::NOTHING, |sum, claim| sum.plus(claim.amount))
    };
    let (met, open) = (sum(Truth::True), sum(Truth::Unknown));
    result.is_unbounded = open.high.is_none();
    result.max_payout = open.high.filter(|more| !more.is_zero());
    result.amount = (result.verdict == Verdict::Eligible).then_some(met);
}

// Distributes a cap on the sum over the claims: claims that are met come first. So more answers never decrease the sum
// of the lower ends, whichever claims are paid.
fn hold_together(view: &Evaluator<'_, '_>, measure: &Measure<'_>, claims: &mut [Claim]) {
    let mut together: Option<Interval> = None;
    for (instance, _) in claims.iter().enumerate().filter(|(_, claim)| claim.truth != Truth::False) {
        together = together_with(together, view, measure, instance);
    }
    let (Some(cap), Some(scope)) = (together, measure.cap.as_ref().map(|cap| cap.scope)) else { return };
    let mut left = Amount::of(cap);
    for truth in [Truth::True, Truth::Unknown] {
        for claim in claims.iter_mut().filter(|claim| claim.truth == truth) {
            let amount = &mut claim.amount;
            amount.low = amount.low.min(left.low);
            left.low = subtract(left.low, amount.low).unwrap_or_default();
            if let Some(most) = left.high.filter(|_| scope == CapScope::Together) {
                let high = amount.high.map_or(most, |high| high.min(most));
                amount.high = Some(high);
                left.high = subtract(most, high);
            }
        }
    }
}

fn evaluate_instance(
    view: &Evaluator<'_, '_>,
    measure: &Measure<'_>,
    common: ConditionTruth,
    instance: usize,
    result: &mut Outcome,
) -> ConditionTruth {
    let mut whole = common;
    for condition in &measure.when {
        let one = ConditionTruth::of(view, *condition, instance);
        whole = whole.and(one);
        result.findings.push(one.finding(*condition, instance));
    }
    if whole.counted == Truth::Unknown {
        for condition in &measure.when {
            if view.truth(*condition, instance) == Truth::Unknown {
                view.missing(*condition, instance, &mut result.missing);
            }
        }
    }
    whole
}

// Unanswered facts of the amount and its cap.
fn missing_for_amount(
    view: &Evaluator<'_, '_>,
    measure: &Measure<'_>,
    amount: ExprId,
    instance: usize,
    into: &mut Vec<FactInstance>,
) {
    view.missing(amount, instance, into);
    if let Some(cap) = &measure.cap {
        view.missing(cap.at_most, instance, into);
    }
}

fn capped(view: &Evaluator<'_, '_>, measure: &Measure<'_>, amount: ExprId, instance: usize) -> Interval {
    let range = view.range(amount, instance);
    let range = match &measure.cap {
        Some(cap) if cap.scope.holds_for_each() => range.min(view.range(cap.at_most, instance)),
        _ => range,
    };
    range.max(Interval::point(Decimal::ZERO))
}

// The cap on the sum is the smallest cap of any instance: any other choice would leave out a reading.
fn together_with(
    before: Option<Interval>,
    view: &Evaluator<'_, '_>,
    measure: &Measure<'_>,
    instance: usize,
) -> Option<Interval> {
    let cap = measure.cap.as_ref().filter(|cap| cap.scope != CapScope::Each)?;
    let own = view.range(cap.at_most, instance);
    Some(before.map_or(own, |before| before.min(own)))
}
