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
    person.is_on("可确定 3 项，合计 4,700,000元");
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
    let before = person.kept("huiqi.case");
    person.fills_the_storage();
    person.runs(TIME_THE_NOTICE, &[]);
    person.pastes(RESEARCH, "123456");
    person.sees("存储空间已满");
    let milliseconds: f64 = person.looks("() => window.said_after", &[]);
    assert!(milliseconds < 1000.0, "{milliseconds}");
    person.is_told(RESEARCH, "= 1,234,560,000 元（123456万元）");
    assert_eq!(person.kept("huiqi.case"), before, "what was kept stays as it was");

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
    assert_eq!(person.kept("huiqi.case"), Some(newer));
    assert_eq!(person.chosen(KIND), [""; 0]);
}
