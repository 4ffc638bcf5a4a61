//! Labels that a table of companies could not tell apart are refused with both places.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_compiler::{compile, read_folder, render_diagnostics};
use std::path::Path;

// The report of the example book with one text of its questions replaced.
fn report(from: &str, to: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/language/book");
    let mut sources = read_folder(&folder, "book").expect("the example book");
    let questions = sources.iter_mut().find(|source| source.path.ends_with("questions.toml")).expect("questions");
    assert!(questions.text.contains(from), "{from}");
    questions.text = questions.text.replacen(from, to, 1);
    compile(&sources).err().map(|problems| render_diagnostics(&sources, &problems)).unwrap_or_default()
}

#[test]
fn label_of_two_questions_is_refused_at_both_places() {
    let report = report("label = \"上年度研发费用\"", "label = \"本年度研发费用\"");
    assert!(report.contains("另一问题也叫“本年度研发费用”，表格里分不清"), "{report}");
    assert!(report.contains("“本年度研发费用”第一次出现在这里"), "{report}");
}

#[test]
fn label_of_two_options_is_refused() {
    let report = report("label = \"绿色化\"", "label = \"数字化\"");
    assert!(report.contains("另一选项也叫“数字化”"), "{report}");
}

#[test]
fn label_with_a_meaning_in_tables_is_refused() {
    let label = "label = \"面积\"";
    assert!(report(label, "label = \"#面积\"").contains("名称不能以 # 开头"));
    assert!(report(label, "label = \"面积[2]\"").contains("名称不能以 [数字] 结尾"));
    assert!(report("label = \"绿色化\"", "label = \"不清楚\"").contains("选项不能叫“不清楚”"));
    assert_eq!(report(label, "label = \"面积（亩）\""), "");
}
