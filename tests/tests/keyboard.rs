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
    person.tabs_to("企业 包括公司制的孵化器、园区运营方和农业公司。");
    person.presses(Key::Space);
    person.tabs_to("南湖区");
    person.presses(Key::Space);
    person.presses(Key::Down);
    assert_eq!(person.chosen("您在哪个县（市、区）注册？"), ["秀洲区"]);
    person.tabs_to("其他制造业");
    person.presses(Key::Space);
    assert_eq!(person.chosen("您从事哪些行业？"), ["其他制造业"]);
    for ask in ["您目前有哪些有效的身份或资质？", "您运营下列哪些平台或载体？"] {
        person.tabs_to("以上都没有");
        person.presses(Key::Space);
        assert_eq!(person.chosen(ask), ["以上都没有"]);
    }
    person.sees("为什么问");
    person.tabs_to("为什么问");
    person.presses(Key::Enter);
    person.sees("它影响这些政策");
    person.tabs_to("查看结果");
    person.presses(Key::Enter);
    person.is_on("可确定 0 项，合计 0元");
    person.has_the_focus_on_the_heading();
    assert_eq!(person.kept_entries()["district"]["choice"], "xiuzhou");
}
