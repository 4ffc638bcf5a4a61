//! All input survives every transfer: storage, export as a file and as a link, import, print.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::*;
use crate::pages::told;
use crate::state::evaluator::evaluate;
use crate::state::rule_book::{test_book, test_rules};
use crate::state::stored_case::StoredCase;
use huiqi_engine::assess::{assess, without_idle};
use huiqi_engine::case::{self, MOST_NAME, MOST_TYPED, clean_name, link};
use huiqi_engine::evaluate::FactInstance;
use huiqi_engine::signs::made_visible;
use proptest::prelude::*;

/// A user's edit of one question: the question, the instance, the typed text, the scale, the chosen option or action.
type FieldEdit = (prop::sample::Index, usize, String, u8, u8);

fn text() -> impl Strategy<Value = String> {
    let any = proptest::collection::vec(any::<char>(), 0..20).prop_map(String::from_iter);
    let unseen = proptest::collection::vec(
        prop::sample::select(vec!['\t', '\n', '\u{202e}', '\u{ad}', '\u{200b}', ' ', '　', '1', '=', '"', '\\', '<']),
        0..8,
    );
    let figures = prop::sample::select(vec![
        "约345万",
        "345万",
        "１２００",
        "15%",
        "2023年4月",
        "2023-04-30",
        "3450000.125",
        "-5",
        "",
        "1e5",
        "九十",
    ]);
    prop_oneof![any, unseen.prop_map(String::from_iter), figures.prop_map(str::to_owned)]
}

fn deeds() -> impl Strategy<Value = Vec<FieldEdit>> {
    proptest::collection::vec((any::<prop::sample::Index>(), 0..3usize, text(), 0..3u8, 0..10u8), 0..60)
}

fn entry(fact: &Fact<'_>, text: &str, scale: u8, what: u8) -> RawAnswer {
    let option = |place: usize| fact.options.get(place % fact.options.len().max(1)).map(|option| option.id.to_owned());
    let few = text.chars().filter_map(|c| option(usize::try_from(u32::from(c)).unwrap_or(0)));
    match (&fact.kind, what) {
        (_, 0) => RawAnswer::Unsure,
        (FactType::Bool, _) => RawAnswer::YesNo(what.is_multiple_of(2)),
        // An option of another edition of the rules.
        (FactType::Choice, 1) => RawAnswer::Choice("gone".to_owned()),
        (FactType::Choice, _) => RawAnswer::Choice(option(usize::from(what)).unwrap()),
        (FactType::MultiChoice, 1) => RawAnswer::Several(vec!["gone".to_owned(), option(3).unwrap()]),
        (FactType::MultiChoice, 2) => RawAnswer::Several(Vec::new()),
        (FactType::MultiChoice, _) => RawAnswer::Several(few.take(3).collect()),
        (kind, _) => {
            let scale = if *kind == FactType::Money { scale } else { 0 };
            RawAnswer::Typed { text: text.to_owned(), scale, unsure: what == 1 }
        }
    }
}

fn record(name: &str, deeds: &[FieldEdit]) -> Form {
    // As the name field stores it.
    let mut record = Form { name: clean_name(name), ..Form::default() };
    for (which, card, text, scale, what) in deeds {
        let fact = which.get(test_book().facts.as_slice());
        let group = fact.group.map(|(group, _)| test_book().groups[group].id);
        match group.filter(|_| *what == 9) {
            Some(group) if record.instances(group).is_none() => drop(record.cards_mut(group)),
            _ => record.set_answer(slot(test_book(), fact, *card), entry(fact, text, *scale, *what)),
        }
    }
    record
}

fn saved(record: &Form) -> Form {
    let saved = StoredCase {
        document: test_book().document.id.into(),
        book: String::new(),
        revision: 1,
        saved_at: 0,
        record: record.clone(),
        verdicts: String::new(),
        before: None,
        rivals: Vec::new(),
    };
    StoredCase::read(&saved.write()).unwrap().record
}

// Asserts what no import may change: unreadable input, the number of answers, the validation errors, the assessment.
fn same(before: &Form, after: &Form) {
    let judged = [before, after].map(|record| evaluate(test_rules(), record));
    assert_eq!(form_to_case(test_rules(), before, &judged[0]), form_to_case(test_rules(), after, &judged[1]));
    assert_eq!(before.answered(), after.answered());
    assert_eq!(judged[0].field_errors(), judged[1].field_errors());
    assert_eq!(judged[0].assessment, judged[1].assessment);
    for FactInstance { fact: ix, instance } in judged[0].field_errors().iter().map(|(question, _)| *question) {
        let fact = &test_book().facts[ix];
        let slot = slot(test_book(), fact, instance);
        assert_eq!(before.get(slot), after.get(slot), "{}", fact.id);
        let printed = told(test_book(), &judged[1], fact, FactInstance::new(ix, instance)).unwrap();
        let (text, _) = before.get(slot).unwrap().as_typed();
        assert!(printed.starts_with(&made_visible(&text)), "{printed}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn records_round_trip_through_file_and_link(name in text(), deeds in deeds()) {
        let record = record(&name, &deeds);
        prop_assert_eq!(&saved(&record), &record);
        let judged = evaluate(test_rules(), &record);
        let case = form_to_case(test_rules(), &record, &judged);
        let file = case::read(test_book(), &case::write(test_book(), &case)).unwrap();
        prop_assert_eq!(&file, &case);
        same(&record, &case_to_form(test_book(), &file));
        // A link may exceed the length limit for reading.
        if let Ok(opened) = link::read(test_book(), &link::write(test_book(), &case)) {
            prop_assert_eq!(&opened.case, &case);
            same(&record, &case_to_form(test_book(), &opened.case));
        }
        // The same assessment as by the command-line tools.
        let counting = without_idle(test_book(), &case.answers);
        prop_assert_eq!(&assess(test_book(), &counting, case.date), &judged.assessment);
        prop_assert_eq!(&counting, &judged.answers);
    }

    #[test]
    fn app_reads_files_like_the_commands(which in any::<prop::sample::Index>(), typed in text()) {
        let fact = which.get(test_book().facts.as_slice());
        let quoted = case::json::quoted(&typed);
        let body = match fact.group {
            Some((group, _)) => format!("{{{}: [{{{}: {quoted}}}]}}", case::json::quoted(test_book().groups[group].id), case::json::quoted(fact.id)),
            None => format!("{{{}: {quoted}}}", case::json::quoted(fact.id)),
        };
        let file = format!("{{\"document\": {}, \"answers\": {body}}}", case::json::quoted(test_book().document.id));
        if let Ok(case) = case::read(test_book(), &file) {
            let record = case_to_form(test_book(), &case);
            let judged = evaluate(test_rules(), &record);
            prop_assert_eq!(judged.field_errors(), &[]);
            prop_assert_eq!(judged.given(), &case.answers);
        }
    }
}

#[test]
fn long_texts_round_trip_up_to_file_limit() {
    let mut record = Form { name: "长".repeat(MOST_NAME + 50), ..Form::default() };
    let text = "约".repeat(MOST_TYPED + 50);
    record.set_answer(FieldKey::of("rd_expense_cur"), RawAnswer::Typed { text, scale: 1, unsure: false });
    let case = form_to_case(test_rules(), &record, &evaluate(test_rules(), &record));
    assert_eq!(case.name.as_deref(), Some("长".repeat(MOST_NAME).as_str()));
    let file = case::read(test_book(), &case::write(test_book(), &case)).unwrap();
    assert_eq!(file, case);
    assert_eq!(file.answers.unreadable()[0].text, "约".repeat(MOST_TYPED));
}

#[test]
fn default_date_is_not_exported() {
    let record = Form::default();
    let case = form_to_case(test_rules(), &record, &evaluate(test_rules(), &record));
    assert_eq!(case_to_form(test_book(), &case), record);
}
