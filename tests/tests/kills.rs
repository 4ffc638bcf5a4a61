//! The browser is killed under every combination of the two stores and their faults; nothing shown as saved is lost.
//! `HUIQI_KILLS=4 cargo test -p huiqi-tests kills` kills it four times under each combination.

use huiqi_tests::company::RESEARCH;
use huiqi_tests::{Device, User};
use serde_json::json;
use std::fmt::Write as _;

const SUPER: &str = "您符合研发费用加计扣除政策吗？";
const LOCAL: &str = "已写入浏览器，浏览器意外关闭时最近一分钟的填写可能丢失";
// The faults of IndexedDB and of local storage. A local storage that "never answers" accepts every write and stores
// nothing.
const JOURNAL: [(&str, &str); 4] = [
    ("works", ""),
    ("full", "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };"),
    (
        "forbidden",
        "Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError'); } });",
    ),
    ("never answers", "IDBFactory.prototype.open = () => ({});"),
];
const STORAGE: [(&str, &str); 4] = [
    ("works", ""),
    ("full", "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"),
    (
        "forbidden",
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });",
    ),
    ("never answers", "Storage.prototype.setItem = () => {};"),
];

fn expected_status(journal: &str, storage: &str) -> &'static str {
    match (journal, storage) {
        ("works", _) => "已保存",
        (_, "works") => LOCAL,
        ("forbidden" | "never answers", "forbidden") => "仅本次有效",
        _ => "保存失败",
    }
}

struct KillCounts {
    combination: String,
    kills: usize,
    said_saved: usize,
    lost: usize,
}

#[track_caller]
fn type_and_kill(user: &mut User, conditions: &str, figure: &str, save_status: Option<&str>) -> (bool, bool) {
    user.open("#/topic/identity");
    user.choose("您以什么身份申报？", "企业");
    user.open("#/topic/research");
    user.choose(SUPER, "是");
    user.fill_in(RESEARCH, figure);
    if let Some(save_status) = save_status {
        user.expect_save_status(save_status);
    }
    let said_saved = user.field_value_if_saved(RESEARCH) == figure;
    user.kill_and_restart_browser();
    user.send_cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": conditions }));
    if !said_saved {
        return (false, false);
    }
    user.open("#/topic/research");
    (true, user.wait_for_field_value(RESEARCH, |typed| typed == figure).is_err())
}

fn run_kills(mut user: User, combination: String, conditions: &str, save_status: &str, kills: usize) -> KillCounts {
    user.send_cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": conditions }));
    let (mut said_saved, mut lost) = (0, 0);
    for kill in 0..kills {
        let figure = (1000 + kill * 37).to_string();
        // Every other kill does not wait for the save status.
        let save_status = kill.is_multiple_of(2).then_some(save_status);
        let (is_claimed_saved, is_lost) = type_and_kill(&mut user, conditions, &figure, save_status);
        said_saved += usize::from(is_claimed_saved);
        lost += usize::from(is_lost);
    }
    KillCounts { combination, kills, said_saved, lost }
}

#[test]
fn killed_browser_loses_nothing_shown_as_saved() {
    let times = std::env::var("HUIQI_KILLS").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let mut rows = Vec::new();
    for (journal, spoils_the_journal) in JOURNAL {
        for (storage, spoils_the_storage) in STORAGE {
            let combination = format!("IndexedDB {journal}, local storage {storage}");
            let conditions = format!("{spoils_the_journal}{spoils_the_storage}");
            let user = User::start();
            rows.push(run_kills(user, combination, &conditions, expected_status(journal, storage), times));
        }
    }
    // Not simulated by a script: the folder of IndexedDB is a file.
    let user = User::on_device(Device::without_indexed_db());
    rows.push(run_kills(user, "IndexedDB’s folder unusable, local storage works".into(), "", LOCAL, times));
    let mut table = format!("\n{:<56} {:>6} {:>11} {:>5}\n", "combination", "kills", "said saved", "lost");
    for row in &rows {
        // Writing to a string cannot fail.
        let _ = writeln!(table, "{:<56} {:>6} {:>11} {:>5}", row.combination, row.kills, row.said_saved, row.lost);
    }
    huiqi_tests::fault_table::print_table(&table);
    assert_eq!(rows.iter().map(|row| row.lost).sum::<usize>(), 0);
    assert!(rows.iter().all(|row| (row.said_saved > 0) == row.combination.starts_with("IndexedDB works")), "{table}");
}

// Whether the old answers were ever shown on the page, and whether local storage still had them.
const WATCHES: &str = "window.had_them = Object.keys(localStorage).some((key) => key.startsWith('huiqi.case'));
    new MutationObserver(() => {
        if (document.body?.textContent.includes('接着答')) window.flashed = true;
    }).observe(document, { childList: true, subtree: true, characterData: true });";

#[test]
fn deleted_answers_stay_deleted_after_a_kill() {
    const ROUNDS: usize = 4;
    let mut had_them = 0;
    for _ in 0..ROUNDS {
        let mut user = User::start();
        user.open("#/topic/identity");
        user.choose("您以什么身份申报？", "企业");
        user.expect_save_status("已保存");
        // Wait until local storage is flushed to disk; after the kill it is restored from there.
        std::thread::sleep(std::time::Duration::from_millis(7_000));
        user.open("#/privacy");
        user.click_link("删除本机保存的全部内容");
        user.expect_text("已删除。");
        user.kill_and_restart_browser();
        user.send_cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCHES }));
        user.open_start_page();
        user.expect_text("开始自评");
        std::thread::sleep(std::time::Duration::from_millis(500));
        had_them += usize::from(user.eval_js::<bool>("() => window.had_them", &[]));
        assert!(!user.eval_js::<bool>("() => Boolean(window.flashed)", &[]), "the old answers were shown");
        user.open("#/cases");
        assert_eq!(user.case_names(), [""; 0]);
    }
    println!("local storage still had what was deleted in {had_them} of {ROUNDS} rounds");
}

#[test]
fn deletion_without_indexed_db_warns_it_may_be_undone() {
    let user = User::on_device(Device::without_indexed_db());
    user.open("#/topic/identity");
    user.choose("您以什么身份申报？", "企业");
    user.expect_save_status(LOCAL);
    user.open("#/privacy");
    user.expect_text("现在 IndexedDB 不能用");
    user.click_link("删除本机保存的全部内容");
    user.expect_text("已删除。一分钟内请不要强行关闭浏览器");
    assert_eq!(user.eval_js::<usize>("() => Object.keys(localStorage).length", &[]), 0);
}
