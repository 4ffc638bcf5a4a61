//! What a company has several of: a card for each, that can be added, copied and taken out, and that stays.

use huiqi_tests::{Person, company, on};
use serde_json::json;

const TOPIC: &str = "#/topic/projects";
const GROUP: &str = "改造与投资项目";
const FEATURES: &str = "这个项目属于哪些情形？";
const COST: &str = "这个项目的数字化投入是多少？";
const DIGITAL: &str = "纯数字化改造项目";
const ACCEPTED: &str = "数字化改造已验收合格";
const SAMPLE: &str = "已纳入数字化改造示范样本项目";
const SUBSIDY: &str = "纯数字化改造补助";

// 50%×800万元, cap 300万元, and 20%×200万元.
fn with_two_projects() -> Person {
    let person = Person::at_a_new_device();
    person.opens("#/topic/identity");
    company::says_who_it_is(&person);
    person.opens(TOPIC);
    person.has_the_cards(&["项目 1"]);
    describes(&person, "项目 1", &[DIGITAL, ACCEPTED, SAMPLE], "800");
    person.follows("再加一个项目");
    person.has_the_cards(&["项目 1", "项目 2"]);
    describes(&person, "项目 2", &[DIGITAL, ACCEPTED], "200");
    person
}

#[track_caller]
fn describes(person: &Person, card: &str, features: &[&str], cost: &str) {
    for feature in features {
        person.chooses(&on(card, FEATURES), feature);
    }
    person.types(&on(card, COST), cost);
}

#[track_caller]
fn are_shown(person: &Person, cards: &[(&str, &[&str], &str)]) {
    let names: Vec<&str> = cards.iter().map(|(name, ..)| *name).collect();
    person.has_the_cards(&names);
    for (card, features, cost) in cards {
        person.until(&format!("{cost} on {card}"), || (person.typed(&on(card, COST)) == *cost).then_some(()));
        assert_eq!(person.chosen(&on(card, FEATURES)), *features, "{card}");
    }
}

const BOTH: [(&str, &[&str], &str); 2] =
    [("项目 1", &[DIGITAL, ACCEPTED, SAMPLE], "800"), ("项目 2", &[DIGITAL, ACCEPTED], "200")];

#[track_caller]
fn gets(person: &Person, amount: &str) {
    person.opens("#/results");
    person.unfolds(SUBSIDY);
    assert_eq!(person.facts_of(SUBSIDY).amount, amount);
    person.opens(TOPIC);
}

#[test]
fn two_projects_add_up_and_the_cap_holds_for_each_or_for_all() {
    let person = with_two_projects();
    gets(&person, "3,000,000 元（300万元） 至 3,400,000 元（340万元）");
    are_shown(&person, &BOTH);
}

#[test]
fn a_copy_is_one_more_and_can_be_changed_by_itself() {
    let person = with_two_projects();
    person.copies_the_card("项目 2");
    let third: (&str, &[&str], &str) = ("项目 3", &[DIGITAL, ACCEPTED], "200");
    are_shown(&person, &[BOTH[0], BOTH[1], third]);
    gets(&person, "3,000,000 元（300万元） 至 3,800,000 元（380万元）");
    person.types(&on("项目 3", COST), "100");
    are_shown(&person, &[BOTH[0], BOTH[1], (third.0, third.1, "100")]);
    gets(&person, "3,000,000 元（300万元） 至 3,600,000 元（360万元）");
}

#[test]
fn a_card_that_is_taken_out_makes_room_for_the_next_and_comes_back_where_it_was() {
    let person = with_two_projects();
    person.deletes_the_card("项目 1");
    are_shown(&person, &[("项目 1", BOTH[1].1, BOTH[1].2)]);
    person.sees("已删除项目 1。");
    person.follows("撤销删除");
    are_shown(&person, &BOTH);
    assert_eq!(person.notices(), [""; 0], "there is nothing left to undo");
    gets(&person, "3,000,000 元（300万元） 至 3,400,000 元（340万元）");

    person.deletes_the_card("项目 1");
    are_shown(&person, &[("项目 1", BOTH[1].1, BOTH[1].2)]);
    gets(&person, "可得 400,000 元（40万元）");
}

#[test]
fn all_cards_are_there_after_a_reload() {
    let person = with_two_projects();
    person.reloads();
    are_shown(&person, &BOTH);
    gets(&person, "3,000,000 元（300万元） 至 3,400,000 元（340万元）");
}

#[test]
fn that_there_is_none_of_a_group_is_an_answer_and_stays() {
    let person = Person::at_a_new_device();
    person.opens("#/topic/identity");
    company::says_who_it_is(&person);
    person.opens(TOPIC);
    person.has_none_of(GROUP);
    person.has_the_cards(&[]);
    let ticked = || person.looks::<bool>("(group) => none_of(group).querySelector('input').checked", &[json!(GROUP)]);
    assert!(ticked());
    person.reloads();
    person.has_the_cards(&[]);
    assert!(ticked());
    person.opens("#/check");
    // The page of answers comes with the second program, after the reload at the earliest.
    let none = (GROUP.to_owned(), "没有".to_owned());
    person.until("that there is none of them", || person.answers_to_check().contains(&none).then_some(()));
    person.opens(TOPIC);
    person.has_none_of(GROUP);
    person.has_the_cards(&["项目 1"]);
    person.has_chosen(&on("项目 1", FEATURES), &[]);
}

#[test]
fn a_file_carries_all_cards() {
    let person = with_two_projects();
    person.opens("#/results");
    person.follows("导出保存");
    let (name, text) = person.has_downloaded();
    let case: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    assert_eq!(case["answers"]["projects"].as_array().map(Vec::len), Some(2), "{text}");
    person.opens("#/privacy");
    person.follows("删除本机保存的全部内容");
    person.sees("已删除。");
    person.opens_the_start_page();
    person.opens_the_file(&name);
    person.is_on("由部门确定的至少 3,000,000元，最高 3,400,000元");
    gets(&person, "3,000,000 元（300万元） 至 3,400,000 元（340万元）");
    // A file holds 元, whatever was typed.
    let in_full =
        |(card, features, cost): (&'static str, &'static [&'static str], &str)| (card, features, format!("{cost}0000"));
    let cards = BOTH.map(in_full);
    let cards = [0, 1].map(|at: usize| (cards[at].0, cards[at].1, cards[at].2.as_str()));
    are_shown(&person, &cards);
}

#[test]
fn answers_kept_before_there_were_cards_are_on_the_first_one() {
    let person = Person::with_kept(&company::kept());
    person.opens(TOPIC);
    are_shown(&person, &[("项目 1", &[DIGITAL, ACCEPTED, SAMPLE], "８００万")]);
    gets(&person, "可得 3,000,000 元（300万元）");
}
