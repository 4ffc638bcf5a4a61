//! A device in a service hall that everybody uses: nothing of a visitor is there for the next one.

use huiqi_tests::Person;
use serde_json::json;

const KIND: &str = "您以什么身份申报？";
const NOTHING_KEPT: &str = "async () => {
    const bases = (await indexedDB.databases()).map((one) => one.name);
    window.left_behind = [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...bases, ...(document.cookie ? ['cookie'] : [])];
}";

#[track_caller]
fn a_visitor(address: &str) -> Person {
    let person = Person::at_a_new_device();
    person.opens(address);
    person.sees("公用设备");
    person.opens(&address.replace("#/", "#/topic/identity"));
    person.chooses(KIND, "企业");
    person.sees_the_standing("仅本次有效");
    person
}

#[track_caller]
fn leaves_nothing(person: &Person) {
    person.waits_for(NOTHING_KEPT);
    assert_eq!(person.looks::<Vec<String>>("() => window.left_behind", &[]), [""; 0]);
}

#[track_caller]
fn nothing_is_shown(person: &Person) {
    person.until("a page without answers", || {
        person.looks::<bool>("() => !document.getElementById('opening') && heading() !== '' && !document.querySelector(':checked:not(option)')", &[]).then_some(())
    });
}

#[test]
fn nothing_is_kept_and_nothing_comes_back_after_the_end() {
    let person = a_visitor("?kiosk#/");
    person.continues();
    person.opens("?kiosk#/results");
    person.sees("项待定");
    leaves_nothing(&person);
    person.follows("结束");
    person.is_on("这份文件里，您能享受哪些政策？");
    person.sees("开始自评");
    leaves_nothing(&person);
    type Way = fn(&Person);
    let (back, forward, reload): (Way, Way, Way) = (Person::goes_back, Person::goes_forward, Person::reloads);
    for goes in [back, back, reload, forward, forward, reload] {
        goes(&person);
        nothing_is_shown(&person);
        assert!(!person.looks::<String>("() => location.href", &[]).contains("/case/"));
    }
    person.opens("?kiosk#/topic/identity");
    person.has_chosen(KIND, &[]);
    person.opens("?kiosk#/");
    person.sees("开始自评");
}

#[test]
fn a_reload_a_new_window_and_back_from_another_page_show_nothing() {
    let person = a_visitor("?kiosk#/");
    person.goes_to("about:blank");
    person.goes_back();
    nothing_is_shown(&person);
    person.opens("?kiosk#/topic/identity");
    person.has_chosen(KIND, &[]);
    person.chooses(KIND, "企业");
    person.reloads();
    nothing_is_shown(&person);
    person.chooses(KIND, "企业");
    person.opens_a_second_tab();
    person.opens("?kiosk#/topic/identity");
    person.has_chosen(KIND, &[]);
}

#[test]
fn who_walks_away_is_warned_and_then_everything_is_wiped() {
    let person = a_visitor("?kiosk=6#/");
    person.sees("秒后清除您填写的全部内容");
    person.follows("继续填写");
    person.no_longer_sees("秒后清除您填写的全部内容");
    person.has_chosen(KIND, &["企业"]);
    person.sees("秒后清除您填写的全部内容");
    person.is_on("这份文件里，您能享受哪些政策？");
    person.sees("开始自评");
    person.goes_back();
    nothing_is_shown(&person);
}

#[test]
fn there_is_printing_and_no_other_way_out() {
    let person = a_visitor("?kiosk#/");
    let away = ["导出保存", "复制链接", "打开导出的文件", "保存的自评和例子", "全部自评", "存为网页文件", "存为表格"];
    for hash in ["#/", "#/topic/identity", "#/check", "#/results", "#/print", "#/privacy"] {
        person.types_the_address(&format!("?kiosk{hash}"));
        person.waits_long_until("the page", "() => heading() !== '' && !main_text().includes('正在打开')");
        let there: Vec<String> = person.looks("(words) => words.filter((one) => link(one))", &[json!(away)]);
        assert_eq!(there, [""; 0], "{hash}");
    }
    for hash in ["#/cases", "#/batch", "#/clerk", "#/case/1234567890"] {
        person.types_the_address(&format!("?kiosk{hash}"));
        person.is_on("没有这个页面");
        assert!(!person.looks::<String>("() => location.href", &[]).contains("1234567890"));
    }
}

#[test]
fn the_mode_has_an_address_and_can_be_set_in_the_page() {
    let person = Person::at_a_new_device();
    person.types_the_address("#/kiosk");
    person.sees("公用设备");
    assert!(person.looks::<String>("() => location.href", &[]).ends_with("?kiosk#/"));
    let set = "new MutationObserver(() => {
        if (!document.head || document.querySelector('meta[name=huiqi-kiosk]')) return;
        document.head.append(Object.assign(document.createElement('meta'), { name: 'huiqi-kiosk', content: '300' }));
    }).observe(document, { childList: true, subtree: true });";
    person.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": set }));
    person.opens("#/topic/identity");
    person.sees("公用设备");
    person.chooses(KIND, "企业");
    leaves_nothing(&person);
}
