//! The questionnaire: the list of concerns, layout stability, dates and echoed amounts.

use huiqi_tests::User;
use huiqi_tests::company::RESEARCH;
use serde_json::json;
use thirtyfour::Key;

const CONCERNS: &str = "2023年，下列事项您有哪些？";
const TAX: &str = "您符合研发费用加计扣除政策吗？";
const DAY: &str = "按哪一天判断？";

#[test]
fn unticked_concern_is_asked_after_one_click() {
    let user = User::start();
    user.open("#/topic/identity");
    user.choose("您以什么身份申报？", "企业");
    user.choose(CONCERNS, "有货车、冷藏车或道路运输驾驶员");
    user.open("#/topic/research");
    user.expect_text("您在“涉及的事项”里没有选下面这些，相应的题就没有问：");
    assert!(!user.questions().contains(&TAX.to_owned()), "{:?}", user.questions());
    user.run_js(
        "() => all('.leftout p').find((one) => one.textContent.startsWith('有研发费用')).querySelector('button').click()",
        &[],
    );
    user.wait_until("the question is asked", || user.questions().contains(&TAX.to_owned()).then_some(()));
    user.expect_heading_focused();
    user.choose(TAX, "是");
    user.fill_in(RESEARCH, "1200");

    // An answer is preserved when the list of concerns excludes its question: it is ignored, and counts again later.
    user.open("#/topic/identity");
    user.choose(CONCERNS, "有研发费用，或是高新技术企业");
    user.click_link("改");
    user.open("#/check");
    user.expect_text("现在不涉及，已保留，不计入判定");
    user.open("#/topic/identity");
    user.choose(CONCERNS, "有研发费用，或是高新技术企业");
    user.open("#/topic/research");
    user.wait_until("the figure is back", || (user.field_value(RESEARCH) == "1200").then_some(()));
}

// A layout shift would make the first click below the field miss its target.
#[test]
fn error_message_causes_no_layout_shift() {
    for width in [390, 1280] {
        let user = User::start();
        user.open("#/topic/identity");
        user.choose("您以什么身份申报？", "企业");
        user.open("#/topic/research");
        user.choose(TAX, "是");
        user.emulate_screen(width, 900, "light");
        user.fill_in(RESEARCH, "很多");
        let fold = "question(ask).querySelector('.more > summary')";
        user.run_js(&format!("(ask) => {fold}.scrollIntoView({{ block: 'center' }})"), &[json!(RESEARCH)]);
        let fold_position = || -> (f64, f64) {
            user.eval_js(
                &format!("(ask) => {{ const one = {fold}.getBoundingClientRect(); return [one.x + 10, one.y + one.height / 2]; }}"),
                &[json!(RESEARCH)],
            )
        };
        let (x, y) = fold_position();
        // The disclosure moves below the others when it opens; its row must not move.
        let row = || -> f64 {
            user.eval_js("(ask) => question(ask).querySelector('.mores').getBoundingClientRect().y", &[json!(RESEARCH)])
        };
        let before = row();
        for kind in ["mousePressed", "mouseReleased"] {
            user.send_cdp(
                "Input.dispatchMouseEvent",
                json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 }),
            );
        }
        assert!(user.expect_field_error(RESEARCH).contains("很多"));
        user.wait_until("the fold below the field is open", || {
            user.eval_js::<bool>("(ask) => question(ask).querySelector('.more').open", &[json!(RESEARCH)]).then_some(())
        });
        assert!((row() - before).abs() < 1.0, "it moved from {before} to {} at a width of {width}", row());
    }
}

#[test]
fn date_is_read_in_usual_forms_and_echoed() {
    let user = User::start();
    user.open("#/topic/identity");
    for typed in ["2023-6-3", "2023年6月3日", "20230603", "２０２３．６．３"] {
        user.fill_in(DAY, typed);
        user.expect_echo(DAY, "= 2023年6月3日");
        user.expect_text("二〇二三年六月三日");
        user.expect_field_value(DAY, typed);
    }
    user.fill_in(DAY, "2023年2月30日");
    user.press(Key::Tab);
    assert!(user.expect_field_error(DAY).contains("请填写日期"));
}

#[test]
fn money_is_echoed_in_chinese_capitals() {
    let user = User::start();
    user.open("#/topic/identity");
    user.choose("您以什么身份申报？", "企业");
    user.open("#/topic/research");
    user.choose(TAX, "是");
    user.fill_in(RESEARCH, "1200");
    user.expect_text("壹仟贰佰万元整");
}
