//! Incremental assessment agrees with a full one after any sequence of changes.

use crate::settings;
use crate::world::{answer, slots};
use huiqi_engine::assess::{Assessor, Index};
use huiqi_engine::book::GroupId;
use huiqi_engine::compile::{compile, read_folder};
use huiqi_engine::evaluate::FactInstance;
use huiqi_engine::{Answer, Answers, Book, assess};
use proptest::prelude::*;
use std::fmt;
use std::path::Path;
use std::sync::OnceLock;

// A rule book with its index.
struct IndexedBook(Book<'static>, Index);

// A failing property says which book; the whole of it would bury the deeds.
impl fmt::Debug for IndexedBook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.document.id)
    }
}

// The real rule book, an invented one of another city, and the example of the language.
fn books() -> &'static [IndexedBook] {
    static BOOKS: OnceLock<Vec<IndexedBook>> = OnceLock::new();
    BOOKS.get_or_init(|| {
        let known = |folder: &str| {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            let sources = read_folder(&root, folder).expect("a rule book");
            let binary = compile(&sources).expect("a rule book without mistakes").binary;
            let book = Book::decode(binary.leak()).expect("what was just compiled");
            let index = Index::new(&book);
            IndexedBook(book, index)
        };
        ["../policies/jiaxing-2023-3", "../tests/book", "tests/language/book"].map(known).into()
    })
}

/// What a person does.
#[derive(Clone, Debug)]
enum AnswerChange {
    /// Answers, or answers otherwise, 不清楚 included.
    Answers(FactInstance, Answer),
    /// Takes an answer back.
    TakesBack(FactInstance),
    /// Says of how many of a group there is something to say; `None`: takes everything said of it back. A book may have no
    /// group.
    Counts(Option<GroupId>, Option<usize>),
}

fn deeds(book: &'static Book<'static>) -> impl Strategy<Value = Vec<(AnswerChange, bool)>> {
    let slot = prop::sample::select(slots(book));
    let answers = slot.clone().prop_flat_map(|slot| {
        let fact = &book.facts[slot.fact];
        answer(book, fact).prop_map(move |answer| AnswerChange::Answers(slot, answer))
    });
    let count = prop::option::of(0..4usize);
    let counts = (0..book.groups.len().max(1), count)
        .prop_map(|(group, count)| AnswerChange::Counts(book.groups.ids().nth(group), count));
    let deed = prop_oneof![12 => answers, 3 => slot.prop_map(AnswerChange::TakesBack), 1 => counts];
    // After some deeds nobody looks at what follows before the next one.
    prop::collection::vec((deed, prop::bool::weighted(0.8)), 1..120)
}

fn companies() -> impl Strategy<Value = (&'static IndexedBook, Vec<(AnswerChange, bool)>)> {
    prop::sample::select(books().iter().collect::<Vec<_>>()).prop_flat_map(|known| (Just(known), deeds(&known.0)))
}

fn does(book: &Book<'_>, answers: &mut Answers, deed: &AnswerChange) {
    match deed {
        AnswerChange::Answers(FactInstance { fact, instance: at }, answer) => {
            answers.set(book, *fact, *at, Some(*answer))
        }
        AnswerChange::TakesBack(FactInstance { fact, instance: at }) => answers.set(book, *fact, *at, None),
        AnswerChange::Counts(Some(group), Some(count)) => answers.set_instances(book, *group, *count),
        AnswerChange::Counts(Some(group), None) => answers.forget_instances(*group),
        AnswerChange::Counts(None, _) => {}
    }
}

fn follows(assessor: &mut Assessor<'_>, deed: &AnswerChange) {
    match deed {
        AnswerChange::Answers(FactInstance { fact, instance: at }, answer) => assessor.set(*fact, *at, Some(*answer)),
        AnswerChange::TakesBack(FactInstance { fact, instance: at }) => assessor.set(*fact, *at, None),
        AnswerChange::Counts(Some(group), count) => assessor.set_instances(*group, *count),
        AnswerChange::Counts(None, _) => {}
    }
}

proptest! {
    #![proptest_config(settings(100))]

    #[test]
    fn incremental_evaluation_matches_full_evaluation((IndexedBook(book, index), deeds) in companies()) {
        let date = book.document.assess_on;
        let mut answers = Answers::none(book);
        let mut assessor = Assessor::new(book, index, answers.clone(), date);
        for (deed, is_looked_at) in &deeds {
            does(book, &mut answers, deed);
            follows(&mut assessor, deed);
            if *is_looked_at {
                assessor.settle();
                prop_assert_eq!(&assessor.answers, &answers);
                prop_assert_eq!(&assessor.assessment, &assess(book, &answers, date), "after {:?}", deed);
            }
        }
    }
}
