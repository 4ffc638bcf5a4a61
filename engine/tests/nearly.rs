//! Near misses: the suggested change is sufficient and minimal. The sentences are in `golden/nearly.txt`.

#![expect(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

#[path = "nearly/examples.rs"]
mod examples;
#[path = "properties/world.rs"]
#[expect(dead_code, reason = "the companies are made for the properties, which use more of them")]
mod world;

use huiqi_compiler::{Source, compile, read_folder};
use huiqi_engine::assess::Amount;
use huiqi_engine::book::{FactType, OptionSet};
use huiqi_engine::case;
use huiqi_engine::evaluate::{Evaluator, FactInstance};
use huiqi_engine::message::chinese;
use huiqi_engine::near_miss::{NearMiss, compare, gain, nearest_change, nearly, step};
use huiqi_engine::{Answer, Answers, Assessment, RuleBook, Verdict, assess};
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::path::Path;
use std::sync::OnceLock;
use world::{StaticBook, World, slots, worlds};

/// The files of a rule book, by its folder relative to this package.
fn sources(folder: &str) -> Vec<Source> {
    read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), folder).expect("a rule book")
}

fn book(folder: &'static str) -> StaticBook {
    let compiled = compile(&sources(folder)).expect("a rule book without mistakes");
    // Decoded once per test run.
    let binary: &'static [u8] = Box::leak(compiled.binary.into_boxed_slice());
    Box::leak(Box::new(RuleBook::decode(binary).expect("what was just compiled")))
}

const REAL: &str = "../policies/jiaxing-2023-3";

fn books() -> &'static [StaticBook; 2] {
    static BOOKS: OnceLock<[StaticBook; 2]> = OnceLock::new();
    BOOKS.get_or_init(|| [book(REAL), book("../compiler/tests/language/book")])
}

fn real() -> StaticBook {
    books()[0]
}

fn assessed(book: StaticBook, answers: &Answers) -> Assessment {
    assess(book, answers, book.document.assess_on)
}

fn dec(text: &str) -> Decimal {
    Decimal::from_str_exact(text).expect("a decimal")
}

// The machine-tool company: above scale, high-tech, an accepted digital retrofit, a new title.
fn machine_tool(research: &str) -> Answers {
    let text = r#"{"document": "jiaxing-2023-3", "answers": {
        "applicant_type": "enterprise", "district": "nanhu", "industry_tags": ["mfg_135n"], "statuses_held": [],
        "operates": [], "above_scale": true, "hnte": true, "rd_tags": [], "rd_superdeduction": true,
        "rd_expense_cur": "RESEARCH", "rd_expense_prev": "10000000", "operating_revenue": "250000000",
        "tech_transfer_income": "0", "innovation_voucher_premium": "0", "talent_tags": [],
        "projects": [{"project_tags": ["pure_digital", "digital_accepted", "digital_sample"], "digital_investment": "8000000"}],
        "recognitions_this_year": ["little_giant"], "insured_sets": [{"first_set_insured_amount": "0"}],
        "service_tags": [], "fleet_tags": [], "etc_truck_toll": "0", "trade_tags": [], "export_insurance_premium": "0",
        "land_tags": [], "energy_tags": [], "employment_tags": []
    }}"#;
    case::read(real(), &text.replace("RESEARCH", research)).expect("a case").answers
}

fn nearly_12_1(research: &str) -> Option<NearMiss> {
    let answers = machine_tool(research);
    nearest_change(
        &Evaluator::new(real(), &answers),
        &assessed(real(), &answers),
        real().measure("12-1").expect("the measure"),
    )
}

#[test]
fn rd_growth_below_threshold_suggests_extra_spending() {
    let answers = machine_tool("11490000");
    let before = assessed(real(), &answers);
    let change = nearly_12_1("11490000").expect("a change");
    assert_eq!(Some(change.fact), real().fact("rd_expense_cur"));
    assert_eq!((change.from, change.to), (Answer::Number(dec("11490000")), Answer::Number(dec("11500000"))));
    assert_eq!(change.amount, Some(Amount { low: dec("150000"), high: Some(dec("150000")) }));
    assert!(change.changeable);
    assert_eq!(
        chinese().nearly(real(), &answers, &change),
        "本年度研发费用再增加10,000元（达到11,500,000元），即可得 150,000元。"
    );
    let gain = gain(real(), &answers, &before, &change);
    assert_eq!((gain.exact, gain.relief, gain.persons_high), (dec("150000"), dec("0"), dec("0")));
    let changes: Vec<String> = gain.changes.iter().map(|change| chinese().change(real(), change)).collect();
    assert_eq!(changes, ["企业研发投入增量补助：由不符合变为符合，可得 150,000元。"]);
}

#[test]
fn suggested_figure_is_minimal_to_the_fen() {
    let verdict = |research: &str| {
        let measure = real().measure("12-1").expect("the measure");
        assessed(real(), &machine_tool(research)).outcomes[measure].verdict
    };
    assert_eq!(verdict("11499999.99"), Verdict::Ineligible);
    assert_eq!(verdict("11500000"), Verdict::Eligible);
    let to = |research: &str| nearly_12_1(research).map(|change| change.to);
    assert_eq!(to("11499999.99"), Some(Answer::Number(dec("11500000"))));
    assert_eq!(to("11500000"), None, "what is granted is not nearly granted");
}

#[test]
fn higher_of_two_thresholds_is_suggested() {
    // With a revenue of 1 billion, 4 % of it exceeds 15 % growth.
    let mut answers = machine_tool("11490000");
    let revenue = real().fact("operating_revenue").expect("the fact");
    answers.set(real(), revenue, 0, Some(Answer::Number(dec("1000000000"))));
    let measure = real().measure("12-1").expect("the measure");
    let change =
        nearest_change(&Evaluator::new(real(), &answers), &assessed(real(), &answers), measure).expect("a change");
    assert_eq!(change.to, Answer::Number(dec("40000000")));
    assert_eq!(change.amount.and_then(|amount| amount.high), Some(dec("3000000")));
}

#[test]
fn unchangeable_facts_are_marked_unchangeable() {
    let mut answers = machine_tool("12000000");
    let district = real().fact("district").expect("the fact");
    let outside = real().facts[district].options.iter().position(|o| o.id == "outside").expect("outside");
    answers.set(real(), district, 0, u8::try_from(outside).ok().map(Answer::Choice));
    let ties = real().fact("ties_to_jiaxing").expect("the fact");
    answers.set(real(), ties, 0, Some(Answer::Several(OptionSet::NONE)));
    let measure = real().measure("12-1").expect("the measure");
    let change =
        nearest_change(&Evaluator::new(real(), &answers), &assessed(real(), &answers), measure).expect("a change");
    assert!(!change.changeable);
    assert_eq!(
        chinese().nearly(real(), &answers, &change),
        "“所在地”须为“南湖区”（或“秀洲区”、“嘉兴经开区”、“嘉兴港区”等8项中的一项）；这一项不是您自己能改变的。"
    );
}

#[test]
fn option_and_opened_question_of_one_project_are_named() {
    let mut answers = machine_tool("12000000");
    let (tags, digital) = (real().fact("project_tags"), real().fact("digital_investment"));
    let tags = tags.expect("the fact");
    let option_index = |id: &str| real().facts[tags].options.iter().position(|o| o.id == id).expect("the option");
    let pure = OptionSet::one(option_index("pure_digital"));
    answers.set(real(), tags, 0, Some(Answer::Several(OptionSet::NONE)));
    answers.set(real(), tags, 1, Some(Answer::Several(pure)));
    answers.set(real(), digital.expect("the fact"), 1, Some(Answer::Number(dec("1000000"))));
    let measure = real().measure("18-1").expect("the measure");
    let change =
        nearest_change(&Evaluator::new(real(), &answers), &assessed(real(), &answers), measure).expect("a change");
    assert_eq!((change.fact, change.instance), (tags, 1));
    assert_eq!(change.option(), OptionSet::one(option_index("digital_accepted")));
    assert_eq!(
        chinese().nearly(real(), &answers, &change),
        "具备项目2的“项目性质”中的“数字化改造已验收合格”，即可得 200,000元。"
    );
}

#[test]
fn title_suggestion_names_lowest_and_highest_rank() {
    let mut answers = machine_tool("12000000");
    let earlier = real().fact("recognitions_earlier").expect("the fact");
    answers.set(real(), earlier, 0, Some(Answer::Several(OptionSet::NONE)));
    let measure = real().measure("20-1").expect("the measure");
    let change =
        nearest_change(&Evaluator::new(real(), &answers), &assessed(real(), &answers), measure).expect("a change");
    assert_eq!(
        chinese().nearly(real(), &answers, &change),
        "具备“2023年新获得的认定、入选”中的“省级制造业创新中心”（或“国家级制造业创新中心”），\
         即可得 1,000,000元，最多的一项为1,500,000元。"
    );
}

#[test]
fn gate_opening_an_optional_question_grants_measure() {
    // For the equipment of a renewal, the smallest permitted figure already suffices.
    let book = books()[1];
    let mut answers = Answers::empty(book);
    let kind = book.fact("project_kind").expect("the fact");
    for (fact, option) in [("applicant", 0), ("place", 0), ("project_kind", 0)] {
        answers.set(book, book.fact(fact).expect("the fact"), 0, Some(Answer::Choice(option)));
    }
    let measure = book.measure("1-2").expect("the measure");
    let change = nearest_change(&Evaluator::new(book, &answers), &assessed(book, &answers), measure).expect("a change");
    assert_eq!((change.fact, change.from, change.to), (kind, Answer::Choice(0), Answer::Choice(1)));
    assert_eq!(change.amount, Some(Amount { low: dec("1000"), high: Some(dec("150000")) }));
    assert_eq!(chinese().nearly(book, &answers, &change), "“项目种类”为“改造”，即符合条件，1,000元 至 150,000元。");
}

#[test]
fn assessments_are_compared_by_measure() {
    let (less, more) = (assessed(real(), &machine_tool("12000000")), assessed(real(), &machine_tool("13000000")));
    let sentences = |before, after| -> Vec<String> {
        compare(real(), before, after).iter().map(|change| chinese().change(real(), change)).collect()
    };
    assert_eq!(sentences(&less, &less), Vec::<String>::new());
    assert_eq!(sentences(&less, &more), ["企业研发投入增量补助：由可得 200,000元变为可得 300,000元，增加100,000元。"]);
    assert_eq!(sentences(&more, &less), ["企业研发投入增量补助：由可得 300,000元变为可得 200,000元，减少100,000元。"]);
    let none = assessed(real(), &machine_tool("10000000"));
    assert_eq!(sentences(&less, &none), ["企业研发投入增量补助：由符合变为不符合，原为可得 200,000元。"]);
}

fn companies() -> impl Strategy<Value = (StaticBook, World)> {
    proptest::sample::select(books().to_vec()).prop_flat_map(|book| (Just(book), worlds(book)))
}

// Every answer that differs from the given one by one yes, one option or a figure at an end of its range.
fn single_changes(book: StaticBook, answers: &Answers) -> Vec<(FactInstance, Answer)> {
    let view = Evaluator::new(book, answers);
    let mut changes = Vec::new();
    for FactInstance { fact, instance: at } in slots(book) {
        let question = &book.facts[fact];
        let Some(given) = answers.get(book, fact, at).filter(|_| !view.is_closed(fact, at)) else { continue };
        let offered = |place: &usize| !question.options[*place].only_if.is_some_and(|only_if| view.fails(only_if));
        let places = || (0..question.options.len()).filter(offered);
        match (given, &question.kind) {
            (Answer::YesNo(yes), _) => changes.push((FactInstance::new(fact, at), Answer::YesNo(!yes))),
            (Answer::Choice(_), _) => {
                changes.extend(
                    places()
                        .map(|to| (FactInstance::new(fact, at), Answer::Choice(u8::try_from(to).unwrap_or_default()))),
                );
            }
            (Answer::Several(held), _) => {
                changes.extend(places().map(|to| {
                    (FactInstance::new(fact, at), Answer::Several(OptionSet(held.0 ^ OptionSet::one(to).0)))
                }));
            }
            (Answer::Number(_), FactType::Money | FactType::Ratio | FactType::Number(_)) => {
                let (low, high) = question.range.expect("the range of a figure");
                changes.extend([low.0, high.0].map(|end| (FactInstance::new(fact, at), Answer::Number(end))));
            }
            _ => {}
        }
    }
    changes
}

fn settings(cases: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(cases);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(settings(60))]

    // The change makes the measure eligible, for the stated amount, and a smaller figure does not.
    #[test]
    fn suggested_change_is_sufficient_and_minimal((book, world) in companies()) {
        let answers = world.first(book);
        let before = assessed(book, &answers);
        let all = nearly(book, &answers, &before);
        for change in &all {
            let (id, fact) = (book.measures[change.measure].id, &book.facts[change.fact]);
            let about = format!("{id}: {}[{}] {:?} to {:?}", fact.id, change.instance, change.from, change.to);
            let after = |to: Answer| {
                let mut answers = answers.clone();
                answers.set(book, change.fact, change.instance, Some(to));
                assessed(book, &answers)
            };
            let measure = change.measure;
            prop_assert_eq!(before.outcomes[measure].verdict, Verdict::Ineligible, "{}", &about);
            let changed = after(change.to);
            prop_assert_eq!(changed.outcomes[measure].verdict, Verdict::Eligible, "{}", &about);
            prop_assert_eq!(changed.outcomes[measure].amount, change.amount, "{}", &about);
            prop_assert!(!Evaluator::new(book, &answers).is_closed(change.fact, change.instance), "{}", &about);
            if let (Answer::Number(from), Answer::Number(to)) = (change.from, change.to) {
                let (low, high) = fact.range.expect("the range of a figure");
                prop_assert!(low.0 <= to && to <= high.0, "{}", &about);
                let back = if to > from { to - step(book, change.fact) } else { to + step(book, change.fact) };
                prop_assert_ne!(after(Answer::Number(back)).outcomes[measure].verdict, Verdict::Eligible, "{}", &about);
            }
            for option in change.others.iter() {
                let to = match change.to {
                    Answer::Several(to) => Answer::Several(OptionSet(to.0 ^ change.option().0 ^ OptionSet::one(option).0)),
                    _ => Answer::Choice(u8::try_from(option).unwrap_or_default()),
                };
                let outcome = &after(to).outcomes[measure];
                prop_assert_eq!(outcome.verdict, Verdict::Eligible, "{} or {:?}", &about, to);
                let most = |amount: Option<Amount>| amount.map(|a| (a.high.is_none(), a.high.unwrap_or(a.low)));
                prop_assert!(most(change.amount) <= most(outcome.amount), "{}: another option pays less", &about);
                prop_assert!(most(outcome.amount) <= most(change.most), "{}: another option pays more", &about);
            }
            let alone = nearest_change(&Evaluator::new(book, &answers), &before, change.measure);
            prop_assert_eq!(alone.as_ref(), Some(change));
            let sentence = chinese().nearly(book, &answers, change);
            prop_assert!(sentence.ends_with('。') && !sentence.contains("“”"), "{}: {}", &about, sentence);
        }
        let is_changeable = |change: &NearMiss| change.changeable;
        prop_assert!(all.iter().skip_while(|change| is_changeable(change)).all(|change| !is_changeable(change)), "what one can change comes first");
    }
}

proptest! {
    #![proptest_config(settings(24))]

    // If no change is suggested, no yes, no option and no figure at an end of its range makes the measure eligible.
    #[test]
    fn single_fact_changes_are_all_found((book, world) in companies()) {
        let answers = world.first(book);
        let before = assessed(book, &answers);
        let suggested: Vec<_> = nearly(book, &answers, &before).iter().map(|change| change.measure).collect();
        for (FactInstance { fact, instance }, to) in single_changes(book, &answers) {
            let mut changed = answers.clone();
            changed.set(book, fact, instance, Some(to));
            let after = assessed(book, &changed);
            for ((measure, old), new) in before.outcomes.iter_enumerated().zip(&after.outcomes) {
                let turned = old.verdict == Verdict::Ineligible && new.verdict == Verdict::Eligible;
                prop_assert!(!turned || suggested.contains(&measure), "{} is turned by {}[{instance}] = {:?}",
                    book.measures[measure].id, book.facts[fact].id, to);
            }
        }
    }
}
