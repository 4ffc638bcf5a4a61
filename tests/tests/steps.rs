//! The questions one decision a screen, as a first visit begins.

use huiqi_tests::User;
use serde_json::json;
use thirtyfour::Key;

const WHO: &str = "您以什么身份申报？";
const WHERE: &str = "您在哪个县（市、区）？";
const SECTORS: &str = "您从事哪些行业？";
const CONCERNS: &str = "2023年，下列事项您有哪些？";

#[track_caller]
fn hash(user: &User) -> String {
    user.eval_js("() => location.hash", &[])
}

#[track_caller]
fn expect_step(user: &User, ask: &str) {
    user.expect_heading(ask);
    user.expect_heading_focused();
    assert_eq!(user.questions(), [ask], "one decision a screen");
}

#[test]
fn choice_goes_on_by_itself_and_back_returns_to_it() {
    let user = User::by_steps();
    user.open_start_page();
    user.click_link("开始自评");
    expect_step(&user, WHO);
    assert_eq!(hash(&user), "#/topic/identity/applicant_type");
    user.choose(WHO, "企业");
    expect_step(&user, WHERE);
    user.choose(WHERE, "南湖区");
    expect_step(&user, SECTORS);
    // Back returns to the place of the person, which was the option.
    user.go_back();
    user.expect_heading(WHERE);
    user.expect_chosen(WHERE, &["南湖区"]);
    user.click_link("上一步");
    user.expect_heading(WHO);
    user.expect_chosen(WHO, &["企业"]);
    user.click_link("继续");
    user.expect_heading(SECTORS);
    user.reload();
    user.expect_heading(SECTORS);
}

#[test]
fn unanswered_question_is_said_before_it_is_passed_over() {
    let user = User::by_steps();
    user.open("#/topic/identity");
    user.expect_heading(WHO);
    user.click_link("继续");
    user.expect_text("有一题还没有回答。不答也可以继续，相关措施列为“待定”。");
    assert_eq!(hash(&user), "#/topic/identity/applicant_type");
    user.click_link("不清楚，继续");
    expect_step(&user, WHERE);
    user.click_link("继续");
    user.click_link("先不答，继续");
    user.wait_until("another step", || (user.heading() != WHERE).then_some(()));
    user.click_link("上一步");
    user.expect_heading(WHERE);
    user.expect_chosen(WHERE, &[]);
    user.click_link("上一步");
    user.expect_heading(WHO);
    user.expect_chosen(WHO, &["不清楚"]);
}

#[test]
fn digits_choose_and_enter_goes_on() {
    let user = User::by_steps();
    user.open_start_page();
    user.click_link("开始自评");
    expect_step(&user, WHO);
    user.type_text("1");
    user.expect_chosen(WHO, &["企业"]);
    // The keyboard chooses without leaving: the arrow keys pass over other answers.
    user.press(Key::Down);
    user.expect_chosen(WHO, &["个体工商户"]);
    user.type_text("1");
    user.press(Key::Enter);
    expect_step(&user, WHERE);
    user.type_text("2");
    user.press(Key::Enter);
    expect_step(&user, SECTORS);
    // Enter on an unanswered step says so; pressed again, it goes on.
    user.press(Key::Enter);
    user.expect_text("有一题还没有回答。");
    user.press(Key::Enter);
    user.wait_until("another step", || (user.heading() != SECTORS).then_some(()));
}

#[test]
fn long_list_is_folded_and_search_unfolds_it() {
    let user = User::by_steps();
    user.open("#/topic/identity/concerns");
    user.expect_heading(CONCERNS);
    let visible = || user.eval_js::<usize>("() => all('main .choice').length", &[]);
    assert!(visible() <= 12, "{} options", visible());
    user.click_link("改造与投资");
    user.choose(CONCERNS, "技术改造、数字化、绿色化或产业链投资项目");
    user.expect_text("已选 1 项");
    user.search_options(CONCERNS, "研发费用");
    user.choose(CONCERNS, "有研发费用，或是高新技术企业");
    user.expect_chosen(CONCERNS, &["有研发费用，或是高新技术企业"]);
    user.clear_option_search(CONCERNS);
    user.click_link("继续");
    user.wait_until("another step", || (user.heading() != CONCERNS).then_some(()));
    let stored = user.stored_entries();
    assert_eq!(stored["concerns"]["several"].as_array().map(Vec::len), Some(2), "{stored}");
}

#[test]
fn whole_pages_are_remembered() {
    let user = User::by_steps();
    user.open("#/topic/identity");
    user.expect_heading(WHO);
    user.click_link("整页填写");
    user.expect_heading("主体情况");
    assert!(user.questions().len() > 3, "{:?}", user.questions());
    user.reload();
    user.expect_heading("主体情况");
    user.choose(WHO, "企业");
    user.expect_text("题没有回答；不答也可以继续");
    user.click_link("一步一题");
    user.wait_until("a step", || (user.questions().len() == 1).then_some(()));
    user.open("#/topic/identity/applicant_type");
    user.expect_heading(WHO);
    user.expect_chosen(WHO, &["企业"]);
}

#[test]
fn projects_are_answered_step_by_step() {
    let user = User::by_steps();
    user.open("#/topic/identity");
    user.choose(WHO, "企业");
    user.expect_heading(WHERE);
    user.open("#/topic/projects");
    user.expect_heading("改造与投资项目");
    user.expect_cards(&["项目 1"]);
    let first = user.questions();
    assert_eq!(first.len(), 1, "{first:?}");
    // The kinds of projects are folded under their headings.
    user.click_link("产业链强链");
    user.choose(&first[0], "符合年度产业链重点提升领域（方向）");
    user.click_link("继续");
    user.wait_until("the next step", || (user.questions() != first).then_some(()));
    user.expect_cards(&["项目 1"]);
    // The last step of a project offers another one.
    for _ in 0..6 {
        if user.eval_js::<bool>("() => Boolean(link('再加一个项目'))", &[]) {
            break;
        }
        user.eval_js::<bool>("() => { all('main .field input.figure').forEach((one) => { one.value = '100'; one.dispatchEvent(new Event('input', { bubbles: true })); }); all('main .choice input')[0]?.click(); return true; }", &[]);
        let before = hash(&user);
        user.click_link("继续");
        user.wait_until("the next step", || (hash(&user) != before).then_some(()));
    }
    user.click_link("再加一个项目");
    user.expect_cards(&["项目 2"]);
    assert!(hash(&user).ends_with("/2"), "{}", hash(&user));
    user.delete_card("项目 2");
    user.expect_cards(&["项目 1"]);
}

#[test]
fn figure_that_cannot_be_read_is_said_before_going_on() {
    let user = User::by_steps();
    user.open("#/topic/identity");
    user.choose(WHO, "企业");
    user.expect_heading(WHERE);
    user.open("#/topic/research/rd_superdeduction");
    user.run_js("() => all('main .choice input')[0].click()", &[]);
    user.open("#/topic/research/rd_expense_cur");
    user.fill_in("本年度研发费用", "很多");
    user.click_link("继续");
    user.expect_text("填写的内容读不出来，按没有回答处理");
    user.expect_field_error("本年度研发费用");
    user.fill_in("本年度研发费用", "1200");
    user.expect_no_text("填写的内容读不出来");
}

/// Walks from the start to the review of the answers at the width of a phone, in any browser: the first option, no
/// figure. Every step is at most as tall as two screens.
#[test]
fn steps_fit_on_a_phone_from_start_to_review() {
    const TALLEST: f64 = 1700.0;
    let user = User::by_steps();
    user.emulate_screen(390, 844, "light");
    for applicant in 1..=10 {
        user.open("#/cases");
        user.open("#/topic/identity/applicant_type");
        user.expect_heading(WHO);
        user.run_js("(place) => all('main .choice input')[place - 1].click()", &[json!(applicant)]);
        // The answers of the applicant before fall idle.
        user.run_js(
            "() => new Promise((done) => setTimeout(() => { document.querySelector('.proposal button')?.click(); done(); }, 300))",
            &[],
        );
        user.click_link("继续");
        let mut screens = 1;
        while hash(&user) != "#/check" {
            user.wait_until_loaded();
            let (height, options): (f64, usize) = user.eval_js(
                "() => [document.querySelector('main').getBoundingClientRect().height, all('main .choice').length]",
                &[],
            );
            assert!(height <= TALLEST, "{} is {height} px tall", hash(&user));
            assert!(options <= 12, "{} shows {options} options", hash(&user));
            let before = hash(&user);
            user.run_js(
                "() => { const folded = document.querySelector('main details.family'); if (folded) folded.open = true; \
                 for (const one of document.querySelectorAll('main .question')) { \
                   if (one.querySelector('.choice :checked')) continue; \
                   const field = one.querySelector('input.figure'); \
                   if (field) { field.value = '100'; field.dispatchEvent(new Event('input', { bubbles: true })); } \
                   else one.querySelector('.choice input').click(); } }",
                &[],
            );
            user.click_link("继续");
            user.wait_until("the next step", || (hash(&user) != before).then_some(()));
            screens += 1;
            assert!(screens < 40, "the steps of applicant {applicant} end");
        }
        user.expect_heading("核对答案");
    }
}
