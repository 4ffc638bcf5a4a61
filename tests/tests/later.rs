//! What a first visit does not download comes when it is needed, is the file it should be, and can be asked for again.

use huiqi_tests::{Device, Person, company};
use serde_json::json;
use std::time::{Duration, Instant};

const RESULT: &str = "可确定 3 项，合计 4,700,000元";
const NOT_THERE: &str = "这部分内容没有取到";
// Writes down what is fetched under which hash.
const WRITE_DOWN: &str = "window.asked = [];
    const plain = window.fetch;
    window.fetch = (what, how) => { asked.push([String(what.url ?? what), how?.integrity ?? '']); return plain(what, how); };";
// Names another hash in the page than that of the second program.
const FALSIFY: &str = "document.addEventListener('DOMContentLoaded', () => {
    const named = document.getElementById('app-more').dataset;
    window.right = named.integrity;
    named.integrity = document.getElementById('app-texts').dataset.integrity;
});";

fn with_answers() -> Person {
    let person = Person::at(Device::recording());
    person.puts_in_storage("huiqi.case", &company::kept());
    person
}

// Everything is asked for in vain whose address has this in it.
#[track_caller]
fn blocks(person: &Person, files: &[&str]) {
    person.devtools("Network.enable", json!({}));
    // What the worker has kept by now would be had all the same.
    person.devtools("Network.setBypassServiceWorker", json!({ "bypass": true }));
    person.devtools("Network.setBlockedURLs", json!({ "urls": files }));
}

// Unless it has come by itself: it is also asked for some seconds after the start.
#[track_caller]
fn asks_again(person: &Person) {
    person.runs("() => all('button').find((one) => name(one) === '重试')?.click()", &[]);
}

#[track_caller]
fn can_be_had_again(person: &Person) {
    person.opens("#/results");
    person.sees(NOT_THERE);
    assert_eq!(person.heading(), "判定结果", "the page says which one it is");
    person.follows("重试");
    person.sees(NOT_THERE);
    // The questions do without.
    person.opens("#/topic/identity");
    person.is_on("主体情况");
    person.opens("#/print");
    person.sees(NOT_THERE);
}

#[track_caller]
fn times_asked_for(person: &Person, file: &str) -> usize {
    person.requests().iter().filter(|url| url.contains(file)).count()
}

#[test]
fn a_second_program_that_does_not_arrive_can_be_asked_for_again() {
    let person = with_answers();
    blocks(&person, &["*more-*"]);
    can_be_had_again(&person);
    blocks(&person, &[]);
    asks_again(&person);
    person.is_on("惠企政策自评结果");
    person.sees("按研发费用增量部分的10%给予补助");
}

#[test]
fn texts_that_do_not_arrive_can_be_asked_for_again() {
    let person = with_answers();
    blocks(&person, &["*texts-*"]);
    can_be_had_again(&person);
    blocks(&person, &[]);
    asks_again(&person);
    person.is_on("惠企政策自评结果");
    person.sees("按研发费用增量部分的10%给予补助");
}

#[test]
fn a_second_program_that_is_another_file_is_not_run() {
    let person = with_answers();
    person.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": FALSIFY }));
    person.opens("#/results");
    person.sees(NOT_THERE);
    person.runs("() => { document.getElementById('app-more').dataset.integrity = right; }", &[]);
    person.follows("重试");
    person.is_on(RESULT);
}

#[test]
fn everything_comes_once_under_its_hash_and_then_works_without_a_network() {
    let person = with_answers();
    person.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WRITE_DOWN }));
    person.opens_the_start_page();
    let opened = Instant::now();
    let asked = || person.looks::<Vec<(String, String)>>("() => asked", &[]);
    assert!(asked().iter().all(|(url, _)| url.ends_with(".wasm") && !url.contains("more-")), "{:?}", asked());
    // Nobody has asked for anything; it comes by itself once the page stands still.
    person.until("everything is asked for", || (asked().len() == 3).then_some(()));
    assert!(opened.elapsed() > Duration::from_secs(1), "it keeps out of the way of the first page");
    assert!(asked().iter().all(|(_, hash)| hash.starts_with("sha384-")), "{:?}", asked());
    // The second program says this once it is here.
    person.sees("下载单文件离线版");

    let offline = json!({ "offline": true, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0 });
    person.devtools("Network.enable", json!({}));
    person.devtools("Network.emulateNetworkConditions", offline);
    person.follows("继续");
    person.is_on(RESULT);
    person.unfolds(company::MEASURES[0].0);
    person.follows("打印");
    person.is_on("惠企政策自评结果");
    assert_eq!(times_asked_for(&person, "more-"), 1);
}

#[test]
fn what_is_asked_for_before_it_is_there_is_done_when_it_is() {
    let person = with_answers();
    blocks(&person, &["*more-*"]);
    person.opens_the_start_page();
    person.follows("导出保存");
    person.sees("这一步要用的程序没有取到");
    blocks(&person, &[]);
    person.follows("导出保存");
    let (name, text) = person.has_downloaded();
    assert!(name.starts_with("惠企-") && text.contains("\"rd_expense_cur\""), "{name}: {text}");
}

#[test]
fn why_a_question_is_asked_comes_when_somebody_looks() {
    let person = with_answers();
    blocks(&person, &["*more-*"]);
    person.opens("#/topic/research");
    person.follows("在哪里找");
    person.sees(NOT_THERE);
    blocks(&person, &[]);
    asks_again(&person);
    person.until("it says where to find the answer", || {
        let says: String =
            person.looks("() => document.querySelector('details.more[open] > p')?.textContent ?? ''", &[]);
        (says.chars().count() > 1).then_some(())
    });
    person.follows("带什么材料");
    person.until("papers are named", || {
        person
            .looks::<bool>("() => Boolean(document.querySelector('details.more[open] .papers li'))", &[])
            .then_some(())
    });
}
