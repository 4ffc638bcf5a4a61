//! What is asked: the list of what concerns the company, room for what is said at a field, days as people write them.

use huiqi_tests::Person;
use huiqi_tests::company::RESEARCH;
use serde_json::json;
use thirtyfour::Key;

const CONCERNS: &str = "2023年，下列事项您有哪些？";
const TAX: &str = "您符合研发费用加计扣除政策吗？";
const DAY: &str = "按哪一天判断？";

#[test]
fn what_was_not_ticked_is_not_asked_and_one_click_asks_it() {
    let person = Person::at_a_new_device();
    person.opens("#/topic/identity");
    person.chooses("您以什么身份申报？", "企业");
    person.chooses(CONCERNS, "有货车、冷藏车或道路运输驾驶员");
    person.opens("#/topic/research");
    person.sees("您在“涉及的事项”里没有选下面这些，相应的题就没有问：");
    assert!(!person.questions().contains(&TAX.to_owned()), "{:?}", person.questions());
    person.runs(
        "() => all('.leftout p').find((one) => one.textContent.startsWith('有研发费用')).querySelector('button').click()",
        &[],
    );
    person.until("the question is asked", || person.questions().contains(&TAX.to_owned()).then_some(()));
    person.has_the_focus_on_the_heading();
    person.chooses(TAX, "是");
    person.types(RESEARCH, "1200");

    // What was answered stays when the list says otherwise, counts for nothing, and comes back.
    person.opens("#/topic/identity");
    person.chooses(CONCERNS, "有研发费用，或是高新技术企业");
    person.opens("#/check");
    person.sees("现在不涉及，已保留，不计入判定");
    person.opens("#/topic/identity");
    person.chooses(CONCERNS, "有研发费用，或是高新技术企业");
    person.opens("#/topic/research");
    person.until("the figure is back", || (person.typed(RESEARCH) == "1200").then_some(()));
}

#[test]
fn nothing_moves_when_a_mistake_appears_so_the_first_click_hits() {
    for width in [390, 1280] {
        let person = Person::at_a_new_device();
        person.opens("#/topic/identity");
        person.chooses("您以什么身份申报？", "企业");
        person.opens("#/topic/research");
        person.chooses(TAX, "是");
        person.has_a_screen(width, 900, "light");
        person.types(RESEARCH, "很多");
        let fold = "question(ask).querySelector('.more > summary')";
        person.runs(&format!("(ask) => {fold}.scrollIntoView({{ block: 'center' }})"), &[json!(RESEARCH)]);
        let place = || -> (f64, f64) {
            person.looks(
                &format!("(ask) => {{ const one = {fold}.getBoundingClientRect(); return [one.x + 10, one.y + one.height / 2]; }}"),
                &[json!(RESEARCH)],
            )
        };
        let (x, y) = place();
        // The fold itself moves below the others when it opens; the row in which it stands must not.
        let row = || -> f64 {
            person.looks("(ask) => question(ask).querySelector('.mores').getBoundingClientRect().y", &[json!(RESEARCH)])
        };
        let before = row();
        for kind in ["mousePressed", "mouseReleased"] {
            person.devtools(
                "Input.dispatchMouseEvent",
                json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 }),
            );
        }
        assert!(person.is_corrected(RESEARCH).contains("很多"));
        person.until("the fold below the field is open", || {
            person.looks::<bool>("(ask) => question(ask).querySelector('.more').open", &[json!(RESEARCH)]).then_some(())
        });
        assert!((row() - before).abs() < 1.0, "it moved from {before} to {} at a width of {width}", row());
    }
}

#[test]
fn a_day_is_understood_in_every_usual_form_and_said_back() {
    let person = Person::at_a_new_device();
    person.opens("#/topic/identity");
    for typed in ["2023-6-3", "2023年6月3日", "20230603", "２０２３．６．３"] {
        person.types(DAY, typed);
        person.is_told(DAY, "= 2023年6月3日");
        person.sees("二〇二三年六月三日");
        person.has_typed(DAY, typed);
    }
    person.types(DAY, "2023年2月30日");
    person.presses(Key::Tab);
    assert!(person.is_corrected(DAY).contains("请填写日期"));
}

#[test]
fn money_is_said_back_in_chinese_capitals() {
    let person = Person::at_a_new_device();
    person.opens("#/topic/identity");
    person.chooses("您以什么身份申报？", "企业");
    person.opens("#/topic/research");
    person.chooses(TAX, "是");
    person.types(RESEARCH, "1200");
    person.sees("壹仟贰佰万元整");
}
