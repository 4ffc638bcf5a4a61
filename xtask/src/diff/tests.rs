//! A changed rule is reported at its own measure only, and an unchanged one is not reported.

use super::*;
use crate::book::{self, RuleBookFolder};
use huiqi_compiler::{compile, render_diagnostics};

const FEW: PopulationSize = PopulationSize { of_each_kind: 1, of_each_measure: 1 };

fn edition(file: &str, text: &str, by: &str) -> Edition {
    edition_with(&[(file, text, by)][usize::from(file.is_empty())..])
}

// An edition with these changes: file, text, replacement.
fn edition_with(changes: &[(&str, &str, &str)]) -> Edition {
    let folder = book::policies().join("jiaxing-2023-3");
    let mut opened = RuleBookFolder::open(&folder).unwrap_or_else(|error| panic!("{error:#}"));
    for (file, text, by) in changes {
        let source = opened.rules.iter_mut().find(|source| source.path.ends_with(file)).expect("such a file");
        assert!(source.text.contains(text), "{file} has no {text}");
        source.text = source.text.replace(text, by);
    }
    if !changes.is_empty() {
        let compiled = compile(&opened.rules);
        opened.compiled =
            compiled.unwrap_or_else(|problems| panic!("{}", render_diagnostics(&opened.rules, &problems)));
    }
    // The cases of two chapters are enough to test a change in one of them.
    opened.cases.retain(|source| source.path.contains("/02-") || source.path.contains("/03-"));
    Edition { name: "一版".into(), opened }
}

fn compared(old: &Edition, new: &Edition) -> (Comparison, String) {
    let comparison = compare(old, new, FEW).unwrap_or_else(|error| panic!("{error:#}"));
    let text = report::all(old, new, &comparison).unwrap_or_else(|error| panic!("{error:#}"));
    (comparison, text)
}

#[test]
fn equal_rule_books_have_no_diff() {
    let (comparison, text) = compared(&edition("", "", ""), &edition("", "", ""));
    assert!(comparison.same_rules);
    assert!(text.contains("规则完全相同"), "{text}");
}

#[test]
fn raised_threshold_is_reported_with_an_example() {
    let new = edition("measures/02-technology.toml", "\"rd_growth >= 15%\"", "\"rd_growth >= 16%\"");
    let (comparison, text) = compared(&edition("", "", ""), &new);
    let [change] = &comparison.changes[..] else { panic!("one measure changes:\n{text}") };
    assert_eq!(change.measure, "12-1");
    assert!(change.verdicts.iter().any(|(old, new, _)| (*old, *new) == (Verdict::Eligible, Verdict::Ineligible)));
    assert!(comparison.cases > 100 && comparison.companies > 100, "{text}");
    assert!(text.contains("例：算例“12-1"), "worked cases are shown first:\n{text}");
    assert!(text.contains("未满足：研发费用增幅不低于16%"), "{text}");
}

#[test]
fn lowered_cap_is_reported_as_changed_amount() {
    let new = edition("measures/03-manufacturing.toml", "at_most = \"50万元\"", "at_most = \"40万元\"");
    let (comparison, text) = compared(&edition("", "", ""), &new);
    let [change] = &comparison.changes[..] else { panic!("one measure changes:\n{text}") };
    assert_eq!((change.measure.as_str(), change.verdicts.len()), ("20-4", 0));
    assert!(change.amounts > 0, "{text}");
    assert!(text.contains("原来：符合，可得 500,000元"), "{text}");
}

#[test]
fn changed_reading_figure_is_reported_as_range() {
    let new = edition("measures/03-manufacturing.toml", "readings(300万元, 300万元 -", "readings(300万元, 290万元 -");
    let (comparison, text) = compared(&edition("", "", ""), &new);
    let [change] = &comparison.changes[..] else { panic!("one measure changes:\n{text}") };
    assert_eq!((change.measure.as_str(), change.verdicts.len()), ("25-3", 0));
    assert!(change.amounts > 0, "{text}");
}

#[test]
fn changed_wording_changes_no_outcome() {
    let new = edition(
        "measures/02-technology.toml",
        "\n  \"rd_expense_cur >= 100万元\",",
        "\n  \"not rd_expense_cur < 100万元\",",
    );
    let (comparison, text) = compared(&edition("", "", ""), &new);
    assert!(!comparison.same_rules && comparison.changes.is_empty(), "{text}");
    assert!(text.contains("结论和金额都相同"), "{text}");
}

#[test]
fn removed_measure_is_named() {
    let folder = book::policies().join("jiaxing-2023-3");
    let text = std::fs::read_to_string(folder.join("measures/08-livelihood.toml")).expect("the measures of chapter 8");
    let last = text.find("[[measure]]\nid = \"56-3\"").map(|start| text[start..].to_owned()).expect("measure 56-3");
    // Its papers are no other measure's.
    let papers = [("guidance.toml", "  \"用工协议\",\n", ""), ("guidance.toml", "  \"用工人员名册\",\n", "")];
    let new = edition_with(&[&papers[..], &[("measures/08-livelihood.toml", &last, "")]].concat());
    let (comparison, text) = compared(&edition("", "", ""), &new);
    assert_eq!(comparison.removed, ["56-3"]);
    assert!(comparison.changes.is_empty(), "{text}");
    assert!(text.contains("取消：56-3"), "{text}");
}
