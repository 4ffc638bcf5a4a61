//! Routes, titles, headings, and the history of the browser.

use huiqi_tests::{User, expected};
use serde_json::json;

const START: &str = "您能得到哪些支持？算一算，逐项看清。";

#[track_caller]
fn expect_arrival(user: &User, heading: &str, title: &str) {
    user.expect_heading(heading);
    user.expect_heading_focused();
    user.wait_until(&format!("the title {title}"), || (user.title() == format!("{title} · 惠企")).then_some(()));
}

// After going back, the focus is restored.
#[track_caller]
fn expect_return(user: &User, heading: &str, title: &str, focus: &str) {
    user.expect_heading(heading);
    user.wait_until(&format!("the focus on “{focus}”"), || {
        user.eval_js::<bool>("(words) => name(document.activeElement).startsWith(words)", &[json!(focus)]).then_some(())
    });
    user.wait_until(&format!("the title {title}"), || (user.title() == format!("{title} · 惠企")).then_some(()));
}

#[test]
fn back_and_forward_visit_the_pages() {
    let user = User::start();
    user.open_start_page();
    user.expect_heading(START);
    assert_eq!(user.title(), "您能得到哪些支持 · 惠企");
    user.click_link("开始自评");
    expect_arrival(&user, "主体情况", "主体情况");
    user.click_continue();
    let second = user.heading();
    assert_ne!(second, "主体情况");
    expect_arrival(&user, &second, &second);
    user.click_link("核对答案");
    expect_arrival(&user, "核对答案", "核对答案");
    user.click_link("查看结果");
    expect_arrival(&user, &expected::initial_headline(), "判定结果");

    user.go_back();
    expect_return(&user, "核对答案", "核对答案", "查看结果");
    user.go_back();
    expect_return(&user, &second, &second, "核对答案");
    user.go_back();
    expect_return(&user, "主体情况", "主体情况", "继续：");
    user.go_back();
    expect_return(&user, START, "您能得到哪些支持", "开始自评");
    user.go_forward();
    expect_return(&user, "主体情况", "主体情况", "继续：");
}

#[test]
fn typed_url_leads_to_its_page() {
    let user = User::start();
    user.open("#/measure/12-1");
    user.expect_heading("企业研发投入增量补助");
    assert_eq!(user.title(), "企业研发投入增量补助 · 惠企");
    user.goto_hash("#/topic/titles");
    expect_arrival(&user, "当年认定", "当年认定");
    user.goto_hash("#/document/12");
    user.wait_until("article 12 is in view", || {
        user.eval_js::<bool>("() => { const box = document.querySelector('#a12').getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; }", &[]).then_some(())
    });
    assert_eq!(user.title(), "政策原文 第12条 · 惠企");
}

#[test]
fn unknown_url_says_so_and_links_home() {
    let user = User::start();
    user.open("#/measure/99-9");
    user.expect_heading("没有这个页面");
    for address in ["#/topic/nothing", "#/elsewhere", "#/document/61", "#/document/x", "#x"] {
        user.goto_hash("#/results");
        user.expect_heading(&expected::initial_headline());
        user.goto_hash(address);
        user.expect_heading("没有这个页面");
    }
    expect_arrival(&user, "没有这个页面", "没有这个页面");
    user.click_link("回到首页");
    expect_arrival(&user, START, "您能得到哪些支持");
}
