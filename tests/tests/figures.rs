//! Figures of two years side by side, what follows from figures while they are typed, and what an answer does to others.

use huiqi_tests::User;
use thirtyfour::Key;

const THIS_YEAR: &str = "本年度研发费用";
const LAST_YEAR: &str = "上年度研发费用";
const BOTH_YEARS: &str = "符合加计扣除政策的研发费用是多少？";
const SUPER_DEDUCTION: &str = "您符合研发费用加计扣除政策吗？";

// Opens the step of the research expenses of two years.
#[track_caller]
fn open_research(user: &User) {
    user.open("#/topic/identity");
    user.choose("您以什么身份申报？", "企业");
    user.expect_heading("您在哪个县（市、区）？");
    user.open("#/topic/research/rd_superdeduction");
    user.choose(SUPER_DEDUCTION, "是");
    user.expect_heading(BOTH_YEARS);
}

#[track_caller]
fn gauge(user: &User, name: &str) -> Vec<String> {
    user.wait_until(name, || {
        let gauges: Vec<Vec<String>> = user.eval_js(
            "() => [...document.querySelectorAll('.gauge')].map((gauge) => [...gauge.querySelectorAll('p > span, p.source')].map((part) => part.textContent))",
            &[],
        );
        gauges.into_iter().find(|gauge| gauge[0].starts_with(name))
    })
}

#[test]
fn growth_is_measured_while_both_years_are_typed() {
    let user = User::by_steps();
    open_research(&user);
    assert_eq!(user.questions(), [THIS_YEAR, LAST_YEAR]);
    user.fill_in(THIS_YEAR, "1149");
    user.fill_in(LAST_YEAR, "1000");
    assert_eq!(gauge(&user, "研发费用增幅"), ["研发费用增幅 14.9%", "没达到", "要求不低于15%，还差0.1个百分点"]);
    user.expect_text("比上年度增加149万元");
    user.expect_no_text("可得可得");
    // Exactly at the threshold, and a fen below it.
    user.fill_in(THIS_YEAR, "1150");
    user.wait_until("reached", || (gauge(&user, "研发费用增幅")[1] == "达到").then_some(()));
    user.fill_in(THIS_YEAR, "11499999.99元");
    user.wait_until("missed", || (gauge(&user, "研发费用增幅")[1] == "没达到").then_some(()));
    user.fill_in(LAST_YEAR, "很多");
    user.expect_no_text("研发费用增幅 ");
}

#[test]
fn figure_of_a_project_is_measured_as_well() {
    let user = User::by_steps();
    user.set_local_storage(huiqi_tests::company::CASE_KEY, &huiqi_tests::company::stored_case());
    user.open("#/topic/projects/digital_investment");
    let ask = "这个项目的数字化投入是多少？";
    user.fill_in(ask, "99");
    assert_eq!(gauge(&user, "数字化投入"), ["数字化投入 990,000元", "没达到", "要求不低于100万元，还差1万元"]);
    user.fill_in(ask, "100");
    user.wait_until("reached", || (gauge(&user, "数字化投入")[1] == "达到").then_some(()));
    // Half of the investment in a model project (article 18).
    user.expect_text("可得 500,000元");
}

#[test]
fn one_unit_holds_for_both_years() {
    let user = User::by_steps();
    open_research(&user);
    user.fill_in(THIS_YEAR, "3");
    user.fill_in(LAST_YEAR, "2");
    user.run_js("() => [...document.querySelectorAll('.segment')].find((unit) => unit.textContent === '亿元').querySelector('input').click()", &[]);
    user.expect_text("300,000,000 元");
    user.expect_text("200,000,000 元");
    user.reload();
    user.expect_heading(BOTH_YEARS);
    assert_eq!((user.field_value(THIS_YEAR), user.field_value(LAST_YEAR)), ("3".into(), "2".into()));
    let chosen =
        || user.eval_js::<String>("() => document.querySelector('.segment :checked').parentElement.textContent", &[]);
    assert_eq!(chosen(), "亿元");
    // Two different units, chosen where each figure has its own, stay as they are.
    user.click_link("整页填写");
    user.expect_heading("研发与创新");
    user.select_unit("上一年度符合加计扣除政策的研发费用是多少？", "万元");
    user.click_link("一步一题");
    user.open("#/topic/research/rd_expense_cur");
    user.expect_heading(BOTH_YEARS);
    assert_eq!(user.eval_js::<usize>("() => document.querySelectorAll('.segment').length", &[]), 0);
    user.expect_text("20,000 元");
    user.expect_text("300,000,000 元");
}

#[test]
fn question_that_became_needless_is_said_with_its_reason() {
    let user = User::by_steps();
    open_research(&user);
    user.open("#/topic/scale/above_scale");
    user.choose("您是规模以上企业吗？", "是");
    user.wait_until("it is stored", || user.stored_entries().get("above_scale").map(|_| ()));
    user.open("#/topic/research/rd_expense_cur");
    user.expect_heading(BOTH_YEARS);
    // Below the least expenses of article 12 its other questions cannot change anything.
    user.fill_in(THIS_YEAR, "50");
    user.expect_text("“本年度营业收入”不用再问，因为“企业研发投入增量补助”已经不符合：本年度研发费用500,000元，要求不低于100万元，还差50万元。");
    user.fill_in(THIS_YEAR, "500");
    user.expect_no_text("不用再问");
    // A choice goes on by itself: the next step says it.
    user.select_field_text(THIS_YEAR);
    user.press(Key::Backspace);
    user.open("#/topic/research/rd_superdeduction");
    user.choose(SUPER_DEDUCTION, "否");
    user.wait_until("another step", || (user.heading() != SUPER_DEDUCTION).then_some(()));
    user.expect_text("不用再问，因为");
}

#[test]
fn change_that_idles_later_answers_is_confirmed() {
    let user = User::by_steps();
    open_research(&user);
    user.fill_in(THIS_YEAR, "1200");
    user.fill_in(LAST_YEAR, "1000");
    user.open("#/topic/research/rd_superdeduction");
    user.choose(SUPER_DEDUCTION, "否");
    user.expect_text("这样改，已填的 2 个回答就不再计入：“本年度研发费用”“上年度研发费用”。它们会保留，改回来就恢复。");
    user.expect_chosen(SUPER_DEDUCTION, &["否"]);
    assert_eq!(user.stored_entries()["rd_superdeduction"]["yes_no"], true, "nothing is taken yet");
    // The focus is in the notice; Escape leaves everything as it was.
    user.press(Key::Escape);
    user.expect_no_text("这样改");
    user.expect_chosen(SUPER_DEDUCTION, &["是"]);
    user.choose(SUPER_DEDUCTION, "否");
    user.expect_text("这样改");
    // “Continue” does not pass over it.
    user.click_link("继续");
    user.expect_heading(SUPER_DEDUCTION);
    user.click_link("改");
    user.expect_no_text("这样改");
    user.expect_chosen(SUPER_DEDUCTION, &["否"]);
    user.wait_until("it is stored", || (user.stored_entries()["rd_superdeduction"]["yes_no"] == false).then_some(()));
    // The other answers are kept; the way back needs no confirmation.
    user.choose(SUPER_DEDUCTION, "是");
    user.wait_until("another step", || (user.heading() != SUPER_DEDUCTION).then_some(()));
    user.open("#/topic/research/rd_expense_cur");
    user.expect_heading(BOTH_YEARS);
    assert_eq!((user.field_value(THIS_YEAR), user.field_value(LAST_YEAR)), ("1200".into(), "1000".into()));
}

#[test]
fn undecided_change_is_dropped_when_the_page_is_left() {
    let user = User::by_steps();
    open_research(&user);
    user.fill_in(THIS_YEAR, "1200");
    user.open("#/topic/research/rd_superdeduction");
    user.choose(SUPER_DEDUCTION, "否");
    user.expect_text("这样改");
    user.open("#/results");
    user.open("#/topic/research/rd_superdeduction");
    user.expect_chosen(SUPER_DEDUCTION, &["是"]);
    user.expect_no_text("这样改");
}
