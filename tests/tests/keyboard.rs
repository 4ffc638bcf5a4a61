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
fn a_whole_family_farm_from_start_to_print_with_the_keyboard_alone() {
    let person = Person::at_a_new_device();
    person.opens_the_start_page();
    person.tabs_to("开始自评");
    person.presses(Key::Enter);
    person.is_on("主体情况");
    person.tabs_to_the_answer("您以什么身份申报？", "家庭农场");
    person.presses(Key::Space);
    person.tabs_to_the_answer("您在哪个县（市、区）注册？", "南湖区");
    person.presses(Key::Space);
    person.tabs_to_the_answer("您从事哪些行业？", "种植、养殖等农业");
    person.presses(Key::Space);
    answers_by_keyboard(&person);
    person.is_on("核对答案");
    person.tabs_to("查看结果");
    person.presses(Key::Enter);
    person.is_on("可确定 1 项，合计 750元");
    person.tabs_to("打印");
    person.presses(Key::Enter);
    person.is_on("惠企政策自评结果");
    person.sees("合计 750元");
}

// Every question of every page: 50 亩 of rice and wheat, otherwise nothing, none and no. Enter in a field, or on the last
// answer, goes on.
#[track_caller]
fn answers_by_keyboard(person: &Person) {
    const LAND: &str = "稻麦复种";
    while person.heading() != "核对答案" {
        let page = person.heading();
        while let Some((ask, answer)) = person.first_unanswered() {
            if answer == "0" {
                person.tabs_to_the_field(&ask);
                person.types_there(if ask.contains(LAND) { "50" } else { "0" });
            } else {
                person.tabs_to_the_answer(&ask, &answer);
                person.presses(Key::Space);
            }
            let answered = || person.first_unanswered().is_none_or(|(next, _)| next != ask).then_some(());
            person.until(&format!("{ask} is answered"), answered);
        }
        person.presses(Key::Enter);
        person.until(&format!("the page after {page}"), || (person.heading() != page).then_some(()));
        person.has_the_focus_on_the_heading();
    }
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
