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

/// The step between the values of a number that only has multiples of it, whatever is answered: 1 of a count, 2万元 of
/// what is paid for each, the greatest common divisor of a sum. `None` if figures of the company can be anything.
pub fn grain(book: &RuleBook<'_>, expr: ExprId) -> Option<Decimal> {
    let of = |part: &ExprId| grain(book, *part);
    let common = |a: &ExprId, b: &ExprId| common_divisor(of(a)?, of(b)?);
    match &book.nodes[expr] {
        Node::Count(..) | Node::Steps(..) => Some(Decimal::ONE),
        Node::Constant(value, _) => Some(value.0.abs()),
        Node::Derived(derived) => grain(book, book.derived[*derived].is),
        Node::Add(a, b) | Node::Subtract(a, b) | Node::Min(a, b) | Node::Max(a, b) | Node::If(_, a, b) => common(a, b),
        Node::Multiply(a, b) => of(a)?.checked_mul(of(b)?),
        Node::Tiers(_, _, tiers) => {
            tiers.iter().try_fold(Decimal::ZERO, |all, (_, amount)| common_divisor(all, of(amount)?))
        }
        Node::Figure(_)
        | Node::Divide(..)
        | Node::Highest(..)
        | Node::UpTo(_)
        | Node::Between(..)
        | Node::AtLeast(_)
        | Node::Readings(..)
        | Node::Unlimited
        | Node::Round(..)
        | Node::Portions(..)
        | condition_node!() => None,
    }
}

fn common_divisor(a: Decimal, b: Decimal) -> Option<Decimal> {
    if b.is_zero() { Some(a) } else { common_divisor(b, a.checked_rem(b)?) }
}

/// The smallest significant change of a figure: a fen, a hundredth of a per cent, a hundredth of a unit.
pub fn step(counts: Unit) -> Decimal {
    match counts {
        Unit::Ratio => Decimal::new(1, 4),
        Unit::Money | Unit::Plain | Unit::Unit(_) | Unit::MoneyPer(_) | Unit::Quotient(..) => Decimal::new(1, 2),
    }
}
