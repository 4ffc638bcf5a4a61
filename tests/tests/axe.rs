//! axe-core finds no violation on any page in any state.

use crate::crash_recovery::FAILS;
use huiqi_tests::faulty_server::{Fault, FaultyServer};
use huiqi_tests::pages::{PAGES, STEPS, open_expanded};
use huiqi_tests::{Device, User, company};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::OnceLock;

const RULES: &str = r"axe.run(document, {
    runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
    resultTypes: ['violations'],
}).then((found) => found.violations.map((one) => ({
    rule: one.id,
    at: one.nodes.slice(0, 3).map((node) => {
        const why = node.any[0] ?? node.all[0] ?? node.none[0];
        const others = (why?.relatedNodes ?? []).map((other) => other.html.slice(0, 80));
        return [node.html.slice(0, 120), why?.message ?? '', ...others].join(' ');
    }),
})))";

#[derive(Debug, Deserialize)]
struct Violation {
    rule: String,
    at: Vec<String>,
}

fn script() -> &'static str {
    static SCRIPT: OnceLock<String> = OnceLock::new();
    SCRIPT.get_or_init(|| xtask::axe::script(&xtask::root()).expect("axe-core can be had"))
}

#[track_caller]
fn evaluate(user: &User, expression: &str) -> Value {
    let parameters = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
    let answer = user.send_cdp("Runtime.evaluate", parameters);
    assert!(answer["exceptionDetails"].is_null(), "{answer}");
    answer["result"]["value"].clone()
}

// The violations that axe-core finds on the current page.
#[track_caller]
fn violations(user: &User) -> Vec<Violation> {
    if !user.eval_js::<bool>("() => typeof axe === 'object'", &[]) {
        evaluate(user, &format!("{}; true", script()));
    }
    // Content that a fixed bar covers can be scrolled into view; `accessibility` tests that the bar never covers the
    // focus.
    user.run_js("() => all('.bar, .topbar').forEach((bar) => { bar.style.position = 'static'; })", &[]);
    serde_json::from_value(evaluate(user, RULES)).expect("a list of violations")
}

/// Adds the violations that axe-core finds on the current page, which is called `what`.
#[track_caller]
pub fn collect_violations(user: &User, what: &str, wrong: &mut Vec<String>) {
    wrong.extend(violations(user).iter().map(|one| format!("{what}: {}: {:#?}", one.rule, one.at)));
}

#[test]
fn axe_finds_nothing_on_pages_with_answers() {
    let mut wrong = Vec::new();
    for (width, height, scheme, settings, language) in [
        (390, 844, "light", "large", "zh"),
        (1440, 900, "dark", "", "zh"),
        (390, 844, "dark", "", "en"),
        (1440, 900, "light", "large", "en"),
    ] {
        let user = User::start();
        user.set_local_storage("huiqi.settings", &format!("{settings} whole"));
        user.set_local_storage("huiqi.language", language);
        user.set_local_storage(huiqi_tests::company::CASE_KEY, &company::stored_case());
        user.emulate_screen(width, height, scheme);
        for (name, hash) in PAGES {
            open_expanded(&user, name, hash);
            collect_violations(&user, &format!("{name}, {width}, {scheme}, {language}"), &mut wrong);
        }
        user.set_local_storage("huiqi.settings", settings);
        for (name, hash) in STEPS {
            open_expanded(&user, name, hash);
            collect_violations(&user, &format!("{name}, {width}, {scheme}, {language}"), &mut wrong);
        }
        // A known violation is detected.
        user.run_js("() => { document.querySelector('main').append(document.createElement('button')); }", &[]);
        assert!(violations(&user).iter().any(|one| one.rule == "button-name"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn axe_finds_nothing_in_intermediate_states_in_english() {
    let user = User::start();
    user.emulate_screen(390, 844, "light");
    user.set_local_storage("huiqi.language", "en");
    let mut wrong = Vec::new();
    for (name, hash) in [("start", ""), ("results", "#/results"), ("cases", "#/cases"), ("batch", "#/batch")] {
        user.open(hash);
        collect_violations(&user, &format!("{name} of a new device"), &mut wrong);
    }
    user.drop_file("wrong.csv", "name,hntee\nA,yes\n");
    user.expect_text("There is no such column.");
    collect_violations(&user, "a table that cannot be read", &mut wrong);
    user.open("#/cases");
    user.drop_file("wrong.json", "{}");
    user.expect_text("This entry is missing");
    collect_violations(&user, "a file that cannot be read", &mut wrong);
    user.open("#/topic/identity");
    user.emulate_screen(1280, 900, "light");
    user.choose("As what do you apply?", "Enterprise");
    user.open("#/topic/research");
    user.choose("Do you qualify for the super-deduction of R&D expenses?", "Yes");
    user.fill_in("How high are this year's R&D expenses that qualify for the super-deduction?", "lots");
    user.click_continue_with_errors();
    collect_violations(&user, "the list of mistakes", &mut wrong);
    user.open("");
    user.click_link("How it works");
    collect_violations(&user, "the tour", &mut wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn axe_finds_nothing_while_loading_and_after_failure() {
    let mut wrong = Vec::new();
    for language in ["zh", "en"] {
        let server = FaultyServer::new(&xtask::dist());
        let user = User::at_url(&*server.url, Device::default());
        user.set_local_storage("huiqi.language", language);
        user.open_start_page();
        user.run_js(FAILS, &[]);
        user.expect_text("unreachable");
        collect_violations(&user, &format!("the app has failed, {language}"), &mut wrong);

        let server = FaultyServer::new(&xtask::dist());
        server.inject_fault("wasm", Fault::Never);
        let user = User::at_url(&*server.url, Device::default());
        user.set_local_storage("huiqi.language", language);
        user.goto(&server.url);
        user.expect_text(if language == "en" { "Opening …" } else { "正在打开…" });
        collect_violations(&user, &format!("the app is not there yet, {language}"), &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn axe_finds_nothing_in_intermediate_states() {
    let user = User::start();
    user.emulate_screen(390, 844, "light");
    let mut wrong = Vec::new();
    for (name, hash) in [
        ("start", ""),
        ("identity", "#/topic/identity"),
        ("check", "#/check"),
        ("results", "#/results"),
        ("cases", "#/cases"),
        ("print", "#/print"),
    ] {
        user.open(hash);
        collect_violations(&user, &format!("{name} of a new device"), &mut wrong);
    }
    user.open("#/topic/identity");
    user.click_link("目录");
    collect_violations(&user, "the list of topics on a phone", &mut wrong);
    // After closing, the panel does not obstruct the page.
    user.click_link("目录");
    user.choose("您以什么身份申报？", "企业");
    user.open("#/topic/research");
    user.emulate_screen(1280, 900, "light");
    user.choose("您符合研发费用加计扣除政策吗？", "是");
    user.fill_in(company::RESEARCH, "很多");
    user.click_continue_with_errors();
    collect_violations(&user, "the list of mistakes", &mut wrong);
    user.open("");
    user.click_link("重新开始");
    user.expect_text("已清空");
    collect_violations(&user, "a notice", &mut wrong);
    user.click_link("使用说明");
    user.expect_text("一次答一组");
    collect_violations(&user, "the tour", &mut wrong);
    user.open("#/document");
    user.search_page("没有这个词");
    user.expect_text("没有找到");
    collect_violations(&user, "a search without a hit", &mut wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
