//! Answers outlive whatever happens to the page and to the browser.

use huiqi_tests::Person;
use huiqi_tests::company::{self, RESEARCH};
use serde_json::json;
use std::time::Duration;

const KIND: &str = "您以什么身份申报？";
const PLACE: &str = "您在哪个县（市、区）注册？";

#[track_caller]
fn in_the_middle_of_a_topic(person: &Person) {
    person.opens("#/topic/identity");
    person.chooses(KIND, "企业");
    person.opens("#/topic/research");
    person.chooses("您符合研发费用加计扣除政策吗？", "是");
    person.types(RESEARCH, "１２0");
}

#[track_caller]
fn everything_is_still_there(person: &Person) {
    person.opens("#/topic/research");
    assert_eq!(person.chosen("您符合研发费用加计扣除政策吗？"), ["是"]);
    assert_eq!(person.typed(RESEARCH), "１２0", "as it was typed");
    person.is_told(RESEARCH, "= 1,200,000 元（120万元）");
    person.opens("#/topic/identity");
    assert_eq!(person.chosen(KIND), ["企业"]);
}

#[test]
fn answers_are_there_after_a_reload_in_the_middle_of_a_topic() {
    let person = Person::at_a_new_device();
    in_the_middle_of_a_topic(&person);
    person.reloads();
    person.is_on("研发与创新");
    everything_is_still_there(&person);
}

#[test]
fn answers_are_there_when_the_tab_dies_a_moment_after_the_last_key() {
    let person = Person::at_a_new_device();
    let [first, second] = person.opens_a_second_tab();
    person.looks_at_the_tab(&first);
    in_the_middle_of_a_topic(&person);
    std::thread::sleep(Duration::from_millis(300));
    person.loses_the_tab();
    person.looks_at_the_tab(&second);
    everything_is_still_there(&person);
}

#[test]
fn answers_are_there_when_the_browser_was_closed_in_between() {
    let mut person = Person::at_a_new_device();
    in_the_middle_of_a_topic(&person);
    person.quits_and_opens_the_browser();
    person.opens_the_start_page();
    person.sees("继续上次");
    person.sees("已答 3 题");
    everything_is_still_there(&person);
}

#[test]
fn a_second_tab_shows_the_answers_of_the_first() {
    let person = Person::at_a_new_device();
    in_the_middle_of_a_topic(&person);
    person.opens_a_second_tab();
    everything_is_still_there(&person);
}

#[test]
fn what_the_first_version_kept_is_still_understood() {
    let person = Person::at_a_new_device();
    person.puts_in_storage(company::OLD_CASE, &company::kept());
    person.opens_the_start_page();
    person.sees("继续上次");
    person.sees("南湖机床有限公司");
    person.opens("#/results");
    person.is_on("可确定合计 4,700,000元");
    // It is this document's from now on, and a note where it was.
    person.until("it has moved", || {
        let old = person.kept(company::OLD_CASE).unwrap_or_default();
        (old.contains("\"moved\":\"huiqi.case.jiaxing-2023-3\"") && !old.contains("rd_expense_cur")).then_some(())
    });
    assert!(person.in_the_journal(company::CASE).contains("rd_expense_cur"));
    person.reloads();
    person.is_on("可确定合计 4,700,000元");
}

#[test]
fn starting_anew_can_be_taken_back() {
    let person = Person::with_kept(&company::kept());
    person.follows("重新开始");
    person.sees("已清空");
    assert_eq!(person.kept_entries(), json!({}));
    person.follows("撤销清空");
    person.no_longer_sees("已清空");
    person.opens("#/topic/identity");
    assert_eq!(person.chosen(PLACE), ["南湖区"]);
}
