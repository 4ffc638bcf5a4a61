//! What was typed and cannot be read stays and travels: to the results, on paper, into files, the link and the table, and
//! back.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_engine::case;
use huiqi_tests::Person;
use huiqi_tests::company::RESEARCH;
use huiqi_tests::sheet::dense;
use huiqi_tests::worked;
use serde_json::json;
use thirtyfour::Key;

const DAY: &str = "按哪一天判断？";
const LISTEN: &str =
    "() => { navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }; }";
// A file of these bytes, in hexadecimal digits, dropped on the page.
const DROP: &str = "(name, digits) => {
    const bytes = new Uint8Array(digits.match(/../g).map((two) => parseInt(two, 16)));
    const carried = new DataTransfer();
    carried.items.add(new File([bytes], name, { type: 'application/json' }));
    document.querySelector('main').dispatchEvent(
        new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: carried }));
}";

#[track_caller]
fn with_an_unreadable_figure() -> Person {
    let person = Person::at_a_new_device();
    person.opens("#/topic/identity");
    person.chooses("您以什么身份申报？", "企业");
    person.types(DAY, "2023年4月");
    person.presses(Key::Tab);
    person.opens("#/topic/research");
    person.chooses("您符合研发费用加计扣除政策吗？", "是");
    person.types(RESEARCH, "约345万");
    person.presses(Key::Tab);
    assert!(person.is_corrected(RESEARCH).ends_with('。'));
    person
}

#[track_caller]
fn is_on_the_results(person: &Person) {
    person.opens("#/results");
    person.sees("2 题填写的内容读不出来，按没有回答判断：");
    person.sees("本年度研发费用：约345万");
    person.sees("“2023年4月”读不出来，改好以前按2023年6月30日判断。");
}

#[test]
fn an_unreadable_entry_is_said_on_every_page_and_on_paper() {
    let person = with_an_unreadable_figure();
    is_on_the_results(&person);
    let said: String = person.looks("() => document.querySelector('main').textContent", &[]);
    assert!(!said.contains("还没有填写“本年度研发费用”"), "{said}");
    let ix = worked::book().measure("12-1").expect("the measure");
    person.opens(&format!("#/measure/{}", worked::book().measures[ix].id));
    person.sees("“本年度研发费用”填写的内容读不出来：约345万。");
    person.opens("#/check");
    person.sees("题填写的内容读不出来");
    let rows = person.answers_to_check();
    let told = |label: &str| rows.iter().find(|(known, _)| known == label).map(|(_, said)| said.clone());
    assert!(
        told("本年度研发费用").is_some_and(|said| said.starts_with("约345万（读不出来）：看不懂“约”，请")),
        "{rows:?}"
    );
    person.opens("#/print");
    person.is_on("惠企政策自评结果");
    let paper = dense(&person.prints().pages().concat());
    for says in ["本年度研发费用：约345万", "约345万（读不出来）", "“2023年4月”读不出来，改好以前按2023年6月30日"]
    {
        assert!(paper.contains(&dense(says)), "{says}: {paper}");
    }
    person.follows("存为网页文件");
    let (_, page) = person.takes_the_download();
    assert!(page.contains("约345万（读不出来）") && page.contains("2023年4月"));
    person.follows("存为表格");
    let (_, table) = person.takes_the_download();
    assert!(table.contains("读不出来的内容,本年度研发费用：约345万"), "{table}");
}

#[test]
fn an_unreadable_entry_comes_back_from_file_and_link() {
    let person = with_an_unreadable_figure();
    is_on_the_results(&person);
    person.follows("导出保存");
    let (name, text) = person.has_downloaded();
    assert!(text.contains("\"rd_expense_cur\": { \"typed\": \"约345万\", \"unit\": \"万元\" }"), "{text}");
    assert!(text.contains("\"version\": 2") && text.contains("{ \"typed\": \"2023年4月\" }"), "{text}");
    person.runs(LISTEN, &[]);
    person.follows("复制链接");
    let link: String =
        person.until("the link is copied", || person.looks::<Option<String>>("() => window.copied ?? null", &[]));
    assert_eq!(worked::case_of(&link).answers, case::read(&worked::book(), &text).expect("a case").answers);
    person.opens("#/check");
    let answered: String = person.looks("() => document.querySelector('main .lead').textContent", &[]);
    let entries = person.kept_entries();

    let other = Person::at_a_new_device();
    other.opens("#/cases");
    other.drops_a_file(&name, &text);
    other.has_the_cases(&["未写名称"]);
    other.does_with_the_case("未写名称", "打开");
    other.opens("#/check");
    other.sees("题填写的内容读不出来");
    assert_eq!(other.looks::<String>("() => document.querySelector('main .lead').textContent", &[]), answered);
    is_on_the_results(&other);
    other.opens("#/topic/identity");
    assert_eq!(other.typed(DAY), "2023年4月");

    let third = Person::at_a_new_device();
    third.opens(&link[link.find('#').expect("a fragment")..]);
    third.is_on("收到一份自评");
    third.sees("本年度研发费用：约345万");
    third.follows("打开");
    is_on_the_results(&third);
    assert_eq!(third.kept_entries(), entries, "just what was typed");
}

#[test]
fn the_day_is_emptied_and_typed_anew_like_any_field() {
    let person = Person::at_a_new_device();
    person.opens("#/topic/identity");
    person.until("the field", || person.questions().iter().any(|ask| ask == DAY).then_some(()));
    assert_eq!(person.typed(DAY), "", "the document's day stands beside the field");
    person.is_told(DAY, "没有填写，按2023年6月30日判断。");
    person.types(DAY, "2023-05-01");
    person.is_told(DAY, "= 2023年5月1日");
    person.selects_what_is_typed(DAY);
    person.presses(Key::Delete);
    person.is_told(DAY, "没有填写，按2023年6月30日判断。");
    assert_eq!(person.typed(DAY), "");
    person.types_there("2023-4-30");
    assert_eq!(person.typed(DAY), "2023-4-30");
    person.is_told(DAY, "= 2023年4月30日");
    person.types(DAY, "");
    person.presses(Key::Backspace);
    person.presses(Key::Tab);
    assert_eq!(person.typed(DAY), "", "nothing comes back by itself");
}

#[test]
fn unseen_signs_are_taken_out_of_a_name_and_that_is_said() {
    let person = Person::at_a_new_device();
    person.opens("#/topic/identity");
    person.chooses("您以什么身份申报？", "企业");
    person.opens("#/check");
    person.runs("() => document.getElementById('name').focus()", &[]);
    person.devtools("Input.insertText", json!({ "text": "甲公司\t嘉兴\u{202e}" }));
    person.sees("换行、制表符和看不见的字符已经从单位名称中去掉。");
    let name: String = person.looks("() => document.getElementById('name').value", &[]);
    assert_eq!(name, "甲公司 嘉兴");
    person.opens("#/results");
    person.follows("导出保存");
    let (file, text) = person.has_downloaded();
    assert_eq!(case::read(&worked::book(), &text).expect("a case").name.as_deref(), Some("甲公司 嘉兴"));
    let other = Person::at_a_new_device();
    other.opens("#/cases");
    other.drops_a_file(&file, &text);
    other.has_the_cases(&["甲公司 嘉兴"]);
}

#[test]
fn a_file_in_gbk_is_read_and_a_damaged_one_refused() {
    let person = Person::at_a_new_device();
    person.opens("#/cases");
    person.sees("还没有保存的自评");
    let hexadecimal = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let file = |name: &[u8]| {
        hexadecimal(&[b"{\"document\": \"jiaxing-2023-3\", \"name\": \"", name, b"\", \"answers\": {}}"].concat())
    };
    // 嘉兴市某某科技有限公司
    let gbk = b"\xbc\xce\xd0\xcb\xca\xd0\xc4\xb3\xc4\xb3\xbf\xc6\xbc\xbc\xd3\xd0\xcf\xde\xb9\xab\xcb\xbe";
    person.runs(DROP, &[json!("甲.json"), json!(file(gbk))]);
    person.has_the_cases(&["嘉兴市某某科技有限公司"]);
    let damaged = &"嘉兴市某某科技有限公司".as_bytes()[1..];
    person.runs(DROP, &[json!("乙.json"), json!(file(damaged))]);
    person.sees("乙.json：文件里有损坏的文字，没有读取");
    person.has_the_cases(&["嘉兴市某某科技有限公司"]);
}

#[test]
fn a_figure_beyond_the_fen_is_refused_with_a_sentence() {
    let person = Person::at_a_new_device();
    person.opens("#/cases");
    person.sees("还没有保存的自评");
    let file = r#"{"document": "jiaxing-2023-3", "answers": {"rd_expense_cur": "3450000.125"}}"#;
    person.drops_a_file("细.json", file);
    person.sees("金额最多两位小数（精确到分）");
    assert!(case::read(&worked::book(), file).is_err(), "as the commands do");
}
