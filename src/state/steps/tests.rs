//! Walks generated applicants of every kind through the steps, as “continue” leads them.

#![expect(clippy::panic, reason = "a test may stop at the first surprise")]

use super::*;
use crate::state::evaluator::evaluate;
use crate::state::rule_book::{test_book, test_rules};
use huiqi_engine::book::Fact;
use huiqi_engine::testing::TestRng;
use std::collections::BTreeSet;

// An applicant, and the number of screens that half of all such applicants need at most.
struct Kind {
    name: &'static str,
    applicant: &'static str,
    industry: &'static [&'static str],
    most_screens: usize,
}

const KINDS: [Kind; 5] = [
    Kind { name: "manufacturer", applicant: "enterprise", industry: &["mfg_135n"], most_screens: 24 },
    Kind { name: "software company", applicant: "enterprise", industry: &["software_info"], most_screens: 16 },
    Kind { name: "freight company", applicant: "enterprise", industry: &["road_freight"], most_screens: 11 },
    Kind { name: "family farm", applicant: "family_farm", industry: &["agriculture"], most_screens: 11 },
    Kind { name: "person", applicant: "individual", industry: &[], most_screens: 8 },
];
const APPLICANTS: u64 = 200;

fn several(rng: &mut TestRng, offered: &[&'static str], most: usize) -> RawAnswer {
    let wanted = (1 + rng.gen_range(most)).min(offered.len());
    let mut ids: Vec<String> = Vec::new();
    while ids.len() < wanted {
        let id = offered[rng.gen_range(offered.len())].to_owned();
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    RawAnswer::Several(ids)
}

fn answer(rng: &mut TestRng, kind: &Kind, evaluation: &Evaluation, fact: &Fact<'static>, instance: usize) -> RawAnswer {
    let book = test_book();
    let is_offered = |only_if: huiqi_engine::book::ExprId| evaluation.is_option_available(book, only_if, instance);
    let offered: Vec<&'static str> =
        fact.options.iter().filter(|option| option.only_if.is_none_or(is_offered)).map(|option| option.id).collect();
    match fact.id {
        "applicant_type" => return RawAnswer::Choice(kind.applicant.into()),
        "industry_tags" => return RawAnswer::Several(kind.industry.iter().map(|id| (*id).to_owned()).collect()),
        "concerns" => return several(rng, &offered, 7),
        _ => {}
    }
    match fact.kind {
        FactType::Bool => RawAnswer::YesNo(rng.chance(50)),
        FactType::Choice => RawAnswer::Choice(offered[rng.gen_range(offered.len())].into()),
        FactType::MultiChoice => several(rng, &offered, 3),
        FactType::Money | FactType::Number(_) | FactType::Ratio => {
            RawAnswer::Typed { text: (1 + rng.gen_range(4)).to_string(), scale: 1, unsure: false }
        }
        FactType::Date => RawAnswer::Typed { text: "2023-06-30".into(), scale: 0, unsure: false },
    }
}

// Walks to the last step; returns the steps that were shown.
fn walk(kind: &Kind, seed: u64) -> Vec<Step> {
    let (book, mut rng, mut record) = (test_book(), TestRng::new(seed), Form::default());
    let mut shown: Vec<Step> = Vec::new();
    let mut evaluation = evaluate(test_rules(), &record);
    let mut place = Path { book, evaluation: &evaluation, record: &record }.first_step(0).map(|step| step.first());
    while let Some(question) = place {
        let topic = usize::from(book.facts[question.fact].topic);
        let Some(step) = (Path { book, evaluation: &evaluation, record: &record }).step_from(topic, question) else {
            break;
        };
        assert!(!shown.iter().any(|known| known.first() == step.first()), "{}: no step comes twice", kind.name);
        for question in step.questions() {
            let fact = &book.facts[question.fact];
            let field = slot(book, fact, question.instance);
            if record.get(field).is_none() {
                record.set_answer(field, answer(&mut rng, kind, &evaluation, fact, question.instance));
            }
        }
        evaluation = evaluate(test_rules(), &record);
        let path = Path { book, evaluation: &evaluation, record: &record };
        place = match path.after(topic, &step) {
            Place::Step(next) => Some(next),
            Place::Topic(_) | Place::End => None,
        };
        shown.push(step);
    }
    let open = &evaluation.assessment.pending_questions;
    let open: Vec<&str> = open.iter().map(|question| book.facts[question.fact].id).collect();
    let asked: Vec<&str> = shown.iter().map(|step| book.facts[step.first().fact].id).collect();
    assert_eq!(evaluation.max_remaining(), Some(0), "{}: open {open:?} after {asked:?}", kind.name);
    shown
}

#[test]
fn walks_end_within_screens_of_their_kind() {
    let mut too_long = Vec::new();
    for kind in &KINDS {
        let mut screens: Vec<usize> = (0..APPLICANTS).map(|seed| walk(kind, seed).len()).collect();
        screens.sort_unstable();
        let median = screens[screens.len() / 2];
        println!("{}: {median} screens, at most {}", kind.name, screens[screens.len() - 1]);
        if median > kind.most_screens {
            too_long.push((kind.name, median, kind.most_screens));
        }
    }
    assert!(too_long.is_empty(), "{too_long:?}");
}

#[test]
fn back_leads_through_all_steps_to_the_start() {
    for kind in &KINDS {
        let shown = walk(kind, 7);
        let book = test_book();
        let mut record = Form::default();
        let mut rng = TestRng::new(7);
        for step in &shown {
            for question in step.questions() {
                let evaluation = evaluate(test_rules(), &record);
                let fact = &book.facts[question.fact];
                let given = answer(&mut rng, kind, &evaluation, fact, question.instance);
                record.set_answer(slot(book, fact, question.instance), given);
            }
        }
        let evaluation = evaluate(test_rules(), &record);
        let path = Path { book, evaluation: &evaluation, record: &record };
        let Some(mut step) = shown.last().cloned() else { continue };
        let (mut passed, mut questions) = (BTreeSet::new(), BTreeSet::new());
        loop {
            assert!(passed.insert(step.first()), "{}: Back never turns round", kind.name);
            questions.extend(step.questions().to_vec());
            let topic = usize::from(book.facts[step.first().fact].topic);
            match path.before(topic, &step) {
                Place::Step(before) => {
                    let topic = usize::from(book.facts[before.fact].topic);
                    step = path.step_from(topic, before).unwrap_or_else(|| panic!("{}: {before:?}", kind.name));
                }
                Place::Topic(_) | Place::End => break,
            }
        }
        for question in shown.iter().flat_map(Step::questions) {
            let id = book.facts[question.fact].id;
            assert!(questions.contains(question), "{}: Back passes over {id}", kind.name);
        }
    }
}

#[test]
fn step_shows_at_most_twelve_options_unfolded() {
    let book = test_book();
    for kind in &KINDS {
        for step in (0..8).flat_map(|seed| walk(kind, seed)) {
            let options = |question: &FactInstance| {
                let fact = &book.facts[question.fact];
                match fact.kind {
                    FactType::Bool => 3,
                    FactType::Choice => fact.options.len() + 1,
                    // Folded: of the options only those without a heading are shown.
                    FactType::MultiChoice if fact.options.len() > MAX_UNFOLDED_OPTIONS => {
                        fact.options.iter().filter(|option| option.group.is_empty()).count() + 2
                    }
                    FactType::MultiChoice => fact.options.len() + 2,
                    _ => 0,
                }
            };
            let count: usize = step.questions().iter().map(options).sum();
            assert!(count <= 12, "{}: {count} options in one step", book.facts[step.first().fact].id);
        }
    }
}

#[test]
fn unanswered_step_is_open_and_not_passed_over() {
    let (book, record) = (test_book(), Form::default());
    let evaluation = evaluate(test_rules(), &record);
    let path = Path { book, evaluation: &evaluation, record: &record };
    let Some(first) = path.first_step(0) else { panic!("a blank case has a first step") };
    assert!(path.is_open(first.first()));
    let Place::Step(second) = path.after(0, &first) else { panic!("a blank case has a second step") };
    assert_ne!(first.first(), second);
    let Some(second) = path.step_from(0, second) else { panic!("the second step is in the first topic") };
    assert_eq!(path.before(0, &second), Place::Step(first.first()));
}
