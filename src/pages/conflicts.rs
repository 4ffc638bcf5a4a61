//! Conflicts: questions answered differently in two tabs at the same time. The user chooses which answer to keep.

use crate::app::AppState;
use crate::components::{Icon, sign};
use crate::dom::{ev, html};
use crate::i18n::t;
use crate::state::evaluator::value;
use crate::state::form::RawAnswer;
use crate::state::merge::{AnswerPath, Conflict};
use crate::state::rule_book::RuleBooks;
use crate::state::session::Event;
use huiqi_engine::RuleBook;
use leptos::prelude::*;

/// All conflicts, one below the other.
pub fn rivals(app: AppState) -> AnyView {
    let rivals = app.session.with(|session| session.case.conflicts.clone());
    html::div().child(rivals.into_iter().map(|rival| ask(app, rival)).collect::<Vec<_>>()).into_any()
}

fn ask(app: AppState, rival: Conflict) -> AnyView {
    let place = rival.place.clone();
    let now = app.session.with(|session| session.case.record.at(&place));
    let (now, other) = (says(app.rules, &place, now), says(app.rules, &place, rival.other.clone()));
    let settle = |name: String, take_other: bool| {
        let rival = rival.clone();
        html::button()
            .attr("type", "button")
            .class("text")
            .on(ev::click, move |_| app.dispatch(Event::ConflictResolved(rival.clone(), take_other)))
            .child(name)
    };
    html::div()
        .class("banner")
        .child(sign(Icon::Open))
        .child(html::p().child(say!("“{}”在两个窗口里填得不一样。请选一个：", label(app.book(), &place))))
        .child(settle(say!("保留“{}”", now), false))
        .child(settle(say!("改用“{}”", other), true))
        .into_any()
}

fn label(book: &'static RuleBook<'static>, place: &AnswerPath) -> String {
    let fact = book.fact(&place.fact).map(|ix| &book.facts[ix]);
    let label = match fact {
        Some(fact) => fact.label,
        None if place.fact.is_empty() => t("单位名称"),
        None => &place.fact,
    };
    let group = place.card.as_ref().and_then(|(group, instance)| {
        let group = &book.groups[book.group(group)?];
        Some(say!("{} {}：", group.label, instance + 1))
    });
    format!("{}{label}", group.unwrap_or_default())
}

// The answer in words, or as typed if it is unreadable.
fn says(rules: &'static RuleBooks, place: &AnswerPath, entry: Option<RawAnswer>) -> String {
    let Some(entry) = entry else { return t("没有回答").into() };
    let fact = rules.book().fact(&place.fact).map(|ix| &rules.book().facts[ix]);
    let read = fact.and_then(|fact| Some(super::answer_text(rules.book(), fact, value(rules, fact, &entry).ok()??)));
    read.unwrap_or(match entry {
        RawAnswer::Typed { text, .. } | RawAnswer::Choice(text) => text,
        RawAnswer::YesNo(yes) => if yes { t("是") } else { t("否") }.into(),
        RawAnswer::Several(ids) => ids.join(t("、")),
        RawAnswer::Unsure => t("不清楚").into(),
    })
}
