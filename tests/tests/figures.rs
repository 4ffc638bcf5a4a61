//! Figures as people type them.

use huiqi_tests::Person;
use huiqi_tests::company::RESEARCH;
use serde_json::json;

fn at_a_field_for_money() -> Person {
    let person = Person::at_a_new_device();
    person.opens("#/topic/identity");
    person.chooses("您以什么身份申报？", "企业");
    person.opens("#/topic/research");
    person.chooses("您符合研发费用加计扣除政策吗？", "是");
    person
}

#[test]
fn a_figure_is_understood_however_it_is_written() {
    let person = at_a_field_for_money();
    for (typed, echo) in [
        ("１２００", "= 12,000,000 元（1200万元）"),
        ("1,200", "= 12,000,000 元（1200万元）"),
        ("1200万", "= 12,000,000 元（1200万元）"),
        ("1.2亿", "= 120,000,000 元（1.2亿元）"),
    ] {
        person.types(RESEARCH, typed);
        person.is_told(RESEARCH, echo);
        person.has_typed(RESEARCH, typed);
    }
    person.types(RESEARCH, "1200");
    person.selects_the_unit(RESEARCH, "元");
    person.is_told(RESEARCH, "= 1,200 元");
    person.selects_the_unit(RESEARCH, "亿元");
    person.is_told(RESEARCH, "= 120,000,000,000 元（1200亿元）");
}

#[test]
fn the_wheel_over_a_field_changes_nothing() {
    let person = at_a_field_for_money();
    person.types(RESEARCH, "1200");
    person.is_told(RESEARCH, "= 12,000,000 元（1200万元）");
    let before = person.kept(huiqi_tests::company::CASE);
    for _ in 0..3 {
        person.turns_the_wheel_over(RESEARCH);
    }
    person.has_typed(RESEARCH, "1200");
    assert_eq!(person.kept(huiqi_tests::company::CASE), before);
}

#[test]
fn a_chinese_input_method_is_left_to_finish() {
    let person = at_a_field_for_money();
    person.enters_the_field(RESEARCH);
    person.runs(
        "(ask) => { window.ended = 0; field(ask).addEventListener('compositionend', () => { window.ended += 1; }); }",
        &[json!(RESEARCH)],
    );
    for text in ["１", "１２", "１２３"] {
        person.composes(text);
        person.has_typed(RESEARCH, text);
        assert_eq!(person.looks::<u32>("() => window.ended", &[]), 0, "the composition was broken off at {text}");
    }
    person.enters_the_composed("１２３");
    person.is_told(RESEARCH, "= 1,230,000 元（123万元）");
    person.has_typed(RESEARCH, "１２３");
    assert_eq!(person.looks::<u32>("() => window.ended", &[]), 1);
    assert_eq!(person.kept_entries()["rd_expense_cur"]["typed"]["text"], "１２３");
}
