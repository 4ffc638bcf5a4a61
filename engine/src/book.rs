//! A compiled rule book: all that the browser receives of a policy document. Plain data, borrowed from the binary.
//!
//! It knows nothing of answers. Indexes were checked when the book was compiled; a book from elsewhere is checked by
//! [`Book::decode`] before anything uses it.

mod sound;

use crate::number::{Date, exact};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// Position of a fact in [`Book::facts`].
pub type FactIx = u16;
/// Position of a measure in [`Book::measures`].
pub type MeasureIx = u16;
/// Position of an expression in [`Book::nodes`].
pub type Expr = u16;

/// Some of the options of a choice or list, one bit each, in the order of the fact's options.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Options(pub u128);

impl Options {
    /// The most options that one fact can have.
    pub const MOST: usize = 128;
    /// No option.
    pub const NONE: Self = Self(0);

    /// The option at `place` alone; nothing where there can be no such place.
    pub fn one(place: usize) -> Self {
        Self(u32::try_from(place).ok().and_then(|p| 1u128.checked_shl(p)).unwrap_or(0))
    }

    /// The first `count` options.
    pub fn first(count: usize) -> Self {
        if count >= Self::MOST { Self(u128::MAX) } else { Self((1u128 << count) - 1) }
    }

    /// Those in either.
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those in both.
    pub const fn common(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether every option here is also there.
    pub const fn within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The places, ascending.
    pub fn places(self) -> impl Iterator<Item = usize> {
        (0..Self::MOST).filter(move |place| self.0 >> place & 1 == 1)
    }
}

/// A whole rule book.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Book<'a> {
    /// The policy document.
    #[serde(borrow)]
    pub document: Document<'a>,
    /// Units of quantities; 元 is not among them.
    pub units: Vec<&'a str>,
    /// Topics in the order of the questionnaire.
    pub topics: Vec<Topic<'a>>,
    /// What a company may have several of.
    pub groups: Vec<Group<'a>>,
    /// Facts in the order in which they are asked.
    pub facts: Vec<Fact<'a>>,
    /// Values that follow from facts.
    pub derived: Vec<Derived<'a>>,
    /// What a person is asked to look at again; it stops nobody.
    pub cautions: Vec<Caution<'a>>,
    /// All expressions; an expression refers to earlier ones only.
    pub nodes: Vec<Node>,
    /// Measures in the order of the document.
    pub measures: Vec<Measure<'a>>,
    /// Sentences that nobody can claim anything from.
    pub tasks: Vec<Task<'a>>,
    /// The items of the annex.
    pub annex: Vec<Item<'a>>,
    /// The official text.
    pub articles: Vec<Article<'a>>,
    /// Invented companies to try, as case files.
    pub examples: Vec<&'a str>,
    /// Words that not everybody knows.
    pub terms: Vec<Term<'a>>,
}

/// The policy document itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document<'a> {
    /// Id of the rule book, as in saved files.
    pub id: &'a str,
    /// Document number.
    pub number: &'a str,
    /// Full title.
    pub title: &'a str,
    /// Who issued it.
    pub issuer: &'a str,
    /// When it was issued.
    pub issued: Date,
    /// The period in which its measures apply unless they say otherwise; both days included.
    pub in_force: (Date, Date),
    /// The date as of which a case is assessed unless it says otherwise.
    pub assess_on: Date,
    /// The fact whose answer overrides the assessment date.
    pub date_fact: FactIx,
    /// The choice that says what kind of applicant this is.
    pub applicant_fact: FactIx,
    /// The list that says what concerns the company, where there is one: what is not ticked closes questions.
    pub concerns_fact: Option<FactIx>,
    /// Which of its options are natural persons.
    pub persons: Options,
    /// General readings, shown with every result.
    pub notes: Vec<&'a str>,
    /// The chapters.
    pub chapters: Vec<Chapter<'a>>,
    /// What every measure demands.
    pub everywhere: Vec<Common<'a>>,
    /// Sentences shown with every eligible measure while their condition holds.
    pub remarks: Vec<(Expr, &'a str)>,
}

/// A condition that every measure of the document has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Common<'a> {
    /// The condition.
    pub when: Expr,
    /// The condition in words.
    pub says: &'a str,
    /// The reading behind it.
    pub reading: &'a str,
}

/// A chapter of the document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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

/// A page of questions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Topic<'a> {
    /// Public id, part of the page's address.
    pub id: &'a str,
    /// Title.
    pub title: &'a str,
    /// One sentence below the title.
    pub lead: &'a str,
    /// Whether it concerns this applicant.
    pub ask_if: Option<Expr>,
    /// Why it does not, where it does not.
    pub skipped: &'a str,
}

/// Something a company may have several of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group<'a> {
    /// Public id, the key of its instances in files.
    pub id: &'a str,
    /// What one is called, before its number.
    pub label: &'a str,
    /// What they are called together.
    pub name: &'a str,
}

/// What kind of value a fact has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Kind {
    /// Yes or no.
    YesNo,
    /// One of the options.
    Choice,
    /// Any of the options, none included.
    Several,
    /// An amount in 元.
    Money,
    /// A share: 0.15 is 15 %.
    Ratio,
    /// A quantity in the unit at this place of [`Book::units`], or a plain number.
    Number(Option<u8>),
    /// A day.
    Date,
}

/// A fact, which is also a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fact<'a> {
    /// Public id.
    pub id: &'a str,
    /// Place of its topic in [`Book::topics`].
    pub topic: u8,
    /// Place of its group in [`Book::groups`], and its own place within the group.
    pub group: Option<(u8, u8)>,
    /// What kind of value it has.
    pub kind: Kind,
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
    pub ask_if: Option<Expr>,
    /// Both ends of the range of a figure.
    pub range: Option<(Figure, Figure)>,
    /// What an unanswered choice or list is narrowed to.
    pub presume: Option<Options>,
    /// What an unanswered figure counts as until it is answered.
    pub presume_as: Option<Expr>,
    /// What nobody can change by an effort of their own: all or some of the options, or the first place for a fact
    /// without options; see [`Fact::is_fixed`].
    pub fixed: Options,
    /// The options of a choice or list.
    pub options: Vec<Choice<'a>>,
}

impl Fact<'_> {
    /// Whether nobody can change it by an effort of their own; of a choice or list, whether the option at `place` is
    /// such. Without options the place is 0.
    pub fn is_fixed(&self, place: usize) -> bool {
        Options::one(place).within(self.fixed)
    }
}

/// An option of a choice or list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice<'a> {
    /// Public id.
    pub id: &'a str,
    /// Short name.
    pub label: &'a str,
    /// A sentence of help, or empty.
    pub help: &'a str,
    /// Heading in the list, or empty.
    pub group: &'a str,
    /// Offered only while this is not false.
    pub only_if: Option<Expr>,
}

/// A decimal in the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Figure(#[serde(with = "exact")] pub Decimal);

/// How a number is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shown<'a> {
    /// As 元.
    Money,
    /// As a percentage.
    Ratio,
    /// As it is, with this unit behind it (possibly empty).
    Number(&'a str),
}

/// A value that follows from facts and is never asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Derived<'a> {
    /// Id, used in rules only.
    pub id: &'a str,
    /// The noun used in findings.
    pub label: &'a str,
    /// Its definition.
    pub is: Expr,
    /// How it is shown.
    #[serde(borrow)]
    pub shown: Shown<'a>,
    /// What is said where it has no value, or empty.
    pub undefined: &'a str,
}

/// A combination of answers that is possible, but more often a slip of the pen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Caution<'a> {
    /// The fact at whose question it is said.
    pub at: FactIx,
    /// When it is said.
    pub when: Expr,
    /// The sentence.
    pub says: &'a str,
}

/// A relation between two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Node {
    /// A yes/no fact.
    Yes(FactIx),
    /// The choice is one of these.
    Is(FactIx, Options),
    /// The list holds at least one of these.
    HasAny(FactIx, Options),
    /// The list holds all of these.
    HasAll(FactIx, Options),
    /// Two numbers compared.
    Compare(Relation, Expr, Expr),
    /// Negation.
    Not(Expr),
    /// Both.
    And(Expr, Expr),
    /// At least one.
    Or(Expr, Expr),
    /// The second counts only where the first holds.
    Implies(Expr, Expr),
    /// Where this holds, the text does not decide.
    Confirm(Expr),
    /// A figure of the text, and what it counts.
    Constant(Figure, Counts),
    /// The figure of a fact.
    Figure(FactIx),
    /// A derived value.
    Derived(u16),
    /// Sum.
    Add(Expr, Expr),
    /// Difference.
    Subtract(Expr, Expr),
    /// Product.
    Multiply(Expr, Expr),
    /// Quotient.
    Divide(Expr, Expr),
    /// The smaller.
    Min(Expr, Expr),
    /// The larger.
    Max(Expr, Expr),
    /// The second where the first holds, otherwise the third.
    If(Expr, Expr, Expr),
    /// The largest amount among the options held.
    Highest(FactIx, Vec<(u8, Expr)>),
    /// From zero to this.
    UpTo(Expr),
    /// Between these.
    Between(Expr, Expr),
    /// Not less than this.
    AtLeast(Expr),
}

/// What a figure of the text counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Counts {
    /// 元.
    Money,
    /// A share.
    Ratio,
    /// Nothing: a plain number.
    Plain,
    /// The unit at this place of [`Book::units`].
    Unit(u8),
    /// 元 per the unit at this place.
    MoneyPer(u8),
}

/// How an applicant comes to a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mode {
    /// 自动享受: by law, without an application.
    Automatic,
    /// 申报: conditions and amount are fixed by the text.
    Apply,
    /// 评审: the department decides whether or how much.
    Assessed,
}

/// What kind of benefit a measure is; the names are those of the rule book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Benefit {
    /// 补助
    Subsidy,
    /// 奖励
    Award,
    /// 税收优惠
    TaxRelief,
    /// 费用减免
    FeeRelief,
    /// 保费补贴
    PremiumSubsidy,
    /// 贴息
    InterestSubsidy,
    /// 配套
    Matching,
    /// 人才支持
    Talent,
    /// 金融支持
    Finance,
    /// 用地用能
    LandEnergy,
    /// 办事便利
    Procedure,
    /// 推荐与一事一议
    CaseByCase,
}

impl Benefit {
    /// Every kind with its name in the rule book.
    pub const NAMES: [(&'static str, Self); 12] = [
        ("补助", Self::Subsidy),
        ("奖励", Self::Award),
        ("税收优惠", Self::TaxRelief),
        ("费用减免", Self::FeeRelief),
        ("保费补贴", Self::PremiumSubsidy),
        ("贴息", Self::InterestSubsidy),
        ("配套", Self::Matching),
        ("人才支持", Self::Talent),
        ("金融支持", Self::Finance),
        ("用地用能", Self::LandEnergy),
        ("办事便利", Self::Procedure),
        ("推荐与一事一议", Self::CaseByCase),
    ];

    /// Its name in the rule book.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }

    /// Whether it is money not paid (tax, tolls) and not money received.
    pub const fn is_relief(self) -> bool {
        matches!(self, Self::TaxRelief | Self::FeeRelief)
    }
}

/// How often the text says a measure is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Frequency {
    /// 按年: the text reckons the money by the year.
    Yearly,
    /// 一次性
    Once,
}

impl Frequency {
    /// Both with their names in the rule book.
    pub const NAMES: [(&'static str, Self); 2] = [("按年", Self::Yearly), ("一次性", Self::Once)];

    /// Its name in the rule book.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, frequency)| *frequency == self).map_or("", |(name, _)| name)
    }
}

/// What a measure promises in money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Promise {
    /// No money.
    Nothing,
    /// Money, but the text has no figure.
    Unstated,
    /// This amount in 元.
    Amount(Expr),
}

/// A ceiling on an amount.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cap<'a> {
    /// In 元.
    pub at_most: Expr,
    /// Per what, in words, or empty.
    pub per: &'a str,
    /// Whether it caps each instance of a group; otherwise all together.
    pub each: bool,
}

/// A policy measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measure<'a> {
    /// Public id: article, hyphen, order.
    pub id: &'a str,
    /// Article number.
    pub article: u16,
    /// Short title.
    pub title: &'a str,
    /// Kind of benefit.
    pub kind: Benefit,
    /// How one comes to it.
    pub mode: Mode,
    /// For which applicants it is.
    pub applicants: Expr,
    /// Department in charge.
    pub department: &'a str,
    /// Days in which it applies, both included.
    pub period: (Date, Date),
    /// Verbatim pieces of the official text.
    pub quote: Vec<&'a str>,
    /// Conditions, all of which must hold.
    pub when: Vec<Expr>,
    /// What it pays.
    pub promise: Promise,
    /// How often it is paid; `None` where the text does not say.
    pub frequency: Option<Frequency>,
    /// Ceiling.
    #[serde(borrow)]
    pub cap: Option<Cap<'a>>,
    /// The group over whose instances it is evaluated.
    pub group: Option<u8>,
    /// What one gets in words, or empty.
    pub support: &'a str,
    /// Papers beyond those of the facts.
    pub evidence: Vec<&'a str>,
    /// How unclear words were read.
    pub reading: Vec<&'a str>,
    /// Measures of which only the larger counts: the text is silent on stacking.
    pub either: Vec<MeasureIx>,
    /// The same thing in another article.
    pub same_as: Vec<MeasureIx>,
    /// Also relevant.
    pub see: Vec<MeasureIx>,
    /// Whether the money is a person's and not the company's.
    pub to_person: bool,
    /// Whether the figure is a city-wide pool.
    pub pool: bool,
    /// Items of the annex.
    pub annex: Vec<u8>,
}

/// A sentence that is a task, target or budget of the government.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Task<'a> {
    /// Where it stands.
    pub place: Place,
    /// Verbatim.
    pub quote: &'a str,
    /// Why nobody can claim it.
    pub why: &'a str,
}

/// A word of the document that not everybody knows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Term<'a> {
    /// The word, and other forms of it.
    pub words: Vec<&'a str>,
    /// What it means, in one to three sentences.
    pub says: &'a str,
}

/// A place in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// Before the first chapter.
    Preamble,
    /// The opening of a chapter.
    Chapter(u8),
    /// An article.
    Article(u16),
    /// After the last article.
    Closing,
}

/// An item of the annex.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item<'a> {
    /// Its number.
    pub no: u8,
    /// The chapter it belongs to.
    pub chapter: u8,
    /// What is striven for.
    pub title: &'a str,
    /// The goal, verbatim.
    pub goal: &'a str,
    /// Responsible units.
    pub responsible: Vec<&'a str>,
    /// Measures it serves.
    pub serves: Vec<MeasureIx>,
}

/// A stretch of the official text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Article<'a> {
    /// Where it stands.
    pub place: Place,
    /// The sentence that is its title, or empty.
    pub title: &'a str,
    /// The whole text, verbatim, without number and title.
    pub text: &'a str,
}

// What stands for a text of a question in a book without texts.
const LEFT_OUT: &str = "…";

impl<'a> Book<'a> {
    /// The compact binary that the app embeds.
    ///
    /// # Errors
    /// Only where memory runs out.
    pub fn encode(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_allocvec(self)
    }

    /// The same book without the texts that are read behind a question or a verdict: where to find an answer, names of
    /// measures, conditions in words, quotes, readings, papers, tasks, annex, articles, what terms mean. It can be asked about and judged
    /// with, not explained. Every index stays what it is, and where a question has such a text, there still is one, so
    /// that the whole book can take this one's place at any time.
    #[must_use]
    pub fn without_texts(mut self) -> Self {
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
            measure.evidence.clear();
            (measure.title, measure.department, measure.support) = ("", "", "");
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
        for term in &mut self.terms {
            term.says = LEFT_OUT;
        }
        self
    }

    /// Reads a binary; texts are borrowed from it.
    ///
    /// # Errors
    /// Where it is not a rule book of this version: cut, damaged or foreign.
    pub fn decode(binary: &'a [u8]) -> Result<Self, postcard::Error> {
        let book: Self = postcard::from_bytes(binary)?;
        if book.is_sound() { Ok(book) } else { Err(postcard::Error::DeserializeBadEncoding) }
    }

    /// The fact with this id.
    pub fn fact(&self, id: &str) -> Option<FactIx> {
        self.facts.iter().position(|fact| fact.id == id).and_then(|place| FactIx::try_from(place).ok())
    }

    /// The measure with this id.
    pub fn measure(&self, id: &str) -> Option<MeasureIx> {
        self.measures.iter().position(|measure| measure.id == id).and_then(|place| MeasureIx::try_from(place).ok())
    }

    /// The group with this id.
    pub fn group(&self, id: &str) -> Option<usize> {
        self.groups.iter().position(|group| group.id == id)
    }

    /// The facts of a group, in order.
    pub fn group_facts(&self, group: usize) -> impl Iterator<Item = FactIx> + '_ {
        let wanted = u8::try_from(group).ok();
        (0..).zip(&self.facts).filter(move |(_, fact)| fact.group.map(|(g, _)| g) == wanted).map(|(ix, _)| ix)
    }

    /// The chapter an article belongs to.
    pub fn chapter_of(&self, article: u16) -> Option<&Chapter<'a>> {
        self.document.chapters.iter().find(|c| (c.articles.0..=c.articles.1).contains(&article))
    }
}
