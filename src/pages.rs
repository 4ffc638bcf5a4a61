//! The pages, one per route.

mod check;
mod document;
mod measure;
mod plain;
mod print;
mod results;
mod start;
mod topic;

use crate::app::{App, Texts};
use crate::book::{book, fingerprint};
use crate::browser;
use crate::judgement::Progress;
use crate::judgement::slot;
use crate::record::{Entry, Record, Slot};
use crate::route::Route;
use crate::session::{Event, Notice};
use huiqi_engine::book::{Fact, Group, Kind};
use huiqi_engine::case::{self, Case};
use huiqi_engine::typed::{Wanted, echo};
use huiqi_engine::{Answer, words};
use leptos::prelude::*;

/// What a route shows.
pub fn page(app: App, route: &Route) -> AnyView {
    let reads = matches!(route, Route::Check | Route::Results | Route::Measure(_) | Route::Document(_) | Route::Print);
    // What has failed is asked for again by the person: this runs again whenever the texts fail.
    if reads && app.texts.get_untracked() != Texts::Failed {
        app.need_texts();
    }
    // These pages are made of the texts.
    if matches!(route, Route::Measure(_) | Route::Document(_) | Route::Print) && app.texts.get() != Texts::Here {
        return plain::waiting(app).into_any();
    }
    match route {
        Route::Start => start::page(app).into_any(),
        Route::Topic(topic) => topic::page(app, *topic).into_any(),
        Route::Check => check::page(app).into_any(),
        Route::Results => results::page(app).into_any(),
        Route::Measure(measure) => measure::page(app, *measure).into_any(),
        Route::Document(article) => document::page(app, *article).into_any(),
        Route::Print => print::page(app).into_any(),
        Route::Privacy => plain::privacy(app).into_any(),
        Route::Lost => plain::lost().into_any(),
    }
}

/// The title of a route's page.
pub fn title(route: &Route) -> String {
    match route {
        Route::Start => "您能享受哪些政策".into(),
        Route::Topic(topic) => book().topics.get(*topic).map_or("", |topic| topic.title).into(),
        Route::Check => "核对答案".into(),
        Route::Results => "判定结果".into(),
        Route::Measure(measure) => book().measures.get(*measure).map_or("", |measure| measure.title).into(),
        Route::Document(None) => "政策原文".into(),
        Route::Document(Some(article)) => format!("政策原文 第{article}条"),
        Route::Print => "打印".into(),
        Route::Privacy => "数据保存在哪里".into(),
        Route::Lost => "没有这个页面".into(),
    }
}

/// The first topic with an open question.
fn next_topic(app: App) -> Option<Route> {
    app.judgement.with(|judgement| {
        (0..book().topics.len())
            .find(|topic| matches!(judgement.progress(book(), *topic), Progress::Open(_)))
            .map(Route::Topic)
    })
}

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
fn open(app: App, text: Option<String>) {
    let Some(text) = text else {
        app.happen(Event::Noticed(Notice::BadFile(vec!["文件太大，或读不出来。".into()])));
        return;
    };
    match case::read(book(), &text) {
        Ok(case) => {
            app.happen(Event::Opened(record_of(&case)));
            browser::go(&Route::Results.write(book()));
        }
        Err(mistakes) => {
            let why = mistakes.iter().map(ToString::to_string).collect();
            app.happen(Event::Noticed(Notice::BadFile(why)));
        }
    }
}

/// A case as if it had been typed.
fn record_of(case: &Case) -> Record {
    let mut record = Record { name: case.name.clone().unwrap_or_default(), ..Record::default() };
    for (place, group) in book().groups.iter().enumerate() {
        if let Some(count) = case.answers.instances(place) {
            record.cards_mut(group.id).resize(count, Default::default());
        }
    }
    for (ix, fact) in (0..).zip(&book().facts) {
        for instance in 0..said_of(&record, fact) {
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

// An answer as it would have been typed.
fn entry_of(fact: &Fact<'_>, answer: Answer) -> Entry {
    let option = |place: usize| fact.options.get(place).map(|option| option.id.to_owned());
    match answer {
        Answer::YesNo(yes) => Entry::YesNo(yes),
        Answer::Choice(place) => Entry::Choice(option(usize::from(place)).unwrap_or_default()),
        Answer::Several(options) => Entry::Several(options.places().filter_map(option).collect()),
        Answer::Number(value) => {
            let text = if fact.kind == Kind::Ratio { words::percent(value) } else { value.normalize().to_string() };
            Entry::Typed { text, scale: 0, unsure: false }
        }
        Answer::Date(date) => Entry::Typed { text: date.to_string(), scale: 0, unsure: false },
        Answer::Unsure => Entry::Unsure,
    }
}

// How many answers there may be to a fact: one, or one on each card of its group.
fn said_of(record: &Record, fact: &Fact<'_>) -> usize {
    let group = fact.group.and_then(|(group, _)| book().groups.get(usize::from(group)));
    group.map_or(1, |group| record.cards(group.id).map_or(0, Vec::len))
}

// The group that a fact stands first in, where it was said that there is none of it.
fn none_of(record: &Record, fact: &Fact<'_>) -> Option<&'static Group<'static>> {
    let (group, _) = fact.group.filter(|(_, place)| *place == 0)?;
    let group = book().groups.get(usize::from(group))?;
    record.cards(group.id).is_some_and(Vec::is_empty).then_some(group)
}

// A fact as it is named among all answers: with the card it is on, where there are several.
fn label(record: &Record, fact: &Fact<'_>, instance: usize) -> String {
    let group = fact.group.and_then(|(group, _)| book().groups.get(usize::from(group)));
    match group {
        Some(group) if said_of(record, fact) > 1 => format!("{} {}：{}", group.label, instance + 1, fact.label),
        _ => fact.label.to_owned(),
    }
}

/// An answer as it is read back to the person.
fn answer_text(fact: &Fact<'_>, answer: Answer) -> String {
    match answer {
        Answer::YesNo(true) => "是".into(),
        Answer::YesNo(false) => "否".into(),
        Answer::Choice(place) => fact.options.get(usize::from(place)).map_or("", |option| option.label).into(),
        Answer::Several(options) if options.is_empty() => "以上都没有".into(),
        Answer::Several(options) => {
            let labels: Vec<&str> =
                options.places().filter_map(|place| fact.options.get(place)).map(|option| option.label).collect();
            labels.join("、")
        }
        Answer::Number(value) => {
            let wanted = match fact.kind {
                Kind::Ratio => Wanted::Ratio,
                Kind::Number(unit) => {
                    Wanted::Number(unit.and_then(|unit| book().units.get(usize::from(unit))).copied().unwrap_or(""))
                }
                _ => Wanted::Money(huiqi_engine::typed::Scale::One),
            };
            echo(value, wanted)
        }
        Answer::Date(date) => words::date(date),
        Answer::Unsure => "不清楚".into(),
    }
}
