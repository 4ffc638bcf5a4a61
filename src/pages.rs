//! The pages, one per route.

mod batch;
mod cases;
mod check;
mod document;
mod edition;
mod measure;
mod plain;
mod print;
mod results;
mod start;
mod topic;

use crate::app::{App, Texts};
use crate::book::book;
use crate::browser;
use crate::exchange;
use crate::judgement::Progress;
use crate::record::Record;
use crate::route::Route;
use crate::session::{Event, Notice};
use huiqi_engine::book::{Fact, Group, Kind};
use huiqi_engine::case;
use huiqi_engine::typed::{Wanted, echo};
use huiqi_engine::{Answer, words};
use leptos::prelude::*;

/// What a route shows.
pub fn page(app: App, route: &Route) -> AnyView {
    let reads = matches!(
        route,
        Route::Check | Route::Results | Route::Measure(_) | Route::Document(_) | Route::Print | Route::Cases
    );
    // What has failed is asked for again by the person: this runs again whenever the texts fail.
    if reads && app.texts.get_untracked() != Texts::Failed {
        app.need_texts();
    }
    // These pages are made of the texts.
    if matches!(route, Route::Measure(_) | Route::Document(_) | Route::Print | Route::Cases)
        && app.texts.get() != Texts::Here
    {
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
        Route::Cases => cases::page(app).into_any(),
        Route::Batch => batch::page(app).into_any(),
        Route::Privacy => plain::privacy(app).into_any(),
        Route::Lost => plain::lost().into_any(),
    }
}

/// The title of a route's page.
pub fn title(route: &Route) -> String {
    match route {
        Route::Start => "企业能享受哪些政策".into(),
        Route::Topic(topic) => book().topics.get(*topic).map_or("", |topic| topic.title).into(),
        Route::Check => "核对答案".into(),
        Route::Results => "判定结果".into(),
        Route::Measure(measure) => book().measures.get(*measure).map_or("", |measure| measure.title).into(),
        Route::Document(None) => "政策原文".into(),
        Route::Document(Some(article)) => format!("政策原文 第{article}条"),
        Route::Print => "打印".into(),
        Route::Cases => "保存的自评".into(),
        Route::Batch => "批量自评".into(),
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

/// Offers the case as a file.
pub fn export(app: App) {
    let case = app.session.with_untracked(|session| {
        app.judgement.with_untracked(|judgement| exchange::case_of(&session.case.record, judgement))
    });
    browser::download(&cases::file_name(&case), "application/json", &case::write(book(), &case));
}

/// Takes over the case of a file; what was there before stays where it cannot be read.
fn open(app: App, text: Option<String>) {
    let Some(text) = text else {
        app.happen(Event::Noticed(Notice::BadFile(vec!["文件太大，或读不出来。".into()])));
        return;
    };
    match case::read(book(), &text) {
        Ok(case) => {
            app.open_as_new(exchange::record_of(&case));
            browser::go(&Route::Results.write(book()));
        }
        Err(mistakes) => {
            let why = mistakes.iter().map(ToString::to_string).collect();
            app.happen(Event::Noticed(Notice::BadFile(why)));
        }
    }
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
        Some(group) if exchange::cards_of(record, fact) > 1 => {
            format!("{} {}：{}", group.label, instance + 1, fact.label)
        }
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
