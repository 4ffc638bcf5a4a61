//! Figures of two years: the examples of LANGUAGE.md hold.

use super::{example_book, examples, expect_result, report};
use huiqi_compiler::{Source, compile};
use huiqi_engine::RuleBook;
use huiqi_engine::assess::initial_subset;

fn with_pairs(pairs: &[&str]) -> Vec<Source> {
    let mut sources = example_book();
    let questions = sources.iter_mut().find(|source| source.path.ends_with("questions.toml")).expect("questions");
    for pair in pairs {
        let (this_year, last_year) = pair.split_once(", ").expect("two facts");
        let facts = format!("this_year = \"{this_year}\"\nlast_year = \"{last_year}\"");
        questions.text.push_str(&format!("\n[[pair]]\n{facts}\nask = \"是多少？\"\n"));
    }
    sources
}

#[test]
fn pair_examples_hold() {
    for (pair, result) in examples("pair") {
        expect_result(&with_pairs(&[pair]), result, pair);
    }
}

#[test]
fn fact_belongs_to_one_pair() {
    let report = report(&with_pairs(&["rd, rd_last", "rd, rd_last"]));
    assert!(report.contains("一道题只能属于一个 `[[pair]]`"), "{report}");
}

#[test]
fn compiled_pair_keeps_its_question() {
    let compiled = compile(&with_pairs(&["rd, rd_last"])).expect("a sound book");
    let book = RuleBook::decode(&compiled.binary).expect("what was just compiled");
    let pair = &book.pairs[0];
    let ids = (book.facts[pair.this_year].id, book.facts[pair.last_year].id);
    assert_eq!((ids, pair.ask), (("rd", "rd_last"), "是多少？"));
    assert!(initial_subset(book).pairs.is_empty());
}
