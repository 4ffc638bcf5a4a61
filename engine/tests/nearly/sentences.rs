//! The sentences for every measure of the real book that a worked case is nearly granted, against the golden file.

use crate::{REAL, real, sources};
use huiqi_engine::assess;
use huiqi_engine::compile::cases;
use huiqi_engine::message::chinese;
use huiqi_engine::near_miss::{NearMiss, nearly};
use std::fmt::Write;
use std::path::Path;

// Of each measure the sentences that differ in what is to change, from the worked cases in their order.
fn sentences() -> String {
    let book = real();
    let cases = cases::read(book, &sources(REAL)).expect("the worked cases");
    let mut said: Vec<Vec<(NearMiss, String)>> = book.measures.iter().map(|_| Vec::new()).collect();
    for case in &cases {
        let assessment = assess(book, &case.answers, case.date);
        for one in nearly(book, &case.answers, &assessment) {
            let known = &mut said[one.measure.index()];
            let same = |other: &NearMiss| other.fact == one.fact && other.option() == one.option();
            if !known.iter().any(|(other, _)| same(other)) {
                let sentence = chinese().nearly(book, &case.answers, &one);
                known.push((one, sentence));
            }
        }
    }
    let mut text = String::new();
    for (measure, said) in book.measures.iter().zip(&said).filter(|(_, said)| !said.is_empty()) {
        writeln!(text, "{} {}", measure.id, measure.title).expect("text");
        said.iter().for_each(|(_, sentence)| writeln!(text, "  {sentence}").expect("text"));
    }
    text
}

// `UPDATE_EXPECT=1` renews the golden file; the difference is for review.
#[test]
fn the_sentences_are_the_golden_ones() {
    let said = sentences();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/nearly.txt");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &said).expect("a golden file that can be written");
    }
    let renew = "to renew it: UPDATE_EXPECT=1 cargo test --package huiqi-engine --features compile --test nearly";
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    for (line, (is, was)) in said.lines().zip(golden.lines()).enumerate() {
        assert_eq!(is, was, "{}:{}; {renew}", path.display(), line + 1);
    }
    assert_eq!(said.lines().count(), golden.lines().count(), "lines of {}; {renew}", path.display());
}
