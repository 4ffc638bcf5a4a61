//! Every mutant of this project's rule books is killed, and a missing case lets one survive.

use super::*;
use huiqi_compiler::cases::WorkedCase;

fn counts(folder: &std::path::Path, level: MutationLevel, keep: impl Fn(&WorkedCase) -> bool) -> MutationCounts {
    let opened = RuleBookFolder::open(folder).unwrap_or_else(|error| panic!("{error:#}"));
    let book = opened.book().expect("what was compiled can be read");
    let cases = cases::read(&book, &opened.cases);
    let mut cases = cases.unwrap_or_else(|problems| panic!("{}", render_diagnostics(&opened.cases, &problems)));
    cases.retain(keep);
    run(&Evidence { book: &book, sources: &opened.compiled.sources, cases: &cases }, level)
}

#[test]
fn every_mutant_is_killed_by_a_worked_case() {
    for folder in book::folders(&book::policies()).expect("the rule books of this project") {
        let counts = counts(&folder, MutationLevel::Words, |_| true);
        let lines: Vec<String> =
            counts.survivors.iter().map(|survivor| format!("{}：{}", survivor.place, survivor.change)).collect();
        assert!(counts.failing.is_empty(), "cases fail without any wrong: {:?}", counts.failing);
        assert!(lines.is_empty(), "{}\n{}", summary(&counts), lines.join("\n"));
        assert!(counts.tried > 500, "only {} wrongs were tried", counts.tried);
    }
}

// A fast part of the test above: relations, recipients, application modes.
#[test]
fn every_totals_mutant_is_killed() {
    for folder in book::folders(&book::policies()).expect("the rule books of this project") {
        let opened = RuleBookFolder::open(&folder).unwrap_or_else(|error| panic!("{error:#}"));
        let book = opened.book().expect("what was compiled can be read");
        let cases = cases::read(&book, &opened.cases);
        let cases = cases.unwrap_or_else(|problems| panic!("{}", render_diagnostics(&opened.cases, &problems)));
        let counts = totals_mutations::run(&Evidence { book: &book, sources: &opened.compiled.sources, cases: &cases });
        let lines: Vec<String> =
            counts.survivors.iter().map(|survivor| format!("{}：{}", survivor.place, survivor.change)).collect();
        assert!(counts.failing.is_empty(), "cases fail without any wrong: {:?}", counts.failing);
        assert!(lines.is_empty(), "{}\n{}", summary(&counts), lines.join("\n"));
    }
}

#[test]
fn bound_mutant_survives_without_threshold_cases() {
    let folder = book::policies().join("jiaxing-2023-3");
    let counts =
        counts(&folder, MutationLevel::Figures, |case| !(case.name.contains("12-1") && case.name.contains("刚好")));
    let unnoticed = |change: &str| {
        counts.survivors.iter().any(|survivor| survivor.place.ends_with(" 12-1") && survivor.change.contains(change))
    };
    assert!(unnoticed("改成 `rd_expense_cur > 100万元`"), "{:?}", counts.survivors);
}

#[test]
fn case_failing_without_mutation_kills_nothing() {
    let folder = book::policies().join("jiaxing-2023-3");
    let opened = RuleBookFolder::open(&folder).unwrap_or_else(|error| panic!("{error:#}"));
    let mut book = opened.book().expect("what was compiled can be read");
    let cases = cases::read(&book, &opened.cases)
        .unwrap_or_else(|problems| panic!("{}", render_diagnostics(&opened.cases, &problems)));
    let id = book.measure("12-1").expect("measure 12-1");
    book.measures[id].when.truncate(1);
    let counts =
        run(&Evidence { book: &book, sources: &opened.compiled.sources, cases: &cases }, MutationLevel::Figures);
    assert_eq!(counts.failing, ["12-1"]);
}
