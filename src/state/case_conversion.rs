//! Conversion between cases, the public exchange format, and forms, the input of users. Knows no page and no storage.

use crate::state::evaluation::{Evaluation, slot};
use crate::state::form::{FieldKey, Form, RawAnswer};
use crate::state::rule_book::RuleBooks;
use huiqi_engine::RuleBook;
use huiqi_engine::book::{Fact, FactType};
use huiqi_engine::case::{self, Case, finished_name, value_text};
use huiqi_engine::number_input::Scale;
use huiqi_engine::{Answer, Unreadable};

/// Converts a form with its evaluation to a case: every answer, active or not, and unreadable input.
pub fn form_to_case(rules: &RuleBooks, record: &Form, evaluation: &Evaluation) -> Case {
    Case {
        name: finished_name(&record.name),
        date: evaluation.assessment.date,
        fingerprint: Some(rules.fingerprint()),
        answers: evaluation.given().clone(),
    }
}

/// Converts a case to a form, as if it had been typed.
pub fn case_to_form(book: &'static RuleBook<'static>, case: &Case) -> Form {
    let name = case.name.as_deref().and_then(finished_name).unwrap_or_default();
    let mut record = Form { name, ..Form::default() };
    for (place, group) in book.groups.iter_enumerated() {
        if let Some(count) = case.answers.instances(place) {
            record.cards_mut(group.id).resize(count, Default::default());
        }
    }
    for (ix, fact) in book.facts.iter_enumerated() {
        for instance in 0..instance_count(book, &record, fact) {
            let answer = case.answers.get(book, ix, instance).map(|answer| answer_to_raw(fact, answer));
            let typed = || case.answers.unreadable_at(ix, instance).map(|typed| unreadable_entry(fact, typed));
            if let Some(entry) = answer.or_else(typed) {
                record.set_answer(slot(book, fact, instance), entry);
            }
        }
    }
    // If the user entered no date, the document's date applies.
    let date_fact = book.facts[book.document.date_fact].id;
    if record.entries.get(date_fact).is_none() && case.date != book.document.assess_on {
        record.set_answer(
            FieldKey::of(date_fact),
            RawAnswer::Typed { text: case.date.to_string(), scale: 0, unsure: false },
        );
    }
    record
}

// Unreadable input, as an entry of the field that it came from.
fn unreadable_entry(fact: &Fact<'_>, typed: &Unreadable) -> RawAnswer {
    match fact.kind {
        FactType::Bool | FactType::Choice => RawAnswer::Choice(typed.text.clone()),
        FactType::MultiChoice => RawAnswer::Several(typed.text.split(',').map(str::to_owned).collect()),
        _ => {
            let scale = Scale::ALL.iter().zip(0..).find(|(scale, _)| **scale == typed.scale);
            RawAnswer::Typed { text: typed.text.clone(), scale: scale.map_or(0, |(_, place)| place), unsure: false }
        }
    }
}

/// Converts an answer to an entry, as if it had been typed.
pub fn answer_to_raw(fact: &Fact<'_>, answer: Answer) -> RawAnswer {
    let option = |place: usize| fact.options.get(place).map(|option| option.id.to_owned());
    match answer {
        Answer::YesNo(yes) => RawAnswer::YesNo(yes),
        Answer::Choice(place) => RawAnswer::Choice(option(usize::from(place)).unwrap_or_default()),
        Answer::Several(options) => RawAnswer::Several(options.iter().filter_map(option).collect()),
        Answer::Number(value) => {
            // The exact value, in the format of case files.
            RawAnswer::Typed { text: value_text(&fact.kind, value), scale: 0, unsure: false }
        }
        Answer::Date(date) => RawAnswer::Typed { text: date.to_string(), scale: 0, unsure: false },
        Answer::Unsure => RawAnswer::Unsure,
    }
}

/// The number of answers that a fact can have: one, or one per instance of its group.
pub fn instance_count(book: &RuleBook<'_>, record: &Form, fact: &Fact<'_>) -> usize {
    let group = fact.group.map(|(group, _)| &book.groups[group]);
    group.map_or(1, |group| record.instances(group.id).map_or(0, Vec::len))
}

/// The form of an example, by its index in the rule book.
pub fn example_form(book: &'static RuleBook<'static>, index: usize) -> Option<Form> {
    Some(case_to_form(book, &case::read(book, book.examples.get(index)?).ok()?))
}

#[cfg(test)]
mod tests;
