//! `check`: the real rule books pass, and the sample book fails for each kind of error.

use crate::{golden_folder, real, text, xtask};
use std::path::{Path, PathBuf};
use xtask::check;

/// The output of the check, and whether it passed. Coverage of a document is not checked: the made-up rule book has
/// none.
fn checked(folder: &Path) -> (String, bool) {
    let mut out = Vec::new();
    let passed = check::run_checks(folder, check::WORKS, &mut out).is_ok();
    (text(&out), passed)
}

/// A copy of the made-up rule book with one replacement.
fn changed(name: &str, file: &str, from: &str, to: &str) -> PathBuf {
    let copy = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("check").join(name);
    for part in ["document.toml", "text.md", "questions.toml", "measures/all.toml", "cases/all.toml"] {
        let mut content = std::fs::read_to_string(golden_folder().join("book").join(part)).unwrap();
        if part == file {
            assert!(content.contains(from), "{from} is not in {file}");
            content = content.replacen(from, to, 1);
        }
        std::fs::create_dir_all(copy.join(part).parent().unwrap()).unwrap();
        std::fs::write(copy.join(part), content).unwrap();
    }
    copy
}

#[test]
fn sample_rule_book_passes() {
    let (output, passed) = checked(&golden_folder().join("book"));
    assert!(passed, "{output}");
    assert!(output.starts_with("book：9项措施，12个事实，4个算例，5项期望"), "{output}");
}

#[test]
fn wrong_amount_is_reported_with_position_and_both_values() {
    let (output, passed) = checked(&changed("amount", "cases/all.toml", "eligible 15000元", "eligible 15001元"));
    assert!(!passed);
    assert!(output.contains("cases/all.toml:5：增幅刚好15%：1-1 研发增量补助"), "{output}");
    assert!(output.contains("应为：eligible 15001元\n  实为：eligible 15000元"), "{output}");
    assert!(output.contains("1处不符"), "{output}");
}

#[test]
fn wrong_verdict_is_reported() {
    let (output, passed) = checked(&changed("verdict", "cases/all.toml", "\"not_for_you\"", "\"ineligible\""));
    assert!(!passed && output.contains("应为：ineligible\n  实为：not_for_you"), "{output}");
}

#[test]
fn wrong_reason_is_reported_despite_right_verdict() {
    let (output, passed) = checked(&changed(
        "reason",
        "cases/all.toml",
        "because = [\"growth >= 15%\"]",
        "because = [\"expense_cur >= 100万元\"]",
    ));
    assert!(!passed);
    assert!(
        output.contains("应为：ineligible，因为 expense_cur >= 100万元\n  实为：ineligible，因为 growth >= 15%"),
        "{output}"
    );
}

#[test]
fn changed_rule_fails_the_cases() {
    let (output, passed) = checked(&changed("rule", "measures/all.toml", "growth >= 15%", "growth > 15%"));
    assert!(!passed && output.contains("应为：eligible 15000元\n  实为：ineligible，因为 growth > 15%"), "{output}");
}

#[test]
fn source_error_is_reported_with_line_and_suggestion() {
    let (output, passed) = checked(&changed("mistake", "measures/all.toml", "\"expense_cur >=", "\"expence_cur >="));
    assert!(!passed && output.contains("measures/all.toml:8") && output.contains("expense_cur"), "{output}");
    let (output, passed) = checked(&changed("case", "cases/all.toml", "\"2-1\" =", "\"2-9\" ="));
    assert!(!passed && output.contains("cases/all.toml:22") && output.contains("没有措施 `2-9`"), "{output}");
}

#[test]
fn possible_amounts_are_compared() {
    let ineligible = r#"{ verdict = "ineligible", because = ["growth >= 15%"] }"#;
    let possible = r#"{ verdict = "ineligible", possible = "1万元" }"#;
    let (output, passed) = checked(&changed("possible", "cases/all.toml", ineligible, possible));
    assert!(!passed && output.contains(" 的可能金额\n  应为：10000元\n  实为：没有\n"), "{output}");
}

#[test]
fn folder_without_rule_books_is_reported() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("empty");
    std::fs::create_dir_all(&folder).unwrap();
    assert!(xtask::check::run(&folder, &mut Vec::new()).is_err());
    let output = xtask(&["check", &folder.to_string_lossy()], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("没有规则库"));
}

#[test]
fn real_rule_books_pass() {
    let output = xtask(&["check"], "");
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    let output = text(&output.stdout);
    let counted = format!("jiaxing-2023-3：{}项措施，", real().book().unwrap().measures.len());
    assert!(output.contains(&counted) && output.contains("，0条读法没有落到规则里，"), "{output}");
}

/// The result of the check of readings for the made-up rule book with these lines in its first measure.
fn readings(name: &str, lines: &str) -> (String, bool) {
    let folder = changed(name, "measures/all.toml", "[[measure]]", &format!("[[measure]]\n{lines}"));
    let mut out = Vec::new();
    let passed = check::run_checks(&folder, &[check::readings::check], &mut out).is_ok();
    (text(&out), passed)
}

#[test]
fn reading_that_changes_nothing_is_reported() {
    let (output, passed) = readings("reading-untied", "reading = [\"已经写明。\", \"能否享受，请向市科技局确认。\"]");
    assert!(!passed);
    assert!(output.contains("measures/all.toml:2:21：这条读法请人确认"), "{output}");
    assert!(output.contains("应为：金额有两种读法的写 readings(…)"), "{output}");
    assert!(output.contains("实为：reading = [\"已经写明。\", \"能否享受，请向市科技局确认。\"]"), "{output}");
    assert!(output.contains("1条读法没有落到规则里，2处不符"), "{output}");
}

#[test]
fn open_result_without_reading_is_reported() {
    let open = |with: &str| {
        let rule = format!("{with}when = [\"expense_cur >= 100万元 or confirm(growth >= 10%)\"]");
        let when = "when = [\"expense_cur >= 100万元\", \"growth >= 15%\"]";
        let folder = changed(&format!("reading-open-{}", with.len()), "measures/all.toml", when, &rule);
        let mut out = Vec::new();
        let passed = check::run_checks(&folder, &[check::readings::check], &mut out).is_ok();
        (text(&out), passed)
    };
    let (output, passed) = open("");
    assert!(!passed && output.contains("这里让结果不确定，却没有一条读法说明"), "{output}");
    assert!(output.contains("opens = \"confirm(growth >= 10%)\""), "{output}");
    // The made-up book has another open part.
    assert!(output.contains("，2处不符"), "{output}");
    let (output, _) = open("reading = [{ says = \"请向市科技局确认。\", opens = \"confirm(growth\" }]\n");
    assert!(output.contains("0条读法没有落到规则里，1处不符"), "{output}");
}
