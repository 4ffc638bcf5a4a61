//! Other answers, tried out beside the saved ones and never kept: what is tried, for this visit. Knows no element.

use crate::app::App;
use crate::book::book;
use crate::exchange::entry_of;
use crate::judgement::slot;
use crate::record::{Entry, Record};
use huiqi_engine::Answer;
use huiqi_engine::book::{Fact, Kind};
use huiqi_engine::evaluate::FactInstance;
use huiqi_engine::number::divide;
use leptos::prelude::*;
use rust_decimal::Decimal;
use std::cell::RefCell;

/// What is tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    // Of which case, and of which state of it.
    case: (String, u64),
    /// The answers with what is tried.
    pub record: Record,
    /// The questions whose answers are tried, in the order in which they were chosen.
    pub asked: Vec<FactInstance>,
}

thread_local! {
    static TRIAL: RefCell<Option<Trial>> = const { RefCell::new(None) };
}

/// What is being tried with the case that is open; nothing yet where its answers have changed since.
pub fn current(app: App) -> Trial {
    let known = TRIAL.with_borrow(Clone::clone);
    app.session.with_untracked(|session| {
        let case = (session.case.key.clone(), session.case.revision);
        known.filter(|trial| trial.case == case).unwrap_or_else(|| Trial {
            case,
            record: session.case.record.clone(),
            asked: Vec::new(),
        })
    })
}

/// Keeps what is tried until the page is closed.
pub fn keep(trial: Trial) {
    TRIAL.set(Some(trial));
}

/// Gives up what is tried.
pub fn give_up() {
    TRIAL.set(None);
}

/// Tries one other answer, in the place of whatever was tried before.
pub fn try_out(app: App, question: FactInstance, answer: Answer) {
    give_up();
    let mut trial = current(app);
    let fact = &book().facts[question.fact];
    trial.record.put(slot(book(), fact, question.instance), typed(fact, answer));
    trial.asked.push(question);
    keep(trial);
}

// As one would type it: money of some size in 万元.
fn typed(fact: &Fact<'_>, answer: Answer) -> Entry {
    let scale = Decimal::from(10_000);
    match answer {
        Answer::Number(value) if fact.kind == Kind::Money && value >= scale => {
            let text = divide(value, scale).unwrap_or_default().normalize().to_string();
            Entry::Typed { text, scale: 1, unsure: false }
        }
        _ => entry_of(fact, answer),
    }
}

impl Trial {
    /// The same trial with these answers and questions.
    #[must_use]
    pub fn with(self, record: Record, asked: Vec<FactInstance>) -> Self {
        Self { record, asked, ..self }
    }

    /// The saved answers with what is tried, without the answer to one question.
    #[must_use]
    pub fn without(&self, base: &Record, question: FactInstance) -> Self {
        let asked: Vec<FactInstance> = self.asked.iter().copied().filter(|other| *other != question).collect();
        let mut record = base.clone();
        for FactInstance { fact, instance } in &asked {
            let fact = &book().facts[*fact];
            let slot = slot(book(), fact, *instance);
            match self.record.get(slot) {
                Some(entry) => record.put(slot, Entry::clone(entry)),
                None => record.take_back(slot),
            }
        }
        Self { case: self.case.clone(), record, asked }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn untried_answer_returns_to_its_original() {
        let typed = |text: &str| Entry::Typed { text: text.into(), scale: 1, unsure: false };
        let fact = |id: &str| book().fact(id).unwrap();
        let slot_of = |id: &str| slot(book(), &book().facts[fact(id)], 0);
        let mut base = Record::default();
        base.put(slot_of("rd_expense_cur"), typed("1200"));
        let mut record = base.clone();
        record.put(slot_of("rd_expense_cur"), typed("1300"));
        record.put(slot_of("rd_expense_prev"), typed("1000"));
        let asked = ["rd_expense_cur", "rd_expense_prev"].map(|id| FactInstance::first(fact(id))).to_vec();
        let trial = Trial { case: Default::default(), record, asked };
        let one = trial.without(&base, trial.asked[0]);
        assert_eq!(one.record.get(slot_of("rd_expense_cur")), Some(&typed("1200")));
        assert_eq!(one.record.get(slot_of("rd_expense_prev")), Some(&typed("1000")));
        assert_eq!(one.without(&base, one.asked[0]).record, base);
    }
}
