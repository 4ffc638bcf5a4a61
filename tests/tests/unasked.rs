//! What nobody was asked about stands apart, and one tap asks after all; a day outside the document's period leads back.

use huiqi_tests::Person;

fn assesses(person: &Person, concern: &str) {
    person.opens("#/topic/identity");
    person.chooses("您以什么身份申报？", "企业");
    person.chooses("2023年，下列事项您有哪些？", concern);
    person.opens("#/results");
}

#[test]
fn what_was_not_ticked_is_asked_with_one_tap() {
    let person = Person::at_a_new_device();
    assesses(&person, "有研发费用，或是高新技术企业");
    person.sees("没有问到不等于不符合");
    assert!(!person.heading().contains(" 0"), "{}", person.heading());
    person.unfolds_the_group("没涉及");
    assert!(person.measures_under("没涉及").contains(&"货车ETC通行费八五折".to_owned()));
    let tap = "() => { const row = [...document.querySelectorAll('.unasked > div')].find((row) => row.textContent.includes('货车')); row.querySelector('button').click(); }";
    person.runs(tap, &[]);
    person.is_on("物流运输");
}

#[test]
fn a_day_after_the_period_leads_back_into_it() {
    let person = Person::at_a_new_device();
    person.opens("#/topic/identity");
    person.sets_the_day("按哪一天判断？", "2026-11-29");
    person.opens("#/results");
    person.is_on("按2026年11月29日判断，文件已于2023年12月31日到期");
    person.follows("改按2023年6月30日判断");
    person.until("it is in force", || (!person.heading().contains("到期")).then_some(()));
}
