//! Collects the facts that a rule uses. Knows no answers.

use super::{ExprId, FactId, Measure, Node, Payout, RuleBook};

impl RuleBook<'_> {
    /// The direct children of a node; for a derived value its definition.
    pub fn children<'n>(&self, node: &'n Node) -> impl Iterator<Item = ExprId> + use<'n> {
        let definition = if let Node::Derived(derived) = node { Some(self.derived[*derived].is) } else { None };
        definition.into_iter().chain(node.children())
    }
}

/// Collects the facts that an expression uses, including those of derived values.
pub fn collect_facts(book: &RuleBook<'_>, expr: ExprId, into: &mut Vec<FactId>) {
    let node = &book.nodes[expr];
    if let Some(fact) = node.fact().filter(|fact| !into.contains(fact)) {
        into.push(fact);
    }
    book.children(node).for_each(|part| collect_facts(book, part, into));
}

/// Dividend and divisor of a quotient; looks through derived values.
pub fn quotient(book: &RuleBook<'_>, expr: ExprId) -> Option<(ExprId, ExprId)> {
    if let Node::Derived(derived) = &book.nodes[expr] {
        return quotient(book, book.derived[*derived].is);
    }
    let Node::Divide(above, below) = &book.nodes[expr] else { return None };
    Some((*above, *below))
}

/// The facts a measure depends on, in the order of its conditions, then its amount and cap.
pub fn facts_of_measure(book: &RuleBook<'_>, measure: &Measure<'_>) -> Vec<FactId> {
    let mut facts = Vec::new();
    for condition in &measure.when {
        collect_facts(book, *condition, &mut facts);
    }
    if let Payout::Amount(amount) = measure.promise {
        collect_facts(book, amount, &mut facts);
    }
    if let Some(cap) = &measure.cap {
        collect_facts(book, cap.at_most, &mut facts);
    }
    facts
}
