//! A machine-tool company, from the start page to the sheet it takes along.

use huiqi_tests::Person;
use huiqi_tests::company::{self, MEASURES, RESEARCH};

#[test]
fn a_machine_tool_company_sees_what_it_gets_and_why() {
    goes_from_the_start_to_the_sheet(&Person::at_a_new_device());
}

/// The whole company, with any browser.
#[track_caller]
pub fn goes_from_the_start_to_the_sheet(person: &Person) {
    company::answers_everything(person);
    person.is_on("可确定合计 4,700,000元");
    for (title, article, amount) in MEASURES {
        person.unfolds(title);
        let facts = person.facts_of(title);
        assert_eq!(facts.group, "可以申报", "{title}");
        assert!(facts.amount.starts_with(&format!("可得 {amount} 元")), "{title}: {}", facts.amount);
        assert!(facts.source.starts_with(article), "{title}: {}", facts.source);
        assert_eq!(facts.article, format!("嘉政发〔2023〕3号{article}"));
        assert!(facts.quote.ends_with(['。', '；']) && facts.quote.chars().count() > 30, "{title}: {}", facts.quote);
        assert!(facts.conditions.len() > 1, "{title}: {:?}", facts.conditions);
        for condition in &facts.conditions {
            assert_eq!(condition.standing, "符合：", "{title}: {}", condition.said);
        }
    }
    let research = person.facts_of(MEASURES[0].0);
    assert!(research.working.starts_with("10% × (12,000,000元 − 10,000,000元) = 200,000元"), "{}", research.working);
    assert!(research.quote.contains("按研发费用增量部分的10%给予补助"));
    person.follows("打印");
    person.is_on("惠企政策自评结果");
    person.sees("合计 4,700,000元");
}

#[test]
fn a_smaller_increase_shows_what_is_missing() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/topic/research");
    person.types(RESEARCH, "1149");
    person.is_told(RESEARCH, "= 11,490,000 元（1149万元）");
    person.opens("#/results");
    person.is_on("可确定合计 4,500,000元");
    let title = MEASURES[0].0;
    person.unfolds_the_group("不符合");
    person.unfolds(title);
    let facts = person.facts_of(title);
    assert_eq!((facts.group.as_str(), facts.amount.as_str()), ("不符合", ""));
    let unmet: Vec<_> = facts.conditions.iter().filter(|condition| condition.standing != "符合：").collect();
    assert_eq!(unmet.len(), 1, "only the growth is too small: {unmet:?}");
    assert!(unmet[0].said.contains("14.9%") && unmet[0].said.contains("15%"), "{}", unmet[0].said);
}
