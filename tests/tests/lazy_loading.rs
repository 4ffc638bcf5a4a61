//! Lazily loaded files: they are fetched when needed, checked by integrity hash and retryable.

use huiqi_tests::faulty_server::{Fault, FaultyServer};
use huiqi_tests::{Device, User, company};
use serde::Deserialize;
use serde_json::json;

const RESULT: &str = "可确定合计 4,700,000元";
const NOT_THERE: &str = "这部分内容没有取到";
const APPLICANT: &str = "您以什么身份申报？";
const CONCERNS: &str = "2023年，下列事项您有哪些？";
// Records each fetch with its integrity hash, and whether a page was shown by then.
const WRITE_DOWN: &str = "window.asked = [];
    const plain = window.fetch;
    window.fetch = (what, how) => {
        asked.push({ file: String(what.url ?? what), hash: how?.integrity ?? '', beside_a_page: Boolean(document.querySelector('main h1[tabindex]')) });
        return plain(what, how);
    };";

#[derive(Debug, Deserialize)]
struct FetchRecord {
    file: String,
    hash: String,
    beside_a_page: bool,
}

// Replaces the integrity hash of the lazy module in the page by a wrong one.
const FALSIFY: &str = "document.addEventListener('DOMContentLoaded', () => {
    const named = document.getElementById('app-more').dataset;
    window.right = named.integrity;
    named.integrity = document.getElementById('app-texts').dataset.integrity;
});";

fn user_with_answers() -> User {
    let user = User::on_device(Device::recording());
    user.set_local_storage(huiqi_tests::company::CASE_KEY, &company::stored_case());
    user
}

// Blocks every request whose URL contains one of these texts.
#[track_caller]
fn block_urls(user: &User, files: &[&str]) {
    user.send_cdp("Network.enable", json!({}));
    // The service worker would serve the files that it has cached by now.
    user.send_cdp("Network.setBypassServiceWorker", json!({ "bypass": true }));
    user.send_cdp("Network.setBlockedURLs", json!({ "urls": files }));
}

// Clicks the button if it is there: after the start the app also retries by itself.
#[track_caller]
fn click_retry(user: &User) {
    user.run_js("() => all('button').find((one) => name(one) === '重试')?.click()", &[]);
}

#[track_caller]
fn assert_can_be_fetched_again(files: &str) {
    let user = user_with_answers().with_steps();
    block_urls(&user, &[files]);
    user.open("#/results");
    user.expect_text(NOT_THERE);
    assert_eq!(user.heading(), "判定结果", "the page says which one it is");
    user.click_link("重试");
    user.expect_text(NOT_THERE);
    // The first questions do not need the lazy module.
    user.open("#/topic/identity/applicant_type");
    user.expect_heading(APPLICANT);
    user.open("#/print");
    user.expect_text(NOT_THERE);
    block_urls(&user, &[]);
    click_retry(&user);
    user.expect_heading("惠企政策自评结果");
    user.expect_text("按研发费用增量部分的10%给予补助");
}

#[track_caller]
fn request_count(user: &User, file: &str) -> usize {
    user.requests().iter().filter(|url| url.contains(file)).count()
}

#[test]
fn failed_lazy_module_can_be_fetched_again() {
    assert_can_be_fetched_again("*more-*");
}

#[test]
fn failed_text_file_can_be_fetched_again() {
    assert_can_be_fetched_again("*texts-*");
}

#[test]
fn split_module_with_wrong_hash_is_rejected() {
    let user = user_with_answers();
    user.send_cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": FALSIFY }));
    user.open("#/results");
    user.expect_text(NOT_THERE);
    user.run_js("() => { document.getElementById('app-more').dataset.integrity = right; }", &[]);
    user.click_link("重试");
    user.expect_heading(RESULT);
}

// Each file is fetched with the integrity hash that the page names.
#[test]
fn lazy_files_are_fetched_once_and_then_work_offline() {
    let user = user_with_answers();
    user.send_cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WRITE_DOWN }));
    user.open_start_page();
    let fetches = recorded_fetches(&user);
    assert!(fetches.iter().all(|fetch| fetch.hash.starts_with("sha384-")), "{fetches:?}");
    // The lazy module shows this text once it has loaded.
    user.expect_text("下载单文件离线版");

    let offline = json!({ "offline": true, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0 });
    user.send_cdp("Network.enable", json!({}));
    user.send_cdp("Network.emulateNetworkConditions", offline);
    user.click_link("继续");
    user.expect_heading(RESULT);
    user.expand_measure(company::MEASURES[0].0);
    user.click_link("打印");
    user.expect_heading("惠企政策自评结果");
    assert_eq!(request_count(&user, "more-"), 1);
}

#[test]
fn lazy_files_load_after_the_first_page() {
    let user = User::start();
    user.send_cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WRITE_DOWN }));
    user.open_start_page();
    let fetches = recorded_fetches(&user);
    assert!(fetches[0].file.ends_with(".wasm") && !fetches[0].file.contains("more-"), "{fetches:?}");
    assert_eq!(fetches.iter().map(|fetch| fetch.beside_a_page).collect::<Vec<_>>(), [false, true, true], "{fetches:?}");
}

// The fetches of the main module, the lazy module and the whole rule book.
#[track_caller]
fn recorded_fetches(user: &User) -> Vec<FetchRecord> {
    let fetches = || user.eval_js::<Vec<FetchRecord>>("() => asked", &[]);
    user.wait_until("everything is asked for", || (fetches().len() == 3).then(fetches))
}

#[test]
fn initial_questions_work_before_lazy_load() {
    let user = User::by_steps();
    block_urls(&user, &["*more-*"]);
    user.open_start_page();
    user.click_link("开始自评");
    user.expect_heading(APPLICANT);
    user.expect_text(NOT_THERE);
    user.choose(APPLICANT, "企业");
    user.expect_heading("您在哪个县（市、区）注册？");
    user.choose("您在哪个县（市、区）注册？", "南湖区");
    // What follows from an answer is not known yet: these questions are asked of every applicant.
    user.expect_heading(CONCERNS);
    user.expect_text("已保存");
    user.expect_no_text("待定");
    user.click_link("上一步");
    user.expect_heading("您在哪个县（市、区）注册？");
    user.reload();
    user.expect_chosen("您在哪个县（市、区）注册？", &["南湖区"]);

    block_urls(&user, &[]);
    click_retry(&user);
    user.expect_text("待定");
    user.click_link("继续");
    user.expect_heading("您从事哪些行业？");
}

#[test]
fn later_questions_wait_for_lazy_load() {
    let user = User::start();
    block_urls(&user, &["*texts-*"]);
    user.open("#/topic/research");
    user.expect_heading("研发与创新");
    user.expect_text(NOT_THERE);
    assert!(user.questions().is_empty());
    block_urls(&user, &[]);
    click_retry(&user);
    user.wait_until("questions are there", || (!user.questions().is_empty()).then_some(()));
}

#[test]
fn stored_answers_are_shown_without_lazy_load() {
    let server = FaultyServer::new(&xtask::dist());
    server.inject_fault("more-", Fault::Never);
    let user = User::at_url(&*server.url, Device::default()).with_steps();
    user.set_local_storage(huiqi_tests::company::CASE_KEY, &company::stored_case());
    user.open("#/topic/identity/applicant_type");
    user.expect_heading(APPLICANT);
    assert_eq!(user.chosen_options(APPLICANT), ["企业"]);
    user.expect_text("打开的时间比平常长，请检查网络。");
    user.open_start_page();
    user.expect_text("接着答");
    // The assessment date depends on the answers.
    user.expect_no_text("现在按");
}

#[test]
fn deferred_action_runs_after_lazy_load() {
    let user = user_with_answers();
    block_urls(&user, &["*more-*"]);
    user.open_start_page();
    user.click_link("导出保存");
    user.expect_text("这一步要用的程序没有取到");
    block_urls(&user, &[]);
    user.click_link("导出保存");
    let (name, text) = user.wait_for_download();
    assert!(name.starts_with("惠企-") && text.contains("\"rd_expense_cur\""), "{name}: {text}");
}

#[test]
fn question_details_load_when_opened() {
    let user = user_with_answers().with_steps();
    block_urls(&user, &["*more-*"]);
    user.open("#/topic/identity/applicant_type");
    user.click_link("在哪里找");
    user.expect_text(NOT_THERE);
    block_urls(&user, &[]);
    click_retry(&user);
    user.wait_until("it says where to find the answer", || {
        let says: String =
            user.eval_js("() => document.querySelector('details.more[open] > p')?.textContent ?? ''", &[]);
        (says.chars().count() > 1).then_some(())
    });
    user.click_link("带什么材料");
    user.wait_until("papers are named", || {
        user.eval_js::<bool>("() => Boolean(document.querySelector('details.more[open] .papers li'))", &[])
            .then_some(())
    });
}
