//! Guidance: every paper of a measure is named once, under who issues it.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_compiler::{compile, read_folder};
use huiqi_engine::book::{MeasureId, RuleBook, facts_of_measure, issued_papers};
use std::collections::BTreeSet;
use std::path::Path;

fn with_book(folder: &str, check: impl FnOnce(&RuleBook<'_>)) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let compiled = compile(&read_folder(&path, folder).expect("a rule book")).expect("no mistakes");
    check(&RuleBook::decode(&compiled.binary).expect("what was just compiled"));
}

fn needed<'a>(book: &RuleBook<'a>, measures: &[MeasureId]) -> BTreeSet<&'a str> {
    let of_facts = measures.iter().flat_map(|ix| facts_of_measure(book, &book.measures[*ix]));
    let of_facts = of_facts.flat_map(|fact| book.facts[fact].evidence.iter().copied());
    measures.iter().flat_map(|ix| book.measures[*ix].evidence.iter().copied()).chain(of_facts).collect()
}

fn assert_each_paper_once(book: &RuleBook<'_>, measures: &[MeasureId]) {
    let lists = issued_papers(book, measures);
    let named: Vec<&str> = lists.iter().flat_map(|list| &list.papers).map(|paper| paper.name).collect();
    assert_eq!(named.len(), named.iter().collect::<BTreeSet<_>>().len(), "each once");
    assert_eq!(named.into_iter().collect::<BTreeSet<_>>(), needed(book, measures));
    for paper in lists.iter().flat_map(|list| &list.papers) {
        for ix in measures {
            let is_needed = needed(book, &[*ix]).contains(paper.name);
            assert_eq!(paper.measures.contains(ix), is_needed, "{} for {}", paper.name, book.measures[*ix].id);
        }
    }
}

#[test]
fn each_paper_is_named_once_under_its_issuer() {
    with_book("../policies/jiaxing-2023-3", |book| {
        let all: Vec<MeasureId> = book.measures.ids().collect();
        assert_each_paper_once(book, &all);
        all.iter().for_each(|ix| assert_each_paper_once(book, &[*ix]));
        assert!(issued_papers(book, &all).iter().all(|list| !list.issuer.is_empty()), "every paper has an issuer");
    });
}

#[test]
fn book_without_issuers_has_one_list() {
    with_book("../tests/book", |book| {
        let all: Vec<MeasureId> = book.measures.ids().collect();
        assert_each_paper_once(book, &all);
        assert_eq!(issued_papers(book, &all).len(), 1);
    });
}
