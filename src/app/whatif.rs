//! The what-if scenario: other answers, tried out beside the saved ones for this visit and never stored. Knows no
//! element.

use crate::app::AppState;
use crate::state::case_conversion::answer_to_raw;
use crate::state::evaluation::slot;
use crate::state::form::{Form, RawAnswer};
use huiqi_engine::Answer;
use huiqi_engine::RuleBook;
use huiqi_engine::book::{Fact, FactType};
use huiqi_engine::evaluate::FactInstance;
use huiqi_engine::number::divide;
use leptos::prelude::*;
use rust_decimal::Decimal;
use std::cell::RefCell;

/// A scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    // Key and revision of the case that it is based on.
    case: (String, u64),
    /// The answers with the changes of the scenario.
    pub record: Form,
    /// The questions whose answers are changed, in the order in which they were chosen.
    pub asked: Vec<FactInstance>,
}

thread_local! {
    static TRIAL: RefCell<Option<Scenario>> = const { RefCell::new(None) };
}

/// The scenario for the open case; an empty one if the answers of the case have changed since.
pub fn current(app: AppState) -> Scenario {
    let known = TRIAL.with_borrow(Clone::clone);
    app.session.with_untracked(|session| {
        let case = (session.case.key.clone(), session.case.revision);
        known.filter(|trial| trial.case == case).unwrap_or_else(|| Scenario {
            case,
            record: session.case.record.clone(),
            asked: Vec::new(),
        })
    })
}

/// Keeps the scenario until the page is closed.
pub fn save_draft(trial: Scenario) {
    TRIAL.set(Some(trial));
}

/// Discards the scenario.
pub fn discard_draft() {
    TRIAL.set(None);
}

/// Starts a scenario with one changed answer, replacing any previous scenario.
pub fn start_from(app: AppState, question: FactInstance, answer: Answer) {
    discard_draft();
    let mut trial = current(app);
    let fact = &app.book().facts[question.fact];
    trial.record.set_answer(slot(app.book(), fact, question.instance), typed(fact, answer));
    trial.asked.push(question);
    save_draft(trial);
}

/// Formats an answer as it would be typed: larger amounts in 万元.
pub fn typed(fact: &Fact<'_>, answer: Answer) -> RawAnswer {
    let scale = Decimal::from(10_000);
    match answer {
        Answer::Number(value) if fact.kind == FactType::Money && value >= scale => {
            let text = divide(value, scale).unwrap_or_default().normalize().to_string();
            RawAnswer::Typed { text, scale: 1, unsure: false }
        }
        _ => answer_to_raw(fact, answer),
    }
}

impl Scenario {
    /// The same scenario with these answers and questions.
    #[must_use]
    pub fn with(self, record: Form, asked: Vec<FactInstance>) -> Self {
        Self { record, asked, ..self }
    }

    /// The saved answers with the changes of the scenario, except for one question.
    #[must_use]
    pub fn without(&self, book: &'static RuleBook<'static>, base: &Form, question: FactInstance) -> Self {
        let asked: Vec<FactInstance> = self.asked.iter().copied().filter(|other| *other != question).collect();
        let mut record = base.clone();
        for FactInstance { fact, instance } in &asked {
            let fact = &book.facts[*fact];
            let slot = slot(book, fact, *instance);
            match self.record.get(slot) {
                Some(entry) => record.set_answer(slot, RawAnswer::clone(entry)),
                None => record.clear_answer(slot),
            }
        }
        Self { case: self.case.clone(), record, asked }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use crate::state::rule_book::test_book;

    #[test]
    fn untried_answer_returns_to_its_original() {
        let typed = |text: &str| RawAnswer::Typed { text: text.into(), scale: 1, unsure: false };
        let fact = |id: &str| test_book().fact(id).unwrap();
        let slot_of = |id: &str| slot(test_book(), &test_book().facts[fact(id)], 0);
        let mut base = Form::default();
        base.set_answer(slot_of("rd_expense_cur"), typed("1200"));
        let mut record = base.clone();
        record.set_answer(slot_of("rd_expense_cur"), typed("1300"));
        record.set_answer(slot_of("rd_expense_prev"), typed("1000"));
        let asked = ["rd_expense_cur", "rd_expense_prev"].map(|id| FactInstance::first(fact(id))).to_vec();
        let trial = Scenario { case: Default::default(), record, asked };
        let one = trial.without(test_book(), &base, trial.asked[0]);
        assert_eq!(one.record.get(slot_of("rd_expense_cur")), Some(&typed("1200")));
        assert_eq!(one.record.get(slot_of("rd_expense_prev")), Some(&typed("1000")));
        assert_eq!(one.without(test_book(), &base, one.asked[0]).record, base);
    }
}
