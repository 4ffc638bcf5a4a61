//! The evaluation of a form, as pages read it. Knows no rule: the evaluator is part of the lazy module. Until that has
//! loaded there are no results, and only the initial questions are shown.

use crate::state::field_feedback::FieldWarning;
use crate::state::form::{FieldKey, Form};
use huiqi_engine::Answers;
use huiqi_engine::assess::{AssessedAnswers, Assessment};
use huiqi_engine::book::{ExprId, Fact, OptionSet, RuleBook};
use huiqi_engine::evaluate::{Evaluator, FactInstance};
use std::ops::Deref;
use std::sync::Arc;

/// Evaluates a form and updates the evaluation incrementally.
pub trait Evaluate: Send + Sync {
    /// Evaluates a form that was derived from the last one evaluated: only changed answers are parsed and assessed
    /// again. Returns whether anything changed.
    fn update(&mut self, book: &'static RuleBook<'static>, record: &Form) -> bool;
    /// The active answers and their assessment.
    fn assessed(&self) -> &AssessedAnswers;
    /// The answers as evaluated, with the texts of this book. This costs nothing.
    fn view<'e>(&'e self, book: &'e RuleBook<'static>) -> Evaluator<'e, 'static>;
    /// Validation errors of fields, by fact and instance.
    fn field_errors(&self) -> &[(FactInstance, String)];
    /// Answers to questions that no longer apply: they are stored but ignored.
    fn inactive_answers(&self) -> &[FactInstance];
    /// All answers, active or not, and unreadable input.
    fn given(&self) -> &Answers;
    /// Questions that apply and whose input is unreadable.
    fn unreadable(&self) -> Vec<FactInstance>;
    /// The questions to show on a topic's page: answered (or partly typed) ones and those that can still matter.
    fn visible_questions(&self, book: &'static RuleBook<'static>, record: &Form, topic: usize) -> Vec<FactInstance>;
    /// The questions of a topic in the order of its steps. The date, which has a default, is not among them; a group
    /// that was declared empty has one, so that the declaration can be undone.
    fn step_questions(&self, book: &'static RuleBook<'static>, record: &Form, topic: usize) -> Vec<FactInstance>;
    /// A doubt about an answer, which the user should check again. It does not block the user.
    fn warning(&self, book: &'static RuleBook<'static>, question: FactInstance) -> Option<FieldWarning>;
    /// The verdicts in the short form that is stored with the answers; see
    /// [`crate::state::stored_case::StoredCase::verdicts`].
    fn verdicts(&self, book: &RuleBook<'_>) -> String;
    /// The status of a topic.
    fn progress(&self, book: &RuleBook<'static>, topic: usize) -> TopicStatus;
    /// Concerns that the company did not tick and that would open questions of this topic.
    fn unticked_concerns(&self, book: &RuleBook<'static>, topic: usize) -> OptionSet;
    /// Whether an option with this condition is available.
    fn is_option_available(&self, book: &RuleBook<'static>, only_if: ExprId, instance: usize) -> bool;
    /// A copy that can be updated independently.
    fn copy(&self) -> Box<dyn Evaluate>;
}

/// The evaluation of a form. It dereferences to the active answers and their assessment; before the first evaluation
/// there are no answers, and every measure is undecided.
pub struct Evaluation(State);

enum State {
    // The result before the first evaluation; all copies share it.
    Blank(Arc<AssessedAnswers>),
    Judged(Box<dyn Evaluate>),
}

impl Deref for Evaluation {
    type Target = AssessedAnswers;

    fn deref(&self) -> &AssessedAnswers {
        match &self.0 {
            State::Blank(nothing) => nothing,
            State::Judged(judge) => judge.assessed(),
        }
    }
}

impl Clone for Evaluation {
    fn clone(&self) -> Self {
        Self(match &self.0 {
            State::Blank(nothing) => State::Blank(nothing.clone()),
            State::Judged(judge) => State::Judged(judge.copy()),
        })
    }
}

impl PartialEq for Evaluation {
    fn eq(&self, other: &Self) -> bool {
        (self.field_errors(), self.inactive_answers(), &**self)
            == (other.field_errors(), other.inactive_answers(), &**other)
    }
}

/// The status of a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TopicStatus {
    /// There is no evaluation yet.
    Unknown,
    /// It does not apply to this applicant.
    Skipped,
    /// None of its questions can change a result any more, and none was asked.
    NotNeeded,
    /// None of its questions is asked yet; whether any will be depends on open questions of other topics.
    Waiting,
    /// The number of open questions.
    Open(usize),
    /// Everything that matters is answered.
    Done,
}

/// The key of a fact's field; `instance` matters only for facts of a group.
pub fn slot(book: &'static RuleBook<'static>, fact: &Fact<'static>, instance: usize) -> FieldKey {
    let group = fact.group.map(|(group, _)| &book.groups[group]);
    FieldKey { fact: fact.id, card: group.map(|group| (group.id, instance)) }
}

/// The number of instances of a group to answer: one empty instance if the group has no answer yet.
pub fn cards(record: &Form, group: &str) -> usize {
    record.instances(group).map_or(1, Vec::len)
}

/// The id of the group that a fact belongs to.
pub fn group_of(book: &'static RuleBook<'static>, fact: &str) -> Option<&'static str> {
    let fact = &book.facts[book.fact(fact)?];
    Some(book.groups[fact.group?.0].id)
}

impl Evaluation {
    /// A blank evaluation: nothing was evaluated with this book yet.
    pub fn none(book: &RuleBook<'_>) -> Self {
        let assessment = Assessment::blank(book, book.document.assess_on);
        Self(State::Blank(Arc::new(AssessedAnswers { answers: Answers::empty(book), assessment })))
    }

    fn judge(&self) -> Option<&dyn Evaluate> {
        match &self.0 {
            State::Blank(_) => None,
            State::Judged(judge) => Some(&**judge),
        }
    }

    /// The evaluation held by this evaluator.
    pub fn by(judge: Box<dyn Evaluate>) -> Self {
        Self(State::Judged(judge))
    }

    /// Whether a form was evaluated.
    pub fn is_loaded(&self) -> bool {
        self.judge().is_some()
    }

    /// Evaluates a form that was derived from the last one evaluated; see [`Evaluate::update`].
    pub fn follow(&mut self, book: &'static RuleBook<'static>, record: &Form) -> bool {
        match &mut self.0 {
            State::Blank(_) => false,
            State::Judged(judge) => judge.update(book, record),
        }
    }

    /// The answers as evaluated, with the texts of this book.
    pub fn view<'e>(&'e self, book: &'e RuleBook<'static>) -> Evaluator<'e, 'static> {
        match &self.0 {
            State::Blank(nothing) => Evaluator::new(book, &nothing.answers),
            State::Judged(judge) => judge.view(book),
        }
    }

    /// Validation errors of fields, by fact and instance.
    pub fn field_errors(&self) -> &[(FactInstance, String)] {
        self.judge().map_or(&[], |judge| judge.field_errors())
    }

    /// The validation error of a question's field.
    pub fn mistake(&self, question: FactInstance) -> Option<String> {
        self.field_errors().iter().find(|(known, _)| *known == question).map(|(_, mistake)| mistake.clone())
    }

    /// Answers to questions that no longer apply: they are stored but ignored.
    pub fn inactive_answers(&self) -> &[FactInstance] {
        self.judge().map_or(&[], |judge| judge.inactive_answers())
    }

    /// All answers, active or not, and unreadable input. Exports and links contain these.
    pub fn given(&self) -> &Answers {
        match &self.0 {
            State::Blank(nothing) => &nothing.answers,
            State::Judged(judge) => judge.given(),
        }
    }

    /// Questions that apply and whose input is unreadable.
    pub fn unreadable(&self) -> Vec<FactInstance> {
        self.judge().map(|judge| judge.unreadable()).unwrap_or_default()
    }

    /// The questions to show on a topic's page; see [`Evaluate::visible_questions`]. Before the first evaluation these
    /// are the questions without a condition, and the answered ones.
    pub fn visible_questions(
        &self,
        book: &'static RuleBook<'static>,
        record: &Form,
        topic: usize,
    ) -> Vec<FactInstance> {
        let Some(judge) = self.judge() else { return initial_questions(book, record, topic) };
        judge.visible_questions(book, record, topic)
    }

    /// The questions of a topic in the order of its steps; see [`Evaluate::step_questions`].
    pub fn step_questions(&self, book: &'static RuleBook<'static>, record: &Form, topic: usize) -> Vec<FactInstance> {
        let Some(judge) = self.judge() else {
            let mut questions = initial_questions(book, record, topic);
            questions.retain(|question| question.fact != book.document.date_fact);
            return questions;
        };
        judge.step_questions(book, record, topic)
    }

    /// A doubt about an answer, which the user should check again. It does not block the user.
    pub fn warning(&self, book: &'static RuleBook<'static>, question: FactInstance) -> Option<FieldWarning> {
        self.judge()?.warning(book, question)
    }

    /// Whether the answer to this question can still change a result.
    pub fn is_pending(&self, question: FactInstance) -> bool {
        self.assessment.pending_questions.contains(&question)
    }

    /// The maximum number of questions that can still be asked; `None` before the first evaluation.
    pub fn max_remaining(&self) -> Option<usize> {
        self.is_loaded().then_some(self.assessment.max_remaining)
    }

    /// The verdicts in the short form that is stored with the answers; see
    /// [`crate::state::stored_case::StoredCase::verdicts`].
    pub fn verdicts(&self, book: &RuleBook<'_>) -> String {
        self.judge().map(|judge| judge.verdicts(book)).unwrap_or_default()
    }

    /// The status of a topic.
    pub fn progress(&self, book: &RuleBook<'static>, topic: usize) -> TopicStatus {
        self.judge().map_or(TopicStatus::Unknown, |judge| judge.progress(book, topic))
    }

    /// Concerns that the company did not tick and that would open questions of this topic.
    pub fn unticked_concerns(&self, book: &RuleBook<'static>, topic: usize) -> OptionSet {
        self.judge().map_or(OptionSet::NONE, |judge| judge.unticked_concerns(book, topic))
    }

    /// Whether an option with this condition is available.
    pub fn is_option_available(&self, book: &RuleBook<'static>, only_if: ExprId, instance: usize) -> bool {
        self.judge().is_none_or(|judge| judge.is_option_available(book, only_if, instance))
    }

    /// The next topic with open questions: first those after this one, then those before it.
    pub fn next_topic(&self, book: &RuleBook<'static>, topic: usize) -> Option<usize> {
        let count = book.topics.len();
        let open = |place: &usize| matches!(self.progress(book, *place), TopicStatus::Open(_) | TopicStatus::Unknown);
        (topic + 1..count).chain(0..topic).find(open)
    }
}

// The questions without a condition, and the answered ones.
fn initial_questions(book: &'static RuleBook<'static>, record: &Form, topic: usize) -> Vec<FactInstance> {
    let here = book.facts.iter_enumerated().filter(|(_, fact)| usize::from(fact.topic) == topic);
    let shown = here.filter(|(_, fact)| fact.ask_if.is_none() || record.get(slot(book, fact, 0)).is_some());
    shown.map(|(ix, _)| FactInstance::first(ix)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::evaluator::evaluate;
    use crate::state::form::RawAnswer;
    use crate::state::rule_book::{test_book, test_rules};
    use std::collections::BTreeSet;

    // The subset of the book that is embedded in the main module.
    fn opening() -> &'static RuleBook<'static> {
        let binary = huiqi_engine::assess::initial_subset(test_book().clone()).encode().unwrap_or_default();
        Box::leak(Box::new(RuleBook::decode(binary.leak()).unwrap_or_else(|_| test_book().clone())))
    }

    #[test]
    fn initial_questions_match_evaluated_questions() {
        let (opening, book) = (opening(), test_book());
        let nothing = Form::default();
        let first = Evaluation::none(test_book()).visible_questions(opening, &nothing, 0);
        assert_eq!(first, evaluate(test_rules(), &nothing).visible_questions(book, &nothing, 0));
        assert!(!first.is_empty());
        let judged = evaluate(test_rules(), &nothing);
        let offered = |fact: &Fact<'static>| {
            fact.options
                .iter()
                .filter_map(|option| option.only_if)
                .all(|only_if| judged.is_option_available(book, only_if, 0))
        };
        for FactInstance { fact: ix, .. } in first {
            let [early, late] = [opening, book].map(|book| &book.facts[ix]);
            assert_eq!((early.id, early.ask, early.help, &early.kind), (late.id, late.ask, late.help, &late.kind));
            let words = |fact: &Fact<'static>| -> Vec<_> {
                fact.options.iter().map(|option| (option.id, option.label, option.help, option.group)).collect()
            };
            assert_eq!(words(early), words(late));
            assert!(offered(late), "{} suggestions everything before it can be judged", late.id);
            assert_eq!(
                (early.find.is_empty(), early.evidence.is_empty()),
                (late.find.is_empty(), late.evidence.is_empty())
            );
        }
    }

    #[test]
    fn terms_of_initial_questions_match_full_book() {
        let (opening, book) = (opening(), test_book());
        let asked: Vec<&str> = book.facts.iter().filter(|fact| fact.topic == 0).map(|fact| fact.ask).collect();
        for (early, late) in opening.terms.iter().zip(&book.terms) {
            let said = late.words.iter().any(|word| asked.iter().any(|ask| ask.contains(word)));
            assert!(!said || early.words == late.words, "{:?}", late.words);
        }
        assert_eq!(opening.terms.len(), book.terms.len());
    }

    #[test]
    fn routes_and_stored_answers_resolve_before_lazy_load() {
        let (opening, book) = (opening(), test_book());
        let ids = |book: &'static RuleBook<'static>| -> (Vec<_>, Vec<_>, Vec<_>) {
            (
                book.topics.iter().map(|topic| (topic.id, topic.title)).collect(),
                book.facts.iter().map(|fact| (fact.id, fact.topic, fact.group)).collect(),
                book.measures.iter().map(|measure| measure.id).collect(),
            )
        };
        assert_eq!(ids(opening), ids(book));
        assert_eq!(opening.groups, book.groups);
    }

    #[test]
    fn all_undecided_before_lazy_load() {
        let evaluation = Evaluation::none(test_book());
        assert!(!evaluation.is_loaded());
        assert_eq!(evaluation.verdicts(test_book()), "");
        assert_eq!(evaluation.assessment.totals, Default::default());
        assert!(
            test_book()
                .topics
                .iter()
                .enumerate()
                .all(|(topic, _)| evaluation.progress(test_book(), topic) == TopicStatus::Unknown)
        );
        let verdicts: BTreeSet<_> =
            evaluation.assessment.outcomes.iter().map(|one| format!("{:?}", one.verdict)).collect();
        assert_eq!(verdicts, BTreeSet::from(["Undecided".to_owned()]));
    }

    #[test]
    fn answers_are_shown_before_lazy_load() {
        let fact = test_book().facts.iter_enumerated().find(|(_, fact)| fact.topic == 0 && fact.ask_if.is_some());
        let Some((ix, fact)) = fact else { return };
        let mut record = Form::default();
        assert!(
            !Evaluation::none(test_book())
                .visible_questions(test_book(), &record, 0)
                .contains(&FactInstance::first(ix))
        );
        record.set_answer(slot(test_book(), fact, 0), RawAnswer::Unsure);
        assert!(
            Evaluation::none(test_book()).visible_questions(test_book(), &record, 0).contains(&FactInstance::first(ix))
        );
    }
}
