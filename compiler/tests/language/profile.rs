//! Profiles: the examples of LANGUAGE.md hold, and the stored result is what the engine says of the example.

use super::{bad_book, check_golden, example_book, examples, figure};
use huiqi_compiler::{Compiled, Source, compile, render_diagnostics};
use huiqi_engine::assess::worked_result;
use huiqi_engine::book::{RuleBook, WorkedHeadline};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::{assess, case};

const EXAMPLE: &str = r#"{
  "version": 1, "document": "example", "name": "某企业",
  "answers": {
    "applicant": "company", "place": "town", "large": false, "rd": "1500000", "rd_last": "1000000",
    "projects": [], "titles": [], "earlier": []
  }
}"#;

const KEYS: [(&str, &str); 6] = [
    ("id", "\"maker\""),
    ("label", "\"制造企业\""),
    ("hint", "\"研发增加\""),
    ("picture", "\"factory\""),
    ("offered", "[\"1-1\"]"),
    ("example", "\"1-maker.json\""),
];

// The example book with a profile in which this key has this value.
fn with_profile(key: &str, value: &str) -> Vec<Source> {
    let line = |(name, text): (&str, &str)| format!("{name} = {}\n", if name == key { value } else { text });
    let text = format!("[[profile]]\n{}", KEYS.map(line).concat());
    let mut sources = example_book();
    // What uses every kind of question would have to be answered in the example.
    sources.retain(|source| !source.path.ends_with("kinds.toml"));
    sources.push(Source { path: "book/examples/1-maker.json".into(), text: EXAMPLE.into() });
    sources.push(Source { path: "book/profiles.toml".into(), text });
    sources
}

fn compiled() -> Compiled {
    let sources = with_profile("", "");
    compile(&sources).unwrap_or_else(|problems| panic!("{}", render_diagnostics(&sources, &problems)))
}

#[test]
fn documented_profiles_hold() {
    for (written, expected) in examples("profile") {
        let line = &format!("{written} => {expected}");
        let (key, value) = written.split_once(" = ").expect(line);
        let sources = with_profile(key.trim(), value.trim());
        match (compile(&sources), expected.trim().strip_prefix("mistake: ")) {
            (Ok(compiled), None) => {
                let book = RuleBook::decode(&compiled.binary).expect("what was just compiled");
                let result = &book.profiles[0].result;
                assert_eq!(result.headline, WorkedHeadline::Exact, "{line}");
                let sum = expected.trim().strip_prefix("exact ").expect(line);
                assert_eq!(result.exact.0, figure(&book, sum), "{line}");
            }
            (Err(problems), Some(words)) => {
                let report = render_diagnostics(&sources, &problems);
                assert!(report.contains(words), "{line}\n{report}");
            }
            (Ok(_), Some(_)) => panic!("no mistake: {line}"),
            (Err(problems), None) => panic!("{line}\n{}", render_diagnostics(&sources, &problems)),
        }
    }
}

#[test]
fn stored_result_is_the_assessment_of_the_example() {
    let compiled = compiled();
    let book = RuleBook::decode(&compiled.binary).expect("what was just compiled");
    let profile = &book.profiles[0];
    let case = case::read(&book, book.examples[usize::from(profile.example)]).expect("the example");
    let assessment = assess(&book, &case.answers, case.date);
    assert_eq!(profile.result, worked_result(&Evaluator::new(&book, &case.answers), &assessment));
    assert_eq!(profile.result.largest.len(), usize::from(profile.result.exact_count));
}

#[test]
fn first_part_of_a_book_has_no_profiles() {
    let compiled = compiled();
    let book = RuleBook::decode(&compiled.binary).expect("what was just compiled");
    assert!(huiqi_engine::assess::initial_subset(book).profiles.is_empty());
}

#[test]
fn profile_errors_are_all_reported() {
    let sources = bad_book("profiles");
    let problems = compile(&sources).expect_err("profiles with mistakes");
    check_golden("profiles", &render_diagnostics(&sources, &problems));
}

#[test]
fn unfinished_example_of_a_profile_is_reported() {
    let mut sources = with_profile("", "");
    let example = sources.iter_mut().find(|source| source.path.ends_with("1-maker.json")).expect("the example");
    example.text = EXAMPLE.replace("\"rd_last\": \"1000000\",", "");
    let problems = compile(&sources).expect_err("an unfinished example");
    check_golden("unfinished", &render_diagnostics(&sources, &problems));
}
