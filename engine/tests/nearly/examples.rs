//! The `nearly` examples of LANGUAGE.md, over the example rule book.

use crate::sources;
use huiqi_compiler::{Source, cases, compile, render_diagnostics};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::near_miss::nearest_change;
use huiqi_engine::{Answer, Answers, RuleBook, assess};
use std::fmt::Write;

const LANGUAGE: &str = include_str!("../../../policies/LANGUAGE.md");

// Line number, given answers, condition, suggested change.
fn lines() -> Vec<(usize, &'static str, &'static str, &'static str)> {
    let mut lines = Vec::new();
    let mut given: Option<&str> = None;
    for (at, text) in LANGUAGE.lines().enumerate() {
        match (text, given) {
            ("```nearly", _) => given = Some(""),
            ("```", _) => given = None,
            (text, Some(known)) => match text.strip_prefix("given ") {
                Some(answers) => given = Some(answers),
                None => {
                    let (condition, change) = text.split_once("=>").unwrap_or_else(|| panic!("line {}: no =>", at + 1));
                    lines.push((at + 1, known, condition.trim(), change.trim()));
                }
            },
            (_, None) => {}
        }
    }
    lines
}

// Parses answers in the form `fact = value`, separated by commas outside brackets.
fn answers(book: &RuleBook<'_>, given: &str) -> Answers {
    let mut table = String::from("[[case]]\nname = \"例\"\n[case.given]\napplicant = \"company\"\n");
    // Every measure of that book is for applicants of one town.
    if !given.contains("place = ") {
        table.push_str("place = \"town\"\n");
    }
    let mut depth = 0;
    let separated: String = given
        .chars()
        .map(|c| {
            depth += i32::from(c == '[') - i32::from(c == ']');
            if c == ',' && depth == 0 { '\n' } else { c }
        })
        .collect();
    for answer in separated.lines() {
        let (fact, value) = answer.split_once('=').unwrap_or_else(|| panic!("no answer: {answer}"));
        let value = match value.trim() {
            "yes" => "true".to_owned(),
            "no" => "false".to_owned(),
            list if list.starts_with('[') => {
                let options = list.trim_matches(['[', ']']).split(", ").filter(|option| !option.is_empty());
                format!("[{}]", options.map(|option| format!("\"{option}\"")).collect::<Vec<_>>().join(", "))
            }
            other => format!("\"{other}\""),
        };
        writeln!(table, "{} = {value}", fact.trim()).expect("text");
    }
    table.push_str("[case.expect]\n");
    let sources = [Source { path: "book/cases/example.toml".into(), text: table }];
    let mut cases =
        cases::read(book, &sources).unwrap_or_else(|problems| panic!("{}", render_diagnostics(&sources, &problems)));
    cases.remove(0).answers
}

// The rule book with one additional measure per line.
fn with_measures(lines: &[(usize, &str, &str, &str)]) -> Vec<Source> {
    let mut text = String::new();
    for (number, _, condition, _) in lines {
        let head = "title = \"例\"\nkind = \"补助\"\nmode = \"申报\"\napplicants = [\"company\"]\nsupport = \"例\"";
        let quote = "quote = [\"按增量的10%给予补助\"]";
        writeln!(text, "[[measure]]\nid = \"1-{number}\"\n{head}\n{quote}\nwhen = [\"{condition}\"]\n").expect("text");
    }
    let mut sources = sources("../compiler/tests/language/book");
    sources.push(Source { path: "examples/measures/examples.toml".into(), text });
    sources
}

#[test]
fn change_examples_hold() {
    let lines = lines();
    assert!(lines.len() >= 10, "LANGUAGE.md has examples of what turns a condition");
    let sources = with_measures(&lines);
    let compiled = compile(&sources).unwrap_or_else(|problems| panic!("{}", render_diagnostics(&sources, &problems)));
    let book = RuleBook::decode(&compiled.binary).expect("what was just compiled");
    let mut wrong = String::new();
    for (number, given, condition, change) in lines {
        let before = answers(&book, given);
        let assessment = assess(&book, &before, book.document.assess_on);
        let measure = book.measure(&format!("1-{number}")).expect("its measure");
        let suggestion = nearest_change(&Evaluator::new(&book, &before), &assessment, measure);
        let right = match (&suggestion, change) {
            (None, "none") => true,
            (Some(suggestion), change) => {
                let (answer_text, changeable) = change.strip_suffix(" fixed").map_or((change, true), |to| (to, false));
                let to: Option<Answer> = answers(&book, answer_text).get(&book, suggestion.fact, suggestion.instance);
                suggestion.changeable == changeable && to == Some(suggestion.to)
            }
            _ => false,
        };
        if !right {
            writeln!(wrong, "LANGUAGE.md:{number}: {condition} => {change}, but {suggestion:?}").expect("text");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
