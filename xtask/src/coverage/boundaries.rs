//! Which thresholds and caps the worked cases test at, just below and just above the boundary value. Knows nothing of
//! the text.

use super::conditions::Weighed;
use super::visit::{constant, grain, of_measure, step, visit_parts};
use crate::book::expression;
use huiqi_engine::answer::Answers;
use huiqi_engine::book::{CapScope, ExprId, Measure, Node, Payout, RuleBook};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::number::Interval;
use huiqi_engine::{condition_node, number_node};
use rust_decimal::Decimal;

/// A boundary value at which a measure's outcome changes: two numbers whose order reverses.
#[derive(Clone, Debug)]
pub struct Boundary {
    /// The boundary in the rule language.
    pub says: String,
    /// The compared expression; `None` if it is the sum that several instances pay.
    left: Option<ExprId>,
    right: ExprId,
    amount: Option<ExprId>,
    paid: bool,
    step: Decimal,
    // Whether each multiple of `right` is a boundary: a number that is counted in steps.
    at_multiples: bool,
    wanted: [bool; 3],
    seen: [bool; 3],
}

const NAMES: [&str; 3] = ["略低于", "恰好等于", "略高于"];

impl Boundary {
    /// The positions that no case tests, in words.
    pub fn missing_outcomes(&self) -> Vec<&'static str> {
        (0..3).filter(|index| self.wanted[*index] && !self.seen[*index]).map(|index| NAMES[index]).collect()
    }

    // Just below a multiple and at it: there the count changes.
    fn at_steps(self) -> Self {
        Self { at_multiples: true, wanted: [true, true, false], ..self }
    }

    /// Records the position of a case relative to the boundary.
    pub fn note(&mut self, case: &Weighed<'_, '_, '_>) {
        let Some(left) = self.left else {
            self.place(self.together(case), case.view.range(self.right, 0));
            return;
        };
        for instance in case.instances() {
            let left = case.view.range(left, instance);
            // A cap applies to the payment, which is rounded to whole fen.
            let left = if self.paid { left.as_payment() } else { left };
            self.place(left, case.view.range(self.right, instance));
        }
    }

    // A cap for all instances together is compared with their sum without the cap.
    fn together(&self, case: &Weighed<'_, '_, '_>) -> Interval {
        let zero = Interval::point(Decimal::ZERO);
        let Some(amount) = self.amount else { return zero };
        case.instances().map(|instance| case.view.range(amount, instance)).fold(zero, Interval::plus).as_payment()
    }

    fn place(&mut self, left: Interval, right: Interval) {
        // A cap first limits the upper end of a range.
        let (Some(left), Some(right)) = (left.high.filter(|_| !left.undefined), right.as_point()) else { return };
        let right = if self.at_multiples { multiple_near(left, right) } else { Some(right) };
        let Some(distance) =
            right.and_then(|right| left.checked_sub(right)).filter(|distance| distance.abs() <= self.step)
        else {
            return;
        };
        let index = if distance.is_zero() { 1 } else { usize::from(distance > Decimal::ZERO) * 2 };
        self.seen[index] = true;
    }
}

// The multiple of a step nearest to a number; 0 is none: nothing is counted on either side of it.
fn multiple_near(value: Decimal, step: Decimal) -> Option<Decimal> {
    let count = value.checked_div(step)?.round().max(Decimal::ONE);
    count.checked_mul(step)
}

/// The boundaries of a measure: comparisons with a figure, minima and maxima of two numbers, steps, the cap.
pub fn of(book: &RuleBook<'_>, measure: &Measure<'_>) -> Vec<Boundary> {
    let answers = Answers::empty(book);
    let view = Evaluator::ignoring_gates(book, &answers);
    let mut found: Vec<Boundary> = Vec::new();
    for expr in of_measure(measure) {
        visit_parts(book, expr, &mut |expr, node| {
            for boundary in of_node(&view, expr, node) {
                if found.iter().all(|known| known.says != boundary.says) {
                    found.push(boundary);
                }
            }
        });
    }
    found.extend(caps(&view, measure));
    found
}

fn of_node(view: &Evaluator<'_, '_>, expr: ExprId, node: &Node) -> Vec<Boundary> {
    let text = |expr: ExprId| expression::text(view.book, expr);
    match node {
        Node::Compare(_, left, right) | Node::Min(left, right) | Node::Max(left, right) => {
            between(view, Some(*left), *right, text(expr)).into_iter().collect()
        }
        Node::Steps(_, left, right) | Node::Round(_, left, right) => {
            between(view, Some(*left), *right, text(expr)).into_iter().map(Boundary::at_steps).collect()
        }
        Node::Tiers(_, of, tiers) | Node::Portions(of, tiers) => {
            let says = |threshold: ExprId| format!("{}（分档）{}", text(*of), text(threshold));
            tiers.iter().filter_map(|(from, _)| between(view, Some(*of), *from, says(*from))).collect()
        }
        number_node!() | condition_node!() => Vec::new(),
    }
}

fn between(view: &Evaluator<'_, '_>, left: Option<ExprId>, right: ExprId, says: String) -> Option<Boundary> {
    let comparable = |expr: ExprId| constant(view.book, expr);
    let (left, right) = match left {
        Some(left) if comparable(left).is_some() => (Some(right), left),
        other => (other, right),
    };
    let step = comparable(right).map_or(Decimal::new(1, 2), |(_, counts)| step(counts));
    let step = left.and_then(|left| grain(view.book, left)).unwrap_or(step);
    let (low, high) = match left {
        Some(left) => (view.range(left, 0), view.range(right, 0)),
        None => (Interval::ENTIRE, view.range(right, 0)),
    };
    let below = !(low.low.is_some() && low.low >= high.high && high.high.is_some());
    let above = !(low.high.is_some() && high.low.is_some() && low.high <= high.low);
    Some(Boundary {
        says,
        left,
        right,
        amount: None,
        step,
        at_multiples: false,
        paid: false,
        wanted: [below, true, above],
        seen: [false; 3],
    })
}

// Each figure at which a cap can apply: for one instance, for all together, or for both if the text leaves it open.
fn caps(view: &Evaluator<'_, '_>, measure: &Measure<'_>) -> Vec<Boundary> {
    let (Some(cap), Payout::Amount(amount)) = (&measure.cap, measure.promise) else { return Vec::new() };
    let several = measure.group.is_some();
    let apart = cap.scope.holds_for_each() || !several;
    let together = cap.scope != CapScope::Each && several;
    let lefts = [apart.then_some(Some(amount)), together.then_some(None)].into_iter().flatten();
    let limits = limits(view.book, cap.at_most);
    let all = lefts.flat_map(|left| limits.iter().map(move |limit| (left, *limit)));
    let found = all.filter_map(|(left, limit)| {
        let whole = if left.is_none() && apart { "（合计）" } else { "" };
        let says = format!("at_most {}{whole}", expression::text(view.book, limit));
        between(view, left, limit, says).map(|boundary| Boundary { amount: Some(amount), paid: true, ..boundary })
    });
    found.collect()
}

// The possible figures of a cap, over all its branches and readings.
fn limits(book: &RuleBook<'_>, expr: ExprId) -> Vec<ExprId> {
    match &book.nodes[expr] {
        Node::If(_, a, b) | Node::Readings(a, b) => {
            let mut all = limits(book, *a);
            all.extend(limits(book, *b));
            all.sort_unstable();
            all.dedup();
            all
        }
        Node::Unlimited => Vec::new(),
        Node::Constant(..)
        | Node::Figure(_)
        | Node::Derived(_)
        | Node::Add(..)
        | Node::Subtract(..)
        | Node::Multiply(..)
        | Node::Divide(..)
        | Node::Min(..)
        | Node::Max(..)
        | Node::Highest(..)
        | Node::UpTo(_)
        | Node::Between(..)
        | Node::AtLeast(_)
        | Node::Steps(..)
        | Node::Round(..)
        | Node::Tiers(..)
        | Node::Portions(..)
        | Node::Count(..)
        | condition_node!() => vec![expr],
    }
}
