//! What cannot be read is said beside the field, in one sentence, and stays as it was typed.

use huiqi_tests::Person;
use huiqi_tests::company::RESEARCH;
use serde_json::json;
use thirtyfour::Key;

#[test]
fn a_figure_that_cannot_be_read_is_said_in_one_sentence_beside_its_field() {
    let person = Person::at_a_new_device();
    person.opens("#/topic/identity");
    person.chooses("您以什么身份申报？", "企业");
    person.opens("#/topic/research");
    person.chooses("您符合研发费用加计扣除政策吗？", "是");
    for (typed, about) in [("很多", "很多"), ("10001亿", "1万亿元"), ("-5", "0"), ("1。5", "1.5")] {
        person.types(RESEARCH, typed);
        person.presses(Key::Tab);
        let said = person.is_corrected(RESEARCH);
        assert!(
            said.ends_with('。') && said.matches('。').count() <= 1 + usize::from(typed.contains('。')),
            "{typed}: {said}"
        );
        assert!(said.contains(about), "{typed}: {said}");
        person.has_typed(RESEARCH, typed);
        assert!(marked_invalid(&person), "a screen reader is told, too");
        assert_eq!(person.questions().iter().filter(|ask| *ask == RESEARCH).count(), 1);
    }
    person.types(RESEARCH, "1.5");
    person.presses(Key::Tab);
    person.is_told(RESEARCH, "= 15,000 元（1.5万元）");
    assert!(!marked_invalid(&person));
}

fn marked_invalid(person: &Person) -> bool {
    person.looks("(ask) => field(ask).getAttribute('aria-invalid') === 'true'", &[json!(RESEARCH)])
}

#[test]
fn all_mistakes_of_a_page_are_listed_with_a_way_to_each_field() {
    let person = Person::at_a_new_device();
    person.opens("#/topic/identity");
    person.chooses("您以什么身份申报？", "企业");
    person.opens("#/topic/research");
    person.chooses("您符合研发费用加计扣除政策吗？", "是");
    let before = "上一年度符合加计扣除政策的研发费用是多少？";
    person.types(RESEARCH, "很多");
    person.types(before, "不少");
    person.presses(Key::Tab);
    person.follows("继续：人才");
    person.sees("这几处要改一下");
    assert!(person.looks::<bool>("() => document.activeElement.className === 'errors'", &[]), "it is read out");
    let listed: Vec<String> = person.looks("() => all('.errors a').map((one) => one.textContent)", &[]);
    assert_eq!(listed.len(), 2, "{listed:?}");
    assert!(listed[0].starts_with("本年度研发费用：") && listed[1].starts_with("上年度研发费用："), "{listed:?}");
    person.runs("() => all('.errors a')[1].click()", &[]);
    person.until("the field has the focus", || {
        person.looks::<bool>("(ask) => document.activeElement === field(ask)", &[json!(before)]).then_some(())
    });
    person.types(RESEARCH, "1200");
    person.types(before, "1000");
    person.presses(Key::Tab);
    person.no_longer_sees("这几处要改一下");
    person.follows("继续：人才");
    person.is_on("人才");
}

#[test]
fn a_figure_that_is_probably_a_slip_is_doubted_and_counts_all_the_same() {
    let person = Person::at_a_new_device();
    person.opens("#/topic/identity");
    person.chooses("您以什么身份申报？", "企业");
    person.opens("#/topic/research");
    person.chooses("您符合研发费用加计扣除政策吗？", "是");
    person.types(RESEARCH, "12000000");
    person.presses(Key::Tab);
    person.sees("金额超过1000亿元，请核对单位：是不是把元当成了万元？");
    person.types(RESEARCH, "12000");
    person.types("上一年度符合加计扣除政策的研发费用是多少？", "1000");
    person.presses(Key::Tab);
    person.sees("研发费用增幅超过1000%，请核对本年度和上年度的单位是否一致。");
    person.is_told(RESEARCH, "= 120,000,000 元（1.2亿元）");
    person.types(RESEARCH, "1200");
    person.presses(Key::Tab);
    person.no_longer_sees("请核对");
}
