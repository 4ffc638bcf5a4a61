//! Six companies of different kinds, each from the start page to the sheet it takes along.

#![expect(clippy::panic, reason = "a test may stop at the first surprise")]

use huiqi_engine::message::chinese;
use huiqi_tests::kinds::{self, Kind};
use huiqi_tests::sheet::{Sheet, dense};
use huiqi_tests::{Person, worked};

const FOLDED: [&str; 2] = ["不符合", "不适用"];
const PRINTED: [&str; 3] = ["可以申报", "由部门评审", "自动享受"];

fn sees_what_it_gets_and_prints_it(kind: &Kind) {
    let person = Person::at_a_new_device();
    kind.answers_everything(&person);
    person.is_on(kind.headline);
    person.sees(kind.beside);
    for folded in FOLDED.iter().filter(|group| kind.measures.iter().any(|measure| measure.group == **group)) {
        person.unfolds_the_group(folded);
    }
    for expected in kind.measures {
        person.unfolds(expected.title);
        let facts = person.facts_of(expected.title);
        let came_out = (facts.group.as_str(), facts.amount.as_str());
        assert_eq!(came_out, (expected.group, expected.amount), "{}: {}", kind.name, expected.title);
    }
    person.follows("打印");
    person.is_on("惠企政策自评结果");
    let sheet = person.prints();
    sheet.keep(&format!("sheet-{}.pdf", kind.name));
    sheet.is_on_a4();
    let pages = sheet.pages();
    let text = pages.concat();
    let holds = |what: &str| {
        assert!(text.contains(&dense(what)), "{}: “{what}” is not printed:\n{}", kind.name, pages.join("\n\n"));
    };
    holds(kind.headline);
    for expected in kind.measures.iter().filter(|expected| PRINTED.contains(&expected.group)) {
        holds(&format!("{}{}", expected.title, expected.amount));
    }
    assert!(!text.contains(&dense("因问题没有答完而待定")), "{}: everything was answered", kind.name);
    for (page, text) in (1..).zip(&pages) {
        let foot = dense(&format!("第 {page} 页　共 {} 页", pages.len()));
        assert!(text.contains(&foot), "page {page} has no “{foot}”: {text}");
    }
    keeps_to_the_paper(&person, &sheet);
}

// Nothing in the margins, no heading left behind at the end of a page, black on white, and the code opens the case.
fn keeps_to_the_paper(person: &Person, sheet: &Sheet) {
    // Ten dots are 5.08 mm, which head and foot keep; the sides keep 14 mm.
    for (page, grey) in (1..).zip(sheet.in_grey(50)) {
        let (wide, high) = (grey.width, grey.height);
        let outside = [(0..wide, 0..10), (0..wide, high - 10..high), (0..28, 0..high), (wide - 28..wide, 0..high)];
        for (across, down) in outside {
            assert!(
                !grey.has_ink(across.clone(), down.clone()),
                "page {page} prints into the margin {across:?} {down:?}"
            );
        }
        assert!(grey.share_of_grey() < 0.15, "page {page} is grey: {}", grey.share_of_grey());
    }
    let headings: Vec<String> = person
        .looks("() => [...document.querySelectorAll('.packet :is(h2, h3, h4)')].map((one) => one.textContent)", &[]);
    assert!(headings.len() > 5, "{headings:?}");
    for (page, lines) in (1..).zip(sheet.lines()) {
        let last = lines.last().map_or("", |(text, _)| text);
        let left = headings.iter().find(|heading| !last.is_empty() && dense(heading).ends_with(last));
        assert_eq!(left, None, "a heading is left at the end of page {page}: {lines:?}");
    }
    let codes = sheet.codes_on_the_first_page(300);
    let [code] = codes.as_slice() else { panic!("one code on the first page: {codes:?}") };
    let assessment = worked::assessed(&worked::case_of(code));
    let headline = chinese().headline(&worked::book(), &assessment);
    person.sees(&headline);
}

#[test]
fn a_software_firm() {
    sees_what_it_gets_and_prints_it(&kinds::SOFTWARE);
}

#[test]
fn a_freight_company() {
    sees_what_it_gets_and_prints_it(&kinds::FREIGHT);
}

#[test]
fn an_exporter() {
    sees_what_it_gets_and_prints_it(&kinds::EXPORTER);
}

#[test]
fn a_family_farm() {
    sees_what_it_gets_and_prints_it(&kinds::FARM);
}

#[test]
fn an_incubator() {
    sees_what_it_gets_and_prints_it(&kinds::INCUBATOR);
}

#[test]
fn a_manufacturer_with_two_projects() {
    sees_what_it_gets_and_prints_it(&kinds::MANUFACTURER);
}
