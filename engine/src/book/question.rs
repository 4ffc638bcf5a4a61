//! What is asked: topics, groups, facts and their options. Knows no answer.

use super::{ExprId, FactId, GroupId, Number, OptionSet};
use serde::Serialize;

/// A page of questions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Topic<'a> {
    /// Public id, part of the page's address.
    pub id: &'a str,
    /// Title.
    pub title: &'a str,
    /// One sentence below the title.
    pub lead: &'a str,
    /// Whether it concerns this applicant.
    pub ask_if: Option<ExprId>,
    /// Why it does not, where it does not.
    pub skipped: &'a str,
}

/// Something a company may have several of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group<'a> {
    /// Public id, the key of its instances in files.
    pub id: &'a str,
    /// What one is called, before its number.
    pub label: &'a str,
    /// What they are called together.
    pub name: &'a str,
}

/// What kind of value a fact has.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum FactType {
    /// Yes or no.
    Bool,
    /// One of the options.
    Choice,
    /// Any of the options, none included.
    MultiChoice,
    /// An amount in 元.
    Money,
    /// A share: 0.15 is 15 %.
    Ratio,
    /// A quantity in the unit at this place of [`Book::units`](super::Book::units), or a plain number.
    Number(Option<u8>),
    /// A day.
    Date,
}

/// A fact, which is also a question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fact<'a> {
    /// Public id.
    pub id: &'a str,
    /// Place of its topic in [`Book::topics`](super::Book::topics).
    pub topic: u8,
    /// Place of its group in [`Book::groups`](super::Book::groups), and its own place within the group.
    pub group: Option<(GroupId, u8)>,
    /// What kind of value it has.
    pub kind: FactType,
    /// The noun used in findings.
    pub label: &'a str,
    /// The question.
    pub ask: &'a str,
    /// One or two sentences of help, or empty.
    pub help: &'a str,
    /// Where to find it, or empty.
    pub find: &'a str,
    /// Papers to bring.
    pub evidence: Vec<&'a str>,
    /// The gate: while it is false the question is not asked. The topic's gate is a part of it.
    pub ask_if: Option<ExprId>,
    /// Both ends of the range of a figure.
    pub range: Option<(Number, Number)>,
    /// What nobody can change by an effort of their own: all or some of the options, or the first place for a fact
    /// without options; see [`Fact::is_fixed`].
    pub fixed: OptionSet,
    /// The options of a choice or list.
    pub options: Vec<FactOption<'a>>,
}

impl Fact<'_> {
    // What is judged with goes; in the first topic what is asked stays.
    pub(super) fn keep_the_question(&mut self) {
        (self.range, self.fixed) = (None, OptionSet::NONE);
        self.options.iter_mut().for_each(|option| option.only_if = None);
        if self.topic > 0 {
            (self.kind, self.label, self.ask, self.help, self.find) = (FactType::Bool, "", "", "", "");
            self.evidence.clear();
            self.options.clear();
        }
    }

    /// Whether nobody can change it by an effort of their own; of a choice or list, whether the option at `place` is
    /// such. Without options the place is 0.
    pub fn is_fixed(&self, place: usize) -> bool {
        OptionSet::one(place).is_subset(self.fixed)
    }
}

/// An option of a choice or list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FactOption<'a> {
    /// Public id.
    pub id: &'a str,
    /// Short name.
    pub label: &'a str,
    /// A sentence of help, or empty.
    pub help: &'a str,
    /// Heading in the list, or empty.
    pub group: &'a str,
    /// Offered only while this is not false.
    pub only_if: Option<ExprId>,
}

/// A combination of answers that is possible, but more often a slip of the pen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Warning<'a> {
    /// The fact at whose question it is said.
    pub at: FactId,
    /// When it is said.
    pub when: ExprId,
    /// The sentence.
    pub says: &'a str,
}
