//! Help: glossary terms, the tour and empty pages.

use huiqi_tests::{User, company};
use serde_json::json;
use thirtyfour::Key;

#[test]
fn question_term_opens_by_keyboard_and_closes_on_escape() {
    let user = User::start();
    user.open("#/topic/identity");
    user.choose("您以什么身份申报？", "企业");
    user.open("#/topic/scale");
    user.tab_to("规模以上企业");
    user.press(Key::Enter);
    user.expect_text("以统计部门的名录为准");
    assert_eq!(focused_term(&user), ("规模以上企业".into(), "true".into()));
    user.press(Key::Escape);
    user.wait_until("it is closed", || {
        user.eval_js::<bool>("() => !document.querySelector('.meaning')", &[]).then_some(())
    });
    assert_eq!(focused_term(&user), ("规模以上企业".into(), "false".into()), "the focus stays where it was");
    user.expect_chosen("您是规模以上企业吗？", &[]);
}

fn focused_term(user: &User) -> (String, String) {
    user.eval_js("() => [document.activeElement.textContent, document.activeElement.ariaExpanded]", &[])
}

#[test]
fn option_terms_are_explained_below_the_question() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/topic/titles");
    user.run_js(
        "(ask) => [...question(ask).querySelectorAll('summary')].find((one) => name(one) === '名词解释').click()",
        &[json!(company::TITLES)],
    );
    user.expect_text("国家级专精特新“小巨人”企业，由工业和信息化部认定");
    let words: Vec<String> = user.eval_js("() => all('.glossary dt').map((one) => one.textContent)", &[]);
    for word in ["首台（套）", "首版次", "专精特新", "小巨人", "未来工厂"] {
        assert!(words.iter().any(|one| one == word), "{word} is not explained: {words:?}");
    }
}

#[test]
fn tour_visits_pages_and_is_offered_once() {
    let user = User::start();
    user.open_start_page();
    user.click_link("看两分钟说明");
    // Without answers it shows the results of an example.
    let example = "可得合计 2,400,000元；由部门定的最高 20,000,000元";
    for (title, heading) in [
        ("1/4 一次答一组", "主体情况"),
        ("2/4 边答边看", "主体情况"),
        ("3/4 逐条有依据", example),
        ("4/4 带走，或者以后接着填", "保存的自评"),
    ] {
        user.expect_heading(heading);
        user.wait_until(title, || {
            let shown: String = user.eval_js("() => plain(document.querySelector('.tour h2')?.textContent ?? '')", &[]);
            (shown == title).then_some(())
        });
        user.wait_until("the focus is on the tour", || {
            user.eval_js::<bool>("() => document.activeElement?.matches('.tour h2')", &[]).then_some(())
        });
        // The controls that it explains stay usable: it covers nothing.
        assert_eq!(user.eval_js::<Vec<String>>("overlaps", &[]), [""; 0]);
        user.tab_to(if title.starts_with('4') { "完成" } else { "下一步" });
        user.press(Key::Enter);
    }
    user.wait_until("the tour is over", || {
        user.eval_js::<bool>("() => !document.querySelector('.tour')", &[]).then_some(())
    });
    user.open_start_page();
    user.expect_heading("您能得到哪些支持？算一算，逐项看清。");
    assert!(!user.eval_js::<bool>("() => Boolean(link('看两分钟说明'))", &[]), "it was seen");
    assert_eq!(user.local_storage_item("huiqi.settings.jiaxing-2023-3").as_deref(), Some("toured whole"));
}

#[test]
fn tour_can_be_declined_and_left_with_escape() {
    let user = User::start();
    user.open_start_page();
    user.click_link("不用了");
    user.wait_until("it is not offered", || user.eval_js::<bool>("() => !link('看两分钟说明')", &[]).then_some(()));
    user.click_link("使用说明");
    user.expect_text("一次答一组");
    user.wait_until("the focus is on the tour", || {
        user.eval_js::<bool>("() => document.activeElement?.matches('.tour h2')", &[]).then_some(())
    });
    user.press(Key::Escape);
    user.wait_until("the tour is over", || {
        user.eval_js::<bool>("() => !document.querySelector('.tour')", &[]).then_some(())
    });
    user.expect_heading_focused();
}

#[test]
fn empty_pages_say_what_to_do() {
    let user = User::start();
    user.open("#/cases");
    user.expect_text("还没有保存的自评。点“新建自评”开始");
    user.open("#/check");
    user.expect_text("还没有回答");
    user.open("#/document");
    user.search_page("没有这个词");
    user.expect_text("没有找到“没有这个词”");
    user.click_link("显示全文");
    user.wait_until("the text is back", || {
        user.eval_js::<bool>("() => all('.statute').length > 60", &[]).then_some(())
    });
}
