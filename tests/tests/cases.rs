//! An adviser keeps the cases of several companies on one device.

#![expect(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use huiqi_tests::Person;
use huiqi_tests::company::{self, RESEARCH};
use serde_json::json;

const OURS: &str = "南湖机床有限公司";
const EXAMPLE: &str = "示例：软件企业";

#[track_caller]
fn with_two_cases() -> Person {
    let person = Person::with_kept(&company::kept());
    person.opens("#/cases");
    person.has_the_cases(&[OURS]);
    person.follows(EXAMPLE);
    person.is_on("可确定合计 1,000,000元");
    person.opens("#/cases");
    person.has_the_cases(&[OURS, EXAMPLE]);
    person
}

#[test]
fn an_example_opens_beside_the_case_that_was_there() {
    let person = with_two_cases();
    assert!(person.reads_of_the_case(OURS).contains("可确定合计4,700,000元"), "{}", person.reads_of_the_case(OURS));
    person.does_with_the_case(OURS, "打开");
    person.sees(OURS);
    person.opens("#/results");
    person.is_on("可确定合计 4,700,000元");
    person.reloads();
    person.is_on("可确定合计 4,700,000元");
}

#[test]
fn a_change_in_one_case_leaves_the_other_alone() {
    let person = with_two_cases();
    person.does_with_the_case(OURS, "打开");
    person.sees("继续上次");
    person.opens("#/topic/research");
    person.types(RESEARCH, "1149");
    person.is_told(RESEARCH, "= 11,490,000 元（1149万元）");
    person.opens("#/cases");
    person.has_the_cases(&[OURS, EXAMPLE]);
    assert!(person.reads_of_the_case(OURS).contains("可确定合计4,500,000元"));
    assert!(person.reads_of_the_case(EXAMPLE).contains("可确定合计1,000,000元"));
}

#[test]
fn a_case_is_renamed_copied_and_a_deleted_one_comes_back() {
    let person = with_two_cases();
    person.does_with_the_case(EXAMPLE, "改名");
    person.runs(
        "() => { const field = document.getElementById('rename'); field.value = '改过名的公司';
            field.dispatchEvent(new Event('change', { bubbles: true })); }",
        &[],
    );
    person.has_the_cases(&[OURS, "改过名的公司"]);
    person.does_with_the_case(OURS, "复制");
    let copy = format!("{OURS}（副本）");
    person.has_the_cases(&[OURS, "改过名的公司", &copy]);
    person.does_with_the_case(OURS, "删除");
    person.has_the_cases(&["改过名的公司", &copy]);
    person.sees("已删除");
    person.follows("撤销删除");
    person.reloads();
    person.has_the_cases(&[OURS, "改过名的公司", &copy]);
}

#[test]
fn all_cases_leave_in_one_file_and_come_back_on_another_device() {
    let person = with_two_cases();
    person.follows("全部导出");
    let (name, text) = person.has_downloaded();
    assert!(name.starts_with("惠企-全部自评-") && name.ends_with(".json"), "{name}");
    let other = Person::at_a_new_device();
    other.opens("#/cases");
    other.sees("还没有保存的自评");
    other.drops_a_file(&name, &text);
    other.has_the_cases(&[OURS, EXAMPLE]);
    assert!(other.reads_of_the_case(OURS).contains("可确定合计4,700,000元"));
}

#[test]
fn a_file_that_is_none_changes_nothing_and_says_why() {
    let person = with_two_cases();
    person.drops_a_file("账.json", "{\"version\": 1, \"document\": \"elsewhere-2023\"}");
    person.sees("账.json");
    person.sees("这份文件是按“elsewhere-2023”填的");
    person.has_the_cases(&[OURS, EXAMPLE]);
}

#[test]
fn two_cases_are_laid_side_by_side() {
    let person = with_two_cases();
    person.does_with_the_case(OURS, "对比");
    person.sees("再选一份");
    person.does_with_the_case(EXAMPLE, "对比");
    let rows: Vec<Vec<String>> = person.until("the comparison", || {
        let rows: Vec<Vec<String>> = person.looks(
            "() => [...document.querySelectorAll('main table tr')].map((row) => [...row.cells].map((cell) => cell.textContent))",
            &[],
        );
        (!rows.is_empty()).then_some(rows)
    });
    let row = |title: &str| rows.iter().find(|row| row[0] == title).unwrap_or_else(|| panic!("{title} in {rows:?}"));
    assert_eq!(row("合计")[1..], ["可确定合计 4,700,000元", "可确定合计 1,000,000元"]);
    assert_eq!(row("企业研发投入增量补助")[1..], ["符合，可得 200,000元", "待定"]);
    assert_eq!(row("行业")[1..], ["“135N”先进制造业集群内的制造业", "软件和信息技术服务业（信息服务业）"]);
}

#[test]
fn another_edition_of_the_rules_says_what_it_changed() {
    let mut kept: serde_json::Value = serde_json::from_str(&company::kept()).expect("the kept case is JSON");
    kept["v"] = json!(2);
    kept["verdicts"] = json!("12-1=e150000;18-1=e3000000;21-2=e1500000;99-1=e100;");
    kept["record"]["groups"] = json!({});
    kept["record"]["entries"]["question_of_the_past"] = json!({ "yes_no": true });
    let person = Person::with_kept(&kept.to_string());
    person.sees("规则库已经更新");
    person.opens("#/results");
    person.sees("规则库更新后的变化");
    person.sees("企业研发投入增量补助 符合，150,000元 符合，200,000元");
    person.sees("99-1（已取消） 符合，100元 不符合或不适用");
    person.sees("question_of_the_past");
    person.follows("知道了");
    person.no_longer_sees("规则库更新后的变化");
    person.reloads();
    person.no_longer_sees("规则库已经更新");
    assert!(
        person.kept(huiqi_tests::company::CASE).unwrap_or_default().contains("question_of_the_past"),
        "the answer is still there"
    );
}
