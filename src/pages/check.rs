//! All answers by topic, each with a link to its question; the company name.

use super::unreadable::marked;
use crate::app::AppState;
use crate::components::{Icon, all_to_find_out, compact_summary, left_of, sign, summary, topbar, topic_list};
use crate::dom::{ev, html};
use crate::i18n::t;
use crate::platform;
use crate::state::evaluation::{Evaluation, slot};
use crate::state::route::Route;
use crate::state::session::Event;
use huiqi_engine::case::clean_name;
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::*;

/// The page.
pub fn page(app: AppState) -> AnyView {
    let list_open = RwSignal::new(false);
    let topics = move || (0..app.book().topics.len()).filter_map(|place| topic(app, place)).collect::<Vec<_>>();
    let lead = move || {
        let answered = app.session.with(|session| session.case.record.answered());
        let left = app.evaluation.with(left_of).unwrap_or_default();
        say!("已答 {} 题。{}", answered, left)
    };
    let next = move || super::next_topic(app);
    html::div()
        .class("columns")
        .child(topbar(app, Route::Topic(0), t("核对答案"), t("目录"), list_open))
        .child(topic_list(app, list_open))
        .child(
            html::main()
                .attr("id", "main")
                .child(html::h1().attr("tabindex", "-1").child(t("核对答案")))
                .child(html::p().class("lead").child(lead))
                .child(move || {
                    next().map(|route| {
                        html::p()
                            .child(html::a().attr("href", route.to_hash(app.book())).child(t("回答剩下的问题")))
                            .into_any()
                    })
                })
                .child(name_field(app))
                .child(move || all_to_find_out(app))
                .child(move || {
                    app.session.with(crate::state::session::Session::is_empty).then(|| {
                        html::p()
                            .class("notice")
                            .child(t("还没有回答。"))
                            .child(html::a().attr("href", Route::Topic(0).to_hash(app.book())).child(t("从第一题开始")))
                    })
                })
                .child(topics),
        )
        .child(summary(app))
        .child(
            html::nav()
                .class("bar")
                .attr("aria-label", t("上一步、下一步"))
                .child(compact_summary(app))
                .child(html::a().class("button").attr("href", "#/results").child(t("查看结果"))),
        )
        .into_any()
}

/// The notice that invisible characters were removed from a name.
pub fn cleaned_text() -> AnyView {
    html::p().class("caution").child(t("换行、制表符和看不见的字符已经从单位名称中去掉。")).into_any()
}

fn name_field(app: AppState) -> AnyView {
    let cleaned = RwSignal::new(false);
    let typed = move |event: platform::Event| {
        let typed = event_target_value(&event);
        let clean = clean_name(&typed);
        if clean != typed {
            cleaned.set(true);
            platform::set_input_value(&event, &clean);
        }
        app.dispatch(Event::Named(clean));
    };
    // The browser itself removes line breaks before any other event, so the pasted text is examined.
    let pasted = move |event: platform::Event| {
        let pasted = platform::pasted(&event).unwrap_or_default();
        cleaned.set(clean_name(&pasted) != pasted);
    };
    let says = move || cleaned.get().then(cleaned_text);
    html::div()
        .class("question")
        .child(html::label().attr("for", "name").child(t("单位名称")))
        .child(html::p().class("hint").attr("id", "name-hint").child(t("可以不填；只印在打印件上。")))
        .child(
            html::div().class("field").child(
                html::input()
                    .attr("id", "name")
                    .attr("type", "text")
                    .attr("maxlength", "60")
                    .attr("autocomplete", if app.kiosk { "off" } else { "organization" })
                    .attr("aria-describedby", "name-hint name-cleaned")
                    .prop("value", move || app.session.with(|session| session.case.record.name.clone()))
                    .on(ev::focus, move |_| cleaned.set(false))
                    .on(ev::paste, pasted)
                    .on(ev::input, typed),
            ),
        )
        .child(html::div().attr("id", "name-cleaned").attr("role", "status").child(says))
        .into_any()
}

// An unreadable entry, with the expected input.
fn unread(evaluation: &Evaluation, question: FactInstance) -> String {
    match evaluation.given().unreadable_at(question.fact, question.instance) {
        None => t("未填写").to_owned(),
        Some(_) if !evaluation.unreadable().contains(&question) => t("现在不涉及，已保留，不计入判定").to_owned(),
        Some(typed) => say!("{}：{}", marked(typed), evaluation.mistake(question).unwrap_or_default()),
    }
}

fn topic(app: AppState, place: usize) -> Option<AnyView> {
    let topic = app.book().topics.get(place)?;
    let rows = app.session.with(|session| {
        app.evaluation.with(|evaluation| {
            let here = app.book().facts.iter_enumerated().filter(|(_, fact)| usize::from(fact.topic) == place);
            let mut rows = Vec::new();
            for (ix, fact) in here {
                if let Some(group) = super::none_of(app.book(), &session.case.record, fact) {
                    rows.push((FactInstance::first(ix), group.name.to_owned(), t("没有").to_owned(), None));
                }
                for instance in 0..crate::state::case_conversion::instance_count(app.book(), &session.case.record, fact)
                {
                    if session.case.record.get(slot(app.book(), fact, instance)).is_none() {
                        continue;
                    }
                    let question = FactInstance::new(ix, instance);
                    let said = match evaluation.answers.get(app.book(), ix, instance) {
                        Some(answer) => super::answer_text(app.book(), fact, answer),
                        None if evaluation.inactive_answers().contains(&question) => {
                            t("现在不涉及，已保留，不计入判定").into()
                        }
                        None => unread(evaluation, question),
                    };
                    let label = super::label(app.book(), &session.case.record, fact, instance);
                    rows.push((question, label, said, super::doubt(app.book(), evaluation, question)));
                }
            }
            rows
        })
    });
    if rows.is_empty() {
        return None;
    }
    let rows = rows
        .into_iter()
        .map(|(question, label, said, doubt)| {
            let doubt = doubt.map(|says| html::p().class("caution").child(sign(Icon::Open)).child(says));
            html::div()
                .child(html::dt().child(label.clone()))
                .child(html::dd().child(said).child(doubt))
                .child(
                    html::dd().child(
                        html::a()
                            .attr("href", app.route_to(question).to_hash(app.book()))
                            .child(t("更改"))
                            .child(html::span().class("vh").child(say!("：{}", label))),
                    ),
                )
                .into_any()
        })
        .collect::<Vec<_>>();
    Some(html::section().child(html::h2().child(topic.title)).child(html::dl().class("rows").child(rows)).into_any())
}
