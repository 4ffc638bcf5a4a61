//! Figures that probably mean another value: a question with a button for each, which settles the answer.

use huiqi_tests::User;
use huiqi_tests::company::{self, RESEARCH};
use serde_json::{Value, json};
use thirtyfour::Key;

const REVENUE: &str = "本年度营业收入是多少？";
const PREMIUM: &str = "本年度缴纳的短期出口信用保险保费是多少？";
const SHARE: &str = "混合用途地块中，工业建筑面积占多少？";

// The top of every question of the page, and the size of each offered answer.
const TOPS: &str = "() => all('main .question').map((one) => Math.round(one.getBoundingClientRect().top + scrollY))";
const OFFERS: &str = "() => all('.said [role=status] button').map((one) => {
    const { width, height } = one.getBoundingClientRect();
    return [one.textContent, Math.round(Math.min(width, height))];
})";

fn user_with(entries: &Value) -> User {
    let mut all = json!({
        "applicant_type": { "choice": "enterprise" },
        "district": { "choice": "nanhu" },
        "concerns": { "several": ["rd", "land"] },
        "rd_superdeduction": { "yes_no": true },
        "above_scale": { "yes_no": true },
        "hnte": { "yes_no": true },
        "land_tags": { "several": ["mixed_use_plot"] },
    });
    for (id, entry) in entries.as_object().into_iter().flatten() {
        all[id] = entry.clone();
    }
    let case = company::envelope(1, json!({ "name": "甲", "entries": all })).to_string();
    User::with_stored_case(&case)
}

fn typed(text: &str, scale: u8) -> Value {
    json!({ "typed": { "text": text, "scale": scale, "unsure": false } })
}

#[track_caller]
fn expect_offers(user: &User, expected: &[&str]) {
    user.wait_until("the offers", || {
        let offers: Vec<(String, u32)> = user.eval_js(OFFERS, &[]);
        let texts: Vec<&str> = offers.iter().map(|(text, _)| text.as_str()).collect();
        (texts == expected && offers.iter().all(|(_, side)| *side >= 44)).then_some(())
    });
}

#[test]
fn figure_in_wrong_unit_is_mended_by_keyboard() {
    let user = user_with(&json!({}));
    user.open("#/topic/research");
    user.fill_in(RESEARCH, "3450000");
    user.expect_echo(RESEARCH, "= 34,500,000,000 元（345亿元）");
    let before: Vec<i64> = user.eval_js(TOPS, &[]);
    user.press(Key::Tab);
    user.expect_text("是 345万元，还是 345亿元？");
    expect_offers(&user, &["345万元", "345亿元"]);
    assert_eq!(user.eval_js::<Vec<i64>>(TOPS, &[]), before, "nothing moves when the question appears");
    user.tab_to("345万元");
    user.press(Key::Enter);
    user.expect_field_value(RESEARCH, "345万元");
    user.expect_echo(RESEARCH, "= 3,450,000 元（345万元）");
    expect_offers(&user, &[]);
    assert_eq!(user.eval_js::<Vec<i64>>(TOPS, &[]), before, "nor when it is answered");
    let focus = "() => document.activeElement.id";
    assert_eq!(user.eval_js::<String>(focus, &[]), "e-rd_expense_cur", "the focus is on the value as read");
    assert_eq!(user.stored_entries()["rd_expense_cur"]["typed"]["text"], "345万元");
}

#[test]
fn confirmed_figure_is_not_asked_about_again() {
    let user = user_with(&json!({ "rd_expense_cur": typed("3450000", 1) }));
    user.emulate_screen(390, 844, "light");
    user.open("#/topic/research");
    expect_offers(&user, &["345万元", "345亿元"]);
    // The bar at the bottom of a phone covers what is below the first screen.
    user.run_js("() => document.querySelector('.said button').scrollIntoView({ block: 'center' })", &[]);
    user.click_link("345亿元");
    user.expect_field_value(RESEARCH, "345亿元");
    expect_offers(&user, &[]);
    user.reload();
    user.expect_echo(RESEARCH, "= 34,500,000,000 元（345亿元）");
    expect_offers(&user, &[]);
}

#[test]
fn fraction_and_stroke_get_their_buttons() {
    let user = user_with(&json!({}));
    user.open("#/topic/land");
    user.fill_in(SHARE, "0.85");
    user.press(Key::Tab);
    user.expect_text("是 85%，还是 0.85%？");
    user.click_link("85%");
    user.expect_field_value(SHARE, "85%");
    user.open("#/topic/research");
    user.fill_in(REVENUE, "—");
    user.press(Key::Tab);
    user.expect_text("没有的填 0；还不知道的，可以空着不填。");
    user.click_link("填 0");
    user.expect_field_value(REVENUE, "0");
    user.expect_no_text("没有的填 0");
}

#[test]
fn doubt_is_said_beside_all_answers_and_printed() {
    let user = user_with(&json!({ "rd_expense_cur": typed("3450000", 1) }));
    user.open("#/check");
    user.expect_text("是 345万元，还是 345亿元？");
    user.open("#/print");
    user.wait_until("the answers", || user.printed_text().contains("345亿元").then_some(()));
    assert!(user.printed_text().contains("还是"), "{}", user.printed_text());
}

#[test]
fn fees_begin_in_yuan_and_other_amounts_in_ten_thousand() {
    let user = user_with(&json!({ "concerns": { "several": ["rd", "trade"] } }));
    user.open("#/topic/research");
    user.fill_in(RESEARCH, "345");
    user.expect_echo(RESEARCH, "= 3,450,000 元（345万元）");
    user.open("#/topic/trade");
    user.fill_in(PREMIUM, "3000");
    user.expect_echo(PREMIUM, "= 3,000 元");
}
