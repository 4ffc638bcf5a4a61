//! The live summary beside the questions, the list of topics, and the top and bottom bars on phones.

use super::appearance_menu::display;
use super::icon::{Icon, sign};
use super::loading_fallback::lazy_view;
use super::locale_switch::switch;
use crate::app::AppState;
use crate::dom::{empty_view, ev, html, memo};
use crate::i18n::t;
use crate::platform;
use crate::state::evaluation::{Evaluation, TopicStatus};
use crate::state::route::Route;
use crate::state::session::Session;
use crate::store::Durability;
use crate::store::safety;
use leptos::prelude::*;

/// The summary: certain amounts, open measures, maximum number of remaining questions.
pub fn summary(app: AppState) -> AnyView {
    html::aside()
        .class("summary")
        .attr("aria-labelledby", "summary-title")
        .child(html::h2().attr("id", "summary-title").child(t("目前判定")))
        .child(lazy_view(app, move |more| (more.tally)(app)))
        .child(html::p().child(kept(app)))
        .child(html::p().child(html::a().attr("href", "#/results").child(t("查看结果"))))
        .into_any()
}

/// The maximum number of remaining questions, and the number of unreadable entries.
pub fn left_text(left: usize, unreadable: usize) -> String {
    match (left, unreadable) {
        (0, 0) => t("影响结果的问题都已答完。").into(),
        (left, 0) => say!("最多还有 {} 题。", left),
        (0, unreadable) => say!("影响结果的问题都已答完，另有 {} 题填写的内容读不出来。", unreadable),
        (left, unreadable) => say!("最多还有 {} 题，有 {} 题填写的内容读不出来。", left, unreadable),
    }
}

/// The same for an evaluation; `None` if there is none yet.
pub fn left_of(evaluation: &Evaluation) -> Option<String> {
    evaluation.max_remaining().map(|left| left_text(left, evaluation.unreadable().len()))
}

/// The summary in two short lines, for the bottom bar on phones.
pub fn compact_summary(app: AppState) -> AnyView {
    let left = memo(move || app.evaluation.with(left_of));
    html::span()
        .class("brief")
        .child(move || app.lazy().map(|more| (more.certain)(app)))
        .child(html::small().child(move || left.get()).child(" ").child(kept(app)))
        .into_any()
}

/// The save status of the last answer in one word; nothing before the first answer. An example is not saved.
fn kept(app: AppState) -> AnyView {
    let empty = memo(move || app.session.with(Session::is_empty));
    let example = memo(move || app.session.with(Session::is_example));
    let says = move || {
        if example.get() { t("例子，没有保存") } else { safety::status(app.durability.get(), empty.get()) }
    };
    html::span().class("kept").child(says).into_any()
}

/// The switches of the page header, placed in the list of topics on phones, which have no header.
pub fn switches(app: AppState) -> AnyView {
    html::p().class("switches").child(display(app)).into_any()
}

/// The list of topics with their status, and links to the pages that follow the questions.
pub fn topic_list(app: AppState, open: RwSignal<bool>) -> AnyView {
    let progress = memo(move || {
        app.evaluation.with(|evaluation| {
            (0..app.book().topics.len()).map(|topic| evaluation.progress(app.book(), topic)).collect::<Vec<_>>()
        })
    });
    let item = move |place: usize, title: &'static str| {
        let stand = move || progress.with(|all| all.get(place).copied().unwrap_or(TopicStatus::NotNeeded));
        let here = move || app.route.with(|route| route.topic(app.book()) == Some(place));
        html::li()
            .child(
                html::a()
                    .attr("href", Route::Topic(place).to_hash(app.book()))
                    .attr("class", move || {
                        matches!(stand(), TopicStatus::Skipped | TopicStatus::NotNeeded).then_some("off")
                    })
                    .attr("aria-current", move || here().then_some("step"))
                    .on(ev::click, move |_| open.set(false))
                    .child(move || match stand() {
                        _ if here() => sign(Icon::Now),
                        TopicStatus::Done => sign(Icon::Yes),
                        TopicStatus::Open(_) | TopicStatus::Waiting | TopicStatus::Unknown => sign(Icon::Blank),
                        TopicStatus::Skipped | TopicStatus::NotNeeded => sign(Icon::None),
                    })
                    .child(html::span().child(title))
                    .child(move || match stand() {
                        TopicStatus::Done => html::span().class("vh").child(t("，已答完")).into_any(),
                        TopicStatus::Open(left) => html::small().child(say!("{} 题", left)).into_any(),
                        TopicStatus::Skipped => html::small().child(t("不涉及")).into_any(),
                        TopicStatus::NotNeeded => html::small().child(t("无需再答")).into_any(),
                        TopicStatus::Waiting | TopicStatus::Unknown => empty_view(),
                    }),
            )
            .into_any()
    };
    html::nav()
        .on(ev::keydown, move |event| {
            if platform::is_escape(&event) {
                open.set(false);
                platform::focus(".topbar button");
            }
        })
        .attr("class", move || Some(if open.get() { "topics open" } else { "topics" }))
        .attr("id", "topics")
        .attr("aria-label", t("题目分组"))
        .child(html::ol().child(
            app.book().topics.iter().enumerate().map(|(place, topic)| item(place, topic.title)).collect::<Vec<_>>(),
        ))
        .child(
            html::ul()
                .child(
                    html::li().child(
                        html::a()
                            .attr("href", "#/check")
                            .attr("aria-current", move || (app.route.get() == Route::Check).then_some("page"))
                            .child(t("核对答案")),
                    ),
                )
                .child(
                    html::li().child(
                        html::a()
                            .attr("href", "#/results")
                            .attr("aria-current", move || (app.route.get() == Route::Results).then_some("page"))
                            .child(t("判定结果")),
                    ),
                )
                .child(switch(app).map(|switch| html::li().class("language-row").child(switch).into_any())),
        )
        .child(switches(app))
        .into_any()
}

/// The top bar on phones: a link back, and the list of topics.
pub fn topbar(app: AppState, back: Route, title: &'static str, list: &'static str, open: RwSignal<bool>) -> AnyView {
    html::nav()
        .class("topbar")
        .attr("aria-label", t("返回和目录"))
        .child(
            html::a()
                .attr("href", back.to_hash(app.book()))
                .attr("data-back", "")
                .attr("aria-label", t("返回上一页"))
                .child(sign(Icon::Back)),
        )
        .child(" ")
        .child(html::b().child(title))
        .child(" ")
        .child(
            html::button()
                .class("text")
                .attr("type", "button")
                .attr("aria-controls", "topics")
                .attr("aria-expanded", move || Some(if open.get() { "true" } else { "false" }))
                .on(ev::click, move |_| open.update(|open| *open = !*open))
                .child(list),
        )
        .into_any()
}

/// How long ago a case was saved, or its save status if it is not saved.
pub fn relative_time(standing: Durability, kept_at: u64) -> String {
    if standing != Durability::Kept {
        return t(safety::status(standing, false)).into();
    }
    let minutes = platform::now().saturating_sub(kept_at) / 60_000;
    match minutes {
        0 => t("刚刚保存在这台设备上").into(),
        1..60 => say!("{} 分钟前保存在这台设备上", minutes),
        60..1440 => say!("{} 小时前保存在这台设备上", minutes / 60),
        _ => say!("{} 天前保存在这台设备上", minutes / 1440),
    }
}
