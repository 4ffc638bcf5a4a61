//! The pages, one per route. The start page and the questions belong to the first program, all others to the second.
//! Which questions are asked follows from the answers, so that of them the first program knows only where they begin.

mod batch;
mod carry;
mod cases;
mod check;
mod clerk;
mod document;
mod edition;
mod embed;
mod later;
mod measure;
mod plain;
mod print;
mod privacy;
mod results;
mod rivals;
mod start;
mod topic;
mod travel;
mod unreadable;
mod whatif;

pub use later::MORE;
#[cfg(test)]
pub use unreadable::told;

use crate::app::App;
use crate::book::book;
use crate::exchange;
use crate::judgement::Progress;
use crate::language::t;
use crate::record::Record;
use crate::route::Route;
use crate::words;
use crate::words::echo;
use huiqi_engine::Answer;
use huiqi_engine::book::{Fact, Group, Kind};
use huiqi_engine::typed::Wanted;
use leptos::prelude::*;

/// Whether a route's page is made by the second program or by what it judges.
pub fn needs_more(route: &Route) -> bool {
    !matches!(route, Route::Start | Route::Topic(0) | Route::Kiosk | Route::Lost)
}

/// What a route shows.
pub fn page(app: App, route: &Route) -> AnyView {
    match route {
        Route::Start => start::page(app),
        Route::Topic(0) => topic::page(app, 0),
        Route::Lost | Route::Kiosk => plain::lost(),
        _ => match (app.here(), route) {
            (None, _) => plain::waiting(app, route),
            (Some(_), Route::Topic(topic)) => topic::page(app, *topic),
            (Some(more), _) => (more.page)(app, route),
        },
    }
}

/// The title of a route's page.
pub fn title(route: &Route) -> String {
    match route {
        Route::Start => t("您能享受哪些政策").into(),
        Route::Topic(topic) => book().topics.get(*topic).map_or("", |topic| topic.title).into(),
        Route::Check => t("核对答案").into(),
        Route::Results => t("判定结果").into(),
        // Its name comes with the texts.
        Route::Measure(measure) => match book().measures[*measure].title {
            "" => t("政策措施").into(),
            title => title.into(),
        },
        Route::Document(None) => t("政策原文").into(),
        Route::Document(Some(article)) => say!("政策原文 第{}条", article),
        Route::WhatIf => t("假如……").into(),
        Route::Print => t("打印").into(),
        Route::Cases => t("保存的自评").into(),
        Route::Case(_) => t("收到一份自评").into(),
        Route::Clerk => t("窗口核对").into(),
        Route::Batch => t("批量自评").into(),
        Route::Embed => t("嵌入网站与离线使用").into(),
        Route::Privacy => t("数据保存在哪里").into(),
        Route::Lost | Route::Kiosk => t("没有这个页面").into(),
    }
}

/// The first topic with an open question.
fn next_topic(app: App) -> Option<Route> {
    app.judgement.with(|judgement| {
        (0..book().topics.len())
            .find(|topic| matches!(judgement.progress(book(), *topic), Progress::Open(_) | Progress::Unknown))
            .map(Route::Topic)
    })
}

/// Offers the case as a file, once what writes it is here.
pub fn export(app: App) {
    app.with_more(Box::new(move |more| (more.export)(app)));
}

// The group that a fact stands first in, where it was said that there is none of it.
fn none_of(record: &Record, fact: &Fact<'_>) -> Option<&'static Group<'static>> {
    let (group, _) = fact.group.filter(|(_, place)| *place == 0)?;
    let group = &book().groups[group];
    record.cards(group.id).is_some_and(Vec::is_empty).then_some(group)
}

// A fact as it is named among all answers: with the card it is on, where there are several.
fn label(record: &Record, fact: &Fact<'_>, instance: usize) -> String {
    let group = fact.group.map(|(group, _)| &book().groups[group]);
    match group {
        Some(group) if exchange::cards_of(record, fact) > 1 => {
            say!("{} {}：{}", group.label, instance + 1, fact.label)
        }
        _ => fact.label.to_owned(),
    }
}

/// An answer as it is read back to the person.
fn answer_text(fact: &Fact<'_>, answer: Answer) -> String {
    match answer {
        Answer::YesNo(true) => t("是").into(),
        Answer::YesNo(false) => t("否").into(),
        Answer::Choice(place) => fact.options.get(usize::from(place)).map_or("", |option| option.label).into(),
        Answer::Several(options) if options.is_empty() => t("以上都没有").into(),
        Answer::Several(options) => {
            let labels: Vec<&str> =
                options.places().filter_map(|place| fact.options.get(place)).map(|option| option.label).collect();
            labels.join(t("、"))
        }
        Answer::Number(value) => {
            let wanted = match fact.kind {
                Kind::Ratio => Wanted::Ratio,
                Kind::Number(unit) => Wanted::Number(unit.map_or("", |unit| book().unit(unit))),
                _ => Wanted::Money(huiqi_engine::typed::Scale::One),
            };
            echo(value, wanted)
        }
        Answer::Date(date) => words::date(date),
        Answer::Unsure => t("不清楚").into(),
    }
}
