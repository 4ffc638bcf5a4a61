//! Renders a number or an amount of a rule as a message. Knows expressions, not answers.

use super::condition::condition;
use super::tiers::{portioned, tiers};
use super::{fact_label, option_labels, short_money};
use crate::book::{ExprId, Node, RuleBook, Unit};
use crate::condition_node;
use crate::message::{Arg, FigureStyle, Label, Message, UnitName, messages as say};
use crate::number::{Rounding, add, multiply, subtract};
use rust_decimal::Decimal;

/// A number expression of a rule.
pub(super) fn number(book: &RuleBook<'_>, expr: ExprId) -> Arg {
    let of = |e: ExprId| number(book, e);
    let inner = |e: ExprId| bracketed(book, e);
    match &book.nodes[expr] {
        Node::Constant(figure, counts) => constant(figure.0, *counts),
        Node::Figure(fact) => fact_label(*fact),
        Node::Derived(derived) => Label::Derived(*derived).into(),
        Node::Add(a, b) => say::sum(first(book, *a), inner(*b)).into(),
        Node::Subtract(a, b) => say::difference(first(book, *a), inner(*b)).into(),
        Node::Multiply(a, b) if is_one(book, *a) => say::same_amount(inner(*b)).into(),
        Node::Multiply(a, b) => say::product(inner(*a), inner(*b)).into(),
        Node::Divide(a, b) => say::quotient(inner(*a), inner(*b)).into(),
        Node::Min(..) => smallest(compared_values(book, expr).into_iter().map(of).collect()).into(),
        Node::Max(..) => largest(compared_values(book, expr).into_iter().map(of).collect()).into(),
        Node::If(test, a, b) => branches(book, *test, *a, *b).into(),
        Node::Highest(fact, tiers) => {
            let tier = |(place, amount): &(u8, ExprId)| {
                say::tier(Label::Option(*fact, usize::from(*place)), tier_amount(book, *amount))
            };
            say::highest_tier(tiers.iter().map(tier).collect::<Vec<_>>()).into()
        }
        Node::UpTo(a) => say::decided_up_to(of(*a)).into(),
        Node::Between(a, b) => say::decided_between(of(*a), of(*b)).into(),
        Node::AtLeast(a) => say::not_less_than(of(*a)).into(),
        Node::Readings(..) => by_reading(readings(book, expr).into_iter().map(of).collect()).into(),
        Node::Unlimited => say::unlimited().into(),
        Node::Steps(rounding, a, step) => {
            let make = if *rounding == Rounding::Up { say::steps_begun } else { say::steps };
            make(inner(*a), of(*step)).into()
        }
        Node::Round(rounding, a, step) => {
            let make = match rounding {
                Rounding::Down => say::round_down,
                Rounding::Up => say::round_up,
                Rounding::Nearest => say::round_nearest,
            };
            make(inner(*a), of(*step)).into()
        }
        Node::Count(fact, options) => {
            say::count(fact_label(*fact), option_labels(*fact, &book.facts[*fact], *options)).into()
        }
        Node::Tiers(relation, a, bounds) => tiers(book, *relation, *a, bounds).into(),
        Node::Portions(a, bounds) => portioned(book, *a, bounds).into(),
        condition_node!() => Arg::Nothing,
    }
}

/// A figure of the text, formatted as in the text.
pub(super) fn constant(value: Decimal, counts: Unit) -> Arg {
    let style = match counts {
        Unit::Money => FigureStyle::ShortMoney,
        Unit::Ratio => FigureStyle::Percent,
        Unit::Plain => FigureStyle::Plain,
        Unit::Unit(place) => FigureStyle::TextQuantity(UnitName::Book(place)),
        Unit::MoneyPer(place) => FigureStyle::MoneyPer(UnitName::Book(place)),
        Unit::Quotient(above, below) => FigureStyle::Compound(above, below, None),
    };
    Arg::Figure(value, style)
}

// A conditional: the amount if the condition holds, and the alternative.
fn branches(book: &RuleBook<'_>, test: ExprId, amount: ExprId, other: ExprId) -> Message {
    let (test, amount) = (condition(book, test), tier(book, amount));
    if matches!(&book.nodes[other], Node::If(..)) {
        say::branch_more(test, amount, number(book, other))
    } else {
        say::branch_last(test, amount, tier(book, other))
    }
}

/// The readings of an amount, from nested `readings` nodes too.
pub(super) fn readings(book: &RuleBook<'_>, expr: ExprId) -> Vec<ExprId> {
    if let Node::Readings(a, b) = &book.nodes[expr] {
        [*a, *b].into_iter().flat_map(|part| readings(book, part)).collect()
    } else {
        vec![expr]
    }
}

/// The values of all readings.
pub(super) fn by_reading(values: Vec<Arg>) -> Message {
    match <[Arg; 2]>::try_from(values) {
        Ok([one, other]) => say::two_readings(one, other),
        Err(several) => {
            let numbered = (1usize..).zip(several).map(|(place, reading)| say::numbered_reading(place, reading));
            say::several_readings(numbered.collect::<Vec<_>>())
        }
    }
}

// The first operand of a sum or difference; in brackets if it is a conditional, whose last branch would otherwise seem
// to include the next operand.
fn first(book: &RuleBook<'_>, expr: ExprId) -> Arg {
    let is_branched = matches!(&book.nodes[expr], Node::If(..));
    if is_branched { bracketed(book, expr) } else { number(book, expr) }
}

// The payout of one branch of a conditional.
fn tier(book: &RuleBook<'_>, expr: ExprId) -> Arg {
    let has_readings = matches!(&book.nodes[expr], Node::Readings(..));
    if has_readings { bracketed(book, expr) } else { number(book, expr) }
}

fn is_one(book: &RuleBook<'_>, expr: ExprId) -> bool {
    matches!(&book.nodes[expr], Node::Constant(figure, _) if figure.0 == Decimal::ONE)
}

/// The operands of a minimum or maximum, from nested nodes of the same kind too.
pub(super) fn compared_values(book: &RuleBook<'_>, expr: ExprId) -> Vec<ExprId> {
    let smallest = matches!(&book.nodes[expr], Node::Min(..));
    let mut values = Vec::new();
    let mut rest = vec![expr];
    while let Some(expr) = rest.pop() {
        if let Node::Min(a, b) | Node::Max(a, b) = &book.nodes[expr]
            && smallest == matches!(&book.nodes[expr], Node::Min(..))
        {
            rest.extend([*b, *a]);
        } else {
            values.push(expr);
        }
    }
    values
}

/// The smallest of these.
pub(super) fn smallest(values: Vec<Arg>) -> Message {
    match <[Arg; 2]>::try_from(values) {
        Ok([one, other]) => say::smaller_of_two(one, other),
        Err(several) => say::smallest_of(several),
    }
}

/// The largest of these.
pub(super) fn largest(values: Vec<Arg>) -> Message {
    match <[Arg; 2]>::try_from(values) {
        Ok([one, other]) => say::larger_of_two(one, other),
        Err(several) => say::largest_of(several),
    }
}

// A tier that is a sum of literals is rendered as its value.
fn tier_amount(book: &RuleBook<'_>, expr: ExprId) -> Arg {
    constant_value(book, expr).map_or_else(|| number(book, expr), short_money)
}

/// The value of an expression that consists of literals only.
pub(super) fn constant_value(book: &RuleBook<'_>, expr: ExprId) -> Option<Decimal> {
    let of = |e: &ExprId| constant_value(book, *e);
    if let Node::Constant(figure, _) = &book.nodes[expr] {
        Some(figure.0)
    } else if let Node::Add(a, b) = &book.nodes[expr] {
        add(of(a)?, of(b)?)
    } else if let Node::Subtract(a, b) = &book.nodes[expr] {
        subtract(of(a)?, of(b)?)
    } else if let Node::Multiply(a, b) = &book.nodes[expr] {
        multiply(of(a)?, of(b)?)
    } else {
        None
    }
}

/// A number as a part of another one: in brackets if it has several parts.
pub(super) fn bracketed(book: &RuleBook<'_>, expr: ExprId) -> Arg {
    let number = number(book, expr);
    match &book.nodes[expr] {
        Node::Add(..)
        | Node::Subtract(..)
        | Node::If(..)
        | Node::Divide(..)
        | Node::Min(..)
        | Node::Max(..)
        | Node::Steps(..)
        | Node::Round(..)
        | Node::Tiers(..)
        | Node::Portions(..)
        | Node::Readings(..) => say::brackets(number).into(),
        Node::Constant(..)
        | Node::Figure(_)
        | Node::Derived(_)
        | Node::Multiply(..)
        | Node::Highest(..)
        | Node::UpTo(_)
        | Node::Between(..)
        | Node::AtLeast(_)
        | Node::Unlimited
        | Node::Count(..)
        | condition_node!() => number,
    }
}
