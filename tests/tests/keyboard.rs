//! Everything can be done without a mouse.

use huiqi_tests::Person;
use thirtyfour::Key;

#[test]
fn one_topic_and_the_results_with_the_keyboard_alone() {
    let person = Person::at_a_new_device();
    person.opens_the_start_page();
    person.tabs_to("开始自评");
    person.presses(Key::Enter);
    person.is_on("主体情况");
    person.has_the_focus_on_the_heading();

    // A group of radio buttons takes one Tab; inside, the arrows choose.
    for (ask, answer) in [("您以什么身份申报？", "企业"), ("您在哪个县（市、区）注册？", "南湖区")]
    {
        person.tabs_to_the_answer(ask, answer);
        person.presses(Key::Space);
        assert_eq!(person.chosen(ask), [answer]);
    }
    person.presses(Key::Down);
    assert_eq!(person.chosen("您在哪个县（市、区）注册？"), ["秀洲区"]);
    for (ask, answer) in [
        ("您从事哪些行业？", "其他制造业"),
        ("您目前有哪些有效的身份或资质？", "以上都没有"),
        ("您运营下列哪些平台或载体？", "以上都没有"),
    ] {
        person.tabs_to_the_answer(ask, answer);
        person.presses(Key::Space);
        assert_eq!(person.chosen(ask), [answer]);
    }
    person.tabs_to("为什么问");
    person.presses(Key::Enter);
    person.sees("它影响这些政策");
    person.tabs_to("查看结果");
    person.presses(Key::Enter);
    person.is_on("可确定 0 项，合计 0元");
    person.has_the_focus_on_the_heading();
    assert_eq!(person.kept_entries()["district"]["choice"], "xiuzhou");
}

#[test]
fn escape_closes_what_is_unfolded_and_leaves_the_focus_there() {
    let person = Person::at_a_new_device();
    person.opens("#/topic/identity");
    person.tabs_to("为什么问");
    person.presses(Key::Enter);
    person.sees("它决定每一项政策是否适用于您");
    person.presses(Key::Escape);
    person.until("it is folded", || {
        person.looks::<bool>("() => !document.querySelector('details[open]')", &[]).then_some(())
    });
    let (words, _): (String, Option<String>) = person.looks("focused", &[]);
    assert_eq!(words, "为什么问");
}
