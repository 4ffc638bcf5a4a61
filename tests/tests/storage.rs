//! A device whose storage is damaged, forbidden, full, or written by a newer version: nothing is lost without a word.

use huiqi_tests::company::{self, MEASURES, RESEARCH};
use huiqi_tests::{Device, Person};
use serde_json::json;

const KIND: &str = "您以什么身份申报？";
// How long it takes from the input to the notice, by the page's own clock.
const TIME_THE_NOTICE: &str = "() => {
    let typed;
    document.addEventListener('input', () => { typed = performance.now(); }, true);
    const seen = () => { if (notices().length > 0) window.said_after ??= performance.now() - typed; };
    new MutationObserver(seen).observe(document.body, { childList: true, subtree: true });
}";

#[test]
fn damaged_answers_are_kept_aside_and_can_be_downloaded() {
    let whole = company::kept();
    let half: String = whole.chars().take(whole.chars().count() / 2).collect();
    let person = Person::with_kept(&half);
    person.sees("上次保存的内容已经损坏");
    let kept: Vec<String> = person.looks(
        "() => Object.keys(localStorage).filter((key) => key.startsWith('huiqi.damaged.')).map((key) => localStorage.getItem(key))",
        &[],
    );
    assert_eq!(kept, [half.as_str()]);
    person.follows("下载原内容");
    assert_eq!(person.has_downloaded(), ("huiqi-saved.json".to_owned(), half));
    person.follows("开始自评");
    person.chooses(KIND, "企业");
    person.reloads();
    assert_eq!(person.chosen(KIND), ["企业"]);
    assert_eq!(person.notices(), [""; 0], "it is said once");
}

#[test]
fn without_storage_the_whole_way_can_be_gone_and_it_is_said_that_nothing_stays() {
    let person = Person::at(Device::without_site_data());
    company::answers_everything(&person);
    person.sees("浏览器不允许本页保存数据");
    person.is_on("可确定合计 4,700,000元");
    person.unfolds(MEASURES[0].0);
    assert!(person.facts_of(MEASURES[0].0).amount.contains("200,000"));
    person.follows("导出保存");
    let (name, text) = person.has_downloaded();
    assert!(name.starts_with("惠企-") && text.contains("\"rd_expense_cur\""), "{name}: {text}");
    person.follows("打印");
    person.is_on("惠企政策自评结果");
}

#[test]
fn a_full_storage_is_said_at_once_and_the_old_answers_stay() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/topic/research");
    let before = person.kept(huiqi_tests::company::CASE);
    person.fills_the_storage();
    person.runs(TIME_THE_NOTICE, &[]);
    person.pastes(RESEARCH, "123456");
    person.sees("存储空间已满");
    let milliseconds: f64 = person.looks("() => window.said_after", &[]);
    assert!(milliseconds < 1000.0, "{milliseconds}");
    person.is_told(RESEARCH, "= 1,234,560,000 元（123456万元）");
    assert_eq!(person.kept(huiqi_tests::company::CASE), before, "what was kept stays as it was");

    person.frees_the_storage();
    person.types(RESEARCH, "1234567");
    person.no_longer_sees("存储空间已满");
    assert_eq!(person.kept_entries()["rd_expense_cur"]["typed"]["text"], "1234567");
}

#[test]
fn what_a_newer_version_has_kept_is_left_alone() {
    let newer = company::envelope(99, json!({ "answers": ["in a form of the future"] })).to_string();
    let person = Person::with_kept(&newer);
    person.sees("来自更新版本");
    person.follows("开始自评");
    person.chooses(KIND, "企业");
    person.reloads();
    person.sees("来自更新版本");
    assert_eq!(person.kept(huiqi_tests::company::CASE), Some(newer));
    assert_eq!(person.chosen(KIND), [""; 0]);
}

// What can stand in the journal in the place of a text.
const PUTS: &str = "(key, value) => new Promise((come, fail) => {
    const asked = indexedDB.open('huiqi');
    asked.onerror = fail;
    asked.onsuccess = () => {
        const change = asked.result.transaction('cases', 'readwrite');
        change.objectStore('cases').put(value, key);
        change.oncomplete = () => { asked.result.close(); come(); };
        change.onabort = fail;
    };
})";

#[test]
fn whatever_stands_in_the_journal_the_intact_copy_opens() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/topic/research");
    let mut figure = 1300;
    for value in [json!(""), json!({ "no": "text" }), json!(4), json!(null), json!(["huiqi"]), json!("{")] {
        figure += 1;
        person.types(RESEARCH, &figure.to_string());
        person.sees_the_standing("已保存");
        let put = format!("async () => ({PUTS})('{}', {value})", company::CASE);
        person.waits_for(&put);
        for _ in 0..2 {
            person.reloads();
            let typed = person.finds_typed(RESEARCH, |typed| typed == figure.to_string());
            assert_eq!(typed, Ok(figure.to_string()), "{value}");
            person.sees_the_standing("已保存");
        }
        assert!(person.in_the_journal(company::CASE).contains(&figure.to_string()), "{value}");
    }
}

#[test]
fn a_damaged_version_in_one_copy_leaves_the_other_one_open() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/topic/research");
    for (figure, version) in (1400..).zip(["5", "9", "44", "3", "1"]) {
        person.types(RESEARCH, &figure.to_string());
        person.sees_the_standing("已保存");
        let text = person.kept(company::CASE).unwrap_or_default();
        let flipped = text.replacen("\"v\":4", &format!("\"v\":{version}"), 1);
        if figure % 2 == 0 {
            person.puts_in_storage(company::CASE, &flipped);
        } else {
            person.puts_in_the_journal(company::CASE, &flipped);
        }
        person.opens("#/topic/research");
        let typed = person.finds_typed(RESEARCH, |typed| typed == figure.to_string());
        assert_eq!(typed, Ok(figure.to_string()), "version {version}");
        person.sees("已用另一份恢复");
        person.sees_the_standing("已保存");
        person.reloads();
        person.sees_the_standing("已保存");
        assert_eq!(person.notices(), [""; 0], "it is said once");
    }
}

#[test]
fn where_the_open_case_is_missing_another_one_opens_with_a_word() {
    for named in ["huiqi.case.jiaxing-2023-3.7", "nothing", ""] {
        let person = Person::with_kept(&company::kept());
        person.sees("南湖机床有限公司");
        person.puts_in_the_journal("huiqi.open.jiaxing-2023-3", named);
        person.puts_in_storage("huiqi.open.jiaxing-2023-3", named);
        person.opens_the_start_page();
        person.sees("南湖机床有限公司");
        if !named.is_empty() {
            person.sees("上次打开的那份自评找不到了");
        }
    }
}

#[test]
fn the_app_s_own_settings_are_no_damaged_content() {
    let person = Person::at_a_new_device();
    person.opens("#/topic/identity");
    person.chooses(KIND, "企业");
    person.follows("English");
    person.follows("中文");
    person.sees_the_standing("已保存");
    person.opens("#/privacy");
    person.sees("现在保存着的");
    assert!(!person.looks::<bool>("() => main_text().includes('打不开的内容')", &[]));
    assert_eq!(person.looks::<usize>("() => document.querySelectorAll('main dl.rows > div').length", &[]), 1);
}
