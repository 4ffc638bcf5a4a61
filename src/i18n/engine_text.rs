//! Messages of the engine in the current locale. Knows no page.

use crate::i18n::{self, english};
use huiqi_engine::assess::{Amount, Assessment, Finding, HeadlinePart, Outcome, Totals, Verdict};
use huiqi_engine::batch::{self, BatchMessage, CellMistake};
use huiqi_engine::book::{Benefit, ExprId, FactType, Frequency, Measure, MeasureId, Mode};
use huiqi_engine::case::{CaseError, link};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::message::{Catalog, chinese, chinese_date};
use huiqi_engine::near_miss::{NearMiss, OutcomeChange};
use huiqi_engine::number::{Date, Truth};
use huiqi_engine::number_input::{Doubt, ExpectedInput, ParseNumberError, Scale};
use huiqi_engine::sentence::ErrorMessage;
use huiqi_engine::{Answers, RuleBook, Unreadable};
use rust_decimal::Decimal;
use std::fmt::Display;

pub use huiqi_engine::explain::{Explanation, ExplanationLine, MoneyStyle};

/// The message templates of the current locale. Part of the lazy module, like all functions that use them.
pub fn catalog() -> &'static Catalog<'static> {
    english().map_or_else(chinese, |english| english.catalog)
}

macro_rules! said_by_the_catalog {
    ($($name:ident($($value:ident: $type:ty),*) -> $said:ty;)*) => {
        $(#[doc = concat!("See `Catalog::", stringify!($name), "`.")]
        pub fn $name($($value: $type),*) -> $said {
            catalog().$name($($value),*)
        })*
    };
}

said_by_the_catalog! {
    money(value: Decimal) -> String;
    short_money(value: Decimal) -> String;
    figure(book: &RuleBook<'_>, value: Decimal, kind: &FactType) -> String;
    amount(amount: &Amount) -> String;
    verdict(verdict: Verdict) -> &'static str;
    mode(mode: Mode) -> &'static str;
    truth(truth: Truth) -> &'static str;
    condition(book: &RuleBook<'_>, condition: ExprId) -> String;
    amount_rule(book: &RuleBook<'_>, measure: &Measure<'_>) -> String;
    finding(view: &Evaluator<'_, '_>, finding: &Finding) -> Explanation;
    calculations(view: &Evaluator<'_, '_>, measure: &Measure<'_>, outcome: &Outcome) -> Vec<String>;
    paid(measure: &Measure<'_>, paid: &Amount) -> String;
    frequency(frequency: Frequency) -> &'static str;
    uncounted(view: &Evaluator<'_, '_>, assessment: &Assessment, measure: MeasureId) -> Option<String>;
    enquiry(view: &Evaluator<'_, '_>, assessment: &Assessment, measure: MeasureId) -> Option<String>;
    application(view: &Evaluator<'_, '_>, measure: MeasureId) -> String;
    still_open(book: &RuleBook<'_>, measure: &Measure<'_>, outcome: &Outcome) -> Option<String>;
    by_one(book: &RuleBook<'_>, answers: &Answers, measure: &Measure<'_>) -> Option<String>;
    headline(book: &RuleBook<'_>, assessment: &Assessment) -> String;
    part(part: &HeadlinePart, day: Date, style: MoneyStyle) -> String;
    some_by_one(totals: &Totals) -> String;
    nearly(book: &RuleBook<'_>, answers: &Answers, near_miss: &NearMiss) -> String;
    change(book: &RuleBook<'_>, change: &OutcomeChange) -> String;
    echo(value: Decimal, wanted: ExpectedInput<'_>) -> String;
    settled_figure(value: Decimal, wanted: ExpectedInput<'_>) -> String;
    doubt(doubt: Doubt, wanted: ExpectedInput<'_>) -> Option<String>;
    benefit(benefit: Benefit) -> &'static str;
    link_error(error: link::LinkError) -> &'static str;
    input_error(error: &ParseNumberError, wanted: ExpectedInput<'_>) -> String;
    unreadable(text: &Unreadable) -> String;
}

/// A date: 2023年6月30日. The first page shows one before a catalog has loaded.
pub fn date(date: Date) -> String {
    english().map_or_else(|| chinese_date(date), |english| (english.date)(english.catalog, date))
}

/// The unit of a bare amount, for the selector beside its field.
pub fn scale(scale: Scale) -> &'static str {
    english().map_or_else(|| scale.name(), |english| english.catalog.scale(scale))
}

/// Separates quoted names and lists of keys: in English they need commas.
pub fn add_english_separators(names: String) -> String {
    if english().is_none() {
        return names;
    }
    let are_keys = names.chars().all(|sign| sign.is_ascii() || sign == '、');
    if are_keys { names.replace('、', ", ") } else { names.replace("”“", "”, “") }
}

/// A message of the engine.
pub fn sentence(sentence: &ErrorMessage) -> String {
    let values: Vec<String> = sentence.values.iter().map(|value| add_english_separators(value.clone())).collect();
    let values: Vec<&dyn Display> = values.iter().map(|value| value as &dyn Display).collect();
    let said = i18n::say(sentence.template, &values);
    match &sentence.near {
        Some(near) => say!("{}您是指“{}”吗？", said, near),
        None => said,
    }
}

/// An error in a case file, with its location.
pub fn case_mistake(mistake: &CaseError) -> String {
    let says = sentence(&mistake.message);
    if mistake.place.is_empty() { says } else { say!("{}：{}", mistake.place, says) }
}

/// An error in a table, with its location.
pub fn cell_mistake(mistake: &CellMistake) -> String {
    let says = match &mistake.says {
        BatchMessage::Sentence(said) => sentence(said),
        BatchMessage::Figure(wrong) => input_error(wrong, wrong.wanted()),
    };
    let column = || batch::column_name(mistake.column);
    match (mistake.row, mistake.column) {
        (0, _) => says,
        (row, 0) => say!("第{}行：{}", row, says),
        (row, _) if mistake.label.is_empty() => say!("第{}行 {}列：{}", row, column(), says),
        (row, _) => say!("第{}行 {}列“{}”：{}", row, column(), mistake.label, says),
    }
}

/// Concatenates sentences: without a separator in Chinese, with spaces in English.
pub fn sentences(said: impl Iterator<Item = String>) -> String {
    said.collect::<Vec<_>>().join(if english().is_some() { " " } else { "" })
}
