//! Scenarios: other answers, tried without changing the saved ones.

use huiqi_tests::User;
use huiqi_tests::company::{self, MEASURES, RESEARCH};
use serde_json::json;
use thirtyfour::Key;

const CASE: &str = "可得合计 4,500,000元";
// The rows of the comparison tables.
const ROWS: &str =
    "() => all('table.beside tbody tr').map((row) => [...row.children].map((cell) => plain(cell.innerText)))";

/// The machine-tool company with slightly less research: 14.9% more than the year before.
fn user_just_below_threshold() -> User {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/topic/research");
    user.fill_in(RESEARCH, "1149");
    user.expect_echo(RESEARCH, "= 11,490,000 元（1149万元）");
    user.open("#/results");
    user.expect_heading(CASE);
    user
}

fn try_button() -> String {
    format!("假如这样，试一试：{}", MEASURES[0].0)
}

#[track_caller]
fn expect_comparison(user: &User, expected: [&str; 4]) {
    user.wait_until(&format!("the row {expected:?}"), || {
        user.eval_js::<Vec<Vec<String>>>(ROWS, &[]).iter().any(|row| row == &expected).then_some(())
    });
}

#[test]
fn scenario_leaves_saved_answers_unchanged() {
    let user = user_just_below_threshold();
    user.click_link(&try_button());
    user.expect_heading("假如……");
    user.expect_heading_focused();
    expect_comparison(&user, ["可得的合计", "4,500,000元", "4,650,000元", "＋150,000元"]);
    user.expect_text("假如这样，可得的合计多 150,000元。");
    // 30% more: 10% of 3,000,000.
    user.fill_in(RESEARCH, "1300万");
    expect_comparison(&user, ["可得的合计", "4,500,000元", "4,800,000元", "＋300,000元"]);
    expect_comparison(&user, [MEASURES[0].0, "不符合", "符合，可得 300,000元", "＋300,000元"]);
    assert_eq!(user.stored_entries()["rd_expense_cur"]["typed"]["text"], "1149");
    // The scenario is still there after going back.
    user.go_back();
    user.expect_heading(CASE);
    user.click_link("假如……");
    user.expect_heading("假如……");
    expect_comparison(&user, ["可得的合计", "4,500,000元", "4,800,000元", "＋300,000元"]);
    user.click_link("放弃改动");
    user.expect_heading(CASE);
    user.click_link("假如……");
    user.expect_heading("假如……");
    expect_comparison(&user, ["可得的合计", "4,500,000元", "4,500,000元", "—"]);
    user.expect_text("与现在的结果相同。");
}

#[test]
fn scenario_can_be_saved_as_a_new_case() {
    let user = user_just_below_threshold();
    user.click_link(&try_button());
    user.expect_heading("假如……");
    expect_comparison(&user, ["可得的合计", "4,500,000元", "4,650,000元", "＋150,000元"]);
    user.click_link("存为新的自评");
    user.expect_heading("可得合计 4,650,000元");
    user.open("#/cases");
    user.expect_cases(&["南湖机床有限公司（假如）", "南湖机床有限公司"]);
    user.click_in_case("南湖机床有限公司", "打开");
    user.open("#/results");
    user.expect_heading(CASE);
}

#[test]
fn scenario_works_with_keyboard_alone() {
    let user = user_just_below_threshold();
    user.open("#/whatif");
    user.expect_heading("假如……");
    user.wait_until("the list of questions", || {
        user.eval_js::<bool>("() => document.querySelectorAll('#whatif-question option').length > 20", &[])
            .then_some(())
    });
    for _ in 0..60 {
        user.press(Key::Tab);
        if user.eval_js("() => document.activeElement.id === 'whatif-question'", &[]) {
            break;
        }
    }
    // In a closed list box, typed characters select an option.
    user.type_text("本年度研发费用");
    user.wait_until("the question is chosen", || {
        user.eval_js::<bool>(
            "() => plain(document.activeElement.selectedOptions[0].textContent) === '本年度研发费用'",
            &[],
        )
        .then_some(())
    });
    user.tab_to("加上");
    user.press(Key::Enter);
    user.wait_until("the focus in the field", || {
        user.eval_js::<bool>("(ask) => document.activeElement === field(ask)", &[json!(RESEARCH)]).then_some(())
    });
    // 1149万元 becomes 1150万元.
    user.press(Key::End);
    user.press(Key::Backspace);
    user.press(Key::Backspace);
    user.type_text("50");
    expect_comparison(&user, ["可得的合计", "4,500,000元", "4,650,000元", "＋150,000元"]);
    user.tab_to("不改这一题");
    user.press(Key::Enter);
    expect_comparison(&user, ["可得的合计", "4,500,000元", "4,500,000元", "—"]);
    assert!(user.questions().iter().all(|ask| ask != RESEARCH));
}

#[test]
fn scenario_page_fits_on_a_phone() {
    let user = user_just_below_threshold();
    user.emulate_screen(390, 844, "light");
    // The bar at the bottom may cover the button.
    user.wait_until("the button", || {
        user.eval_js::<bool>(
            "(words) => { link(words)?.click(); return Boolean(link(words)); }",
            &[json!(try_button())],
        )
        .then_some(())
    });
    user.expect_heading("假如……");
    expect_comparison(&user, ["可得的合计", "4,500,000元", "4,650,000元", "＋150,000元"]);
    let out: Vec<String> = user.eval_js("overflow", &[json!(390)]);
    assert!(out.is_empty(), "{out:?}");
}
