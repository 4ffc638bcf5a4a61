//! Truth values a comparison can still take when one of its figures is answered 不清楚. Knows no measures.

use crate::book::{ExprId, Node, Relation};
use crate::evaluate::{Evaluator, FactInstance, FactStatus, compare_intervals};
use crate::number::{Interval, Truth};
use rust_decimal::Decimal;

// With more missing figures than this a comparison is considered free.
const MOST: usize = 3;

/// Whether the missing figures can make a comparison true, and false. `None`: no figure is 不清楚, so both are possible.
///
/// Each missing figure is tried at both ends of its range and slightly above the lower end; between these samples a
/// comparison changes only once.
pub(super) fn comparison_bounds(view: &Evaluator<'_, '_>, expr: ExprId, instance: usize) -> Option<(bool, bool)> {
    let Node::Compare(relation, left, right) = &view.book.nodes[expr] else { return None };
    let mut slots = Vec::new();
    view.missing(expr, instance, &mut slots);
    let all = slots.len();
    slots.retain(|FactInstance { fact, instance: at }| view.standing(*fact, *at) != FactStatus::Unsure);
    if slots.len() == all || slots.len() > MOST {
        return None;
    }
    let mut supposed = Vec::new();
    let (mut holds, mut fails) = (false, false);
    each(view, &slots, &mut supposed, &mut |supposed| {
        let truth = Assumption { view, instance, supposed }.compare(*relation, *left, *right);
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

// Evaluates numbers with assumed values for some figures.
struct Assumption<'s, 'e, 'a> {
    view: &'s Evaluator<'e, 'a>,
    instance: usize,
    supposed: &'s [(FactInstance, Decimal)],
}

impl Assumption<'_, '_, '_> {
    fn compare(&self, relation: Relation, left: ExprId, right: ExprId) -> Truth {
        let Some((above, below)) = self.view.quotient(left) else {
            return compare_intervals(relation, &self.range(left), &self.range(right));
        };
        let below = self.range(below);
        if below.low.is_some_and(|low| low > Decimal::ZERO) {
            compare_intervals(relation, &self.range(above), &self.range(right).times(below))
        } else {
            Truth::Unknown
        }
    }

    fn range(&self, expr: ExprId) -> Interval {
        self.view.range_supposing(expr, self.instance, &|fact| {
            let known = self.supposed.iter().find(|(known, _)| known.fact == fact)?;
            Some(Interval::point(known.1))
        })
    }
}
