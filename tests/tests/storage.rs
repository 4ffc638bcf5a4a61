//! Storage that is damaged, forbidden, full, or written by a newer version: every loss is reported.

use huiqi_tests::company::{self, MEASURES, RESEARCH};
use huiqi_tests::{Device, User};
use serde_json::json;

const KIND: &str = "您以什么身份申报？";
// The time from the input to the notice, by the page's own clock.
const TIME_THE_NOTICE: &str = "() => {
    let typed;
    document.addEventListener('input', () => { typed = performance.now(); }, true);
    const seen = () => { if (notices().length > 0) window.said_after ??= performance.now() - typed; };
    new MutationObserver(seen).observe(document.body, { childList: true, subtree: true });
}";

#[test]
fn damaged_answers_are_kept_aside_and_downloadable() {
    let whole = company::stored_case();
    let half: String = whole.chars().take(whole.chars().count() / 2).collect();
    let user = User::with_stored_case(&half);
    user.expect_text("上次保存的内容已经损坏");
    let damaged_copies: Vec<String> = user.eval_js(
        "() => Object.keys(localStorage).filter((key) => key.startsWith('huiqi.damaged.')).map((key) => localStorage.getItem(key))",
        &[],
    );
    assert_eq!(damaged_copies, [half.as_str()]);
    user.click_link("下载原内容");
    assert_eq!(user.wait_for_download(), ("huiqi-saved.json".to_owned(), half));
    user.click_link("开始自评");
    user.choose(KIND, "企业");
    user.reload();
    assert_eq!(user.chosen_options(KIND), ["企业"]);
    assert_eq!(user.notices(), [""; 0], "it is said once");
}

#[test]
fn app_works_without_storage_and_says_so() {
    let user = User::on_device(Device::without_site_data());
    company::answer_all_topics(&user);
    user.expect_text("浏览器不允许本页保存数据");
    user.expect_heading("可得合计 4,700,000元");
    user.expand_measure(MEASURES[0].0);
    assert!(user.measure_details(MEASURES[0].0).amount.contains("200,000"));
    user.click_link("导出保存");
    let (name, text) = user.wait_for_download();
    assert!(name.starts_with("惠企-") && text.contains("\"rd_expense_cur\""), "{name}: {text}");
    user.click_link("打印，带到窗口");
    user.expect_heading("惠企政策自评情况表");
}

#[test]
fn full_storage_is_reported_and_old_answers_stay() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/topic/research");
    let before = user.local_storage_item(huiqi_tests::company::CASE_KEY);
    user.fill_storage();
    user.run_js(TIME_THE_NOTICE, &[]);
    user.paste(RESEARCH, "123456");
    user.expect_text("存储空间已满");
    let milliseconds: f64 = user.eval_js("() => window.said_after", &[]);
    assert!(milliseconds < 1000.0, "{milliseconds}");
    user.expect_echo(RESEARCH, "= 1,234,560,000 元（123456万元）");
    assert_eq!(user.local_storage_item(huiqi_tests::company::CASE_KEY), before, "what was kept stays as it was");

    user.free_storage();
    user.fill_in(RESEARCH, "1234567");
    user.expect_no_text("存储空间已满");
    assert_eq!(user.stored_entries()["rd_expense_cur"]["typed"]["text"], "1234567");
}

#[test]
fn content_of_a_newer_version_is_left_alone() {
    let newer = company::envelope(99, json!({ "answers": ["in a form of the future"] })).to_string();
    let user = User::with_stored_case(&newer);
    user.expect_text("来自更新版本");
    user.click_link("开始自评");
    user.choose(KIND, "企业");
    user.reload();
    user.expect_text("来自更新版本");
    assert_eq!(user.local_storage_item(huiqi_tests::company::CASE_KEY), Some(newer));
    assert_eq!(user.chosen_options(KIND), [""; 0]);
}

// Puts a value of any type into IndexedDB, which normally holds texts.
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
fn intact_copy_opens_despite_any_indexed_db_value() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/topic/research");
    let mut figure = 1300;
    for value in [json!(""), json!({ "no": "text" }), json!(4), json!(null), json!(["huiqi"]), json!("{")] {
        figure += 1;
        user.fill_in(RESEARCH, &figure.to_string());
        user.expect_save_status("已保存");
        let put = format!("async () => ({PUTS})('{}', {value})", company::CASE_KEY);
        user.await_js(&put);
        for _ in 0..2 {
            user.reload();
            let typed = user.wait_for_field_value(RESEARCH, |typed| typed == figure.to_string());
            assert_eq!(typed, Ok(figure.to_string()), "{value}");
            user.expect_save_status("已保存");
        }
        assert!(user.indexed_db_item(company::CASE_KEY).contains(&figure.to_string()), "{value}");
    }
}

#[test]
fn damaged_version_in_one_copy_opens_the_other() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/topic/research");
    for (figure, version) in (1400..).zip(["5", "9", "44", "3", "1"]) {
        user.fill_in(RESEARCH, &figure.to_string());
        user.expect_save_status("已保存");
        let text = user.local_storage_item(company::CASE_KEY).unwrap_or_default();
        let flipped = text.replacen("\"v\":4", &format!("\"v\":{version}"), 1);
        if figure % 2 == 0 {
            user.set_local_storage(company::CASE_KEY, &flipped);
        } else {
            user.put_in_indexed_db(company::CASE_KEY, &flipped);
        }
        user.open("#/topic/research");
        let typed = user.wait_for_field_value(RESEARCH, |typed| typed == figure.to_string());
        assert_eq!(typed, Ok(figure.to_string()), "version {version}");
        user.expect_text("已用另一份恢复");
        user.expect_save_status("已保存");
        user.reload();
        user.expect_save_status("已保存");
        assert_eq!(user.notices(), [""; 0], "it is said once");
    }
}

#[test]
fn missing_open_case_opens_another_with_a_notice() {
    for named in ["huiqi.case.jiaxing-2023-3.7", "nothing", ""] {
        let user = User::with_stored_case(&company::stored_case());
        user.expect_text("南湖机床有限公司");
        user.put_in_indexed_db("huiqi.open.jiaxing-2023-3", named);
        user.set_local_storage("huiqi.open.jiaxing-2023-3", named);
        user.open_start_page();
        user.expect_text("南湖机床有限公司");
        if !named.is_empty() {
            user.expect_text("上次打开的那份自评找不到了");
        }
    }
}

#[test]
fn settings_are_not_reported_as_damaged() {
    let user = User::start();
    user.open("#/topic/identity");
    user.choose(KIND, "企业");
    user.click_link("English");
    user.click_link("中文");
    user.expect_save_status("已保存");
    user.open("#/privacy");
    user.expect_text("现在保存着的");
    assert!(!user.eval_js::<bool>("() => main_text().includes('打不开的内容')", &[]));
    assert_eq!(user.eval_js::<usize>("() => document.querySelectorAll('main dl.rows > div').length", &[]), 1);
}
