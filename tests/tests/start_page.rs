//! The start page: a result to look at, typical applicants as tiles, and the way from an example to one's own answers.

use huiqi_tests::{User, company};
use serde_json::json;
use thirtyfour::Key;

const START: &str = "您能得到哪些支持？算一算，逐项看清。";
const FREIGHT: &str = "货运企业";
const FREIGHT_RESULT: &str = "政策期内少缴 390,000元";
const TILE: &str = "(label) => all('.tile').find((one) => plain(one.querySelector('b').textContent) === label)";

#[track_caller]
fn open_tile(user: &User, label: &str) {
    user.wait_until_js("the tiles", "() => all('.tile').length > 7");
    assert!(user.eval_js::<bool>(
        &format!("(label) => {{ const tile = ({TILE})(label); tile?.click(); return Boolean(tile); }}"),
        &[json!(label)]
    ));
}

#[test]
fn tile_opens_a_result_and_leads_to_own_answers() {
    let user = User::by_steps();
    // The bar at the foot, which says whether the answers are saved, is that of a phone.
    user.emulate_screen(390, 844, "light");
    user.open_start_page();
    open_tile(&user, FREIGHT);
    user.expect_heading(FREIGHT_RESULT);
    user.expect_text("这是虚构的例子，只是看看，不保存");
    user.expect_text("例子，没有保存");
    user.open("#/cases");
    user.expect_text("还没有保存的自评");
    user.open_start_page();
    open_tile(&user, FREIGHT);
    user.expect_heading(FREIGHT_RESULT);
    // A click may scroll it only as far as the bar at the foot, which would take the click.
    let click = |words: &str| {
        user.run_js("(words) => link(words).scrollIntoView({ block: 'center' })", &[json!(words)]);
        user.click_link(words);
    };
    click("看别的例子");
    user.expect_heading(START);
    open_tile(&user, "领军人才");
    user.expect_heading("由部门定的最高 15,000,000元");
    click("换成您自己的回答");
    user.expect_heading("您以什么身份申报？");
    user.expect_chosen("您以什么身份申报？", &[]);
    user.choose("您以什么身份申报？", "企业");
    user.expect_heading("您在哪个县（市、区）？");
    user.open_start_page();
    user.expect_heading("接着答");
}

#[test]
fn example_leaves_the_kept_case_as_it_is() {
    let user = User::with_stored_case(&company::stored_case());
    let before = user.stored_entries();
    user.expect_heading("接着答");
    open_tile(&user, FREIGHT);
    user.expect_heading(FREIGHT_RESULT);
    user.go_back();
    user.expect_heading("接着答");
    user.expect_text("4,700,000");
    open_tile(&user, FREIGHT);
    user.expect_heading(FREIGHT_RESULT);
    user.click_link("回到您自己的自评");
    user.expect_heading("接着答");
    assert_eq!(user.stored_entries(), before);
    user.open("#/cases");
    user.expect_cases(&["南湖机床有限公司"]);
}

#[test]
fn changed_example_becomes_a_case_of_its_own() {
    let user = User::with_stored_case(&company::stored_case());
    open_tile(&user, FREIGHT);
    user.expect_heading(FREIGHT_RESULT);
    user.goto_hash("#/topic/identity");
    user.choose("您在哪个县（市、区）？", "南湖区");
    user.goto_hash("#/cases");
    user.expect_cases(&["南湖机床有限公司", "示例：货运企业"]);
}

#[test]
fn start_page_fits_a_phone_and_says_what_counts() {
    let user = User::by_steps();
    for (width, height) in [(390, 844), (320, 568), (768, 1024), (1440, 900)] {
        user.emulate_screen(width, height, "light");
        user.open_start_page();
        user.wait_until_js("the tiles", "() => all('.tile').length > 7");
        let wide: u32 = user.eval_js("() => document.documentElement.scrollWidth", &[]);
        assert!(wide <= width, "{width}: {wide}");
    }
    user.expect_text("2,400,000");
    user.expect_text("可得3项");
    user.expect_text("最高2,000万元");
    user.expect_text("25.2–42万元");
    user.expect_text("这份文件的政策已于2023年12月31日到期。");
    assert_eq!(user.eval_js::<usize>("() => all('main a.button').length", &[]), 1, "one main button");
}

// What was there before the lazy module arrives stays in its place.
#[test]
fn nothing_moves_when_the_examples_arrive() {
    let user = User::by_steps();
    for (width, height) in [(390, 844), (768, 1024), (1440, 900)] {
        user.emulate_screen(width, height, "light");
        user.send_cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": "window.moved = 0; new PerformanceObserver((list) => list.getEntries().forEach((one) => { window.moved += one.value; })).observe({ type: 'layout-shift', buffered: true });" }),
        );
        user.open_start_page();
        user.wait_until_js("the tiles", "() => all('.tile').length > 7");
        let moved: f64 = user.eval_js("() => moved", &[]);
        assert!(moved < 0.02, "{width}: {moved}");
    }
}

#[test]
fn example_is_opened_and_left_by_keyboard_alone() {
    let user = User::by_steps();
    user.open_start_page();
    user.wait_until_js("the tiles", "() => all('.tile').length > 7");
    user.tab_to("打开这个例子，一共答了 15 题");
    user.press(Key::Enter);
    user.expect_heading("可得合计 2,400,000元；由部门定的最高 20,000,000元");
    user.tab_to("换成您自己的回答");
    user.press(Key::Enter);
    user.expect_heading("您以什么身份申报？");
    user.expect_heading_focused();
}

#[test]
fn examples_are_in_english_too() {
    let user = User::by_steps();
    user.set_local_storage("huiqi.language", "en");
    user.open_start_page();
    user.expect_heading("What support can you get? Work it out, item by item.");
    user.wait_until_js("the tiles", "() => all('.tile').length > 7");
    let chinese: Vec<String> = user.eval_js(
        "() => all('main *').filter((one) => !one.children.length && !one.closest('[lang^=zh]')).map((one) => one.textContent).filter((text) => /[\\u4e00-\\u9fff]/.test(text))",
        &[],
    );
    assert_eq!(chinese, [""; 0]);
    open_tile(&user, "Leading talent");
    user.expect_text("Answer for yourself instead");
}

#[test]
fn shared_device_shows_the_example_and_opens_none() {
    let user = User::by_steps();
    user.open("?kiosk#/");
    user.expect_text("2,400,000");
    user.expect_text("依据的文件");
    assert_eq!(user.eval_js::<usize>("() => all('.tile, .deep button').length", &[]), 0);
}
