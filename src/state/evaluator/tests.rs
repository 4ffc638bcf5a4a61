//! Checks that a user would make of an evaluation.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::*;
use crate::state::form::FieldKey;
use crate::state::rule_book::{test_book, test_rules};
use huiqi_engine::assess;

fn record(entries: &[(&str, RawAnswer)]) -> Form {
    let mut record = Form::default();
    for (id, entry) in entries {
        record.entries.insert((*id).to_owned(), entry.clone());
    }
    record
}

fn typed(text: &str, scale: u8) -> RawAnswer {
    RawAnswer::Typed { text: text.into(), scale, unsure: false }
}

#[test]
fn rd_subsidy_updates_while_typing() {
    let book = test_book();
    let record = record(&[
        ("applicant_type", RawAnswer::Choice("enterprise".into())),
        ("district", RawAnswer::Choice("nanhu".into())),
        ("above_scale", RawAnswer::YesNo(true)),
        ("hnte", RawAnswer::YesNo(true)),
        ("rd_superdeduction", RawAnswer::YesNo(true)),
        ("rd_expense_cur", typed("１２００", 1)),
        ("rd_expense_prev", typed("1000万", 0)),
        ("operating_revenue", typed("2.5亿", 1)),
    ]);
    let judged = evaluate(test_rules(), &record);
    let outcome = &judged.assessment.outcomes[book.measure("12-1").unwrap()];
    assert_eq!(outcome.verdict, Verdict::Eligible);
    assert_eq!(outcome.amount.unwrap().low.to_string(), "200000");
}

#[test]
fn unreadable_figure_is_undecided_and_shown_as_typed() {
    let book = test_book();
    let mut entries = vec![
        ("applicant_type", RawAnswer::Choice("enterprise".into())),
        ("above_scale", RawAnswer::YesNo(true)),
        ("hnte", RawAnswer::YesNo(true)),
        ("rd_superdeduction", RawAnswer::YesNo(true)),
        ("rd_expense_cur", typed("约345", 1)),
        ("rd_expense_prev", typed("1000", 1)),
        ("operating_revenue", typed("2.5亿", 1)),
        ("district", RawAnswer::Choice("nanhu".into())),
        ("as_of_date", typed("2023年4月", 0)),
    ];
    let judged = evaluate(test_rules(), &record(&entries));
    let place = book.measure("12-1").unwrap();
    let outcome = &judged.assessment.outcomes[place];
    assert_eq!(outcome.verdict, Verdict::Undecided, "never zero");
    let said: String = outcome
        .findings
        .iter()
        .flat_map(|one| engine_text::finding(&judged.view(book), one).lines)
        .map(|line| line.sentence)
        .collect();
    assert!(said.contains("“本年度研发费用”填写的内容读不出来：约345（万元）。"), "{said}");
    let asked = ["as_of_date", "rd_expense_cur"].map(|id| FactInstance::first(book.fact(id).unwrap()));
    assert_eq!(judged.unreadable(), asked);
    assert_eq!(judged.assessment.date, book.document.assess_on);
    entries[3].1 = RawAnswer::YesNo(false);
    entries.pop();
    let judged = evaluate(test_rules(), &record(&entries));
    assert!(judged.unreadable().is_empty(), "its question does not apply");
    assert_eq!(judged.given().unreadable().len(), 1, "but it is kept");
    entries[3].1 = RawAnswer::YesNo(true);
    entries[4].1 = typed("1200", 1);
    let judged = evaluate(test_rules(), &record(&entries));
    assert_eq!(judged.assessment.outcomes[place].amount.unwrap().low.to_string(), "200000");
    assert!(judged.answers.unreadable().is_empty());
}

#[test]
fn answer_behind_closed_gate_is_ignored_and_restored() {
    let book = test_book();
    let mut entries = vec![
        ("applicant_type", RawAnswer::Choice("enterprise".into())),
        ("rd_superdeduction", RawAnswer::YesNo(false)),
        ("rd_expense_cur", typed("500", 1)),
    ];
    let fact = book.fact("rd_expense_cur").unwrap();
    assert_eq!(evaluate(test_rules(), &record(&entries)).inactive_answers(), vec![FactInstance::first(fact)]);
    entries[1].1 = RawAnswer::YesNo(true);
    let judged = evaluate(test_rules(), &record(&entries));
    assert!(judged.inactive_answers().is_empty());
    assert!(judged.answers.get(book, fact, 0).is_some());
}

// An entry that can be in a field, including mistyped ones; `None` for some turns.
fn made_up(fact: &Fact<'_>, turn: usize) -> Option<RawAnswer> {
    let option = |place: usize| fact.options.get(place % fact.options.len().max(1)).map(|option| option.id.to_owned());
    if turn.is_multiple_of(7) {
        return None;
    }
    if turn.is_multiple_of(11) {
        return Some(RawAnswer::Unsure);
    }
    Some(match fact.kind {
        FactType::Bool => RawAnswer::YesNo(!turn.is_multiple_of(3)),
        FactType::Choice => RawAnswer::Choice(option(if turn.is_multiple_of(3) { turn } else { 0 })?),
        FactType::MultiChoice => RawAnswer::Several([option(turn), option(turn / 2)].into_iter().flatten().collect()),
        FactType::Date => typed("2023-06-30", 0),
        _ => typed(["1200", "很多", "0", "2.5亿", ""][turn % 5], 1),
    })
}

// Thousands of successive changes: each incremental evaluation equals the evaluation of the whole form, and the
// engine's assessment of the active answers.
#[test]
fn incremental_update_matches_full_record() {
    let book = test_book();
    let mut record = Form::default();
    let mut judged = evaluate(test_rules(), &record);
    for turn in 0..4000usize {
        let step = turn.wrapping_mul(2_654_435_761) >> 7;
        if turn.is_multiple_of(37) {
            let group = book.groups.as_slice()[step % book.groups.len()].id;
            match turn % 4 {
                0 => record.forget(group),
                1 => drop(record.remove_card(group, 0)),
                _ => record.insert_card(group, 0, RawAnswers::default()),
            }
        } else {
            let fact = &book.facts.as_slice()[step % book.facts.len()];
            let slot = slot(book, fact, step / 3 % 2);
            match made_up(fact, step) {
                Some(entry) => record.set_answer(slot, entry),
                None => record.clear_answer(slot),
            }
        }
        judged.follow(book, &record);
        assert!(!judged.follow(book, &record), "nothing has changed");
        if !turn.is_multiple_of(5) {
            continue;
        }
        let whole = evaluate(test_rules(), &record);
        assert_eq!(
            (judged.inactive_answers(), judged.field_errors()),
            (whole.inactive_answers(), whole.field_errors()),
            "turn {turn}"
        );
        assert_eq!(*judged, *whole, "turn {turn}");
        assert_eq!(judged.assessment, assess(book, &judged.answers, book.document.assess_on), "turn {turn}");
        let view = Evaluator::new(book, &judged.answers);
        for (ix, fact) in book.facts.iter_enumerated() {
            for at in 0..instances(&judged.answers, fact) {
                let answered = judged.answers.get(book, ix, at).is_some();
                let idle = judged.inactive_answers().contains(&FactInstance::new(ix, at));
                assert_eq!(view.is_closed(ix, at) && (answered || idle), idle, "{} at turn {turn}", fact.id);
            }
        }
    }
}

#[test]
fn field_error_leaves_other_answers_unchanged() {
    let book = test_book();
    let judged = evaluate(
        test_rules(),
        &record(&[("applicant_type", RawAnswer::Choice("enterprise".into())), ("rd_expense_cur", typed("很多", 1))]),
    );
    assert_eq!(judged.field_errors().len(), 1);
    assert!(judged.answers.get(book, book.document.applicant_fact, 0).is_some());
}

#[test]
fn two_projects_are_two_instances_and_add_up() {
    let book = test_book();
    let mut record = record(&[
        ("applicant_type", RawAnswer::Choice("enterprise".into())),
        ("district", RawAnswer::Choice("nanhu".into())),
    ]);
    let tags = [&["pure_digital", "digital_accepted", "digital_sample"][..], &["pure_digital", "digital_accepted"]];
    for (instance, (tags, cost)) in tags.into_iter().zip(["800", "200"]).enumerate() {
        let slot = |fact| FieldKey { fact, card: Some(("projects", instance)) };
        record.set_answer(slot("project_tags"), RawAnswer::Several(tags.iter().map(ToString::to_string).collect()));
        record.set_answer(slot("digital_investment"), typed(cost, 1));
    }
    let judged = evaluate(test_rules(), &record);
    let amount = judged.assessment.outcomes[book.measure("18-1").unwrap()].amount.unwrap();
    // 3,000,000 and 400,000; the cap of 3,000,000 may apply to the company.
    assert_eq!((amount.low.to_string().as_str(), amount.high.unwrap().to_string().as_str()), ("3000000", "3400000"));
}

#[test]
fn topic_waiting_for_answers_is_not_called_unneeded() {
    let book = test_book();
    let topic = |id: &str| book.topics.iter().position(|topic| topic.id == id).unwrap();
    let stand =
        |entries: &[(&str, RawAnswer)], id: &str| evaluate(test_rules(), &record(entries)).progress(book, topic(id));
    assert_eq!(stand(&[], "talent"), TopicStatus::Waiting);
    assert!(matches!(stand(&[], "identity"), TopicStatus::Open(_)));
    let family = ("applicant_type", RawAnswer::Choice("family_farm".into()));
    assert_eq!(stand(&[family], "talent"), TopicStatus::Skipped);
    let company =
        [("applicant_type", RawAnswer::Choice("enterprise".into())), ("concerns", RawAnswer::Several(Vec::new()))];
    let facts = || book.facts.iter().filter(|fact| fact.topic == 0 && fact.kind == FactType::Choice);
    let rest = facts().map(|fact| (fact.id, RawAnswer::Unsure)).filter(|(id, _)| *id != "applicant_type");
    let answered: Vec<_> = company.into_iter().chain(rest).collect();
    assert_ne!(stand(&answered, "talent"), TopicStatus::Waiting);
}

fn example(index: usize) -> Form {
    crate::state::case_conversion::example_form(test_book(), index).unwrap()
}

#[test]
fn examples_leave_no_question_open() {
    let book = test_book();
    assert!(!book.examples.is_empty());
    for (index, text) in book.examples.iter().enumerate() {
        let judged = evaluate(test_rules(), &example(index));
        let open: Vec<&str> = judged.assessment.pending_questions.iter().map(|one| book.facts[one.fact].id).collect();
        assert_eq!((judged.assessment.max_remaining, open), (0, Vec::new()), "{text}");
        assert!(judged.unreadable().is_empty(), "{text}");
    }
}

// The pages show the stored result of a profile beside that of the engine.
#[test]
fn profile_results_equal_the_evaluated_examples() {
    let book = test_book();
    assert_eq!(book.profiles.len(), book.examples.len());
    for profile in &book.profiles {
        let judged = evaluate(test_rules(), &example(usize::from(profile.example)));
        let result = huiqi_engine::assess::worked_result(&judged.view(book), &judged.assessment);
        assert_eq!(profile.result, result, "{}", profile.id);
    }
}

#[test]
fn recognitions_are_offered_by_industry() {
    let book = test_book();
    let is_offered = |industries: &[&str], id: &str| {
        let several = |ids: &[&str]| RawAnswer::Several(ids.iter().map(|id| (*id).to_owned()).collect());
        let mut entries = vec![("applicant_type", RawAnswer::Choice("enterprise".into()))];
        entries.extend((!industries.is_empty()).then(|| ("industry_tags", several(industries))));
        let judged = evaluate(test_rules(), &record(&entries));
        let list = &book.facts[book.fact("recognitions_this_year").unwrap()];
        let option = list.options.iter().find(|option| option.id == id).unwrap();
        option.only_if.is_none_or(|only_if| judged.is_option_available(book, only_if, 0))
    };
    for (industries, of_makers, of_software) in [
        (&["software_info"][..], false, true),
        (&["mfg_other"], true, false),
        (&["software_info", "mfg_135n"], true, true),
        // Nothing is left out before the industries are known.
        (&[], true, true),
    ] {
        for (id, expected) in [
            ("green_factory_national", of_makers),
            ("tech_center_city", of_makers),
            ("smart_factory_prov", of_makers),
            ("first_set_city", of_makers),
            ("top100_software", of_software),
        ] {
            assert_eq!(is_offered(industries, id), expected, "{id} for {industries:?}");
        }
        assert!(is_offered(industries, "first_version_sw_city") && is_offered(industries, "little_giant"));
    }
}
