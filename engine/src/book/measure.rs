//! Measures: applicants, conditions, payout and relations to other measures.

use super::{ExprId, GroupId, MeasureId};
use crate::number::{Date, Truth};
use serde::Serialize;

/// How an applicant obtains a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Mode {
    /// 自动享受: by law, without an application.
    Automatic,
    /// 申报: conditions and amount are fixed by the text.
    Apply,
    /// 评审: the department decides whether or how much.
    Assessed,
}

/// Kind of benefit of a measure, named as in the rule book.
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
    /// All kinds with their names in the rule book.
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

    /// The name in the rule book.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }

    /// Whether the benefit is a reduction of taxes, fees or tolls, and not a payment.
    pub const fn is_relief(self) -> bool {
        matches!(self, Self::TaxRelief | Self::FeeRelief)
    }
}

/// How often a measure is paid, according to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Frequency {
    /// 按年: the text states the amount per year.
    Yearly,
    /// 一次性
    Once,
}

impl Frequency {
    /// Both variants with their names in the rule book.
    pub const NAMES: [(&'static str, Self); 2] = [("按年", Self::Yearly), ("一次性", Self::Once)];

    /// The name in the rule book.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, frequency)| *frequency == self).map_or("", |(name, _)| name)
    }
}

/// The monetary payout of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Payout {
    /// No money.
    Nothing,
    /// Money, but the text states no figure.
    Unstated,
    /// An amount in 元.
    Amount(ExprId),
}

/// The cap of an amount.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cap<'a> {
    /// The maximum in 元.
    pub at_most: ExprId,
    /// The unit that the cap is per, in words, or empty.
    pub per: &'a str,
    /// How the cap applies to several instances of a group.
    pub scope: CapScope,
}

/// How a cap applies to several instances of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum CapScope {
    /// To the sum of all instances.
    Together,
    /// To each instance.
    Each,
    /// The text does not decide: the upper end assumes a cap on each instance, the lower end a cap on their sum.
    Unclear,
}

impl CapScope {
    /// Whether the cap limits each single instance.
    pub const fn holds_for_each(self) -> bool {
        matches!(self, Self::Each | Self::Unclear)
    }
}

/// An amount that is computed and displayed but not paid, for example the tax base that a rate applies to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Base<'a> {
    /// Label.
    pub label: &'a str,
    /// The expression of the amount, in 元.
    pub is: ExprId,
}

impl<'a> Measure<'a> {
    /// The relation to another measure, and whether it is a `same_as` relation. `None` if the two are not related.
    pub fn link_to(&self, other: MeasureId) -> Option<(&Link<'a>, bool)> {
        let find = |links: &'_ [Link<'a>]| links.iter().position(|link| link.measure == other);
        match find(&self.same_as) {
            Some(at) => self.same_as.get(at).map(|link| (link, true)),
            None => find(&self.either).and_then(|at| self.either.get(at)).map(|link| (link, false)),
        }
    }

    /// All relations: `either`, then `same_as`.
    pub fn links(&self) -> impl Iterator<Item = &Link<'a>> {
        self.either.iter().chain(&self.same_as)
    }

    /// Whether the measure applies on a date. [`Truth::Unknown`] if the text does not decide.
    pub fn applies_on(&self, date: Date) -> Truth {
        if date < self.period.0 || date > self.period.1 {
            return Truth::False;
        }
        if self.sure_to.is_some_and(|last| date > last) { Truth::Unknown } else { Truth::True }
    }

    // Clears everything except the id, which the address of the measure's page needs, and the period.
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

/// The relation of a measure to another one. It applies per thing: an instance of the group that both measures have,
/// otherwise the applicant.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Link<'a> {
    /// The other measure.
    pub measure: MeasureId,
    /// Condition under which the two are about the same thing; `None`: always.
    pub when: Option<ExprId>,
    /// The name of the thing, or empty.
    pub thing: &'a str,
}

/// A policy measure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Measure<'a> {
    /// Public id: article number, hyphen, ordinal.
    pub id: &'a str,
    /// Article number.
    pub article: u16,
    /// Short title.
    pub title: &'a str,
    /// Kind of benefit.
    pub kind: Benefit,
    /// How an applicant obtains it.
    pub mode: Mode,
    /// The condition that selects the applicants.
    pub applicants: ExprId,
    /// Department in charge.
    pub department: &'a str,
    /// First and last day of the period in which it applies, both inclusive.
    pub period: (Date, Date),
    /// The last day on which it certainly applies; for later days of the period the text does not decide. `None`: it
    /// applies on every day of the period.
    pub sure_to: Option<Date>,
    /// Verbatim pieces of the official text.
    pub quote: Vec<&'a str>,
    /// Conditions; all of them must hold.
    pub when: Vec<ExprId>,
    /// The monetary payout.
    pub promise: Payout,
    /// How often it is paid; `None` if the text does not state it.
    pub frequency: Option<Frequency>,
    /// Cap on the amount.
    pub cap: Option<Cap<'a>>,
    /// Amounts that are displayed next to the payout and are not part of any total.
    pub bases: Vec<Base<'a>>,
    /// The group over whose instances it is evaluated.
    pub group: Option<GroupId>,
    /// The benefit in words, or empty.
    pub support: &'a str,
    /// Documents required in addition to the evidence of the facts.
    pub evidence: Vec<&'a str>,
    /// Readings: how ambiguous wording was interpreted.
    pub reading: Vec<&'a str>,
    /// Measures for which the text does not state whether both are paid for the same thing.
    pub either: Vec<Link<'a>>,
    /// Measures that pay for the same thing, which is paid only once.
    pub same_as: Vec<Link<'a>>,
    /// Related measures.
    pub see: Vec<MeasureId>,
    /// Whether the money is paid to a person and not to the company.
    pub to_person: bool,
    /// Whether the amount is a city-wide pool.
    pub pool: bool,
    /// Whether the shared conditions of the document do not apply, because the measure's own text defines its
    /// applicants.
    pub anywhere: bool,
    /// Numbers of the annex items.
    pub annex: Vec<u8>,
}
