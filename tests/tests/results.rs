//! The results page: charts, search and filters, near misses.

use huiqi_tests::company::{self, MEASURES, RESEARCH};
use huiqi_tests::{Device, User};
use serde_json::json;
use thirtyfour::Key;

// The figures of each chart by row, with its caption.
const CHARTS: &str = "() => all('table.chart').map((one) => [
    name(one.querySelector('caption b')),
    [...one.querySelectorAll('tbody tr')].map((row) => [...row.children].map((cell) => plain(cell.innerText))),
])";
const FOUND: &str = "() => plain(document.querySelector('.shown p').textContent)";
const SEARCH: &str = "在措施中查找";
// A near miss: title, gain, required change.
const NEAR: &str = "(title) => {
    const item = all('.near-list > li').find((one) => name(one.querySelector('h3 a')) === title);
    return item ? [plain(item.querySelector('.brings').innerText), plain(item.querySelector(':scope > div p').innerText)] : null;
}";

// The measures found by the search.
fn found(user: &User) -> Vec<String> {
    user.eval_js("() => all('.results > li > a').map((one) => name(one))", &[])
}

#[track_caller]
fn expect_found(user: &User, expected: &str) {
    user.wait_until(expected, || (user.eval_js::<String>(FOUND, &[]) == expected).then_some(()));
}

#[track_caller]
fn tab_to_control(user: &User, label: &str) {
    for _ in 0..120 {
        user.press(Key::Tab);
        if user.eval_js("(label) => document.activeElement.ariaLabel === label", &[json!(label)]) {
            return;
        }
    }
    panic!("no Tab leads to {label}");
}

#[test]
fn chart_tables_match_their_bars() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/results");
    user.expect_heading("可得合计 4,700,000元");
    let charts: Vec<(String, Vec<Vec<String>>)> = user.eval_js(CHARTS, &[]);
    // All of the money is certain, which a chart could not compare.
    assert_eq!(charts.len(), 1, "{charts:?}");
    let departments = &charts[0];
    assert_eq!(departments.0, "按部门");
    assert_eq!(departments.1[..2], [row(["市经信局", "4,500,000元"]), row(["市科技局", "200,000元"])]);
    // The bars: 200,000 of 4,500,000.
    let bars: Vec<String> =
        user.eval_js("() => all('table.chart').at(-1).querySelectorAll('.solid').values().map((bar) => bar.getAttribute('width')).toArray()", &[]);
    assert_eq!(bars[..2], ["100%", "4.44%"]);
}

#[test]
fn chart_compares_what_is_certain_with_ceilings() {
    let user = User::start();
    user.open_start_page();
    user.run_js("() => all('.tile').find((tile) => name(tile).startsWith('机床制造企业')).click()", &[]);
    user.expect_heading("可得合计 2,400,000元；由部门定的最高 20,000,000元");
    let charts: Vec<(String, Vec<Vec<String>>)> = user.eval_js(CHARTS, &[]);
    let (title, rows) = &charts[0];
    assert_eq!(title, "按确定程度");
    assert_eq!(rows[..2], [row(["可得", "2,400,000元"]), row(["由部门定", "最高 2,000万元"])]);
}

fn row(cells: [&str; 2]) -> Vec<String> {
    cells.map(ToOwned::to_owned).to_vec()
}

#[test]
fn search_persists_while_reading_a_measure() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/results");
    user.expect_heading("可得合计 4,700,000元");
    let granted = user.measures_under("可得");
    assert!(found(&user).is_empty());
    tab_to_control(&user, SEARCH);
    user.type_text("研发费用增量");
    expect_found(&user, "找到 1 项");
    assert!(
        user.eval_js::<bool>("(label) => document.activeElement.ariaLabel === label", &[json!(SEARCH)]),
        "the focus stays where one types"
    );
    assert_eq!(found(&user), [MEASURES[0].0]);
    assert_eq!(user.measures_under("可得"), granted, "the results stay");
    user.run_js("() => document.querySelector('.results > li > a').click()", &[]);
    user.expect_heading(MEASURES[0].0);
    user.go_back();
    user.expect_heading("可得合计 4,700,000元");
    expect_found(&user, "找到 1 项");
    assert_eq!(user.eval_js::<String>("() => document.querySelector('.filters input').value", &[]), "研发费用增量");
    user.click_link("清除筛选");
    expect_found(&user, "");
    user.wait_until("the focus in the empty search", || {
        user.eval_js::<bool>(
            "() => document.activeElement.matches('.filters input') && !document.activeElement.value",
            &[],
        )
        .then_some(())
    });
}

#[test]
fn filters_work_with_keyboard_alone() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/results");
    user.expect_heading("可得合计 4,700,000元");
    // In a closed list box, letters and arrow keys select an option.
    tab_to_control(&user, "办理方式");
    user.press(Key::End);
    user.wait_until("only what is granted without an application", || {
        let modes: Vec<String> =
            user.eval_js("() => all('.results .source').map((one) => plain(one.textContent))", &[]);
        (!modes.is_empty() && modes.iter().all(|mode| mode.contains(" · 自动享受"))).then_some(())
    });
    user.tab_to("清除筛选");
    user.press(Key::Enter);
    expect_found(&user, "");
    assert!(found(&user).is_empty());
}

#[test]
fn empty_search_result_says_so() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/results");
    user.expect_heading("可得合计 4,700,000元");
    tab_to_control(&user, SEARCH);
    user.type_text("月球基地");
    expect_found(&user, "没有符合这些条件的措施。请换个说法，或者清除筛选。");
    user.click_link("清除筛选");
    user.expect_no_text("没有符合这些条件的措施");
    assert_eq!(user.measures_under("可得")[..2], [MEASURES[1].0, MEASURES[2].0]);
}

// The threshold is 15% above 10,000,000, that is 11,500,000: 10,000 more than 11,490,000. The gain is 10% of 1,500,000:
// 150,000.
#[test]
fn near_miss_names_change_and_gain() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/topic/research");
    user.fill_in(RESEARCH, "1149");
    user.expect_echo(RESEARCH, "= 11,490,000 元（1149万元）");
    user.open("#/results");
    user.expect_heading("可得合计 4,500,000元");
    let near: (String, String) =
        user.wait_until("what is nearly granted", || user.eval_js(NEAR, &[json!(MEASURES[0].0)]));
    assert!(near.0.starts_with("多得 150,000 元"), "{}", near.0);
    assert_eq!(near.1, "本年度研发费用再增加10,000元（达到11,500,000元），即可得 150,000元。");
    // The measure itself shows the same text.
    user.expand_group("不符合");
    user.expand_measure(MEASURES[0].0);
    user.wait_until("the change at the measure", || {
        user.eval_js::<bool>(
            "(title, says) => measure(title).innerText.includes(says)",
            &[json!(MEASURES[0].0), json!(near.1)],
        )
        .then_some(())
    });
}

#[test]
fn expanded_results_fit_on_a_phone() {
    let user = User::on_device(Device::default());
    user.set_local_storage(huiqi_tests::company::CASE_KEY, &company::stored_case());
    user.emulate_screen(390, 844, "light");
    user.open("#/results");
    user.expect_heading("可得合计 4,700,000元");
    user.wait_until("what is nearly granted", || {
        user.eval_js::<bool>("() => Boolean(group('差一点')?.querySelector('details'))", &[]).then_some(())
    });
    user.run_js("() => all('details').forEach((one) => { one.open = true; })", &[]);
    user.run_js("() => all('button.text').filter((one) => /^再看/.test(name(one))).forEach((one) => one.click())", &[]);
    user.run_js("() => all('details').forEach((one) => { one.open = true; })", &[]);
    let out: Vec<String> = user.eval_js("overflow", &[json!(390)]);
    assert!(out.is_empty(), "{out:?}");
}
