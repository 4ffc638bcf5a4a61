//! An assessment that follows its answers says what a whole one says, whatever is answered, changed and taken back in
//! whatever order. Knows no measure by name.

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

// A rule book with its index.
struct Known(RuleBook<'static>, DependencyGraph);

// A failing property says which book; the whole of it would bury the deeds.
impl fmt::Debug for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.document.id)
    }
}

// The real rule book, an invented one of another city, and the example of the language.
fn books() -> &'static [Known] {
    static BOOKS: OnceLock<Vec<Known>> = OnceLock::new();
    BOOKS.get_or_init(|| {
        let known = |folder: &str| {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            let sources = read_folder(&root, folder).expect("a rule book");
            let binary = compile(&sources).expect("a rule book without mistakes").binary;
            let book = RuleBook::decode(binary.leak()).expect("what was just compiled");
            let index = DependencyGraph::new(&book);
            Known(book, index)
        };
        ["../policies/jiaxing-2023-3", "../tests/book", "../compiler/tests/language/book"].map(known).into()
    })
}

/// What a person does.
#[derive(Clone, Debug)]
enum Deed {
    /// Answers, or answers otherwise, 不清楚 included.
    Answers(FactInstance, Answer),
    /// Takes an answer back.
    TakesBack(FactInstance),
    /// Says of how many of a group there is something to say; `None`: takes everything said of it back. A book may have no
    /// group.
    Counts(Option<GroupId>, Option<usize>),
}

fn deeds(book: &'static RuleBook<'static>) -> impl Strategy<Value = Vec<(Deed, bool)>> {
    let slot = prop::sample::select(slots(book));
    let answers = slot.clone().prop_flat_map(|slot| {
        let fact = &book.facts[slot.fact];
        answer(book, fact).prop_map(move |answer| Deed::Answers(slot, answer))
    });
    let count = prop::option::of(0..4usize);
    let counts = (0..book.groups.len().max(1), count)
        .prop_map(|(group, count)| Deed::Counts(book.groups.ids().nth(group), count));
    let deed = prop_oneof![12 => answers, 3 => slot.prop_map(Deed::TakesBack), 1 => counts];
    // After some deeds nobody looks at what follows before the next one.
    prop::collection::vec((deed, prop::bool::weighted(0.8)), 1..120)
}

fn companies() -> impl Strategy<Value = (&'static Known, Vec<(Deed, bool)>)> {
    prop::sample::select(books().iter().collect::<Vec<_>>()).prop_flat_map(|known| (Just(known), deeds(&known.0)))
}

fn does(book: &RuleBook<'_>, answers: &mut Answers, deed: &Deed) {
    match deed {
        Deed::Answers(FactInstance { fact, instance: at }, answer) => answers.set(book, *fact, *at, Some(*answer)),
        Deed::TakesBack(FactInstance { fact, instance: at }) => answers.set(book, *fact, *at, None),
        Deed::Counts(Some(group), Some(count)) => answers.set_instances(book, *group, *count),
        Deed::Counts(Some(group), None) => answers.clear_instances(*group),
        Deed::Counts(None, _) => {}
    }
}

fn follows(assessor: &mut IncrementalAssessor<'_>, deed: &Deed) {
    match deed {
        Deed::Answers(FactInstance { fact, instance: at }, answer) => assessor.set(*fact, *at, Some(*answer)),
        Deed::TakesBack(FactInstance { fact, instance: at }) => assessor.set(*fact, *at, None),
        Deed::Counts(Some(group), count) => assessor.set_instances(*group, *count),
        Deed::Counts(None, _) => {}
    }
}

proptest! {
    #![proptest_config(settings(100))]

    #[test]
    fn what_follows_step_by_step_is_what_follows_at_once((Known(book, index), deeds) in companies()) {
        let date = book.document.assess_on;
        let mut answers = Answers::empty(book);
        let mut assessor = IncrementalAssessor::new(book, index, answers.clone(), date);
        for (deed, is_looked_at) in &deeds {
            does(book, &mut answers, deed);
            follows(&mut assessor, deed);
            if *is_looked_at {
                assessor.recompute();
                prop_assert_eq!(&assessor.answers, &answers);
                prop_assert_eq!(&assessor.assessment, &assess(book, &answers, date), "after {:?}", deed);
            }
        }
    }
}
