//! What rules are made of: figures, and steps that refer to earlier steps. Knows no answer; what they come to is reckoned in
//! `evaluate`.

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
