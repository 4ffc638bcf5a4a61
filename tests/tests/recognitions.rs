//! Recognitions: one question for the list of the year and the list of the time before.

use huiqi_tests::User;
use huiqi_tests::company::{self, TITLES};

const CHAMPION: &str = "国家级“单项冠军” 2023年";
const NONE: &str = "以上都没有";
const UNSURE: &str = "不清楚";

// The machine-tool company without its recognitions, at their step.
fn user_at_recognitions() -> User {
    let user = User::by_steps();
    user.set_local_storage(company::CASE_KEY, &company::stored_case());
    user.open("#/topic/titles/recognitions_this_year");
    user.expect_heading(TITLES);
    user
}

#[track_caller]
fn expect_stored(user: &User, this_year: &str, earlier: &str) {
    let wanted = [this_year, earlier].map(str::to_owned);
    let stored = || {
        let entries = user.stored_entries();
        ["recognitions_this_year", "recognitions_earlier"].map(|list| entries[list].to_string())
    };
    user.wait_until(&format!("{wanted:?} is stored"), || (stored() == wanted).then_some(()));
}

#[track_caller]
fn adds(user: &User, rank: &str) -> String {
    user.eval_js(
        "(rank) => all('.rung').find((one) => name(one.querySelector('p')) === rank).querySelector('.adds').textContent",
        &[serde_json::json!(rank)],
    )
}

#[track_caller]
fn expect_adds(user: &User, rank: &str, wanted: &str) {
    user.wait_until(&format!("{rank} adds {wanted:?}"), || (adds(user, rank) == wanted).then_some(()));
}

#[test]
fn rank_is_ticked_by_its_date_in_one_of_two_lists() {
    let user = user_at_recognitions();
    user.click_link("绿色工厂");
    user.choose(TITLES, "省级绿色工厂 2023年以前");
    expect_stored(&user, r#"{"several":["little_giant"]}"#, r#"{"several":["green_factory_provincial"]}"#);
    user.choose(TITLES, "国家级绿色工厂 2023年");
    expect_stored(
        &user,
        r#"{"several":["little_giant","green_factory_national"]}"#,
        r#"{"several":["green_factory_provincial"]}"#,
    );
    user.choose(TITLES, NONE);
    expect_stored(&user, r#"{"several":[]}"#, r#"{"several":[]}"#);
    user.choose(TITLES, UNSURE);
    expect_stored(&user, r#""unsure""#, r#""unsure""#);
    // A rank that is ticked answers the other list as well.
    user.choose(TITLES, "市级绿色工厂 2023年");
    expect_stored(&user, r#"{"several":["green_factory_city"]}"#, r#"{"several":[]}"#);
    // Nothing ticked means that neither is answered.
    user.choose(TITLES, "市级绿色工厂 2023年");
    expect_stored(&user, "null", "null");
    user.expect_chosen(TITLES, &[]);
}

// Article 19: 国家级 150万元, 省级 50万元, 市级 20万元 for a green factory; the highest level only.
#[test]
fn rank_says_what_it_adds_to_the_result() {
    let user = user_at_recognitions();
    user.click_link("绿色工厂");
    expect_adds(&user, "市级绿色工厂", "多得20万元");
    expect_adds(&user, "国家级绿色工厂", "多得150万元");
    user.choose(TITLES, "省级绿色工厂 2023年");
    expect_adds(&user, "省级绿色工厂", "多得50万元");
    expect_adds(&user, "市级绿色工厂", "不再增加");
    expect_adds(&user, "国家级绿色工厂", "多得100万元");
    user.choose(TITLES, "省级绿色工厂 2023年");
    expect_adds(&user, "省级绿色工厂", "多得50万元");
    // “经认定” without “新”: the department says whether one of before 2023 counts.
    user.choose(TITLES, "省级绿色工厂 2023年以前");
    expect_adds(&user, "省级绿色工厂", "待定，可能最高50万元");
}

#[test]
fn search_opens_the_families_that_it_finds() {
    let user = user_at_recognitions();
    let visible = || user.options(TITLES);
    assert_eq!(visible(), [NONE, UNSURE], "families are folded");
    user.search_options(TITLES, "单项冠军");
    user.wait_until("the search finds one rank", || (visible() == [CHAMPION, NONE, UNSURE]).then_some(()));
    user.choose(TITLES, CHAMPION);
    user.clear_option_search(TITLES);
    user.expect_text("已选 2 项");
    // The address of the earlier list leads to the same question.
    user.open("#/topic/titles/recognitions_earlier");
    user.expect_heading(TITLES);
    user.expect_text("已选 2 项");
}
