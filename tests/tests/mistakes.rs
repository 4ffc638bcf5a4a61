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
        assert_eq!(person.typed(RESEARCH), typed, "the text stays");
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
