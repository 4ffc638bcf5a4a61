//! Expressions of rules: literals, facts and operations on earlier nodes. Knows no answers; `evaluate` computes the
//! values.
//!
//! A match over [`Node`] has no `_` arm (`xtask/tests/expression_kinds.rs` checks it), so that the compiler reports
//! every match that a new node kind affects. Cases that are the same for all conditions or all numbers use an arm with
//! [`condition_node`](crate::condition_node) or [`number_node`](crate::number_node).

use super::{DerivedId, ExprId, FactId, OptionSet};
use crate::number::{Rounding, exact};
use rust_decimal::Decimal;
use serde::Serialize;

/// A decimal literal of the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Number(#[serde(serialize_with = "exact::serialize")] pub Decimal);

/// How a number is displayed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum NumberFormat<'a> {
    /// As 元.
    Money,
    /// As a percentage.
    Ratio,
    /// As a plain number with this unit behind it (possibly empty).
    Number(&'a str),
}

/// A derived value: computed from facts, never asked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Derived<'a> {
    /// Id, used in rules only.
    pub id: &'a str,
    /// The noun used in findings.
    pub label: &'a str,
    /// The defining expression.
    pub is: ExprId,
    /// How it is displayed.
    pub shown: NumberFormat<'a>,
    /// The text shown if the value is undefined, or empty.
    pub undefined: &'a str,
}

/// A condition with a name: wherever its expression occurs, explanations say the name and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NamedCondition<'a> {
    /// Id, used in rules only.
    pub id: &'a str,
    /// The name in explanations.
    pub label: &'a str,
    /// The condition.
    pub is: ExprId,
}

/// A comparison of two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Relation {
    /// 以上, 达到, 不低于.
    AtLeast,
    /// 超过.
    MoreThan,
    /// 不超过, 以内.
    AtMost,
    /// 低于, 未达到.
    LessThan,
    /// Equal.
    Equal,
    /// Not equal.
    NotEqual,
}

/// A node of an expression.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Node {
    /// A yes/no fact is true.
    Yes(FactId),
    /// The choice is one of these options.
    Is(FactId, OptionSet),
    /// The list contains at least one of these options.
    HasAny(FactId, OptionSet),
    /// The list contains all of these options.
    HasAll(FactId, OptionSet),
    /// Comparison of two numbers.
    Compare(Relation, ExprId, ExprId),
    /// Negation.
    Not(ExprId),
    /// Conjunction.
    And(ExprId, ExprId),
    /// Disjunction.
    Or(ExprId, ExprId),
    /// Implication: the second condition is required only if the first holds.
    Implies(ExprId, ExprId),
    /// Unknown while the condition holds, because the text does not decide.
    Confirm(ExprId),
    /// A figure of the text with its unit.
    Constant(Number, Unit),
    /// The figure of a fact.
    Figure(FactId),
    /// A derived value.
    Derived(DerivedId),
    /// Sum.
    Add(ExprId, ExprId),
    /// Difference.
    Subtract(ExprId, ExprId),
    /// Product.
    Multiply(ExprId, ExprId),
    /// Quotient.
    Divide(ExprId, ExprId),
    /// Minimum.
    Min(ExprId, ExprId),
    /// Maximum.
    Max(ExprId, ExprId),
    /// Conditional: the second expression if the first holds, otherwise the third.
    If(ExprId, ExprId, ExprId),
    /// The largest amount among the selected options.
    Highest(FactId, Vec<(u8, ExprId)>),
    /// An interval from zero to this value.
    UpTo(ExprId),
    /// An interval between these values.
    Between(ExprId, ExprId),
    /// An interval from this value without an upper end.
    AtLeast(ExprId),
    /// Two readings of the text; each yields one of these values.
    Readings(ExprId, ExprId),
    /// No cap; only allowed in a cap.
    Unlimited,
    /// How many steps of the second number are in the first one: whole steps (down), or begun ones too (up). A plain
    /// number, 0 if the first number is below 0; undefined unless the step is above 0.
    Steps(Rounding, ExprId, ExprId),
    /// The first number, rounded to a multiple of the second one; undefined unless the step is above 0.
    Round(Rounding, ExprId, ExprId),
    /// Thresholds in ascending order, each with an amount: that of the last one that the number reaches (`AtLeast`) or
    /// exceeds (`MoreThan`); zero below the first.
    Tiers(Relation, ExprId, Vec<(ExprId, ExprId)>),
    /// Thresholds in ascending order, each with a rate: the sum of what of the number lies above each and up to the
    /// next, times its rate.
    Portions(ExprId, Vec<(ExprId, ExprId)>),
    /// How many of these options the list contains.
    Count(FactId, OptionSet),
}

/// Pattern that matches every condition [`Node`].
#[macro_export]
macro_rules! condition_node {
    () => {
        $crate::book::Node::Yes(..)
            | $crate::book::Node::Is(..)
            | $crate::book::Node::HasAny(..)
            | $crate::book::Node::HasAll(..)
            | $crate::book::Node::Compare(..)
            | $crate::book::Node::Not(..)
            | $crate::book::Node::And(..)
            | $crate::book::Node::Or(..)
            | $crate::book::Node::Implies(..)
            | $crate::book::Node::Confirm(..)
    };
}

/// Pattern that matches every number [`Node`].
#[macro_export]
macro_rules! number_node {
    () => {
        $crate::book::Node::Constant(..)
            | $crate::book::Node::Figure(..)
            | $crate::book::Node::Derived(..)
            | $crate::book::Node::Add(..)
            | $crate::book::Node::Subtract(..)
            | $crate::book::Node::Multiply(..)
            | $crate::book::Node::Divide(..)
            | $crate::book::Node::Min(..)
            | $crate::book::Node::Max(..)
            | $crate::book::Node::If(..)
            | $crate::book::Node::Highest(..)
            | $crate::book::Node::UpTo(..)
            | $crate::book::Node::Between(..)
            | $crate::book::Node::AtLeast(..)
            | $crate::book::Node::Readings(..)
            | $crate::book::Node::Unlimited
            | $crate::book::Node::Steps(..)
            | $crate::book::Node::Round(..)
            | $crate::book::Node::Tiers(..)
            | $crate::book::Node::Portions(..)
            | $crate::book::Node::Count(..)
    };
}

impl Node {
    /// Whether the node is a condition; otherwise it is a number.
    pub const fn is_condition(&self) -> bool {
        match self {
            condition_node!() => true,
            number_node!() => false,
        }
    }

    /// The fact that the node itself refers to.
    pub const fn fact(&self) -> Option<FactId> {
        match self {
            Self::Yes(fact)
            | Self::Is(fact, _)
            | Self::HasAny(fact, _)
            | Self::HasAll(fact, _)
            | Self::Figure(fact)
            | Self::Count(fact, _)
            | Self::Highest(fact, _) => Some(*fact),
            Self::Compare(..)
            | Self::Not(_)
            | Self::And(..)
            | Self::Or(..)
            | Self::Implies(..)
            | Self::Confirm(_)
            | Self::Constant(..)
            | Self::Derived(_)
            | Self::Add(..)
            | Self::Subtract(..)
            | Self::Multiply(..)
            | Self::Divide(..)
            | Self::Min(..)
            | Self::Max(..)
            | Self::If(..)
            | Self::UpTo(_)
            | Self::Between(..)
            | Self::AtLeast(_)
            | Self::Readings(..)
            | Self::Unlimited
            | Self::Steps(..)
            | Self::Round(..)
            | Self::Tiers(..)
            | Self::Portions(..) => None,
        }
    }

    /// The same node with another fact.
    #[must_use]
    pub fn map_fact(self, map: impl FnOnce(FactId) -> FactId) -> Self {
        match self {
            Self::Yes(fact) => Self::Yes(map(fact)),
            Self::Is(fact, options) => Self::Is(map(fact), options),
            Self::HasAny(fact, options) => Self::HasAny(map(fact), options),
            Self::HasAll(fact, options) => Self::HasAll(map(fact), options),
            Self::Figure(fact) => Self::Figure(map(fact)),
            Self::Count(fact, options) => Self::Count(map(fact), options),
            Self::Highest(fact, tiers) => Self::Highest(map(fact), tiers),
            Self::Compare(..)
            | Self::Not(_)
            | Self::And(..)
            | Self::Or(..)
            | Self::Implies(..)
            | Self::Confirm(_)
            | Self::Constant(..)
            | Self::Derived(_)
            | Self::Add(..)
            | Self::Subtract(..)
            | Self::Multiply(..)
            | Self::Divide(..)
            | Self::Min(..)
            | Self::Max(..)
            | Self::If(..)
            | Self::UpTo(_)
            | Self::Between(..)
            | Self::AtLeast(_)
            | Self::Readings(..)
            | Self::Unlimited
            | Self::Steps(..)
            | Self::Round(..)
            | Self::Tiers(..)
            | Self::Portions(..) => self,
        }
    }

    /// The direct children, in source order. The definition of a derived value is not one of them: see
    /// [`RuleBook::children`](super::RuleBook::children).
    pub fn children(&self) -> impl Iterator<Item = ExprId> + '_ {
        type Parts<'n> = ([Option<ExprId>; 3], &'n [(u8, ExprId)]);
        let bounds: &[(ExprId, ExprId)] =
            if let Self::Tiers(_, _, tiers) | Self::Portions(_, tiers) = self { tiers } else { &[] };
        let (parts, tiers): Parts<'_> = match self {
            Self::Compare(_, a, b)
            | Self::And(a, b)
            | Self::Or(a, b)
            | Self::Implies(a, b)
            | Self::Add(a, b)
            | Self::Subtract(a, b)
            | Self::Multiply(a, b)
            | Self::Divide(a, b)
            | Self::Min(a, b)
            | Self::Max(a, b)
            | Self::Between(a, b)
            | Self::Readings(a, b)
            | Self::Steps(_, a, b)
            | Self::Round(_, a, b) => ([Some(*a), Some(*b), None], &[]),
            Self::Not(a)
            | Self::Confirm(a)
            | Self::UpTo(a)
            | Self::AtLeast(a)
            | Self::Tiers(_, a, _)
            | Self::Portions(a, _) => ([Some(*a), None, None], &[]),
            Self::If(a, b, c) => ([Some(*a), Some(*b), Some(*c)], &[]),
            Self::Highest(_, tiers) => ([None; 3], tiers),
            Self::Yes(_)
            | Self::Is(..)
            | Self::HasAny(..)
            | Self::HasAll(..)
            | Self::Constant(..)
            | Self::Figure(_)
            | Self::Derived(_)
            | Self::Count(..)
            | Self::Unlimited => ([None; 3], &[]),
        };
        let bounds = bounds.iter().flat_map(|(threshold, amount)| [*threshold, *amount]);
        parts.into_iter().flatten().chain(tiers.iter().map(|(_, amount)| *amount)).chain(bounds)
    }

    /// The same node with other children; `map` is called in the order of [`Node::children`].
    #[must_use]
    pub fn map_children(self, mut map: impl FnMut(ExprId) -> ExprId) -> Self {
        match self {
            Self::Compare(relation, a, b) => Self::Compare(relation, map(a), map(b)),
            Self::Not(a) => Self::Not(map(a)),
            Self::And(a, b) => Self::And(map(a), map(b)),
            Self::Or(a, b) => Self::Or(map(a), map(b)),
            Self::Implies(a, b) => Self::Implies(map(a), map(b)),
            Self::Confirm(a) => Self::Confirm(map(a)),
            Self::Add(a, b) => Self::Add(map(a), map(b)),
            Self::Subtract(a, b) => Self::Subtract(map(a), map(b)),
            Self::Multiply(a, b) => Self::Multiply(map(a), map(b)),
            Self::Divide(a, b) => Self::Divide(map(a), map(b)),
            Self::Min(a, b) => Self::Min(map(a), map(b)),
            Self::Max(a, b) => Self::Max(map(a), map(b)),
            Self::If(test, a, b) => Self::If(map(test), map(a), map(b)),
            Self::Highest(fact, tiers) => {
                Self::Highest(fact, tiers.into_iter().map(|(option, amount)| (option, map(amount))).collect())
            }
            Self::UpTo(a) => Self::UpTo(map(a)),
            Self::Between(a, b) => Self::Between(map(a), map(b)),
            Self::AtLeast(a) => Self::AtLeast(map(a)),
            Self::Readings(a, b) => Self::Readings(map(a), map(b)),
            Self::Steps(rounding, a, b) => Self::Steps(rounding, map(a), map(b)),
            Self::Round(rounding, a, b) => Self::Round(rounding, map(a), map(b)),
            Self::Tiers(relation, a, tiers) => {
                let a = map(a);
                Self::Tiers(relation, a, tiers.into_iter().map(|(t, amount)| (map(t), map(amount))).collect())
            }
            Self::Portions(a, tiers) => {
                let a = map(a);
                Self::Portions(a, tiers.into_iter().map(|(t, rate)| (map(t), map(rate))).collect())
            }
            Self::Yes(_)
            | Self::Is(..)
            | Self::HasAny(..)
            | Self::HasAll(..)
            | Self::Constant(..)
            | Self::Figure(_)
            | Self::Derived(_)
            | Self::Count(..)
            | Self::Unlimited => self,
        }
    }
}

/// A product of at most two units, in ascending order: 0 is none, 1 is 元, the unit at an index is the index plus 2.
pub type UnitProduct = (u8, u8);

/// The unit of a figure of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Unit {
    /// 元.
    Money,
    /// A ratio.
    Ratio,
    /// None: a plain number.
    Plain,
    /// The unit at this index of [`RuleBook::units`](super::RuleBook::units).
    Unit(u8),
    /// 元 per the unit at this index.
    MoneyPer(u8),
    /// A product of units over another one, such as 元/平方米·月 or 吨/万元; the figure is per 元, not per 万元.
    Quotient(UnitProduct, UnitProduct),
}
