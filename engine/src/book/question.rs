//! Questions: topics, groups, facts and their options. Knows no answer.

use super::{ExprId, FactId, GroupId, Number, OptionSet, Pictogram};
use crate::number::Scale;
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
    /// Condition under which the topic applies to the applicant; `None`: always.
    pub ask_if: Option<ExprId>,
    /// The reason shown if the topic does not apply.
    pub skipped: &'a str,
}

/// A group: something a company may have several of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group<'a> {
    /// Public id, the key of its instances in files.
    pub id: &'a str,
    /// The noun for one instance, before its number.
    pub label: &'a str,
    /// The noun for all instances.
    pub name: &'a str,
}

/// The type of a fact's value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum FactType {
    /// Yes or no.
    Bool,
    /// One of the options.
    Choice,
    /// Any number of the options, including none.
    MultiChoice,
    /// An amount in 元.
    Money,
    /// A ratio: 0.15 is 15 %.
    Ratio,
    /// A quantity in the unit at this index of [`RuleBook::units`](super::RuleBook::units), or a plain number.
    Number(Option<u8>),
    /// A date.
    Date,
}

/// A fact, which is also a question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fact<'a> {
    /// Public id.
    pub id: &'a str,
    /// Index of its topic in [`RuleBook::topics`](super::RuleBook::topics).
    pub topic: u8,
    /// Its group in [`RuleBook::groups`](super::RuleBook::groups), and its index within the group.
    pub group: Option<(GroupId, u8)>,
    /// The type of its value.
    pub kind: FactType,
    /// The noun used in findings.
    pub label: &'a str,
    /// The question.
    pub ask: &'a str,
    /// One or two sentences of help, or empty.
    pub help: &'a str,
    /// Where to find the answer, or empty.
    pub find: &'a str,
    /// Documents to bring.
    pub evidence: Vec<&'a str>,
    /// The gate: while it is false the question is not asked. It includes the topic's gate.
    pub ask_if: Option<ExprId>,
    /// Lower and upper end of the range of a figure, both inclusive.
    pub range: Option<(Number, Number)>,
    /// The unit in which people have a figure of money: the first one selected beside its field.
    pub scale: Scale,
    /// Lower and upper end of the usual range of money, both inclusive; a bare figure outside it is questioned.
    pub usual: Option<(Number, Number)>,
    /// Options that the applicant cannot change by its own effort; for a fact without options, the first bit stands for
    /// the fact. See [`Fact::is_fixed`].
    pub fixed: OptionSet,
    /// The list of those obtained before the year of the document, for a list of those obtained in it: both are asked
    /// together, an option is ticked by its date.
    pub earlier: Option<FactId>,
    /// The pictograms of the headings of a list, in the order of the headings; empty if it has none.
    pub pictures: Vec<Pictogram>,
    /// The options of a choice or list.
    pub options: Vec<FactOption<'a>>,
}

impl Fact<'_> {
    // Clears the fields that are only needed for evaluation; facts of the first topic keep their question texts.
    pub(super) fn keep_the_question(&mut self) {
        (self.range, self.usual, self.fixed) = (None, None, OptionSet::NONE);
        self.options.iter_mut().for_each(|option| option.only_if = None);
        if self.topic > 0 {
            (self.kind, self.label, self.ask, self.help, self.find) = (FactType::Bool, "", "", "", "");
            self.scale = Scale::One;
            self.evidence.clear();
            self.options.clear();
            self.pictures.clear();
        }
    }

    /// The pictogram of a heading of its options.
    pub fn picture(&self, heading: &str) -> Option<Pictogram> {
        let place = headings(&self.options).iter().position(|known| *known == heading)?;
        self.pictures.get(place).copied()
    }

    /// Whether the applicant cannot change the fact by its own effort; for a choice or list, whether this is so for the
    /// option at `place`. `place` is 0 for a fact without options.
    pub fn is_fixed(&self, place: usize) -> bool {
        OptionSet::one(place).is_subset(self.fixed)
    }
}

/// An option of a choice or list.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FactOption<'a> {
    /// Public id.
    pub id: &'a str,
    /// Short label.
    pub label: &'a str,
    /// A sentence of help, or empty.
    pub help: &'a str,
    /// Heading in the list, or empty.
    pub group: &'a str,
    /// The option is offered unless this condition is false.
    pub only_if: Option<ExprId>,
}

/// The headings of options, each once, in the order of the options.
pub fn headings<'a>(options: &[FactOption<'a>]) -> Vec<&'a str> {
    let mut headings: Vec<&str> = Vec::new();
    for option in options {
        if !option.group.is_empty() && !headings.contains(&option.group) {
            headings.push(option.group);
        }
    }
    headings
}

/// A figure of two years: both questions are asked side by side, with one question text and one unit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FigurePair<'a> {
    /// The figure of this year.
    pub this_year: FactId,
    /// The figure of last year: the next fact, of the same type.
    pub last_year: FactId,
    /// The question.
    pub ask: &'a str,
    /// One or two sentences of help in place of those of both facts, or empty.
    pub help: &'a str,
}

/// A caution: a combination of answers that is possible but more often a typing error.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Warning<'a> {
    /// The fact whose question shows it.
    pub at: FactId,
    /// The condition under which it is shown.
    pub when: ExprId,
    /// The sentence.
    pub says: &'a str,
}
