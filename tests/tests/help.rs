//! Help where it is needed: words explained where they stand, a tour that can be left, empty pages that say what to do.

use huiqi_tests::{Person, company, worked};
use serde_json::json;
use thirtyfour::Key;

#[test]
fn a_word_of_a_question_is_explained_with_the_keyboard_and_closed_with_escape() {
    let person = Person::at_a_new_device();
    person.opens("#/topic/identity");
    person.chooses("您以什么身份申报？", "企业");
    person.opens("#/topic/scale");
    person.tabs_to("规模以上企业");
    person.presses(Key::Enter);
    person.sees("以统计部门的名录为准");
    assert_eq!(focus(&person), ("规模以上企业".into(), "true".into()));
    person.presses(Key::Escape);
    person
        .until("it is closed", || person.looks::<bool>("() => !document.querySelector('.meaning')", &[]).then_some(()));
    assert_eq!(focus(&person), ("规模以上企业".into(), "false".into()), "the focus stays where it was");
    person.has_chosen("您是规模以上企业吗？", &[]);
}

fn focus(person: &Person) -> (String, String) {
    person.looks("() => [document.activeElement.textContent, document.activeElement.ariaExpanded]", &[])
}

#[test]
fn words_of_options_are_explained_below_their_question() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/topic/titles");
    person.runs(
        "(ask) => [...question(ask).querySelectorAll('summary')].find((one) => name(one) === '名词解释').click()",
        &[json!(company::TITLES)],
    );
    person.sees("国家级专精特新“小巨人”企业，由工业和信息化部认定");
    let words: Vec<String> = person.looks("() => all('.glossary dt').map((one) => one.textContent)", &[]);
    for word in ["首台（套）", "首版次", "专精特新", "小巨人", "未来工厂"] {
        assert!(words.iter().any(|one| one == word), "{word} is not explained: {words:?}");
    }
}

#[test]
fn the_tour_leads_over_the_pages_and_is_not_offered_again() {
    let person = Person::at_a_new_device();
    person.opens_the_start_page();
    person.follows("看两分钟说明");
    let nothing = worked::first_headline();
    for (title, heading) in [
        ("1/4 一次答一组", "主体情况"),
        ("2/4 边答边看", "主体情况"),
        ("3/4 逐条有依据", nothing.as_str()),
        ("4/4 带走，或者以后接着填", "保存的自评"),
    ] {
        person.is_on(heading);
        person.until(title, || {
            let shown: String = person.looks("() => plain(document.querySelector('.tour h2')?.textContent ?? '')", &[]);
            (shown == title).then_some(())
        });
        person.until("the focus is on the tour", || {
            person.looks::<bool>("() => document.activeElement?.matches('.tour h2')", &[]).then_some(())
        });
        // What it speaks of can be used meanwhile: it covers nothing.
        assert_eq!(person.looks::<Vec<String>>("overlaps", &[]), [""; 0]);
        person.tabs_to(if title.starts_with('4') { "完成" } else { "下一步" });
        person.presses(Key::Enter);
    }
    person.until("the tour is over", || {
        person.looks::<bool>("() => !document.querySelector('.tour')", &[]).then_some(())
    });
    person.opens_the_start_page();
    person.is_on("这份文件里，您能享受哪些政策？");
    assert!(!person.looks::<bool>("() => Boolean(link('看两分钟说明'))", &[]), "it was seen");
    assert_eq!(person.kept("huiqi.settings.jiaxing-2023-3").as_deref(), Some("toured"));
}

#[test]
fn the_tour_can_be_declined_and_left_with_escape() {
    let person = Person::at_a_new_device();
    person.opens_the_start_page();
    person.follows("不用了");
    person.until("it is not offered", || person.looks::<bool>("() => !link('看两分钟说明')", &[]).then_some(()));
    person.follows("使用说明");
    person.sees("一次答一组");
    person.until("the focus is on the tour", || {
        person.looks::<bool>("() => document.activeElement?.matches('.tour h2')", &[]).then_some(())
    });
    person.presses(Key::Escape);
    person.until("the tour is over", || {
        person.looks::<bool>("() => !document.querySelector('.tour')", &[]).then_some(())
    });
    person.has_the_focus_on_the_heading();
}

#[test]
fn empty_pages_say_what_to_do() {
    let person = Person::at_a_new_device();
    person.opens("#/cases");
    person.sees("还没有保存的自评。点“新建自评”开始");
    person.opens("#/check");
    person.sees("还没有回答");
    person.opens("#/document");
    person.searches_the_page("没有这个词");
    person.sees("没有找到“没有这个词”");
    person.follows("显示全文");
    person.until("the text is back", || person.looks::<bool>("() => all('.statute').length > 60", &[]).then_some(()));
}
