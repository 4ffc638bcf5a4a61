//! Smoke test: the machine-tool company from the start page to the print.

use huiqi_tests::User;
use huiqi_tests::company::{self, MEASURES, RESEARCH};

#[test]
fn machine_tool_company_gets_expected_results() {
    complete_company(&User::start());
}

/// The whole company, with any browser.
#[track_caller]
pub fn complete_company(user: &User) {
    company::answer_all_topics(user);
    user.expect_heading("可得合计 4,700,000元");
    for (title, article, amount) in MEASURES {
        user.expand_measure(title);
        let facts = user.measure_details(title);
        assert_eq!(facts.group, "可得", "{title}");
        assert!(facts.amount.starts_with(&format!("可得 {amount} 元")), "{title}: {}", facts.amount);
        assert!(facts.source.starts_with(article), "{title}: {}", facts.source);
        assert_eq!(facts.article, format!("嘉政发〔2023〕3号{article}"));
        assert!(facts.quote.ends_with(['。', '；']) && facts.quote.chars().count() > 30, "{title}: {}", facts.quote);
        assert!(facts.conditions.len() > 1, "{title}: {:?}", facts.conditions);
        for condition in &facts.conditions {
            assert_eq!(condition.status, "符合：", "{title}: {}", condition.text);
        }
    }
    let research = user.measure_details(MEASURES[0].0);
    assert!(research.working.starts_with("10% × (12,000,000元 − 10,000,000元) = 200,000元"), "{}", research.working);
    assert!(research.quote.contains("按研发费用增量部分的10%给予补助"));
    user.click_link("打印，带到窗口");
    user.expect_heading("惠企政策自评情况表");
    user.expect_text("合计 4,700,000元");
}

#[test]
fn smaller_rd_growth_shows_what_is_missing() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/topic/research");
    user.fill_in(RESEARCH, "1149");
    user.expect_echo(RESEARCH, "= 11,490,000 元（1149万元）");
    user.open("#/results");
    user.expect_heading("可得合计 4,500,000元");
    let title = MEASURES[0].0;
    user.expand_group("不符合");
    user.expand_measure(title);
    let facts = user.measure_details(title);
    assert_eq!((facts.group.as_str(), facts.amount.as_str()), ("不符合", ""));
    let unmet: Vec<_> = facts.conditions.iter().filter(|condition| condition.status != "符合：").collect();
    assert_eq!(unmet.len(), 1, "only the growth is too small: {unmet:?}");
    assert!(unmet[0].text.contains("14.9%") && unmet[0].text.contains("15%"), "{}", unmet[0].text);
}
