//! The ids of what a book lists: positions, each of a type of its own.

use crate::index::ids;

ids! {
    /// A fact: its position in [`Book::facts`](super::Book::facts).
    FactId(u16);
    /// A measure: its position in [`Book::measures`](super::Book::measures).
    MeasureId(u16);
    /// A group: its position in [`Book::groups`](super::Book::groups).
    GroupId(u8);
    /// An expression: its position in [`Book::nodes`](super::Book::nodes).
    ExprId(u16);
    /// A derived value: its position in [`Book::derived`](super::Book::derived).
    DerivedId(u16);
}
