//! Interns the nodes of all expressions. Knows no names and no types.

use super::toml_reader::Span;
use huiqi_engine::book::{DerivedId, ExprId, FactId, Node};
use huiqi_engine::condition_node;
use huiqi_engine::index::IndexVec;
use rust_decimal::Decimal;
use std::collections::HashMap;

/// The nodes of all expressions, each stored once with the span of its first occurrence.
#[derive(Debug, Default)]
pub struct ExprInterner {
    list: IndexVec<ExprId, Node>,
    known: HashMap<Node, ExprId>,
    places: IndexVec<ExprId, Span>,
    derived: IndexVec<DerivedId, ExprId>,
}

impl ExprInterner {
    /// Stores a node, or finds the existing one.
    pub fn intern(&mut self, node: Node, at: Span) -> ExprId {
        if let Some(expr) = self.known.get(&node) {
            return *expr;
        }
        let expr = self.list.push(node.clone());
        self.places.push(at);
        self.known.insert(node, expr);
        expr
    }

    /// The node of an expression.
    pub fn node(&self, expr: ExprId) -> &Node {
        &self.list[expr]
    }

    /// Collects the facts that an expression uses, including those of derived values.
    pub fn facts_of(&self, expr: ExprId, into: &mut Vec<FactId>) {
        let node = &self.list[expr];
        into.extend(node.fact());
        if let Node::Derived(derived) = node {
            self.facts_of(self.derived[*derived], into);
        }
        node.children().for_each(|part| self.facts_of(part, into));
    }

    /// The minimum of an amount of literals; `None` if a fact decides.
    pub fn least(&self, expr: ExprId) -> Option<Decimal> {
        let of = |expr: ExprId| self.least(expr);
        match &self.list[expr] {
            Node::Constant(figure, _) => Some(figure.0),
            Node::AtLeast(a) | Node::Between(a, _) => of(*a),
            Node::UpTo(_) => Some(Decimal::ZERO),
            Node::Unlimited => Some(Decimal::MAX),
            Node::Min(a, b) | Node::If(_, a, b) | Node::Readings(a, b) => Some(of(*a)?.min(of(*b)?)),
            Node::Max(a, b) => Some(of(*a)?.max(of(*b)?)),
            Node::Figure(_)
            | Node::Derived(_)
            | Node::Add(..)
            | Node::Subtract(..)
            | Node::Multiply(..)
            | Node::Divide(..)
            | Node::Highest(..)
            | Node::Steps(..)
            | Node::Round(..)
            | Node::Tiers(..)
            | Node::Portions(..)
            | Node::Count(..)
            | condition_node!() => None,
        }
    }

    /// Adds the definition of the next derived value.
    pub fn define(&mut self, is: ExprId) {
        self.derived.push(is);
    }

    /// The nodes and their spans.
    pub fn into_parts(self) -> (IndexVec<ExprId, Node>, IndexVec<ExprId, Span>) {
        (self.list, self.places)
    }
}
