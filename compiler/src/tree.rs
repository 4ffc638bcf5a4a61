//! The tree of an expression, as parsed. Knows no facts, types or units.

use huiqi_engine::book::Relation;
use huiqi_engine::number::Rounding;
use std::ops::Range;

/// A tree node with its byte range in the expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr<'s> {
    /// The kind of node.
    pub kind: ExprKind<'s>,
    /// Byte range in the expression.
    pub span: Range<usize>,
}

/// A threshold, and what counts from there on.
pub type Tier<'s> = (Expr<'s>, Expr<'s>);

/// A name with its byte range.
pub type Name<'s> = (&'s str, Range<usize>);

/// The kind of a tree node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprKind<'s> {
    /// The name of a fact or derived value.
    Name(&'s str),
    /// A literal: digits and unit.
    Figure(&'s str, &'s str),
    /// `fact in [..]`
    In(Name<'s>, Vec<Name<'s>>),
    /// `fact has any [..]`, or `has x`.
    HasAny(Name<'s>, Vec<Name<'s>>),
    /// `fact has all [..]`
    HasAll(Name<'s>, Vec<Name<'s>>),
    /// Comparison.
    Compare(Relation, Box<Expr<'s>>, Box<Expr<'s>>),
    /// A binary operation.
    Binary(BinaryOp, Box<Expr<'s>>, Box<Expr<'s>>),
    /// A unary operation.
    Unary(UnaryOp, Box<Expr<'s>>),
    /// A keyword applied to a list of expressions.
    List(VariadicOp, Vec<Expr<'s>>),
    /// `if … then … else …`
    If(Box<Expr<'s>>, Box<Expr<'s>>, Box<Expr<'s>>),
    /// `highest of fact { option: amount, … }`
    Highest(Name<'s>, Vec<(Name<'s>, Expr<'s>)>),
    /// `count of fact [..]`
    Count(Name<'s>, Vec<Name<'s>>),
    /// `unlimited`
    Unlimited,
    /// `tiers of x { from threshold: amount, … }`; `above` for a threshold that is not included.
    Tiers(Relation, Box<Expr<'s>>, Vec<Tier<'s>>),
    /// `portions of x { above threshold: rate, … }`
    Portions(Box<Expr<'s>>, Vec<Tier<'s>>),
}

/// A binary operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// `and`
    And,
    /// `or`
    Or,
    /// `implies`
    Implies,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// A unary keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    /// `not`
    Not,
    /// `confirm`
    Confirm,
    /// `up_to`
    UpTo,
    /// `at_least`
    AtLeast,
}

/// A keyword that takes a list of expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariadicOp {
    /// `min`
    Min,
    /// `max`
    Max,
    /// `between`
    Between,
    /// `readings`
    Readings,
    /// `steps` (down) or `steps_begun` (up): how many steps of the second number are in the first one
    Steps(Rounding),
    /// `round_down`, `round_up`, `round`: the first number as a multiple of the second one
    Round(Rounding),
}

impl<'s> Expr<'s> {
    /// The direct children.
    pub fn parts(&self) -> Vec<&Expr<'s>> {
        match &self.kind {
            ExprKind::Compare(_, a, b) | ExprKind::Binary(_, a, b) => vec![a, b],
            ExprKind::Unary(_, a) => vec![a],
            ExprKind::List(_, parts) => parts.iter().collect(),
            ExprKind::If(test, a, b) => vec![test, a, b],
            ExprKind::Highest(_, tiers) => tiers.iter().map(|(_, amount)| amount).collect(),
            ExprKind::Tiers(_, number, tiers) | ExprKind::Portions(number, tiers) => {
                let tiers = tiers.iter().flat_map(|(threshold, amount)| [threshold, amount]);
                core::iter::once(number.as_ref()).chain(tiers).collect()
            }
            ExprKind::Name(_)
            | ExprKind::Figure(..)
            | ExprKind::In(..)
            | ExprKind::HasAny(..)
            | ExprKind::HasAll(..)
            | ExprKind::Count(..)
            | ExprKind::Unlimited => Vec::new(),
        }
    }
}
