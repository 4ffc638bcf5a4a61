//! What rules are made of: figures, and steps that refer to earlier steps. Knows no answer; what they come to is reckoned in
//! `evaluate`.
//!
//! A match over [`Node`] has no `_` arm (`xtask/tests/expression_kinds.rs`), so that the compiler finds the places of a new
//! word. What is the same for all conditions or all numbers is an arm with [`condition_node`](crate::condition_node) or
//! [`number_node`](crate::number_node).

use super::{DerivedId, ExprId, FactId, OptionSet};
use crate::number::exact;
use rust_decimal::Decimal;
use serde::Serialize;

/// A decimal in the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Number(#[serde(serialize_with = "exact::serialize")] pub Decimal);

/// How a number is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum NumberFormat<'a> {
    /// As 元.
    Money,
    /// As a percentage.
    Ratio,
    /// As it is, with this unit behind it (possibly empty).
    Number(&'a str),
}

/// A value that follows from facts and is never asked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Derived<'a> {
    /// Id, used in rules only.
    pub id: &'a str,
    /// The noun used in findings.
    pub label: &'a str,
    /// Its definition.
    pub is: ExprId,
    /// How it is shown.
    pub shown: NumberFormat<'a>,
    /// What is said where it has no value, or empty.
    pub undefined: &'a str,
}

/// A relation between two numbers.
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

/// One step of an expression.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Node {
    /// A yes/no fact.
    Yes(FactId),
    /// The choice is one of these.
    Is(FactId, OptionSet),
    /// The list holds at least one of these.
    HasAny(FactId, OptionSet),
    /// The list holds all of these.
    HasAll(FactId, OptionSet),
    /// Two numbers compared.
    Compare(Relation, ExprId, ExprId),
    /// Negation.
    Not(ExprId),
    /// Both.
    And(ExprId, ExprId),
    /// At least one.
    Or(ExprId, ExprId),
    /// The second counts only where the first holds.
    Implies(ExprId, ExprId),
    /// Where this holds, the text does not decide.
    Confirm(ExprId),
    /// A figure of the text, and what it counts.
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
    /// The smaller.
    Min(ExprId, ExprId),
    /// The larger.
    Max(ExprId, ExprId),
    /// The second where the first holds, otherwise the third.
    If(ExprId, ExprId, ExprId),
    /// The largest amount among the options held.
    Highest(FactId, Vec<(u8, ExprId)>),
    /// From zero to this.
    UpTo(ExprId),
    /// Between these.
    Between(ExprId, ExprId),
    /// Not less than this.
    AtLeast(ExprId),
    /// The text can be read in two ways, of which each is one of these.
    Readings(ExprId, ExprId),
    /// A cap that does not hold; only in a cap.
    Unlimited,
}

/// The pattern of every [`Node`] that is a condition.
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

/// The pattern of every [`Node`] that is a number.
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
    };
}

impl Node {
    /// Whether it is a condition; otherwise it is a number.
    pub const fn is_condition(&self) -> bool {
        match self {
            condition_node!() => true,
            number_node!() => false,
        }
    }

    /// The fact that the step itself reads.
    pub const fn fact(&self) -> Option<FactId> {
        match self {
            Self::Yes(fact)
            | Self::Is(fact, _)
            | Self::HasAny(fact, _)
            | Self::HasAll(fact, _)
            | Self::Figure(fact)
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
            | Self::Unlimited => None,
        }
    }

    /// The same step over another fact.
    #[must_use]
    pub fn map_fact(self, map: impl FnOnce(FactId) -> FactId) -> Self {
        match self {
            Self::Yes(fact) => Self::Yes(map(fact)),
            Self::Is(fact, options) => Self::Is(map(fact), options),
            Self::HasAny(fact, options) => Self::HasAny(map(fact), options),
            Self::HasAll(fact, options) => Self::HasAll(map(fact), options),
            Self::Figure(fact) => Self::Figure(map(fact)),
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
            | Self::Unlimited => self,
        }
    }

    /// The direct parts, in the order in which they are written. The definition of a derived value is not among them:
    /// [`RuleBook::children`](super::RuleBook::children).
    pub fn children(&self) -> impl Iterator<Item = ExprId> + '_ {
        let (parts, tiers): ([Option<ExprId>; 3], &[(u8, ExprId)]) = match self {
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
            | Self::Readings(a, b) => ([Some(*a), Some(*b), None], &[]),
            Self::Not(a) | Self::Confirm(a) | Self::UpTo(a) | Self::AtLeast(a) => ([Some(*a), None, None], &[]),
            Self::If(a, b, c) => ([Some(*a), Some(*b), Some(*c)], &[]),
            Self::Highest(_, tiers) => ([None; 3], tiers),
            Self::Yes(_)
            | Self::Is(..)
            | Self::HasAny(..)
            | Self::HasAll(..)
            | Self::Constant(..)
            | Self::Figure(_)
            | Self::Derived(_)
            | Self::Unlimited => ([None; 3], &[]),
        };
        parts.into_iter().flatten().chain(tiers.iter().map(|(_, amount)| *amount))
    }

    /// The same step with other parts, which are asked for in the order of [`Node::children`].
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
            Self::Yes(_)
            | Self::Is(..)
            | Self::HasAny(..)
            | Self::HasAll(..)
            | Self::Constant(..)
            | Self::Figure(_)
            | Self::Derived(_)
            | Self::Unlimited => self,
        }
    }
}

/// What a figure of the text counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Unit {
    /// 元.
    Money,
    /// A share.
    Ratio,
    /// Nothing: a plain number.
    Plain,
    /// The unit at this place of [`Book::units`](super::Book::units).
    Unit(u8),
    /// 元 per the unit at this place.
    MoneyPer(u8),
}
