//! Layout of every page on a phone, a tablet and a desktop, in both themes, in large print and in English: no overflow,
//! no overlap, no clipping. A contact sheet shows a screenshot of each.

use huiqi_tests::pages::{PAGES, STEPS, open_expanded};
use huiqi_tests::{User, company};
use serde_json::json;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Mutex;

const WIDTHS: [(&str, u32, u32); 3] = [("phone", 390, 844), ("tablet", 768, 1024), ("desk", 1440, 900)];
/// The appearances: a name, the colour scheme of the system, and the stored preferences of the user: the settings and
/// the language.
const LOOKS: [(&str, &str, &str, &str); 6] = [
    ("light", "light", "", ""),
    ("dark", "dark", "", ""),
    ("large", "light", "large", ""),
    ("english", "light", "", "en"),
    ("english-dark", "dark", "", "en"),
    ("english-large", "light", "large", "en"),
];
const FOLDER: &str = "target/screenshots";
const HIGHEST: u32 = 3000;
// Elements that overflow, overlap or are clipped, to check that the checks detect them.
const WIDE: &str = "(width) => {
    const wide = document.createElement('div');
    wide.style.width = `${width + 1}px`;
    document.body.append(wide);
}";
const ON_TOP: &str = "() => {
    const on = document.createElement('p');
    on.textContent = '惠企惠企惠企';
    on.style.marginTop = '-2em';
    document.querySelector('h1').after(on);
}";
const CUT: &str = "() => {
    const cut = document.createElement('p');
    cut.textContent = '惠企惠企惠企';
    cut.style.cssText = 'width: 2em; height: 1em; overflow: hidden';
    document.querySelector('main').append(cut);
}";

#[test]
fn pages_fit_every_screen_by_day() {
    check_look("light");
}

#[test]
fn pages_fit_every_screen_by_night() {
    check_look("dark");
}

#[test]
fn pages_fit_every_screen_in_large_print() {
    check_look("large");
}

#[test]
fn pages_fit_every_screen_in_english() {
    check_look("english");
}

#[test]
fn pages_fit_every_screen_in_english_by_night() {
    check_look("english-dark");
}

#[test]
fn pages_fit_every_screen_in_english_and_large_print() {
    check_look("english-large");
}

// One test per appearance, so that they run in parallel. The last one to finish makes the contact sheet.
#[track_caller]
fn check_look(name: &'static str) {
    static DONE: Mutex<BTreeSet<&str>> = Mutex::new(BTreeSet::new());
    let look = LOOKS.iter().find(|(look, ..)| *look == name).expect("a look of this name");
    let wrong = layout_errors(look);
    let is_last = DONE.lock().is_ok_and(|mut done| done.insert(name) && done.len() == LOOKS.len());
    if is_last {
        write_contact_sheet();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[track_caller]
fn layout_errors((look, scheme, settings, language): &(&str, &str, &str, &str)) -> Vec<String> {
    let user = User::start();
    user.set_local_storage("huiqi.language", language);
    user.set_local_storage(huiqi_tests::company::CASE_KEY, &company::stored_case());
    let mut wrong = Vec::new();
    for (device, width, height) in WIDTHS {
        user.emulate_screen(width, height, scheme);
        let steps = STEPS.map(|step| (step, ""));
        for ((name, hash), way) in steps.into_iter().chain(PAGES.map(|page| (page, " whole"))) {
            if hash == STEPS[0].1 || hash == PAGES[0].1 {
                user.set_local_storage("huiqi.settings", &format!("{settings}{way}"));
            }
            open_expanded(&user, name, hash);
            for (what, function) in [("sticks out", "overflow"), ("overlaps", "overlaps"), ("is cut off", "clipped")] {
                let issues: Vec<String> = user.eval_js(function, &[json!(width)]);
                if !issues.is_empty() {
                    wrong.push(format!("{name} on a {device}, {look}: {what}: {issues:?}"));
                }
            }
            user.take_screenshot(&format!("{FOLDER}/{}", screenshot_name(name, device, look)), HIGHEST);
        }
        for (add, function) in [(WIDE, "overflow"), (ON_TOP, "overlaps"), (CUT, "clipped")] {
            user.run_js(add, &[json!(width)]);
            let issues: Vec<String> = user.eval_js(function, &[json!(width)]);
            assert!(!issues.is_empty(), "what is wrong is not noticed: {function}");
        }
        user.reload();
    }
    wrong
}

fn screenshot_name(name: &str, device: &str, look: &str) -> String {
    format!("{name}-{device}-{look}.png")
}

// A page with all screenshots, and one screenshot of that page.
fn write_contact_sheet() {
    let mut html = String::from(
        "<!DOCTYPE html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>惠企</title>\n<style>\n\
         body { margin: 16px; font: 12px sans-serif; }\n\
         section { display: flex; gap: 8px; align-items: start; margin-bottom: 16px; }\n\
         h2 { width: 72px; margin: 0; font-size: 14px; }\n\
         figure { margin: 0; } img { width: 160px; height: 240px; object-fit: cover; object-position: top; border: 1px solid #999; }\n\
         </style>\n",
    );
    for (name, _) in STEPS.into_iter().chain(PAGES) {
        let _ = writeln!(html, "<section><h2>{name}</h2>");
        for (look, ..) in LOOKS {
            for (device, ..) in WIDTHS {
                let file = screenshot_name(name, device, look);
                let _ = writeln!(
                    html,
                    "<figure><a href=\"{file}\"><img src=\"{file}\" alt=\"\"></a><figcaption>{device}, {look}</figcaption></figure>"
                );
            }
        }
        html.push_str("</section>\n");
    }
    let sheet = xtask::root().join(FOLDER).join("sheet.html");
    std::fs::write(&sheet, html).expect("the sheet can be written");
    let user = User::start();
    user.emulate_screen(1640, 900, "light");
    user.goto(&format!("file://{}", sheet.display()));
    user.wait_until("all pictures are there", || {
        user.eval_js::<bool>("() => [...document.images].every((one) => one.complete)", &[]).then_some(())
    });
    let missing: u32 = user.eval_js("() => [...document.images].filter((one) => one.naturalWidth === 0).length", &[]);
    user.take_screenshot(&format!("{FOLDER}/sheet.png"), 20_000);
    assert_eq!(missing, 0, "pictures are missing on the sheet");
}

#[test]
fn documentation_pictures_are_renewed() {
    if std::env::var_os("UPDATE_EXPECT").is_none() {
        return;
    }
    let user = User::with_stored_case(&company::stored_case());
    user.emulate_screen(1280, 860, "light");
    user.open("#/results");
    user.expect_heading("可得合计 4,700,000元");
    user.expand_measure(company::MEASURES[1].0);
    user.measure_details(company::MEASURES[1].0);
    user.take_screenshot("docs/screenshot.png", 860);
    for (name, hash) in [("check", "#/check"), ("print", "#/print")] {
        user.open(hash);
        user.take_screenshot(&format!("docs/{name}.png"), 860);
    }
    user.open("#/topic/scale");
    user.click_link("规模以上企业");
    user.expect_text("以统计部门的名录为准");
    user.take_screenshot("docs/topic.png", 860);
    user.open("#/document");
    user.search_page("按研发费用增量");
    user.expect_text("找到 1 处");
    user.take_screenshot("docs/document.png", 860);
    user.emulate_screen(390, 844, "light");
    user.open("#/topic/research");
    user.take_screenshot("docs/phone.png", 844);
}
