//! The questions of an open topic page. A question that was shown once stays in place until the page is left. A
//! question that is no longer needed is marked while it has the focus or an answer, and folded to one line otherwise.

use super::AppState;
use crate::dom::memo;
use crate::platform;
use crate::state::evaluation::{cards, group_of, slot};
use crate::state::form::Form;
use huiqi_engine::RuleBook;
use huiqi_engine::book::{Fact, FactId};
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::*;

/// The questions of a topic's page.
#[derive(Clone, Copy)]
pub struct TopicQuestions {
    /// The state whose session is shown.
    pub app: AppState,
    /// The questions whose answers count or are needed.
    pub shown: Memo<Vec<FactInstance>>,
    /// The questions listed on the page, in the order of the rule book.
    pub listed: Memo<Vec<FactInstance>>,
    places: Memo<Vec<QuestionSlot>>,
    // Toggled to update the folded questions although no answer has changed.
    looks: RwSignal<bool>,
}

/// A question listed on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct QuestionSlot {
    question: FactInstance,
    visibility: QuestionVisibility,
}

/// The visibility of a question on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionVisibility {
    /// Its answer counts or is needed.
    Wanted,
    /// It is not needed, and stays visible while it has the focus or an answer.
    Needless,
    /// It is not needed, and is folded to one line.
    Folded,
}

// The questions shown on a page since it was opened.
#[derive(Clone, Default)]
struct ShownQuestions {
    // The form generation of the session for which they were shown: in another one the fields have other content.
    turn: usize,
    questions: Vec<FactInstance>,
}

impl TopicQuestions {
    /// The questions of the topic with this index in the book.
    pub fn of(app: AppState, topic: usize) -> Self {
        let looks = RwSignal::new(false);
        let seen = StoredValue::new(ShownQuestions::default());
        let shown = memo(move || {
            app.session.with(|session| {
                app.evaluation.with(|evaluation| evaluation.visible_questions(app.book(), &session.case.record, topic))
            })
        });
        let places = memo(move || {
            looks.track();
            let shown = shown.get();
            let idle = app.evaluation.with(|evaluation| {
                evaluation
                    .inactive_answers()
                    .iter()
                    .copied()
                    .filter(|FactInstance { fact, .. }| is_of(app.book(), *fact, topic))
                    .collect::<Vec<_>>()
            });
            app.session.with(|session| {
                let mut before = seen.get_value();
                if before.turn != session.form_generation {
                    before = ShownQuestions { turn: session.form_generation, questions: Vec::new() };
                }
                let record = &session.case.record;
                let places = places(&before.questions, &shown, &idle, |question| holds(app.book(), record, question));
                // A question that was folded from the start stays folded.
                let was_shown = |place: &&QuestionSlot| {
                    place.visibility == QuestionVisibility::Wanted || before.questions.contains(&place.question)
                };
                before.questions = places.iter().filter(was_shown).map(|place| place.question).collect();
                seen.set_value(before);
                places
            })
        });
        let listed = memo(move || places.with(|places| places.iter().map(|place| place.question).collect()));
        Self { app, shown, listed, places, looks }
    }

    /// The visibility of a question on the page.
    pub fn visibility(self, question: FactInstance) -> QuestionVisibility {
        self.places.with(|places| {
            places
                .iter()
                .find(|place| place.question == question)
                .map_or(QuestionVisibility::Wanted, |place| place.visibility)
        })
    }

    /// Folds questions that are not needed and have lost the focus. Delayed, so that the press that moved the focus has
    /// completed.
    pub fn look_again(self) {
        const MOMENT_MILLISECONDS: i32 = 400;
        let stays = |place: &QuestionSlot| place.visibility == QuestionVisibility::Needless;
        if !self.places.with_untracked(|places| places.iter().any(stays)) {
            return;
        }
        platform::set_timeout(MOMENT_MILLISECONDS, move || {
            platform::keep_still(platform::focused(), move || {
                // The page may have been disposed by now.
                self.looks.try_update(|looks| *looks = !*looks);
            });
        });
    }
}

fn is_of(book: &'static RuleBook<'static>, fact: FactId, topic: usize) -> bool {
    usize::from(book.facts[fact].topic) == topic
}

// Whether a question's field has an answer or the focus.
fn holds(book: &'static RuleBook<'static>, record: &Form, FactInstance { fact: ix, instance }: FactInstance) -> bool {
    let fact = &book.facts[ix];
    let slot = slot(book, fact, instance);
    has_card(book, record, fact, instance)
        && (record.get(slot).is_some() || platform::has_focus_in(&format!("f-{}", slot.name())))
}

fn has_card(book: &'static RuleBook<'static>, record: &Form, fact: &Fact<'static>, instance: usize) -> bool {
    group_of(book, fact.id).is_none_or(|group| instance < cards(record, group))
}

// The visibility of every question that was shown before, is shown now, or has an inactive answer.
fn places(
    before: &[FactInstance],
    shown: &[FactInstance],
    idle: &[FactInstance],
    holds: impl Fn(FactInstance) -> bool,
) -> Vec<QuestionSlot> {
    let mut questions: Vec<FactInstance> = Vec::new();
    for question in before.iter().chain(shown).chain(idle) {
        // Sorted insertion by hand: there are a few dozen at most, and a general sort is a large download.
        if let Err(place) = questions.binary_search(question) {
            questions.insert(place, *question);
        }
    }
    let visibility = |question: FactInstance| match shown.contains(&question) {
        true => QuestionVisibility::Wanted,
        false if before.contains(&question) && holds(question) => QuestionVisibility::Needless,
        false => QuestionVisibility::Folded,
    };
    questions.into_iter().map(|question| QuestionSlot { question, visibility: visibility(question) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(fact: u16) -> FactInstance {
        FactInstance::new(FactId::new(fact), 0)
    }

    fn stands(
        before: &[FactInstance],
        shown: &[FactInstance],
        idle: &[FactInstance],
        held: &[FactInstance],
    ) -> Vec<(FactId, QuestionVisibility)> {
        let places = places(before, shown, idle, |question| held.contains(&question));
        places.iter().map(|place| (place.question.fact, place.visibility)).collect()
    }

    #[test]
    fn shown_question_stays_on_its_page() {
        let before = [at(1), at(2), at(4)];
        assert_eq!(
            stands(&before, &[at(1), at(3)], &[], &[at(2)]),
            [
                (FactId::new(1), QuestionVisibility::Wanted),
                (FactId::new(2), QuestionVisibility::Needless),
                (FactId::new(3), QuestionVisibility::Wanted),
                (FactId::new(4), QuestionVisibility::Folded)
            ]
        );
    }

    #[test]
    fn stored_answer_of_closed_question_is_one_line() {
        let idle = [at(2)];
        assert_eq!(
            stands(&[], &[at(1)], &idle, &idle),
            [(FactId::new(1), QuestionVisibility::Wanted), (FactId::new(2), QuestionVisibility::Folded)]
        );
    }
}
