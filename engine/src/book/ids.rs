//! Typed ids of the lists of a book.

use crate::index::ids;

ids! {
    /// The index of a fact in [`RuleBook::facts`](super::RuleBook::facts).
    FactId(u16);
    /// The index of a measure in [`RuleBook::measures`](super::RuleBook::measures).
    MeasureId(u16);
    /// The index of a group in [`RuleBook::groups`](super::RuleBook::groups).
    GroupId(u8);
    /// The index of an expression in [`RuleBook::nodes`](super::RuleBook::nodes).
    ExprId(u32);
    /// The index of a derived value in [`RuleBook::derived`](super::RuleBook::derived).
    DerivedId(u16);
}
