//! What follows from a record, as pages read it. Knows no rule: what judges is a part of the second program, and until that
//! is here nothing follows but the questions that everybody is asked first.

use crate::book::book;
use crate::record::{Record, Slot};
use huiqi_engine::Answers;
use huiqi_engine::assess::{Assessed, Assessment};
use huiqi_engine::book::{Book, ExprId, Fact, Options};
use huiqi_engine::evaluate::{FactInstance, View};
use std::ops::Deref;
use std::sync::OnceLock;

/// What judges a record and then follows it.
pub trait Judge: Send + Sync {
    /// Judges a record that came out of the one judged before: only what changed is read and weighed again. Returns
    /// whether anything changed.
    fn follow(&mut self, book: &'static Book<'static>, record: &Record) -> bool;
    /// The answers that count, and what follows from them.
    fn assessed(&self) -> &Assessed;
    /// The answers as they are seen, with the texts of this book; costs nothing.
    fn view<'e>(&'e self, book: &'e Book<'static>) -> View<'e, 'static>;
    /// What is wrong with a field, by fact and instance.
    fn mistakes(&self) -> &[(FactInstance, String)];
    /// Answers whose question no longer applies: kept, but they count for nothing.
    fn idle(&self) -> &[FactInstance];
    /// All answers that were given, whether they count or not, and what could not be read.
    fn given(&self) -> &Answers;
    /// What could not be read, of questions that apply.
    fn unreadable(&self) -> Vec<FactInstance>;
    /// The questions to show on a topic's page: those answered (or half typed) and those that can still matter.
    fn shown(&self, book: &'static Book<'static>, record: &Record, topic: usize) -> Vec<FactInstance>;
    /// What a person is asked to look at again at a question; it stops nobody.
    fn caution(&self, book: &'static Book<'static>, question: FactInstance) -> Option<&'static str>;
    /// What the answers come to, in the short form that is kept with them; see [`crate::saved::Saved::verdicts`].
    fn verdicts(&self, book: &Book<'_>) -> String;
    /// How a topic stands.
    fn progress(&self, book: &Book<'static>, topic: usize) -> Progress;
    /// What the company did not tick in the list of concerns and would open questions of this topic.
    fn left_out(&self, book: &Book<'static>, topic: usize) -> Options;
    /// Whether an option with this condition is on offer.
    fn offers(&self, book: &Book<'static>, only_if: ExprId, instance: usize) -> bool;
    /// The same, to go on from here.
    fn copy(&self) -> Box<dyn Judge>;
}

/// What follows from a record. Its answers (those that count) and their assessment are read like fields of its own; while
/// nothing was judged there are none, and every measure is undecided.
pub struct Judgement(Option<Box<dyn Judge>>);

impl Deref for Judgement {
    type Target = Assessed;

    fn deref(&self) -> &Assessed {
        match &self.0 {
            Some(judge) => judge.assessed(),
            None => nothing(),
        }
    }
}

fn nothing() -> &'static Assessed {
    static NOTHING: OnceLock<Assessed> = OnceLock::new();
    NOTHING.get_or_init(|| {
        let book = book();
        Assessed { answers: Answers::none(book), assessment: Assessment::blank(book, book.document.assess_on) }
    })
}

impl Clone for Judgement {
    fn clone(&self) -> Self {
        Self(self.0.as_ref().map(|judge| judge.copy()))
    }
}

impl PartialEq for Judgement {
    fn eq(&self, other: &Self) -> bool {
        (self.mistakes(), self.idle(), &**self) == (other.mistakes(), other.idle(), &**other)
    }
}

/// How a topic stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nothing was judged yet.
    Unknown,
    /// It does not concern this applicant.
    Skipped,
    /// Nothing in it can change anything any more, and nothing was asked.
    Needless,
    /// Nothing in it is asked yet: whether something will be, depends on questions that are open elsewhere.
    Waiting,
    /// Questions are open: this many.
    Open(usize),
    /// Everything that matters is answered.
    Done,
}

/// The slot of a fact; `instance` matters only to facts of a group.
pub fn slot(book: &'static Book<'static>, fact: &Fact<'static>, instance: usize) -> Slot {
    let group = fact.group.map(|(group, _)| &book.groups[group]);
    Slot { fact: fact.id, card: group.map(|group| (group.id, instance)) }
}

/// How many cards of a group there are to answer: one, still empty, where nothing was said of it.
pub fn cards(record: &Record, group: &str) -> usize {
    record.cards(group).map_or(1, Vec::len)
}

/// The id of the group that a fact belongs to.
pub fn group_of(book: &'static Book<'static>, fact: &str) -> Option<&'static str> {
    let fact = &book.facts[book.fact(fact)?];
    Some(book.groups[fact.group?.0].id)
}

impl Judgement {
    /// Nothing that was judged.
    pub const fn none() -> Self {
        Self(None)
    }

    /// What this says.
    pub fn by(judge: Box<dyn Judge>) -> Self {
        Self(Some(judge))
    }

    /// Whether something was judged.
    pub fn is_here(&self) -> bool {
        self.0.is_some()
    }

    /// Judges a record that came out of the one judged before; see [`Judge::follow`].
    pub fn follow(&mut self, book: &'static Book<'static>, record: &Record) -> bool {
        self.0.as_mut().is_some_and(|judge| judge.follow(book, record))
    }

    /// The answers as the judgement sees them, with the texts of this book.
    pub fn view<'e>(&'e self, book: &'e Book<'static>) -> View<'e, 'static> {
        match &self.0 {
            Some(judge) => judge.view(book),
            None => View::new(book, &nothing().answers),
        }
    }

    /// What is wrong with a field, by fact and instance.
    pub fn mistakes(&self) -> &[(FactInstance, String)] {
        self.0.as_ref().map_or(&[], |judge| judge.mistakes())
    }

    /// What is wrong with the field of a fact.
    pub fn mistake(&self, question: FactInstance) -> Option<String> {
        self.mistakes().iter().find(|(known, _)| *known == question).map(|(_, mistake)| mistake.clone())
    }

    /// Answers whose question no longer applies: kept, but they count for nothing.
    pub fn idle(&self) -> &[FactInstance] {
        self.0.as_ref().map_or(&[], |judge| judge.idle())
    }

    /// All answers that were given, whether they count or not, and what could not be read: what travels.
    pub fn given(&self) -> &Answers {
        self.0.as_ref().map_or(&nothing().answers, |judge| judge.given())
    }

    /// What could not be read, of questions that apply.
    pub fn unreadable(&self) -> Vec<FactInstance> {
        self.0.as_ref().map(|judge| judge.unreadable()).unwrap_or_default()
    }

    /// The questions to show on a topic's page; see [`Judge::shown`]. While nothing was judged those that everybody is
    /// asked, and those answered.
    pub fn shown(&self, book: &'static Book<'static>, record: &Record, topic: usize) -> Vec<FactInstance> {
        let Some(judge) = &self.0 else { return shown_first(book, record, topic) };
        judge.shown(book, record, topic)
    }

    /// What a person is asked to look at again at a question; it stops nobody.
    pub fn caution(&self, book: &'static Book<'static>, question: FactInstance) -> Option<&'static str> {
        self.0.as_ref()?.caution(book, question)
    }

    /// Whether the answer to this question can still change something.
    pub fn asks(&self, question: FactInstance) -> bool {
        self.assessment.next.contains(&question)
    }

    /// The most questions that can still be asked; `None` while nothing was judged.
    pub fn most_left(&self) -> Option<usize> {
        self.is_here().then_some(self.assessment.most_left)
    }

    /// What the answers come to, in the short form that is kept with them; see [`crate::saved::Saved::verdicts`].
    pub fn verdicts(&self, book: &Book<'_>) -> String {
        self.0.as_ref().map(|judge| judge.verdicts(book)).unwrap_or_default()
    }

    /// How a topic stands.
    pub fn progress(&self, book: &Book<'static>, topic: usize) -> Progress {
        self.0.as_ref().map_or(Progress::Unknown, |judge| judge.progress(book, topic))
    }

    /// What the company did not tick in the list of concerns and would open questions of this topic.
    pub fn left_out(&self, book: &Book<'static>, topic: usize) -> Options {
        self.0.as_ref().map_or(Options::NONE, |judge| judge.left_out(book, topic))
    }

    /// Whether an option with this condition is on offer.
    pub fn offers(&self, book: &Book<'static>, only_if: ExprId, instance: usize) -> bool {
        self.0.as_ref().is_none_or(|judge| judge.offers(book, only_if, instance))
    }

    /// The topic with open questions after (and then before) this one.
    pub fn next_topic(&self, book: &Book<'static>, topic: usize) -> Option<usize> {
        let count = book.topics.len();
        let open = |place: &usize| matches!(self.progress(book, *place), Progress::Open(_) | Progress::Unknown);
        (topic + 1..count).chain(0..topic).find(open)
    }
}

// What has no gate, and what was answered.
fn shown_first(book: &'static Book<'static>, record: &Record, topic: usize) -> Vec<FactInstance> {
    let here = book.facts.iter_enumerated().filter(|(_, fact)| usize::from(fact.topic) == topic);
    let shown = here.filter(|(_, fact)| fact.ask_if.is_none() || record.get(slot(book, fact, 0)).is_some());
    shown.map(|(ix, _)| FactInstance::first(ix)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judging::judge;
    use crate::record::Entry;
    use std::collections::BTreeSet;

    // What a first visit downloads at once.
    fn opening() -> &'static Book<'static> {
        let binary = book().clone().opening().encode().unwrap_or_default();
        Box::leak(Box::new(Book::decode(binary.leak()).unwrap_or_else(|_| book().clone())))
    }

    #[test]
    fn initial_questions_match_evaluated_questions() {
        let (opening, book) = (opening(), book());
        let nothing = Record::default();
        let first = Judgement::none().shown(opening, &nothing, 0);
        assert_eq!(first, judge(book, &nothing).shown(book, &nothing, 0));
        assert!(!first.is_empty());
        let judged = judge(book, &nothing);
        let offered = |fact: &Fact<'static>| {
            fact.options.iter().filter_map(|option| option.only_if).all(|only_if| judged.offers(book, only_if, 0))
        };
        for FactInstance { fact: ix, .. } in first {
            let [early, late] = [opening, book].map(|book| &book.facts[ix]);
            assert_eq!((early.id, early.ask, early.help, &early.kind), (late.id, late.ask, late.help, &late.kind));
            let words = |fact: &Fact<'static>| -> Vec<_> {
                fact.options.iter().map(|option| (option.id, option.label, option.help, option.group)).collect()
            };
            assert_eq!(words(early), words(late));
            assert!(offered(late), "{} offers everything before it can be judged", late.id);
            assert_eq!(
                (early.find.is_empty(), early.evidence.is_empty()),
                (late.find.is_empty(), late.evidence.is_empty())
            );
        }
    }

    #[test]
    fn terms_of_initial_questions_match_full_book() {
        let (opening, book) = (opening(), book());
        let asked: Vec<&str> = book.facts.iter().filter(|fact| fact.topic == 0).map(|fact| fact.ask).collect();
        for (early, late) in opening.terms.iter().zip(&book.terms) {
            let said = late.words.iter().any(|word| asked.iter().any(|ask| ask.contains(word)));
            assert!(!said || early.words == late.words, "{:?}", late.words);
        }
        assert_eq!(opening.terms.len(), book.terms.len());
    }

    #[test]
    fn routes_and_stored_answers_resolve_before_lazy_load() {
        let (opening, book) = (opening(), book());
        let ids = |book: &'static Book<'static>| -> (Vec<_>, Vec<_>, Vec<_>) {
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
        let judgement = Judgement::none();
        assert!(!judgement.is_here());
        assert_eq!(judgement.verdicts(book()), "");
        assert_eq!(judgement.assessment.totals, Default::default());
        assert!(
            book().topics.iter().enumerate().all(|(topic, _)| judgement.progress(book(), topic) == Progress::Unknown)
        );
        let verdicts: BTreeSet<_> =
            judgement.assessment.outcomes.iter().map(|one| format!("{:?}", one.verdict)).collect();
        assert_eq!(verdicts, BTreeSet::from(["Undecided".to_owned()]));
    }

    #[test]
    fn answers_are_shown_before_lazy_load() {
        let fact = book().facts.iter_enumerated().find(|(_, fact)| fact.topic == 0 && fact.ask_if.is_some());
        let Some((ix, fact)) = fact else { return };
        let mut record = Record::default();
        assert!(!Judgement::none().shown(book(), &record, 0).contains(&FactInstance::first(ix)));
        record.put(slot(book(), fact, 0), Entry::Unsure);
        assert!(Judgement::none().shown(book(), &record, 0).contains(&FactInstance::first(ix)));
    }
}
