//! The app in English: a whole company from the start page to the print, and switching the language on every page.

use huiqi_tests::company::{self, RESEARCH};
use huiqi_tests::pdf::dense;
use huiqi_tests::{Device, User};
use serde_json::json;

const RESEARCH_IN_ENGLISH: &str = "How high are this year's R&D expenses that qualify for the super-deduction?";
const LAST_YEAR: &str = "How high were last year's R&D expenses that qualify for the super-deduction?";
const NONE: &str = "None of them";

// The three amounts of the machine-tool company: title, article, amount.
const MEASURES: [(&str, &str, &str); 3] = [
    ("Subsidy for increased R&D spending", "Article 12", "200,000"),
    ("Subsidy for purely digital renovation", "Article 18", "3,000,000"),
    ("Award for “specialised, refined, distinctive and innovative” little giants", "Article 21", "1,500,000"),
];

#[track_caller]
pub fn assert_all_english(user: &User) {
    assert_eq!(user.eval_js::<String>("() => document.documentElement.lang", &[]), "en");
    let mut left: Vec<String> = user.eval_js("untranslated_texts", &[]);
    // The name of the company is as typed.
    left.retain(|text| !text.contains("南湖机床有限公司"));
    assert!(left.is_empty(), "{}: {left:#?}", user.heading());
}

#[test]
fn english_company_goes_from_start_to_print() {
    complete_company_in_english(&User::start());
}

/// The whole company in English, with any browser.
#[track_caller]
pub fn complete_company_in_english(user: &User) {
    user.open_start_page();
    user.click_link("English");
    user.expect_heading("What support can you get? Work it out, item by item.");
    assert_all_english(user);
    user.click_link("Start");
    user.expect_heading("Who you are");
    user.choose("As what do you apply?", "Enterprise");
    user.choose("In which county, county-level city or district are you?", "Nanhu District");
    let industry = "Manufacturing within the “135N” advanced manufacturing clusters";
    user.choose("In which industries are you active?", industry);
    user.choose("Which statuses or qualifications do you hold that are valid now?", NONE);
    user.choose("Which of these platforms or sites do you operate?", NONE);
    assert_all_english(user);
    user.click_continue();
    user.expect_heading("Size and finances");
    user.choose("Are you an enterprise above designated size?", "Yes");
    user.choose("Are you a National High and New Technology Enterprise (HNTE) with a valid certificate?", "Yes");
    user.click_continue();
    user.expect_heading("R&D and innovation");
    user.choose("Which of these R&D and innovation situations apply to you?", NONE);
    user.choose("Do you qualify for the super-deduction of R&D expenses?", "Yes");
    user.fill_in(RESEARCH_IN_ENGLISH, "12 million");
    user.expect_echo(RESEARCH_IN_ENGLISH, "= CNY 12,000,000 (CNY 12 million)");
    user.fill_in(LAST_YEAR, "lots");
    user.focus_field(RESEARCH_IN_ENGLISH);
    assert_eq!(
        user.expect_field_error(LAST_YEAR),
        "“lots” is not understood. Please enter an amount in digits, such as 12,000,000 or 12 million."
    );
    user.fill_in(LAST_YEAR, "CNY 10,000,000");
    user.fill_in("How high is this year's operating revenue?", "250 million");
    assert_all_english(user);
    user.answer_rest_with_no();
    user.click_continue();
    user.answer_rest_with_no();
    user.click_continue();
    user.expect_heading("Renovation and investment projects");
    for nature in [
        "Purely digital renovation project",
        "The digital renovation has passed acceptance",
        "Listed as a demonstration sample project of digital renovation",
    ] {
        user.choose("Which of these apply to the project?", nature);
    }
    user.fill_in("How high is the digital investment of this project?", "8 million");
    user.answer_rest_with_no();
    user.click_continue();
    user.expect_heading("Recognised this year");
    user.choose(
        "Which recognitions or selections have you obtained?",
        "National “specialised, refined, distinctive and innovative” little giant in 2023",
    );
    while user.heading() != "Check answers" {
        user.answer_rest_with_no();
        user.click_continue();
    }
    assert_all_english(user);
    user.open("#/results");
    user.expect_heading("CNY 4,700,000 in all for certain");
    for (title, article, amount) in MEASURES {
        user.expand_measure(title);
        let facts = user.measure_details(title);
        assert_eq!(facts.group, "You get", "{title}");
        assert!(facts.amount.starts_with(&format!("You get CNY {amount}")), "{title}: {}", facts.amount);
        assert!(facts.source.starts_with(article), "{title}: {}", facts.source);
        assert_eq!(facts.article, format!("Jia Zheng Fa [2023] No. 3, {article}"));
        assert!(facts.quote.ends_with(['。', '；']), "{title}: the text stays Chinese: {}", facts.quote);
        for condition in &facts.conditions {
            assert_eq!(condition.status, "Met:", "{title}: {}", condition.text);
        }
    }
    let research = user.measure_details(MEASURES[0].0);
    assert!(
        research.working.starts_with("10% × (CNY 12,000,000 − CNY 10,000,000) = CNY 200,000; within the cap"),
        "{}",
        research.working
    );
    user.expect_text("get 10% of the increase, at most CNY 5 million per enterprise");
    assert_all_english(user);
    user.click_link("Print for the service hall");
    user.expect_heading("Self-assessment of policy incentives");
    user.expect_text("CNY 4,700,000 in all for certain");
    assert_all_english(user);
    assert!(user.print().count() > 2);
    let printed = user.printed_text();
    for text in
        ["Self-assessment of policy incentives", "Papers to bring", MEASURES[0].0, "CNY 4,700,000 in all for certain"]
    {
        assert!(printed.contains(&dense(text)), "{text} is not printed");
    }
}

#[test]
fn unmet_condition_is_explained_in_english() {
    let user = User::with_stored_case(&company::stored_case());
    user.click_link("English");
    user.open("#/topic/research");
    user.fill_in(RESEARCH_IN_ENGLISH, "11.49 million");
    user.expect_echo(RESEARCH_IN_ENGLISH, "= CNY 11,490,000 (CNY 11.49 million)");
    user.open("#/results");
    user.expect_heading("CNY 4,500,000 in all for certain");
    user.expand_group("Not eligible");
    user.expand_measure(MEASURES[0].0);
    let facts = user.measure_details(MEASURES[0].0);
    let conditions: Vec<&str> = facts.conditions.iter().map(|condition| condition.text.as_str()).collect();
    assert!(
        conditions.iter().any(|condition| condition.starts_with("R&D expense growth 14.9%")
            && condition.ends_with("Required: at least 15%; 0.1 percentage points short")),
        "{conditions:#?}"
    );
}

#[test]
fn english_loading_while_typing_breaks_nothing() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/topic/research");
    user.focus_field(RESEARCH);
    user.send_cdp("Network.enable", json!({}));
    user.send_cdp("Network.setBypassServiceWorker", json!({ "bypass": true }));
    let slow = json!({ "offline": false, "latency": 1500, "downloadThroughput": -1, "uploadThroughput": -1 });
    user.send_cdp("Network.emulateNetworkConditions", slow);
    user.click_link("English");
    // The page re-renders around the focused field.
    user.focus_field(RESEARCH);
    user.expect_heading("R&D and innovation");
    user.fill_in(RESEARCH_IN_ENGLISH, "14 million");
    user.expect_echo(RESEARCH_IN_ENGLISH, "= CNY 14,000,000 (CNY 14 million)");
}

#[test]
fn language_switch_anywhere_loses_nothing() {
    let user = User::with_stored_case(&company::stored_case());
    user.open("#/topic/research");
    user.fill_in(RESEARCH, "1300万");
    user.click_link("English");
    user.expect_heading("R&D and innovation");
    user.expect_field_value(RESEARCH_IN_ENGLISH, "1300万");
    user.expect_echo(RESEARCH_IN_ENGLISH, "= CNY 13,000,000 (CNY 13 million)");
    user.reload();
    user.expect_heading("R&D and innovation");
    user.fill_in(RESEARCH_IN_ENGLISH, "14 million");
    user.click_link("中文");
    user.expect_heading("研发与创新");
    user.expect_field_value(RESEARCH, "14 million");
    user.expect_echo(RESEARCH, "= 14,000,000 元（1400万元）");
    assert_eq!(user.eval_js::<String>("() => document.documentElement.lang", &[]), "zh-CN");
    user.open("#/results");
    user.expect_heading("可得合计 4,900,000元");
    user.click_link("English");
    user.expect_heading("CNY 4,900,000 in all for certain");
}

#[test]
fn every_page_is_in_english_once_chosen() {
    let user = User::with_stored_case(&company::stored_case());
    user.click_link("English");
    let is_here = || user.eval_js::<String>("() => document.documentElement.lang", &[]) == "en";
    user.wait_until("English is here", || is_here().then_some(()));
    for hash in [
        "#/",
        "#/check",
        "#/results",
        "#/measure/12-1",
        "#/document",
        "#/print",
        "#/privacy",
        "#/batch",
        "#/cases",
        "#/clerk",
        "#/nowhere",
    ] {
        user.open(hash);
        user.wait_until(hash, || (user.heading() != "Opening …").then_some(()));
        assert_all_english(&user);
    }
}

#[test]
fn chinese_user_never_fetches_english() {
    let user = User::on_device(Device::recording());
    company::answer_all_topics(&user);
    user.expect_heading("可得合计 4,700,000元");
    let requests = user.requests();
    assert!(requests.iter().any(|url| url.contains("texts-")), "{requests:?}");
    assert!(!requests.iter().any(|url| url.contains("english-")), "{requests:?}");
    user.click_link("English");
    user.expect_heading("CNY 4,700,000 in all for certain");
    assert_eq!(user.requests().iter().filter(|url| url.contains("english-")).count(), 1);
}
