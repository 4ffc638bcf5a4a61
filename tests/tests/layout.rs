//! Every page on a phone, a tablet and a desk, by day and by night: nothing sticks out, and a picture to look at.

use huiqi_tests::{Person, company};
use serde_json::json;
use thirtyfour::Key;

const WIDTHS: [(&str, u32, u32); 3] = [("phone", 390, 844), ("tablet", 768, 1024), ("desk", 1440, 900)];
const PAGES: [(&str, &str); 24] = [
    ("mistake", "#/topic/trade"),
    ("trade", "#/topic/trade"),
    ("start", ""),
    ("identity", "#/topic/identity"),
    ("scale", "#/topic/scale"),
    ("research", "#/topic/research"),
    ("talent", "#/topic/talent"),
    ("projects", "#/topic/projects"),
    ("titles", "#/topic/titles"),
    ("services", "#/topic/services"),
    ("logistics", "#/topic/logistics"),
    ("farming", "#/topic/farming"),
    ("land", "#/topic/land"),
    ("employment", "#/topic/employment"),
    ("check", "#/check"),
    ("results", "#/results"),
    ("whatif", "#/whatif"),
    ("measure", "#/measure/12-1"),
    ("document", "#/document"),
    ("article", "#/document/12"),
    ("print", "#/print"),
    ("batch", "#/batch"),
    ("privacy", "#/privacy"),
    ("lost", "#/nowhere"),
];
// Something of ours that does stick out.
const WIDE: &str = "(width) => {
    const wide = document.createElement('div');
    wide.style.width = `${width + 1}px`;
    document.body.append(wide);
}";
const PREMIUM: &str = "本年度缴纳的短期出口信用保险保费是多少？";
const WRONG: &str = "很多很多很多很多很多很多很多很多很多很多很多很多";

#[test]
fn no_page_is_wider_than_its_window_by_day() {
    looks_at_everything("light");
}

#[test]
fn no_page_is_wider_than_its_window_by_night() {
    looks_at_everything("dark");
}

#[track_caller]
fn looks_at_everything(scheme: &str) {
    let person = Person::with_kept(&company::kept());
    let mut too_wide = Vec::new();
    for (device, width, height) in WIDTHS {
        person.has_a_screen(width, height, scheme);
        for (name, hash) in PAGES {
            person.opens(hash);
            unfolds_everything(&person, name);
            let out: Vec<String> = person.looks("overflow", &[json!(width)]);
            if !out.is_empty() {
                too_wide.push(format!("{name} on a {device}: {out:?}"));
            }
            person.takes_a_picture(&format!("target/shots/{name}-{device}-{scheme}.png"), 3000);
        }
        person.runs(WIDE, &[json!(width)]);
        assert!(
            !person.looks::<Vec<String>>("overflow", &[json!(width)]).is_empty(),
            "what is too wide is not noticed"
        );
        person.reloads();
    }
    assert!(too_wide.is_empty(), "{}", too_wide.join("\n"));
}

// The longest form of a page is the one that must fit.
#[track_caller]
fn unfolds_everything(person: &Person, name: &str) {
    if matches!(name, "trade" | "mistake") {
        person.types(PREMIUM, if name == "mistake" { WRONG } else { "0" });
        person.presses(Key::Tab);
    }
    if name == "mistake" {
        person.is_corrected(PREMIUM);
    }
    if !matches!(name, "document" | "start") {
        person
            .runs("() => all('button.text').filter((one) => name(one) === '展开').forEach((one) => one.click())", &[]);
        person.runs("() => all('details').slice(0, 12).forEach((one) => { one.open = true; })", &[]);
    }
}

#[test]
fn the_picture_of_the_readme() {
    if std::env::var_os("UPDATE_SCREENSHOT").is_none() {
        return;
    }
    let person = Person::with_kept(&company::kept());
    person.has_a_screen(1280, 860, "light");
    person.opens("#/results");
    person.is_on("可确定 3 项，合计 4,700,000元");
    person.unfolds(company::MEASURES[1].0);
    person.facts_of(company::MEASURES[1].0);
    person.takes_a_picture("docs/screenshot.png", 860);
}
