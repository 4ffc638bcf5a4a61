//! Every page has its address, its title and its heading, and Back leads where one came from.

use huiqi_tests::{Person, worked};
use serde_json::json;

const START: &str = "这份文件里，您能享受哪些政策？";

#[track_caller]
fn arrives(person: &Person, heading: &str, title: &str) {
    person.is_on(heading);
    person.has_the_focus_on_the_heading();
    person.until(&format!("the title {title}"), || (person.title() == format!("{title} · 惠企")).then_some(()));
}

// Who comes back finds the focus where it was left.
#[track_caller]
fn returns(person: &Person, heading: &str, title: &str, focus: &str) {
    person.is_on(heading);
    person.until(&format!("the focus on “{focus}”"), || {
        person.looks::<bool>("(words) => name(document.activeElement).startsWith(words)", &[json!(focus)]).then_some(())
    });
    person.until(&format!("the title {title}"), || (person.title() == format!("{title} · 惠企")).then_some(()));
}

#[test]
fn back_and_forward_walk_through_the_pages() {
    let person = Person::at_a_new_device();
    person.opens_the_start_page();
    person.is_on(START);
    assert_eq!(person.title(), "您能享受哪些政策 · 惠企");
    person.follows("开始自评");
    arrives(&person, "主体情况", "主体情况");
    person.continues();
    let second = person.heading();
    assert_ne!(second, "主体情况");
    arrives(&person, &second, &second);
    person.follows("核对答案");
    arrives(&person, "核对答案", "核对答案");
    person.follows("查看结果");
    arrives(&person, &worked::first_headline(), "判定结果");

    person.goes_back();
    returns(&person, "核对答案", "核对答案", "查看结果");
    person.goes_back();
    returns(&person, &second, &second, "核对答案");
    person.goes_back();
    returns(&person, "主体情况", "主体情况", "继续：");
    person.goes_back();
    returns(&person, START, "您能享受哪些政策", "开始自评");
    person.goes_forward();
    returns(&person, "主体情况", "主体情况", "继续：");
}

#[test]
fn a_typed_address_leads_to_its_page() {
    let person = Person::at_a_new_device();
    person.opens("#/measure/12-1");
    person.is_on("企业研发投入增量补助");
    assert_eq!(person.title(), "企业研发投入增量补助 · 惠企");
    person.types_the_address("#/topic/titles");
    arrives(&person, "当年认定", "当年认定");
    person.types_the_address("#/document/12");
    person.until("article 12 is in view", || {
        person.looks::<bool>("() => { const box = document.querySelector('#a12').getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; }", &[]).then_some(())
    });
    assert_eq!(person.title(), "政策原文 第12条 · 惠企");
}

#[test]
fn an_address_that_leads_nowhere_says_so_and_leads_home() {
    let person = Person::at_a_new_device();
    person.opens("#/measure/99-9");
    person.is_on("没有这个页面");
    for address in ["#/topic/nothing", "#/elsewhere", "#/document/61", "#/document/x", "#x"] {
        person.types_the_address("#/results");
        person.is_on(&worked::first_headline());
        person.types_the_address(address);
        person.is_on("没有这个页面");
    }
    arrives(&person, "没有这个页面", "没有这个页面");
    person.follows("回到首页");
    arrives(&person, START, "您能享受哪些政策");
}
