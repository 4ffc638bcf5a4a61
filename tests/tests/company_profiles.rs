//! Six companies of different kinds, each from the start page to the print.

#![expect(clippy::panic, reason = "a test may stop at the first surprise")]

use huiqi_engine::message::chinese;
use huiqi_tests::company_profiles::{self as profiles, CompanyProfile};
use huiqi_tests::pdf::{Pdf, dense};
use huiqi_tests::{User, expected};

const FOLDED: [&str; 2] = ["不符合", "不适用"];
const PRINTED: [&str; 4] = ["可得", "由部门定", "少付", "没有写金额"];

fn check_profile(profile: &CompanyProfile) {
    let user = User::start();
    profile.answer_all_topics(&user);
    user.expect_heading(profile.headline);
    user.expect_text(profile.beside);
    for folded in FOLDED.iter().filter(|group| profile.measures.iter().any(|measure| measure.group == **group)) {
        user.expand_group(folded);
    }
    for expected in profile.measures {
        user.expand_measure(expected.title);
        let facts = user.measure_details(expected.title);
        let came_out = (facts.group.as_str(), facts.amount.as_str());
        assert_eq!(came_out, (expected.group, expected.amount), "{}: {}", profile.name, expected.title);
    }
    user.click_link("打印，带到窗口");
    user.expect_heading("惠企政策自评情况表");
    let sheet = user.print();
    sheet.save_copy(&format!("sheet-{}.pdf", profile.name));
    sheet.assert_a4();
    let pages = sheet.pages();
    let text = pages.concat();
    let holds = |what: &str| {
        assert!(text.contains(&dense(what)), "{}: “{what}” is not printed:\n{}", profile.name, pages.join("\n\n"));
    };
    holds(profile.headline);
    for expected in profile.measures.iter().filter(|expected| PRINTED.contains(&expected.group)) {
        holds(&format!("{}{}", expected.title, expected.amount));
    }
    assert!(!text.contains(&dense("因问题没有答完而待定")), "{}: everything was answered", profile.name);
    for (page, text) in (1..).zip(&pages) {
        let foot = dense(&format!("第 {page} 页　共 {} 页", pages.len()));
        assert!(text.contains(&foot), "page {page} has no “{foot}”: {text}");
    }
    assert_fits_the_paper(&user, &sheet);
}

// Empty margins, no heading alone at the end of a page, black on white, and a QR code that opens the case.
fn assert_fits_the_paper(user: &User, sheet: &Pdf) {
    // Ten dots are 5.08 mm, the margin at top and bottom; the side margins are 14 mm.
    for (page, grey) in (1..).zip(sheet.grey_images(50)) {
        let (wide, high) = (grey.width, grey.height);
        let outside = [(0..wide, 0..10), (0..wide, high - 10..high), (0..28, 0..high), (wide - 28..wide, 0..high)];
        for (across, down) in outside {
            assert!(
                !grey.has_ink(across.clone(), down.clone()),
                "page {page} prints into the margin {across:?} {down:?}"
            );
        }
        assert!(grey.grey_share() < 0.15, "page {page} is grey: {}", grey.grey_share());
    }
    let headings: Vec<String> = user
        .eval_js("() => [...document.querySelectorAll('.packet :is(h2, h3, h4)')].map((one) => one.textContent)", &[]);
    assert!(headings.len() > 5, "{headings:?}");
    for (page, lines) in (1..).zip(sheet.lines()) {
        let last = lines.last().map_or("", |(text, _)| text);
        let left = headings.iter().find(|heading| !last.is_empty() && dense(heading).ends_with(last));
        assert_eq!(left, None, "a heading is left at the end of page {page}: {lines:?}");
    }
    let codes = sheet.qr_codes_on_first_page(300);
    let [code] = codes.as_slice() else { panic!("one code on the first page: {codes:?}") };
    let assessment = expected::assessment_of(&expected::case_of(code));
    let headline = chinese().headline(&expected::book(), &assessment);
    user.expect_text(&headline);
}

#[test]
fn software_company_gets_expected_results() {
    check_profile(&profiles::SOFTWARE);
}

#[test]
fn freight_company_gets_expected_results() {
    check_profile(&profiles::FREIGHT);
}

#[test]
fn exporter_gets_expected_results() {
    check_profile(&profiles::EXPORTER);
}

#[test]
fn family_farm_gets_expected_results() {
    check_profile(&profiles::FARM);
}

#[test]
fn incubator_gets_expected_results() {
    check_profile(&profiles::INCUBATOR);
}

#[test]
fn manufacturer_with_two_projects_gets_expected_results() {
    check_profile(&profiles::MANUFACTURER);
}
