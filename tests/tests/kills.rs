//! The browser is killed under every combination of the two stores and what can be wrong with them: nothing is lost that
//! was said to be saved. `HUIQI_KILLS=4 cargo test -p huiqi-tests kills` kills it four times under each.

use huiqi_tests::company::RESEARCH;
use huiqi_tests::{Device, Person};
use serde_json::json;
use std::fmt::Write as _;

const SUPER: &str = "您符合研发费用加计扣除政策吗？";
const LOCAL: &str = "已写入浏览器，浏览器意外关闭时最近一分钟的填写可能丢失";
// What can be wrong with the journal, and with local storage. That never answers where it takes everything and keeps
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

fn expected(journal: &str, storage: &str) -> &'static str {
    match (journal, storage) {
        ("works", _) => "已保存",
        (_, "works") => LOCAL,
        ("forbidden" | "never answers", "forbidden") => "仅本次有效",
        _ => "保存失败",
    }
}

struct Row {
    combination: String,
    kills: usize,
    said_saved: usize,
    lost: usize,
}

#[track_caller]
fn types_and_is_killed(person: &mut Person, conditions: &str, figure: &str, wanted: Option<&str>) -> (bool, bool) {
    person.opens("#/topic/identity");
    person.chooses("您以什么身份申报？", "企业");
    person.opens("#/topic/research");
    person.chooses(SUPER, "是");
    person.types(RESEARCH, figure);
    if let Some(wanted) = wanted {
        person.sees_the_standing(wanted);
    }
    let said_saved = person.claims_to_have_kept(RESEARCH) == figure;
    person.kills_and_opens_the_browser();
    person.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": conditions }));
    if !said_saved {
        return (false, false);
    }
    person.opens("#/topic/research");
    (true, person.finds_typed(RESEARCH, |typed| typed == figure).is_err())
}

fn kills(mut person: Person, combination: String, conditions: &str, wanted: &str, kills: usize) -> Row {
    person.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": conditions }));
    let (mut said_saved, mut lost) = (0, 0);
    for kill in 0..kills {
        let figure = (1000 + kill * 37).to_string();
        // Every other time the page is not waited for.
        let wanted = kill.is_multiple_of(2).then_some(wanted);
        let (said, is_lost) = types_and_is_killed(&mut person, conditions, &figure, wanted);
        said_saved += usize::from(said);
        lost += usize::from(is_lost);
    }
    Row { combination, kills, said_saved, lost }
}

#[test]
fn a_killed_browser_loses_nothing_that_was_said_to_be_saved() {
    let times = std::env::var("HUIQI_KILLS").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let mut rows = Vec::new();
    for (journal, spoils_the_journal) in JOURNAL {
        for (storage, spoils_the_storage) in STORAGE {
            let combination = format!("IndexedDB {journal}, local storage {storage}");
            let conditions = format!("{spoils_the_journal}{spoils_the_storage}");
            let person = Person::at_a_new_device();
            rows.push(kills(person, combination, &conditions, expected(journal, storage), times));
        }
    }
    // Not made by a script: the folder of the journal is a file.
    let person = Person::at(Device::without_a_journal());
    rows.push(kills(person, "IndexedDB’s folder unusable, local storage works".into(), "", LOCAL, times));
    let mut table = format!("\n{:<56} {:>6} {:>11} {:>5}\n", "combination", "kills", "said saved", "lost");
    for row in &rows {
        // Writing to a string cannot fail.
        let _ = writeln!(table, "{:<56} {:>6} {:>11} {:>5}", row.combination, row.kills, row.said_saved, row.lost);
    }
    huiqi_tests::faults::show(&table);
    assert_eq!(rows.iter().map(|row| row.lost).sum::<usize>(), 0);
    assert!(rows.iter().all(|row| (row.said_saved > 0) == row.combination.starts_with("IndexedDB works")), "{table}");
}

// Whether the old answers were on the page at any moment, and whether local storage still had them.
const WATCHES: &str = "window.had_them = Object.keys(localStorage).some((key) => key.startsWith('huiqi.case'));
    new MutationObserver(() => {
        if (document.body?.textContent.includes('继续上次')) window.flashed = true;
    }).observe(document, { childList: true, subtree: true, characterData: true });";

#[test]
fn what_was_deleted_is_never_shown_again_after_a_kill() {
    const ROUNDS: usize = 4;
    let mut had_them = 0;
    for _ in 0..ROUNDS {
        let mut person = Person::at_a_new_device();
        person.opens("#/topic/identity");
        person.chooses("您以什么身份申报？", "企业");
        person.sees_the_standing("已保存");
        // Until local storage is on the disk, from where it comes back.
        std::thread::sleep(std::time::Duration::from_millis(7_000));
        person.opens("#/privacy");
        person.follows("删除本机保存的全部内容");
        person.sees("已删除。");
        person.kills_and_opens_the_browser();
        person.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCHES }));
        person.opens_the_start_page();
        person.sees("开始自评");
        std::thread::sleep(std::time::Duration::from_millis(500));
        had_them += usize::from(person.looks::<bool>("() => window.had_them", &[]));
        assert!(!person.looks::<bool>("() => Boolean(window.flashed)", &[]), "the old answers were shown");
        person.opens("#/cases");
        assert_eq!(person.cases(), [""; 0]);
    }
    println!("local storage still had what was deleted in {had_them} of {ROUNDS} rounds");
}

#[test]
fn without_a_journal_a_deletion_says_that_it_may_be_undone() {
    let person = Person::at(Device::without_a_journal());
    person.opens("#/topic/identity");
    person.chooses("您以什么身份申报？", "企业");
    person.sees_the_standing(LOCAL);
    person.opens("#/privacy");
    person.sees("现在 IndexedDB 不能用");
    person.follows("删除本机保存的全部内容");
    person.sees("已删除。一分钟内请不要强行关闭浏览器");
    assert_eq!(person.looks::<usize>("() => Object.keys(localStorage).length", &[]), 0);
}
