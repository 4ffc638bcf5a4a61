//! That every wrong in the rule books of this project is noticed, and that a missing case is.

use super::*;
use huiqi_compiler::cases::WorkedCase;

fn tally(folder: &std::path::Path, depth: Depth, keep: impl Fn(&WorkedCase) -> bool) -> Tally {
    let opened = RuleBookFolder::open(folder).unwrap_or_else(|error| panic!("{error:#}"));
    let book = opened.book().expect("what was compiled can be read");
    let cases = cases::read(&book, &opened.cases);
    let mut cases = cases.unwrap_or_else(|problems| panic!("{}", render_diagnostics(&opened.cases, &problems)));
    cases.retain(keep);
    run(&Evidence { book: &book, sources: &opened.compiled.sources, cases: &cases }, depth)
}

#[test]
fn every_wrong_is_noticed_by_a_worked_case() {
    for folder in book::folders(&book::policies()).expect("the rule books of this project") {
        let tally = tally(&folder, Depth::Words, |_| true);
        let lines: Vec<String> = tally.survivors.iter().map(|one| format!("{}：{}", one.place, one.change)).collect();
        assert!(tally.failing.is_empty(), "cases fail without any wrong: {:?}", tally.failing);
        assert!(lines.is_empty(), "{}\n{}", summary(&tally), lines.join("\n"));
        assert!(tally.tried > 500, "only {} wrongs were tried", tally.tried);
    }
}

// A part of the test above that takes a moment: relations, whose money it is, how one comes to it.
#[test]
fn every_wrong_in_the_sums_is_noticed() {
    for folder in book::folders(&book::policies()).expect("the rule books of this project") {
        let opened = RuleBookFolder::open(&folder).unwrap_or_else(|error| panic!("{error:#}"));
        let book = opened.book().expect("what was compiled can be read");
        let cases = cases::read(&book, &opened.cases);
        let cases = cases.unwrap_or_else(|problems| panic!("{}", render_diagnostics(&opened.cases, &problems)));
        let tally = sums::run(&Evidence { book: &book, sources: &opened.compiled.sources, cases: &cases });
        let lines: Vec<String> = tally.survivors.iter().map(|one| format!("{}：{}", one.place, one.change)).collect();
        assert!(tally.failing.is_empty(), "cases fail without any wrong: {:?}", tally.failing);
        assert!(lines.is_empty(), "{}\n{}", summary(&tally), lines.join("\n"));
    }
}

#[test]
fn without_the_cases_at_its_threshold_a_wrong_bound_goes_unnoticed() {
    let folder = book::policies().join("jiaxing-2023-3");
    let tally = tally(&folder, Depth::Figures, |case| !(case.name.contains("12-1") && case.name.contains("刚好")));
    let unnoticed =
        |change: &str| tally.survivors.iter().any(|one| one.place.ends_with(" 12-1") && one.change.contains(change));
    assert!(unnoticed("改成 `rd_expense_cur > 100万元`"), "{:?}", tally.survivors);
}

#[test]
fn a_case_that_fails_without_any_wrong_proves_nothing() {
    let folder = book::policies().join("jiaxing-2023-3");
    let opened = RuleBookFolder::open(&folder).unwrap_or_else(|error| panic!("{error:#}"));
    let mut book = opened.book().expect("what was compiled can be read");
    let cases = cases::read(&book, &opened.cases)
        .unwrap_or_else(|problems| panic!("{}", render_diagnostics(&opened.cases, &problems)));
    let place = book.measure("12-1").expect("measure 12-1");
    book.measures[place].when.truncate(1);
    let tally = run(&Evidence { book: &book, sources: &opened.compiled.sources, cases: &cases }, Depth::Figures);
    assert_eq!(tally.failing, ["12-1"]);
}
