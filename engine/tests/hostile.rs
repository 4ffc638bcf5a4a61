//! What comes from outside, made to do harm: the corpus that the fuzzer has left (`tests/fuzz/`), cut, stretched and altered in
//! generated ways. It is read or refused; nothing panics, nothing grows without end.

#![expect(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

#[path = "../../tests/fuzz/checks.rs"]
mod checks;

use huiqi_engine::Book;
use huiqi_engine::book::{ExprId, FactId, MeasureId, Node};
use huiqi_engine::case::link::{self, Mistake};
use huiqi_engine::case::{self, MOST_BYTES};
use proptest::prelude::*;
use std::path::Path;

/// The inputs of a fuzz target that are worth keeping.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fuzz/corpus").join(target);
    let mut files: Vec<_> = folder.read_dir().expect("a corpus").flatten().map(|entry| entry.path()).collect();
    files.sort();
    assert!(files.len() >= 20, "{target}: a corpus of {}", files.len());
    files.iter().map(|file| std::fs::read(file).expect("a file of the corpus")).collect()
}

/// One of the corpus, with some bytes changed, taken out or put in, and cut somewhere.
fn altered(target: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let changes = proptest::collection::vec((any::<prop::sample::Index>(), 0..3u8, any::<u8>()), 0..8);
    let cut = proptest::option::weighted(0.2, any::<prop::sample::Index>());
    (prop::sample::select(corpus(target)), changes, cut).prop_map(|(mut bytes, changes, cut)| {
        for (place, what, byte) in changes {
            let at = place.index(bytes.len() + 1);
            match what {
                0 if at < bytes.len() => bytes[at] = byte,
                1 if at < bytes.len() => drop(bytes.remove(at)),
                _ => bytes.insert(at, byte),
            }
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len() + 1));
        }
        bytes
    })
}

#[test]
fn everything_that_the_fuzzer_kept_is_read_or_refused() {
    for (target, check) in [
        ("case_file", checks::case_file as fn(&[u8])),
        ("table", checks::table),
        ("digits", checks::digits),
        ("rule_book", checks::rule_book),
    ] {
        corpus(target).iter().for_each(|bytes| check(bytes));
    }
    (0..64).for_each(|cut| checks::rule_book(&checks::binary()[..checks::binary().len() * cut / 64]));
    checks::rule_book(checks::binary());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_case_file_is_read_or_refused(bytes in altered("case_file")) {
        checks::case_file(&bytes);
    }

    #[test]
    fn a_table_is_read_or_refused(bytes in altered("table")) {
        checks::table(&bytes);
    }

    #[test]
    fn a_link_is_read_or_refused(bytes in altered("digits")) {
        checks::digits(&bytes);
    }

    #[test]
    fn a_rule_book_is_read_or_refused(place in any::<prop::sample::Index>(), byte in any::<u8>(), bytes in altered("rule_book")) {
        checks::rule_book(&bytes);
        let mut whole = checks::binary().to_vec();
        let at = place.index(whole.len());
        whole[at] = byte;
        checks::rule_book(&whole);
    }
}

#[test]
fn what_is_too_large_or_too_deep_is_refused_before_it_is_read() {
    let book: &Book<'_> = checks::book();
    let says = |text: &str| case::read(book, text).err().map(|mistakes| mistakes[0].to_string()).unwrap_or_default();
    let large = format!("{{\"name\": \"{}\"}}", "x".repeat(MOST_BYTES));
    assert!(says(&large).contains("没有读取"), "{}", says(&large));
    assert!(case::read_all(book, &"[".repeat(MOST_BYTES + 1)).is_err());
    // Deeper than any stack, but not larger than a file may be.
    for sign in ["[", "{\"a\":", "[{\"a\":"] {
        assert!(!says(&sign.repeat(MOST_BYTES / sign.len())).is_empty());
    }
    let many = format!("{{{}}}", (0..9_000).map(|no| format!("\"k{no}\":1")).collect::<Vec<_>>().join(","));
    assert!(case::read(book, &many).is_err_and(|mistakes| mistakes.len() <= 101));
    assert_eq!(link::read(book, &"1".repeat(link::MOST_DIGITS + 1)).err(), Some(Mistake::TooLong));
}

/// The rule book with more expressions, the last of which a measure demands.
fn with_more(count: u16, more: impl Fn(ExprId) -> Node) -> Vec<u8> {
    let mut book = checks::book().clone();
    for _ in 0..count {
        let last = ExprId::at(book.nodes.len() - 1);
        book.nodes.push(more(last));
    }
    book.measures[MeasureId::new(0)].when.push(ExprId::at(book.nodes.len() - 1));
    book.encode().expect("there is memory")
}

#[test]
fn a_rule_book_whose_expressions_would_take_all_stack_or_time_is_refused() {
    assert!(Book::decode(&with_more(0, Node::Not)).is_ok());
    assert!(Book::decode(&with_more(16, Node::Not)).is_ok());
    for bytes in [with_more(40_000, Node::Not), with_more(40, |last| Node::And(last, last))] {
        checks::rule_book(&bytes);
        assert!(Book::decode(&bytes).is_err());
    }
}

#[test]
fn a_rule_book_whose_gates_open_each_other_is_refused() {
    let book = |gate: fn(u16) -> u16, count: u16| {
        let mut book = checks::book().clone();
        for _ in 0..count {
            let own = u16::try_from(book.facts.len()).expect("there is room");
            let mut fact = book.facts[FactId::new(0)].clone();
            book.nodes.push(Node::Yes(FactId::new(gate(own))));
            fact.ask_if = Some(ExprId::at(book.nodes.len() - 1));
            book.facts.push(fact);
        }
        book.encode().expect("there is memory")
    };
    assert!(Book::decode(&book(|own| own - 1, 10)).is_ok());
    for bytes in [book(|own| own, 1), book(|own| own + 1, 2), book(|own| own - 1, 10_000)] {
        checks::rule_book(&bytes);
        assert!(Book::decode(&bytes).is_err());
    }
}
