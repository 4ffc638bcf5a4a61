//! Answers survive reloads, crashed tabs and restarts of the browser.

use huiqi_tests::User;
use huiqi_tests::company::{self, RESEARCH};
use serde_json::json;
use std::time::Duration;

const KIND: &str = "您以什么身份申报？";
const PLACE: &str = "您在哪个县（市、区）？";

#[track_caller]
fn answer_part_of_a_topic(user: &User) {
    user.open("#/topic/identity");
    user.choose(KIND, "企业");
    user.open("#/topic/research");
    user.choose("您符合研发费用加计扣除政策吗？", "是");
    user.fill_in(RESEARCH, "１２0");
}

#[track_caller]
fn assert_answers_kept(user: &User) {
    user.open("#/topic/research");
    assert_eq!(user.chosen_options("您符合研发费用加计扣除政策吗？"), ["是"]);
    assert_eq!(user.field_value(RESEARCH), "１２0", "as it was typed");
    user.expect_echo(RESEARCH, "= 1,200,000 元（120万元）");
    user.open("#/topic/identity");
    assert_eq!(user.chosen_options(KIND), ["企业"]);
}

#[test]
fn answers_survive_a_reload() {
    let user = User::start();
    answer_part_of_a_topic(&user);
    user.reload();
    user.expect_heading("研发与创新");
    assert_answers_kept(&user);
}

#[test]
fn answers_survive_a_tab_crash_after_the_last_key() {
    let user = User::start();
    let [first, second] = user.open_second_tab();
    user.switch_to_tab(&first);
    answer_part_of_a_topic(&user);
    std::thread::sleep(Duration::from_millis(300));
    user.crash_tab();
    user.switch_to_tab(&second);
    assert_answers_kept(&user);
}

#[test]
fn answers_survive_a_browser_restart() {
    let mut user = User::start();
    answer_part_of_a_topic(&user);
    user.restart_browser();
    user.open_start_page();
    user.expect_text("接着答");
    user.expect_text("已答 3 题");
    assert_answers_kept(&user);
}

#[test]
fn second_tab_shows_answers_of_the_first() {
    let user = User::start();
    answer_part_of_a_topic(&user);
    user.open_second_tab();
    assert_answers_kept(&user);
}

#[test]
fn case_stored_by_first_version_opens() {
    let user = User::start();
    user.set_local_storage(company::OLD_CASE_KEY, &company::stored_case());
    user.open_start_page();
    user.expect_text("接着答");
    user.expect_text("南湖机床有限公司");
    user.open("#/results");
    user.expect_heading("可得合计 4,700,000元");
    // The case is now under the key of this document, with a note under the old key.
    user.wait_until("it has moved", || {
        let old = user.local_storage_item(company::OLD_CASE_KEY).unwrap_or_default();
        (old.contains("\"moved\":\"huiqi.case.jiaxing-2023-3\"") && !old.contains("rd_expense_cur")).then_some(())
    });
    assert!(user.indexed_db_item(company::CASE_KEY).contains("rd_expense_cur"));
    user.reload();
    user.expect_heading("可得合计 4,700,000元");
}

#[test]
fn restart_can_be_undone() {
    let user = User::with_stored_case(&company::stored_case());
    user.click_link("重新开始");
    user.expect_text("已清空");
    assert_eq!(user.stored_entries(), json!({}));
    user.click_link("撤销清空");
    user.expect_no_text("已清空");
    user.open("#/topic/identity");
    assert_eq!(user.chosen_options(PLACE), ["南湖区"]);
}
