//! The English of the real rule book is whole and has the same figures; a worked company reads in English what it reads in
//! Chinese. Knows the sentences that a person would check.

#![expect(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use huiqi_engine::case::fingerprint;
use huiqi_engine::compile::english::translate;
use huiqi_engine::compile::{Compiled, Source, compile, read_folder, report};
use huiqi_engine::translation::Translation;
use std::path::Path;

const REAL: &str = "../policies/jiaxing-2023-3";

fn sources(folder: &str) -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let all = read_folder(&folder, "book").expect("a rule book");
    all.into_iter().filter(|source| !source.path.contains("/cases/") && !source.path.ends_with("prose.md")).collect()
}

fn compiled(sources: &[Source]) -> Compiled {
    compile(sources).unwrap_or_else(|problems| panic!("{}", report(sources, &problems)))
}

fn english(sources: &[Source], compiled: &Compiled) -> Vec<u8> {
    let translated = translate(sources, compiled, &[]);
    translated.unwrap_or_else(|problems| panic!("{}", report(sources, &problems))).expect("an English version")
}

#[test]
fn the_real_book_is_whole_in_english() {
    let sources = sources(REAL);
    let compiled = compiled(&sources);
    let binary = english(&sources, &compiled);
    let read = Translation::decode(&binary, fingerprint(&compiled.binary)).expect("a translation");
    assert_eq!(read.summaries.len(), read.book.measures.len());
    assert_eq!(read.headings.iter().filter(|heading| !heading.is_empty()).count(), 60, "one heading for each article");
    assert!(Translation::decode(&binary, 1).is_err(), "of another edition");
}
