//! Messages: what is to be said, without a language. A [`Message`] names a template and the values of its placeholders; a
//! [`Catalog`] has the templates of a language and renders it. Knows no rule and no language.

mod catalog;
#[cfg(test)]
mod check;
mod figure;
mod render;
#[macro_use]
mod table;
mod template;
#[cfg(test)]
mod tests;

pub use catalog::{Catalog, Templates, chinese, chinese_date};
pub use figure::{FigureStyle, UnitName, group_digits};

use crate::book::{DerivedId, FactId, GroupId, MeasureId};
use crate::number::Date;
use rust_decimal::Decimal;

/// The templates as the build script has checked them.
pub mod languages {
    use super::Templates;
    include!(concat!(env!("OUT_DIR"), "/messages.rs"));
}

// The placeholders that a step of a scale has.
const SCALE_PLACEHOLDERS: [&str; 3] = ["amount", "digits", "unit"];

macro_rules! declare {
    ($($name:ident($($placeholder:ident),*) => $id:ident;)*) => {
        /// The name of a template; `message/table.rs` has them all.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "its template says it")]
        pub enum MessageId { $($id),* }

        impl MessageId {
            /// Every message.
            pub const ALL: &[Self] = &[$(Self::$id),*];

            /// The names of its placeholders, in their order.
            pub const fn placeholders(self) -> &'static [&'static str] {
                match self { $(Self::$id => &[$(stringify!($placeholder)),*]),* }
            }
        }

        /// A function for each message, which takes the value of each placeholder.
        pub(crate) mod messages {
            use super::{Arg, Message, MessageId};
            $(#[allow(dead_code, reason = "one without placeholders is also had by its id")]
            pub(crate) fn $name($($placeholder: impl Into<Arg>),*) -> Message {
                Message { id: MessageId::$id, args: vec![$($placeholder.into()),*] }
            })*
        }

        // What the files of templates are checked against.
        #[cfg(test)]
        const DECLARED: &[(&str, &[&str])] = &[$((stringify!($name), &[$(stringify!($placeholder)),*])),*];
    };
}
with_messages!(declare);

/// Something to be said.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Its template.
    pub id: MessageId,
    /// The values of its placeholders, in their order.
    pub args: Vec<Arg>,
}

/// The value of a placeholder.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Arg {
    /// Nothing is said.
    #[default]
    Nothing,
    /// Another message.
    Message(Message),
    /// Several values.
    List(Vec<Arg>),
    /// A figure with how it is written.
    Figure(Decimal, FigureStyle),
    /// How many there are, or which one of them.
    Count(u64),
    /// A text of the rule book, which the book has in the language.
    Label(Label),
    /// What somebody typed.
    Text(String),
}

/// A text of the rule book, by the id of what it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// The noun of a fact.
    Fact(FactId),
    /// The question for a fact.
    Question(FactId),
    /// An option of a fact, by its place.
    Option(FactId, usize),
    /// The noun of a derived value.
    Derived(DerivedId),
    /// What is said where a derived value has none.
    Undefined(DerivedId),
    /// What one of a group is called.
    Group(GroupId),
    /// What all of a group are called.
    GroupName(GroupId),
    /// The title of a measure.
    Title(MeasureId),
    /// The department of a measure.
    Department(MeasureId),
    /// What a measure gives, in words.
    Support(MeasureId),
    /// Per what the cap of a measure holds.
    CapPer(MeasureId),
    /// What a measure computes beside its amount, by its place.
    Base(MeasureId, usize),
    /// What two measures are both about.
    LinkedThing(MeasureId, MeasureId),
    /// A condition of every measure, by its place.
    SharedCondition(usize),
}

impl Message {
    /// A message without placeholders.
    pub(crate) const fn plain(id: MessageId) -> Self {
        Self { id, args: Vec::new() }
    }
}

impl Arg {
    /// Whether nothing is said.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }
}

macro_rules! args {
    ($($from:ty, $value:ident => $arg:expr;)*) => {
        $(impl From<$from> for Arg {
            fn from($value: $from) -> Self {
                $arg
            }
        })*
    };
}

args! {
    Message, message => Self::Message(message);
    String, text => Self::Text(text);
    Label, label => Self::Label(label);
    Vec<Arg>, list => Self::List(list);
    Vec<Message>, list => Self::List(list.into_iter().map(Self::Message).collect());
    Option<Message>, message => message.map_or(Self::Nothing, Self::Message);
    usize, count => Self::Count(u64::try_from(count).unwrap_or(u64::MAX));
    u32, count => Self::Count(count.into());
    Date, date => messages::date(date.year(), date.month(), date.day()).into();
}
