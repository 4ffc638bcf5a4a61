//! What a measure is: for whom, when, what it pays, and what it is not paid beside.

use super::{ExprId, GroupId, MeasureId};
use crate::number::{Date, Truth};
use serde::Serialize;

/// How an applicant comes to a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Mode {
    /// 自动享受: by law, without an application.
    Automatic,
    /// 申报: conditions and amount are fixed by the text.
    Apply,
    /// 评审: the department decides whether or how much.
    Assessed,
}

/// What kind of benefit a measure is; the names are those of the rule book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Payout {
    /// No money.
    Nothing,
    /// Money, but the text has no figure.
    Unstated,
    /// This amount in 元.
    Amount(ExprId),
}

/// A ceiling on an amount.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cap<'a> {
    /// In 元.
    pub at_most: ExprId,
    /// Per what, in words, or empty.
    pub per: &'a str,
    /// What it caps where there are several instances of a group.
    pub scope: CapScope,
}

/// What a cap holds for where there are several instances of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum CapScope {
    /// All of them together.
    Together,
    /// Each of them.
    Each,
    /// The text does not say: each of them at most, all of them together at least.
    Unclear,
}

impl CapScope {
    /// Whether no instance is paid more than the cap.
    pub const fn holds_for_each(self) -> bool {
        matches!(self, Self::Each | Self::Unclear)
    }
}

/// An amount that is computed and said, but not paid: what a tax rate applies to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Base<'a> {
    /// What it is, in words.
    pub label: &'a str,
    /// In 元.
    pub is: ExprId,
}

impl<'a> Measure<'a> {
    /// The relation to another measure, and whether the two are the same thing; `None` where they are not related.
    pub fn link_to(&self, other: MeasureId) -> Option<(&Link<'a>, bool)> {
        let find = |links: &'_ [Link<'a>]| links.iter().position(|link| link.measure == other);
        match find(&self.same_as) {
            Some(at) => self.same_as.get(at).map(|link| (link, true)),
            None => find(&self.either).and_then(|at| self.either.get(at)).map(|link| (link, false)),
        }
    }

    /// All its relations.
    pub fn links(&self) -> impl Iterator<Item = &Link<'a>> {
        self.either.iter().chain(&self.same_as)
    }

    /// Whether it applies on a day: open where the text does not decide.
    pub fn applies_on(&self, date: Date) -> Truth {
        if date < self.period.0 || date > self.period.1 {
            return Truth::False;
        }
        if self.sure_to.is_some_and(|last| date > last) { Truth::Unknown } else { Truth::True }
    }

    // What is needed to find its page.
    pub(super) fn keep_the_id(&mut self) {
        *self = Measure {
            id: self.id,
            article: 0,
            title: "",
            kind: Benefit::Subsidy,
            mode: Mode::Apply,
            applicants: ExprId::new(0),
            department: "",
            period: self.period,
            sure_to: None,
            quote: Vec::new(),
            when: Vec::new(),
            promise: Payout::Nothing,
            frequency: None,
            cap: None,
            bases: Vec::new(),
            group: None,
            support: "",
            evidence: Vec::new(),
            reading: Vec::new(),
            either: Vec::new(),
            same_as: Vec::new(),
            see: Vec::new(),
            to_person: false,
            pool: false,
            anywhere: false,
            annex: Vec::new(),
        };
    }
}

/// The relation of a measure to another one. It holds for one thing: an instance of the group that both have, otherwise
/// the applicant.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Link<'a> {
    /// The other measure.
    pub measure: MeasureId,
    /// When the two are about one thing; `None`: always.
    pub when: Option<ExprId>,
    /// What the thing is called, or empty.
    pub thing: &'a str,
}

/// A policy measure.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
    pub applicants: ExprId,
    /// Department in charge.
    pub department: &'a str,
    /// Days in which it applies, both included.
    pub period: (Date, Date),
    /// The last day on which it certainly applies: on later days of the period the text does not decide. `None`: it
    /// applies on all of them.
    pub sure_to: Option<Date>,
    /// Verbatim pieces of the official text.
    pub quote: Vec<&'a str>,
    /// Conditions, all of which must hold.
    pub when: Vec<ExprId>,
    /// What it pays.
    pub promise: Payout,
    /// How often it is paid; `None` where the text does not say.
    pub frequency: Option<Frequency>,
    /// Ceiling.
    pub cap: Option<Cap<'a>>,
    /// Amounts that are said beside it and are in no total.
    pub bases: Vec<Base<'a>>,
    /// The group over whose instances it is evaluated.
    pub group: Option<GroupId>,
    /// What one gets in words, or empty.
    pub support: &'a str,
    /// Papers beyond those of the facts.
    pub evidence: Vec<&'a str>,
    /// How unclear words were read.
    pub reading: Vec<&'a str>,
    /// Measures beside which the text does not say whether both are paid for one thing.
    pub either: Vec<Link<'a>>,
    /// Measures that pay for the same thing, which is paid once.
    pub same_as: Vec<Link<'a>>,
    /// Also relevant.
    pub see: Vec<MeasureId>,
    /// Whether the money is a person's and not the company's.
    pub to_person: bool,
    /// Whether the figure is a city-wide pool.
    pub pool: bool,
    /// Whether the conditions of every measure do not hold for it: its own text says for whom it is.
    pub anywhere: bool,
    /// Items of the annex.
    pub annex: Vec<u8>,
}
