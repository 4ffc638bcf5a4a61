//! The compiled rule book: all data of a policy document that the browser receives. Plain data, borrowed from the
//! binary.
//!
//! It knows nothing of answers. The compiler validates all ids; [`RuleBook::decode`] validates the ids of a book from
//! any other source before the book is used.

pub(crate) mod binary;
mod expression;
mod guidance;
mod ids;
mod measure;
mod pictogram;
mod profile;
mod question;
mod text;
mod validate;
mod visit;

pub use binary::DecodeError;
pub use expression::{Derived, NamedCondition, Node, Number, NumberFormat, Relation, Unit, UnitProduct};
pub use guidance::{Advice, DEPARTMENT, Guidance, IssuedPapers, Issuer, NeededPaper, issued_papers};
pub use ids::{DerivedId, ExprId, FactId, GroupId, MeasureId};
pub use measure::{Base, Benefit, Cap, CapScope, Frequency, Link, Measure, Mode, Payout};
pub use pictogram::Pictogram;
pub use profile::{Profile, WorkedHeadline, WorkedResult};
pub use question::{Fact, FactOption, FactType, FigurePair, Group, Topic, Warning, headings};
pub use text::{AnnexItem, Article, Task, Term, TextLocation};
pub use validate::{MAX_DEPTH, MAX_VISITS};
pub use visit::{collect_facts, facts_of_measure, quotient};

use crate::index::IndexVec;
use crate::number::Date;
use rust_decimal::Decimal;
use serde::Serialize;

/// A set of options of a choice or list: one bit per option, in the order of the fact's options.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct OptionSet(pub u128);

impl OptionSet {
    /// The maximum number of options of a fact.
    pub const MOST: usize = 128;
    /// The empty set.
    pub const NONE: Self = Self(0);

    /// The set of the option at index `place`; empty if `place` is at least [`OptionSet::MOST`].
    pub fn one(place: usize) -> Self {
        Self(u32::try_from(place).ok().and_then(|p| 1u128.checked_shl(p)).unwrap_or(0))
    }

    /// The first `count` options.
    pub fn all(count: usize) -> Self {
        if count >= Self::MOST { Self(u128::MAX) } else { Self((1u128 << count) - 1) }
    }

    /// Options in either set.
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Options in both sets.
    pub const fn intersection(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether every option of this set is in `other`.
    pub const fn is_subset(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The indexes of the options, ascending.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..Self::MOST).filter(move |place| self.0 >> place & 1 == 1)
    }
}

/// A whole rule book.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RuleBook<'a> {
    /// The policy document.
    pub document: Document<'a>,
    /// Units of quantities; does not include 元.
    pub units: Vec<&'a str>,
    /// Other names of the units, in the order of `units`: how people also write them in an answer.
    pub unit_aliases: Vec<Vec<&'a str>>,
    /// Topics in the order of the questionnaire.
    pub topics: Vec<Topic<'a>>,
    /// Groups: things of which a company may have several.
    pub groups: IndexVec<GroupId, Group<'a>>,
    /// Facts in the order in which they are asked.
    pub facts: IndexVec<FactId, Fact<'a>>,
    /// Figures of two years that are asked side by side.
    pub pairs: Vec<FigurePair<'a>>,
    /// Derived values, computed from facts.
    pub derived: IndexVec<DerivedId, Derived<'a>>,
    /// Conditions with a name.
    pub conditions: Vec<NamedCondition<'a>>,
    /// Cautions: plausibility warnings that ask the user to check an answer; they never block.
    pub cautions: Vec<Warning<'a>>,
    /// All expression nodes; a node refers to earlier nodes only.
    pub nodes: IndexVec<ExprId, Node>,
    /// Measures in the order of the document.
    pub measures: IndexVec<MeasureId, Measure<'a>>,
    /// Sentences of the document that grant nothing.
    pub tasks: Vec<Task<'a>>,
    /// The items of the annex.
    pub annex: Vec<AnnexItem<'a>>,
    /// What a company does after the result.
    pub guidance: Guidance<'a>,
    /// The official text.
    pub articles: Vec<Article<'a>>,
    /// Example companies, as case files.
    pub examples: Vec<&'a str>,
    /// Typical applicants, each with the result of one of the examples.
    pub profiles: Vec<Profile<'a>>,
    /// Glossary terms.
    pub terms: Vec<Term<'a>>,
}

/// The policy document itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Document<'a> {
    /// Id of the rule book, as in saved files.
    pub id: &'a str,
    /// Document number.
    pub number: &'a str,
    /// Full title.
    pub title: &'a str,
    /// The issuing authority.
    pub issuer: &'a str,
    /// Date of issue.
    pub issued: Date,
    /// First and last day of the period in which its measures apply unless they state another; both inclusive.
    pub in_force: (Date, Date),
    /// The default assessment date, unless the case states another.
    pub assess_on: Date,
    /// The fact whose answer overrides the assessment date.
    pub date_fact: FactId,
    /// The choice fact for the kind of applicant.
    pub applicant_fact: FactId,
    /// The list fact of the applicant's concerns, if there is one: unticked options close the gates of questions.
    pub concerns_fact: Option<FactId>,
    /// The options of the applicant fact that are natural persons.
    pub persons: OptionSet,
    /// General readings, shown with every result.
    pub notes: Vec<&'a str>,
    /// The chapters.
    pub chapters: Vec<Chapter<'a>>,
    /// Shared conditions of all measures.
    pub everywhere: Vec<SharedCondition<'a>>,
    /// Sentences shown with every eligible measure while their condition holds.
    pub remarks: Vec<(ExprId, &'a str)>,
}

/// A condition that applies to every measure of the document, unless the measure is exempt.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SharedCondition<'a> {
    /// The condition.
    pub when: ExprId,
    /// The condition in words.
    pub says: &'a str,
    /// The reading behind it.
    pub reading: &'a str,
}

/// A chapter of the document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Chapter<'a> {
    /// Its number.
    pub no: u8,
    /// Its title with the number as written.
    pub title: &'a str,
    /// First and last article.
    pub articles: (u16, u16),
    /// Lead department.
    pub department: &'a str,
}

// Placeholder for a text of a question in a book from which the texts were stripped.
const LEFT_OUT: &str = "…";

impl<'a> RuleBook<'a> {
    /// The shared conditions that apply to this measure.
    pub fn intersection(&self, measure: &Measure<'_>) -> &[SharedCondition<'a>] {
        if measure.anywhere { &[] } else { &self.document.everywhere }
    }

    /// The same book without the texts that are not needed to show a question or a verdict: where to find an answer,
    /// names of measures, conditions in words, quotes, readings, evidence, tasks, annex, articles, definitions of
    /// terms. The result can be asked about and evaluated, but not explained. All ids stay valid, and a question that
    /// has such a text has a placeholder instead, so the complete book can replace this one at any time.
    #[must_use]
    pub fn strip_prose(mut self) -> Self {
        for fact in &mut self.facts {
            if !fact.find.is_empty() {
                fact.find = LEFT_OUT;
            }
            if !fact.evidence.is_empty() {
                fact.evidence = vec![LEFT_OUT];
            }
        }
        for derived in &mut self.derived {
            (derived.label, derived.undefined) = ("", "");
        }
        for measure in &mut self.measures {
            measure.quote.clear();
            measure.reading.clear();
            measure.bases.clear();
            measure.evidence.clear();
            (measure.title, measure.department, measure.support) = ("", "", "");
            measure.either.iter_mut().chain(&mut measure.same_as).for_each(|link| link.thing = "");
        }
        for common in &mut self.document.everywhere {
            (common.says, common.reading) = ("", "");
        }
        self.document.notes.clear();
        self.document.remarks.clear();
        self.document.chapters.clear();
        self.tasks.clear();
        self.annex.clear();
        self.articles.clear();
        self.examples.clear();
        self.profiles.clear();
        self.guidance = Guidance::default();
        for term in &mut self.terms {
            term.says = LEFT_OUT;
        }
        self
    }

    /// Keeps the document, the ids of topics and facts (for addresses and saved answers), and the question texts of the
    /// first topic. It cannot be evaluated: the date question and the questions in `open` have no gate, every other
    /// question has one. All ids stay valid, so the complete book can replace this one at any time.
    #[must_use]
    pub fn strip_rules(self, open: &[FactId]) -> Self {
        let mut book = self.strip_prose();
        // All gates refer to this node; no answer opens it.
        book.nodes = vec![Node::Constant(Number(Decimal::ZERO), Unit::Plain)].into();
        book.derived.clear();
        book.pairs.clear();
        book.conditions.clear();
        book.cautions.clear();
        book.unit_aliases.clear();
        book.document.everywhere.clear();
        book.measures.iter_mut().for_each(Measure::keep_the_id);
        for topic in &mut book.topics {
            (topic.ask_if, topic.skipped) = (None, "");
        }
        for topic in book.topics.iter_mut().skip(1) {
            topic.lead = "";
        }
        for (ix, fact) in book.facts.iter_enumerated_mut() {
            fact.keep_the_question();
            fact.ask_if = (ix != book.document.date_fact && !open.contains(&ix)).then_some(ExprId::new(0));
        }
        let said: Vec<&str> = book.first_words().collect();
        for term in &mut book.terms {
            if !term.words.iter().any(|word| said.iter().any(|text| text.contains(word))) {
                term.words.clear();
            }
        }
        book
    }

    // The texts on the page of the first topic.
    fn first_words(&self) -> impl Iterator<Item = &'a str> + '_ {
        let asked = self.facts.iter().filter(|fact| fact.topic == 0);
        let options = |fact: &'_ Fact<'a>| -> Vec<&'a str> {
            fact.options.iter().flat_map(|option| [option.label, option.help, option.group]).collect()
        };
        let words = asked.flat_map(move |fact| [fact.ask, fact.help].into_iter().chain(options(fact)));
        self.topics.iter().take(1).map(|topic| topic.lead).chain(words)
    }

    /// The fact with this id.
    pub fn fact(&self, id: &str) -> Option<FactId> {
        self.facts.position(|fact| fact.id == id)
    }

    /// The measure with this id.
    pub fn measure(&self, id: &str) -> Option<MeasureId> {
        self.measures.position(|measure| measure.id == id)
    }

    /// The group with this id.
    pub fn group(&self, id: &str) -> Option<GroupId> {
        self.groups.position(|group| group.id == id)
    }

    /// The unit at an index of `units`; empty if out of range.
    pub fn unit(&self, place: u8) -> &'a str {
        self.units.get(usize::from(place)).copied().unwrap_or_default()
    }

    /// The other names of the unit at an index of `units`.
    pub fn unit_aliases(&self, place: u8) -> &[&'a str] {
        self.unit_aliases.get(usize::from(place)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The facts of a group, in order.
    pub fn group_facts(&self, group: GroupId) -> impl Iterator<Item = FactId> + '_ {
        self.facts
            .iter_enumerated()
            .filter(move |(_, fact)| fact.group.is_some_and(|(own, _)| own == group))
            .map(|(ix, _)| ix)
    }

    /// The chapter an article belongs to.
    pub fn chapter_of(&self, article: u16) -> Option<&Chapter<'a>> {
        self.document.chapters.iter().find(|c| (c.articles.0..=c.articles.1).contains(&article))
    }
}
