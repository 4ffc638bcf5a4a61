//! Truth values a comparison can still take when one of its figures is answered 不清楚. Knows no measures.

use crate::book::{ExprId, Node, Relation, RuleBook, quotient};
use crate::condition_node;
use crate::evaluate::{Evaluator, FactInstance, FactStatus};
use crate::number::{Interval, Truth};
use rust_decimal::Decimal;

// With more missing figures than this a comparison is considered free.
const MOST: usize = 3;

/// Whether the missing figures can make a comparison true, and false. `None`: both may be possible, because no figure is
/// 不清楚, or because trying some figures cannot exclude either.
///
/// Each missing figure is tried at both ends of its range and slightly above the lower end; between these samples a
/// monotone comparison changes only once.
pub(super) fn comparison_bounds(view: &Evaluator<'_, '_>, expr: ExprId, instance: usize) -> Option<(bool, bool)> {
    let Node::Compare(relation, left, right) = &view.book.nodes[expr] else { return None };
    let mut slots = Vec::new();
    view.missing(expr, instance, &mut slots);
    let all = slots.len();
    slots.retain(|FactInstance { fact, instance: at }| view.standing(*fact, *at) != FactStatus::Unsure);
    if slots.len() == all || slots.len() > MOST || !is_monotone(view.book, *relation, *left, *right) {
        return None;
    }
    let mut supposed = Vec::new();
    let (mut holds, mut fails) = (false, false);
    each(view, &slots, &mut supposed, &mut |supposed| {
        let truth = view.compare_supposing(*relation, (*left, *right), instance, &|fact| {
            let known = supposed.iter().find(|(known, _)| known.fact == fact)?;
            Some(Interval::point(known.1))
        });
        holds |= truth == Truth::True;
        fails |= truth == Truth::False;
    });
    Some((holds, fails))
}

/// Whether one of two conditions is true exactly if the other is false.
pub(super) fn are_opposites(view: &Evaluator<'_, '_>, one: ExprId, other: ExprId) -> bool {
    let node = |expr: ExprId| &view.book.nodes[expr];
    let negates = |one: ExprId, other: ExprId| matches!(node(one), Node::Not(inner) if *inner == other);
    if let (Node::Compare(first, a, b), Node::Compare(second, c, d)) = (node(one), node(other)) {
        return (a, b) == (c, d)
            && matches!(
                (first, second),
                (Relation::AtLeast, Relation::LessThan)
                    | (Relation::LessThan, Relation::AtLeast)
                    | (Relation::AtMost, Relation::MoreThan)
                    | (Relation::MoreThan, Relation::AtMost)
            );
    }
    negates(one, other) || negates(other, one)
}

fn each(
    view: &Evaluator<'_, '_>,
    rest: &[FactInstance],
    supposed: &mut Vec<(FactInstance, Decimal)>,
    found: &mut impl FnMut(&[(FactInstance, Decimal)]),
) {
    let Some((slot, rest)) = rest.split_first() else { return found(supposed) };
    let range = view.book.facts[slot.fact].range;
    let (low, high) = range.map_or((Decimal::ZERO, Decimal::ONE), |(low, high)| (low.0, high.0));
    for value in [low, low + Decimal::new(1, 4), high] {
        supposed.push((*slot, value));
        each(view, rest, supposed, found);
        supposed.pop();
    }
}

// Whether between its ends a comparison changes with each missing figure only once: sums and differences of figures,
// multiplied and divided by constants only, and compared as a whole with another such number by a threshold. A figure
// times another one, a smaller or larger of two, a case distinction or equality can change in between.
fn is_monotone(book: &RuleBook<'_>, relation: Relation, left: ExprId, right: ExprId) -> bool {
    let (above, below) = quotient(book, left).unwrap_or((left, right));
    // Below zero a quotient decides nothing, and just above zero no figure was tried.
    let is_never_negative = |expr: ExprId| {
        let Node::Figure(fact) = &book.nodes[expr] else { return false };
        book.facts[*fact].range.is_some_and(|(low, _)| !low.0.is_sign_negative())
    };
    let has_plain_divisor = quotient(book, left).is_none() || is_never_negative(below) && is_constant(book, right);
    let is_threshold = match relation {
        Relation::AtLeast | Relation::MoreThan | Relation::AtMost | Relation::LessThan => true,
        Relation::Equal | Relation::NotEqual => false,
    };
    is_threshold && has_plain_divisor && is_linear(book, above) && is_linear(book, right)
}

fn is_linear(book: &RuleBook<'_>, expr: ExprId) -> bool {
    let of = |part: &ExprId| is_linear(book, *part);
    match &book.nodes[expr] {
        Node::Constant(..) | Node::Figure(_) => true,
        Node::Derived(derived) => of(&book.derived[*derived].is),
        Node::Add(a, b) | Node::Subtract(a, b) => of(a) && of(b),
        Node::Multiply(a, b) => of(a) && of(b) && (is_constant(book, *a) || is_constant(book, *b)),
        Node::Divide(a, b) => of(a) && is_constant(book, *b),
        Node::Min(..)
        | Node::Max(..)
        | Node::If(..)
        | Node::Highest(..)
        | Node::UpTo(_)
        | Node::Between(..)
        | Node::AtLeast(_)
        | Node::Readings(..)
        | Node::Unlimited
        | Node::Steps(..)
        | Node::Round(..)
        | Node::Tiers(..)
        | Node::Portions(..)
        | Node::Count(..)
        | condition_node!() => false,
    }
}

fn is_constant(book: &RuleBook<'_>, expr: ExprId) -> bool {
    matches!(&book.nodes[expr], Node::Constant(..))
}
