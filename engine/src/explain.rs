//! Explanations: rules, findings, amounts and changes as messages without a language. Walks the rule book, the
//! evaluation and the assessment; the texts are in `messages/*.toml`. Knows no wording.

mod calculation;
mod cap;
mod comparison;
mod condition;
mod counted;
mod enquiry;
mod finding;
mod gauge;
mod headline;
mod input;
mod nearly;
mod number;
mod rule;
mod speech;
mod standing;
mod tiers;
mod unasked;
mod unit;

pub use cap::{CappedAmount, capped_amount};
pub use gauge::{Gauge, GaugeMarks};
pub use headline::MoneyStyle;
pub use speech::{Explanation, ExplanationLine};

use crate::assess::{Amount, Certainty, Verdict};
use crate::book::GroupId;
use crate::book::{Benefit, Fact, FactId, FactType, Frequency, Measure, MeasureId, Mode, OptionSet, RuleBook};
use crate::message::{Arg, FigureStyle, Label, Message, MessageId, UnitName, messages as say};
use crate::number::Truth;
use crate::number_input::Scale;
use rust_decimal::Decimal;

fn money(value: Decimal) -> Arg {
    Arg::Figure(value, FigureStyle::Money)
}

fn short_money(value: Decimal) -> Arg {
    Arg::Figure(value, FigureStyle::ShortMoney)
}

fn fact_label(fact: FactId) -> Arg {
    Label::Fact(fact).into()
}

/// The labels of options, in their order.
fn option_labels(fact: FactId, known: &Fact<'_>, options: OptionSet) -> Vec<Arg> {
    let places = options.iter().filter(|place| known.options.get(*place).is_some());
    places.map(|place| Label::Option(fact, place).into()).collect()
}

/// The id of a measure in a book.
fn id_of(book: &RuleBook<'_>, measure: &Measure<'_>) -> MeasureId {
    book.measure(measure.id).unwrap_or_default()
}

/// The style of a fact's figures.
pub(crate) fn fact_style(kind: &FactType) -> FigureStyle {
    match kind {
        FactType::Money => FigureStyle::Money,
        FactType::Ratio => FigureStyle::PercentBeside(None),
        FactType::Number(Some(unit)) => FigureStyle::Quantity(UnitName::Book(*unit)),
        _ => FigureStyle::Quantity(UnitName::None),
    }
}

/// The name of an instance of a group.
fn instance(group: GroupId, instance: usize) -> Message {
    say::instance(Label::Group(group), instance + 1)
}

/// An amount with its certainty.
fn amount(amount: &Amount) -> Message {
    let high = amount.high.unwrap_or(amount.low);
    match amount.certainty() {
        Certainty::Exact => say::amount_exact(money(amount.low)),
        Certainty::AtMost => say::amount_at_most(money(high)),
        Certainty::AtLeast => say::amount_at_least(money(amount.low)),
        Certainty::Between => say::amount_between(money(amount.low), money(high)),
    }
}

/// The payout of an eligible measure: an [`amount`], with different wording for reliefs and for pools.
fn paid(measure: &Measure<'_>, paid: &Amount) -> Message {
    let exact = paid.certainty() == Certainty::Exact;
    match paid.high {
        Some(high) if measure.pool => say::paid_pool(money(high)),
        _ if exact && measure.kind.is_relief() => say::paid_relief(money(paid.low)),
        _ => amount(paid),
    }
}

const fn verdict(verdict: Verdict) -> MessageId {
    match verdict {
        Verdict::Eligible => MessageId::VerdictEligible,
        Verdict::Ineligible => MessageId::VerdictIneligible,
        Verdict::Undecided => MessageId::VerdictUndecided,
        Verdict::NotAsked => MessageId::VerdictNotAsked,
        Verdict::OutOfForce => MessageId::VerdictOutOfForce,
        Verdict::NotForYou => MessageId::VerdictNotForYou,
    }
}

const fn mode(mode: Mode) -> MessageId {
    match mode {
        Mode::Automatic => MessageId::ModeAutomatic,
        Mode::Apply => MessageId::ModeApply,
        Mode::Assessed => MessageId::ModeAssessed,
    }
}

const fn truth(truth: Truth) -> MessageId {
    match truth {
        Truth::True => MessageId::TruthTrue,
        Truth::False => MessageId::TruthFalse,
        Truth::Unknown => MessageId::TruthUnknown,
    }
}

const fn frequency(frequency: Frequency) -> MessageId {
    match frequency {
        Frequency::Yearly => MessageId::FrequencyYearly,
        Frequency::Once => MessageId::FrequencyOnce,
    }
}

const fn scale(scale: Scale) -> MessageId {
    match scale {
        Scale::One => MessageId::ScaleOne,
        Scale::TenThousand => MessageId::ScaleTenThousand,
        Scale::HundredMillion => MessageId::ScaleHundredMillion,
    }
}

const fn benefit(benefit: Benefit) -> MessageId {
    match benefit {
        Benefit::Subsidy => MessageId::BenefitSubsidy,
        Benefit::Award => MessageId::BenefitAward,
        Benefit::TaxRelief => MessageId::BenefitTaxRelief,
        Benefit::FeeRelief => MessageId::BenefitFeeRelief,
        Benefit::PremiumSubsidy => MessageId::BenefitPremiumSubsidy,
        Benefit::InterestSubsidy => MessageId::BenefitInterestSubsidy,
        Benefit::Matching => MessageId::BenefitMatching,
        Benefit::Talent => MessageId::BenefitTalent,
        Benefit::Finance => MessageId::BenefitFinance,
        Benefit::LandEnergy => MessageId::BenefitLandEnergy,
        Benefit::Procedure => MessageId::BenefitProcedure,
        Benefit::CaseByCase => MessageId::BenefitCaseByCase,
    }
}
