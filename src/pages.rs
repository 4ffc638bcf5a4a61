//! The pages, one per route. The start page and the initial questions belong to the main module, all others to the lazy
//! module. Which further questions are asked depends on the answers, so the main module only contains the initial ones.

mod batch;
mod cases;
mod check;
mod clerk;
mod conflicts;
mod document;
mod embed;
mod import_export;
mod lazy_exports;
mod measure;
mod not_found;
mod print;
mod privacy;
mod results;
mod rule_changes;
mod shared_case;
mod showcase;
mod start;
mod step;
mod topic;
mod unreadable;
mod whatif;

pub use lazy_exports::MORE;
#[cfg(test)]
pub use unreadable::told;

use crate::app::AppState;
use crate::components::field_selector;
use crate::i18n::engine_text;
use crate::i18n::engine_text::echo;
use crate::i18n::t;
use crate::platform;
use crate::state::case_conversion;
use crate::state::evaluation::{Evaluation, TopicStatus};
use crate::state::form::Form;
use crate::state::route::Route;
use huiqi_engine::Answer;
use huiqi_engine::RuleBook;
use huiqi_engine::book::{Fact, Group};
use huiqi_engine::evaluate::FactInstance;
use huiqi_engine::number_input::Scale;
use leptos::prelude::*;

/// Whether a route's page needs the lazy module: for its view, for the evaluation or for reading the stored case.
pub fn needs_more(app: AppState, route: &Route) -> bool {
    if app.unread.get() {
        return true;
    }
    match route.topic(app.book()) {
        Some(topic) => topic > 0 || app.settings.with(|settings| settings.whole),
        None => !matches!(route, Route::Start | Route::Kiosk | Route::NotFound),
    }
}

/// Renders the page of a route. `whole`: all questions of a topic on one page, instead of one decision a screen.
pub fn page(app: AppState, route: &Route, whole: bool) -> AnyView {
    if app.unread.get() {
        return not_found::waiting(app, route);
    }
    let question = if let Route::Question(question) = route { Some(*question) } else { None };
    match (route, route.topic(app.book()).filter(|_| !whole)) {
        (Route::Start, _) => start::page(app),
        (Route::NotFound | Route::Kiosk, _) => not_found::not_found(),
        // It is not rendered again when the lazy module arrives: somebody may be answering.
        (_, Some(0)) => step::page(app, 0, question),
        (_, topic) => match (app.lazy(), topic) {
            (None, _) => not_found::waiting(app, route),
            (Some(_), Some(topic)) => step::page(app, topic, question),
            (Some(more), None) => {
                if let Some(question) = question {
                    platform::focus_on_arrival(field_selector(app.book(), question));
                }
                (more.page)(app, route)
            }
        },
    }
}

/// The title of a route's page.
pub fn title(book: &'static RuleBook<'static>, route: &Route) -> String {
    match route {
        Route::Start => t("您能得到哪些支持").into(),
        Route::Topic(topic) => book.topics.get(*topic).map_or("", |topic| topic.title).into(),
        Route::Question(question) => {
            let fact = &book.facts[question.fact];
            let topic = || book.topics.get(usize::from(fact.topic)).map_or("", |topic| topic.title);
            // Most labels are in the lazily loaded texts.
            Some(fact.label).filter(|label| !label.is_empty()).unwrap_or_else(topic).into()
        }
        Route::Check => t("核对答案").into(),
        Route::Results => t("判定结果").into(),
        // Its title is in the lazily loaded texts.
        Route::Measure(measure) => match book.measures[*measure].title {
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
        Route::NotFound | Route::Kiosk => t("没有这个页面").into(),
    }
}

/// The first topic with an open question.
fn next_topic(app: AppState) -> Option<Route> {
    app.evaluation.with(|evaluation| {
        (0..app.book().topics.len())
            .find(|topic| {
                matches!(evaluation.progress(app.book(), *topic), TopicStatus::Open(_) | TopicStatus::Unknown)
            })
            .map(Route::Topic)
    })
}

// The group whose first fact this is, if the group was declared empty.
fn none_of(book: &'static RuleBook<'static>, record: &Form, fact: &Fact<'_>) -> Option<&'static Group<'static>> {
    let (group, _) = fact.group.filter(|(_, place)| *place == 0)?;
    let group = &book.groups[group];
    record.instances(group.id).is_some_and(Vec::is_empty).then_some(group)
}

// The label of a fact in the list of all answers, with the instance if there are several.
fn label(book: &'static RuleBook<'static>, record: &Form, fact: &Fact<'_>, instance: usize) -> String {
    let group = fact.group.map(|(group, _)| &book.groups[group]);
    match group {
        Some(group) if case_conversion::instance_count(book, record, fact) > 1 => {
            say!("{} {}：{}", group.label, instance + 1, fact.label)
        }
        _ => fact.label.to_owned(),
    }
}

// What is doubtful about an answer, for the lists of all answers.
fn doubt(book: &'static RuleBook<'static>, evaluation: &Evaluation, question: FactInstance) -> Option<String> {
    evaluation.warning(book, question).map(|warning| warning.says).filter(|says| !says.is_empty())
}

/// An answer formatted for the user.
fn answer_text(book: &'static RuleBook<'static>, fact: &Fact<'_>, answer: Answer) -> String {
    match answer {
        Answer::YesNo(true) => t("是").into(),
        Answer::YesNo(false) => t("否").into(),
        Answer::Choice(place) => fact.options.get(usize::from(place)).map_or("", |option| option.label).into(),
        Answer::Several(options) if options.is_empty() => t("以上都没有").into(),
        Answer::Several(options) => {
            let labels: Vec<&str> =
                options.iter().filter_map(|place| fact.options.get(place)).map(|option| option.label).collect();
            labels.join(t("、"))
        }
        Answer::Number(value) => {
            let wanted = huiqi_engine::case::wanted(book, fact, Scale::One);
            echo(value, wanted)
        }
        Answer::Date(date) => engine_text::date(date),
        Answer::Unsure => t("不清楚").into(),
    }
}
