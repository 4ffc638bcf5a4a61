//! Large print and colours: chosen in the head, kept on the device, there from the first paint on.

use huiqi_tests::{Person, company};
use serde_json::json;

const LIGHT: &str = "rgb(255, 255, 255)";
const DARK: &str = "rgb(18, 24, 31)";
// Writes down what the root of the page looks like when its body begins, before any program runs.
const FIRST: &str = "new MutationObserver((_, observer) => {
    if (!document.body) return;
    observer.disconnect();
    window.first = [document.documentElement.dataset.theme ?? '', document.documentElement.dataset.size ?? ''];
}).observe(document, { childList: true, subtree: true });";

fn ground(person: &Person) -> String {
    person.looks("() => getComputedStyle(document.documentElement).backgroundColor", &[])
}

fn letters(person: &Person) -> f64 {
    person.looks("() => parseFloat(getComputedStyle(document.body).fontSize)", &[])
}

#[track_caller]
fn selects_the_colours(person: &Person, name: &str) {
    person.runs(
        "(wanted) => {
            const field = document.querySelector('.site .colours');
            field.value = [...field.options].find((one) => one.textContent === wanted).value;
            field.dispatchEvent(new Event('change', { bubbles: true }));
        }",
        &[json!(name)],
    );
}

#[test]
fn colours_follow_the_system_until_somebody_chooses_and_stay_chosen() {
    let mut person = Person::at_a_new_device();
    person.has_a_screen(1280, 900, "dark");
    person.opens_the_start_page();
    assert_eq!(ground(&person), DARK);
    selects_the_colours(&person, "浅色");
    person.until("it is light", || (ground(&person) == LIGHT).then_some(()));
    person.quits_and_opens_the_browser();
    person.has_a_screen(1280, 900, "dark");
    person.opens_the_start_page();
    assert_eq!(ground(&person), LIGHT);
    selects_the_colours(&person, "自动配色");
    person.until("it is as the system has it", || (ground(&person) == DARK).then_some(()));
}

#[test]
fn large_print_is_half_as_large_again_and_stays() {
    let person = Person::at_a_new_device();
    person.has_a_screen(1280, 900, "light");
    person.opens("#/topic/identity");
    let usual = letters(&person);
    person.follows("大字版");
    person.until("the print is large", || (letters(&person) == usual * 1.5).then_some(()));
    person.reloads();
    assert_eq!(letters(&person), usual * 1.5);
    let small: Vec<String> = person.looks(
        "() => all('button, a.button, select, .choice, summary, .topbar a').filter((one) => {
            const box = one.getBoundingClientRect();
            return (box.height < 44 || box.width < 44) && !one.matches('.term');
        }).map((one) => one.outerHTML.slice(0, 100))",
        &[],
    );
    assert!(small.is_empty(), "targets below 44 px: {small:?}");
    let columns: usize = person.looks(
        "() => getComputedStyle(document.querySelector('main').parentElement).gridTemplateColumns.split(' ').length",
        &[],
    );
    assert_eq!(columns, 1, "the layout is simple");
}

#[test]
fn the_first_paint_is_in_the_chosen_colours_and_size() {
    let person = Person::at_a_new_device();
    person.puts_in_storage("huiqi.settings", "dark large");
    person.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": FIRST }));
    person.opens_the_start_page();
    assert_eq!(person.looks::<Vec<String>>("() => first", &[]), ["dark", "large"]);
}

#[test]
fn on_a_phone_the_switches_are_in_the_list_of_topics() {
    let person = Person::with_kept(&company::kept());
    person.has_a_screen(390, 844, "light");
    person.opens("#/topic/research");
    let usual = letters(&person);
    person.follows("目录");
    person.follows("大字版");
    person.until("the print is large", || (letters(&person) > usual).then_some(()));
    assert_eq!(person.kept("huiqi.settings.jiaxing-2023-3").as_deref(), Some("large"));
    // What was kept of answers is not touched by it.
    assert_eq!(person.kept(huiqi_tests::company::CASE), Some(company::kept()));
}
