//! The questions of a page while it is open. A question that was shown once stays in its place until the page is left:
//! what has become needless is marked while the person is in it or has answered it, and folded to one line otherwise.

use super::question::question;
use crate::app::App;
use crate::book::book;
use crate::browser;
use crate::dom::{all, el, live, memo, nothing};
use crate::judgement::{cards, group_of, slot};
use crate::language::t;
use crate::record::Record;
use huiqi_engine::book::{Fact, FactId};
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::*;

/// The questions of a topic's page.
#[derive(Clone, Copy)]
pub struct Asked {
    app: App,
    /// Those whose answers count or are wanted.
    pub shown: Memo<Vec<FactInstance>>,
    /// Those with a place on the page, in the order of the rule book.
    pub listed: Memo<Vec<FactInstance>>,
    places: Memo<Vec<Place>>,
    // Turned over whenever what is folded is to be looked at again although no answer has changed.
    looks: RwSignal<bool>,
}

/// A question with a place on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    question: FactInstance,
    stand: Stand,
}

/// How a question stands on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stand {
    /// Its answer counts or is wanted.
    Wanted,
    /// It is needless, and stays while the person is in it or has answered it.
    Needless,
    /// It is needless: one line says so.
    Folded,
}

// What a page has shown since it was opened.
#[derive(Clone, Default)]
struct Seen {
    // The turn of the session in which this was shown: another one gives other content to the fields.
    turn: usize,
    questions: Vec<FactInstance>,
}

impl Asked {
    /// The questions of the topic at this place of the book.
    pub fn of(app: App, topic: usize) -> Self {
        let looks = RwSignal::new(false);
        let seen = StoredValue::new(Seen::default());
        let shown = memo(move || {
            app.session
                .with(|session| app.judgement.with(|judgement| judgement.shown(book(), &session.case.record, topic)))
        });
        let places = memo(move || {
            looks.track();
            let shown = shown.get();
            let idle = app.judgement.with(|judgement| {
                judgement
                    .idle()
                    .iter()
                    .copied()
                    .filter(|FactInstance { fact, .. }| is_of(*fact, topic))
                    .collect::<Vec<_>>()
            });
            app.session.with(|session| {
                let mut before = seen.get_value();
                if before.turn != session.turns {
                    before = Seen { turn: session.turns, questions: Vec::new() };
                }
                let record = &session.case.record;
                let places = places(&before.questions, &shown, &idle, |question| holds(record, question));
                // A line that was never a question on this page stays a line.
                let was_shown =
                    |place: &&Place| place.stand == Stand::Wanted || before.questions.contains(&place.question);
                before.questions = places.iter().filter(was_shown).map(|place| place.question).collect();
                seen.set_value(before);
                places
            })
        });
        let listed = memo(move || places.with(|places| places.iter().map(|place| place.question).collect()));
        Self { app, shown, listed, places, looks }
    }

    fn stand(self, question: FactInstance) -> Stand {
        self.places.with(|places| {
            places.iter().find(|place| place.question == question).map_or(Stand::Wanted, |place| place.stand)
        })
    }

    /// A question in its place.
    pub fn question(self, fact: FactId, instance: usize) -> AnyView {
        let question_of = FactInstance::new(fact, instance);
        let folded = memo(move || self.stand(question_of) == Stand::Folded);
        let needless = memo(move || self.stand(question_of) != Stand::Wanted);
        let full = live(move || if folded.get() { nothing() } else { question(self.app, fact, instance) });
        let mark = live(move || needless.get().then(|| self.line(question_of, folded)));
        all(vec![full, mark])
    }

    // That a question is needless, and why. Below its field, which stays where it is.
    fn line(self, FactInstance { fact: ix, instance }: FactInstance, folded: Memo<bool>) -> AnyView {
        let fact = &book().facts[ix];
        let name = move || folded.get().then(|| el("b").child(say!("{}：", fact.label)));
        let app = self.app;
        let says = memo(move || {
            app.judgement.with(|judgement| {
                let why = app.here().and_then(|more| (more.needless)(judgement, FactInstance::new(ix, instance)));
                match (judgement.idle().contains(&FactInstance::new(ix, instance)), why) {
                    (true, Some(why)) => say!("现在不涉及，因为{}。已保留，不计入判定。", why),
                    (true, None) => t("现在不涉及，已保留，不计入判定").to_owned(),
                    (false, Some(why)) => say!("不再需要，因为{}。", why),
                    (false, None) => t("不再需要，因为按其他回答，它已不影响结果。").to_owned(),
                }
            })
        });
        el("p").class("needless").live(name).live(move || says.get()).done()
    }

    /// Folds what is needless and was left, a moment after the focus has moved: by then a press that moved it is over.
    pub fn look_again(self) {
        const MOMENT_MILLISECONDS: i32 = 400;
        let stays = |place: &Place| place.stand == Stand::Needless;
        if !self.places.with_untracked(|places| places.iter().any(stays)) {
            return;
        }
        browser::after(MOMENT_MILLISECONDS, move || {
            browser::keep_still(browser::focused(), move || {
                // The page may be gone by now.
                self.looks.try_update(|looks| *looks = !*looks);
            });
        });
    }
}

fn is_of(fact: FactId, topic: usize) -> bool {
    usize::from(book().facts[fact].topic) == topic
}

// Whether something stands in the field of a question, or the person is in it.
fn holds(record: &Record, FactInstance { fact: ix, instance }: FactInstance) -> bool {
    let fact = &book().facts[ix];
    let slot = slot(book(), fact, instance);
    has_card(record, fact, instance)
        && (record.get(slot).is_some() || browser::has_focus_in(&format!("f-{}", slot.name())))
}

fn has_card(record: &Record, fact: &Fact<'static>, instance: usize) -> bool {
    group_of(book(), fact.id).is_none_or(|group| instance < cards(record, group))
}

// Where every question stands that was shown before, is shown now, or keeps an answer that counts for nothing.
fn places(
    before: &[FactInstance],
    shown: &[FactInstance],
    idle: &[FactInstance],
    holds: impl Fn(FactInstance) -> bool,
) -> Vec<Place> {
    let mut questions: Vec<FactInstance> = Vec::new();
    for question in before.iter().chain(shown).chain(idle) {
        // Sorted by hand: some dozens at most, and a general sort is a large download.
        if let Err(place) = questions.binary_search(question) {
            questions.insert(place, *question);
        }
    }
    let stand = |question: FactInstance| match shown.contains(&question) {
        true => Stand::Wanted,
        false if before.contains(&question) && holds(question) => Stand::Needless,
        false => Stand::Folded,
    };
    questions.into_iter().map(|question| Place { question, stand: stand(question) }).collect()
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
    ) -> Vec<(FactId, Stand)> {
        let places = places(before, shown, idle, |question| held.contains(&question));
        places.iter().map(|place| (place.question.fact, place.stand)).collect()
    }

    #[test]
    fn shown_question_stays_on_its_page() {
        let before = [at(1), at(2), at(4)];
        assert_eq!(
            stands(&before, &[at(1), at(3)], &[], &[at(2)]),
            [
                (FactId::new(1), Stand::Wanted),
                (FactId::new(2), Stand::Needless),
                (FactId::new(3), Stand::Wanted),
                (FactId::new(4), Stand::Folded)
            ]
        );
    }

    #[test]
    fn stored_answer_of_closed_question_is_one_line() {
        let idle = [at(2)];
        assert_eq!(
            stands(&[], &[at(1)], &idle, &idle),
            [(FactId::new(1), Stand::Wanted), (FactId::new(2), Stand::Folded)]
        );
    }
}
