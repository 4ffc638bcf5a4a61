//! Lazily loaded files: they are fetched when needed, checked by integrity hash and retryable.

use huiqi_tests::faulty_server::{Fault, FaultyServer};
use huiqi_tests::{Device, User, company};
use serde::Deserialize;
use serde_json::json;

const RESULT: &str = "可得合计 4,700,000元";
const NOT_THERE: &str = "这部分内容没有取到";
const OPENING: &str = "正在打开上次填写的内容…";
const APPLICANT: &str = "您以什么身份申报？";
const PLACE: &str = "您在哪个县（市、区）？";
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
    // The first questions do not need the lazy module, but the stored case does.
    user.open("#/topic/identity/applicant_type");
    user.expect_text(NOT_THERE);
    assert!(user.questions().is_empty());
    user.open("#/print");
    user.expect_text(NOT_THERE);
    block_urls(&user, &[]);
    click_retry(&user);
    user.expect_heading("惠企政策自评情况表");
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
    user.click_link("打印，带到窗口");
    user.expect_heading("惠企政策自评情况表");
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
    user.expect_heading(PLACE);
    user.choose(PLACE, "南湖区");
    // What follows from an answer is not known yet: these questions are asked of every applicant.
    user.expect_heading(CONCERNS);
    user.expect_text("已保存");
    user.expect_no_text("待定");
    user.click_link("上一步");
    user.expect_heading(PLACE);
    let stored = user.local_storage_item(company::CASE_KEY);
    user.reload();
    // The stored answers are not read yet.
    user.expect_text(NOT_THERE);
    assert!(user.questions().is_empty());
    assert_eq!(user.local_storage_item(company::CASE_KEY), stored);

    block_urls(&user, &[]);
    click_retry(&user);
    user.expect_chosen(PLACE, &["南湖区"]);
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
fn unread_case_waits_for_lazy_load() {
    let server = FaultyServer::new(&xtask::dist());
    server.inject_fault("more-", Fault::Never);
    let user = User::at_url(&*server.url, Device::default()).with_steps();
    user.set_local_storage(huiqi_tests::company::CASE_KEY, &company::stored_case());
    user.open("#/topic/identity/applicant_type");
    user.expect_text(OPENING);
    assert!(user.questions().is_empty());
    user.expect_text("打开的时间比平常长，请检查网络。");
    user.open_start_page();
    user.expect_text(OPENING);
    user.expect_no_text("开始自评");
    assert_eq!(user.notices(), [""; 0]);
}

// Neither copy of the case is changed while it cannot be read, and it opens once the lazy module has loaded.
#[test]
fn unread_case_is_left_alone_until_it_opens() {
    let user = User::by_steps();
    user.set_local_storage(company::CASE_KEY, &company::stored_case());
    user.open("#/results");
    user.expect_heading(RESULT);
    let copies = |user: &User| (user.local_storage_item(company::CASE_KEY), user.indexed_db_item(company::CASE_KEY));
    let stored = copies(&user);
    block_urls(&user, &["*more-*"]);
    user.open("#/topic/identity/applicant_type");
    user.reload();
    user.expect_text(NOT_THERE);
    user.click_link("重试");
    user.expect_text(NOT_THERE);
    assert_eq!(user.notices(), [""; 0], "nothing is said to be damaged");
    assert_eq!(copies(&user), stored);
    let keys = user.all_stored().into_iter().map(|(key, _)| key);
    assert!(keys.filter(|key| key.starts_with("huiqi.case")).all(|key| key == company::CASE_KEY), "no second case");

    block_urls(&user, &[]);
    click_retry(&user);
    user.expect_chosen(APPLICANT, &["企业"]);
    user.open("#/results");
    user.expect_heading(RESULT);
    assert_eq!(user.notices(), [""; 0]);
}

// The start does not wait for IndexedDB then, and the lazy module arrives last.
#[test]
fn unread_case_opens_later_without_indexed_db() {
    let user = User::on_device(Device::without_indexed_db()).with_steps();
    user.set_local_storage(company::CASE_KEY, &company::stored_case());
    block_urls(&user, &["*more-*"]);
    user.open("#/topic/identity/applicant_type");
    user.expect_text(NOT_THERE);
    block_urls(&user, &[]);
    click_retry(&user);
    user.expect_chosen(APPLICANT, &["企业"]);
}

#[test]
fn damaged_case_is_said_to_be_only_once_it_was_read() {
    let user = User::start().with_steps();
    let damaged = company::stored_case().replace("企业", "").replace("\"revision\"", "\"revisi");
    user.set_local_storage(company::CASE_KEY, &damaged);
    block_urls(&user, &["*more-*"]);
    user.open("#/topic/identity/applicant_type");
    user.expect_text(NOT_THERE);
    user.expect_no_text("损坏");
    assert_eq!(user.local_storage_item(company::CASE_KEY), Some(damaged));

    block_urls(&user, &[]);
    click_retry(&user);
    user.expect_text("上次保存的内容已经损坏");
    user.expect_heading(APPLICANT);
}

// The first tab begins a case without the lazy module, and the second one, which has it, continues the same case.
#[test]
fn tabs_with_and_without_lazy_module_merge_once_it_arrives() {
    let user = User::by_steps();
    block_urls(&user, &["*more-*"]);
    user.open_start_page();
    let [first, second] = user.open_second_tab();
    user.switch_to_tab(&first);
    user.open("#/topic/identity/applicant_type");
    user.choose(APPLICANT, "企业");
    user.expect_heading(PLACE);
    user.expect_text("已保存");
    user.switch_to_tab(&second);
    user.open("#/topic/identity/district");
    user.choose(PLACE, "南湖区");
    user.expect_text("已保存");

    // The text of the second tab cannot be read yet, so it is not replaced.
    user.switch_to_tab(&first);
    user.open("#/topic/identity/concerns");
    user.expect_heading(CONCERNS);
    user.choose(CONCERNS, "以上都没有");
    user.expect_text("已写入浏览器");
    assert_eq!(user.notices(), [""; 0]);
    assert!(user.indexed_db_item(company::CASE_KEY).contains("\"district\""));

    block_urls(&user, &[]);
    click_retry(&user);
    user.expect_text("待定");
    user.wait_until("both tabs' answers are stored", || {
        let stored = user.indexed_db_item(company::CASE_KEY);
        ["applicant_type", "district", "concerns"].iter().all(|fact| stored.contains(fact)).then_some(())
    });
    assert_eq!(user.notices(), [""; 0]);
    user.switch_to_tab(&second);
    user.open("#/topic/identity/applicant_type");
    user.expect_chosen(APPLICANT, &["企业"]);
}

#[test]
fn deferred_action_runs_after_lazy_load() {
    let user = User::by_steps();
    block_urls(&user, &["*more-*"]);
    user.open("#/topic/identity/applicant_type");
    user.choose(APPLICANT, "企业");
    user.expect_heading(PLACE);
    user.click_link("惠企");
    user.click_link("导出保存");
    user.expect_text("这一步要用的程序没有取到");
    block_urls(&user, &[]);
    user.click_link("导出保存");
    let (name, text) = user.wait_for_download();
    assert!(name.starts_with("惠企-") && text.contains("\"applicant_type\""), "{name}: {text}");
}

#[test]
fn question_details_load_when_opened() {
    let user = User::by_steps();
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
