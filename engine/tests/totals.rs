//! Totals if several measures pay, or may pay, for the same thing or to another recipient, on companies of the real
//! rule book.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use huiqi_compiler::{compile, read_folder};
use huiqi_engine::assess::{Amount, Assessment, Counted, Tie, beside, counted};
use huiqi_engine::book::{MeasureId, Mode};
use huiqi_engine::evaluate::{Evaluator, FactInstance};
use huiqi_engine::message::chinese;
use huiqi_engine::{Answers, RuleBook, Verdict, assess, case};
use rust_decimal::Decimal;
use std::path::Path;
use std::sync::OnceLock;

fn book() -> &'static RuleBook<'static> {
    static BINARY: OnceLock<Vec<u8>> = OnceLock::new();
    static BOOK: OnceLock<RuleBook<'static>> = OnceLock::new();
    BOOK.get_or_init(|| {
        let binary = BINARY.get_or_init(|| {
            let folder = "../policies/jiaxing-2023-3";
            let sources =
                read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), folder).expect("a rule book");
            compile(&sources).expect("a rule book without mistakes").binary
        });
        RuleBook::decode(binary).expect("what was just compiled")
    })
}

fn answered(answers: &str) -> Answers {
    let text = format!(r#"{{"document": "jiaxing-2023-3", "answers": {{ "district": "haining", {answers} }} }}"#);
    case::read(book(), &text).expect("a case").answers
}

fn assessed(answers: &str) -> Assessment {
    assess(book(), &answered(answers), book().document.assess_on)
}

fn wan(figure: i64) -> Decimal {
    Decimal::from(figure) * Decimal::from(10_000)
}

// How the totals count a measure.
fn part(answers: &str, id: &str) -> Option<Counted> {
    let answers = answered(answers);
    let assessment = assess(book(), &answers, book().document.assess_on);
    let view = Evaluator::new(book(), &answers);
    counted(&view, &assessment.outcomes, book().measure(id).expect("a measure"))
}

fn relation_text(answers: &str, id: &str) -> String {
    let answers = answered(answers);
    let assessment = assess(book(), &answers, book().document.assess_on);
    let view = Evaluator::new(book(), &answers);
    chinese().uncounted(&view, &assessment, book().measure(id).expect("a measure")).unwrap_or_default()
}

fn asked_next(answers: &str) -> Vec<&'static str> {
    assessed(answers).pending_questions.iter().map(|FactInstance { fact, .. }| book().facts[*fact].id).collect()
}

fn between(low: i64, high: i64) -> Option<Counted> {
    Some(Counted::Amount(Amount { low: wan(low), high: Some(wan(high)) }))
}

// The lower and upper end of the sum of all payments.
fn ends(answers: &str) -> (Decimal, Option<Decimal>) {
    let totals = assessed(answers).totals;
    (totals.exact + totals.assessed_low, totals.assessed_high.map(|high| totals.exact + high))
}

fn wans(low: i64, high: i64) -> (Decimal, Option<Decimal>) {
    (wan(low), Some(wan(high)))
}

const MAKER: &str = r#""applicant_type": "enterprise", "industry_tags": ["mfg_135n"]"#;

fn project(tags: &str) -> String {
    format!(
        r#"{{"project_tags": [{tags}], "productive_investment": "50000000", "civil_works_investment": "0", "digital_investment": "5000000"}}"#
    )
}

// Two projects are two separate things, whatever the text leaves open for one.
#[test]
fn relations_apply_per_project() {
    for (first, second, low, high) in [
        (r#""chain_key_field""#, r#""smart_reform""#, 0, 4000),
        (r#""chain_key_field""#, r#""trad_product_upgrade""#, 0, 2150),
        (r#""pure_digital", "digital_accepted""#, r#""smart_reform""#, 100, 2100),
        (r#""chain_key_field", "trad_product_upgrade", "smart_reform""#, r#""chain_key_field""#, 0, 6150),
    ] {
        let projects = format!(r#"{MAKER}, "projects": [{}, {}]"#, project(first), project(second));
        assert_eq!(ends(&projects), wans(low, high), "{first} and {second}");
    }
}

// The lower end counts only the best of several measures that may exclude each other for one project, the upper end all
// of them.
#[test]
fn unanswered_project_gives_range_and_question() {
    let three = format!(
        r#"{MAKER}, "projects": [{}]"#,
        project(r#""chain_key_field", "trad_product_upgrade", "smart_reform""#)
    );
    assert_eq!(ends(&three), wans(0, 4150));
    assert_eq!(assessed(&three).totals.perhaps, 3);
    assert_eq!(
        relation_text(&three, "17-2"),
        "同一项目又符合“产业链强链项目补助”“智能化技术改造补助”的，能不能都给，文件没有写：合计的最低数只算其中一项，最高数按都给算。\
         请问市经信局：“同一项目，本项和“产业链强链项目补助”“智能化技术改造补助”能不能都给？”"
    );
    let exact =
        format!(r#"{MAKER}, "projects": [{}]"#, project(r#""pure_digital", "digital_accepted", "smart_reform""#));
    assert_eq!((part(&exact, "18-1"), part(&exact, "18-2")), (between(100, 100), between(0, 2000)));
}

// 15% of the first answer is certain; 25% of the other project is added, exact to the fen.
#[test]
fn agricultural_projects_are_independent() {
    let farm = r#""applicant_type": "enterprise", "industry_tags": ["agriculture"], "agri_tags": ["major_field"],
                  "statuses_held": ["agri_leader_district_up"]"#;
    let project = |reform: &str, major: &str| {
        format!(r#"{{"agri_reform_equipment": "{reform}", "agri_major_investment": "{major}"}}"#)
    };
    let two = format!(r#"{farm}, "agri_projects": [{}, {}]"#, project("10000000", "0"), project("0", "4000000"));
    let one = format!(r#"{farm}, "agri_projects": [{}]"#, project("10000000", "4000000"));
    assert_eq!((assessed(&two).totals.exact, ends(&two), assessed(&two).totals.perhaps), (wan(150), wans(150, 250), 0));
    assert_eq!((ends(&one), assessed(&one).totals.perhaps), (wans(150, 250), 1));
    assert_eq!((part(&one, "50-6"), part(&one, "51-1")), (between(150, 150), between(0, 100)));
}

// The titles alone, then with answers about their products: the payments and the questions asked.
#[test]
fn product_awards_count_per_product() {
    let titles = |titles: &[&str], more: &str| {
        let titles: Vec<String> = titles.iter().map(|title| format!(r#""{title}""#)).collect();
        let titles = titles.join(", ");
        format!(
            r#""applicant_type": "enterprise", "industry_tags": ["software_info"], "recognitions_earlier": [],
               "concerns": ["recognitions"], "recognitions_this_year": [{titles}]{more}"#
        )
    };
    for (ticked, more, low, high, asks) in [
        (&["first_set_provincial", "first_version_sw_provincial"][..], "", 100, 100, &[][..]),
        (&["first_set_city", "first_version_sw_city"], "", 40, 40, &[]),
        (&["first_set_city", "first_version_sw_provincial"], "", 70, 70, &[]),
        (&["first_set_domestic", "first_version_sw_city"], "", 150, 170, &["first_set_is_first_version"]),
        (&["first_set_international", "first_version_sw_provincial"], "", 200, 250, &["first_set_is_first_version"]),
        (&["first_set_domestic", "first_version_sw_city"], r#", "first_set_is_first_version": true"#, 150, 150, &[]),
        (&["first_set_domestic", "first_version_sw_city"], r#", "first_set_is_first_version": false"#, 170, 170, &[]),
        (
            &["first_set_domestic", "first_version_sw_city"],
            r#", "first_set_is_first_version": "unsure""#,
            150,
            170,
            &[],
        ),
        (&["first_set_provincial", "first_set_city"], "", 50, 70, &["first_set_products"]),
        (&["first_set_provincial", "first_set_city"], r#", "first_set_products": "one""#, 50, 50, &[]),
        (&["first_set_provincial", "first_set_city"], r#", "first_set_products": "each""#, 70, 70, &[]),
        (&["first_version_sw_provincial", "first_version_sw_city"], "", 50, 70, &["first_version_each_own_product"]),
        (
            &["first_set_provincial", "first_set_city", "first_set_domestic", "first_version_sw_city"],
            "",
            150,
            240,
            &["first_set_products", "first_set_is_first_version"],
        ),
    ] {
        let company = titles(ticked, more);
        assert_eq!(ends(&company), wans(low, high), "{company}");
        let next = asked_next(&company);
        let about_products: Vec<&str> =
            next.into_iter().filter(|id| id.starts_with("first_") && !id.contains("insured")).collect();
        assert_eq!(about_products, asks, "{company}");
    }
}

#[test]
fn undecided_relation_names_its_question() {
    let company = r#""applicant_type": "enterprise", "industry_tags": ["software_info"],
                     "recognitions_this_year": ["first_set_domestic", "first_version_sw_city"]"#;
    let assessment = assessed(company);
    let fact = book().fact("first_set_is_first_version").expect("a fact");
    for id in ["20-3", "31-6"] {
        let outcome = &assessment.outcomes[book().measure(id).expect("a measure")];
        assert!(outcome.missing.contains(&FactInstance::new(fact, 0)), "{id}");
        assert!(
            relation_text(company, id).contains("是不是同一产品，要看还没有答的“国际或国内认定的那个产品，"),
            "{}",
            relation_text(company, id)
        );
    }
    let answers = answered(company);
    let view = Evaluator::new(book(), &answers);
    let measure = book().measure("31-6").expect("a measure");
    let beside = beside(&view, &assessment.outcomes, measure);
    assert_eq!(beside.iter().map(|one| (one.tie, one.missing.len())).collect::<Vec<_>>(), [(Tie::Perhaps, 1)]);
}

// The same product in two articles: 150万元 in one, 20万元 in the other.
#[test]
fn product_in_two_articles_counts_once() {
    let company = r#""applicant_type": "enterprise", "industry_tags": ["software_info"], "first_set_is_first_version": true,
                     "recognitions_this_year": ["first_set_domestic", "first_version_sw_city"]"#;
    assert_eq!(assessed(company).totals.exact_count, 1);
    assert_eq!(part(company, "20-3"), between(150, 150));
    assert_eq!(part(company, "31-6"), Some(Counted::Elsewhere(book().measure("20-3").expect("a measure"))));
    assert_eq!(
        relation_text(company, "31-6"),
        "与“首台（套）装备、首批次新材料、首版次软件奖励”是同一件事，只算一次，合计里算的是较大的“首台（套）装备、首批次新材料、首版次软件奖励”，多 1,300,000元。"
    );
    assert_eq!(relation_text(company, "20-3"), "");
}

// Exactly 100万元, or up to 1500万元: the 100万元 are certain, whatever is decided about the rest.
#[test]
fn exact_amount_stays_certain_beside_a_cap() {
    let person = r#""applicant_type": "individual", "talent_superior_fund": "1000000""#;
    let one = assessed(&format!(r#"{person}, "talent_tags": ["overseas_or_wanren"]"#));
    let both = assessed(&format!(r#"{person}, "talent_tags": ["overseas_or_wanren", "xingyao_leading"]"#));
    assert_eq!((one.totals.exact, one.totals.assessed_high), (wan(100), Some(wan(0))));
    assert_eq!((both.totals.exact, both.totals.exact_count), (wan(100), 1));
    assert_eq!((both.totals.assessed_low, both.totals.assessed_high), (wan(0), Some(wan(1500))));
}

// A company does not get what belongs to persons; persons get at most the sum.
#[test]
fn personal_awards_are_totalled_separately() {
    let tags = r#""talent_tags": ["overseas_or_wanren", "xingyao_leading"], "talent_superior_fund": "1000000""#;
    let company = assessed(&format!(r#""applicant_type": "enterprise", {tags}"#));
    assert_eq!((company.totals.exact, company.totals.assessed_high), (wan(0), Some(wan(0))));
    assert_eq!(company.totals.persons_high, wan(1600));
}

// One zone or three: 500万元, 180万元 and up to 50万元.
#[test]
fn different_zones_count_separately() {
    let zones = |more: &str| {
        format!(
            r#""applicant_type": "enterprise", "industry_tags": [],
               "recognitions_this_year": ["svc_zone_prov_high", "svc_zone_prov", "svc_zone_city"]{more}"#
        )
    };
    assert_eq!(ends(&zones("")), wans(500, 730));
    assert_eq!(ends(&zones(r#", "service_zone_selected_twice": true"#)), wans(500, 730));
    assert_eq!(ends(&zones(r#", "service_zone_selected_twice": false"#)), wans(680, 730));
}

// An undecided measure adds its maximum to the possible total, because the text does not mention its combination with
// the granted one.
#[test]
fn undecided_alternative_adds_its_maximum() {
    let open = |investment: &str| {
        let totals = assessed(&format!(
            r#""applicant_type": "farmer_coop", "industry_tags": ["agriculture"], "statuses_held": ["demo_coop"],
               "agri_tags": ["major_field"],
               "agri_projects": [{{"agri_reform_equipment": "2000000", "agri_reform_total": "2000000",
                 "agri_platform_investment": "0"{investment}}}]"#
        ))
        .totals;
        (totals.exact, totals.assessed_high, totals.possible)
    };
    let (_, high, rest) = open(r#", "agri_major_investment": "4000000""#);
    assert_eq!(high, Some(wan(100)));
    // Its cap is 1000万元.
    let (exact, _, possible) = open("");
    assert_eq!((exact, possible), (wan(30), rest + wan(1000)));
}

// The eligible part is the amount; the possible addition of an unfinished card is listed separately.
#[test]
fn unfinished_instance_is_a_stake_beside_the_amount() {
    let unfinished = r#"{"project_tags": ["chain_key_field"]}"#;
    let two = format!(r#"{MAKER}, "projects": [{}, {unfinished}]"#, project(r#""chain_key_field""#));
    let assessment = assessed(&two);
    let ix = book().measure("17-1").expect("a measure");
    let outcome = &assessment.outcomes[ix];
    assert_eq!(outcome.amount, Some(Amount { low: wan(0), high: Some(wan(2000)) }));
    assert_eq!((outcome.max_payout, outcome.is_unbounded), (Some(wan(2000)), false));
    assert_eq!(assessment.totals.assessed_high, Some(wan(2000)));
    assert!(assessment.totals.possible >= wan(2000), "{}", assessment.totals.possible);
    assert_eq!(
        chinese().still_open(book(), &book().measures[ix], outcome),
        Some("还可能增加最多 20,000,000元（项目2还没有填完）。".to_owned())
    );
    let done = format!(r#"{MAKER}, "projects": [{}]"#, project(r#""chain_key_field""#));
    let done = assessed(&done);
    assert_eq!(
        (done.outcomes[ix].max_payout, chinese().still_open(book(), &book().measures[ix], &done.outcomes[ix])),
        (None, None)
    );
}

// The same national rule in two articles, without a figure: one automatic benefit, not two.
#[test]
fn same_item_without_figure_counts_once() {
    let company = r#""applicant_type": "enterprise", "industry_tags": [], "rd_superdeduction": true"#;
    let without = assessed(r#""applicant_type": "enterprise", "industry_tags": [], "rd_superdeduction": false"#);
    assert_eq!(part(company, "29-3"), Some(Counted::Elsewhere(book().measure("11-1").expect("a measure"))));
    assert_eq!(part(company, "11-1"), Some(Counted::Bare));
    // Of all the automatic benefits that this answer adds, these two count once.
    let now = assessed(company);
    let is_new = |id: &MeasureId| {
        now.outcomes[*id].verdict == Verdict::Eligible && without.outcomes[*id].verdict != Verdict::Eligible
    };
    let gained: Vec<MeasureId> = book().measures.ids().filter(is_new).collect();
    let automatic = gained.iter().filter(|id| book().measures[**id].mode == Mode::Automatic).count();
    assert!(["11-1", "29-3"].iter().all(|id| gained.iter().any(|gained| book().measures[*gained].id == *id)));
    assert_eq!(now.totals.automatic + 1, without.totals.automatic + automatic);
    assert_eq!(now.totals.eligible, without.totals.eligible + gained.len());
    assert_eq!(
        relation_text(company, "29-3"),
        "与“企业研发费用加计扣除”是同一件事，只算一次，统计项数时算在“企业研发费用加计扣除”。"
    );
    // Equipment is depreciated under a rule of its own.
    let equipment = format!(r#"{company}, "service_tags": ["buys_equipment"]"#);
    assert_eq!(part(&equipment, "29-3"), Some(Counted::Bare));
}

// One insured set is assumed until its number is answered: two pay more, and the result is flagged accordingly.
#[test]
fn amount_assumed_for_one_instance_is_flagged() {
    let maker = r#""applicant_type": "enterprise", "industry_tags": ["mfg_135n"], "recognitions_this_year": ["first_set_domestic"]"#;
    let set = r#"{ "first_set_insured_amount": "100000000", "first_set_premium": "3000000" }"#;
    let unsaid = assessed(maker);
    let two = assessed(&format!(r#"{maker}, "insured_sets": [{set}, {set}]"#));
    let measure = book().measure("20-4").expect("a measure");
    assert_eq!(unsaid.outcomes[measure].max_payout, Some(wan(50)));
    assert_eq!(two.outcomes[measure].amount.and_then(|amount| amount.high), Some(wan(100)));
    assert!(
        two.totals.single_instance_count < unsaid.totals.single_instance_count,
        "{} then {}",
        unsaid.totals.single_instance_count,
        two.totals.single_instance_count
    );
}

// 23万元 is the total that the city aims for.
#[test]
fn city_wide_pool_is_excluded_from_total() {
    let home = assessed(r#""applicant_type": "enterprise", "industry_tags": [], "statuses_held": ["driver_home_a"]"#);
    assert_eq!((home.totals.assessed_high, home.totals.assessed_count), (Some(wan(0)), 0));
}

// The text calls one payment 一次性 and calculates the other by the year; for the rest it does not say how often.
#[test]
fn one_time_and_yearly_payments_are_separate() {
    let software = assessed(
        r#""applicant_type": "enterprise", "industry_tags": ["software_info"],
           "recognitions_this_year": ["first_version_sw_provincial", "little_giant"], "recognitions_earlier": []"#,
    );
    assert_eq!((software.totals.exact, software.totals.once), (wan(200), wan(50)));
    assert_eq!(software.totals.yearly, wan(0));
    let farm = assessed(
        r#""applicant_type": "family_farm", "industry_tags": ["agriculture"], "statuses_held": ["agri_maker_city_up"],
           "maker_loans": [{"maker_loan_principal": "3000000", "maker_loan_benchmark_rate": "4.35%"}]"#,
    );
    assert_eq!((farm.totals.yearly, farm.totals.once), (Decimal::from(25_000), wan(0)));
}

// The highest earlier year is at least each of the years considered, so one of them can settle a no while the other is
// 不清楚.
#[test]
fn year_is_asked_while_its_neighbour_is_unsure() {
    let company = |peak: &str| {
        assessed(&format!(
            r#""applicant_type": "enterprise", "industry_tags": ["software_info"], "concerns": [],
            "recognitions_earlier": [], "software_revenue_cur": "20000000", "software_revenue_prev": "unsure"{peak}"#
        ))
    };
    let (measure, fact) = (book().measure("32-2"), book().fact("software_revenue_peak"));
    let (measure, fact) = (measure.expect("a measure"), fact.expect("a fact"));
    let before = company("");
    assert_eq!(before.outcomes[measure].verdict, Verdict::Undecided);
    assert!(before.pending_questions.contains(&FactInstance::new(fact, 0)), "{:?}", before.pending_questions);
    assert_eq!(company(r#", "software_revenue_peak": "20000000""#).outcomes[measure].verdict, Verdict::Ineligible);
}
