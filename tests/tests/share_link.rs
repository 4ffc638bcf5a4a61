//! Share links: the same case on another device, beside the existing ones; the check by a clerk stores nothing.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_engine::Answer;
use huiqi_engine::book::FactType;
use huiqi_engine::case::{Case, link};
use huiqi_engine::message::chinese;
use huiqi_engine::near_miss::compare;
use huiqi_tests::company::{self, RESEARCH};
use huiqi_tests::pdf::dense;
use huiqi_tests::{User, expected};
use rust_decimal::Decimal;
use serde_json::{Value, json};

const LISTEN: &str =
    "() => { navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }; }";
const FORBID: &str = "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }";
const GROUPS: [&str; 4] = ["可得", "由部门定", "少付", "没有写金额"];
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

/// The local storage of the device, by key.
#[track_caller]
fn local_storage(user: &User) -> Value {
    user.eval_js("() => ({ ...localStorage })", &[])
}

#[track_caller]
fn shared_company() -> (User, Case, String) {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/results");
    user.run_js(LISTEN, &[]);
    user.click_link("复制链接");
    user.expect_text("链接已复制");
    let link: String = user.eval_js("() => window.copied", &[]);
    let case = expected::case_of(&link);
    let hash = link[link.find('#').expect("a fragment")..].to_owned();
    (user, case, hash)
}

#[track_caller]
fn verdicts(user: &User) -> (String, Vec<Vec<String>>) {
    user.open("#/results");
    user.wait_until("the results", || user.heading().starts_with("可得").then_some(()));
    (user.heading(), GROUPS.map(|group| user.measures_under(group)).into())
}

#[test]
fn link_opens_the_case_beside_existing_ones() {
    let (first, _, hash) = shared_company();
    let verdicts_before = verdicts(&first);
    drop(first);

    let local_case = company::stored_case().replace("南湖机床有限公司", "本机的公司");
    let user = User::with_stored_case(&local_case);
    user.open(&hash);
    user.expect_heading("收到一份自评");
    for text in ["南湖机床有限公司", "题", "与本页相同", "2023年6月30日"] {
        user.expect_text(text);
    }
    user.emulate_screen(390, 844, "light");
    user.take_screenshot("target/shots/received-390.png", 2000);
    assert_eq!(user.eval_js::<Vec<String>>("overflow", &[json!(390)]), [""; 0]);
    assert!(
        local_storage(&user).as_object().is_some_and(|items| items
            .keys()
            .filter(|key| !key.contains("settings"))
            .count()
            == 1),
        "nothing is kept before it is opened"
    );
    user.click_link("打开");
    user.expect_heading(&verdicts_before.0);
    assert_eq!(user.eval_js::<String>("() => location.hash", &[]), "#/results");
    assert_eq!(verdicts(&user), verdicts_before);
    assert_eq!(user.local_storage_item(huiqi_tests::company::CASE_KEY), Some(local_case), "what was here is as it was");
    user.open("#/cases");
    user.expect_text("本机的公司");
    user.expect_text("南湖机床有限公司");
    // No address in the history contains the answers any more.
    user.go_back();
    user.go_back();
    assert!(!user.eval_js::<String>("() => location.hash", &[]).contains("case/"), "Back does not lead to the answers");
}

#[test]
fn cut_or_altered_link_is_rejected_and_changes_nothing() {
    let (user, _, hash) = shared_company();
    let before = local_storage(&user);
    let middle = hash.len() / 2;
    let altered =
        format!("{}{}{}", &hash[..middle], if &hash[middle..=middle] == "1" { "2" } else { "1" }, &hash[middle + 1..]);
    for bad in [&hash[..hash.len() - 1], &hash[..middle], &altered, "#/case/", "#/case/x", "#/case/0000000000000"] {
        user.open(bad);
        user.expect_heading("这个链接打不开");
        user.expect_text("链接不完整或被改动，请重新复制整个链接。");
        assert_eq!(local_storage(&user), before, "{bad}");
    }
    user.click_link("回到首页");
    user.expect_text("南湖机床有限公司");
    assert_eq!(local_storage(&user), before);
}

#[test]
fn forbidden_clipboard_shows_link_for_manual_copying() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/print");
    user.expect_text("判断日期");
    user.run_js(FORBID, &[]);
    user.click_link("复制链接");
    user.expect_text("请选中下面的链接后复制");
    let shown: String = user.wait_until("the link is selected", || {
        user.eval_js::<Option<String>>(
            "() => { const one = document.activeElement; return one?.id === 'case-link' && one.selectionEnd === one.value.length ? one.value : null; }",
            &[],
        )
    });
    assert_eq!(expected::case_of(&shown).name.as_deref(), Some("南湖机床有限公司"));
}

#[test]
fn link_of_other_edition_lists_unfit_answers_first() {
    let (user, mut case, _) = shared_company();
    // The other edition has another option at the position of a chosen one.
    let mut edition = expected::book();
    let fact = &mut edition.facts[expected::book().fact("district").expect("a fact")];
    let label = fact.label;
    fact.options.iter_mut().for_each(|option| option.id = Box::leak(format!("old_{}", option.id).into_boxed_str()));
    case.fingerprint = Some(1);
    let before = local_storage(&user);
    user.open(&format!("#/case/{}", link::write(&edition, &case)));
    user.expect_heading("收到一份自评");
    user.expect_text("规则版本不同");
    user.expect_text(label);
    user.expect_text("0000000000000001");
    user.click_link("不打开");
    user.wait_until("the start page", || user.eval_js::<bool>("() => location.hash === '#/'", &[]).then_some(()));
    assert_eq!(local_storage(&user), before);
}

// The changes that the correction of one figure causes, computed natively.
fn expected_changes(case: &Case, fact: &str, value: Decimal) -> (Vec<String>, Vec<String>) {
    let book = expected::book();
    let ix = book.fact(fact).expect("a fact");
    assert_eq!(book.facts[ix].kind, FactType::Money);
    let mut corrected = case.clone();
    corrected.answers.set(&book, ix, 0, Some(Answer::Number(value)));
    let changes = compare(&book, &expected::assessment_of(case), &expected::assessment_of(&corrected));
    let titles = changes.iter().map(|change| book.measures[change.measure].title.to_owned()).collect();
    (changes.iter().map(|change| chinese().change(&book, change)).collect(), titles)
}

fn listed_changes(user: &User) -> Vec<String> {
    user.eval_js("() => [...document.querySelectorAll('.changes li')].map((one) => one.textContent)", &[])
}

#[test]
fn clerk_check_stores_nothing() {
    let (first, case, hash) = shared_company();
    let headline = first.heading();
    first.open("#/print");
    first.expect_heading("惠企政策自评情况表");
    let granted: Vec<String> = first.eval_js(GRANTED, &[]);
    assert!(granted.len() > 5, "{granted:?}");
    drop(first);
    let user = User::start();
    user.open_start_page();
    let before = local_storage(&user);
    user.open(&hash);
    user.click_link("以窗口人员身份核对");
    user.expect_heading("窗口核对");
    user.expect_text("已核 0/");
    user.expect_text(&format!("收到时：{headline}。"));
    // On another device, the same measures, amounts, calculations and conditions are shown.
    user.click_link("打印核对结果");
    user.expect_heading("惠企政策自评核对结果");
    assert_eq!(user.eval_js::<Vec<String>>(GRANTED, &[]), granted);
    user.click_link("返回核对");
    user.expect_heading("窗口核对");
    let rows: usize = user.eval_js("() => document.querySelectorAll('.checkrow').length", &[]);
    assert!(rows > 25, "{rows} answers");
    assert_eq!(listed_changes(&user), [""; 0]);

    user.run_js(TICK, &[json!("所在地")]);
    user.expect_text(&format!("已核 1/{rows} 题"));
    user.run_js(CORRECT, &[json!("本年度研发费用")]);
    user.select_unit(RESEARCH, "万元");
    user.fill_in(RESEARCH, "1149");
    user.expect_echo(RESEARCH, "= 11,490,000 元（1149万元）");
    user.expect_text(&format!("已核 2/{rows} 题，其中更正 1 题"));
    let (changes, titles) = expected_changes(&case, "rd_expense_cur", Decimal::from(11_490_000));
    assert_eq!(titles, ["企业研发投入增量补助"], "the figure decides this measure and no other");
    user.wait_until("exactly these changes", || (listed_changes(&user) == changes).then_some(()));

    user.run_js("() => document.getElementById('remark').focus()", &[]);
    user.send_cdp("Input.insertText", json!({ "text": "审计报告为11,490,000元" }));
    for (width, height) in [(390, 844), (1440, 900)] {
        user.emulate_screen(width, height, "light");
        user.take_screenshot(&format!("target/shots/clerk-{width}.png"), 3000);
        assert_eq!(user.eval_js::<Vec<String>>("overflow", &[json!(width)]), [""; 0], "{width}");
    }
    user.click_link("打印核对结果");
    user.expect_heading("惠企政策自评核对结果");
    let sheet = user.print();
    sheet.save_copy("checked.pdf");
    let text = sheet.pages().concat();
    for expected_text in [
        "核对日期",
        "南湖区✓",
        "12,000,000 元（1200万元）11,490,000 元（1149万元）（窗口更正）",
        "审计报告为11,490,000元",
        &changes[0],
        &format!("已核 2/{rows} 题，其中更正 1 题"),
    ] {
        assert!(text.contains(&dense(expected_text)), "“{expected_text}” is not printed: {text}");
    }
    let struck: Vec<String> =
        user.eval_js("() => [...document.querySelectorAll('.packet .answers del')].map((one) => one.textContent)", &[]);
    assert_eq!(struck, ["12,000,000 元（1200万元）"], "struck through among all answers");
    assert_eq!(local_storage(&user), before, "nothing of it is kept");

    user.click_link("返回核对");
    user.expect_text(&format!("已核 2/{rows} 题，其中更正 1 题"));
    user.goto_hash("#/privacy");
    user.expect_heading("数据保存在哪里");
    user.go_back();
    user.expect_heading("没有要核对的自评");
    assert_eq!(local_storage(&user), before);
}

#[test]
fn clerk_corrections_are_saved_on_request() {
    let (first, _, hash) = shared_company();
    drop(first);
    let user = User::start();
    user.open(&hash);
    user.click_link("以窗口人员身份核对");
    user.expect_heading("窗口核对");
    user.run_js(CORRECT, &[json!("本年度研发费用")]);
    user.select_unit(RESEARCH, "万元");
    user.fill_in(RESEARCH, "1149");
    user.expect_text("其中更正 1 题");
    // Answers that depend on a corrected answer count as checked; both are restored with the original.
    let gate = "您符合研发费用加计扣除政策吗？";
    user.run_js(CORRECT, &[json!("符合研发费用加计扣除政策")]);
    user.choose(gate, "否");
    user.expect_text("已填的 3 个回答就不再计入");
    user.click_link("改");
    user.expect_text("更正后不涉及");
    user.expect_text("已核 4/");
    user.run_js(CORRECT, &[json!("符合研发费用加计扣除政策")]);
    user.run_js(RESTORE, &[json!("符合研发费用加计扣除政策")]);
    user.expect_no_text("更正后不涉及");
    user.expect_text("其中更正 1 题");
    user.click_link("保存为自评");
    user.expect_heading("可得合计 4,500,000元");
    user.open("#/cases");
    user.expect_text("南湖机床有限公司");
}
