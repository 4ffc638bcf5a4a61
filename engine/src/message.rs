//! Messages: texts without a language. A [`Message`] names a template and the values of its placeholders; a [`Catalog`]
//! holds the templates of a language and renders the message. Knows no rule and no language.

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
pub use figure::{FigureStyle, UnitName, money_digits};

use crate::book::{DerivedId, FactId, GroupId, MeasureId};
use crate::number::Date;
use rust_decimal::Decimal;

/// The templates, checked by the build script.
pub mod languages {
    use super::Templates;
    include!(concat!(env!("OUT_DIR"), "/messages.rs"));
}

// The placeholders of a scale step.
const SCALE_PLACEHOLDERS: [&str; 3] = ["amount", "digits", "unit"];

macro_rules! declare {
    ($($name:ident($($placeholder:ident),*) => $id:ident;)*) => {
        /// The name of a template; all names are declared in `message/table.rs`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[expect(missing_docs, reason = "its template says it")]
        pub enum MessageId { $($id),* }

        impl MessageId {
            /// All messages.
            pub const ALL: &[Self] = &[$(Self::$id),*];

            /// The names of the placeholders, in order.
            pub const fn placeholders(self) -> &'static [&'static str] {
                match self { $(Self::$id => &[$(stringify!($placeholder)),*]),* }
            }
        }

        /// One constructor function per message, with one parameter per placeholder.
        pub(crate) mod messages {
            use super::{Arg, Message, MessageId};
            $(#[allow(dead_code, reason = "one without placeholders is also had by its id")]
            pub(crate) fn $name($($placeholder: impl Into<Arg>),*) -> Message {
                Message { id: MessageId::$id, args: vec![$($placeholder.into()),*] }
            })*
        }

        // All declared messages, to check the template files against.
        #[cfg(test)]
        const DECLARED: &[(&str, &[&str])] = &[$((stringify!($name), &[$(stringify!($placeholder)),*])),*];
    };
}
with_messages!(declare);

/// A text to render: a template and its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The template.
    pub id: MessageId,
    /// The values of its placeholders, in order.
    pub args: Vec<Arg>,
}

/// The value of a placeholder.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Arg {
    /// Empty.
    #[default]
    Nothing,
    /// Another message.
    Message(Message),
    /// Several values.
    List(Vec<Arg>),
    /// A figure with its style.
    Figure(Decimal, FigureStyle),
    /// A count or an ordinal number.
    Count(u64),
    /// A text of the rule book, in the language of the book.
    Label(Label),
    /// Text typed by a user.
    Text(String),
}

/// A reference to a text of the rule book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// The label of a fact.
    Fact(FactId),
    /// The question for a fact.
    Question(FactId),
    /// The label of an option of a fact, by its index.
    Option(FactId, usize),
    /// The label of a derived value.
    Derived(DerivedId),
    /// The name of a condition, by its index.
    Condition(usize),
    /// The text for an undefined derived value.
    Undefined(DerivedId),
    /// The noun for one instance of a group.
    Group(GroupId),
    /// The noun for all instances of a group.
    GroupName(GroupId),
    /// The title of a measure.
    Title(MeasureId),
    /// The department of a measure.
    Department(MeasureId),
    /// The benefit of a measure in words.
    Support(MeasureId),
    /// The unit that the cap of a measure is per.
    CapPer(MeasureId),
    /// The label of a base of a measure, by its index.
    Base(MeasureId, usize),
    /// The name of the thing that two measures share.
    LinkedThing(MeasureId, MeasureId),
    /// A shared condition of the document, by its index.
    SharedCondition(usize),
}

impl Message {
    /// A message without placeholders.
    pub(crate) const fn plain(id: MessageId) -> Self {
        Self { id, args: Vec::new() }
    }
}

impl Arg {
    /// Whether it renders to nothing.
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
