//! A case that travels: opened elsewhere it is the same case, nothing that is there is lost for it, and a clerk checks it
//! without keeping it.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_engine::Answer;
use huiqi_engine::book::FactType;
use huiqi_engine::case::{Case, link};
use huiqi_engine::message::chinese;
use huiqi_engine::near_miss::compare;
use huiqi_tests::company::{self, RESEARCH};
use huiqi_tests::sheet::dense;
use huiqi_tests::{Person, worked};
use rust_decimal::Decimal;
use serde_json::{Value, json};

const LISTEN: &str =
    "() => { navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }; }";
const FORBID: &str = "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }";
const GROUPS: [&str; 3] = ["可以申报", "由部门评审", "自动享受"];
const CORRECT: &str = "(wanted) => {
    const row = [...document.querySelectorAll('.checkrow')].find((one) => one.querySelector('.hint').textContent === wanted);
    [...row.querySelectorAll('button')].find((one) => ['更正', '收起'].includes(one.textContent)).click();
}";
const RESTORE: &str = "(wanted) => {
    const row = [...document.querySelectorAll('.checkrow')].find((one) => one.querySelector('.hint').textContent === wanted);
    [...row.querySelectorAll('button')].find((one) => one.textContent === '恢复原答案').click();
}";
const GRANTED: &str = "() => [...document.querySelectorAll('.packet .item')]
    .filter((one) => !one.textContent.startsWith('窗口核对')).map((one) => one.textContent)";
const TICK: &str = "(wanted) => [...document.querySelectorAll('.checkrow')]
    .find((one) => one.querySelector('.hint').textContent === wanted).querySelector('.choice input').click()";

/// What the device keeps, key by key.
#[track_caller]
fn storage(person: &Person) -> Value {
    person.looks("() => ({ ...localStorage })", &[])
}

#[track_caller]
fn the_machine_tool_company() -> (Person, Case, String) {
    let person = Person::with_kept(&company::kept());
    person.opens("#/results");
    person.runs(LISTEN, &[]);
    person.follows("复制链接");
    person.sees("链接已复制");
    let link: String = person.looks("() => window.copied", &[]);
    let case = worked::case_of(&link);
    let hash = link[link.find('#').expect("a fragment")..].to_owned();
    (person, case, hash)
}

#[track_caller]
fn verdicts(person: &Person) -> (String, Vec<Vec<String>>) {
    person.opens("#/results");
    person.until("the results", || person.heading().starts_with("可确定").then_some(()));
    (person.heading(), GROUPS.map(|group| person.measures_under(group)).into())
}

#[test]
fn a_link_opens_the_same_case_on_another_device_and_leaves_what_is_there() {
    let (first, _, hash) = the_machine_tool_company();
    let wanted = verdicts(&first);
    drop(first);

    let own = company::kept().replace("南湖机床有限公司", "本机的公司");
    let person = Person::with_kept(&own);
    person.opens(&hash);
    person.is_on("收到一份自评");
    for said in ["南湖机床有限公司", "题", "与本页相同", "2023年6月30日"] {
        person.sees(said);
    }
    person.has_a_screen(390, 844, "light");
    person.takes_a_picture("target/shots/received-390.png", 2000);
    assert_eq!(person.looks::<Vec<String>>("overflow", &[json!(390)]), [""; 0]);
    assert!(storage(&person).as_object().is_some_and(|kept| kept.len() == 1), "nothing is kept before it is opened");
    person.follows("打开");
    person.is_on(&wanted.0);
    assert_eq!(person.looks::<String>("() => location.hash", &[]), "#/results");
    assert_eq!(verdicts(&person), wanted);
    assert_eq!(person.kept(huiqi_tests::company::CASE), Some(own), "what was here is as it was");
    person.opens("#/cases");
    person.sees("本机的公司");
    person.sees("南湖机床有限公司");
    // The answers are in no address any more.
    person.goes_back();
    person.goes_back();
    assert!(!person.looks::<String>("() => location.hash", &[]).contains("case/"), "Back does not lead to the answers");
}

#[test]
fn a_cut_or_altered_link_is_refused_in_one_sentence_and_changes_nothing() {
    let (person, _, hash) = the_machine_tool_company();
    let before = storage(&person);
    let middle = hash.len() / 2;
    let altered =
        format!("{}{}{}", &hash[..middle], if &hash[middle..=middle] == "1" { "2" } else { "1" }, &hash[middle + 1..]);
    for bad in [&hash[..hash.len() - 1], &hash[..middle], &altered, "#/case/", "#/case/x", "#/case/0000000000000"] {
        person.opens(bad);
        person.is_on("这个链接打不开");
        person.sees("链接不完整或被改动，请重新复制整个链接。");
        assert_eq!(storage(&person), before, "{bad}");
    }
    person.follows("回到首页");
    person.sees("南湖机床有限公司");
    assert_eq!(storage(&person), before);
}

#[test]
fn where_copying_is_forbidden_the_link_can_be_copied_by_hand() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/print");
    person.sees("评估时点");
    person.runs(FORBID, &[]);
    person.follows("复制链接");
    person.sees("请选中下面的链接后复制");
    let shown: String = person.until("the link is selected", || {
        person.looks::<Option<String>>(
            "() => { const one = document.activeElement; return one?.id === 'case-link' && one.selectionEnd === one.value.length ? one.value : null; }",
            &[],
        )
    });
    assert_eq!(worked::case_of(&shown).name.as_deref(), Some("南湖机床有限公司"));
}

#[test]
fn a_link_of_another_edition_says_what_does_not_fit_before_it_is_opened() {
    let (person, mut case, _) = the_machine_tool_company();
    // The other edition has another option in the place of one that was chosen.
    let mut other = worked::book();
    let fact = &mut other.facts[worked::book().fact("district").expect("a fact")];
    let label = fact.label;
    fact.options.iter_mut().for_each(|option| option.id = Box::leak(format!("old_{}", option.id).into_boxed_str()));
    case.fingerprint = Some(1);
    let before = storage(&person);
    person.opens(&format!("#/case/{}", link::write(&other, &case)));
    person.is_on("收到一份自评");
    person.sees("规则版本不同");
    person.sees(label);
    person.sees("0000000000000001");
    person.follows("不打开");
    person.until("the start page", || person.looks::<bool>("() => location.hash === '#/'", &[]).then_some(()));
    assert_eq!(storage(&person), before);
}

// What a correction of one figure changes, worked out natively.
fn changed(case: &Case, fact: &str, value: Decimal) -> (Vec<String>, Vec<String>) {
    let book = worked::book();
    let ix = book.fact(fact).expect("a fact");
    assert_eq!(book.facts[ix].kind, FactType::Money);
    let mut corrected = case.clone();
    corrected.answers.set(&book, ix, 0, Some(Answer::Number(value)));
    let changes = compare(&book, &worked::assessed(case), &worked::assessed(&corrected));
    let titles = changes.iter().map(|change| book.measures[change.measure].title.to_owned()).collect();
    (changes.iter().map(|change| chinese().change(&book, change)).collect(), titles)
}

fn changes_on_the_page(person: &Person) -> Vec<String> {
    person.looks("() => [...document.querySelectorAll('.changes li')].map((one) => one.textContent)", &[])
}

#[test]
fn a_clerk_checks_the_case_and_keeps_nothing_of_it() {
    let (first, case, hash) = the_machine_tool_company();
    let headline = first.heading();
    first.opens("#/print");
    first.is_on("惠企政策自评结果");
    let wanted: Vec<String> = first.looks(GRANTED, &[]);
    assert!(wanted.len() > 5, "{wanted:?}");
    drop(first);
    let person = Person::at_a_new_device();
    person.opens_the_start_page();
    let before = storage(&person);
    person.opens(&hash);
    person.follows("以窗口人员身份核对");
    person.is_on("窗口核对");
    person.sees("已核 0/");
    person.sees(&format!("收到时：{headline}。"));
    // On another device the same measures, amounts, calculations and conditions.
    person.follows("打印核对结果");
    person.is_on("惠企政策自评核对结果");
    assert_eq!(person.looks::<Vec<String>>(GRANTED, &[]), wanted);
    person.follows("返回核对");
    person.is_on("窗口核对");
    let rows: usize = person.looks("() => document.querySelectorAll('.checkrow').length", &[]);
    assert!(rows > 25, "{rows} answers");
    assert_eq!(changes_on_the_page(&person), [""; 0]);

    person.runs(TICK, &[json!("所在地")]);
    person.sees(&format!("已核 1/{rows} 题"));
    person.runs(CORRECT, &[json!("本年度研发费用")]);
    person.selects_the_unit(RESEARCH, "万元");
    person.types(RESEARCH, "1149");
    person.is_told(RESEARCH, "= 11,490,000 元（1149万元）");
    person.sees(&format!("已核 2/{rows} 题，其中更正 1 题"));
    let (said, titles) = changed(&case, "rd_expense_cur", Decimal::from(11_490_000));
    assert_eq!(titles, ["企业研发投入增量补助"], "the figure decides this measure and no other");
    person.until("exactly these changes", || (changes_on_the_page(&person) == said).then_some(()));

    person.runs("() => document.getElementById('remark').focus()", &[]);
    person.devtools("Input.insertText", json!({ "text": "审计报告为11,490,000元" }));
    for (width, height) in [(390, 844), (1440, 900)] {
        person.has_a_screen(width, height, "light");
        person.takes_a_picture(&format!("target/shots/clerk-{width}.png"), 3000);
        assert_eq!(person.looks::<Vec<String>>("overflow", &[json!(width)]), [""; 0], "{width}");
    }
    person.follows("打印核对结果");
    person.is_on("惠企政策自评核对结果");
    let sheet = person.prints();
    sheet.keep("checked.pdf");
    let text = sheet.pages().concat();
    for wanted in [
        "核对日期",
        "南湖区✓",
        "12,000,000 元（1200万元）11,490,000 元（1149万元）（窗口更正）",
        "审计报告为11,490,000元",
        &said[0],
        &format!("已核 2/{rows} 题，其中更正 1 题"),
    ] {
        assert!(text.contains(&dense(wanted)), "“{wanted}” is not printed: {text}");
    }
    let struck: Vec<String> =
        person.looks("() => [...document.querySelectorAll('.packet .answers del')].map((one) => one.textContent)", &[]);
    assert_eq!(struck, ["12,000,000 元（1200万元）"], "struck through among all answers");
    assert_eq!(storage(&person), before, "nothing of it is kept");

    person.follows("返回核对");
    person.sees(&format!("已核 2/{rows} 题，其中更正 1 题"));
    person.types_the_address("#/privacy");
    person.is_on("数据保存在哪里");
    person.goes_back();
    person.is_on("没有要核对的自评");
    assert_eq!(storage(&person), before);
}

#[test]
fn what_was_put_right_is_kept_where_the_clerk_says_so() {
    let (first, _, hash) = the_machine_tool_company();
    drop(first);
    let person = Person::at_a_new_device();
    person.opens(&hash);
    person.follows("以窗口人员身份核对");
    person.is_on("窗口核对");
    person.runs(CORRECT, &[json!("本年度研发费用")]);
    person.selects_the_unit(RESEARCH, "万元");
    person.types(RESEARCH, "1149");
    person.sees("其中更正 1 题");
    // What hangs on an answer that is put right counts as checked; both come back with the original.
    let gate = "您符合研发费用加计扣除政策吗？";
    person.runs(CORRECT, &[json!("符合研发费用加计扣除政策")]);
    person.chooses(gate, "否");
    person.sees("更正后不涉及");
    person.sees("已核 4/");
    person.runs(CORRECT, &[json!("符合研发费用加计扣除政策")]);
    person.runs(RESTORE, &[json!("符合研发费用加计扣除政策")]);
    person.no_longer_sees("更正后不涉及");
    person.sees("其中更正 1 题");
    person.follows("保存为自评");
    person.is_on("可确定合计 4,500,000元");
    person.opens("#/cases");
    person.sees("南湖机床有限公司");
}
