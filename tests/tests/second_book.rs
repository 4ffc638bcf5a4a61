//! The app built with another rule book. Neither build contains anything of the other.

use huiqi_tests::pdf::dense;
use huiqi_tests::{User, within};
use serde_json::{Value, json};
use std::path::Path;

const FITTING: &str = "这个门店装修花了多少？";
const TOTAL: &str = "可得合计 175,000元；由部门定的不低于 50,000元；政策期内少缴 2,400元";
// 10%×60万元, cap 5万元, and 10%×25万元; 0.2元×12000千瓦时; 50% to 80% of 4万元; at least 30% of 10万元.
const MEASURES: [(&str, &str, &str); 8] = [
    ("新店装修补助", "可得", "可得 75,000 元（7.5万元）"),
    ("名作坊奖励", "可得", "可得 100,000 元（10万元）"),
    ("展位费补助", "由部门定", "20,000 元（2万元） 至 32,000 元（3.2万元）"),
    ("布展补助", "由部门定", "最高 200,000 元（20万元）"),
    ("贷款贴息", "由部门定", "不低于 30,000 元（3万元）"),
    ("重大项目一事一议", "没有写金额", "有资金，没有写数额"),
    ("夜间用电减免", "少付", "少付 2,400 元"),
    ("证照一次办好", "没有写金额", "办事便利"),
];

// The parts of 没涉及, each with its number of measures.
const NOT_CONCERNED: &str =
    "() => all('.fold h3').map((one) => [name(one), all('details.measure', one.parentNode).length])";

#[track_caller]
fn answer_as_shop(user: &User) {
    user.open_start_page();
    user.expect_text("澄政发〔2025〕8号");
    user.expect_text("2025年3月1日至2026年2月28日施行");
    user.expect_text("2025年9月1日");
    user.click_link("开始自评");
    user.expect_heading("您是谁");
    user.choose("您是哪一种？", "商户");
    user.choose("您在哪个城区？", "南城");
    user.click_continue();
    user.expect_heading("门店和手艺");
    for (card, cost) in [("门店 1", "60"), ("门店 2", "25"), ("门店 3", "9.99")] {
        user.fill_in(&within(card, FITTING), cost);
        if card != "门店 3" {
            user.click_link("再加一个门店");
        }
    }
    user.choose("今年新获得了哪些名号？", "省级名作坊");
    user.click_continue();
    user.expect_heading("买卖");
    user.fill_in("夜间用了多少千瓦时电？", "1.2万");
    user.expect_echo("夜间用了多少千瓦时电？", "= 12,000 千瓦时");
    user.choose("您参加名录内的展会吗？", "是");
    user.fill_in("展位费是多少？", "4");
    user.fill_in("今年付了多少贷款利息？", "10");
    user.choose("您有特别重大的项目吗？", "是");
    user.click_continue();
    user.expect_heading("核对答案");
    user.click_continue();
}

#[test]
fn second_book_shop_goes_from_start_to_print() {
    let user = User::with_second_book();
    answer_as_shop(&user);
    user.expect_heading(TOTAL);
    user.expect_text("按2025年9月1日判断");
    user.expect_text("少缴的税费不计入合计。");
    for (title, group, amount) in MEASURES {
        user.expand_measure(title);
        let facts = user.measure_details(title);
        assert_eq!((facts.group.as_str(), facts.amount.as_str()), (group, amount), "{title}");
        assert!(facts.article.starts_with("澄政发〔2025〕8号第"), "{}", facts.article);
    }
    user.click_link("如何理解");
    user.expect_text("南城另有自己的办法，请向南城确认。");

    user.open("#/measure/1-1");
    user.expect_heading("新店装修补助");
    user.expect_text("第1条 · 市工艺局 · 补助 · 申报");
    user.expect_text("对当年开业、装修投入10万元以上的门店，按装修投入的10%给予补助");

    user.open("#/document/5");
    user.expect_text("第5条 支持参加展会");
    user.expect_text("为支持手工业和商贸业发展，制定以下措施。");
    user.expect_text("全年组织展会10场。");

    user.open("#/print");
    user.expect_text(TOTAL);
    let sheet = user.print();
    sheet.save_copy("sheet-second-book.pdf");
    let text = sheet.pages().concat();
    let holds = |what: &str| assert!(text.contains(&dense(what)), "“{what}” is not printed:\n{text}");
    holds("澄政发〔2025〕8号《澄州市支持手工业和商贸业发展若干措施》");
    holds("判断日期2025年9月1日（文件施行期：2025年3月1日至2026年2月28日）");
    holds("chengzhou-2025-8 · ");
    holds(TOTAL);
    for (title, _, amount) in MEASURES {
        holds(&format!("{title}{amount}"));
    }
    holds("门店 3：装修投入99,900 元");
    holds("南城另有自己的办法，请向南城确认。");
    holds("这是一份编出来的文件，不是真的政策。");
}

#[test]
fn date_outside_the_period_says_so() {
    let user = User::with_second_book();
    answer_as_shop(&user);
    user.expect_heading(TOTAL);
    for (day, heading, section, count) in [
        ("2026-02-28", TOTAL, "面向其他主体", 1),
        ("2026-03-01", "按2026年3月1日判断，文件已于2026年2月28日到期", "不在执行期内", 8),
        ("2025-02-28", "按2025年2月28日判断，文件还没有施行（从2025年3月1日起）", "不在执行期内", 8),
    ] {
        user.open("#/topic/who");
        user.set_date("哪一天申报？", day);
        user.open("#/results");
        user.expect_heading(heading);
        user.expand_group("没涉及");
        let part = json!([section, count]);
        user.wait_until(section, || user.eval_js::<Vec<Value>>(NOT_CONCERNED, &[]).contains(&part).then_some(()));
    }
    user.expect_text("按2025年2月28日判断");
    user.expect_text("在判断日期，这些措施还没有开始，或者已经结束。");
    user.open("#/measure/2-1");
    user.expect_text("不在执行期");
}

// The measure for persons is out of force after its own period.
#[test]
fn second_book_person_is_asked_other_questions() {
    let user = User::with_second_book();
    user.open("#/topic/who");
    user.choose("您是哪一种？", "师傅（个人）");
    user.choose("您在哪个城区？", "北城");
    user.click_continue();
    user.expect_heading("门店和手艺");
    assert_eq!(user.questions(), ["带满一年的徒弟有几名？"]);
    user.fill_in("带满一年的徒弟有几名？", "3");
    user.open("#/topic/trade");
    user.expect_text("这一部分不面向个人。");
    user.open("#/results");
    user.expand_measure("带徒奖励");
    // 3×5000元
    assert_eq!(user.measure_details("带徒奖励").amount, "可得 15,000 元（1.5万元）");
    user.open("#/topic/who");
    user.set_date("哪一天申报？", "2026-01-01");
    user.open("#/results");
    user.wait_until("the results", || (!user.heading().contains(" 0")).then_some(()));
    user.expand_group("没涉及");
    user.expect_text("不在执行期内");
    assert!(user.measures_under("没涉及").contains(&"带徒奖励".to_owned()), "its period ended the day before");
}

#[test]
#[expect(clippy::expect_used, reason = "without both builds there is nothing to compare")]
fn builds_contain_nothing_of_the_other_rule_book() {
    let holds = |dist: &Path, words: &str| -> Vec<String> {
        let files = dist.read_dir().expect("the build is there").flatten().map(|entry| entry.path());
        let holding = files.filter(|file| {
            let bytes = std::fs::read(file).expect("a file of the build can be read");
            bytes.windows(words.len()).any(|piece| piece == words.as_bytes())
        });
        holding.filter_map(|file| Some(file.file_name()?.to_string_lossy().into_owned())).collect()
    };
    let (first, second) = (xtask::dist(), xtask::second_dist());
    for words in ["嘉兴", "嘉政", "浙江", "南湖", "jiaxing", "135N”", "高新技术企业", "县（市"] {
        assert!(!holds(&first, words).is_empty(), "“{words}” shows nothing: the first build does not hold it either");
        assert_eq!(holds(&second, words), [""; 0], "“{words}” stands in the app and not in its rule book");
    }
    for words in ["澄州", "澄政", "作坊", "chengzhou"] {
        assert!(!holds(&second, words).is_empty(), "“{words}” shows nothing: the second build does not hold it either");
        assert_eq!(holds(&first, words), [""; 0], "“{words}”");
    }
}
