//! The golden files of the rule books of this project, which `UPDATE_EXPECT=1` updates; and the report of a stale one.

use super::*;
use crate::book::{self, RuleBookFolder, Subject};
use huiqi_compiler::cases::read;
use huiqi_engine::message::chinese;
use huiqi_engine::translation::Translation;
use std::collections::BTreeSet;

fn with_subject(folder: &Path, test: impl FnOnce(&Subject<'_>)) {
    let opened = RuleBookFolder::open(folder).unwrap_or_else(|error| panic!("{error:#}"));
    let book = opened.book().expect("a compiled book");
    let cases = read(&book, &opened.cases).expect("the worked cases");
    test(&Subject { opened: &opened, book, cases });
}

#[test]
fn golden_files_say_what_the_rules_say() {
    for folder in book::folders(&book::policies()).expect("the rule books of this project") {
        with_subject(&folder, |subject| {
            if std::env::var_os("UPDATE_EXPECT").is_some() {
                for GoldenFile { name, generate } in FILES {
                    std::fs::write(folder.join(name), generate(subject)).expect("a golden file that can be written");
                }
            }
            let missing: Vec<_> = FILES.iter().filter(|file| !folder.join(file.name).is_file()).collect();
            assert!(missing.is_empty(), "{} golden files are missing; to write them: {RENEWAL}", missing.len());
            let stale = stale_files(subject);
            assert!(stale.is_empty(), "{}", report(&stale));
        });
    }
}

#[test]
fn a_stale_golden_file_is_named_with_line_and_command() {
    let path = crate::root().join("policies/jiaxing-2023-3/prose.md");
    let golden = std::fs::read_to_string(&path).expect("the golden file");
    assert_eq!(compare(&path, &golden), None);
    assert_eq!(compare(&path.with_extension("none"), &golden), None, "no file is not stale");
    let mut lines: Vec<&str> = golden.lines().collect();
    lines[2] = "another line";
    let stale = compare(&path, &lines.join("\n")).expect("a difference");
    assert_eq!((stale.line, stale.now.as_str()), (3, "another line"));
    let report = report(&[stale]);
    assert!(report.contains("policies/jiaxing-2023-3/prose.md，从第3行起不同"), "{report}");
    assert!(report.ends_with(&format!("\n  {RENEWAL}\n")), "{report}");
}

#[test]
fn every_expression_is_said_in_every_language() {
    for folder in book::folders(&book::policies()).expect("the rule books") {
        let opened = RuleBookFolder::open(&folder).expect("a rule book without mistakes");
        let book = opened.book().expect("what was just compiled");
        let english = opened.english(&[]).expect("an English version without mistakes").expect("one");
        let english = Translation::decode(&english, opened.fingerprint()).expect("what was just translated");
        let catalog = english.catalog().expect("English templates");
        let mut kinds = BTreeSet::new();
        for (catalog, book) in [(chinese(), &book), (&catalog, &english.book)] {
            for (expr, node) in book.nodes.iter_enumerated() {
                let said = [catalog.condition(book, expr), catalog.number(book, expr)];
                assert_eq!(said.iter().filter(|text| text.is_empty()).count(), 1, "{node:?}: {said:?}");
                kinds.insert(format!("{node:?}").split('(').next().unwrap_or_default().to_owned());
            }
        }
        assert!(kinds.len() > 20, "{kinds:?}");
    }
}
