//! When the app itself fails, the page says so and the answers are safe.

use huiqi_tests::Person;
use serde_json::{Value, json};

const KIND: &str = "您以什么身份申报？";
// Of an answer at which the program dies nobody knows whether it was kept.
const FAILED_IN_BETWEEN: &str = "程序出错了。您以前填写的内容保存在本机，刚才填写的可能没有保存。请点此重新载入。";
const FAILED: &str = "程序出错了。您填写的内容已保存在本机，请点此重新载入。";

fn with_an_answer() -> Person {
    let person = Person::at_a_new_device();
    person.opens("#/topic/identity");
    person.chooses(KIND, "企业");
    person.sees_the_standing("已保存");
    person
}

#[track_caller]
fn recovers(person: &Person, says: &str) {
    person.is_on(says);
    assert_eq!(person.questions(), [""; 0], "a page that looks alive and is not is taken away");
    person.follows("下载已填内容");
    let (_, text) = person.has_downloaded();
    let content: Value = serde_json::from_str(&text).unwrap_or_default();
    assert!(
        content["entries"][huiqi_tests::company::CASE].as_str().is_some_and(|kept| kept.contains("enterprise")),
        "{text}"
    );
    person.follows("重新载入");
    person.is_on("主体情况");
    assert_eq!(person.chosen(KIND), ["企业"]);
}

pub const FAILS: &str = "() => setTimeout(() => dispatchEvent(new ErrorEvent('error', {
    message: 'unreachable', filename: location.origin + '/huiqi.js', error: new Error('unreachable') })))";

#[test]
fn an_error_in_the_app_shows_a_way_back_to_the_answers() {
    let person = with_an_answer();
    person.runs(FAILS, &[]);
    recovers(&person, FAILED);
}

#[test]
fn the_answers_can_be_had_where_a_newer_version_has_given_the_journal_another_form() {
    let person = with_an_answer();
    person.waits_for(
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
    person.runs(FAILS, &[]);
    recovers(&person, FAILED);
}

#[test]
fn a_program_that_breaks_off_in_the_middle_shows_a_way_back_to_the_answers() {
    let person = with_an_answer();
    person.waits_for(
        "async () => {
            const app = await import(document.getElementById('app-glue').href);
            window.memory = (await app.default()).memory;
        }",
    );
    // Its memory is overwritten, so that the next answer hits a wrong address as a bug would. In one turn with the answer,
    // because whatever the program does by itself would hit one, too.
    person.runs(
        "(ask, answer) => { new Uint8Array(memory.buffer).fill(0xff); option(ask, answer).querySelector('input').click(); }",
        &[json!(KIND), json!("个体工商户")],
    );
    recovers(&person, FAILED_IN_BETWEEN);
}

#[test]
fn a_script_of_the_browser_that_fails_does_not_take_the_page_away() {
    let person = with_an_answer();
    person.runs(
        "() => dispatchEvent(new ErrorEvent('error', {
            message: 'x is not defined', filename: 'chrome-extension://abc/content.js', error: null }))",
        &[],
    );
    person.chooses("您在哪个县（市、区）注册？", "南湖区");
    assert_eq!(person.heading(), "主体情况");
}

// What is made of the stores before the page is there, and what the page says when the app fails then.
const FORBIDS: &str = "Object.defineProperty(window, 'indexedDB', { value: null });
    Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });";
const NO_JOURNAL: &str = "Object.defineProperty(window, 'indexedDB', { value: null });";

#[test]
fn a_failed_app_says_what_became_of_the_answers() {
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
        let person = Person::at_a_new_device();
        person.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": made }));
        person.opens(address);
        person.chooses(KIND, "企业");
        person.sees_the_standing(standing);
        person.runs(FAILS, &[]);
        person.is_on(says);
    }
}

#[test]
fn a_failed_app_says_full_storage_though_notice_closed() {
    let person = with_an_answer();
    person.fills_the_storage();
    person.chooses("您在哪个县（市、区）注册？", "南湖区");
    person.follows("知道了");
    person.no_longer_sees("存储空间已满");
    person.runs(FAILS, &[]);
    person.is_on("程序出错了。您填写的内容可能没有保存。请点此重新载入。");
}

#[test]
fn of_a_first_visit_that_fails_nothing_is_said_to_be_saved() {
    let person = Person::at_a_new_device();
    person.opens("#/topic/identity");
    person.runs(FAILS, &[]);
    person.is_on("程序出错了。请点此重新载入。");
    // The program itself is broken.
    let broken = Person::at_a_new_device();
    broken.devtools(
        "Page.addScriptToEvaluateOnNewDocument",
        json!({ "source": "WebAssembly.instantiateStreaming = WebAssembly.instantiate = () => Promise.reject(new Error('broken'));" }),
    );
    let _ = broken.tries_to_go_to(&format!("{}#/", huiqi_tests::site::url()));
    broken.is_on("程序没能打开。请点此重新载入。");
}
