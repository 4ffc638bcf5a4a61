//! Theme and large print: chosen in the header, stored, applied before the first paint.

use huiqi_tests::{User, company};
use serde_json::json;

const LIGHT: &str = "rgb(245, 243, 238)";
const DARK: &str = "rgb(15, 21, 28)";
// Records the appearance of the root element when its body begins, before the app runs.
const FIRST: &str = "new MutationObserver((_, observer) => {
    if (!document.body) return;
    observer.disconnect();
    window.first = [document.documentElement.dataset.theme ?? '', document.documentElement.dataset.size ?? ''];
}).observe(document, { childList: true, subtree: true });";

fn background(user: &User) -> String {
    user.eval_js("() => getComputedStyle(document.documentElement).backgroundColor", &[])
}

fn font_size(user: &User) -> f64 {
    user.eval_js("() => parseFloat(getComputedStyle(document.body).fontSize)", &[])
}

#[track_caller]
fn select_theme(user: &User, name: &str) {
    user.run_js(
        "(wanted) => {
            const field = document.querySelector('.site .colours');
            field.value = [...field.options].find((one) => one.textContent === wanted).value;
            field.dispatchEvent(new Event('change', { bubbles: true }));
        }",
        &[json!(name)],
    );
}

#[test]
fn theme_follows_system_until_chosen_and_persists() {
    let mut user = User::start();
    user.emulate_screen(1280, 900, "dark");
    user.open_start_page();
    assert_eq!(background(&user), DARK);
    select_theme(&user, "浅色");
    user.wait_until("it is light", || (background(&user) == LIGHT).then_some(()));
    user.restart_browser();
    user.emulate_screen(1280, 900, "dark");
    user.open_start_page();
    assert_eq!(background(&user), LIGHT);
    select_theme(&user, "自动配色");
    user.wait_until("it is as the system has it", || (background(&user) == DARK).then_some(()));
}

#[test]
fn large_print_is_150_percent_and_persists() {
    let user = User::start();
    user.emulate_screen(1280, 900, "light");
    user.open("#/topic/identity");
    let usual = font_size(&user);
    user.click_link("大字版");
    user.wait_until("the print is large", || (font_size(&user) == usual * 1.5).then_some(()));
    user.reload();
    assert_eq!(font_size(&user), usual * 1.5);
    let small: Vec<String> = user.eval_js(
        "() => all('button, a.button, select, .choice, summary, .topbar a').filter((one) => {
            const box = one.getBoundingClientRect();
            return (box.height < 44 || box.width < 44) && !one.matches('.term');
        }).map((one) => one.outerHTML.slice(0, 100))",
        &[],
    );
    assert!(small.is_empty(), "targets below 44 px: {small:?}");
    let columns: usize = user.eval_js(
        "() => getComputedStyle(document.querySelector('main').parentElement).gridTemplateColumns.split(' ').length",
        &[],
    );
    assert_eq!(columns, 1, "the layout is simple");
}

#[test]
fn first_paint_has_chosen_theme_and_size() {
    let user = User::start();
    user.set_local_storage("huiqi.settings", "dark large");
    user.send_cdp("Page.addScriptToEvaluateOnNewDocument", json!({ "source": FIRST }));
    user.open_start_page();
    assert_eq!(user.eval_js::<Vec<String>>("() => first", &[]), ["dark", "large"]);
}

#[test]
fn phone_settings_are_in_the_topic_list() {
    let user = User::with_stored_case(&company::stored_case());
    user.emulate_screen(390, 844, "light");
    user.open("#/topic/research");
    let usual = font_size(&user);
    user.click_link("目录");
    user.click_link("大字版");
    user.wait_until("the print is large", || (font_size(&user) > usual).then_some(()));
    assert_eq!(user.local_storage_item("huiqi.settings.jiaxing-2023-3").as_deref(), Some("large whole"));
    // The stored answers are not affected.
    assert_eq!(user.local_storage_item(huiqi_tests::company::CASE_KEY), Some(company::stored_case()));
}
