//! What a first visit does not download comes when it is needed, is the file it should be, and can be asked for again.

use huiqi_tests::host::{Host, Spoil};
use huiqi_tests::{Device, Person, company};
use serde::Deserialize;
use serde_json::json;
use thirtyfour::Key;

const RESULT: &str = "可确定合计 4,700,000元";
const NOT_THERE: &str = "这部分内容没有取到";
const APPLICANT: &str = "您以什么身份申报？";
const DAY: &str = "按哪一天判断？";
const CONCERNS: &str = "2023年，下列事项您有哪些？";
// Writes down what is fetched under which hash, and whether a page is there by then.
const WRITE_DOWN: &str = "window.asked = [];
    const plain = window.fetch;
    window.fetch = (what, how) => {
        asked.push({ file: String(what.url ?? what), hash: how?.integrity ?? '', beside_a_page: Boolean(document.querySelector('main h1[tabindex]')) });
        return plain(what, how);
    };";

#[derive(Debug, Deserialize)]
struct Asked {
    file: String,
    hash: String,
    beside_a_page: bool,
}

// Names another hash in the page than that of the second program.
const FALSIFY: &str = "document.addEventListener('DOMContentLoaded', () => {
    const named = document.getElementById('app-more').dataset;
    window.right = named.integrity;
    named.integrity = document.getElementById('app-texts').dataset.integrity;
});";

fn with_answers() -> Person {
    let person = Person::at(Device::recording());
    person.puts_in_storage(huiqi_tests::company::CASE, &company::kept());
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

// Unless it has come by itself: it is also asked for after the start.
#[track_caller]
fn asks_again(person: &Person) {
    person.runs("() => all('button').find((one) => name(one) === '重试')?.click()", &[]);
}

#[track_caller]
fn can_be_had_again(files: &str) {
    let person = with_answers();
    blocks(&person, &[files]);
    person.opens("#/results");
    person.sees(NOT_THERE);
    assert_eq!(person.heading(), "判定结果", "the page says which one it is");
    person.follows("重试");
    person.sees(NOT_THERE);
    // The first questions do without.
    person.opens("#/topic/identity");
    person.is_on("主体情况");
    person.opens("#/print");
    person.sees(NOT_THERE);
    blocks(&person, &[]);
    asks_again(&person);
    person.is_on("惠企政策自评结果");
    person.sees("按研发费用增量部分的10%给予补助");
}

#[track_caller]
fn times_asked_for(person: &Person, file: &str) -> usize {
    person.requests().iter().filter(|url| url.contains(file)).count()
}

#[test]
fn a_second_program_that_does_not_arrive_can_be_asked_for_again() {
    can_be_had_again("*more-*");
}

#[test]
fn texts_that_do_not_arrive_can_be_asked_for_again() {
    can_be_had_again("*texts-*");
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
    let asked = asked_for(&person);
    assert!(asked.iter().all(|asked| asked.hash.starts_with("sha384-")), "{asked:?}");
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
fn what_a_first_page_does_without_comes_by_itself_once_that_is_there() {
    let person = Person::at_a_new_device();
    person.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WRITE_DOWN }));
    person.opens_the_start_page();
    let asked = asked_for(&person);
    assert!(asked[0].file.ends_with(".wasm") && !asked[0].file.contains("more-"), "{asked:?}");
    assert_eq!(asked.iter().map(|asked| asked.beside_a_page).collect::<Vec<_>>(), [false, true, true], "{asked:?}");
}

// The first program, the second, and the whole rule book.
#[track_caller]
fn asked_for(person: &Person) -> Vec<Asked> {
    let asked = || person.looks::<Vec<Asked>>("() => asked", &[]);
    person.until("everything is asked for", || (asked().len() == 3).then(asked))
}

#[test]
fn the_first_questions_can_be_answered_before_anything_can_be_judged() {
    let person = Person::at_a_new_device();
    blocks(&person, &["*more-*"]);
    person.opens_the_start_page();
    person.follows("开始自评");
    person.is_on("主体情况");
    person.sees(NOT_THERE);
    // What everybody is asked; the day has a field of its own, which nobody has to touch.
    let first = person.questions();
    person.chooses(APPLICANT, "企业");
    person.types(DAY, "2023-06-3");
    person.sees("已保存");
    assert_eq!(person.questions(), first, "what follows from an answer is not known yet");
    person.no_longer_sees("待定");
    person.reloads();
    person.is_on("主体情况");
    assert_eq!((person.chosen(APPLICANT), person.typed(DAY)), (vec!["企业".to_owned()], "2023-06-3".to_owned()));

    blocks(&person, &[]);
    person.enters_the_field(DAY);
    person.presses(Key::End);
    person.runs("() => all('button').find((one) => name(one) === '重试').click()", &[]);
    person.sees("待定");
    // Who is in the middle of a field stays there, and now it is read.
    person.types_there("0");
    assert_eq!(person.typed(DAY), "2023-06-30");
    person.is_told(DAY, "= 2023年6月30日");
    person.chooses(CONCERNS, "有研发费用，或是高新技术企业");
    person.continues();
    person.is_on("规模与财务");
}

#[test]
fn a_question_further_on_waits_for_what_judges_the_answers_before_it() {
    let person = Person::at_a_new_device();
    blocks(&person, &["*texts-*"]);
    person.opens("#/topic/research");
    person.is_on("研发与创新");
    person.sees(NOT_THERE);
    assert!(person.questions().is_empty());
    blocks(&person, &[]);
    asks_again(&person);
    person.until("questions are there", || (!person.questions().is_empty()).then_some(()));
}

#[test]
fn answers_that_are_kept_are_shown_although_what_judges_them_never_comes() {
    let host = Host::of(&xtask::dist());
    host.spoils("more-", Spoil::Never);
    let person = Person::visiting(&*host.url, Device::default());
    person.puts_in_storage(huiqi_tests::company::CASE, &company::kept());
    person.opens("#/topic/identity");
    person.is_on("主体情况");
    assert_eq!(person.chosen(APPLICANT), ["企业"]);
    person.sees("打开的时间比平常长，请检查网络。");
    person.opens_the_start_page();
    person.sees("继续上次");
    // On which day they are judged follows from them.
    person.no_longer_sees("现在按");
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
    person.opens("#/topic/identity");
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
