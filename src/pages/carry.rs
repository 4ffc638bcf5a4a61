//! The case as a file that can be carried elsewhere: written, and read again. Knows no page.

use crate::app::App;
use crate::book::{book, fingerprint};
use crate::browser;
use crate::route::Route;
use crate::session::{Entries, Entry, Event, Notice, Record};
use huiqi_engine::book::Kind;
use huiqi_engine::case::{self, Case};
use huiqi_engine::{Answer, words};
use leptos::prelude::*;

/// The case as its public file form.
fn case_of(app: App) -> Case {
    let name = app.session.with_untracked(|session| session.record.name.trim().to_owned());
    app.judgement.with_untracked(|judgement| Case {
        name: (!name.is_empty()).then_some(name),
        date: judgement.assessment.date,
        fingerprint: Some(fingerprint()),
        answers: judgement.answers.clone(),
    })
}

/// Offers the case as a file.
pub fn export(app: App) {
    let case = case_of(app);
    let name = format!("惠企-{}-{}.json", case.name.as_deref().unwrap_or("自评"), case.date);
    browser::download(&name, "application/json", &case::write(book(), &case));
}

/// Takes over the case of a file; what was there before stays where it cannot be read.
pub fn open(app: App, text: Option<String>) {
    let Some(text) = text else {
        app.happen(Event::Noticed(Notice::BadFile(vec!["文件太大，或读不出来。".into()])));
        return;
    };
    match case::read(book(), &text) {
        Ok(case) => {
            app.happen(Event::Opened(record_of(&case)));
            let beyond = beyond_one(&case);
            if !beyond.is_empty() {
                app.happen(Event::Noticed(Notice::LeftOut(beyond)));
            }
            browser::go(&Route::Results.write(book()));
        }
        Err(mistakes) => {
            let why = mistakes.iter().map(ToString::to_string).collect();
            app.happen(Event::Noticed(Notice::BadFile(why)));
        }
    }
}

// The pages ask for one of each; what a file has beyond that is named and not taken over.
fn beyond_one(case: &Case) -> Vec<String> {
    let groups = book().groups.iter().enumerate();
    groups
        .filter_map(|(place, group)| {
            let more = case.answers.instances(place)?.checked_sub(1).filter(|more| *more > 0)?;
            Some(format!("{}的后 {more} 个", group.name))
        })
        .collect()
}

/// A case as if it had been typed.
fn record_of(case: &Case) -> Record {
    let mut entries = Entries::default();
    for (ix, fact) in (0..).zip(&book().facts) {
        let option = |place: usize| fact.options.get(place).map(|option| option.id.to_owned());
        let entry = match case.answers.get(book(), ix, 0) {
            None => continue,
            Some(Answer::YesNo(yes)) => Entry::YesNo(yes),
            Some(Answer::Choice(place)) => Entry::Choice(option(usize::from(place)).unwrap_or_default()),
            Some(Answer::Several(options)) => Entry::Several(options.places().filter_map(option).collect()),
            Some(Answer::Number(value)) => {
                let shown =
                    if fact.kind == Kind::Ratio { words::percent(value) } else { value.normalize().to_string() };
                Entry::Typed { text: shown, scale: 0, unsure: false }
            }
            Some(Answer::Date(date)) => Entry::Typed { text: date.to_string(), scale: 0, unsure: false },
            Some(Answer::Unsure) => Entry::Unsure,
        };
        entries.insert(fact.id.to_owned(), entry);
    }
    let date_fact = book().facts.get(usize::from(book().document.date_fact)).map_or("", |fact| fact.id);
    if !entries.contains_key(date_fact) {
        entries.insert(date_fact.to_owned(), Entry::Typed { text: case.date.to_string(), scale: 0, unsure: false });
    }
    Record { name: case.name.clone().unwrap_or_default(), entries }
}
