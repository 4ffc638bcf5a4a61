//! Plans questions: which can still change a result, the most useful first, and how many there are at most. Uses
//! outcomes only to see which measures are settled.
//!
//! A question is worth asking while its answer can decide an unknown condition, and that condition can change a verdict
//! or an amount. A condition that is unknown because of 不清楚 or because the text leaves it to the department stays
//! unknown. Next to a condition that can no longer be met only a clear "no" makes a difference, so only questions that
//! can yield one are still asked.

mod question_queue;

pub(super) use question_queue::QuestionQueue;

use super::truth_bounds::{TruthBounds, relevant_facts, truth_bounds};
use super::{Outcome, Outcomes, Verdict};
use crate::book::{CapScope, ExprId, Measure, MeasureId, Payout, RuleBook};
use crate::evaluate::{Evaluator, FactInstance, FactStatus};
use crate::number::{Date, Truth, add};
use rust_decimal::Decimal;

/// The priority of a question; smaller is asked earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum QuestionPriority {
    /// Every measure depends on it.
    Common,
    /// It is the shortest way to decide some measure.
    First,
    /// An earlier answer may make it unnecessary.
    Later,
}

/// The questions that one measure still asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct QuestionDemand {
    // Questions that can be asked now.
    found: Vec<(FactInstance, QuestionPriority)>,
    // Questions that may be asked at some time, including those in `found`.
    counted: Vec<FactInstance>,
    // The amount that depends on them: the maximum payout, and whether it is unbounded.
    stake: Option<Decimal>,
    endless: bool,
}

impl QuestionDemand {
    fn clear(&mut self) {
        self.found.clear();
        self.counted.clear();
        (self.stake, self.endless) = (None, false);
    }
}

/// Counts over the other instances: those that hold, those that can still hold, those that can no longer fail.
#[derive(Default)]
struct OtherInstances {
    certain: usize,
    hopeful: usize,
    stuck: usize,
}

impl OtherInstances {
    fn of(stand: TruthBounds) -> Self {
        let open = stand.truth == Truth::Unknown;
        Self {
            certain: usize::from(stand.truth == Truth::True),
            hopeful: usize::from(open && stand.can_hold),
            stuck: usize::from(open && !stand.can_fail),
        }
    }

    fn add(&mut self, stand: TruthBounds) {
        let one = Self::of(stand);
        self.certain += one.certain;
        self.hopeful += one.hopeful;
        self.stuck += one.stuck;
    }

    fn without(&self, stand: TruthBounds) -> Self {
        let one = Self::of(stand);
        Self { certain: self.certain - one.certain, hopeful: self.hopeful - one.hopeful, stuck: self.stuck - one.stuck }
    }
}

/// Scratch buffers, reused between measures to avoid allocation.
#[derive(Clone, Debug, Default)]
struct Scratch {
    reaches: Vec<(ExprId, TruthBounds)>,
    // How many of them, from the start, are shared by all measures.
    common: usize,
    missing: Vec<FactInstance>,
}

/// The amount and cap of a measure for one instance.
#[derive(Clone, Copy)]
struct Paid {
    amount: ExprId,
    at_most: Option<ExprId>,
}

struct Planner<'v, 'e, 'a> {
    view: &'v Evaluator<'e, 'a>,
    date: Date,
    wish: &'v mut QuestionDemand,
    scratch: &'v mut Scratch,
}

impl Planner<'_, '_, '_> {
    fn look_at(&mut self, outcomes: &Outcomes, ix: MeasureId) {
        self.wish.clear();
        let (measure, outcome) = (&self.view.book.measures[ix], &outcomes[ix]);
        let nothing_open = outcome.max_payout.is_none() && !outcome.is_unbounded;
        let exact = outcome.amount.is_none_or(|amount| amount.is_exact()) && nothing_open;
        let settled = match outcome.verdict {
            Verdict::NotForYou | Verdict::OutOfForce | Verdict::Ineligible | Verdict::NotAsked => true,
            Verdict::Eligible => exact,
            Verdict::Undecided => false,
        };
        if !settled {
            self.look_at_instances(measure, outcome, exact);
        }
        if matches!(outcome.verdict, Verdict::Eligible | Verdict::Undecided) {
            self.wait_for_ties(measure);
        }
        if *self.wish != QuestionDemand::default() {
            let paid = outcome.amount.and_then(|amount| amount.high);
            self.wish.stake = outcome.max_payout.into_iter().chain(paid).reduce(|a, b| add(a, b).unwrap_or(a));
            self.wish.endless = outcome.is_unbounded || outcome.amount.is_some_and(|amount| amount.high.is_none());
        }
    }

    fn look_at_instances(&mut self, measure: &Measure<'_>, outcome: &Outcome, exact: bool) {
        let view = self.view;
        let count = measure.group.map_or(1, |group| view.instances(group));
        // If a cap on the sum is reached, no answer changes the amount any more.
        let reached = measure.cap.as_ref().is_some_and(|cap| cap.scope == CapScope::Together)
            && outcome.amount.is_some()
            && exact;
        let amount = match measure.promise {
            Payout::Amount(amount) if !reached => {
                Some(Paid { amount, at_most: measure.cap.as_ref().map(|cap| cap.at_most) })
            }
            _ => None,
        };
        if count == 1 {
            let stand = self.stand(measure, 0);
            self.look_at_instance(0, stand, amount, &OtherInstances::default());
        } else {
            let mut all = OtherInstances::default();
            (0..count).for_each(|instance| all.add(self.stand(measure, instance)));
            for instance in 0..count {
                let stand = self.stand(measure, instance);
                self.look_at_instance(instance, stand, amount, &all.without(stand));
            }
        }
    }

    // Facts that decide whether two measures are about the same thing: asked once both are met, counted while they can
    // be.
    fn wait_for_ties(&mut self, measure: &Measure<'_>) {
        let view = self.view;
        for link in measure.links() {
            let other = &view.book.measures[link.measure];
            let Some(when) = link.when.filter(|_| pays(measure) && pays(other)) else { continue };
            let count = |measure: &Measure<'_>| measure.group.map_or(1, |group| view.instances(group));
            let things = if measure.group == other.group { count(measure) } else { 1 };
            for thing in 0..things {
                let hope = |planner: &mut Self, one: &Measure<'_>| {
                    let of_all = if things == count(one) { thing..thing + 1 } else { 0..count(one) };
                    of_all.map(|at| planner.stand(one, at)).fold((false, false), |(met, can), stand| {
                        (met || stand.truth == Truth::True, can || stand.can_hold && stand.truth != Truth::False)
                    })
                };
                let (own, theirs) = (hope(self, measure), hope(self, other));
                if !(own.1 && theirs.1) || view.truth(when, thing) != Truth::Unknown {
                    continue;
                }
                self.scratch.missing.clear();
                view.missing(when, thing, &mut self.scratch.missing);
                if own.0 && theirs.0 {
                    self.take(QuestionPriority::Later);
                } else {
                    self.count();
                }
            }
        }
    }

    // Evaluates the conditions of one instance into `reaches` and returns their conjunction.
    fn stand(&mut self, measure: &Measure<'_>, instance: usize) -> TruthBounds {
        self.scratch.reaches.clear();
        self.scratch.common = 1 + self.view.book.intersection(measure).len();
        let mut stand = TruthBounds::of_day(measure.applies_on(self.date));
        for condition in conditions(self.view.book, measure) {
            let one = truth_bounds(self.view, condition, instance);
            stand = stand.and(one);
            if stand.truth == Truth::False {
                break;
            }
            self.scratch.reaches.push((condition, one));
        }
        stand
    }

    // Whether turning this instance true or false can change the verdict or the amount.
    fn look_at_instance(&mut self, instance: usize, stand: TruthBounds, amount: Option<Paid>, others: &OtherInstances) {
        match (stand.truth, amount) {
            (Truth::False, _) | (Truth::True, None) => {}
            (Truth::True, Some(amount)) => self.wait_for_amount(amount, instance),
            (Truth::Unknown, amount) => {
                let others_pay = amount.is_some() && others.certain + others.hopeful > 0;
                let yes = stand.can_hold && (others.certain == 0 || amount.is_some());
                let no = others.certain == 0 && others.stuck == 0 || others_pay;
                if yes || no {
                    self.wait_for_conditions(instance, yes, no);
                }
                // An instance that stays unknown still contributes to the upper end of the sum.
                let stays_open = others_pay && !stand.can_hold;
                if let Some(amount) = amount.filter(|_| yes || stays_open) {
                    self.miss(amount, instance);
                    if stays_open && others.certain > 0 {
                        self.take(QuestionPriority::Later);
                    } else {
                        self.count();
                    }
                }
            }
        }
    }

    fn wait_for_amount(&mut self, paid: Paid, instance: usize) {
        let mut parts = [Some(paid.amount), paid.at_most].into_iter().flatten();
        if parts.any(|part| self.view.range(part, instance).as_point().is_none()) {
            self.miss(paid, instance);
            self.take(QuestionPriority::First);
        }
    }

    // Collects the unanswered facts of an amount and its cap.
    fn miss(&mut self, paid: Paid, instance: usize) {
        self.scratch.missing.clear();
        for part in [Some(paid.amount), paid.at_most].into_iter().flatten() {
            self.view.missing(part, instance, &mut self.scratch.missing);
        }
    }

    // Of several unknown conditions the one with the fewest questions comes first: it may fail and decide the measure.
    fn wait_for_conditions(&mut self, instance: usize, yes: bool, no: bool) {
        let view = self.view;
        let common = self.scratch.common;
        let start = self.wish.found.len();
        let (mut fewest, mut first) = (usize::MAX, start..start);
        for at in 0..self.scratch.reaches.len() {
            let Some((condition, reach)) =
                self.scratch.reaches.get(at).copied().filter(|(_, one)| one.truth == Truth::Unknown)
            else {
                continue;
            };
            self.scratch.missing.clear();
            if reach.free && yes && no {
                view.missing(condition, instance, &mut self.scratch.missing);
            } else {
                relevant_facts(view, condition, instance, (yes, no), &mut self.scratch.missing);
            }
            let from = self.wish.found.len();
            self.take(if at < common { QuestionPriority::Common } else { QuestionPriority::Later });
            let questions = self.wish.found.len() - from;
            if at >= common && questions > 0 && questions < fewest {
                (fewest, first) = (questions, from..self.wish.found.len());
            }
        }
        self.wish.found.get_mut(first).into_iter().flatten().for_each(|(_, turn)| *turn = QuestionPriority::First);
    }

    // Facts in `missing` that can be asked now are added to `found`; all that may be asked at some time are counted.
    fn take(&mut self, turn: QuestionPriority) {
        self.count();
        let view = self.view;
        let askable =
            self.scratch.missing.iter().filter(|slot| view.standing(slot.fact, slot.instance) == FactStatus::Askable);
        self.wish.found.extend(askable.map(|slot| (*slot, turn)));
    }

    fn count(&mut self) {
        for slot in &self.scratch.missing {
            let open =
                matches!(self.view.standing(slot.fact, slot.instance), FactStatus::Askable | FactStatus::Blocked);
            if open && !self.wish.counted.contains(slot) {
                self.wish.counted.push(*slot);
            }
        }
    }
}

fn pays(measure: &Measure<'_>) -> bool {
    matches!(measure.promise, Payout::Amount(_))
}

// The shared conditions, then the measure's own conditions.
fn conditions<'m>(book: &'m RuleBook<'_>, measure: &'m Measure<'_>) -> impl Iterator<Item = ExprId> + 'm {
    let everywhere = book.intersection(measure).iter().map(|common| common.when);
    core::iter::once(measure.applicants).chain(everywhere).chain(measure.when.iter().copied())
}
