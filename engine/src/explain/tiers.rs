//! Renders the tiers of a number as a rule, with the company's figures, and as a table. Knows no verdicts.

use super::calculation::{branch, in_figures};
use super::number::{bracketed, number};
use super::unit::style_of;
use crate::book::{ExprId, Node, Relation, RuleBook};
use crate::evaluate::{Evaluator, portions};
use crate::message::{Arg, Message, messages as say};
use crate::number::{Truth, multiply};
use rust_decimal::Decimal;

/// Thresholds with their amounts or rates.
type Bounds = [(ExprId, ExprId)];

/// The rule: the amount of each tier.
pub(super) fn tiers(book: &RuleBook<'_>, relation: Relation, of: ExprId, tiers: &Bounds) -> Message {
    let make = if relation == Relation::MoreThan { say::tier_above } else { say::tier_from };
    let each = tiers.iter().map(|(threshold, amount)| make(number(book, *threshold), number(book, *amount)));
    say::tiers(bracketed(book, of), each.collect::<Vec<_>>())
}

/// The rule: the rate of each portion.
pub(super) fn portioned(book: &RuleBook<'_>, of: ExprId, tiers: &Bounds) -> Message {
    let each = (0..tiers.len()).filter_map(|index| portion(book, tiers, index));
    say::portions(bracketed(book, of), each.collect::<Vec<_>>())
}

// One portion with its rate.
fn portion(book: &RuleBook<'_>, tiers: &Bounds, index: usize) -> Option<Message> {
    let (threshold, rate) = tiers.get(index)?;
    let (from, rate) = (number(book, *threshold), number(book, *rate));
    let is_zero = matches!(&book.nodes[*threshold], Node::Constant(figure, _) if figure.0.is_zero());
    Some(match tiers.get(index + 1).map(|(next, _)| number(book, *next)) {
        Some(to) if is_zero => say::portion_up_to(to, rate),
        Some(to) => say::portion_between(from, to, rate),
        None if is_zero => say::portion_whole(rate),
        None => say::portion_above(from, rate),
    })
}

/// The amount of the tier that the company is in, and why; `None` while that is open.
pub(super) fn tier_in_figures(
    view: &Evaluator<'_, '_>,
    (expr, instance): (ExprId, usize),
    (relation, of): (Relation, ExprId),
    tiers: &Bounds,
) -> Option<Arg> {
    let reaches = |threshold: ExprId| view.compare_supposing(relation, (of, threshold), instance, &|_| None);
    let own = in_figures(view, of, instance)?;
    let name = |threshold: ExprId| number(view.book, threshold);
    if tiers.iter().any(|(threshold, _)| reaches(*threshold) == Truth::Unknown) {
        return None;
    }
    let is_above = relation == Relation::MoreThan;
    Some(match tiers.iter().rev().find(|(threshold, _)| reaches(*threshold) == Truth::True) {
        Some((threshold, amount)) => {
            let make = if is_above { say::tier_exceeded } else { say::tier_reached };
            make(in_figures(view, *amount, instance)?, own, name(*threshold)).into()
        }
        None => {
            let make = if is_above { say::tier_not_exceeded } else { say::tier_not_reached };
            let nothing = Arg::Figure(Decimal::ZERO, style_of(view.book, expr));
            make(nothing, own, name(tiers.first()?.0)).into()
        }
    })
}

/// The sum of the portions that are not empty, each times its rate.
pub(super) fn portions_in_figures(
    view: &Evaluator<'_, '_>,
    (expr, instance): (ExprId, usize),
    of: ExprId,
    tiers: &Bounds,
) -> Option<Arg> {
    let products = products(view, of, tiers, instance)?;
    let parts = products.into_iter().filter(|(portion, _)| !portion.is_zero()).map(|(_, product)| Arg::from(product));
    let sum = parts.reduce(|sum, part| say::sum(sum, part).into());
    Some(sum.unwrap_or_else(|| Arg::Figure(Decimal::ZERO, style_of(view.book, expr))))
}

// Each portion, and the portion times its rate in figures.
fn products(view: &Evaluator<'_, '_>, of: ExprId, tiers: &Bounds, instance: usize) -> Option<Vec<(Decimal, Message)>> {
    let style = style_of(view.book, of);
    let each = portions(view.range(of, instance), tiers, |e| view.range(e, instance)).map(|(portion, rate)| {
        let portion = portion.as_point()?.normalize();
        Some((portion, say::product(Arg::Figure(portion, style.clone()), in_figures(view, rate, instance)?)))
    });
    each.collect()
}

/// The portions of an amount as a table: a line for each of them, empty ones too, with what it comes to.
pub(super) fn table(view: &Evaluator<'_, '_>, amount: ExprId, instance: usize) -> Vec<Message> {
    let amount = branch(view, amount, instance);
    let node = &view.book.nodes[amount];
    let Node::Portions(of, tiers) = node else {
        let is_open = matches!(node, Node::If(..));
        let parts = node.children().filter(|_| !is_open);
        return parts.flat_map(|part| table(view, part, instance)).collect();
    };
    let style = style_of(view.book, amount);
    let rates = tiers.iter().map(|(_, rate)| view.range(*rate, instance).as_point());
    let lines = products(view, *of, tiers, instance).into_iter().flatten().zip(rates).enumerate();
    let lines = lines.filter(|_| tiers.len() > 1).filter_map(|(index, ((size, product), rate))| {
        let result = multiply(size, rate?)?.normalize();
        Some(say::portion_line(portion(view.book, tiers, index)?, product, Arg::Figure(result, style.clone())))
    });
    lines.collect()
}
