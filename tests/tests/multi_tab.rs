//! One case in two tabs: edits are synchronized, and conflicts are shown to the user.

use huiqi_tests::User;
use huiqi_tests::company::{self, RESEARCH};
use huiqi_tests::fault_table::record_fault;
use serde_json::json;

const BEFORE: &str = "上一年度符合加计扣除政策的研发费用是多少？";
const REVENUE: &str = "本年度营业收入是多少？";

// Types 300 figures into a field, each in a separate turn of the event loop.
const TYPES_300: &str = "(ask) => {
    window.typed_all = false;
    const channel = new MessageChannel();
    let count = 0;
    channel.port1.onmessage = () => {
        const one = field(ask);
        if (count > 0 && one.value !== String(count)) window.reverted = [ask, count, one.value];
        count += 1;
        one.value = String(count);
        one.dispatchEvent(new Event('input', { bubbles: true }));
        if (count < 300) setTimeout(() => channel.port2.postMessage(0), 5); else window.typed_all = true;
    };
    channel.port2.postMessage(0);
}";

#[test]
fn concurrent_tabs_lose_no_answers() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/topic/research");
    let [first, second] = user.open_second_tab();
    user.open("#/topic/research");
    user.run_js(TYPES_300, &[json!(RESEARCH)]);
    user.switch_to_tab(&first);
    user.run_js(TYPES_300, &[json!(BEFORE)]);
    let mut lost = 0;
    for tab in [&first, &second] {
        user.switch_to_tab(tab);
        user.wait_until_js("all is typed", "() => window.typed_all");
        lost += usize::from(!user.eval_js::<bool>("() => window.reverted === undefined", &[]));
    }
    for tab in [&first, &second] {
        user.switch_to_tab(tab);
        for ask in [RESEARCH, BEFORE] {
            lost += usize::from(user.wait_for_field_value(ask, |typed| typed == "300").is_err());
        }
        user.expect_save_status("已保存");
        assert_eq!(user.notices(), [""; 0], "nobody answered the same question twice");
    }
    let stored = user.indexed_db_item(huiqi_tests::company::CASE_KEY);
    for fact in ["rd_expense_cur", "rd_expense_prev"] {
        lost += usize::from(!stored.contains(&format!("\"{fact}\":{{\"typed\":{{\"text\":\"300\"")));
    }
    record_fault("two windows typing at once", 600, lost);
    assert_eq!(lost, 0);
}

#[test]
fn answer_of_one_tab_appears_in_the_other() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/topic/research");
    let [first, second] = user.open_second_tab();
    user.open("#/topic/research");
    user.switch_to_tab(&first);
    user.fill_in(RESEARCH, "1300");
    user.switch_to_tab(&second);
    user.expect_echo(RESEARCH, "= 13,000,000 元（1300万元）");
    assert_eq!(user.field_value(RESEARCH), "1300");
    user.choose("您符合研发费用加计扣除政策吗？", "否");
    user.click_link("改");
    user.switch_to_tab(&first);
    user.wait_until("the other answer", || {
        (user.chosen_options("您符合研发费用加计扣除政策吗？") == ["否"]).then_some(())
    });
}

// Both tabs answer the revenue before either receives the other's message.
#[track_caller]
fn answer_in_both_tabs() -> (User, [thirtyfour::WindowHandle; 2]) {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/topic/research");
    let tabs = user.open_second_tab();
    user.open("#/topic/research");
    user.expect_save_status("已保存");
    // The tab also does not re-read the store when it regains focus.
    user.run_js("() => addEventListener('focus', (event) => event.stopImmediatePropagation(), true)", &[]);
    user.switch_to_tab(&tabs[0]);
    user.run_js("() => { BroadcastChannel.prototype.postMessage = () => {}; }", &[]);
    user.fill_in(REVENUE, "3亿");
    user.expect_save_status("已保存");
    user.switch_to_tab(&tabs[1]);
    assert_eq!(user.field_value(REVENUE), "2.5亿", "it has heard nothing");
    user.paste(REVENUE, "4亿");
    (user, tabs)
}

#[test]
fn conflicting_answers_of_two_tabs_are_chosen_by_the_user() {
    let (user, [first, second]) = answer_in_both_tabs();
    user.expect_text("“本年度营业收入”在两个窗口里填得不一样");
    user.switch_to_tab(&first);
    user.expect_text("在两个窗口里填得不一样");
    user.reload();
    user.expect_text("在两个窗口里填得不一样");
    user.switch_to_tab(&second);
    user.click_link("改用“300,000,000 元（3亿元）”");
    user.expect_no_text("在两个窗口里填得不一样");
    assert_eq!(user.field_value(REVENUE), "3亿");
    user.switch_to_tab(&first);
    user.expect_no_text("在两个窗口里填得不一样");
    assert_eq!(user.field_value(REVENUE), "3亿");
}

#[test]
fn old_tab_stops_writing_after_a_newer_version() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/topic/research");
    user.fill_in(RESEARCH, "1300");
    user.expect_save_status("已保存");
    let newer = company::envelope(99, json!({ "answers": ["in a form of the future"] })).to_string();
    user.put_in_open_indexed_db(huiqi_tests::company::CASE_KEY, &newer);
    user.fill_in(RESEARCH, "1400");
    user.expect_text("来自更新版本");
    user.expect_save_status("仅本次有效");
    user.fill_in(RESEARCH, "1500");
    user.expect_echo(RESEARCH, "= 15,000,000 元（1500万元）");
    assert_eq!(user.indexed_db_item(huiqi_tests::company::CASE_KEY), newer, "it is left alone");
}

// A newer version that upgrades the database.
const REBUILDS_THE_JOURNAL: &str = "async () => {
    const request = indexedDB.open('huiqi', 2);
    await new Promise((come, fail) => {
        request.onupgradeneeded = () => request.result.createObjectStore('more');
        request.onsuccess = come;
        request.onerror = () => fail(request.error);
        request.onblocked = () => fail(new Error('a window has it open and does not let go'));
    });
    request.result.close();
}";

// A newer version upgrades the database while two tabs of this one have it open.
#[test]
fn old_tab_closes_database_for_upgrade_and_goes_on() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/topic/research");
    let [first, _] = user.open_second_tab();
    user.open("#/topic/research");
    user.fill_in(RESEARCH, "1300");
    user.expect_save_status("已保存");
    user.await_js(REBUILDS_THE_JOURNAL);
    for (tab, figure) in [(None, "1400"), (Some(&first), "1500")] {
        if let Some(tab) = tab {
            user.switch_to_tab(tab);
        }
        user.fill_in(RESEARCH, figure);
        user.expect_save_status("已保存");
        assert!(user.indexed_db_item(huiqi_tests::company::CASE_KEY).contains(&format!("\"text\":\"{figure}\"")));
    }
}

#[test]
fn foreign_messages_and_records_do_no_harm() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/topic/research");
    user.fill_in(RESEARCH, "1300");
    user.expect_save_status("已保存");
    user.run_js(
        "() => { const newer = new BroadcastChannel('huiqi');
            for (const said of [null, undefined, 4, 'hello', { v: 99 }, [], ['huiqi.case.jiaxing-2023-3'], ['huiqi.case.jiaxing-2023-3', { v: 99 }]]) newer.postMessage(said);
            newer.close(); }",
        &[],
    );
    assert_eq!(user.notices(), [""; 0]);
    user.await_js(PUTS_AN_OBJECT);
    user.fill_in(RESEARCH, "1400");
    user.expect_text("来自更新版本");
    user.expect_save_status("仅本次有效");
    user.await_js(READS_THE_OBJECT);
    assert_eq!(user.eval_js::<u32>("() => window.stored?.v ?? 0", &[]), 99, "it is left alone");
}

const PUTS_AN_OBJECT: &str = "async () => {
    const open = await new Promise((come, fail) => { const asked = indexedDB.open('huiqi'); asked.onsuccess = () => come(asked.result); asked.onerror = fail; });
    const change = open.transaction('cases', 'readwrite');
    change.objectStore('cases').put({ v: 99 }, 'huiqi.case.jiaxing-2023-3');
    await new Promise((come, fail) => { change.oncomplete = come; change.onabort = fail; });
    open.close();
}";
const READS_THE_OBJECT: &str = "async () => {
    const open = await new Promise((come, fail) => { const asked = indexedDB.open('huiqi'); asked.onsuccess = () => come(asked.result); asked.onerror = fail; });
    const asked = open.transaction('cases').objectStore('cases').get('huiqi.case.jiaxing-2023-3');
    window.stored = await new Promise((come) => { asked.onsuccess = () => come(asked.result); });
    open.close();
}";
