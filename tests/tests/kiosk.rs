//! Kiosk mode on a shared device: nothing of one visitor remains for the next.

use huiqi_tests::User;
use serde_json::json;

const KIND: &str = "您以什么身份申报？";
const NOTHING_KEPT: &str = "async () => {
    const bases = (await indexedDB.databases()).map((one) => one.name);
    window.left_behind = [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...bases, ...(document.cookie ? ['cookie'] : [])];
}";

#[track_caller]
fn kiosk_user(address: &str) -> User {
    let user = User::start();
    user.open(address);
    user.expect_text("公用设备");
    user.open(&address.replace("#/", "#/topic/identity"));
    user.choose(KIND, "企业");
    user.expect_save_status("仅本次有效");
    user
}

#[track_caller]
fn assert_nothing_stored(user: &User) {
    user.await_js(NOTHING_KEPT);
    assert_eq!(user.eval_js::<Vec<String>>("() => window.left_behind", &[]), [""; 0]);
}

#[track_caller]
fn expect_no_answers(user: &User) {
    user.wait_until("a page without answers", || {
        user.eval_js::<bool>("() => !document.getElementById('opening') && heading() !== '' && !document.querySelector(':checked:not(option)')", &[]).then_some(())
    });
}

#[test]
fn kiosk_stores_nothing_and_end_wipes_everything() {
    let user = kiosk_user("?kiosk#/");
    user.click_continue();
    user.open("?kiosk#/results");
    user.expect_text("项待定");
    assert_nothing_stored(&user);
    user.click_link("结束");
    user.expect_heading("您能得到哪些支持？算一算，逐项看清。");
    user.expect_text("开始自评");
    assert_nothing_stored(&user);
    type Way = fn(&User);
    let (back, forward, reload): (Way, Way, Way) = (User::go_back, User::go_forward, User::reload);
    for goes in [back, back, reload, forward, forward, reload] {
        goes(&user);
        expect_no_answers(&user);
        assert!(!user.eval_js::<String>("() => location.href", &[]).contains("/case/"));
    }
    user.open("?kiosk#/topic/identity");
    user.expect_chosen(KIND, &[]);
    user.open("?kiosk#/");
    user.expect_text("开始自评");
}

#[test]
fn kiosk_reload_new_tab_and_back_show_nothing() {
    let user = kiosk_user("?kiosk#/");
    user.goto("about:blank");
    user.go_back();
    expect_no_answers(&user);
    user.open("?kiosk#/topic/identity");
    user.expect_chosen(KIND, &[]);
    user.choose(KIND, "企业");
    user.reload();
    expect_no_answers(&user);
    user.choose(KIND, "企业");
    user.open_second_tab();
    user.open("?kiosk#/topic/identity");
    user.expect_chosen(KIND, &[]);
}

#[test]
fn kiosk_timeout_warns_and_then_wipes() {
    let user = kiosk_user("?kiosk=6#/");
    user.expect_text("秒后清除您填写的全部内容");
    user.click_link("继续填写");
    user.expect_no_text("秒后清除您填写的全部内容");
    user.expect_chosen(KIND, &["企业"]);
    user.expect_text("秒后清除您填写的全部内容");
    user.expect_heading("您能得到哪些支持？算一算，逐项看清。");
    user.expect_text("开始自评");
    user.go_back();
    expect_no_answers(&user);
}

#[test]
fn kiosk_offers_printing_and_no_other_export() {
    let user = kiosk_user("?kiosk#/");
    let away = ["导出保存", "复制链接", "打开导出的文件", "保存的自评和例子", "全部自评", "存为网页文件", "存为表格"];
    for hash in ["#/", "#/topic/identity", "#/check", "#/results", "#/print", "#/privacy"] {
        user.goto_hash(&format!("?kiosk{hash}"));
        user.wait_until_js("the page", "() => heading() !== '' && !main_text().includes('正在打开')");
        let visible_links: Vec<String> = user.eval_js("(words) => words.filter((one) => link(one))", &[json!(away)]);
        assert_eq!(visible_links, [""; 0], "{hash}");
    }
    for hash in ["#/cases", "#/batch", "#/clerk", "#/case/1234567890"] {
        user.goto_hash(&format!("?kiosk{hash}"));
        user.expect_heading("没有这个页面");
        assert!(!user.eval_js::<String>("() => location.href", &[]).contains("1234567890"));
    }
}

#[test]
fn kiosk_mode_is_set_by_url_or_meta_tag() {
    let user = User::by_steps();
    user.goto_hash("#/kiosk");
    user.expect_text("公用设备");
    assert!(user.eval_js::<String>("() => location.href", &[]).ends_with("?kiosk#/"));
    let set = "new MutationObserver(() => {
        if (!document.head || document.querySelector('meta[name=huiqi-kiosk]')) return;
        document.head.append(Object.assign(document.createElement('meta'), { name: 'huiqi-kiosk', content: '300' }));
    }).observe(document, { childList: true, subtree: true });";
    user.send_cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": set }));
    user.open("#/topic/identity");
    user.expect_text("公用设备");
    user.choose(KIND, "企业");
    assert_nothing_stored(&user);
}
