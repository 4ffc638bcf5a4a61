//! Notations of figures, and input devices that could change a figure by accident.

use huiqi_tests::User;
use huiqi_tests::company::RESEARCH;
use serde_json::json;

fn open_money_field() -> User {
    let user = User::start();
    user.open("#/topic/identity");
    user.choose("您以什么身份申报？", "企业");
    user.open("#/topic/research");
    user.choose("您符合研发费用加计扣除政策吗？", "是");
    user
}

#[test]
fn number_notations_are_understood() {
    let user = open_money_field();
    for (typed, echo) in [
        ("１２００", "= 12,000,000 元（1200万元）"),
        ("1,200", "= 12,000,000 元（1200万元）"),
        ("1200万", "= 12,000,000 元（1200万元）"),
        ("1.2亿", "= 120,000,000 元（1.2亿元）"),
    ] {
        user.fill_in(RESEARCH, typed);
        user.expect_echo(RESEARCH, echo);
        user.expect_field_value(RESEARCH, typed);
    }
    user.fill_in(RESEARCH, "1200");
    user.select_unit(RESEARCH, "元");
    user.expect_echo(RESEARCH, "= 1,200 元");
    user.select_unit(RESEARCH, "亿元");
    user.expect_echo(RESEARCH, "= 120,000,000,000 元（1200亿元）");
}

#[test]
fn mouse_wheel_over_a_field_changes_nothing() {
    let user = open_money_field();
    user.fill_in(RESEARCH, "1200");
    user.expect_echo(RESEARCH, "= 12,000,000 元（1200万元）");
    let before = user.local_storage_item(huiqi_tests::company::CASE_KEY);
    for _ in 0..3 {
        user.scroll_wheel_over(RESEARCH);
    }
    user.expect_field_value(RESEARCH, "1200");
    assert_eq!(user.local_storage_item(huiqi_tests::company::CASE_KEY), before);
}

#[test]
fn ime_composition_is_not_interrupted() {
    let user = open_money_field();
    user.focus_field(RESEARCH);
    user.run_js(
        "(ask) => { window.ended = 0; field(ask).addEventListener('compositionend', () => { window.ended += 1; }); }",
        &[json!(RESEARCH)],
    );
    for text in ["１", "１２", "１２３"] {
        user.compose_text(text);
        user.expect_field_value(RESEARCH, text);
        assert_eq!(user.eval_js::<u32>("() => window.ended", &[]), 0, "the composition was broken off at {text}");
    }
    user.commit_composition("１２３");
    user.expect_echo(RESEARCH, "= 1,230,000 元（123万元）");
    user.expect_field_value(RESEARCH, "１２３");
    assert_eq!(user.eval_js::<u32>("() => window.ended", &[]), 1);
    assert_eq!(user.stored_entries()["rd_expense_cur"]["typed"]["text"], "１２３");
}
