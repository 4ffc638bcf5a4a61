//! Validates that a rule book can be evaluated. Knows no answers.

use super::visit::collect_facts;
use super::{ExprId, Fact, FactId, FactType, Guidance, MeasureId, Node, OptionSet, Payout, RuleBook};
use crate::index::IndexVec;

/// Maximum depth of an expression. Evaluation is recursive, and the stack of a browser is small. Hand-written
/// expressions have a tenth of this depth.
pub const MAX_DEPTH: u32 = 100;
/// Maximum number of node visits of an evaluation; a shared subexpression counts once per reference.
pub const MAX_VISITS: u32 = 1_000;
// Upper bound on the length of a chain of gates.
const MOST_GATES: u32 = 30;

// The depth of an expression, and the number of node visits of its evaluation.
#[derive(Clone, Copy)]
struct Extent {
    levels: u32,
    visits: u32,
}

impl Extent {
    fn take_in(&mut self, part: Self) {
        self.levels = self.levels.max(part.levels + 1);
        self.visits = self.visits.saturating_add(part.visits);
    }
}

impl RuleBook<'_> {
    // INVARIANT: every index that evaluation follows is in range. Expressions refer to earlier ones only, within the
    // limits of depth and visits, and gates refer to earlier facts only. So evaluation terminates quickly and never
    // leaves a list or overflows the stack.
    pub(crate) fn is_valid(&self) -> bool {
        let nodes = self.nodes.len();
        let expr = |e: ExprId| e.index() < nodes;
        let fact = |f: FactId| f.index() < self.facts.len();
        let measures = |list: &[MeasureId]| list.iter().all(|m| m.index() < self.measures.len());
        self.first_invalid_expr().is_none()
            && fact(self.document.date_fact)
            && fact(self.document.applicant_fact)
            && self.document.concerns_fact.is_none_or(fact)
            && self.document.everywhere.iter().all(|common| expr(common.when))
            && self.document.remarks.iter().all(|(e, _)| expr(*e))
            && self.guidance_is_sound()
            && self.topics.iter().all(|t| t.ask_if.is_none_or(expr))
            && self.derived.iter().all(|d| expr(d.is))
            && self.pairs.iter().all(|pair| fact(pair.this_year) && fact(pair.last_year))
            && self.conditions.iter().all(|c| expr(c.is))
            && self.cautions.iter().all(|c| fact(c.at) && expr(c.when))
            && self.facts.iter().all(|f| self.fact_is_sound(f))
            && self.measures.iter().all(|m| {
                expr(m.applicants)
                    && m.when.iter().all(|e| expr(*e))
                    && m.cap.as_ref().is_none_or(|cap| expr(cap.at_most))
                    && m.bases.iter().all(|base| expr(base.is))
                    && !matches!(m.promise, Payout::Amount(e) if !expr(e))
                    && m.group.is_none_or(|g| g.index() < self.groups.len())
                    && m.links().all(|link| measures(&[link.measure]) && link.when.is_none_or(expr))
                    && measures(&m.see)
            })
            && self.profiles.iter().all(|p| {
                measures(&p.offered)
                    && usize::from(p.example) < self.examples.len()
                    && p.result.largest.iter().all(|(m, _)| measures(&[*m]))
            })
            && self.annex.iter().all(|item| measures(&item.serves))
            && self.gates_are_acyclic()
    }

    fn guidance_is_sound(&self) -> bool {
        let Guidance { advice, issuers } = &self.guidance;
        advice.iter().all(|one| one.when.is_none_or(|when| when.index() < self.nodes.len()))
            && issuers.iter().all(|issuer| {
                issuer.of_facts.iter().all(|(fact, _)| fact.index() < self.facts.len())
                    && issuer.of_measures.iter().all(|(measure, _)| measure.index() < self.measures.len())
            })
    }

    /// Whether every id of another book is in range for this book, so that this book can replace it.
    pub fn stands_for(&self, other: &RuleBook<'_>) -> bool {
        self.facts.len() >= other.facts.len()
            && self.measures.len() >= other.measures.len()
            && self.nodes.len() >= other.nodes.len()
            && self.derived.len() >= other.derived.len()
            && self.topics.len() >= other.topics.len()
            && self.groups.len() >= other.groups.len()
    }

    /// The first expression that is too deep, needs too many visits, or refers to an expression or fact that does not
    /// precede it or does not exist.
    pub fn first_invalid_expr(&self) -> Option<ExprId> {
        let fact = |f: FactId| f.index() < self.facts.len();
        let mut extents: IndexVec<ExprId, Extent> = IndexVec::new();
        for (expr, node) in self.nodes.iter_enumerated() {
            let mut own = Extent { levels: 1, visits: 1 };
            let mut earlier = |e: ExprId| extents.get(e).map(|part| own.take_in(*part)).is_some();
            let definition = if let Node::Derived(derived) = node {
                self.derived.get(*derived).is_some_and(|derived| earlier(derived.is))
            } else {
                true
            };
            let is_sound = node.fact().is_none_or(fact) && definition && node.children().all(earlier);
            if !is_sound || own.levels > MAX_DEPTH || own.visits > MAX_VISITS {
                return Some(expr);
            }
            extents.push(own);
        }
        None
    }

    // Requires that the expressions in the gates are already validated.
    fn gates_are_acyclic(&self) -> bool {
        let mut gates: IndexVec<FactId, u32> = IndexVec::new();
        for fact in &self.facts {
            let mut used = Vec::new();
            if let Some(gate) = fact.ask_if {
                collect_facts(self, gate, &mut used);
            }
            let before: Option<Vec<u32>> = used.iter().map(|fact| gates.get(*fact).copied()).collect();
            let Some(before) = before else { return false };
            let own = before.into_iter().max().map_or(0, |most| most + 1);
            if own > MOST_GATES {
                return false;
            }
            gates.push(own);
        }
        true
    }

    fn fact_is_sound(&self, fact: &Fact<'_>) -> bool {
        let expr = |e: ExprId| e.index() < self.nodes.len();
        let unit = |u: u8| usize::from(u) < self.units.len();
        usize::from(fact.topic) < self.topics.len()
            && fact.ask_if.is_none_or(expr)
            && fact.group.is_none_or(|(g, _)| g.index() < self.groups.len())
            && !matches!(fact.kind, FactType::Number(Some(u)) if !unit(u))
            && fact.options.len() <= OptionSet::MOST
            && fact.options.iter().all(|o| o.only_if.is_none_or(expr))
    }
}
