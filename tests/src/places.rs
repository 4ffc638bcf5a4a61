//! Every page of the app, in the state that shows most of it. Knows addresses and what to unfold.

use crate::person::Person;
use thirtyfour::Key;

/// A name and the address of each page, from `#` on.
pub const PAGES: [(&str, &str); 27] = [
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
    ("cases", "#/cases"),
    ("clerk", "#/clerk"),
    ("batch", "#/batch"),
    ("embed", "#/embed"),
    ("privacy", "#/privacy"),
    ("lost", "#/nowhere"),
];

const PREMIUM: &str = "本年度缴纳的短期出口信用保险保费是多少？";
const WRONG: &str = "很多很多很多很多很多很多很多很多很多很多很多很多";

/// Opens a page in its longest form: that one must fit.
#[track_caller]
pub fn opens_in_full(person: &Person, name: &str, hash: &str) {
    person.opens(hash);
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
        person.runs("() => all('.term').slice(0, 3).forEach((one) => one.click())", &[]);
    }
}
