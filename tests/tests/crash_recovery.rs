//! When the app fails, the recovery page says what was saved and offers the answers.

use huiqi_tests::User;
use serde_json::{Value, json};

const KIND: &str = "您以什么身份申报？";
// If the app crashes while handling an answer, it is unknown whether that answer was saved.
const FAILED_IN_BETWEEN: &str = "程序出错了。您以前填写的内容保存在本机，刚才填写的可能没有保存。请点此重新载入。";
const FAILED: &str = "程序出错了。您填写的内容已保存在本机，请点此重新载入。";

fn user_with_an_answer() -> User {
    let user = User::start();
    user.open("#/topic/identity");
    user.choose(KIND, "企业");
    user.expect_save_status("已保存");
    user
}

#[track_caller]
fn assert_recovery(user: &User, heading: &str) {
    user.expect_heading(heading);
    assert_eq!(user.questions(), [""; 0], "a page that looks alive and is not is taken away");
    user.click_link("下载已填内容");
    let (_, text) = user.wait_for_download();
    let content: Value = serde_json::from_str(&text).unwrap_or_default();
    assert!(
        content["entries"][huiqi_tests::company::CASE_KEY].as_str().is_some_and(|stored| stored.contains("enterprise")),
        "{text}"
    );
    user.click_link("重新载入");
    user.expect_heading("主体情况");
    assert_eq!(user.chosen_options(KIND), ["企业"]);
}

pub const FAILS: &str = "() => setTimeout(() => dispatchEvent(new ErrorEvent('error', {
    message: 'unreachable', filename: location.origin + '/huiqi.js', error: new Error('unreachable') })))";

#[test]
fn app_error_offers_recovery_of_answers() {
    let user = user_with_an_answer();
    user.run_js(FAILS, &[]);
    assert_recovery(&user, FAILED);
}

// A newer version has upgraded the database and removed the object store of the cases.
#[test]
fn app_error_recovers_answers_despite_newer_database() {
    let user = user_with_an_answer();
    user.await_js(
        "async () => {
            const request = indexedDB.open('huiqi', 2);
            await new Promise((come, fail) => {
                request.onupgradeneeded = () => request.result.deleteObjectStore('cases');
                request.onsuccess = come;
                request.onerror = request.onblocked = fail;
            });
            request.result.close();
        }",
    );
    user.run_js(FAILS, &[]);
    assert_recovery(&user, FAILED);
}

#[test]
fn wasm_trap_offers_recovery_of_answers() {
    let user = user_with_an_answer();
    user.await_js(
        "async () => {
            const app = await import(document.getElementById('app-glue').href);
            window.memory = (await app.default()).memory;
        }",
    );
    // Overwrites the memory of the module, so that the next answer hits an invalid address as a bug would. In the same
    // turn of the event loop as the answer, because the app's own tasks would hit one, too.
    user.run_js(
        "(ask, answer) => { new Uint8Array(memory.buffer).fill(0xff); option(ask, answer).querySelector('input').click(); }",
        &[json!(KIND), json!("个体工商户")],
    );
    assert_recovery(&user, FAILED_IN_BETWEEN);
}

#[test]
fn extension_script_error_keeps_the_page() {
    let user = user_with_an_answer();
    user.run_js(
        "() => dispatchEvent(new ErrorEvent('error', {
            message: 'x is not defined', filename: 'chrome-extension://abc/content.js', error: null }))",
        &[],
    );
    user.choose("您在哪个县（市、区）？", "南湖区");
    assert_eq!(user.heading(), "主体情况");
}

// The faults of the stores before the page loads, and the expected message when the app crashes then.
const FORBIDS: &str = "Object.defineProperty(window, 'indexedDB', { value: null });
    Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });";
const NO_JOURNAL: &str = "Object.defineProperty(window, 'indexedDB', { value: null });";

#[test]
fn failed_app_says_what_was_saved() {
    for (made, address, standing, says) in [
        ("", "#/topic/identity", "已保存", FAILED),
        (
            NO_JOURNAL,
            "#/topic/identity",
            "已写入浏览器，浏览器意外关闭时最近一分钟的填写可能丢失",
            "程序出错了。您填写的内容已写入浏览器，最近一分钟的填写可能丢失。请点此重新载入。",
        ),
        (FORBIDS, "#/topic/identity", "仅本次有效", "程序出错了。您填写的内容可能没有保存。请点此重新载入。"),
        ("", "?kiosk#/topic/identity", "仅本次有效", "程序出错了。这是公用设备，您填写的内容已清除，请点此重新开始。"),
    ] {
        let user = User::start();
        user.send_cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": made }));
        user.open(address);
        user.choose(KIND, "企业");
        user.expect_save_status(standing);
        user.run_js(FAILS, &[]);
        user.expect_heading(says);
    }
}

#[test]
fn failed_app_reports_full_storage_after_dismissed_notice() {
    let user = user_with_an_answer();
    user.fill_storage();
    user.choose("您在哪个县（市、区）？", "南湖区");
    user.click_link("知道了");
    user.expect_no_text("存储空间已满");
    user.run_js(FAILS, &[]);
    user.expect_heading("程序出错了。您填写的内容可能没有保存。请点此重新载入。");
}

#[test]
fn failed_first_visit_claims_nothing_saved() {
    let user = User::start();
    user.open("#/topic/identity");
    user.run_js(FAILS, &[]);
    user.expect_heading("程序出错了。请点此重新载入。");
    // The module itself is invalid.
    let broken = User::start();
    broken.send_cdp(
        "Page.addScriptToEvaluateOnNewDocument",
        json!({ "source": "WebAssembly.instantiateStreaming = WebAssembly.instantiate = () => Promise.reject(new Error('broken'));" }),
    );
    let _ = broken.try_goto(&format!("{}#/", huiqi_tests::site::url()));
    broken.expect_heading("程序没能打开。请点此重新载入。");
}
