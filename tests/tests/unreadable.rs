//! Unreadable entries are preserved as typed: on every page, in print, in files, links and tables.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_engine::case;
use huiqi_tests::User;
use huiqi_tests::company::RESEARCH;
use huiqi_tests::expected;
use huiqi_tests::pdf::dense;
use serde_json::json;
use thirtyfour::Key;

const DAY: &str = "按哪一天判断？";
const LISTEN: &str =
    "() => { navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }; }";
// Drops a file with these bytes, given in hexadecimal, on the page.
const DROP: &str = "(name, digits) => {
    const bytes = new Uint8Array(digits.match(/../g).map((two) => parseInt(two, 16)));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], name, { type: 'application/json' }));
    document.querySelector('main').dispatchEvent(
        new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: carried }));
}";

#[track_caller]
fn user_with_unreadable_figure() -> User {
    let user = User::start();
    user.open("#/topic/identity");
    user.choose("您以什么身份申报？", "企业");
    user.fill_in(DAY, "2023年4月");
    user.press(Key::Tab);
    user.open("#/topic/research");
    user.choose("您符合研发费用加计扣除政策吗？", "是");
    user.fill_in(RESEARCH, "约345万");
    user.press(Key::Tab);
    assert!(user.expect_field_error(RESEARCH).ends_with('。'));
    user
}

#[track_caller]
fn expect_unreadable_on_results(user: &User) {
    user.open("#/results");
    user.expect_text("2 题填写的内容读不出来，按没有回答判断：");
    user.expect_text("本年度研发费用：约345万");
    user.expect_text("“2023年4月”读不出来，改好以前按2023年6月30日判断");
}

#[test]
fn unreadable_entry_is_shown_on_pages_and_on_paper() {
    let user = user_with_unreadable_figure();
    expect_unreadable_on_results(&user);
    let text: String = user.eval_js("() => document.querySelector('main').textContent", &[]);
    assert!(!text.contains("还没有填写“本年度研发费用”"), "{text}");
    let ix = expected::book().measure("12-1").expect("the measure");
    user.open(&format!("#/measure/{}", expected::book().measures[ix].id));
    user.expect_text("“本年度研发费用”填写的内容读不出来：约345万。");
    user.open("#/check");
    user.expect_text("题填写的内容读不出来");
    let rows = user.review_answers();
    let row_value = |label: &str| rows.iter().find(|(name, _)| name == label).map(|(_, value)| value.clone());
    assert!(
        row_value("本年度研发费用").is_some_and(|value| value.starts_with("约345万（读不出来）：看不懂“约”，请")),
        "{rows:?}"
    );
    user.open("#/print");
    user.expect_heading("惠企政策自评情况表");
    let paper = dense(&user.print().pages().concat());
    for says in ["本年度研发费用：约345万", "约345万（读不出来）", "“2023年4月”读不出来，改好以前按2023年6月30日"]
    {
        assert!(paper.contains(&dense(says)), "{says}: {paper}");
    }
    user.click_link("存为网页文件");
    let (_, page) = user.take_download();
    assert!(page.contains("约345万（读不出来）") && page.contains("2023年4月"));
    user.click_link("存为表格");
    let (_, table) = user.take_download();
    assert!(table.contains("读不出来的内容,本年度研发费用：约345万"), "{table}");
}

#[test]
fn unreadable_entry_round_trips_through_file_and_link() {
    let user = user_with_unreadable_figure();
    expect_unreadable_on_results(&user);
    user.click_link("导出保存");
    let (name, text) = user.wait_for_download();
    assert!(text.contains("\"rd_expense_cur\": { \"typed\": \"约345万\", \"unit\": \"万元\" }"), "{text}");
    assert!(text.contains("\"version\": 2") && text.contains("{ \"typed\": \"2023年4月\" }"), "{text}");
    user.run_js(LISTEN, &[]);
    user.click_link("复制链接");
    let link: String =
        user.wait_until("the link is copied", || user.eval_js::<Option<String>>("() => window.copied ?? null", &[]));
    assert_eq!(expected::case_of(&link).answers, case::read(&expected::book(), &text).expect("a case").answers);
    user.open("#/check");
    let answered: String = user.eval_js("() => document.querySelector('main .lead').textContent", &[]);
    let entries = user.stored_entries();

    let second_user = User::start();
    second_user.open("#/cases");
    second_user.drop_file(&name, &text);
    second_user.expect_cases(&["未写名称"]);
    second_user.click_in_case("未写名称", "打开");
    second_user.open("#/check");
    second_user.expect_text("题填写的内容读不出来");
    assert_eq!(second_user.eval_js::<String>("() => document.querySelector('main .lead').textContent", &[]), answered);
    expect_unreadable_on_results(&second_user);
    second_user.open("#/topic/identity");
    assert_eq!(second_user.field_value(DAY), "2023年4月");

    let third_user = User::start();
    third_user.open(&link[link.find('#').expect("a fragment")..]);
    third_user.expect_heading("收到一份自评");
    third_user.expect_text("本年度研发费用：约345万");
    third_user.click_link("打开");
    expect_unreadable_on_results(&third_user);
    assert_eq!(third_user.stored_entries(), entries, "just what was typed");
}

#[test]
fn date_field_can_be_cleared_and_retyped() {
    let user = User::start();
    user.open("#/topic/identity");
    user.wait_until("the field", || user.questions().iter().any(|ask| ask == DAY).then_some(()));
    assert_eq!(user.field_value(DAY), "", "the document's day stands beside the field");
    user.expect_echo(DAY, "没有填写，按2023年6月30日判断。");
    user.fill_in(DAY, "2023-05-01");
    user.expect_echo(DAY, "= 2023年5月1日");
    user.select_field_text(DAY);
    user.press(Key::Delete);
    user.expect_echo(DAY, "没有填写，按2023年6月30日判断。");
    assert_eq!(user.field_value(DAY), "");
    user.type_text("2023-4-30");
    assert_eq!(user.field_value(DAY), "2023-4-30");
    user.expect_echo(DAY, "= 2023年4月30日");
    user.fill_in(DAY, "");
    user.press(Key::Backspace);
    user.press(Key::Tab);
    assert_eq!(user.field_value(DAY), "", "nothing comes back by itself");
}

#[test]
fn invisible_characters_are_removed_from_names_with_notice() {
    let user = User::start();
    user.open("#/topic/identity");
    user.choose("您以什么身份申报？", "企业");
    user.open("#/check");
    user.run_js("() => document.getElementById('name').focus()", &[]);
    user.send_cdp("Input.insertText", json!({ "text": "甲公司\t嘉兴\u{202e}" }));
    user.expect_text("换行、制表符和看不见的字符已经从单位名称中去掉。");
    let name: String = user.eval_js("() => document.getElementById('name').value", &[]);
    assert_eq!(name, "甲公司 嘉兴");
    user.open("#/results");
    user.click_link("导出保存");
    let (file, text) = user.wait_for_download();
    assert_eq!(case::read(&expected::book(), &text).expect("a case").name.as_deref(), Some("甲公司 嘉兴"));
    let second_user = User::start();
    second_user.open("#/cases");
    second_user.drop_file(&file, &text);
    second_user.expect_cases(&["甲公司 嘉兴"]);
}

#[test]
fn gbk_file_is_read_and_damaged_utf_8_rejected() {
    let user = User::start();
    user.open("#/cases");
    user.expect_text("还没有保存的自评");
    let hexadecimal = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let file = |name: &[u8]| {
        hexadecimal(&[b"{\"document\": \"jiaxing-2023-3\", \"name\": \"", name, b"\", \"answers\": {}}"].concat())
    };
    // 嘉兴市某某科技有限公司
    let gbk = b"\xbc\xce\xd0\xcb\xca\xd0\xc4\xb3\xc4\xb3\xbf\xc6\xbc\xbc\xd3\xd0\xcf\xde\xb9\xab\xcb\xbe";
    user.run_js(DROP, &[json!("甲.json"), json!(file(gbk))]);
    user.expect_cases(&["嘉兴市某某科技有限公司"]);
    let damaged = &"嘉兴市某某科技有限公司".as_bytes()[1..];
    user.run_js(DROP, &[json!("乙.json"), json!(file(damaged))]);
    user.expect_text("乙.json：文件里有损坏的文字，没有读取");
    user.expect_cases(&["嘉兴市某某科技有限公司"]);
}

#[test]
fn amount_with_three_decimals_is_rejected() {
    let user = User::start();
    user.open("#/cases");
    user.expect_text("还没有保存的自评");
    let file = r#"{"document": "jiaxing-2023-3", "answers": {"rd_expense_cur": "3450000.125"}}"#;
    user.drop_file("细.json", file);
    user.expect_text("金额最多两位小数（精确到分）");
    assert!(case::read(&expected::book(), file).is_err(), "as the commands do");
}
