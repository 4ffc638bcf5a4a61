//! Walks the expressions of a rule book. Knows no measure and no answers.

use huiqi_engine::assess::parts;
use huiqi_engine::book::{Book, Counts, Expr, Measure, Node, Promise};
use rust_decimal::Decimal;

/// The direct parts of a node: those of a derived value are its definition, those of `highest` its tiers.
pub fn children(book: &Book<'_>, node: &Node) -> Vec<Expr> {
    match node {
        Node::Derived(derived) => book.derived.get(usize::from(*derived)).map(|d| d.is).into_iter().collect(),
        Node::Highest(_, tiers) => tiers.iter().map(|(_, amount)| *amount).collect(),
        other => parts(other).into_iter().flatten().collect(),
    }
}

/// Visits an expression and all its parts, every occurrence once, a whole before its parts.
pub fn walk(book: &Book<'_>, expr: Expr, visit: &mut dyn FnMut(Expr, &Node)) {
    let Some(node) = book.nodes.get(usize::from(expr)) else { return };
    visit(expr, node);
    for child in children(book, node) {
        walk(book, child, visit);
    }
}

/// Every expression that a measure consists of: its conditions, its amount, its cap, what is computed beside it.
pub fn of_measure(measure: &Measure<'_>) -> Vec<Expr> {
    let mut all = measure.when.clone();
    if let Promise::Amount(amount) = measure.promise {
        all.push(amount);
    }
    all.extend(measure.cap.as_ref().map(|cap| cap.at_most));
    all.extend(measure.bases.iter().map(|base| base.is));
    all
}

/// The value of a constant, and what it counts.
pub fn constant(book: &Book<'_>, expr: Expr) -> Option<(Decimal, Counts)> {
    match book.nodes.get(usize::from(expr)) {
        Some(Node::Constant(figure, counts)) => Some((figure.0, *counts)),
        _ => None,
    }
}

/// The smallest change of a figure that still matters: a fen, a hundredth of a per cent, a hundredth of a unit.
pub fn step(counts: Counts) -> Decimal {
    match counts {
        Counts::Ratio => Decimal::new(1, 4),
        Counts::Money | Counts::Plain | Counts::Unit(_) | Counts::MoneyPer(_) => Decimal::new(1, 2),
    }
}
