//! The app works with the keyboard alone.

use huiqi_tests::{User, expected};
use thirtyfour::Key;

#[test]
fn topic_and_results_work_with_keyboard_alone() {
    let user = User::start();
    user.open_start_page();
    user.tab_to("开始自评");
    user.press(Key::Enter);
    user.expect_heading("主体情况");
    user.expect_heading_focused();

    // A group of radio buttons takes one Tab; inside it the arrow keys select.
    for (ask, answer) in [("您以什么身份申报？", "企业"), ("您在哪个县（市、区）？", "南湖区")]
    {
        user.tab_to_option(ask, answer);
        user.press(Key::Space);
        user.expect_chosen(ask, &[answer]);
    }
    user.press(Key::Down);
    user.expect_chosen("您在哪个县（市、区）？", &["秀洲区"]);
    for (ask, answer) in [
        ("您从事哪些行业？", "其他制造业"),
        ("您目前有哪些有效的身份或资质？", "以上都没有"),
        ("您运营下列哪些平台或载体？", "以上都没有"),
    ] {
        user.tab_to_option(ask, answer);
        user.press(Key::Space);
        user.expect_chosen(ask, &[answer]);
    }
    user.tab_to("为什么问");
    user.press(Key::Enter);
    user.expect_text("它影响这些政策");
    user.tab_to("查看结果");
    user.press(Key::Enter);
    // The answers have settled some measures that are open for a company without answers.
    user.wait_until("the results", || user.heading().starts_with("还有 ").then_some(()));
    assert_ne!(user.heading(), expected::initial_headline());
    user.expect_heading_focused();
    assert_eq!(user.stored_entries()["district"]["choice"], "xiuzhou");
}

#[test]
fn company_goes_to_print_with_keyboard_alone() {
    complete_company_by_keyboard(&User::start());
}

/// Completes a whole company without a mouse, in any browser.
#[track_caller]
pub fn complete_company_by_keyboard(user: &User) {
    user.open_start_page();
    user.tab_to("开始自评");
    user.press(Key::Enter);
    user.expect_heading("主体情况");
    for (ask, answer) in [
        ("您以什么身份申报？", "企业"),
        ("您在哪个县（市、区）？", "南湖区"),
        ("您从事哪些行业？", "其他制造业"),
        ("2023年，下列事项您有哪些？", "有研发费用，或是高新技术企业"),
    ] {
        user.tab_to_option(ask, answer);
        user.press(Key::Space);
        user.expect_chosen(ask, &[answer]);
        assert_focus_visible(user);
    }
    // Every page until the last: answers with Space, types figures, and continues with Enter.
    let figures = ["本年度符合加计扣除政策的研发费用是多少？", "上一年度符合加计扣除政策的研发费用是多少？"];
    for _ in 0..6 {
        user.wait_until_loaded();
        let (onward, before): (String, String) = user.eval_js("() => [name(continue_button()), heading()]", &[]);
        user.tab_to(&onward);
        user.press(Key::Enter);
        user.wait_until("the next page", || (user.heading() != before).then_some(()));
        user.expect_heading_focused();
        user.wait_until_loaded();
        if onward == "核对答案" {
            break;
        }
        while let Some((ask, answer)) = user.first_unanswered() {
            if answer == "0" {
                user.tab_to_field(&ask);
                user.type_text(if figures[0] == ask { "1200" } else { "1000" });
            } else {
                user.tab_to_option(&ask, if answer == "否" { "是" } else { &answer });
                user.press(Key::Space);
            }
            assert_focus_visible(user);
            user.wait_until(&format!("{ask} is answered"), || {
                user.first_unanswered().is_none_or(|(next, _)| next != ask).then_some(())
            });
        }
    }
    user.expect_heading("核对答案");
    user.wait_until_loaded();
    for (words, heading) in [("查看结果", "可得"), ("打印，带到窗口", "惠企政策")] {
        user.tab_to(words);
        user.press(Key::Enter);
        user.wait_until(heading, || user.heading().starts_with(heading).then_some(()));
        user.expect_heading_focused();
    }
}

// The focused element has an outline.
#[track_caller]
fn assert_focus_visible(user: &User) {
    let outlined = "() => { const one = document.activeElement; const drawn = (of) => getComputedStyle(of).outlineStyle !== 'none';
        return drawn(one) || drawn(one.closest('label') ?? one); }";
    assert!(user.eval_js::<bool>(outlined, &[]), "the focus is not to be seen");
}

#[test]
fn escape_closes_disclosure_and_keeps_focus() {
    let user = User::start();
    user.open("#/topic/identity");
    user.tab_to("为什么问");
    user.press(Key::Enter);
    user.expect_text("它决定每一项政策是否适用于您");
    user.press(Key::Escape);
    user.wait_until("it is folded", || {
        user.eval_js::<bool>("() => !document.querySelector('details[open]')", &[]).then_some(())
    });
    let (words, _): (String, Option<String>) = user.eval_js("focused", &[]);
    assert_eq!(words, "为什么问");
}
