//! The near-miss sentences of every measure of the real rule book, from the worked cases, against the golden file.

use crate::{REAL, real, sources};
use huiqi_engine::compile::cases;
use huiqi_engine::near_miss::{NearMiss, nearly};
use huiqi_engine::{assess, words};
use std::fmt::Write;
use std::path::Path;

// Of each measure the sentences that differ in what is to change, from the worked cases in their order.
fn sentences() -> String {
    let book = real();
    let cases = cases::read(book, &sources(REAL)).expect("the worked cases");
    let mut by_measure: Vec<Vec<(NearMiss, String)>> = book.measures.iter().map(|_| Vec::new()).collect();
    for case in &cases {
        let assessment = assess(book, &case.answers, case.date);
        for change in nearly(book, &case.answers, &assessment) {
            let entries = &mut by_measure[change.measure.index()];
            let same = |other: &NearMiss| other.fact == change.fact && other.option() == change.option();
            if !entries.iter().any(|(other, _)| same(other)) {
                let sentence = words::nearly(book, &case.answers, &change);
                entries.push((change, sentence));
            }
        }
    }
    let mut text = String::new();
    for (measure, entries) in book.measures.iter().zip(&by_measure).filter(|(_, entries)| !entries.is_empty()) {
        writeln!(text, "{} {}", measure.id, measure.title).expect("text");
        entries.iter().for_each(|(_, sentence)| writeln!(text, "  {sentence}").expect("text"));
    }
    text
}

// `UPDATE_EXPECT=1` renews the golden file; the difference is for review.
#[test]
fn change_sentences_match_golden_file() {
    let text = sentences();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/nearly.txt");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &text).expect("a golden file that can be written");
    }
    let renew = "to renew it: UPDATE_EXPECT=1 cargo test --package huiqi-engine --features compile --test nearly";
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    for (line, (is, was)) in text.lines().zip(golden.lines()).enumerate() {
        assert_eq!(is, was, "{}:{}; {renew}", path.display(), line + 1);
    }
    assert_eq!(text.lines().count(), golden.lines().count(), "lines of {}; {renew}", path.display());
}
