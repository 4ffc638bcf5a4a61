//! Fields are stable: while a field is used, its element keeps the focus and nothing moves under the pointer.

use huiqi_engine::book::{Fact, FactType};
use huiqi_tests::{User, company, expected};
use serde_json::{Value, json};
use thirtyfour::Key;

const SAVED: &str = "每年的新能源替代利用量（节能量）是多少？";
const CUT: &str = "每年的二氧化碳减排量是多少？";

// Stores the next unused field of the page in `window.used`; returns its kind and its value.
const NEXT: &str = "() => {
    window.been ??= new Set();
    const key = (one) => {
        const of = one.closest('.question');
        return `${of.id} ${[...of.querySelectorAll('input, select')].indexOf(one)}`;
    };
    const next = all('main .question :is(input, select)').find((one) => !one.disabled && !been.has(key(one)));
    if (!next) return null;
    been.add(key(next));
    window.used = next;
    next.focus();
    return [next.type, key(next), ['text', 'search'].includes(next.type) ? next.value : ''];
}";
const STAYS: &str = "() => used.isConnected && document.activeElement === used";

#[track_caller]
fn assert_focus_stays(user: &User, what: &str) {
    // All changes after a key press are painted one frame later.
    user.await_js("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    assert!(user.eval_js::<bool>(STAYS, &[]), "{what}: the focus is on {:?}", user.eval_js::<Value>("focused", &[]));
}

// A company with an answer to every question; answers count where an enterprise is asked.
fn full_case() -> String {
    let book = expected::book();
    let entry = |fact: &Fact<'_>| match fact.kind {
        FactType::Bool => json!({ "yes_no": true }),
        FactType::Choice => json!({ "choice": fact.options[0].id }),
        FactType::MultiChoice => json!({ "several": fact.options.iter().map(|option| option.id).collect::<Vec<_>>() }),
        FactType::Date => json!({ "typed": { "text": "2023-06-30", "scale": 0, "unsure": false } }),
        FactType::Money => json!({ "typed": { "text": "500", "scale": 1, "unsure": false } }),
        _ => json!({ "typed": { "text": "1.25", "scale": 0, "unsure": false } }),
    };
    let mut entries = json!({});
    for fact in &book.facts {
        entries[fact.id] = entry(fact);
    }
    entries["applicant_type"] = json!({ "choice": "enterprise" });
    company::envelope(1, json!({ "name": "满卷有限公司", "entries": entries })).to_string()
}

// A change that would idle other answers asks first, with the focus on the question.
#[track_caller]
fn confirm(user: &User) {
    user.await_js("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    if user.eval_js::<bool>("() => document.activeElement.matches('.proposal')", &[]) {
        user.press(Key::Tab);
        user.press(Key::Enter);
    }
}

#[track_caller]
fn use_every_field(user: &User, topic: &str) -> usize {
    user.run_js("() => { window.been = new Set(); }", &[]);
    let mut used = 0;
    while let Some((kind, key, value)) = user.eval_js::<Option<(String, String, String)>>(NEXT, &[]) {
        let what = format!("{topic} {key}");
        used += 1;
        match kind.as_str() {
            "text" => {
                user.press(Key::End);
                for _ in value.chars() {
                    user.press(Key::Backspace);
                    assert_focus_stays(user, &what);
                }
                assert_eq!(user.eval_js::<String>("() => used.value", &[]), "", "{what}");
                for letter in value.chars() {
                    user.type_text(&letter.to_string());
                    assert_focus_stays(user, &what);
                }
                assert_eq!(user.eval_js::<String>("() => used.value", &[]), value, "{what}");
            }
            "search" => {
                user.type_text("月");
                assert_focus_stays(user, &what);
                user.press(Key::Backspace);
                assert_focus_stays(user, &what);
            }
            "checkbox" => {
                for _ in 0..2 {
                    user.type_text(" ");
                    confirm(user);
                    assert_focus_stays(user, &what);
                }
            }
            "radio" => {
                user.type_text(" ");
                confirm(user);
                assert_focus_stays(user, &what);
            }
            _ => {}
        }
    }
    used
}

#[test]
fn every_field_keeps_focus_while_used() {
    let user = User::with_stored_case(&full_case());
    let mut used = 0;
    for topic in &expected::book().topics {
        // Each topic starts with the whole case: changes of the previous topic are reverted.
        user.store_case_and_reload(company::CASE_KEY, &full_case());
        user.open(&format!("#/topic/{}", topic.id));
        user.wait_until_js("the page", "() => all('main .question, main .needless').length > 0");
        used += use_every_field(&user, topic.id);
    }
    assert!(used > 300, "{used} fields");
}

#[track_caller]
fn user_with_green_project() -> User {
    let user = User::start();
    user.open("#/topic/identity");
    company::answer_identity(&user);
    user.open("#/topic/projects");
    for feature in ["节能改造项目", "改造效果已经有资质的第三方检测机构认定"] {
        user.choose("这个项目属于哪些情形？", feature);
    }
    user
}

#[test]
fn unneeded_field_stays_while_edited() {
    let user = user_with_green_project();
    user.fill_in("这个绿色化改造项目的设备投资额是多少？", "500");
    user.fill_in(SAVED, "100");
    user.fill_in(CUT, "500");
    user.focus_field(SAVED);
    user.press(Key::End);
    for _ in 0..3 {
        user.press(Key::Backspace);
    }
    user.type_text("150");
    assert_eq!(user.field_value(SAVED), "150");
}
