//! What measures pay together where some exclude each other, are the same thing, or pay somebody else, on companies of
//! the real rule book. Knows its measures by name.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_engine::assess::{Assessment, Instead, counted_instead, is_counted};
use huiqi_engine::compile::{compile, read_folder};
use huiqi_engine::{Book, assess, case, words};
use rust_decimal::Decimal;
use std::path::Path;
use std::sync::OnceLock;

fn book() -> &'static Book<'static> {
    static BINARY: OnceLock<Vec<u8>> = OnceLock::new();
    static BOOK: OnceLock<Book<'static>> = OnceLock::new();
    BOOK.get_or_init(|| {
        let binary = BINARY.get_or_init(|| {
            let folder = "../policies/jiaxing-2023-3";
            let sources =
                read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), folder).expect("a rule book");
            compile(&sources).expect("a rule book without mistakes").binary
        });
        Book::decode(binary).expect("what was just compiled")
    })
}

fn assessed(answers: &str) -> Assessment {
    let text = format!(r#"{{"document": "jiaxing-2023-3", "answers": {{ "district": "haining", {answers} }} }}"#);
    let answers = case::read(book(), &text).expect("a case").answers;
    assess(book(), &answers, book().document.assess_on)
}

fn wan(figure: i64) -> Decimal {
    Decimal::from(figure) * Decimal::from(10_000)
}

fn instead(assessment: &Assessment, id: &str) -> Option<(&'static str, Option<Decimal>)> {
    let measure = book().measure(id).expect("a measure");
    assert_eq!(is_counted(book(), assessment, measure), counted_instead(book(), assessment, measure).is_none());
    let Instead { measure, more } = counted_instead(book(), assessment, measure)?;
    Some((book().measures[usize::from(measure)].id, more))
}

// Exact 100万元, or up to 1500万元: the 100万元 are certain, whatever is decided on the rest.
#[test]
fn an_exact_alternative_stays_certain_beside_a_larger_one_that_is_not() {
    let person = r#""applicant_type": "individual", "talent_superior_fund": "1000000""#;
    let one = assessed(&format!(r#"{person}, "talent_tags": ["overseas_or_wanren"]"#));
    let both = assessed(&format!(r#"{person}, "talent_tags": ["overseas_or_wanren", "xingyao_leading"]"#));
    assert_eq!((one.totals.exact, one.totals.assessed_high), (wan(100), Some(wan(0))));
    assert_eq!((both.totals.exact, both.totals.exact_count), (wan(100), 1));
    assert_eq!((both.totals.assessed_low, both.totals.assessed_high), (wan(0), Some(wan(1400))));
    assert_eq!((instead(&both, "8-1"), instead(&both, "8-3")), (None, None));
}

// A company does not get what is a person's, and of alternatives the larger one is what persons get at most.
#[test]
fn money_of_persons_is_apart_and_counted_once() {
    let tags = r#""talent_tags": ["overseas_or_wanren", "xingyao_leading"], "talent_superior_fund": "1000000""#;
    let company = assessed(&format!(r#""applicant_type": "enterprise", {tags}"#));
    assert_eq!((company.totals.exact, company.totals.assessed_high), (wan(0), Some(wan(0))));
    assert_eq!(company.totals.persons_high, wan(1500));
}

#[test]
fn of_two_exact_alternatives_the_larger_counts_and_the_other_says_how_much_less_it_is() {
    let zone = assessed(
        r#""applicant_type": "enterprise", "industry_tags": [],
           "recognitions_this_year": ["svc_zone_prov_high", "svc_zone_prov", "svc_zone_city"]"#,
    );
    assert_eq!((zone.totals.exact, zone.totals.exact_count), (wan(500), 1));
    assert_eq!((zone.totals.assessed_high, zone.totals.assessed_count), (Some(wan(0)), 0));
    assert_eq!(instead(&zone, "28-2"), Some(("28-1", Some(wan(320)))));
    assert_eq!(instead(&zone, "28-3"), Some(("28-1", Some(wan(450)))));
    assert_eq!(instead(&zone, "28-1"), None);
}

// The same product in two articles: 20万元 in one, 50万元 in the other.
#[test]
fn the_same_thing_in_two_articles_counts_once() {
    let software = assessed(
        r#""applicant_type": "enterprise", "industry_tags": ["software_info"],
           "recognitions_this_year": ["first_set_city", "first_version_sw_provincial"]"#,
    );
    assert_eq!((software.totals.exact, software.totals.exact_count), (wan(50), 1));
    assert_eq!(instead(&software, "20-3"), Some(("31-6", Some(wan(30)))));
}

// Two upper ends: the department cannot give both.
#[test]
fn of_two_upper_ends_only_the_higher_is_possible() {
    let retrofit = assessed(
        r#""applicant_type": "enterprise", "industry_tags": ["mfg_other"],
           "projects": [{"project_tags": ["chain_key_field", "trad_product_upgrade"], "productive_investment": "30000000"}]"#,
    );
    assert_eq!((retrofit.totals.assessed_count, retrofit.totals.assessed_high), (1, Some(wan(2000))));
    assert_eq!(instead(&retrofit, "17-2"), Some(("17-1", Some(wan(1850)))));
}

// What is open adds to what is possible only where it goes beyond an alternative that is granted.
#[test]
fn an_open_alternative_adds_only_what_it_has_more() {
    let open = |investment: &str| {
        let totals = assessed(&format!(
            r#""applicant_type": "farmer_coop", "industry_tags": ["agriculture"], "statuses_held": ["demo_coop"],
               "agri_tags": ["major_field"],
               "agri_projects": [{{"agri_reform_equipment": "2000000", "agri_platform_investment": "0"{investment}}}]"#
        ))
        .totals;
        (totals.exact, totals.assessed_high, totals.possible)
    };
    assert_eq!(open(r#", "agri_major_investment": "4000000""#).1, Some(wan(70)));
    // Its cap is 1000万元, and 30万元 of them are certain already.
    let (exact, _, possible) = open("");
    assert_eq!(exact, wan(30));
    assert!(possible >= wan(970) && possible < wan(1000), "{possible}");
}

// 15% of what is answered first is certain and stays so, whatever is answered of the ceiling that excludes it: the range
// goes from the higher of the lower ends to the higher of the upper ends.
#[test]
fn what_is_certain_stays_certain_beside_a_larger_ceiling() {
    let ends = |projects: &str| {
        let totals = assessed(&format!(
            r#""applicant_type": "farmer_coop", "industry_tags": ["agriculture"], "statuses_held": ["demo_coop"],
               "agri_tags": ["major_field"], "agri_projects": [{projects}]"#
        ))
        .totals;
        (totals.exact + totals.assessed_low, totals.assessed_high.map(|high| totals.exact + high))
    };
    let first = r#"{"agri_reform_equipment": "2000000", "agri_platform_investment": "0""#;
    let open = r#"{"agri_platform_investment": "0"}"#;
    // 30万元 of the first project, at most 150万元 of the second.
    assert_eq!(ends(&format!("{first}, \"agri_major_investment\": \"0\"}}, {open}")), (wan(30), Some(wan(180))));
    // And at most 1000万元 of the first by the other article.
    let (low, high) = ends(&format!("{first}, \"agri_major_investment\": \"50000000\"}}, {open}"));
    assert_eq!((low, high), (wan(30), Some(wan(2000))));
    // 60万元 once the second project is answered, at most 1010万元 by the other article.
    let second =
        r#"{"agri_reform_equipment": "2000000", "agri_major_investment": "400000", "agri_platform_investment": "0"}"#;
    assert_eq!(
        ends(&format!("{first}, \"agri_major_investment\": \"50000000\"}}, {second}")),
        (wan(60), Some(wan(1010)))
    );
}

// The same national rule in two articles, without a figure: one thing that comes by itself, not two.
#[test]
fn the_same_thing_without_a_figure_is_one_thing() {
    let research = assessed(r#""applicant_type": "enterprise", "industry_tags": [], "rd_superdeduction": true"#);
    let other = assessed(r#""applicant_type": "enterprise", "industry_tags": [], "rd_superdeduction": false"#);
    assert_eq!(instead(&research, "29-3"), Some(("11-1", Some(wan(0)))));
    assert_eq!(instead(&research, "11-1"), None);
    assert_eq!(research.totals.automatic, other.totals.automatic + 1);
    assert_eq!(research.totals.eligible, other.totals.eligible + 2);
}

// One insured set is reckoned while nobody said how many there are: two pay more than that, and it says so.
#[test]
fn what_is_reckoned_for_one_says_so() {
    let maker = r#""applicant_type": "enterprise", "industry_tags": ["mfg_135n"]"#;
    let set = r#"{ "first_set_insured_amount": "100000000", "first_set_premium": "3000000" }"#;
    let unsaid = assessed(maker);
    let two = assessed(&format!(r#"{maker}, "insured_sets": [{set}, {set}]"#));
    let measure = usize::from(book().measure("20-4").expect("a measure"));
    assert_eq!(unsaid.outcomes[measure].stake, Some(wan(50)));
    assert_eq!(two.outcomes[measure].amount.and_then(|amount| amount.high), Some(wan(100)));
    assert!(two.totals.by_one < unsaid.totals.by_one, "{} then {}", unsaid.totals.by_one, two.totals.by_one);
}

// What is left out says what counts instead, by its title, and by how much it is more.
#[test]
fn what_is_left_out_says_what_counts_instead() {
    let said = |assessment: &Assessment, id: &str| {
        words::uncounted(book(), assessment, book().measure(id).expect("a measure")).unwrap_or_default()
    };
    let zone = assessed(
        r#""applicant_type": "enterprise", "industry_tags": [], "recognitions_this_year": ["svc_zone_prov_high", "svc_zone_prov"]"#,
    );
    assert_eq!(said(&zone, "28-1"), "");
    assert_eq!(
        said(&zone, "28-2"),
        "与“省级服务业高能级创新发展区补助”按只能取一项计，合计里算的是较大的“省级服务业高能级创新发展区补助”，多 3,200,000元。"
    );
    let research = assessed(r#""applicant_type": "enterprise", "industry_tags": [], "rd_superdeduction": true"#);
    assert_eq!(
        said(&research, "29-3"),
        "与“企业研发费用加计扣除”是同一件事，只算一次，统计项数时算在“企业研发费用加计扣除”。"
    );
    let person = assessed(
        r#""applicant_type": "individual", "talent_superior_fund": "1000000",
           "talent_tags": ["overseas_or_wanren", "xingyao_leading"]"#,
    );
    assert_eq!(said(&person, "8-1"), "");
    assert_eq!(
        said(&person, "8-3"),
        "与“国家、省引才计划1:1配套”按只能取一项计，“国家、省引才计划1:1配套”的数额已经确定，合计里这一项只算超出的部分。"
    );
}

// 23万元 is what the city strives for in all.
#[test]
fn the_pool_of_a_whole_city_is_nobodys_total() {
    let home = assessed(r#""applicant_type": "enterprise", "industry_tags": [], "statuses_held": ["driver_home_a"]"#);
    assert_eq!((home.totals.assessed_high, home.totals.assessed_count), (Some(wan(0)), 0));
}

// The text says 一次性 of the one and reckons the other by the year; of the rest it does not say how often.
#[test]
fn what_is_paid_once_and_what_by_the_year_are_told_apart() {
    let software = assessed(
        r#""applicant_type": "enterprise", "industry_tags": ["software_info"],
           "recognitions_this_year": ["first_version_sw_provincial", "little_giant"]"#,
    );
    assert_eq!((software.totals.exact, software.totals.once), (wan(200), wan(50)));
    assert_eq!(software.totals.yearly, wan(0));
    let farm = assessed(
        r#""applicant_type": "family_farm", "industry_tags": ["agriculture"], "statuses_held": ["agri_maker_city_up"],
           "maker_loans": [{"maker_loan_principal": "3000000", "maker_loan_benchmark_rate": "4.35%"}]"#,
    );
    assert_eq!((farm.totals.yearly, farm.totals.once), (Decimal::from(25_000), wan(0)));
}
