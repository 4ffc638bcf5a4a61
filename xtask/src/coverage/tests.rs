//! The rule books of this project have no gaps, and the proof reports what is removed from one.

use super::*;
use crate::book::{self, RuleBookFolder};
use huiqi_compiler::{Source, compile, render_diagnostics};
use huiqi_engine::Verdict;

fn opened() -> RuleBookFolder {
    let folder = book::policies().join("jiaxing-2023-3");
    RuleBookFolder::open(&folder).unwrap_or_else(|error| panic!("{error:#}"))
}

fn proof(rules: &[Source], cases: &[Source], keep: impl Fn(&RuleBook<'_>, &WorkedCase) -> bool) -> Proof {
    let compiled = compile(rules).unwrap_or_else(|problems| panic!("{}", render_diagnostics(rules, &problems)));
    let book = RuleBook::decode(&compiled.binary).expect("what was compiled can be read");
    let read = huiqi_compiler::cases::read(&book, cases);
    let mut cases = read.unwrap_or_else(|problems| panic!("{}", render_diagnostics(cases, &problems)));
    cases.retain(|case| keep(&book, case));
    prove(&Evidence { book: &book, sources: &compiled.sources, cases: &cases })
}

fn lines(proof: &Proof) -> Vec<String> {
    proof.open.iter().map(|open| format!("{} {}", open.place, open.what)).collect()
}

// The proof of a rule book without the cases that satisfy the predicate.
fn proof_without_cases(left_out: impl Fn(&RuleBook<'_>, &WorkedCase) -> bool) -> Vec<String> {
    let opened = opened();
    lines(&proof(&opened.rules, &opened.cases, |book, case| !left_out(book, case)))
}

// The proof of a rule book with a text replaced in one file.
fn proof_without(file: &str, text: &str, by: &str) -> Vec<String> {
    let mut opened = opened();
    let mut all = opened.rules.iter_mut().chain(&mut opened.cases);
    let source = all.find(|source| source.path.ends_with(file)).expect("such a file");
    assert!(source.text.contains(text), "{file} has no {text}");
    source.text = source.text.replace(text, by);
    lines(&proof(&opened.rules, &opened.cases, |_, _| true))
}

fn assert_says(open: &[String], parts: &[&str]) {
    let found = open.iter().any(|line| parts.iter().all(|part| line.contains(part)));
    assert!(found, "nothing says {parts:?}:\n{}", open.join("\n"));
}

#[test]
fn document_coverage_has_no_gaps() {
    for folder in book::folders(&book::policies()).expect("the rule books of this project") {
        let opened = RuleBookFolder::open(&folder).unwrap_or_else(|error| panic!("{error:#}"));
        let proof = proof(&opened.rules, &opened.cases, |_, _| true);
        assert!(proof.open.is_empty(), "{}\n{}", proof.table(), lines(&proof).join("\n"));
    }
}

#[test]
fn all_60_articles_and_37_items_are_counted() {
    let opened = opened();
    let proof = proof(&opened.rules, &opened.cases, |_, _| true);
    assert_eq!((proof.articles.to_string(), proof.items.to_string()), ("60/60".into(), "37/37".into()));
    let table = proof.table();
    assert_eq!(table.lines().count(), 1 + 1 + 8 + 1 + 1 + 1, "{table}");
}

#[test]
fn unquoted_sentence_is_a_gap() {
    let open = proof_without(
        "tasks/01-investment.toml",
        "\nquote = \"加快项目前期，全年继续统筹2亿元",
        "\nquote = \"全年继续统筹2亿元",
    );
    assert_says(&open, &["第1条", "加快项目前期，"]);
}

#[test]
fn unused_text_figure_is_a_gap_until_excused() {
    let open = proof_without("measures/04-services.toml", "aside = { \"13个\" = \"全市建设目标\" }\n", "");
    assert_says(&open, &["28-2", "13个"]);
    let open = proof_without(
        "measures/04-services.toml",
        "\"13个\" = \"全市建设目标\"",
        "\"14个\" = \"全市建设目标\", \"13个\" = \"全市建设目标\"",
    );
    assert_says(&open, &["28-2", "14个", "不是一个数字"]);
}

#[test]
fn rule_figure_missing_in_text_is_a_gap() {
    let open = proof_without("measures/02-technology.toml", "\"rd_growth >= 15%\"", "\"rd_growth >= 14%\"");
    assert_says(&open, &["12-1", "“15%”规则没有用到"]);
    assert_says(&open, &["12-1", "“14%”在引文里找不到"]);
}

fn expects(book: &RuleBook<'_>, case: &WorkedCase, id: &str, fits: impl Fn(Verdict) -> bool) -> bool {
    let measure = book.measure(id);
    case.expect.iter().any(|expected| Some(expected.measure) == measure && fits(expected.verdict))
}

#[test]
fn threshold_without_exact_case_is_a_gap() {
    let open = proof_without_cases(|book, case| expects(book, case, "24-5", |verdict| verdict == Verdict::Ineligible));
    assert_says(&open, &["24-5", "land_development_ratio < 25%", "恰好等于"]);
}

#[test]
fn condition_never_left_to_department_is_a_gap() {
    let open = proof_without_cases(|book, case| expects(book, case, "25-2", |verdict| verdict != Verdict::Eligible));
    assert_says(&open, &["25-2", "planned_far >= 4.0 or confirm(planned_far < 4.0)", "须由主管部门确认"]);
}

#[test]
fn condition_never_unmet_is_a_gap() {
    let open = proof_without_cases(|book, case| expects(book, case, "37-1", |verdict| verdict == Verdict::Ineligible));
    assert_says(&open, &["37-1", "fleet_tags has city_entry_permit", "不满足"]);
}

#[test]
fn untested_applicant_type_is_a_gap() {
    let open = proof_without("cases/applicants.toml", "\"4-5\" = \"not_for_you\"\n", "");
    assert_says(&open, &["4-5", "是否适用于"]);
}

#[test]
fn measure_with_closed_questions_is_a_gap() {
    let closed = "lead = \"研发费用、技术转让、研发平台和科创金融，对应第7条和第9条至第15条。\"\n";
    let gate = format!("{closed}ask_if = \"not applicant_type in [farm_household]\"\nskipped = \"不问\"\n");
    let open = proof_without("questions.toml", closed, &gate);
    assert_says(&open, &["11-4", "种养殖户", "不向其开放"]);
}
