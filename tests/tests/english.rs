//! The app for somebody who reads English: from the start page to the printed sheet, and back to Chinese at any place.

use huiqi_tests::company::{self, RESEARCH};
use huiqi_tests::sheet::dense;
use huiqi_tests::{Device, Person};
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
pub fn is_all_english(person: &Person) {
    assert_eq!(person.looks::<String>("() => document.documentElement.lang", &[]), "en");
    let mut left: Vec<String> = person.looks("left_in_chinese", &[]);
    // Its name is what the company typed.
    left.retain(|text| !text.contains("南湖机床有限公司"));
    assert!(left.is_empty(), "{}: {left:#?}", person.heading());
}

#[test]
fn a_whole_company_in_english_from_start_to_print() {
    goes_from_the_start_to_the_print(&Person::at_a_new_device());
}

/// The whole company in English, with any browser.
#[track_caller]
pub fn goes_from_the_start_to_the_print(person: &Person) {
    person.opens_the_start_page();
    person.follows("English");
    person.is_on("What can you get from this document?");
    is_all_english(person);
    person.follows("Start");
    person.is_on("Who you are");
    person.chooses("As what do you apply?", "Enterprise");
    person.chooses("In which county, county-level city or district are you registered?", "Nanhu District");
    let industry = "Manufacturing within the “135N” advanced manufacturing clusters";
    person.chooses("In which industries are you active?", industry);
    person.chooses("Which statuses or qualifications do you hold that are valid now?", NONE);
    person.chooses("Which of these platforms or sites do you operate?", NONE);
    is_all_english(person);
    person.continues();
    person.is_on("Size and finances");
    person.chooses("Are you an enterprise above designated size?", "Yes");
    person.chooses("Are you a National High and New Technology Enterprise (HNTE) with a valid certificate?", "Yes");
    person.continues();
    person.is_on("R&D and innovation");
    person.chooses("Which of these R&D and innovation situations apply to you?", NONE);
    person.chooses("Do you qualify for the super-deduction of R&D expenses?", "Yes");
    person.types(RESEARCH_IN_ENGLISH, "12 million");
    person.is_told(RESEARCH_IN_ENGLISH, "= CNY 12,000,000 (CNY 12 million)");
    person.types(LAST_YEAR, "lots");
    person.enters_the_field(RESEARCH_IN_ENGLISH);
    assert_eq!(
        person.is_corrected(LAST_YEAR),
        "“lots” is not understood. Please enter an amount in digits, such as 12,000,000 or 12 million."
    );
    person.types(LAST_YEAR, "CNY 10,000,000");
    person.types("How high is this year's operating revenue?", "250 million");
    is_all_english(person);
    person.answers_the_rest_with_no();
    person.continues();
    person.answers_the_rest_with_no();
    person.continues();
    person.is_on("Renovation and investment projects");
    for nature in [
        "Purely digital renovation project",
        "The digital renovation has passed acceptance",
        "Listed as a demonstration sample project of digital renovation",
    ] {
        person.chooses("Which of these apply to the project?", nature);
    }
    person.types("How high is the digital investment of this project?", "8 million");
    person.answers_the_rest_with_no();
    person.continues();
    person.is_on("Recognised this year");
    person.chooses(
        "Which recognitions or selections did you newly obtain in 2023?",
        "National “specialised, refined, distinctive and innovative” little giant",
    );
    while person.heading() != "Check answers" {
        person.answers_the_rest_with_no();
        person.continues();
    }
    is_all_english(person);
    person.opens("#/results");
    person.is_on("CNY 4,700,000 in all for certain");
    for (title, article, amount) in MEASURES {
        person.unfolds(title);
        let facts = person.facts_of(title);
        assert_eq!(facts.group, "To apply for", "{title}");
        assert!(facts.amount.starts_with(&format!("You get CNY {amount}")), "{title}: {}", facts.amount);
        assert!(facts.source.starts_with(article), "{title}: {}", facts.source);
        assert_eq!(facts.article, format!("Jia Zheng Fa [2023] No. 3, {article}"));
        assert!(facts.quote.ends_with(['。', '；']), "{title}: the text stays Chinese: {}", facts.quote);
        for condition in &facts.conditions {
            assert_eq!(condition.standing, "Met:", "{title}: {}", condition.said);
        }
    }
    let research = person.facts_of(MEASURES[0].0);
    assert!(
        research.working.starts_with("10% × (CNY 12,000,000 − CNY 10,000,000) = CNY 200,000; within the cap"),
        "{}",
        research.working
    );
    person.sees("get 10% of the increase, at most CNY 5 million per enterprise");
    is_all_english(person);
    person.follows("Print");
    person.is_on("Huiqi: result of a self-assessment");
    person.sees("CNY 4,700,000 in all for certain");
    is_all_english(person);
    assert!(person.prints().count() > 2);
    let printed = person.printed_text();
    for said in
        ["Huiqi: result of a self-assessment", "Papers to bring", MEASURES[0].0, "CNY 4,700,000 in all for certain"]
    {
        assert!(printed.contains(&dense(said)), "{said} is not printed");
    }
}

#[test]
fn what_is_missing_is_said_in_english() {
    let person = Person::with_kept(&company::kept());
    person.follows("English");
    person.opens("#/topic/research");
    person.types(RESEARCH_IN_ENGLISH, "11.49 million");
    person.is_told(RESEARCH_IN_ENGLISH, "= CNY 11,490,000 (CNY 11.49 million)");
    person.opens("#/results");
    person.is_on("CNY 4,500,000 in all for certain");
    person.unfolds_the_group("Not eligible");
    person.unfolds(MEASURES[0].0);
    let facts = person.facts_of(MEASURES[0].0);
    let said: Vec<&str> = facts.conditions.iter().map(|condition| condition.said.as_str()).collect();
    assert!(
        said.iter().any(
            |said| said.contains("R&D expense growth: 14.9%; required: at least 15%; 0.1 percentage points short")
        ),
        "{said:#?}"
    );
}

#[test]
fn english_that_arrives_while_one_types_breaks_nothing() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/topic/research");
    person.enters_the_field(RESEARCH);
    person.devtools("Network.enable", json!({}));
    person.devtools("Network.setBypassServiceWorker", json!({ "bypass": true }));
    let slow = json!({ "offline": false, "latency": 1500, "downloadThroughput": -1, "uploadThroughput": -1 });
    person.devtools("Network.emulateNetworkConditions", slow);
    person.follows("English");
    // The page is made anew around the field that has the focus.
    person.enters_the_field(RESEARCH);
    person.is_on("R&D and innovation");
    person.types(RESEARCH_IN_ENGLISH, "14 million");
    person.is_told(RESEARCH_IN_ENGLISH, "= CNY 14,000,000 (CNY 14 million)");
}

#[test]
fn switching_at_any_place_loses_nothing() {
    let person = Person::with_kept(&company::kept());
    person.opens("#/topic/research");
    person.types(RESEARCH, "1300万");
    person.follows("English");
    person.is_on("R&D and innovation");
    person.has_typed(RESEARCH_IN_ENGLISH, "1300万");
    person.is_told(RESEARCH_IN_ENGLISH, "= CNY 13,000,000 (CNY 13 million)");
    person.reloads();
    person.is_on("R&D and innovation");
    person.types(RESEARCH_IN_ENGLISH, "14 million");
    person.follows("中文");
    person.is_on("研发与创新");
    person.has_typed(RESEARCH, "14 million");
    person.is_told(RESEARCH, "= 14,000,000 元（1400万元）");
    assert_eq!(person.looks::<String>("() => document.documentElement.lang", &[]), "zh-CN");
    person.opens("#/results");
    person.is_on("可确定合计 4,900,000元");
    person.follows("English");
    person.is_on("CNY 4,900,000 in all for certain");
}

#[test]
fn every_page_is_english_for_whom_it_was_chosen() {
    let person = Person::with_kept(&company::kept());
    person.follows("English");
    let is_here = || person.looks::<String>("() => document.documentElement.lang", &[]) == "en";
    person.until("English is here", || is_here().then_some(()));
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
        person.opens(hash);
        person.until(hash, || (person.heading() != "Opening …").then_some(()));
        is_all_english(&person);
    }
}

#[test]
fn nobody_who_reads_chinese_fetches_the_english() {
    let person = Person::at(Device::recording());
    company::answers_everything(&person);
    person.is_on("可确定合计 4,700,000元");
    let asked = person.requests();
    assert!(asked.iter().any(|url| url.contains("texts-")), "{asked:?}");
    assert!(!asked.iter().any(|url| url.contains("english-")), "{asked:?}");
    person.follows("English");
    person.is_on("CNY 4,700,000 in all for certain");
    assert_eq!(person.requests().iter().filter(|url| url.contains("english-")).count(), 1);
}
