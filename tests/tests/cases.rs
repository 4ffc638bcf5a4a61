//! Several saved cases on one device.

#![expect(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use huiqi_tests::User;
use huiqi_tests::company::{self, RESEARCH};
use serde_json::json;

const OURS: &str = "南湖机床有限公司";
const EXAMPLE: &str = "示例：软件企业";

#[track_caller]
fn user_with_two_cases() -> User {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/cases");
    user.expect_cases(&[OURS]);
    user.click_link(EXAMPLE);
    user.expect_heading("可得合计 1,000,000元");
    user.open("#/cases");
    user.expect_cases(&[OURS, EXAMPLE]);
    user
}

#[test]
fn example_opens_beside_existing_case() {
    let user = user_with_two_cases();
    assert!(user.case_text(OURS).contains("可得合计4,700,000元"), "{}", user.case_text(OURS));
    user.click_in_case(OURS, "打开");
    user.expect_text(OURS);
    user.open("#/results");
    user.expect_heading("可得合计 4,700,000元");
    user.reload();
    user.expect_heading("可得合计 4,700,000元");
}

#[test]
fn edit_of_one_case_leaves_others_unchanged() {
    let user = user_with_two_cases();
    user.click_in_case(OURS, "打开");
    user.expect_text("接着答");
    user.open("#/topic/research");
    user.fill_in(RESEARCH, "1149");
    user.expect_echo(RESEARCH, "= 11,490,000 元（1149万元）");
    user.open("#/cases");
    user.expect_cases(&[OURS, EXAMPLE]);
    assert!(user.case_text(OURS).contains("可得合计4,500,000元"));
    assert!(user.case_text(EXAMPLE).contains("可得合计1,000,000元"));
}

#[test]
fn case_rename_copy_and_undo_delete_work() {
    let user = user_with_two_cases();
    user.click_in_case(EXAMPLE, "改名");
    user.run_js(
        "() => { const field = document.getElementById('rename'); field.value = '改过名的公司';
            field.dispatchEvent(new Event('change', { bubbles: true })); }",
        &[],
    );
    user.expect_cases(&[OURS, "改过名的公司"]);
    user.click_in_case(OURS, "复制");
    let copy = format!("{OURS}（副本）");
    user.expect_cases(&[OURS, "改过名的公司", &copy]);
    user.click_in_case(OURS, "删除");
    user.expect_cases(&["改过名的公司", &copy]);
    user.expect_text("已删除");
    user.click_link("撤销删除");
    user.reload();
    user.expect_cases(&[OURS, "改过名的公司", &copy]);
}

#[test]
fn all_cases_round_trip_through_one_file() {
    let user = user_with_two_cases();
    user.click_link("全部导出");
    let (name, text) = user.wait_for_download();
    assert!(name.starts_with("惠企-全部自评-") && name.ends_with(".json"), "{name}");
    let second_device = User::start();
    second_device.open("#/cases");
    second_device.expect_text("还没有保存的自评");
    second_device.drop_file(&name, &text);
    second_device.expect_cases(&[OURS, EXAMPLE]);
    assert!(second_device.case_text(OURS).contains("可得合计4,700,000元"));
}

#[test]
fn invalid_case_file_changes_nothing_and_says_why() {
    let user = user_with_two_cases();
    user.drop_file("账.json", "{\"version\": 1, \"document\": \"elsewhere-2023\"}");
    user.expect_text("账.json");
    user.expect_text("这份文件是按“elsewhere-2023”填的");
    user.expect_cases(&[OURS, EXAMPLE]);
}

#[test]
fn two_cases_are_compared_side_by_side() {
    let user = user_with_two_cases();
    user.click_in_case(OURS, "对比");
    user.expect_text("再选一份");
    user.click_in_case(EXAMPLE, "对比");
    let rows: Vec<Vec<String>> = user.wait_until("the comparison", || {
        let rows: Vec<Vec<String>> = user.eval_js(
            "() => [...document.querySelectorAll('main table tr')].map((row) => [...row.cells].map((cell) => cell.textContent))",
            &[],
        );
        (!rows.is_empty()).then_some(rows)
    });
    let row = |title: &str| rows.iter().find(|row| row[0] == title).unwrap_or_else(|| panic!("{title} in {rows:?}"));
    assert_eq!(row("合计")[1..], ["可得合计 4,700,000元", "可得合计 1,000,000元"]);
    assert_eq!(row("企业研发投入增量补助")[1..], ["符合，可得 200,000元", "不符合"]);
    assert_eq!(row("行业")[1..], ["“135N”先进制造业集群内的制造业", "软件和信息技术服务业（信息服务业）"]);
}

#[test]
fn new_rule_edition_lists_changed_verdicts() {
    let mut stored: serde_json::Value = serde_json::from_str(&company::stored_case()).expect("the kept case is JSON");
    stored["v"] = json!(2);
    stored["verdicts"] = json!("12-1=e150000;18-1=e3000000;21-2=e1500000;99-1=e100;");
    stored["record"]["groups"] = json!({});
    stored["record"]["entries"]["question_of_the_past"] = json!({ "yes_no": true });
    let user = User::with_stored_case(&stored.to_string());
    user.expect_text("规则库已经更新");
    user.open("#/results");
    user.expect_text("规则库更新后的变化");
    user.expect_text("企业研发投入增量补助 符合，150,000元 符合，200,000元");
    user.expect_text("99-1（已取消） 符合，100元 不符合或不适用");
    user.expect_text("question_of_the_past");
    user.click_link("知道了");
    user.expect_no_text("规则库更新后的变化");
    user.reload();
    user.expect_no_text("规则库已经更新");
    assert!(
        user.local_storage_item(huiqi_tests::company::CASE_KEY).unwrap_or_default().contains("question_of_the_past"),
        "the answer is still there"
    );
}
