//! Feedback beside a field: the value it was read as, or its validation error. Part of the lazy module.

use crate::i18n::engine_text::{self, echo};
use crate::i18n::english;
use crate::state::evaluator::{value, wanted};
use crate::state::field_feedback::FieldFeedback;
use crate::state::form::RawAnswer;
use crate::state::rule_book::RuleBooks;
use huiqi_engine::Answer;
use huiqi_engine::book::FactId;
use huiqi_engine::case::MOST_TYPED;
use huiqi_engine::number_input::{ExpectedInput, financial_numerals, spoken_day, spoken_percent};

/// Parses the entry in the field of a fact. The fact is passed by index, because a page rendered before the complete
/// rule book was loaded holds a different `Fact`.
pub fn reading(rules: &'static RuleBooks, ix: FactId, entry: &RawAnswer) -> FieldFeedback {
    let fact = &rules.book().facts[ix];
    let scale = if let RawAnswer::Typed { scale, .. } = entry { *scale } else { 0 };
    let wanted = wanted(rules.book(), fact, scale);
    let (said, spoken) = match value(rules, fact, entry) {
        Ok(Some(Answer::Number(number))) => (echo(number, wanted), in_words(wanted, number)),
        Ok(Some(Answer::Date(day))) => (engine_text::date(day), Some(spoken_day(day))),
        Ok(_) => return FieldFeedback::default(),
        Err(mistake) => return FieldFeedback { mistake: Some(mistake + &cut_off(entry)), ..FieldFeedback::default() },
    };
    // Chinese numerals are shown to readers of Chinese only.
    let spoken = spoken.filter(|_| english().is_none());
    FieldFeedback { said: Some(format!("= {said}")), spoken, mistake: None }
}

// The field has a maximum length, and the browser drops further characters silently.
fn cut_off(entry: &RawAnswer) -> String {
    match entry {
        RawAnswer::Typed { text, .. } if text.encode_utf16().count() >= MOST_TYPED => {
            say!("这里最多{}个字，超出的没有留下。", MOST_TYPED)
        }
        _ => String::new(),
    }
}

fn in_words(wanted: ExpectedInput<'_>, number: rust_decimal::Decimal) -> Option<String> {
    match wanted {
        ExpectedInput::Money(_) => Some(financial_numerals(number)),
        ExpectedInput::Ratio => spoken_percent(number),
        ExpectedInput::Number(..) => None,
    }
}
