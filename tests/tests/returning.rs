//! Position and focus are restored after Back, a reload, or a change of the instances.

use huiqi_tests::{User, company, within};
use serde_json::{Value, json};
use thirtyfour::Key;

// The address, the scroll position, the expanded parts, the focus and the search text.
const PLACE: &str = "() => {
    const key = (one) => `${one?.localName} ${one?.closest('[id]')?.id} ${one?.getAttribute('href') ?? ''}`;
    return {
        address: location.hash,
        scroll: Math.round(scrollY),
        unfolded: all('main details[open], main .term[aria-expanded=true]').map(key),
        focus: key(document.activeElement),
        words: document.querySelector('.filters input')?.value ?? '',
        groups: all('main .group').map((one) => all('details.measure', one).length > 0),
    };
}";

#[track_caller]
fn position(user: &User) -> Value {
    // The pages restore their position over several frames; the position is final when it no longer changes.
    user.wait_until("a page that stands still", || {
        let before: Value = user.eval_js(PLACE, &[]);
        std::thread::sleep(std::time::Duration::from_millis(500));
        (user.eval_js::<Value>(PLACE, &[]) == before).then_some(before)
    })
}

#[track_caller]
fn expect_position(user: &User, expected: &Value, how: &str) {
    user.wait_until(&format!("{how}: {expected}"), || {
        let now: Value = user.eval_js(PLACE, &[]);
        // The tolerance is a third of a line: the page is laid out again, and positions are not exact to the pixel.
        let near = |key: &str| (now[key].as_i64().unwrap_or(-99) - expected[key].as_i64().unwrap_or(99)).abs() <= 8;
        let same = |key: &str| now[key] == expected[key];
        (near("scroll") && ["address", "unfolded", "focus", "words", "groups"].iter().all(|key| same(key)))
            .then_some(())
    });
}

// Expands the ineligible measures, one of them and its list of documents, and scrolls there.
#[track_caller]
fn open_measure_far_down(user: &User) {
    user.open("#/results");
    user.wait_until("the results", || {
        user.eval_js::<bool>("() => all('details.fold').length > 0 && all('details.measure').length > 3", &[])
            .then_some(())
    });
    user.run_js("() => all('details.fold').forEach((one) => { one.open = true; })", &[]);
    user.wait_until("a measure far down", || {
        user.eval_js::<bool>(
            "() => {
                    const last = all('details.measure').at(-5);
                    if (!last || all('details.measure').length < 60) return false;
                    last.querySelector('summary').click();
                    last.scrollIntoView({ block: 'center' });
                    return true;
                }",
            &[],
        )
        .then_some(())
    });
    user.wait_until("what is inside", || {
        user.eval_js::<bool>("() => { const one = all('details.measure[open] details.more summary')[1]; one?.click(); return Boolean(one); }", &[]).then_some(())
    });
}

const TO_MEASURE: &str =
    "() => { const one = all('details.measure[open] a.text').at(-1); one.focus(); one.click(); return location.hash; }";

#[test]
fn scroll_position_of_results_is_restored() {
    for (language, back) in [("中文", "返回判定结果"), ("English", "Back to results")] {
        let user = User::with_stored_case(&company::stored_case());
        if language == "English" {
            user.click_link(language);
            user.wait_until("the page in English", || {
                user.eval_js::<bool>("() => document.documentElement.lang === 'en'", &[]).then_some(())
            });
        }
        open_measure_far_down(&user);
        position(&user);
        user.run_js(TO_MEASURE, &[]);
        user.expect_heading_focused();
        user.go_back();
        user.wait_until("the results", || {
            user.eval_js::<bool>("() => location.hash === '#/results' && scrollY > 1000", &[]).then_some(())
        });
        let results = position(&user);
        assert!(results["focus"].as_str().is_some_and(|focus| focus.contains("#/measure/")), "{results}");
        // Both folded sections, the measure and its list.
        assert_eq!(results["unfolded"].as_array().map(Vec::len), Some(4), "{results}");
        user.reload();
        expect_position(&user, &results, "a reload");
        user.go_forward();
        user.wait_until("the measure", || {
            user.eval_js::<bool>("() => location.hash.startsWith('#/measure/') && scrollY === 0", &[]).then_some(())
        });
        user.click_link(back);
        expect_position(&user, &results, "a link that leads back");
        user.open("#/topic/research");
        let unfold = "() => { const one = all('.question details summary')[3]; one.scrollIntoView({ block: 'center' }); one.click(); one.focus(); }";
        user.run_js(unfold, &[]);
        let topic = position(&user);
        user.go_back();
        expect_position(&user, &results, "Back from a topic");
        user.go_forward();
        expect_position(&user, &topic, "Forward to a topic");
        user.reload();
        expect_position(&user, &topic, "a reload of a topic");
    }
}

#[test]
fn search_survives_a_reload() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/results");
    user.wait_until("the search", || user.eval_js::<bool>("() => all('.filters input').length > 0", &[]).then_some(()));
    user.run_js("() => document.querySelector('.filters input').focus()", &[]);
    user.type_text("研发");
    user.run_js("() => { const one = document.querySelector('.filters select[aria-label=办理方式]'); one.value = '1'; one.dispatchEvent(new Event('change', { bubbles: true })); }", &[]);
    let before = position(&user);
    let measures: Vec<String> = user.eval_js("() => all('.results > li > a').map(name)", &[]);
    assert!(!measures.is_empty());
    user.reload();
    expect_position(&user, &before, "a reload");
    user.wait_until("the same measures", || {
        (user.eval_js::<Vec<String>>("() => all('.results > li > a').map(name)", &[]) == measures).then_some(())
    });
}

#[test]
fn stored_position_has_no_answers_and_ends_with_the_tab() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/topic/research");
    user.fill_in(company::RESEARCH, "98765");
    position(&user);
    let stored: Vec<String> = user.eval_js("() => Object.values(sessionStorage)", &[]);
    assert_eq!(stored.len(), 1, "{stored:?}");
    assert!(!stored[0].contains("98765") && !stored[0].contains("南湖"), "{stored:?}");
    user.open_second_tab();
    user.open("#/results");
    assert_eq!(user.eval_js::<i32>("() => scrollY", &[]), 0);
}

const FEATURES: &str = "这个项目属于哪些情形？";
const COST: &str = "这个项目的数字化投入是多少？";

#[track_caller]
fn expect_focus_on(user: &User, card: &str, tag: &str) {
    user.wait_until(&format!("the focus on {tag} of {card}"), || {
        user
            .eval_js::<bool>(
                "(card, tag) => {
                    const one = document.activeElement;
                    const box = one.getBoundingClientRect();
                    return one.localName === tag && one.closest('.instance')?.ariaLabel === card && box.top >= 0 && box.bottom <= innerHeight;
                }",
                &[json!(card), json!(tag)],
            )
            .then_some(())
    });
}

#[test]
fn focus_stays_after_copying_or_deleting_an_instance() {
    let user = User::start();
    user.open("#/topic/identity");
    company::answer_identity(&user);
    user.open("#/topic/projects");
    for feature in ["纯数字化改造项目", "数字化改造已验收合格"] {
        user.choose(&within("项目 1", FEATURES), feature);
    }
    user.fill_in(&within("项目 1", COST), "100");
    for copy in ["项目 2", "项目 3"] {
        user.copy_card("项目 1");
        expect_focus_on(&user, copy, "input");
    }
    user.fill_in(&within("项目 2", COST), "200");
    user.delete_card("项目 2");
    user.expect_cards(&["项目 1", "项目 2"]);
    expect_focus_on(&user, "项目 2", "h2");
    user.click_link("撤销删除");
    user.expect_cards(&["项目 1", "项目 2", "项目 3"]);
    expect_focus_on(&user, "项目 2", "input");
    assert_eq!(user.field_value(&within("项目 2", COST)), "200");
    user.delete_card("项目 3");
    expect_focus_on(&user, "项目 2", "h2");
    user.delete_card("项目 2");
    expect_focus_on(&user, "项目 1", "h2");
    user.delete_card("项目 1");
    user.wait_until("the focus on the undo button", || {
        user.eval_js::<bool>("() => name(document.activeElement) === '撤销删除'", &[]).then_some(())
    });
    user.press(Key::Enter);
    expect_focus_on(&user, "项目 1", "input");
    assert_eq!(user.field_value(&within("项目 1", COST)), "100");
}
