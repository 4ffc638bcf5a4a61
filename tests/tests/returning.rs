//! Whoever comes back to a page is where they were: with Back, after a reload, by a link that leads back, in either
//! language; and whoever copies or deletes a card goes on from there.

use huiqi_tests::{Person, company, on};
use serde_json::{Value, json};
use thirtyfour::Key;

// The address, how far it is scrolled, what is unfolded, what has the focus, what is looked for.
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
fn place(person: &Person) -> Value {
    // The pages bring themselves back within some frames; a place is the one that stands still.
    person.until("a page that stands still", || {
        let before: Value = person.looks(PLACE, &[]);
        std::thread::sleep(std::time::Duration::from_millis(500));
        (person.looks::<Value>(PLACE, &[]) == before).then_some(before)
    })
}

#[track_caller]
fn comes_back_to(person: &Person, wanted: &Value, how: &str) {
    person.until(&format!("{how}: {wanted}"), || {
        let now: Value = person.looks(PLACE, &[]);
        // A third of a line: the page is laid out anew, and not to the pixel.
        let near = |key: &str| (now[key].as_i64().unwrap_or(-99) - wanted[key].as_i64().unwrap_or(99)).abs() <= 8;
        let same = |key: &str| now[key] == wanted[key];
        (near("scroll") && ["address", "unfolded", "focus", "words", "groups"].iter().all(|key| same(key)))
            .then_some(())
    });
}

// Unfolds what is not granted, one measure of it, and what that says of papers; and looks at where that is.
#[track_caller]
fn reads_a_measure_far_down(person: &Person) {
    person.opens("#/results");
    person.until("the results", || {
        person
            .looks::<bool>("() => all('.group button.text').length > 0 && all('details.measure').length > 3", &[])
            .then_some(())
    });
    person.runs("() => all('.group button.text').forEach((one) => one.click())", &[]);
    person.until("a measure far down", || {
        person
            .looks::<bool>(
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
    person.until("what is inside", || {
        person.looks::<bool>("() => { const one = all('details.measure[open] details.more summary')[1]; one?.click(); return Boolean(one); }", &[]).then_some(())
    });
}

const TO_MEASURE: &str =
    "() => { const one = all('details.measure[open] a.text').at(-1); one.focus(); one.click(); return location.hash; }";

#[test]
fn results_are_where_they_were_in_both_languages() {
    for (language, back) in [("中文", "返回判定结果"), ("English", "Back to results")] {
        let person = Person::with_kept(&company::kept());
        if language == "English" {
            person.follows(language);
            person.until("the page in English", || {
                person.looks::<bool>("() => document.documentElement.lang === 'en'", &[]).then_some(())
            });
        }
        reads_a_measure_far_down(&person);
        place(&person);
        person.runs(TO_MEASURE, &[]);
        person.has_the_focus_on_the_heading();
        person.goes_back();
        person.until("the results", || {
            person.looks::<bool>("() => location.hash === '#/results' && scrollY > 1000", &[]).then_some(())
        });
        let results = place(&person);
        assert!(results["focus"].as_str().is_some_and(|focus| focus.contains("#/measure/")), "{results}");
        assert_eq!(results["unfolded"].as_array().map(Vec::len), Some(2), "{results}");
        person.reloads();
        comes_back_to(&person, &results, "a reload");
        person.goes_forward();
        person.until("the measure", || {
            person.looks::<bool>("() => location.hash.startsWith('#/measure/') && scrollY === 0", &[]).then_some(())
        });
        person.follows(back);
        comes_back_to(&person, &results, "a link that leads back");
        person.opens("#/topic/research");
        let unfold = "() => { const one = all('.question details summary')[3]; one.scrollIntoView({ block: 'center' }); one.click(); one.focus(); }";
        person.runs(unfold, &[]);
        let topic = place(&person);
        person.goes_back();
        comes_back_to(&person, &results, "Back from a topic");
        person.goes_forward();
        comes_back_to(&person, &topic, "Forward to a topic");
        person.reloads();
        comes_back_to(&person, &topic, "a reload of a topic");
    }
}

#[test]
fn what_is_looked_for_is_there_after_a_reload() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/results");
    person.until("the search", || person.looks::<bool>("() => all('.filters input').length > 0", &[]).then_some(()));
    person.runs("() => document.querySelector('.filters input').focus()", &[]);
    person.types_there("研发");
    person.runs("() => { const one = document.querySelector('.filters select[aria-label=排序]'); one.value = '1'; one.dispatchEvent(new Event('change', { bubbles: true })); }", &[]);
    let before = place(&person);
    let measures: Vec<String> = person.looks("() => all('details.measure h3').map(name)", &[]);
    person.reloads();
    comes_back_to(&person, &before, "a reload");
    person.until("the same measures", || {
        (person.looks::<Vec<String>>("() => all('details.measure h3').map(name)", &[]) == measures).then_some(())
    });
}

#[test]
fn a_place_holds_no_answer_and_ends_with_the_tab() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/topic/research");
    person.types(company::RESEARCH, "98765");
    place(&person);
    let kept: Vec<String> = person.looks("() => Object.values(sessionStorage)", &[]);
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert!(!kept[0].contains("98765") && !kept[0].contains("南湖"), "{kept:?}");
    person.opens_a_second_tab();
    person.opens("#/results");
    assert_eq!(person.looks::<i32>("() => scrollY", &[]), 0);
}

const FEATURES: &str = "这个项目属于哪些情形？";
const COST: &str = "这个项目的数字化投入是多少？";

#[track_caller]
fn has_the_focus_on(person: &Person, card: &str, tag: &str) {
    person.until(&format!("the focus on {tag} of {card}"), || {
        person
            .looks::<bool>(
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
fn who_copies_or_deletes_a_card_goes_on_from_there() {
    let person = Person::at_a_new_device();
    person.opens("#/topic/identity");
    company::says_who_it_is(&person);
    person.opens("#/topic/projects");
    for feature in ["纯数字化改造项目", "数字化改造已验收合格"] {
        person.chooses(&on("项目 1", FEATURES), feature);
    }
    person.types(&on("项目 1", COST), "100");
    for copy in ["项目 2", "项目 3"] {
        person.copies_the_card("项目 1");
        has_the_focus_on(&person, copy, "input");
    }
    person.types(&on("项目 2", COST), "200");
    person.deletes_the_card("项目 2");
    person.has_the_cards(&["项目 1", "项目 2"]);
    has_the_focus_on(&person, "项目 2", "h2");
    person.follows("撤销删除");
    person.has_the_cards(&["项目 1", "项目 2", "项目 3"]);
    has_the_focus_on(&person, "项目 2", "input");
    assert_eq!(person.typed(&on("项目 2", COST)), "200");
    person.deletes_the_card("项目 3");
    has_the_focus_on(&person, "项目 2", "h2");
    person.deletes_the_card("项目 2");
    has_the_focus_on(&person, "项目 1", "h2");
    person.deletes_the_card("项目 1");
    person.until("the focus on the undo button", || {
        person.looks::<bool>("() => name(document.activeElement) === '撤销删除'", &[]).then_some(())
    });
    person.presses(Key::Enter);
    has_the_focus_on(&person, "项目 1", "input");
    assert_eq!(person.typed(&on("项目 1", COST)), "100");
}
