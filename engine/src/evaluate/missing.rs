//! Collects the missing facts of an unknown condition or an inexact figure. Knows no measure.

use super::{Evaluator, FactInstance, FactStatus};
use crate::book::{ExprId, FactId, Node};
use crate::number::Truth;

impl Evaluator<'_, '_> {
    /// Collects the unanswered facts that an unknown condition or an inexact number depends on; gates before the facts
    /// they open.
    pub fn missing(&self, expr: ExprId, instance: usize, into: &mut Vec<FactInstance>) {
        match self.node(expr) {
            Node::Yes(fact) | Node::Is(fact, _) | Node::HasAny(fact, _) | Node::HasAll(fact, _) => {
                if self.truth(expr, instance) == Truth::Unknown {
                    self.require_fact(*fact, instance, into);
                }
            }
            Node::Figure(fact) => self.require_fact(*fact, instance, into),
            Node::Compare(_, a, b) => {
                if self.truth(expr, instance) == Truth::Unknown {
                    self.missing(*a, instance, into);
                    self.missing(*b, instance, into);
                }
            }
            Node::And(a, b) | Node::Or(a, b) | Node::Implies(a, b) => {
                if self.truth(expr, instance) == Truth::Unknown {
                    for part in [*a, *b] {
                        if self.truth(part, instance) == Truth::Unknown {
                            self.missing(part, instance, into);
                        }
                    }
                }
            }
            Node::Not(a) | Node::Confirm(a) => {
                if self.truth(*a, instance) == Truth::Unknown {
                    self.missing(*a, instance, into);
                }
            }
            Node::Add(a, b)
            | Node::Subtract(a, b)
            | Node::Multiply(a, b)
            | Node::Divide(a, b)
            | Node::Min(a, b)
            | Node::Max(a, b)
            | Node::Between(a, b)
            | Node::Readings(a, b)
            | Node::Steps(_, a, b)
            | Node::Round(_, a, b) => {
                self.missing(*a, instance, into);
                self.missing(*b, instance, into);
            }
            Node::If(test, a, b) => match self.truth(*test, instance) {
                Truth::True => self.missing(*a, instance, into),
                Truth::False => self.missing(*b, instance, into),
                Truth::Unknown => {
                    for part in [*test, *a, *b] {
                        self.missing(part, instance, into);
                    }
                }
            },
            Node::Count(fact, _) => {
                if self.range(expr, instance).as_point().is_none() {
                    self.require_fact(*fact, instance, into);
                }
            }
            Node::Highest(fact, tiers) => {
                if self.range(expr, instance).as_point().is_none() {
                    self.require_fact(*fact, instance, into);
                    for (_, amount) in tiers {
                        self.missing(*amount, instance, into);
                    }
                }
            }
            Node::Tiers(_, of, tiers) | Node::Portions(of, tiers) => {
                if self.range(expr, instance).as_point().is_none() {
                    self.missing(*of, instance, into);
                    for (_, amount) in tiers {
                        self.missing(*amount, instance, into);
                    }
                }
            }
            Node::UpTo(a) | Node::AtLeast(a) => self.missing(*a, instance, into),
            Node::Derived(derived) => {
                self.missing(self.book.derived[*derived].is, instance, into);
            }
            Node::Constant(..) | Node::Unlimited => {}
        }
    }

    fn require_fact(&self, fact: FactId, instance: usize, into: &mut Vec<FactInstance>) {
        let known = &self.book.facts[fact];
        let instance = if known.group.is_some() { instance } else { 0 };
        // Its dependencies were pushed before it.
        if into.contains(&FactInstance::new(fact, instance)) {
            return;
        }
        match self.standing(fact, instance) {
            FactStatus::Answered | FactStatus::NotApplicable => return,
            // The fact depends on the list of concerns, which comes first.
            FactStatus::NotAsked => {
                let concerns = self.book.document.concerns_fact.map(FactInstance::first);
                match concerns.filter(|_| self.supposing) {
                    Some(concerns) if !into.contains(&concerns) => into.push(concerns),
                    Some(_) => {}
                    None => return,
                }
            }
            FactStatus::Blocked => {
                if let Some(gate) = known.ask_if {
                    self.missing(gate, instance, into);
                }
            }
            FactStatus::Askable | FactStatus::Unsure => {}
        }
        into.push(FactInstance::new(fact, instance));
    }
}
