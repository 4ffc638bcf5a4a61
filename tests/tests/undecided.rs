//! Undecided measures by the question that decides them: answered on the results page, and taken back.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_tests::User;
use huiqi_tests::company;
use serde_json::{Value, json};

// The questions that decide, each with the number of measures that wait for it.
const GROUPS: &str = "() => all('.decides').map((one) => [
    plain(one.querySelector('h3').firstChild.nextSibling.textContent),
    +/\\d+/.exec(one.querySelector('h3 small').textContent)[0],
])";

const WAITING: &str = "() => +document.querySelector('.result .counts > div:nth-child(2) dd').textContent";

/// A company that has answered the first topic only.
fn user_with_open_questions() -> User {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/topic/research");
    user.choose("您符合研发费用加计扣除政策吗？", "不清楚");
    user.open("#/results");
    user.wait_until("undecided measures", || (user.eval_js::<usize>(WAITING, &[]) > 0).then_some(()));
    user
}

#[test]
fn waiting_measures_are_grouped_by_what_decides() {
    let user = user_with_open_questions();
    let waiting: usize = user.eval_js(WAITING, &[]);
    user.run_js("() => all('button.text').filter((one) => /^再看/.test(name(one))).forEach((one) => one.click())", &[]);
    let groups: Vec<(String, usize)> = user.eval_js(GROUPS, &[]);
    assert_eq!(groups.iter().map(|(_, count)| count).sum::<usize>(), waiting, "{groups:?}");
    assert_eq!(user.measures_under("待定").len(), waiting, "each measure is in one group");
}

#[test]
fn answer_on_the_results_page_can_be_undone() {
    let mut case: Value = serde_json::from_str(&company::stored_case()).expect("a stored case");
    let entries = case["record"]["entries"].as_object_mut().expect("its answers");
    entries.remove("rd_superdeduction").expect("an answer");
    entries.insert("concerns".into(), json!({ "several": ["rd", "recognitions", "projects"] }));
    let user = User::with_stored_case(&case.to_string());
    user.open("#/results");
    user.expect_heading("可得合计 4,500,000元");
    user.click_link("符合研发费用加计扣除政策：是");
    user.expect_text("“符合研发费用加计扣除政策”已回答：是。");
    user.expect_heading("可得合计 4,700,000元");
    assert_eq!(user.stored_entries()["rd_superdeduction"], json!({ "yes_no": true }));
    user.click_link("撤销");
    user.expect_heading("可得合计 4,500,000元");
    user.expect_no_text("已回答");
}
