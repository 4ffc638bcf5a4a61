//! The truth of conditions. Knows expressions and the states of facts, not measures.

use super::{Evaluator, PartialValue};
use crate::book::{ExprId, Node, Relation};
use crate::number::{Interval, Truth};
use crate::number_node;

impl Evaluator<'_, '_> {
    /// The truth of a condition.
    pub fn truth(&self, expr: ExprId, instance: usize) -> Truth {
        match self.node(expr) {
            Node::Yes(fact) => match self.possible(*fact, instance) {
                PartialValue::Truth(truth) => truth,
                _ => Truth::Unknown,
            },
            Node::Is(fact, wanted) => {
                let seen = self.seen(*fact, instance);
                match seen.possible {
                    PartialValue::Choice(left) if left.intersection(*wanted).is_empty() => Truth::False,
                    PartialValue::Choice(left) if left.is_subset(*wanted) && !seen.maybe_none => Truth::True,
                    _ => Truth::Unknown,
                }
            }
            Node::HasAny(fact, wanted) => match self.possible(*fact, instance) {
                PartialValue::Several { sure, .. } if !sure.intersection(*wanted).is_empty() => Truth::True,
                PartialValue::Several { maybe, .. } if maybe.intersection(*wanted).is_empty() => {
                    if self.is_left(*fact, *wanted) { Truth::Unknown } else { Truth::False }
                }
                _ => Truth::Unknown,
            },
            Node::HasAll(fact, wanted) => match self.possible(*fact, instance) {
                PartialValue::Several { sure, .. } if wanted.is_subset(sure) => Truth::True,
                PartialValue::Several { maybe, .. } if !wanted.is_subset(maybe) => {
                    if self.is_left(*fact, *wanted) {
                        Truth::Unknown
                    } else {
                        Truth::False
                    }
                }
                _ => Truth::Unknown,
            },
            Node::Compare(relation, left, right) => {
                self.compare_supposing(*relation, (*left, *right), instance, &|_| None)
            }
            Node::Not(inner) => self.truth(*inner, instance).negate(),
            Node::And(a, b) => match self.truth(*a, instance) {
                Truth::False => Truth::False,
                first => first.and(self.truth(*b, instance)),
            },
            Node::Or(a, b) => match self.truth(*a, instance) {
                Truth::True => Truth::True,
                first => first.or(self.truth(*b, instance)),
            },
            Node::Implies(a, b) => match self.truth(*a, instance) {
                Truth::False => Truth::True,
                first => first.negate().or(self.truth(*b, instance)),
            },
            Node::Confirm(inner) => match self.truth(*inner, instance) {
                Truth::False => Truth::False,
                _ => Truth::Unknown,
            },
            number_node!() => Truth::Unknown,
        }
    }
}

pub(super) fn compare_intervals(relation: Relation, left: &Interval, right: &Interval) -> Truth {
    match relation {
        Relation::AtLeast => left.at_least(right),
        Relation::AtMost => right.at_least(left),
        Relation::MoreThan => right.at_least(left).negate(),
        Relation::LessThan => left.at_least(right).negate(),
        Relation::Equal => left.equals(right),
        Relation::NotEqual => left.equals(right).negate(),
    }
}
