//! Repeated groups: instances are added, copied, deleted, restored and saved.

use huiqi_tests::{User, company, within};
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
fn user_with_two_projects() -> User {
    let user = User::start();
    user.open("#/topic/identity");
    company::answer_identity(&user);
    user.open(TOPIC);
    user.expect_cards(&["项目 1"]);
    fill_in_project(&user, "项目 1", &[DIGITAL, ACCEPTED, SAMPLE], "800");
    user.click_link("再加一个项目");
    user.expect_cards(&["项目 1", "项目 2"]);
    fill_in_project(&user, "项目 2", &[DIGITAL, ACCEPTED], "200");
    user
}

#[track_caller]
fn fill_in_project(user: &User, card: &str, features: &[&str], cost: &str) {
    for feature in features {
        user.choose(&within(card, FEATURES), feature);
    }
    user.fill_in(&within(card, COST), cost);
}

#[track_caller]
fn expect_projects(user: &User, cards: &[(&str, &[&str], &str)]) {
    let names: Vec<&str> = cards.iter().map(|(name, ..)| *name).collect();
    user.expect_cards(&names);
    for (card, features, cost) in cards {
        user.wait_until(&format!("{cost} on {card}"), || {
            (user.field_value(&within(card, COST)) == *cost).then_some(())
        });
        assert_eq!(user.chosen_options(&within(card, FEATURES)), *features, "{card}");
    }
}

const BOTH: [(&str, &[&str], &str); 2] =
    [("项目 1", &[DIGITAL, ACCEPTED, SAMPLE], "800"), ("项目 2", &[DIGITAL, ACCEPTED], "200")];

#[track_caller]
fn assert_subsidy(user: &User, amount: &str) {
    user.open("#/results");
    user.expand_measure(SUBSIDY);
    assert_eq!(user.measure_details(SUBSIDY).amount, amount);
    user.open(TOPIC);
}

// The text leaves open whether the cap applies to each project or to all.
#[test]
fn two_projects_add_up_under_either_cap_reading() {
    let user = user_with_two_projects();
    assert_subsidy(&user, "3,000,000 元（300万元） 至 3,400,000 元（340万元）");
    expect_projects(&user, &BOTH);
}

#[test]
fn copied_instance_can_be_edited_separately() {
    let user = user_with_two_projects();
    user.copy_card("项目 2");
    let third: (&str, &[&str], &str) = ("项目 3", &[DIGITAL, ACCEPTED], "200");
    expect_projects(&user, &[BOTH[0], BOTH[1], third]);
    assert_subsidy(&user, "3,000,000 元（300万元） 至 3,800,000 元（380万元）");
    user.fill_in(&within("项目 3", COST), "100");
    expect_projects(&user, &[BOTH[0], BOTH[1], (third.0, third.1, "100")]);
    assert_subsidy(&user, "3,000,000 元（300万元） 至 3,600,000 元（360万元）");
}

// The next instance moves up after a deletion, and back after the undo.
#[test]
fn deleted_instance_is_restored_at_its_position() {
    let user = user_with_two_projects();
    user.delete_card("项目 1");
    expect_projects(&user, &[("项目 1", BOTH[1].1, BOTH[1].2)]);
    user.expect_text("已删除项目 1。");
    user.click_link("撤销删除");
    expect_projects(&user, &BOTH);
    assert_eq!(user.notices(), [""; 0], "there is nothing left to undo");
    assert_subsidy(&user, "3,000,000 元（300万元） 至 3,400,000 元（340万元）");

    user.delete_card("项目 1");
    expect_projects(&user, &[("项目 1", BOTH[1].1, BOTH[1].2)]);
    assert_subsidy(&user, "可得 400,000 元（40万元）");
}

#[test]
fn instances_survive_a_reload() {
    let user = user_with_two_projects();
    user.reload();
    expect_projects(&user, &BOTH);
    assert_subsidy(&user, "3,000,000 元（300万元） 至 3,400,000 元（340万元）");
}

#[test]
fn none_of_a_group_is_a_persistent_answer() {
    let user = User::start();
    user.open("#/topic/identity");
    company::answer_identity(&user);
    user.open(TOPIC);
    user.choose_none_of(GROUP);
    user.expect_cards(&[]);
    let ticked = || user.eval_js::<bool>("(group) => none_of(group).querySelector('input').checked", &[json!(GROUP)]);
    assert!(ticked());
    user.reload();
    user.expect_cards(&[]);
    assert!(ticked());
    user.open("#/check");
    // The review page is in the lazy module, which loads after the reload at the earliest.
    let none = (GROUP.to_owned(), "没有".to_owned());
    user.wait_until("that there is none of them", || user.review_answers().contains(&none).then_some(()));
    user.open(TOPIC);
    user.choose_none_of(GROUP);
    user.expect_cards(&["项目 1"]);
    user.expect_chosen(&within("项目 1", FEATURES), &[]);
}

#[test]
fn instances_round_trip_through_a_file() {
    let user = user_with_two_projects();
    user.open("#/results");
    user.click_link("导出保存");
    let (name, text) = user.wait_for_download();
    let case: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    assert_eq!(case["answers"]["projects"].as_array().map(Vec::len), Some(2), "{text}");
    user.open("#/privacy");
    user.click_link("删除本机保存的全部内容");
    user.expect_text("已删除。");
    user.open_start_page();
    user.upload_file(&name);
    user.expect_heading("由部门定的至少 3,000,000元，最高 3,400,000元");
    assert_subsidy(&user, "3,000,000 元（300万元） 至 3,400,000 元（340万元）");
    // A file has amounts in 元, whatever the unit of the input.
    let in_full =
        |(card, features, cost): (&'static str, &'static [&'static str], &str)| (card, features, format!("{cost}0000"));
    let cards = BOTH.map(in_full);
    let cards = [0, 1].map(|at: usize| (cards[at].0, cards[at].1, cards[at].2.as_str()));
    expect_projects(&user, &cards);
}

#[test]
fn answers_from_before_groups_are_in_the_first_instance() {
    let user = User::with_stored_case(&company::stored_case());
    user.open(TOPIC);
    expect_projects(&user, &[("项目 1", &[DIGITAL, ACCEPTED, SAMPLE], "８００万")]);
    assert_subsidy(&user, "可得 3,000,000 元（300万元）");
}
