//! The live summary beside the questions, the list of topics, and a phone's bars.

use super::appearance_menu::display;
use super::icon::{Icon, sign};
use super::loading_fallback::lazy_view;
use super::locale_switch::switch;
use crate::app::AppState;
use crate::dom::{el, memo, nothing};
use crate::i18n::t;
use crate::platform;
use crate::state::evaluation::{Evaluation, TopicStatus};
use crate::state::route::Route;
use crate::state::session::Session;
use crate::store::Durability;
use crate::store::safety;
use leptos::prelude::*;

/// The summary: what is settled, what is open, how many questions are left at most.
pub fn summary(app: AppState) -> AnyView {
    el("aside")
        .class("summary")
        .attr("aria-labelledby", "summary-title")
        .child(el("h2").attr("id", "summary-title").child("目前判定"))
        .child(lazy_view(app, move |more| (more.tally)(app)))
        .child(el("p").child(kept(app)))
        .child(el("p").child(el("a").attr("href", "#/results").child("查看结果")))
        .done()
}

/// How many questions are left at most, and to how many something was typed that cannot be read.
pub fn left_text(left: usize, unreadable: usize) -> String {
    match (left, unreadable) {
        (0, 0) => t("影响结果的问题都已答完。").into(),
        (left, 0) => say!("最多还有 {} 题。", left),
        (0, unreadable) => say!("影响结果的问题都已答完，另有 {} 题填写的内容读不出来。", unreadable),
        (left, unreadable) => say!("最多还有 {} 题，有 {} 题填写的内容读不出来。", left, unreadable),
    }
}

/// The same of what was judged; nothing while nothing was.
pub fn left_of(judgement: &Evaluation) -> Option<String> {
    judgement.max_remaining().map(|left| left_text(left, judgement.unreadable().len()))
}

/// The summary in two short lines, for a phone's bottom bar.
pub fn compact_summary(app: AppState) -> AnyView {
    let left = memo(move || app.judgement.with(left_of));
    el("span")
        .class("brief")
        .live(move || app.lazy().map(|more| (more.certain)(app)))
        .child(el("small").live(move || left.get()).child(" ").child(kept(app)))
        .done()
}

/// How safe the last answer is, in a word; nothing before the first answer.
fn kept(app: AppState) -> AnyView {
    let empty = memo(move || app.session.with(Session::is_empty));
    let says = move || safety::status(app.standing.get(), empty.get());
    el("span").class("kept").live(says).done()
}

/// The switches of the head, in a phone's list, where there is no head.
pub fn switches(app: AppState) -> AnyView {
    el("p").class("switches").child(display(app)).done()
}

/// The list of topics, each with how it stands, and the pages behind the questions.
pub fn topic_list(app: AppState, open: RwSignal<bool>) -> AnyView {
    let progress = memo(move || {
        app.judgement.with(|judgement| {
            (0..app.book().topics.len()).map(|topic| judgement.progress(app.book(), topic)).collect::<Vec<_>>()
        })
    });
    let item = move |place: usize, title: &'static str| {
        let stand = move || progress.with(|all| all.get(place).copied().unwrap_or(TopicStatus::NotNeeded));
        let here = move || app.route.get() == Route::Topic(place);
        el("li")
            .child(
                el("a")
                    .attr("href", Route::Topic(place).to_hash(app.book()))
                    .live_attr("class", move || {
                        matches!(stand(), TopicStatus::Skipped | TopicStatus::NotNeeded).then_some("off")
                    })
                    .live_attr("aria-current", move || here().then_some("step"))
                    .on("click", move |_| open.set(false))
                    .live(move || match stand() {
                        _ if here() => sign(Icon::Now),
                        TopicStatus::Done => sign(Icon::Yes),
                        TopicStatus::Open(_) | TopicStatus::Waiting | TopicStatus::Unknown => sign(Icon::Blank),
                        TopicStatus::Skipped | TopicStatus::NotNeeded => sign(Icon::None),
                    })
                    .child(el("span").child(title))
                    .live(move || match stand() {
                        TopicStatus::Done => el("span").class("vh").child("，已答完").done(),
                        TopicStatus::Open(left) => el("small").child(say!("{} 题", left)).done(),
                        TopicStatus::Skipped => el("small").child("不涉及").done(),
                        TopicStatus::NotNeeded => el("small").child("无需再答").done(),
                        TopicStatus::Waiting | TopicStatus::Unknown => nothing(),
                    }),
            )
            .done()
    };
    el("nav")
        .on("keydown", move |event| {
            if platform::is_escape(&event) {
                open.set(false);
                platform::focus(".topbar button");
            }
        })
        .live_attr("class", move || Some(if open.get() { "topics open" } else { "topics" }))
        .attr("id", "topics")
        .attr("aria-label", "题目分组")
        .child(el("ol").child(
            app.book().topics.iter().enumerate().map(|(place, topic)| item(place, topic.title)).collect::<Vec<_>>(),
        ))
        .child(
            el("ul")
                .child(
                    el("li").child(
                        el("a")
                            .attr("href", "#/check")
                            .live_attr("aria-current", move || (app.route.get() == Route::Check).then_some("page"))
                            .child("核对答案"),
                    ),
                )
                .child(
                    el("li").child(
                        el("a")
                            .attr("href", "#/results")
                            .live_attr("aria-current", move || (app.route.get() == Route::Results).then_some("page"))
                            .child("判定结果"),
                    ),
                )
                .child(switch(app).map(|switch| el("li").class("language-row").child(switch).done())),
        )
        .child(switches(app))
        .done()
}

/// A phone's top bar: back, where one is, and the list of topics.
pub fn topbar(app: AppState, back: Route, title: &'static str, list: &'static str, open: RwSignal<bool>) -> AnyView {
    el("nav")
        .class("topbar")
        .attr("aria-label", "返回和目录")
        .child(
            el("a")
                .attr("href", back.to_hash(app.book()))
                .attr("data-back", "")
                .attr("aria-label", "返回上一页")
                .child(sign(Icon::Back)),
        )
        .child(" ")
        .child(el("b").child(title))
        .child(" ")
        .child(
            el("button")
                .class("text")
                .attr("type", "button")
                .attr("aria-controls", "topics")
                .live_attr("aria-expanded", move || Some(if open.get() { "true" } else { "false" }))
                .on("click", move |_| open.update(|open| *open = !*open))
                .child(list),
        )
        .done()
}

/// How long ago a case was kept, or how safe it is where it is not.
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
