//! Visits the expressions of a rule book. Knows no measure and no answers.

use huiqi_engine::book::{ExprId, Measure, Node, Payout, RuleBook, Unit};
use huiqi_engine::condition_node;
use rust_decimal::Decimal;

/// The operands of a node: for a derived value its definition, for `highest` its tiers.
pub fn children(book: &RuleBook<'_>, node: &Node) -> Vec<ExprId> {
    book.children(node).collect()
}

/// Visits an expression and all its parts, every occurrence once, in preorder.
pub fn visit_parts(book: &RuleBook<'_>, expr: ExprId, visitor: &mut dyn FnMut(ExprId, &Node)) {
    let node = &book.nodes[expr];
    visitor(expr, node);
    for child in children(book, node) {
        visit_parts(book, child, visitor);
    }
}

/// Every expression of a measure: its conditions, its amount, its cap, its additional calculations.
pub fn of_measure(measure: &Measure<'_>) -> Vec<ExprId> {
    let mut all = measure.when.clone();
    if let Payout::Amount(amount) = measure.promise {
        all.push(amount);
    }
    all.extend(measure.cap.as_ref().map(|cap| cap.at_most));
    all.extend(measure.bases.iter().map(|base| base.is));
    all
}

/// The value of a constant, and its unit.
pub fn constant(book: &RuleBook<'_>, expr: ExprId) -> Option<(Decimal, Unit)> {
    let Node::Constant(figure, counts) = &book.nodes[expr] else { return None };
    Some((figure.0, *counts))
}

/// Whether a number is whole whatever is answered: a count, or whole numbers added up or compared.
pub fn is_integer(book: &RuleBook<'_>, expr: ExprId) -> bool {
    let of = |part: &ExprId| {
        is_integer(book, *part)
            || constant(book, *part).is_some_and(|(value, unit)| unit == Unit::Plain && value.is_integer())
    };
    match &book.nodes[expr] {
        Node::Count(..) | Node::Steps(..) => true,
        Node::Derived(derived) => is_integer(book, book.derived[*derived].is),
        Node::Add(a, b) | Node::Subtract(a, b) | Node::Min(a, b) | Node::Max(a, b) | Node::If(_, a, b) => {
            of(a) && of(b)
        }
        Node::Tiers(_, _, tiers) => tiers.iter().all(|(_, amount)| of(amount)),
        Node::Constant(..)
        | Node::Figure(_)
        | Node::Multiply(..)
        | Node::Divide(..)
        | Node::Highest(..)
        | Node::UpTo(_)
        | Node::Between(..)
        | Node::AtLeast(_)
        | Node::Readings(..)
        | Node::Unlimited
        | Node::Round(..)
        | Node::Portions(..)
        | condition_node!() => false,
    }
}

/// The smallest significant change of a figure: a fen, a hundredth of a per cent, a hundredth of a unit.
pub fn step(counts: Unit) -> Decimal {
    match counts {
        Unit::Ratio => Decimal::new(1, 4),
        Unit::Money | Unit::Plain | Unit::Unit(_) | Unit::MoneyPer(_) | Unit::Quotient(..) => Decimal::new(1, 2),
    }
}
