//! Everything can be done without a mouse.

use huiqi_tests::{Person, worked};
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
        person.has_chosen(ask, &[answer]);
    }
    person.presses(Key::Down);
    person.has_chosen("您在哪个县（市、区）注册？", &["秀洲区"]);
    for (ask, answer) in [
        ("您从事哪些行业？", "其他制造业"),
        ("您目前有哪些有效的身份或资质？", "以上都没有"),
        ("您运营下列哪些平台或载体？", "以上都没有"),
    ] {
        person.tabs_to_the_answer(ask, answer);
        person.presses(Key::Space);
        person.has_chosen(ask, &[answer]);
    }
    person.tabs_to("为什么问");
    person.presses(Key::Enter);
    person.sees("它影响这些政策");
    person.tabs_to("查看结果");
    person.presses(Key::Enter);
    // What was answered has settled some of what is open for a company that has answered nothing.
    person.until("the results", || person.heading().starts_with("还有 ").then_some(()));
    assert_ne!(person.heading(), worked::first_headline());
    person.has_the_focus_on_the_heading();
    assert_eq!(person.kept_entries()["district"]["choice"], "xiuzhou");
}

#[test]
fn a_whole_company_from_the_start_to_the_print_with_the_keyboard_alone() {
    goes_from_the_start_to_the_print(&Person::at_a_new_device());
}

/// A whole company without a mouse, with any browser.
#[track_caller]
pub fn goes_from_the_start_to_the_print(person: &Person) {
    person.opens_the_start_page();
    person.tabs_to("开始自评");
    person.presses(Key::Enter);
    person.is_on("主体情况");
    for (ask, answer) in [
        ("您以什么身份申报？", "企业"),
        ("您在哪个县（市、区）注册？", "南湖区"),
        ("您从事哪些行业？", "其他制造业"),
        ("2023年，下列事项您有哪些？", "有研发费用，或是高新技术企业"),
    ] {
        person.tabs_to_the_answer(ask, answer);
        person.presses(Key::Space);
        person.has_chosen(ask, &[answer]);
        shows_where_the_focus_is(person);
    }
    // Every page that comes, until none does: the answer by Space, a figure typed, and Enter to go on.
    let figures = ["本年度符合加计扣除政策的研发费用是多少？", "上一年度符合加计扣除政策的研发费用是多少？"];
    for _ in 0..6 {
        person.has_everything();
        let (onward, before): (String, String) = person.looks("() => [name(onward()), heading()]", &[]);
        person.tabs_to(&onward);
        person.presses(Key::Enter);
        person.until("the next page", || (person.heading() != before).then_some(()));
        person.has_the_focus_on_the_heading();
        person.has_everything();
        if onward == "核对答案" {
            break;
        }
        while let Some((ask, answer)) = person.first_unanswered() {
            if answer == "0" {
                person.tabs_to_the_field(&ask);
                person.types_there(if figures[0] == ask { "1200" } else { "1000" });
            } else {
                person.tabs_to_the_answer(&ask, if answer == "否" { "是" } else { &answer });
                person.presses(Key::Space);
            }
            shows_where_the_focus_is(person);
            person.until(&format!("{ask} is answered"), || {
                person.first_unanswered().is_none_or(|(next, _)| next != ask).then_some(())
            });
        }
    }
    person.is_on("核对答案");
    person.has_everything();
    for (words, heading) in [("查看结果", "可确定"), ("打印", "惠企政策")] {
        person.tabs_to(words);
        person.presses(Key::Enter);
        person.until(heading, || person.heading().starts_with(heading).then_some(()));
        person.has_the_focus_on_the_heading();
    }
}

// What has the focus is outlined.
#[track_caller]
fn shows_where_the_focus_is(person: &Person) {
    let outlined = "() => { const one = document.activeElement; const drawn = (of) => getComputedStyle(of).outlineStyle !== 'none';
        return drawn(one) || drawn(one.closest('label') ?? one); }";
    assert!(person.looks::<bool>(outlined, &[]), "the focus is not to be seen");
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
