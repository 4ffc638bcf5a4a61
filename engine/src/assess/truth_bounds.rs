//! Bounds the truth that missing answers can give a condition, and finds the answers that matter. Knows no measures.

use super::comparison_bounds::{are_opposites, comparison_bounds};
use crate::book::{ExprId, Node};
use crate::evaluate::{Evaluator, FactInstance, FactStatus};
use crate::number::Truth;
use crate::number_node;

/// The truth of a condition or of an instance of a measure, and the values that missing answers can give it.
#[derive(Clone, Copy, Debug)]
pub(super) struct TruthBounds {
    pub(super) truth: Truth,
    pub(super) can_hold: bool,
    pub(super) can_fail: bool,
    /// Whether every unknown part of it can still become true and false.
    pub(super) free: bool,
}

impl TruthBounds {
    /// True; no answer can change it.
    pub(super) const HOLDS: Self = Self { truth: Truth::True, can_hold: true, can_fail: false, free: true };

    /// Whether a measure applies on the assessment date. If the text leaves it open, no answer decides it.
    pub(super) fn of_day(applies: Truth) -> Self {
        match applies {
            Truth::Unknown => Self { truth: applies, can_hold: false, can_fail: false, free: false },
            _ => Self::HOLDS,
        }
    }

    // A truth that no answer changes any more.
    fn settled(truth: Truth) -> Self {
        Self { truth, can_hold: truth == Truth::True, can_fail: truth == Truth::False, free: true }
    }

    /// Conjunction.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            truth: self.truth.and(other.truth),
            can_hold: self.can_hold && other.can_hold,
            can_fail: self.can_fail || other.can_fail,
            free: self.free && other.free,
        }
    }

    fn negate(self) -> Self {
        Self { truth: self.truth.negate(), can_hold: self.can_fail, can_fail: self.can_hold, ..self }
    }
}

/// The bounds of a condition. A comparison with any missing answer is considered free, unless one of its figures is
/// 不清楚.
pub(super) fn truth_bounds(view: &Evaluator<'_, '_>, expr: ExprId, instance: usize) -> TruthBounds {
    let of = |part: ExprId| truth_bounds(view, part, instance);
    match &view.book.nodes[expr] {
        Node::And(a, b) => match of(*a) {
            first if first.truth == Truth::False => first,
            first => first.and(of(*b)),
        },
        Node::Or(a, b) => match of(*a) {
            first if first.truth == Truth::True => first,
            first => {
                let either = first.negate().and(of(*b).negate()).negate();
                TruthBounds { can_fail: either.can_fail && !is_covered(view, *a, *b), ..either }
            }
        },
        Node::Implies(a, b) => match of(*a) {
            first if first.truth == Truth::False => first.negate(),
            first => first.and(of(*b).negate()).negate(),
        },
        Node::Not(a) => of(*a).negate(),
        Node::Confirm(a) => match of(*a) {
            inner if inner.truth == Truth::False => inner,
            inner => TruthBounds { truth: Truth::Unknown, can_hold: false, can_fail: inner.can_fail, free: false },
        },
        Node::Yes(fact) | Node::Is(fact, _) | Node::HasAny(fact, _) | Node::HasAll(fact, _) => {
            match view.truth(expr, instance) {
                Truth::Unknown => {
                    let free = is_open(view, FactInstance::new(*fact, instance));
                    TruthBounds { truth: Truth::Unknown, can_hold: free, can_fail: free, free }
                }
                truth => TruthBounds::settled(truth),
            }
        }
        Node::Compare(..) | number_node!() => match view.truth(expr, instance) {
            Truth::Unknown => {
                let mut missing = Vec::new();
                view.missing(expr, instance, &mut missing);
                let free = missing.into_iter().any(|slot| is_open(view, slot));
                match comparison_bounds(view, expr, instance).filter(|_| free) {
                    Some((can_hold, can_fail)) => {
                        TruthBounds { truth: Truth::Unknown, can_hold, can_fail, free: can_hold && can_fail }
                    }
                    None => TruthBounds { truth: Truth::Unknown, can_hold: free, can_fail: free, free },
                }
            }
            truth => TruthBounds::settled(truth),
        },
    }
}

// Whether the department decides if the first condition fails, so that the disjunction never fails.
fn is_covered(view: &Evaluator<'_, '_>, first: ExprId, second: ExprId) -> bool {
    matches!(&view.book.nodes[second], Node::Confirm(inner) if are_opposites(view, first, *inner))
}

fn is_open(view: &Evaluator<'_, '_>, FactInstance { fact, instance }: FactInstance) -> bool {
    matches!(view.standing(fact, instance), FactStatus::Askable | FactStatus::Blocked)
}

/// Collects the unanswered facts that can make the condition true (if `yes`) or false (if `no`).
pub(super) fn relevant_facts(
    view: &Evaluator<'_, '_>,
    expr: ExprId,
    instance: usize,
    (yes, no): (bool, bool),
    into: &mut Vec<FactInstance>,
) {
    let whole = truth_bounds(view, expr, instance);
    let (yes, no) = (yes && whole.can_hold, no && whole.can_fail);
    if !yes && !no || whole.truth != Truth::Unknown {
        return;
    }
    let of = |part: ExprId| truth_bounds(view, part, instance);
    let mut part = |part: ExprId, counts: (bool, bool)| relevant_facts(view, part, instance, counts, into);
    match &view.book.nodes[expr] {
        Node::And(a, b) => {
            part(*a, (yes, no));
            part(*b, (yes, no));
        }
        Node::Or(a, b) => {
            part(*a, (yes, no && of(*b).can_fail));
            part(*b, (yes, no && of(*a).can_fail));
        }
        Node::Implies(a, b) => {
            part(*a, (no && of(*b).can_fail, yes));
            part(*b, (yes, no && of(*a).can_hold));
        }
        Node::Not(a) => part(*a, (no, yes)),
        Node::Confirm(a) => part(*a, (false, no)),
        Node::Yes(_) | Node::Is(..) | Node::HasAny(..) | Node::HasAll(..) | Node::Compare(..) | number_node!() => {
            view.missing(expr, instance, into);
        }
    }
}
