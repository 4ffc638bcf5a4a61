//! What `huiqi_engine::words` says, in the language of the pages. Knows no page.

use crate::i18n::{self, english};
use huiqi_engine::assess::{Amount, Assessment, Finding, HeadlinePart, Outcome, Totals, Verdict};
use huiqi_engine::batch::{self, BatchMessage, CellMistake};
use huiqi_engine::book::{Benefit, ExprId, Frequency, Measure, MeasureId, Mode};
use huiqi_engine::case::{CaseError, link};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::near_miss::{NearMiss, OutcomeChange};
use huiqi_engine::number::{Date, Truth};
use huiqi_engine::number_input::{self, ExpectedInput, ParseNumberError, Scale};
use huiqi_engine::sentence::Message;
use huiqi_engine::words as chinese;
use huiqi_engine::{Answers, RuleBook};
use rust_decimal::Decimal;
use std::fmt::Display;

pub use huiqi_engine::words::{Explanation, ExplanationLine};

macro_rules! in_either {
    ($($(#[$doc:meta])* $name:ident($($value:ident: $type:ty),*) -> $said:ty = $chinese:path;)*) => {
        $($(#[$doc])*
        pub fn $name($($value: $type),*) -> $said {
            match english() {
                Some(english) => (english.speech.$name)($($value),*),
                None => $chinese($($value),*),
            }
        })*
    };
}

in_either! {
    /// A day: 2023年6月30日.
    date(date: Date) -> String = chinese::date;
    /// Money in 元 in full.
    money(value: Decimal) -> String = chinese::money;
    /// Money the way people speak of it.
    short_money(value: Decimal) -> String = chinese::short_money;
    /// An amount with its certainty word.
    amount(amount: &Amount) -> String = chinese::amount;
    /// A verdict in words.
    verdict(verdict: Verdict) -> &'static str = chinese::verdict;
    /// How one comes to a measure, in words.
    mode(mode: Mode) -> &'static str = chinese::mode;
    /// Met, unmet or open, in words.
    truth(truth: Truth) -> &'static str = chinese::truth;
    /// A condition in words.
    condition(book: &RuleBook<'_>, condition: ExprId) -> String = chinese::condition;
    /// What a measure pays, in words.
    amount_rule(book: &RuleBook<'_>, measure: &Measure<'_>) -> String = chinese::amount_rule;
    /// Says a finding.
    finding(view: &Evaluator<'_, '_>, finding: &Finding) -> Explanation = chinese::finding;
    /// How the amount of an eligible measure was reckoned.
    calculations(view: &Evaluator<'_, '_>, measure: &Measure<'_>, outcome: &Outcome) -> Vec<String> = chinese::calculations;
    /// What an eligible measure pays.
    paid(measure: &Measure<'_>, paid: &Amount) -> String = chinese::paid;
    /// How often a measure is paid.
    frequency(frequency: Frequency) -> &'static str = Frequency::name;
    /// How an eligible measure counts beside others that are paid for the same thing.
    uncounted(view: &Evaluator<'_, '_>, assessment: &Assessment, measure: MeasureId) -> Option<String> = chinese::uncounted;
    /// What the instances that are not decided could still add.
    still_open(book: &RuleBook<'_>, measure: &Measure<'_>, outcome: &Outcome) -> Option<String> = chinese::still_open;
    /// That an amount is reckoned for one where there may be several.
    by_one(book: &RuleBook<'_>, answers: &Answers, measure: &Measure<'_>) -> Option<String> = chinese::by_one;
    /// What an assessment comes to, in one sentence without a full stop.
    headline(book: &RuleBook<'_>, assessment: &Assessment) -> String = chinese::headline;
    /// One thing that there is, with money said like this.
    part(part: &HeadlinePart, day: Date, money: fn(Decimal) -> String) -> String = chinese::part;
    /// The same of the sum over all undecided measures.
    some_by_one(totals: &Totals) -> String = chinese::some_by_one;
    /// What to change and what it brings.
    nearly(book: &RuleBook<'_>, answers: &Answers, nearly: &NearMiss) -> String = chinese::nearly;
    /// What changes for a measure.
    change(book: &RuleBook<'_>, change: &OutcomeChange) -> String = chinese::change;
    /// A figure in full, said back to who typed it.
    echo(value: Decimal, wanted: ExpectedInput<'_>) -> String = number_input::echo;
    /// What a bare figure of money counts.
    scale(scale: Scale) -> &'static str = Scale::name;
    /// A kind of benefit.
    benefit(benefit: Benefit) -> &'static str = Benefit::name;
    /// What is wrong with a link.
    link_mistake(mistake: link::LinkError) -> &'static str = link::LinkError::says;
    /// What is wrong with a typed figure, which was to be of this kind.
    mistake(mistake: &ParseNumberError, wanted: ExpectedInput<'_>) -> String = in_chinese;
}

/// Names in quotation marks and lists of keys: in English there are commas between them.
pub fn add_english_separators(names: String) -> String {
    if english().is_none() {
        return names;
    }
    let are_keys = names.chars().all(|sign| sign.is_ascii() || sign == '、');
    if are_keys { names.replace('、', ", ") } else { names.replace("”“", "”, “") }
}

/// A sentence that the engine has put together.
pub fn sentence(sentence: &Message) -> String {
    let values: Vec<String> = sentence.values.iter().map(|value| add_english_separators(value.clone())).collect();
    let values: Vec<&dyn Display> = values.iter().map(|value| value as &dyn Display).collect();
    let said = i18n::say(sentence.template, &values);
    match &sentence.near {
        Some(near) => say!("{}您是指“{}”吗？", said, near),
        None => said,
    }
}

/// What is wrong with a file of answers, and where.
pub fn case_mistake(mistake: &CaseError) -> String {
    let says = sentence(&mistake.message);
    if mistake.place.is_empty() { says } else { say!("{}：{}", mistake.place, says) }
}

/// What is wrong with a table, and where.
pub fn cell_mistake(mistake: &CellMistake) -> String {
    let says = match &mistake.says {
        BatchMessage::Sentence(said) => sentence(said),
        BatchMessage::Figure(wrong) => self::mistake(wrong, wrong.wanted()),
    };
    let column = || batch::column_name(mistake.column);
    match (mistake.row, mistake.column) {
        (0, _) => says,
        (row, 0) => say!("第{}行：{}", row, says),
        (row, _) if mistake.label.is_empty() => say!("第{}行 {}列：{}", row, column(), says),
        (row, _) => say!("第{}行 {}列“{}”：{}", row, column(), mistake.label, says),
    }
}

/// Whole sentences, one after the other: in Chinese nothing stands between them, in English there is a space.
pub fn sentences(said: impl Iterator<Item = String>) -> String {
    said.collect::<Vec<_>>().join(if english().is_some() { " " } else { "" })
}

fn in_chinese(mistake: &ParseNumberError, _: ExpectedInput<'_>) -> String {
    mistake.says()
}
