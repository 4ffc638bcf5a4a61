//! A field stays under the fingers: whatever is answered, emptied or becomes needless, the element that is used is the
//! one that keeps the focus, and nothing that is pressed moves away.

use huiqi_engine::book::{Fact, FactType};
use huiqi_tests::{Person, company, worked};
use serde_json::{Value, json};
use thirtyfour::Key;

const SAVED: &str = "每年的新能源替代利用量（节能量）是多少？";
const CUT: &str = "每年的二氧化碳减排量是多少？";

// The next field of the page that was not used yet becomes `window.used`; what it is, and what stands in it.
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
fn stays(person: &Person, what: &str) {
    // Whatever the key changes is on the page a frame later.
    person.waits_for("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    assert!(person.looks::<bool>(STAYS, &[]), "{what}: the focus is on {:?}", person.looks::<Value>("focused", &[]));
}

// A company with an answer to every question, which counts where its question is asked of an enterprise.
fn full_case() -> String {
    let book = worked::book();
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

#[track_caller]
fn uses_every_field(person: &Person, topic: &str) -> usize {
    person.runs("() => { window.been = new Set(); }", &[]);
    let mut used = 0;
    while let Some((kind, key, value)) = person.looks::<Option<(String, String, String)>>(NEXT, &[]) {
        let what = format!("{topic} {key}");
        used += 1;
        match kind.as_str() {
            "text" => {
                person.presses(Key::End);
                for _ in value.chars() {
                    person.presses(Key::Backspace);
                    stays(person, &what);
                }
                assert_eq!(person.looks::<String>("() => used.value", &[]), "", "{what}");
                for letter in value.chars() {
                    person.types_there(&letter.to_string());
                    stays(person, &what);
                }
                assert_eq!(person.looks::<String>("() => used.value", &[]), value, "{what}");
            }
            "search" => {
                person.types_there("月");
                stays(person, &what);
                person.presses(Key::Backspace);
                stays(person, &what);
            }
            "checkbox" => {
                for _ in 0..2 {
                    person.types_there(" ");
                    stays(person, &what);
                }
            }
            "radio" => {
                person.types_there(" ");
                stays(person, &what);
            }
            _ => {}
        }
    }
    used
}

#[test]
fn every_field_of_a_full_case_stays_while_it_is_used() {
    let person = Person::with_kept(&full_case());
    let mut used = 0;
    for topic in &worked::book().topics {
        // Each topic begins with the whole case: what the topic before has changed is put back.
        person.puts_the_case(company::CASE, &full_case());
        person.opens(&format!("#/topic/{}", topic.id));
        person.waits_long_until("the page", "() => all('main .question, main .needless').length > 0");
        used += uses_every_field(&person, topic.id);
    }
    assert!(used > 300, "{used} fields");
}

#[track_caller]
fn green_project() -> Person {
    let person = Person::at_a_new_device();
    person.opens("#/topic/identity");
    company::says_who_it_is(&person);
    person.opens("#/topic/projects");
    for feature in ["节能改造项目", "改造效果已经有资质的第三方检测机构认定"] {
        person.chooses("这个项目属于哪些情形？", feature);
    }
    person
}

#[test]
fn a_needless_field_stays_while_it_is_edited() {
    let person = green_project();
    person.types("这个绿色化改造项目的设备投资额是多少？", "500");
    person.types(SAVED, "100");
    person.types(CUT, "500");
    person.enters_the_field(SAVED);
    person.presses(Key::End);
    for _ in 0..3 {
        person.presses(Key::Backspace);
    }
    person.types_there("150");
    assert_eq!(person.typed(SAVED), "150");
}
