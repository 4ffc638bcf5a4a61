//! Firefox: every page, a whole company in both languages, the keyboard, the single-file edition and persistence.
//! Details are tested in Chromium only.

use crate::{english, keyboard, single_file, smoke};
use huiqi_engine::message::chinese;
use huiqi_tests::company::{self, RESEARCH};
use huiqi_tests::pages::{PAGES, open_expanded};
use huiqi_tests::pdf::Pdf;
use huiqi_tests::{Device, User, expected};
use serde_json::json;

const TOTAL: &str = "可得合计 4,700,000元";

#[test]
fn firefox_company_goes_to_print_and_survives_restart() {
    let mut user = User::with_firefox();
    smoke::complete_company(&user);
    let codes = print_whole_case(&user).qr_codes_on_first_page(300);
    let [code] = codes.as_slice() else { panic!("one code on the first page: {codes:?}") };
    assert_eq!(chinese().headline(&expected::book(), &expected::assessment_of(&expected::case_of(code))), TOTAL);
    user.restart_browser();
    user.open("#/results");
    user.expect_heading(TOTAL);
    user.open("#/topic/research");
    user.fill_in(RESEARCH, "1300万");
    user.expect_echo(RESEARCH, "= 13,000,000 元（1300万元）");
    user.reload();
    user.expect_field_value(RESEARCH, "1300万");
    user.open("#/results");
    user.expect_heading("可得合计 4,800,000元");
    transfer_to_another_device(&user);
}

// The print is rendered as an image, and its text is taken from the layout: the PDF has characters that cannot be
// extracted.
#[track_caller]
fn print_whole_case(user: &User) -> Pdf {
    let printed = user.printed_text();
    for text in ["惠企政策自评情况表", "4,700,000元", "企业研发投入增量补助", "南湖区"] {
        assert!(printed.contains(text), "{text} is not printed:\n{printed}");
    }
    let sheet = user.print();
    sheet.save_copy("sheet-firefox.pdf");
    sheet.assert_a4();
    let pages = sheet.grey_images(50);
    assert!(pages.len() == sheet.count() && pages.len() > 3, "{} pages", pages.len());
    for (page, grey) in (1..).zip(&pages) {
        assert!(grey.has_ink(0..grey.width, 0..grey.height), "page {page} is empty");
        assert!(grey.grey_share() < 0.15, "page {page} is grey: {}", grey.grey_share());
    }
    sheet
}

// Exports a case and opens it on another device.
#[track_caller]
fn transfer_to_another_device(user: &User) {
    user.open_start_page();
    user.click_link("导出保存");
    let (name, text) = user.wait_for_download();
    assert!(name.ends_with(".json"), "{name}");
    let second_user = User::with_firefox();
    second_user.open("#/cases");
    second_user.drop_file(&name, &text);
    second_user.wait_until("the case is there", || (second_user.case_names().len() == 1).then_some(()));
    second_user.click_in_case(&second_user.case_names()[0], "打开");
    second_user.open("#/results");
    second_user.expect_heading("可得合计 4,800,000元");
}

#[test]
fn firefox_works_in_english_and_with_keyboard_alone() {
    english::complete_company_in_english(&User::with_firefox());
    keyboard::complete_company_by_keyboard(&User::with_firefox());
}

#[test]
fn firefox_single_file_goes_to_print_and_survives_restart() {
    let (mut user, _folder, _) = single_file::user_with_file_on(Device::firefox());
    company::answer_all_topics(&user);
    user.expect_heading(TOTAL);
    user.click_link("打印，带到窗口");
    user.expect_heading("惠企政策自评情况表");
    print_whole_case(&user);
    user.restart_browser();
    user.open("#/results");
    user.expect_heading(TOTAL);
}

#[test]
fn firefox_pages_have_no_overflow_overlap_or_clipping() {
    let user = User::with_firefox();
    user.set_local_storage(huiqi_tests::company::CASE_KEY, &company::stored_case());
    let mut wrong = Vec::new();
    let mut widths = Vec::new();
    for wished in [390, 1280] {
        let width = user.resize_window(wished, 900);
        widths.push(width);
        for (name, hash) in PAGES {
            open_expanded(&user, name, hash);
            for (what, function) in [("sticks out", "overflow"), ("overlaps", "overlaps"), ("is cut off", "clipped")] {
                let issues: Vec<String> = user.eval_js(function, &[json!(width)]);
                if !issues.is_empty() {
                    wrong.push(format!("{name}, {width} wide: {what}: {issues:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(widths[0] < widths[1], "a narrow window and a wide one: {widths:?}");
}
