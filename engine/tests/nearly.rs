//! What is just not granted: the change that is told is enough, and nothing smaller is. Knows one made-up company and
//! the rule books; the sentences stand in `golden/nearly.txt`.

#![expect(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

#[path = "nearly/examples.rs"]
mod examples;
#[path = "nearly/sentences.rs"]
mod sentences;
#[path = "properties/world.rs"]
#[expect(dead_code, reason = "the companies are made for the properties, which use more of them")]
mod world;

use huiqi_engine::assess::Amount;
use huiqi_engine::book::{FactType, OptionSet};
use huiqi_engine::case;
use huiqi_engine::compile::{Source, compile, read_folder};
use huiqi_engine::evaluate::{Evaluator, FactInstance};
use huiqi_engine::message::chinese;
use huiqi_engine::near_miss::{NearMiss, compare, gain, nearest_change, nearly, step};
use huiqi_engine::{Answer, Answers, Assessment, RuleBook, Verdict, assess};
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::path::Path;
use std::sync::OnceLock;
use world::{World, slots, worlds};

type Known = &'static RuleBook<'static>;

/// The files of a rule book, by its folder seen from this package.
fn sources(folder: &str) -> Vec<Source> {
    read_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), folder).expect("a rule book")
}

fn book(folder: &'static str) -> Known {
    let compiled = compile(&sources(folder)).expect("a rule book without mistakes");
    // Read once per run of the tests.
    let binary: &'static [u8] = Box::leak(compiled.binary.into_boxed_slice());
    Box::leak(Box::new(RuleBook::decode(binary).expect("what was just compiled")))
}

const REAL: &str = "../policies/jiaxing-2023-3";

fn books() -> &'static [Known; 2] {
    static BOOKS: OnceLock<[Known; 2]> = OnceLock::new();
    BOOKS.get_or_init(|| [book(REAL), book("tests/language/book")])
}

fn real() -> Known {
    books()[0]
}

fn assessed(book: Known, answers: &Answers) -> Assessment {
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
fn a_company_just_below_the_growth_is_told_how_much_more_to_spend() {
    let answers = machine_tool("11490000");
    let before = assessed(real(), &answers);
    let one = nearly_12_1("11490000").expect("a change");
    assert_eq!(Some(one.fact), real().fact("rd_expense_cur"));
    assert_eq!((one.from, one.to), (Answer::Number(dec("11490000")), Answer::Number(dec("11500000"))));
    assert_eq!(one.amount, Some(Amount { low: dec("150000"), high: Some(dec("150000")) }));
    assert!(one.changeable);
    assert_eq!(
        chinese().nearly(real(), &answers, &one),
        "本年度研发费用再增加10,000元（达到11,500,000元），即可得 150,000元。"
    );
    let gain = gain(real(), &answers, &before, &one);
    assert_eq!((gain.exact, gain.relief, gain.persons_high), (dec("150000"), dec("0"), dec("0")));
    let changes: Vec<String> = gain.changes.iter().map(|change| chinese().change(real(), change)).collect();
    assert_eq!(changes, ["企业研发投入增量补助：由不符合变为符合，可得 150,000元。"]);
}

#[test]
fn a_fen_below_the_boundary_is_not_enough() {
    let verdict = |research: &str| {
        let at = real().measure("12-1").expect("the measure");
        assessed(real(), &machine_tool(research)).outcomes[at].verdict
    };
    assert_eq!(verdict("11499999.99"), Verdict::Ineligible);
    assert_eq!(verdict("11500000"), Verdict::Eligible);
    let to = |research: &str| nearly_12_1(research).map(|one| one.to);
    assert_eq!(to("11499999.99"), Some(Answer::Number(dec("11500000"))));
    assert_eq!(to("11500000"), None, "what is granted is not nearly granted");
}

#[test]
fn of_two_bars_the_higher_one_is_told() {
    // With a revenue of 1 billion, 4 % of it is more than 15 % growth.
    let mut answers = machine_tool("11490000");
    let revenue = real().fact("operating_revenue").expect("the fact");
    answers.set(real(), revenue, 0, Some(Answer::Number(dec("1000000000"))));
    let at = real().measure("12-1").expect("the measure");
    let one = nearest_change(&Evaluator::new(real(), &answers), &assessed(real(), &answers), at).expect("a change");
    assert_eq!(one.to, Answer::Number(dec("40000000")));
    assert_eq!(one.amount.and_then(|amount| amount.high), Some(dec("3000000")));
}

#[test]
fn what_the_company_cannot_change_is_said_so() {
    let mut answers = machine_tool("12000000");
    let district = real().fact("district").expect("the fact");
    let outside = real().facts[district].options.iter().position(|o| o.id == "outside").expect("outside");
    answers.set(real(), district, 0, u8::try_from(outside).ok().map(Answer::Choice));
    let ties = real().fact("ties_to_jiaxing").expect("the fact");
    answers.set(real(), ties, 0, Some(Answer::Several(OptionSet::NONE)));
    let at = real().measure("12-1").expect("the measure");
    let one = nearest_change(&Evaluator::new(real(), &answers), &assessed(real(), &answers), at).expect("a change");
    assert!(!one.changeable);
    assert_eq!(
        chinese().nearly(real(), &answers, &one),
        "“所在地”须为“南湖区”（或“秀洲区”、“嘉兴经开区”、“嘉兴港区”等8项中的一项）；这一项不是您自己能改变的。"
    );
}

#[test]
fn an_option_and_what_it_opens_for_one_of_several_projects_are_said() {
    let mut answers = machine_tool("12000000");
    let (tags, digital) = (real().fact("project_tags"), real().fact("digital_investment"));
    let tags = tags.expect("the fact");
    let place = |id: &str| real().facts[tags].options.iter().position(|o| o.id == id).expect("the option");
    let pure = OptionSet::one(place("pure_digital"));
    answers.set(real(), tags, 0, Some(Answer::Several(OptionSet::NONE)));
    answers.set(real(), tags, 1, Some(Answer::Several(pure)));
    answers.set(real(), digital.expect("the fact"), 1, Some(Answer::Number(dec("1000000"))));
    let at = real().measure("18-1").expect("the measure");
    let one = nearest_change(&Evaluator::new(real(), &answers), &assessed(real(), &answers), at).expect("a change");
    assert_eq!((one.fact, one.instance), (tags, 1));
    assert_eq!(one.option(), OptionSet::one(place("digital_accepted")));
    assert_eq!(
        chinese().nearly(real(), &answers, &one),
        "具备项目2的“项目性质”中的“数字化改造已验收合格”，即可得 200,000元。"
    );
}

#[test]
fn of_several_ranks_of_a_title_the_least_paid_is_told_and_the_most() {
    let mut answers = machine_tool("12000000");
    let earlier = real().fact("recognitions_earlier").expect("the fact");
    answers.set(real(), earlier, 0, Some(Answer::Several(OptionSet::NONE)));
    let at = real().measure("20-1").expect("the measure");
    let one = nearest_change(&Evaluator::new(real(), &answers), &assessed(real(), &answers), at).expect("a change");
    assert_eq!(
        chinese().nearly(real(), &answers, &one),
        "具备“2023年新获得的认定、入选”中的“省级制造业创新中心”（或“国家级制造业创新中心”），\
         即可得 1,000,000元，最多的一项为1,500,000元。"
    );
}

#[test]
fn a_gate_whose_question_needs_no_answer_turns_a_measure() {
    // Of the equipment of a renewal the least that can be said is already enough.
    let book = books()[1];
    let mut answers = Answers::empty(book);
    let kind = book.fact("project_kind").expect("the fact");
    for (fact, option) in [("applicant", 0), ("place", 0), ("project_kind", 0)] {
        answers.set(book, book.fact(fact).expect("the fact"), 0, Some(Answer::Choice(option)));
    }
    let at = book.measure("1-2").expect("the measure");
    let one = nearest_change(&Evaluator::new(book, &answers), &assessed(book, &answers), at).expect("a change");
    assert_eq!((one.fact, one.from, one.to), (kind, Answer::Choice(0), Answer::Choice(1)));
    assert_eq!(one.amount, Some(Amount { low: dec("1000"), high: Some(dec("150000")) }));
    assert_eq!(chinese().nearly(book, &answers, &one), "“项目种类”为“改造”，即符合条件，1,000元 至 150,000元。");
}

#[test]
fn two_assessments_are_compared_measure_by_measure() {
    let (less, more) = (assessed(real(), &machine_tool("12000000")), assessed(real(), &machine_tool("13000000")));
    let said = |before, after| -> Vec<String> {
        compare(real(), before, after).iter().map(|change| chinese().change(real(), change)).collect()
    };
    assert_eq!(said(&less, &less), Vec::<String>::new());
    assert_eq!(said(&less, &more), ["企业研发投入增量补助：由可得 200,000元变为可得 300,000元，增加100,000元。"]);
    assert_eq!(said(&more, &less), ["企业研发投入增量补助：由可得 300,000元变为可得 200,000元，减少100,000元。"]);
    let none = assessed(real(), &machine_tool("10000000"));
    assert_eq!(said(&less, &none), ["企业研发投入增量补助：由符合变为不符合，原为可得 200,000元。"]);
}

fn companies() -> impl Strategy<Value = (Known, World)> {
    proptest::sample::select(books().to_vec()).prop_flat_map(|book| (Just(book), worlds(book)))
}

// Every answer that differs from what was said by one yes, one option or a figure at an end of its range.
fn single_changes(book: Known, answers: &Answers) -> Vec<(FactInstance, Answer)> {
    let view = Evaluator::new(book, answers);
    let mut changes = Vec::new();
    for FactInstance { fact, instance: at } in slots(book) {
        let known = &book.facts[fact];
        let Some(given) = answers.get(book, fact, at).filter(|_| !view.is_closed(fact, at)) else { continue };
        let offered = |place: &usize| !known.options[*place].only_if.is_some_and(|only_if| view.fails(only_if));
        let places = || (0..known.options.len()).filter(offered);
        match (given, &known.kind) {
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
                let (low, high) = known.range.expect("the range of a figure");
                changes.extend([low.0, high.0].map(|end| (FactInstance::new(fact, at), Answer::Number(end))));
            }
            _ => {}
        }
    }
    changes
}

fn settings(cases: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|wanted| wanted.parse().ok()).unwrap_or(cases);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(settings(60))]

    // The change makes the measure eligible, for the amount that was said, and a smaller figure does not.
    #[test]
    fn the_change_is_enough_and_no_more_than_that((book, world) in companies()) {
        let answers = world.first(book);
        let before = assessed(book, &answers);
        let all = nearly(book, &answers, &before);
        for one in &all {
            let (id, fact) = (book.measures[one.measure].id, &book.facts[one.fact]);
            let about = format!("{id}: {}[{}] {:?} to {:?}", fact.id, one.instance, one.from, one.to);
            let after = |to: Answer| {
                let mut answers = answers.clone();
                answers.set(book, one.fact, one.instance, Some(to));
                assessed(book, &answers)
            };
            let at = one.measure;
            prop_assert_eq!(before.outcomes[at].verdict, Verdict::Ineligible, "{}", &about);
            let changed = after(one.to);
            prop_assert_eq!(changed.outcomes[at].verdict, Verdict::Eligible, "{}", &about);
            prop_assert_eq!(changed.outcomes[at].amount, one.amount, "{}", &about);
            prop_assert!(!Evaluator::new(book, &answers).is_closed(one.fact, one.instance), "{}", &about);
            if let (Answer::Number(from), Answer::Number(to)) = (one.from, one.to) {
                let (low, high) = fact.range.expect("the range of a figure");
                prop_assert!(low.0 <= to && to <= high.0, "{}", &about);
                let back = if to > from { to - step(book, one.fact) } else { to + step(book, one.fact) };
                prop_assert_ne!(after(Answer::Number(back)).outcomes[at].verdict, Verdict::Eligible, "{}", &about);
            }
            for place in one.others.iter() {
                let to = match one.to {
                    Answer::Several(to) => Answer::Several(OptionSet(to.0 ^ one.option().0 ^ OptionSet::one(place).0)),
                    _ => Answer::Choice(u8::try_from(place).unwrap_or_default()),
                };
                let other = &after(to).outcomes[at];
                prop_assert_eq!(other.verdict, Verdict::Eligible, "{} or {:?}", &about, to);
                let most = |amount: Option<Amount>| amount.map(|a| (a.high.is_none(), a.high.unwrap_or(a.low)));
                prop_assert!(most(one.amount) <= most(other.amount), "{}: another option pays less", &about);
                prop_assert!(most(other.amount) <= most(one.most), "{}: another option pays more", &about);
            }
            let alone = nearest_change(&Evaluator::new(book, &answers), &before, one.measure);
            prop_assert_eq!(alone.as_ref(), Some(one));
            let sentence = chinese().nearly(book, &answers, one);
            prop_assert!(sentence.ends_with('。') && !sentence.contains("“”"), "{}: {}", &about, sentence);
        }
        let own = |one: &NearMiss| one.changeable;
        prop_assert!(all.iter().skip_while(|one| own(one)).all(|one| !own(one)), "what one can change comes first");
    }
}

proptest! {
    #![proptest_config(settings(24))]

    // Where no change is told, no yes, no option and no figure at an end of its range turns the measure.
    #[test]
    fn no_change_is_overlooked((book, world) in companies()) {
        let answers = world.first(book);
        let before = assessed(book, &answers);
        let told: Vec<_> = nearly(book, &answers, &before).iter().map(|one| one.measure).collect();
        for (FactInstance { fact, instance }, to) in single_changes(book, &answers) {
            let mut changed = answers.clone();
            changed.set(book, fact, instance, Some(to));
            let after = assessed(book, &changed);
            for ((at, old), new) in before.outcomes.iter_enumerated().zip(&after.outcomes) {
                let turned = old.verdict == Verdict::Ineligible && new.verdict == Verdict::Eligible;
                prop_assert!(!turned || told.contains(&at), "{} is turned by {}[{instance}] = {:?}",
                    book.measures[at].id, book.facts[fact].id, to);
            }
        }
    }
}
