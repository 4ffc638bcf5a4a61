//! Hostile input: the corpus of the fuzz targets (`tests/fuzz/corpus`) and generated mutations of it. Each input is
//! parsed or rejected without a panic and within bounded memory.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_compiler::{compile, read_folder};
use huiqi_engine::RuleBook;
use huiqi_engine::book::{ExprId, FactId, MeasureId, Node};
use huiqi_engine::case::link::{self, LinkError};
use huiqi_engine::case::{self, MAX_BYTES};
use huiqi_engine::testing::properties;
use proptest::prelude::*;
use std::path::Path;
use std::sync::OnceLock;

fn binary() -> &'static [u8] {
    static BINARY: OnceLock<Vec<u8>> = OnceLock::new();
    BINARY.get_or_init(|| {
        let folder = "../policies/jiaxing-2023-3";
        let sources = read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), folder).expect("a rule book");
        compile(&sources).expect("a rule book without mistakes").binary
    })
}

fn book() -> &'static RuleBook<'static> {
    static BOOK: OnceLock<RuleBook<'static>> = OnceLock::new();
    BOOK.get_or_init(|| RuleBook::decode(binary()).expect("what was just compiled"))
}

/// The corpus of a fuzz target.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fuzz/corpus").join(target);
    let mut files: Vec<_> = folder.read_dir().expect("a corpus").flatten().map(|entry| entry.path()).collect();
    files.sort();
    assert!(files.len() >= 20, "{target}: a corpus of {}", files.len());
    files.iter().map(|file| std::fs::read(file).expect("a file of the corpus")).collect()
}

/// An input of the corpus with some bytes changed, removed or inserted, and possibly truncated.
fn mutated(target: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let changes = proptest::collection::vec((any::<prop::sample::Index>(), 0..3u8, any::<u8>()), 0..8);
    let cut = proptest::option::weighted(0.2, any::<prop::sample::Index>());
    (prop::sample::select(corpus(target)), changes, cut).prop_map(|(mut bytes, changes, cut)| {
        for (index, kind, byte) in changes {
            let offset = index.index(bytes.len() + 1);
            match kind {
                0 if offset < bytes.len() => bytes[offset] = byte,
                1 if offset < bytes.len() => drop(bytes.remove(offset)),
                _ => bytes.insert(offset, byte),
            }
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len() + 1));
        }
        bytes
    })
}

#[test]
fn fuzz_corpus_is_parsed_or_rejected() {
    for (target, check) in [
        ("case_file", properties::case_file as fn(&RuleBook<'_>, &[u8])),
        ("batch_csv", properties::batch_csv),
        ("share_link", properties::share_link),
        ("rule_book", |_, bytes| properties::rule_book(bytes)),
    ] {
        corpus(target).iter().for_each(|bytes| check(book(), bytes));
    }
    (0..64).for_each(|cut| properties::rule_book(&binary()[..binary().len() * cut / 64]));
    properties::rule_book(binary());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_case_file_is_parsed_or_rejected(bytes in mutated("case_file")) {
        properties::case_file(book(), &bytes);
    }

    #[test]
    fn mutated_table_is_parsed_or_rejected(bytes in mutated("batch_csv")) {
        properties::batch_csv(book(), &bytes);
    }

    #[test]
    fn mutated_link_is_parsed_or_rejected(bytes in mutated("share_link")) {
        properties::share_link(book(), &bytes);
    }

    #[test]
    fn mutated_rule_book_is_parsed_or_rejected(index in any::<prop::sample::Index>(), byte in any::<u8>(), bytes in mutated("rule_book")) {
        properties::rule_book(&bytes);
        let mut whole = binary().to_vec();
        let offset = index.index(whole.len());
        whole[offset] = byte;
        properties::rule_book(&whole);
    }
}

#[test]
fn oversized_or_deep_input_is_rejected_before_parsing() {
    let book: &RuleBook<'_> = book();
    let says = |text: &str| case::read(book, text).err().map(|mistakes| mistakes[0].to_string()).unwrap_or_default();
    let large = format!("{{\"name\": \"{}\"}}", "x".repeat(MAX_BYTES));
    assert!(says(&large).contains("没有读取"), "{}", says(&large));
    assert!(case::read_all(book, &"[".repeat(MAX_BYTES + 1)).is_err());
    // Nested deeper than any stack permits, within the maximum file size.
    for sign in ["[", "{\"a\":", "[{\"a\":"] {
        assert!(!says(&sign.repeat(MAX_BYTES / sign.len())).is_empty());
    }
    let many = format!("{{{}}}", (0..9_000).map(|no| format!("\"k{no}\":1")).collect::<Vec<_>>().join(","));
    assert!(case::read(book, &many).is_err_and(|mistakes| mistakes.len() <= 101));
    assert_eq!(link::read(book, &"1".repeat(link::MOST_DIGITS + 1)).err(), Some(LinkError::TooLong));
}

/// The rule book with more expressions; a measure requires the last of them.
fn with_more(count: u16, more: impl Fn(ExprId) -> Node) -> Vec<u8> {
    let mut book = book().clone();
    for _ in 0..count {
        let last = ExprId::at(book.nodes.len() - 1);
        book.nodes.push(more(last));
    }
    book.measures[MeasureId::new(0)].when.push(ExprId::at(book.nodes.len() - 1));
    book.encode().expect("there is memory")
}

// Without validation, such expressions would exhaust the stack or take hours.
#[test]
fn rule_book_with_explosive_expressions_is_rejected() {
    assert!(RuleBook::decode(&with_more(0, Node::Not)).is_ok());
    assert!(RuleBook::decode(&with_more(16, Node::Not)).is_ok());
    for bytes in [with_more(40_000, Node::Not), with_more(40, |last| Node::And(last, last))] {
        properties::rule_book(&bytes);
        assert!(RuleBook::decode(&bytes).is_err());
    }
}

#[test]
fn rule_book_with_cyclic_gates_is_rejected() {
    let book = |gate: fn(u16) -> u16, count: u16| {
        let mut book = book().clone();
        for _ in 0..count {
            let id = u16::try_from(book.facts.len()).expect("there is room");
            let mut fact = book.facts[FactId::new(0)].clone();
            book.nodes.push(Node::Yes(FactId::new(gate(id))));
            fact.ask_if = Some(ExprId::at(book.nodes.len() - 1));
            book.facts.push(fact);
        }
        book.encode().expect("there is memory")
    };
    assert!(RuleBook::decode(&book(|id| id - 1, 10)).is_ok());
    for bytes in [book(|id| id, 1), book(|id| id + 1, 2), book(|id| id - 1, 10_000)] {
        properties::rule_book(&bytes);
        assert!(RuleBook::decode(&bytes).is_err());
    }
}
