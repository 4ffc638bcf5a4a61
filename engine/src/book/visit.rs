//! Which facts a rule uses. Knows no answers.

use super::{ExprId, FactId, Measure, Node, Payout, RuleBook};

/// Collects the facts an expression uses, derived values included.
pub fn collect_facts(book: &RuleBook<'_>, expr: ExprId, into: &mut Vec<FactId>) {
    let node = &book.nodes[expr];
    let mut note = |fact: &FactId| {
        if !into.contains(fact) {
            into.push(*fact);
        }
    };
    match node {
        Node::Yes(f) | Node::Is(f, _) | Node::HasAny(f, _) | Node::HasAll(f, _) | Node::Figure(f) => note(f),
        Node::Highest(f, tiers) => {
            note(f);
            tiers.iter().for_each(|(_, amount)| collect_facts(book, *amount, into));
        }
        Node::Derived(d) => {
            collect_facts(book, book.derived[*d].is, into);
        }
        other => children(other).into_iter().flatten().for_each(|part| collect_facts(book, part, into)),
    }
}

/// The direct parts of an expression that is built from others.
pub fn children(node: &Node) -> [Option<ExprId>; 3] {
    match *node {
        Node::Compare(_, a, b)
        | Node::And(a, b)
        | Node::Or(a, b)
        | Node::Implies(a, b)
        | Node::Add(a, b)
        | Node::Subtract(a, b)
        | Node::Multiply(a, b)
        | Node::Divide(a, b)
        | Node::Min(a, b)
        | Node::Max(a, b)
        | Node::Between(a, b)
        | Node::Readings(a, b) => [Some(a), Some(b), None],
        Node::Not(a) | Node::Confirm(a) | Node::UpTo(a) | Node::AtLeast(a) => [Some(a), None, None],
        Node::If(a, b, c) => [Some(a), Some(b), Some(c)],
        _ => [None, None, None],
    }
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
