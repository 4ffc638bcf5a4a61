//! Doubts about answers: figures that probably mean another value, and the cautions of the rule book.

#[cfg(test)]
mod tests;

use super::{FormEvaluator, wanted};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::state::evaluation::{Evaluate, slot};
use crate::state::field_feedback::{FieldWarning, Suggestion};
use crate::state::form::RawAnswer;
use huiqi_engine::book::{FactType, Number, RuleBook};
use huiqi_engine::evaluate::FactInstance;
use huiqi_engine::number::Truth;
use huiqi_engine::number_input::{self, ExpectedInput};
use rust_decimal::Decimal;

impl FormEvaluator {
    /// The doubt about an active answer. One that can be mended with a press goes before those of the rule book.
    pub(super) fn warning_at(&self, book: &'static RuleBook<'static>, question: FactInstance) -> Option<FieldWarning> {
        if self.idle.contains(&question) {
            return None;
        }
        self.doubt(book, question).or_else(|| self.stated_caution(book, question))
    }

    // The doubt about a figure as typed.
    fn doubt(&self, book: &'static RuleBook<'static>, question: FactInstance) -> Option<FieldWarning> {
        let fact = &book.facts[question.fact];
        if !matches!(fact.kind, FactType::Money | FactType::Ratio | FactType::Number(_)) {
            return None;
        }
        let entry = self.record.get(slot(book, fact, question.instance));
        let Some(RawAnswer::Typed { text, scale, unsure: false }) = entry else { return None };
        let expected = wanted(self.rules.source_language_book(), fact, *scale);
        let doubt = number_input::doubt(text, expected, ends(fact.range), ends(fact.usual))?;
        let says = engine_text::doubt(doubt, expected).unwrap_or_default();
        Some(FieldWarning {
            says,
            suggestions: doubt.values().into_iter().map(|value| suggestion(value, expected)).collect(),
        })
    }

    fn stated_caution(&self, book: &'static RuleBook<'static>, question: FactInstance) -> Option<FieldWarning> {
        self.assessor.answers.get(book, question.fact, question.instance)?;
        let mut here = book.cautions.iter().filter(|caution| caution.at == question.fact).peekable();
        here.peek()?;
        let view = self.view(book);
        let caution = here.find(|caution| view.truth(caution.when, question.instance) == Truth::True)?;
        Some(FieldWarning { says: caution.says.to_owned(), suggestions: Vec::new() })
    }
}

fn ends(range: Option<(Number, Number)>) -> Option<(Decimal, Decimal)> {
    range.map(|(low, high)| (low.0, high.0))
}

// Nothing is written as 0, without a unit.
fn suggestion(value: Decimal, expected: ExpectedInput<'_>) -> Suggestion {
    if value.is_zero() {
        return Suggestion { label: t("填 0").into(), text: "0".into() };
    }
    let text = engine_text::settled_figure(value, expected);
    Suggestion { label: text.clone(), text }
}
