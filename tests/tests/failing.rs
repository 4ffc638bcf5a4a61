//! When the app itself fails, the page says so and the answers are safe.

use huiqi_tests::Person;
use serde_json::{Value, json};

const KIND: &str = "您以什么身份申报？";
const FAILED: &str = "程序出错了。您填写的内容已保存在本机，请点此重新载入。";

fn with_an_answer() -> Person {
    let person = Person::at_a_new_device();
    person.opens("#/topic/identity");
    person.chooses(KIND, "企业");
    person
}

#[track_caller]
fn recovers(person: &Person) {
    person.is_on(FAILED);
    assert_eq!(person.questions(), [""; 0], "a page that looks alive and is not is taken away");
    person.follows("下载已填内容");
    let (_, text) = person.has_downloaded();
    let content: Value = serde_json::from_str(&text).unwrap_or_default();
    assert!(content["entries"]["huiqi.case"].as_str().is_some_and(|kept| kept.contains("enterprise")), "{text}");
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
    recovers(&person);
}

#[test]
fn the_answers_can_be_had_where_a_newer_version_has_given_the_journal_another_form() {
    let person = with_an_answer();
    person.sees_the_standing("已保存");
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
    recovers(&person);
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
    recovers(&person);
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
