//! Validation messages: one sentence beside the field; the field keeps its text.

use huiqi_tests::User;
use huiqi_tests::company::RESEARCH;
use serde_json::json;
use thirtyfour::Key;

#[test]
fn unreadable_figure_has_one_error_beside_its_field() {
    let user = User::start();
    user.open("#/topic/identity");
    user.choose("您以什么身份申报？", "企业");
    user.open("#/topic/research");
    user.choose("您符合研发费用加计扣除政策吗？", "是");
    for (typed, about) in [("很多", "很多"), ("10001亿", "1万亿元"), ("-5", "0"), ("1。5", "1.5")] {
        user.fill_in(RESEARCH, typed);
        user.press(Key::Tab);
        let message = user.expect_field_error(RESEARCH);
        assert!(
            message.ends_with('。') && message.matches('。').count() <= 1 + usize::from(typed.contains('。')),
            "{typed}: {message}"
        );
        assert!(message.contains(about), "{typed}: {message}");
        user.expect_field_value(RESEARCH, typed);
        assert!(is_marked_invalid(&user), "a screen reader is told, too");
        assert_eq!(user.questions().iter().filter(|ask| *ask == RESEARCH).count(), 1);
    }
    user.fill_in(RESEARCH, "1.5");
    user.press(Key::Tab);
    user.expect_echo(RESEARCH, "= 15,000 元（1.5万元）");
    assert!(!is_marked_invalid(&user));
}

fn is_marked_invalid(user: &User) -> bool {
    user.eval_js("(ask) => field(ask).getAttribute('aria-invalid') === 'true'", &[json!(RESEARCH)])
}

#[test]
fn error_summary_links_to_each_field() {
    let user = User::start();
    user.open("#/topic/identity");
    user.choose("您以什么身份申报？", "企业");
    user.open("#/topic/research");
    user.choose("您符合研发费用加计扣除政策吗？", "是");
    let before = "上一年度符合加计扣除政策的研发费用是多少？";
    user.fill_in(RESEARCH, "很多");
    user.fill_in(before, "不少");
    user.press(Key::Tab);
    user.click_link("继续：人才");
    user.expect_text("这几处要改一下");
    assert!(user.eval_js::<bool>("() => document.activeElement.className === 'errors'", &[]), "it is read out");
    let listed: Vec<String> = user.eval_js("() => all('.errors a').map((one) => one.textContent)", &[]);
    assert_eq!(listed.len(), 2, "{listed:?}");
    assert!(listed[0].starts_with("本年度研发费用：") && listed[1].starts_with("上年度研发费用："), "{listed:?}");
    user.run_js("() => all('.errors a')[1].click()", &[]);
    user.wait_until("the field has the focus", || {
        user.eval_js::<bool>("(ask) => document.activeElement === field(ask)", &[json!(before)]).then_some(())
    });
    user.fill_in(RESEARCH, "1200");
    user.fill_in(before, "1000");
    user.press(Key::Tab);
    user.expect_no_text("这几处要改一下");
    user.click_link("继续：人才");
    user.expect_heading("人才");
}

#[test]
fn implausible_figure_gets_a_warning_and_counts() {
    let user = User::start();
    user.open("#/topic/identity");
    user.choose("您以什么身份申报？", "企业");
    user.open("#/topic/research");
    user.choose("您符合研发费用加计扣除政策吗？", "是");
    user.fill_in(RESEARCH, "12000000");
    user.press(Key::Tab);
    user.expect_text("是 1200万元，还是 1200亿元？");
    user.fill_in(RESEARCH, "12000");
    user.fill_in("上一年度符合加计扣除政策的研发费用是多少？", "1000");
    user.press(Key::Tab);
    user.expect_text("研发费用增幅超过1000%，请核对本年度和上年度的单位是否一致。");
    user.expect_echo(RESEARCH, "= 120,000,000 元（1.2亿元）");
    user.fill_in(RESEARCH, "1200");
    user.press(Key::Tab);
    user.expect_no_text("请核对");
}
