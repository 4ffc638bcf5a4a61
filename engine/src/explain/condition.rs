//! Renders a condition as a message. Knows expressions, not answers.

use super::number::number;
use super::{fact_label, option_labels};
use crate::book::{ExprId, FactId, Node, OptionSet, Relation, RuleBook};
use crate::message::{Arg, Label, Message, MessageId, messages as say};
use crate::number_node;

/// The requirement of a condition.
pub(super) fn condition(book: &RuleBook<'_>, expr: ExprId) -> Arg {
    if let Some(place) = book.document.everywhere.iter().position(|common| common.when == expr) {
        return Label::SharedCondition(place).into();
    }
    let definition = definition(book, expr);
    match book.conditions.iter().position(|named| named.is == expr) {
        Some(place) => say::condition_named(Label::Condition(place), definition).into(),
        None => definition,
    }
}

fn definition(book: &RuleBook<'_>, expr: ExprId) -> Arg {
    let of = |expr: ExprId| condition(book, expr);
    match &book.nodes[expr] {
        Node::Yes(fact) => fact_label(*fact),
        Node::Is(fact, options) => say::condition_is(fact_label(*fact), labels(book, *fact, *options)).into(),
        Node::HasAny(fact, options) => {
            let make = if options.iter().count() == 1 { say::condition_has } else { say::condition_has_any };
            make(fact_label(*fact), Arg::List(labels(book, *fact, *options))).into()
        }
        Node::HasAll(fact, options) => say::condition_has_all(fact_label(*fact), labels(book, *fact, *options)).into(),
        Node::Compare(how, left, right) => compared(book, *how, *left, *right).into(),
        Node::Not(inner) => negated(book, *inner).into(),
        Node::And(a, b) => say::condition_and(of(*a), of(*b)).into(),
        Node::Or(a, b) => {
            if let Node::Confirm(inner) = &book.nodes[*b] {
                say::condition_or_confirm(of(*a), left_open(book, *a, *inner)).into()
            } else {
                say::condition_or(of(*a), of(*b)).into()
            }
        }
        Node::Implies(a, b) => say::condition_implies(of(*a), of(*b)).into(),
        Node::Confirm(inner) => say::condition_confirm(of(*inner)).into(),
        number_node!() => Arg::Nothing,
    }
}

// The open case next to a condition, without repeating the condition.
fn left_open(book: &RuleBook<'_>, beside: ExprId, open: ExprId) -> Message {
    if let Node::Not(same) = &book.nodes[open]
        && condition(book, *same) == condition(book, beside)
    {
        return say::open_otherwise();
    }
    if let (Node::HasAny(fact, some), Node::HasAny(other, same)) = (&book.nodes[beside], &book.nodes[open])
        && names(book, *fact, *some) == names(book, *other, *same)
    {
        let make = if some.iter().count() == 1 { say::open_has_this } else { say::open_has_one };
        return make(fact_label(*other));
    }
    say::open_condition(condition(book, open))
}

fn labels(book: &RuleBook<'_>, fact: FactId, options: OptionSet) -> Vec<Arg> {
    option_labels(fact, &book.facts[fact], options)
}

fn names<'a>(book: &RuleBook<'a>, fact: FactId, options: OptionSet) -> Vec<&'a str> {
    let known = &book.facts[fact].options;
    options.iter().filter_map(|place| known.get(place)).map(|option| option.label).collect()
}

fn negated(book: &RuleBook<'_>, inner: ExprId) -> Message {
    match &book.nodes[inner] {
        Node::HasAny(fact, options) | Node::HasAll(fact, options) => {
            say::condition_has_none(fact_label(*fact), labels(book, *fact, *options))
        }
        Node::Is(fact, options) => say::condition_is_not(fact_label(*fact), labels(book, *fact, *options)),
        Node::Compare(how, left, right) => compared(book, opposite(*how), *left, *right),
        Node::Yes(_)
        | Node::Not(_)
        | Node::And(..)
        | Node::Or(..)
        | Node::Implies(..)
        | Node::Confirm(_)
        | number_node!() => say::condition_not(condition(book, inner)),
    }
}

const fn opposite(relation: Relation) -> Relation {
    match relation {
        Relation::AtLeast => Relation::LessThan,
        Relation::LessThan => Relation::AtLeast,
        Relation::AtMost => Relation::MoreThan,
        Relation::MoreThan => Relation::AtMost,
        Relation::Equal => Relation::NotEqual,
        Relation::NotEqual => Relation::Equal,
    }
}

/// The name of a relation; "at least" and "at most" include the number, "more than" and "less than" do not.
pub(super) fn relation(relation: Relation) -> Message {
    let id = match relation {
        Relation::AtLeast => MessageId::RelationAtLeast,
        Relation::MoreThan => MessageId::RelationMoreThan,
        Relation::AtMost => MessageId::RelationAtMost,
        Relation::LessThan => MessageId::RelationLessThan,
        Relation::Equal => MessageId::RelationEqual,
        Relation::NotEqual => MessageId::RelationNotEqual,
    };
    Message::plain(id)
}

fn compared(book: &RuleBook<'_>, how: Relation, left: ExprId, right: ExprId) -> Message {
    let zero = matches!(&book.nodes[right], Node::Constant(figure, _) if figure.0.is_zero());
    if zero && how == Relation::MoreThan {
        return say::condition_positive(number(book, left));
    }
    say::condition_compare(number(book, left), relation(how), number(book, right))
}
