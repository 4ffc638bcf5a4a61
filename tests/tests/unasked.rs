//! Measures whose questions were not asked, and a date outside the period of the document.

use huiqi_tests::User;

fn assess_concern(user: &User, concern: &str) {
    user.open("#/topic/identity");
    user.choose("您以什么身份申报？", "企业");
    user.choose("2023年，下列事项您有哪些？", concern);
    user.open("#/results");
}

#[test]
fn unasked_measure_asks_its_question_with_one_tap() {
    let user = User::start();
    assess_concern(&user, "有研发费用，或是高新技术企业");
    user.expand_group("没涉及");
    user.expect_text("没有问到不等于不符合");
    user.expect_text("没有选相应的事项");
    assert!(!user.heading().contains(" 0"), "{}", user.heading());
    user.wait_until("the measure", || {
        user.measures_under("没涉及").contains(&"货车ETC通行费八五折".to_owned()).then_some(())
    });
    let tap = "() => { const row = [...document.querySelectorAll('.unasked > div')].find((row) => row.textContent.includes('货车')); row.querySelector('button').click(); }";
    user.run_js(tap, &[]);
    user.expect_heading("物流运输");
}

#[test]
fn date_after_the_period_offers_a_valid_date() {
    let user = User::start();
    user.open("#/topic/identity");
    user.set_date("按哪一天判断？", "2026-11-29");
    user.open("#/results");
    user.expect_heading("按2026年11月29日判断，文件已于2023年12月31日到期");
    user.click_link("改按2023年6月30日判断");
    user.wait_until("it is in force", || (!user.heading().contains("到期")).then_some(()));
}
