//! Cases between their public form, which travels, and records, which people type. Knows no page and no storage.

use crate::book::{book, fingerprint};
use crate::judgement::{Judgement, slot};
use crate::record::{Entry, Record, Slot};
use huiqi_engine::Answer;
use huiqi_engine::book::{Fact, Kind};
use huiqi_engine::case::Case;

/// The case of a record, with which this is the judgement, in its public form.
pub fn case_of(record: &Record, judgement: &Judgement) -> Case {
    let name = record.name.trim();
    Case {
        name: (!name.is_empty()).then(|| name.to_owned()),
        date: judgement.assessment.date,
        fingerprint: Some(fingerprint()),
        answers: judgement.answers.clone(),
    }
}

/// A case as if it had been typed.
pub fn record_of(case: &Case) -> Record {
    let mut record = Record { name: case.name.clone().unwrap_or_default(), ..Record::default() };
    for (place, group) in book().groups.iter().enumerate() {
        if let Some(count) = case.answers.instances(place) {
            record.cards_mut(group.id).resize(count, Default::default());
        }
    }
    for (ix, fact) in (0..).zip(&book().facts) {
        for instance in 0..cards_of(&record, fact) {
            if let Some(answer) = case.answers.get(book(), ix, instance) {
                record.put(slot(book(), fact, instance), entry_of(fact, answer));
            }
        }
    }
    let date_fact = book().facts.get(usize::from(book().document.date_fact)).map_or("", |fact| fact.id);
    if record.entries.get(date_fact).is_none() {
        record.put(Slot::of(date_fact), Entry::Typed { text: case.date.to_string(), scale: 0, unsure: false });
    }
    record
}

/// An answer as it would have been typed.
pub fn entry_of(fact: &Fact<'_>, answer: Answer) -> Entry {
    let option = |place: usize| fact.options.get(place).map(|option| option.id.to_owned());
    match answer {
        Answer::YesNo(yes) => Entry::YesNo(yes),
        Answer::Choice(place) => Entry::Choice(option(usize::from(place)).unwrap_or_default()),
        Answer::Several(options) => Entry::Several(options.places().filter_map(option).collect()),
        Answer::Number(value) => {
            let text = if fact.kind == Kind::Ratio {
                huiqi_engine::words::percent(value)
            } else {
                value.normalize().to_string()
            };
            Entry::Typed { text, scale: 0, unsure: false }
        }
        Answer::Date(date) => Entry::Typed { text: date.to_string(), scale: 0, unsure: false },
        Answer::Unsure => Entry::Unsure,
    }
}

/// How many answers there may be to a fact: one, or one on each card of its group.
pub fn cards_of(record: &Record, fact: &Fact<'_>) -> usize {
    let group = fact.group.and_then(|(group, _)| book().groups.get(usize::from(group)));
    group.map_or(1, |group| record.cards(group.id).map_or(0, Vec::len))
}
