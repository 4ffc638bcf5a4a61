//! `assess`: the sample companies, the golden files of its output, and the command line.

use crate::{golden, golden_folder, real, sample, text, xtask};
use huiqi_engine::assess;
use huiqi_engine::case::{Case, read};
use huiqi_engine::message::chinese;
use rust_decimal::Decimal;
use serde_json::Value;

fn file(name: &str) -> String {
    std::fs::read_to_string(golden_folder().join(name)).unwrap()
}

fn companies() -> Vec<Value> {
    serde_json::from_str(&file("companies.json")).unwrap()
}

// Two people computed these amounts from the policy text.
#[test]
fn sample_companies_match_hand_computed_amounts() {
    let opened = real();
    let book = opened.book().unwrap();
    let mut compared = 0;
    for company in companies() {
        let case = read(&book, &company["case"].to_string()).unwrap();
        let out: Value = serde_json::from_str(&xtask::assess::render(&book, &case, true).unwrap()).unwrap();
        let measures = out["measures"].as_array().unwrap();
        assert_eq!(measures.len(), book.measures.len());
        for (id, expected) in company["expect"].as_object().unwrap() {
            let measure = measures.iter().find(|measure| measure["id"] == *id).unwrap();
            let name = case.name.as_deref().unwrap();
            assert_eq!(measure["verdict"], expected["verdict"], "{name}：{id}");
            assert_eq!(measure["amount"], expected["amount"], "{name}：{id}");
            compared += 1;
        }
    }
    assert_eq!(compared, 66);
}

// The sums on the page, in print and in the table are tested in `src/pages/print/sums.rs`.
#[test]
fn worked_company_sums_are_printed_to_the_fen() {
    let opened = real();
    let book = opened.book().unwrap();
    let cases = huiqi_compiler::cases::read(&book, &opened.cases).unwrap();
    assert!(cases.len() > 1000);
    for worked in cases {
        let case = Case { name: None, date: worked.date, fingerprint: None, answers: worked.answers };
        let totals = assess(&book, &case.answers, case.date).totals;
        let text = xtask::assess::render(&book, &case, false).unwrap();
        let printed =
            |sum: Decimal, before: &str| (!sum.is_zero()).then(|| format!("{before} {}", chinese().money(sum)));
        let mut lines: Vec<String> = printed(totals.exact, "可得合计").into_iter().collect();
        lines.extend(totals.assessed_high.and_then(|high| printed(high, "最高")));
        lines.extend(printed(totals.relief, "少缴"));
        assert!(lines.iter().all(|line| text.contains(line)), "{}: {lines:?}\n{text}", worked.place);
        let out: Value = serde_json::from_str(&xtask::assess::render(&book, &case, true).unwrap()).unwrap();
        let exact = out["totals"]["exact"].as_str();
        let expected = (!totals.exact.is_zero()).then(|| totals.exact.normalize().to_string());
        assert_eq!(exact, expected.as_deref(), "{}", worked.place);
        // Each measure is in one section, and each section has the right count.
        let measures = out["measures"].as_array().unwrap();
        for (section, count) in out["counts"].as_object().unwrap() {
            let listed = measures.iter().filter(|measure| measure["section"] == **section).count();
            assert_eq!(count.as_u64(), u64::try_from(listed).ok(), "{}: {section}", worked.place);
        }
        let titles = [
            ("exact", "可得"),
            ("assessed", "由部门定"),
            ("relief", "少付"),
            ("unstated", "没有写金额"),
            ("undecided", "待定"),
            ("not_asked", "没涉及"),
            ("ineligible", "不符合"),
        ];
        for (id, title) in titles {
            let count = &out["counts"][id];
            assert_eq!(text.contains(&format!("{title}（{count}项）")), count != 0, "{}: {title}", worked.place);
        }
    }
}

#[test]
fn assessment_matches_golden_file() {
    let opened = sample();
    let book = opened.book().unwrap();
    let case = read(&book, &file("case.json")).unwrap();
    golden("assess.json", &xtask::assess::render(&book, &case, true).unwrap());
    golden("assess.txt", &xtask::assess::render(&book, &case, false).unwrap());
    let begun = r#"{"document": "sample", "answers": {"applicant_type": "enterprise", "expense_prev": "1000000"}}"#;
    let begun = read(&book, begun).unwrap();
    golden("assess-begun.json", &xtask::assess::render(&book, &begun, true).unwrap());
    golden("assess-begun.txt", &xtask::assess::render(&book, &begun, false).unwrap());
}

#[test]
fn assess_reads_stdin_and_prints_json_only() {
    let company = &companies()[0];
    let output = xtask(&["assess", "-", "--json"], &company["case"].to_string());
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stderr), "");
    let out: Value = serde_json::from_str(&text(&output.stdout)).unwrap();
    assert_eq!((&out["version"], &out["date"]), (&Value::from(3), &Value::from("2023-06-30")));
}

#[test]
fn invalid_case_exits_with_2_and_lists_all_errors() {
    let case = r#"{"document": "jiaxing-2023-3", "answers": {"rd_expence_cur": "1", "hnte": "yes"}}"#;
    let output = xtask(&["assess", "-", "--json"], case);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stdout), "");
    let message = text(&output.stderr);
    assert_eq!(
        message.lines().collect::<Vec<_>>(),
        [
            "answers.rd_expence_cur：没有这个事实。您是指“rd_expense_cur”吗？",
            "answers.hnte：请写 true 或 false；不清楚请写 \"unsure\"。"
        ]
    );
    let output = xtask(&["assess", "no-such-file.json"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("no-such-file.json：读不了这个文件"));
}

#[test]
fn case_of_other_rules_is_assessed_with_a_warning() {
    let case = r#"{"document": "jiaxing-2023-3", "book": "0000000000000001", "answers": {}}"#;
    let output = xtask(&["assess", "-"], case);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stderr).contains("另一版规则库（0000000000000001）"));
}

#[test]
fn commands_have_help_and_reject_unknown_arguments() {
    for command in ["assess", "facts", "check"] {
        let help = xtask(&[command, "--help"], "");
        assert!(help.status.success() && text(&help.stdout).contains(command), "{command}");
        let wrong = xtask(&[command, "--no-such-option"], "");
        assert_eq!((wrong.status.code(), text(&wrong.stdout)), (Some(1), String::new()), "{command}");
        assert!(text(&wrong.stderr).contains("--no-such-option"), "{command}");
    }
    let nothing = xtask(&["assess"], "");
    assert_eq!(nothing.status.code(), Some(1));
    let unknown_document = xtask(&["assess", "-", "--document", "nowhere-2023-1"], "{}");
    assert!(text(&unknown_document.stderr).contains("没有文件“nowhere-2023-1”，有的是：jiaxing-2023-3"));
}
