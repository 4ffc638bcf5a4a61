//! The whole way through the app in the other engine, Firefox: every page, a whole company from the start to the print,
//! in both languages, with the keyboard, from a disk, and what is kept. Details are tested in Chromium alone.

use crate::{english, journey, keyboard, one_file};
use huiqi_engine::message::chinese;
use huiqi_tests::company::{self, RESEARCH};
use huiqi_tests::places::{PAGES, opens_in_full};
use huiqi_tests::sheet::Sheet;
use huiqi_tests::{Device, Person, worked};
use serde_json::json;

const TOTAL: &str = "可确定合计 4,700,000元";

#[test]
fn a_whole_company_goes_to_the_print_and_is_there_again_after_the_browser_was_closed() {
    let mut person = Person::with_firefox();
    journey::goes_from_the_start_to_the_sheet(&person);
    let codes = prints_the_whole_case(&person).codes_on_the_first_page(300);
    let [code] = codes.as_slice() else { panic!("one code on the first page: {codes:?}") };
    assert_eq!(chinese().headline(&worked::book(), &worked::assessed(&worked::case_of(code))), TOTAL);
    person.quits_and_opens_the_browser();
    person.opens("#/results");
    person.is_on(TOTAL);
    person.opens("#/topic/research");
    person.types(RESEARCH, "1300万");
    person.is_told(RESEARCH, "= 13,000,000 元（1300万元）");
    person.reloads();
    person.has_typed(RESEARCH, "1300万");
    person.opens("#/results");
    person.is_on("可确定合计 4,800,000元");
    carries_it_to_another_device(&person);
}

// Looked at as a picture, and read as it is laid out: the file itself names signs that nobody can read back.
#[track_caller]
fn prints_the_whole_case(person: &Person) -> Sheet {
    let printed = person.printed_text();
    for said in ["惠企政策自评结果", "4,700,000元", "企业研发投入增量补助", "南湖区"] {
        assert!(printed.contains(said), "{said} is not printed:\n{printed}");
    }
    let sheet = person.prints();
    sheet.keep("sheet-firefox.pdf");
    sheet.is_on_a4();
    let pages = sheet.in_grey(50);
    assert!(pages.len() == sheet.count() && pages.len() > 3, "{} pages", pages.len());
    for (page, grey) in (1..).zip(&pages) {
        assert!(grey.has_ink(0..grey.width, 0..grey.height), "page {page} is empty");
        assert!(grey.share_of_grey() < 0.15, "page {page} is grey: {}", grey.share_of_grey());
    }
    sheet
}

// What is exported here is opened there.
#[track_caller]
fn carries_it_to_another_device(person: &Person) {
    person.opens_the_start_page();
    person.follows("导出保存");
    let (name, text) = person.has_downloaded();
    assert!(name.ends_with(".json"), "{name}");
    let other = Person::with_firefox();
    other.opens("#/cases");
    other.drops_a_file(&name, &text);
    other.until("the case is there", || (other.cases().len() == 1).then_some(()));
    other.does_with_the_case(&other.cases()[0], "打开");
    other.opens("#/results");
    other.is_on("可确定合计 4,800,000元");
}

#[test]
fn a_whole_company_in_english_and_one_with_the_keyboard_alone() {
    english::goes_from_the_start_to_the_print(&Person::with_firefox());
    keyboard::goes_from_the_start_to_the_print(&Person::with_firefox());
}

#[test]
fn from_a_disk_a_whole_company_goes_from_the_start_to_the_sheet_and_is_kept() {
    let (mut person, _folder, _) = one_file::at(Device::firefox());
    company::answers_everything(&person);
    person.is_on(TOTAL);
    person.follows("打印");
    person.is_on("惠企政策自评结果");
    prints_the_whole_case(&person);
    person.quits_and_opens_the_browser();
    person.opens("#/results");
    person.is_on(TOTAL);
}

#[test]
fn on_every_page_nothing_sticks_out_lies_on_something_or_is_cut_off() {
    let person = Person::with_firefox();
    person.puts_in_storage(huiqi_tests::company::CASE, &company::kept());
    let mut wrong = Vec::new();
    let mut widths = Vec::new();
    for wished in [390, 1280] {
        let width = person.has_a_window(wished, 900);
        widths.push(width);
        for (name, hash) in PAGES {
            opens_in_full(&person, name, hash);
            for (what, function) in [("sticks out", "overflow"), ("overlaps", "overlaps"), ("is cut off", "cut_off")] {
                let found: Vec<String> = person.looks(function, &[json!(width)]);
                if !found.is_empty() {
                    wrong.push(format!("{name}, {width} wide: {what}: {found:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(widths[0] < widths[1], "a narrow window and a wide one: {widths:?}");
}
