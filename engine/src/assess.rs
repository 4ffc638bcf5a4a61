//! Verdicts, amounts, findings, missing facts, totals and the next question. Knows no words: see [`crate::explain`].

mod assessor;
mod bases;
mod comparison_bounds;
mod concerns;
mod dependency;
mod headline;
mod idle;
mod question_planner;
mod sections;
mod things;
mod totals;
mod truth_bounds;

pub use assessor::{AssessedAnswers, IncrementalAssessor};
pub use bases::{bases, paying};
pub use concerns::{first_questions, initial_subset, to_tick, unticked_concerns, waits_for_concerns};
pub use dependency::DependencyGraph;
pub use headline::{HeadlinePart, headline, parts as headline_parts};
pub use idle::without_idle;
pub use sections::{Section, SectionCounts};
pub use things::{Beside, Claim, MOST_RELATED, Tie, beside};
pub use totals::{Contribution, Counted, Totals, assumes_single_instance, counted, shares, total};

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

/// What can be said of a measure for this company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every condition holds.
    Eligible,
    /// At least one condition fails.
    Ineligible,
    /// Nothing that was answered fails, but something that it depends on was never asked, because it was not ticked in
    /// the document's list of concerns.
    NotAsked,
    /// It depends on facts that are missing or on what the text leaves to the department.
    Undecided,
    /// The assessment date is outside its period.
    OutOfForce,
    /// It is for other kinds of applicants.
    NotForYou,
}

/// How certain an amount is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// Exactly this.
    Exact,
    /// 最高: from zero to this.
    AtMost,
    /// 不低于: this or more, without an upper end.
    AtLeast,
    /// Between the two.
    Between,
}

/// What an eligible measure pays, in 元, rounded half up to the fen, never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// The lower end.
    pub low: Decimal,
    /// The upper end; `None` where the text has none.
    pub high: Option<Decimal>,
}

impl Amount {
    /// No money.
    pub const NOTHING: Self = Self { low: Decimal::ZERO, high: Some(Decimal::ZERO) };

    fn of(range: Interval) -> Self {
        let range = range.as_payment();
        Self { low: range.low.unwrap_or(Decimal::ZERO), high: range.high }
    }

    /// How certain it is.
    pub fn certainty(&self) -> Certainty {
        match self.high {
            Some(high) if high == self.low => Certainty::Exact,
            Some(_) if self.low.is_zero() => Certainty::AtMost,
            Some(_) => Certainty::Between,
            None => Certainty::AtLeast,
        }
    }

    /// Whether it is one figure.
    pub fn is_exact(&self) -> bool {
        self.high == Some(self.low)
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let high = self.high.zip(other.high).and_then(|(one, other)| add(one, other));
        Self { low: add(self.low, other.low).unwrap_or(self.low), high }
    }
}

/// One condition and how it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The condition.
    pub condition: ExprId,
    /// The instance of the measure's group; 0 outside groups.
    pub instance: usize,
    /// Met, unmet or open.
    pub truth: Truth,
    /// Whether it is open only because of facts that nobody was asked for; see [`Standing::NotAsked`]. They count as none
    /// for the verdict and are no reason for a no.
    pub not_asked: bool,
}

/// What follows for one measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The verdict.
    pub verdict: Verdict,
    /// What an eligible measure pays for the instances that are met; `None` where it pays nothing or the text has no
    /// figure.
    pub amount: Option<Amount>,
    /// The most that what is open could pay: an undecided measure, or the open instances of an eligible one on top of its
    /// amount. `None` where that is nothing or has no end.
    pub max_payout: Option<Decimal>,
    /// Whether what is open could pay an amount without an end in the text.
    pub is_unbounded: bool,
    /// One per instance of the measure's group, or one in all; none where the measure is not weighed.
    pub claims: Vec<Claim>,
    /// One per condition and instance, with those that hold everywhere first.
    pub findings: Vec<Finding>,
    /// What it waits for; gates first.
    pub missing: Vec<FactInstance>,
}

/// What follows for every measure, in the book's order.
pub type Outcomes = IndexVec<MeasureId, Outcome>;

/// Everything that follows from a company's answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The date as of which it was assessed.
    pub date: Date,
    /// One outcome per measure, in the book's order.
    pub outcomes: Outcomes,
    /// The sums.
    pub totals: Totals,
    /// Questions whose answer can still change something, the best first.
    pub pending_questions: Vec<FactInstance>,
    /// The most questions that can still be asked. It never grows unless an earlier answer is changed, or something that
    /// a company has several of is added.
    pub max_remaining: usize,
}

/// The date as of which to assess: the answer to the date question, or `date`.
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
    /// Nothing weighed yet: every measure is undecided, and nothing is to be asked.
    pub fn blank(book: &RuleBook<'_>, date: Date) -> Self {
        let outcomes = IndexVec::filled(Outcome::settled(Verdict::Undecided), book.measures.len());
        Self { date, outcomes, totals: Totals::default(), pending_questions: Vec::new(), max_remaining: 0 }
    }
}

/// Assesses a company. Cannot fail: what cannot be decided is open. [`IncrementalAssessor`] does the same for answers that change.
pub fn assess(book: &RuleBook<'_>, answers: &Answers, date: Date) -> Assessment {
    let date = assessment_date(book, answers, date);
    let view = Evaluator::new(book, answers);
    let (outcomes, totals) = evaluate_measures(&view, date);
    let measures: Vec<MeasureId> = outcomes.ids().collect();
    let mut next = Vec::new();
    let most_left = QuestionQueue::new(&view).look_at(&view, date, &outcomes, &measures, &mut next);
    Assessment { date, outcomes, totals, pending_questions: next, max_remaining: most_left }
}

// What follows, without what is still to be asked.
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

// Names what has to be answered to know whether a measure is about the same thing as others. After all were weighed.
fn name_ties(view: &Evaluator<'_, '_>, outcomes: &mut Outcomes, ix: MeasureId) {
    let is_tied = |measure: &Measure<'_>| measure.links().any(|link| link.when.is_some());
    if !is_tied(&view.book.measures[ix]) {
        return;
    }
    let mut missing = take(&mut outcomes[ix].missing);
    things::wait_for_ties(view, outcomes, ix, &mut missing);
    outcomes[ix].missing = missing;
}

// Puts what follows now in the place of what followed before; the lists are used again.
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

/// How a condition stands: as it counts, with none for whatever nobody was asked for, and without counting that.
#[derive(Clone, Copy)]
struct ConditionTruth {
    counted: Truth,
    asked: Truth,
}

impl ConditionTruth {
    fn of(view: &Evaluator<'_, '_>, condition: ExprId, instance: usize) -> Self {
        let counted = view.truth(condition, instance);
        // The second look is needed for what fails only.
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

// The list of concerns, and what would be asked once it is ticked there.
fn wait_for_unasked(view: &Evaluator<'_, '_>, result: &mut Outcome) {
    result.missing.clear();
    let supposing = view.supposing();
    for finding in result.findings.iter().filter(|finding| finding.not_asked) {
        supposing.missing(finding.condition, finding.instance, &mut result.missing);
    }
}

// A measure about something a company has several of is eligible when one instance is, and pays for each that is.
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

// What is met is the amount; what the open instances could add to it is at stake.
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

// What one cap on all together leaves of each claim: what is met has it first. So more answers never make the sum of the
// lower ends less, whichever of them are paid.
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

// What is not known yet of an amount and its cap.
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

// The cap on all together is the smallest that any of them has: only then is no reading left out.
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
