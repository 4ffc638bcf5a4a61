//! Pictures of headings: the examples of LANGUAGE.md hold.

use super::{example_book, examples, expect_result, report};
use huiqi_compiler::{Source, compile};
use huiqi_engine::RuleBook;
use huiqi_engine::book::Pictogram;

const LIST: &str =
    "\n[[fact]]\nid = \"honours\"\ntopic = \"all\"\ntype = \"several\"\nlabel = \"称号\"\nask = \"有哪些称号？\"\n";

fn with_pictures(headings: &[&str], pictures: &[(&str, &str)]) -> Vec<Source> {
    let mut sources = example_book();
    let questions = sources.iter_mut().find(|source| source.path.ends_with("questions.toml")).expect("questions");
    questions.text.push_str(LIST);
    for (place, heading) in headings.iter().enumerate() {
        let option = format!("id = \"honour_{place}\"\nlabel = \"第{place}\"\ngroup = \"{heading}\"");
        questions.text.push_str(&format!("[[fact.option]]\n{option}\n"));
    }
    for (group, picture) in pictures {
        questions.text.push_str(&format!("[[fact.picture]]\ngroup = \"{group}\"\npicture = \"{picture}\"\n"));
    }
    sources
}

#[test]
fn picture_examples_hold() {
    for (picture, result) in examples("picture") {
        let picture = picture.split_once(' ').expect("a heading");
        expect_result(&with_pictures(&["称号"], &[picture]), result, picture.0);
    }
}

#[test]
fn every_heading_has_a_picture_or_none() {
    let report = report(&with_pictures(&["称号", "名单"], &[("称号", "medal")]));
    assert!(report.contains("小标题“名单”没有图"), "{report}");
    let twice = self::report(&with_pictures(&["称号"], &[("称号", "medal"), ("称号", "star")]));
    assert!(twice.contains("小标题“称号”已经有图了"), "{twice}");
}

#[test]
fn picture_is_found_by_its_heading() {
    // Options without a heading, and a heading that comes back, change nothing.
    let sources = with_pictures(&["", "称号", "", "名单", "称号"], &[("名单", "chart"), ("称号", "medal")]);
    let compiled = compile(&sources).expect("a sound book");
    let book = RuleBook::decode(&compiled.binary).expect("what was just compiled");
    let fact = &book.facts[book.fact("honours").expect("the list")];
    assert_eq!(
        ["称号", "名单", ""].map(|heading| fact.picture(heading)),
        [Some(Pictogram::Medal), Some(Pictogram::Chart), None]
    );
}
