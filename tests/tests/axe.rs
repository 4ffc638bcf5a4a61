//! axe-core on every page in every state: it finds nothing.

use crate::failing::FAILS;
use huiqi_tests::host::{Host, Spoil};
use huiqi_tests::places::{PAGES, opens_in_full};
use huiqi_tests::{Device, Person, company};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::OnceLock;

const RULES: &str = r"axe.run(document, {
    runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
    resultTypes: ['violations'],
}).then((found) => found.violations.map((one) => ({
    rule: one.id,
    at: one.nodes.slice(0, 3).map((node) => {
        const why = node.any[0] ?? node.all[0] ?? node.none[0];
        const others = (why?.relatedNodes ?? []).map((other) => other.html.slice(0, 80));
        return [node.html.slice(0, 120), why?.message ?? '', ...others].join(' ');
    }),
})))";

#[derive(Debug, Deserialize)]
struct Violation {
    rule: String,
    at: Vec<String>,
}

fn script() -> &'static str {
    static SCRIPT: OnceLock<String> = OnceLock::new();
    SCRIPT.get_or_init(|| xtask::axe::script(&xtask::root()).expect("axe-core can be had"))
}

#[track_caller]
fn evaluates(person: &Person, expression: &str) -> Value {
    let asked = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
    let answer = person.devtools("Runtime.evaluate", asked);
    assert!(answer["exceptionDetails"].is_null(), "{answer}");
    answer["result"]["value"].clone()
}

// What axe has to say of the page as it is.
#[track_caller]
fn violations(person: &Person) -> Vec<Violation> {
    if !person.looks::<bool>("() => typeof axe === 'object'", &[]) {
        evaluates(person, &format!("{}; true", script()));
    }
    // What a bar at the edge of the window happens to cover, one scrolls to; that it never covers the focus, `inclusive` says.
    person.runs("() => all('.bar, .topbar').forEach((bar) => { bar.style.position = 'static'; })", &[]);
    serde_json::from_value(evaluates(person, RULES)).expect("a list of violations")
}

#[track_caller]
fn finds_nothing(person: &Person, what: &str, wrong: &mut Vec<String>) {
    wrong.extend(violations(person).iter().map(|one| format!("{what}: {}: {:#?}", one.rule, one.at)));
}

#[test]
fn axe_finds_nothing_on_any_page_with_answers() {
    let mut wrong = Vec::new();
    for (width, height, scheme, settings, language) in [
        (390, 844, "light", "large", "zh"),
        (1440, 900, "dark", "", "zh"),
        (390, 844, "dark", "", "en"),
        (1440, 900, "light", "large", "en"),
    ] {
        let person = Person::at_a_new_device();
        person.puts_in_storage("huiqi.settings", settings);
        person.puts_in_storage("huiqi.language", language);
        person.puts_in_storage(huiqi_tests::company::CASE, &company::kept());
        person.has_a_screen(width, height, scheme);
        for (name, hash) in PAGES {
            opens_in_full(&person, name, hash);
            finds_nothing(&person, &format!("{name}, {width}, {scheme}, {language}"), &mut wrong);
        }
        // A fault that it knows is found.
        person.runs("() => { document.querySelector('main').append(document.createElement('button')); }", &[]);
        assert!(violations(&person).iter().any(|one| one.rule == "button-name"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn axe_finds_nothing_in_the_states_between_in_english() {
    let person = Person::at_a_new_device();
    person.has_a_screen(390, 844, "light");
    person.puts_in_storage("huiqi.language", "en");
    let mut wrong = Vec::new();
    for (name, hash) in [("start", ""), ("results", "#/results"), ("cases", "#/cases"), ("batch", "#/batch")] {
        person.opens(hash);
        finds_nothing(&person, &format!("{name} of a new device"), &mut wrong);
    }
    person.drops_a_file("wrong.csv", "name,hntee\nA,yes\n");
    person.sees("There is no such column.");
    finds_nothing(&person, "a table that cannot be read", &mut wrong);
    person.opens("#/cases");
    person.drops_a_file("wrong.json", "{}");
    person.sees("This entry is missing");
    finds_nothing(&person, "a file that cannot be read", &mut wrong);
    person.opens("#/topic/identity");
    person.has_a_screen(1280, 900, "light");
    person.chooses("As what do you apply?", "Enterprise");
    person.opens("#/topic/research");
    person.chooses("Do you qualify for the super-deduction of R&D expenses?", "Yes");
    person.types("How high are this year's R&D expenses that qualify for the super-deduction?", "lots");
    person.continues_in_vain();
    finds_nothing(&person, "the list of mistakes", &mut wrong);
    person.opens("");
    person.follows("How it works");
    finds_nothing(&person, "the tour", &mut wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn axe_finds_nothing_before_the_app_is_there_and_after_it_has_failed() {
    let mut wrong = Vec::new();
    for language in ["zh", "en"] {
        let host = Host::of(&xtask::dist());
        let person = Person::visiting(&*host.url, Device::default());
        person.puts_in_storage("huiqi.language", language);
        person.opens_the_start_page();
        person.runs(FAILS, &[]);
        person.sees("unreachable");
        finds_nothing(&person, &format!("the app has failed, {language}"), &mut wrong);

        let host = Host::of(&xtask::dist());
        host.spoils("wasm", Spoil::Never);
        let person = Person::visiting(&*host.url, Device::default());
        person.puts_in_storage("huiqi.language", language);
        person.goes_to(&host.url);
        person.sees(if language == "en" { "Opening …" } else { "正在打开…" });
        finds_nothing(&person, &format!("the app is not there yet, {language}"), &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn axe_finds_nothing_in_the_states_between() {
    let person = Person::at_a_new_device();
    person.has_a_screen(390, 844, "light");
    let mut wrong = Vec::new();
    for (name, hash) in [
        ("start", ""),
        ("identity", "#/topic/identity"),
        ("check", "#/check"),
        ("results", "#/results"),
        ("cases", "#/cases"),
        ("print", "#/print"),
    ] {
        person.opens(hash);
        finds_nothing(&person, &format!("{name} of a new device"), &mut wrong);
    }
    person.opens("#/topic/identity");
    person.follows("目录");
    finds_nothing(&person, "the list of topics on a phone", &mut wrong);
    // Closed again, it is not in the way.
    person.follows("目录");
    person.chooses("您以什么身份申报？", "企业");
    person.opens("#/topic/research");
    person.has_a_screen(1280, 900, "light");
    person.chooses("您符合研发费用加计扣除政策吗？", "是");
    person.types(company::RESEARCH, "很多");
    person.continues_in_vain();
    finds_nothing(&person, "the list of mistakes", &mut wrong);
    person.opens("");
    person.follows("重新开始");
    person.sees("已清空");
    finds_nothing(&person, "a notice", &mut wrong);
    person.follows("使用说明");
    person.sees("一次答一组");
    finds_nothing(&person, "the tour", &mut wrong);
    person.opens("#/document");
    person.searches_the_page("没有这个词");
    person.sees("没有找到");
    finds_nothing(&person, "a search without a hit", &mut wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
