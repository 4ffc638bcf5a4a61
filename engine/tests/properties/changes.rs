//! Incremental assessment agrees with a full one after any sequence of changes.

use crate::settings;
use crate::world::{answer, slots};
use huiqi_compiler::{compile, read_folder};
use huiqi_engine::assess::{DependencyGraph, IncrementalAssessor};
use huiqi_engine::book::GroupId;
use huiqi_engine::evaluate::FactInstance;
use huiqi_engine::{Answer, Answers, RuleBook, assess};
use proptest::prelude::*;
use std::fmt;
use std::path::Path;
use std::sync::OnceLock;

// A rule book with its dependency graph.
struct IndexedBook(RuleBook<'static>, DependencyGraph);

// A failing property names the book; its full debug output would hide the changes.
impl fmt::Debug for IndexedBook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.document.id)
    }
}

// The real rule book, a made-up one of another city, and the example of the language.
fn books() -> &'static [IndexedBook] {
    static BOOKS: OnceLock<Vec<IndexedBook>> = OnceLock::new();
    BOOKS.get_or_init(|| {
        let compiled = |folder: &str| {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            let sources = read_folder(&root, folder).expect("a rule book");
            let binary = compile(&sources).expect("a rule book without mistakes").binary;
            let book = RuleBook::decode(binary.leak()).expect("what was just compiled");
            let index = DependencyGraph::new(&book);
            IndexedBook(book, index)
        };
        ["../policies/jiaxing-2023-3", "../tests/book", "../compiler/tests/language/book"].map(compiled).into()
    })
}

/// A change of the answers.
#[derive(Clone, Debug)]
enum AnswerChange {
    /// Sets an answer, 不清楚 included.
    Set(FactInstance, Answer),
    /// Removes an answer.
    Remove(FactInstance),
    /// Sets the number of instances of a group; `None` removes it. A book may have no group.
    SetInstances(Option<GroupId>, Option<usize>),
}

fn changes(book: &'static RuleBook<'static>) -> impl Strategy<Value = Vec<(AnswerChange, bool)>> {
    let slot = prop::sample::select(slots(book));
    let answers = slot.clone().prop_flat_map(|slot| {
        let fact = &book.facts[slot.fact];
        answer(book, fact).prop_map(move |answer| AnswerChange::Set(slot, answer))
    });
    let count = prop::option::of(0..4usize);
    let counts = (0..book.groups.len().max(1), count)
        .prop_map(|(group, count)| AnswerChange::SetInstances(book.groups.ids().nth(group), count));
    let change = prop_oneof![12 => answers, 3 => slot.prop_map(AnswerChange::Remove), 1 => counts];
    // After some changes the assessment is not read before the next one.
    prop::collection::vec((change, prop::bool::weighted(0.8)), 1..120)
}

fn companies() -> impl Strategy<Value = (&'static IndexedBook, Vec<(AnswerChange, bool)>)> {
    prop::sample::select(books().iter().collect::<Vec<_>>())
        .prop_flat_map(|indexed| (Just(indexed), changes(&indexed.0)))
}

fn apply(book: &RuleBook<'_>, answers: &mut Answers, change: &AnswerChange) {
    match change {
        AnswerChange::Set(FactInstance { fact, instance: at }, answer) => answers.set(book, *fact, *at, Some(*answer)),
        AnswerChange::Remove(FactInstance { fact, instance: at }) => answers.set(book, *fact, *at, None),
        AnswerChange::SetInstances(Some(group), Some(count)) => answers.set_instances(book, *group, *count),
        AnswerChange::SetInstances(Some(group), None) => answers.clear_instances(*group),
        AnswerChange::SetInstances(None, _) => {}
    }
}

fn apply_incrementally(assessor: &mut IncrementalAssessor<'_>, change: &AnswerChange) {
    match change {
        AnswerChange::Set(FactInstance { fact, instance: at }, answer) => assessor.set(*fact, *at, Some(*answer)),
        AnswerChange::Remove(FactInstance { fact, instance: at }) => assessor.set(*fact, *at, None),
        AnswerChange::SetInstances(Some(group), count) => assessor.set_instances(*group, *count),
        AnswerChange::SetInstances(None, _) => {}
    }
}

proptest! {
    #![proptest_config(settings(100))]

    #[test]
    fn incremental_evaluation_matches_full_evaluation((IndexedBook(book, index), changes) in companies()) {
        let date = book.document.assess_on;
        let mut answers = Answers::empty(book);
        let mut assessor = IncrementalAssessor::new(book, index, answers.clone(), date);
        for (change, is_read) in &changes {
            apply(book, &mut answers, change);
            apply_incrementally(&mut assessor, change);
            if *is_read {
                assessor.recompute();
                prop_assert_eq!(&assessor.answers, &answers);
                prop_assert_eq!(&assessor.assessment, &assess(book, &answers, date), "after {:?}", change);
            }
        }
    }
}
