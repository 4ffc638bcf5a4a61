//! The questions of one topic, which unfold as they become relevant, with the live summary beside them.

use crate::app::App;
use crate::book::book;
use crate::judgement::Progress;
use crate::parts::{brief, question, summary, topbar, topic_list};
use crate::route::Route;
use leptos::prelude::*;

/// The page.
pub fn page(app: App, place: usize) -> AnyView {
    let Some(topic) = book().topics.get(place) else { return super::plain::lost().into_any() };
    let list_open = RwSignal::new(false);
    let shown = Memo::new(move |_| {
        app.session.with(|session| app.judgement.with(|judgement| judgement.shown(book(), &session.record, place)))
    });
    let stand = Memo::new(move |_| app.judgement.with(|judgement| judgement.progress(book(), place)));
    let nothing = move || {
        shown.with(Vec::is_empty).then(|| {
            let why = if stand.get() == Progress::Skipped { topic.skipped } else { "按已有的回答，这一部分没有会改变结果的问题。" };
            view! { <p>{why}</p> }
        })
    };
    let open = move || match stand.get() {
        Progress::Open(count) => Some(view! { <p class="hint">{format!("这一部分还有 {count} 题会影响结果。")}</p> }),
        _ => None,
    };
    let onward = Memo::new(move |_| {
        app.judgement.with(|judgement| judgement.next_topic(book(), place)).map_or(Route::Check, Route::Topic)
    });
    let back = if place == 0 { Route::Start } else { Route::Topic(place - 1) };
    let onward_name = move || match onward.get() {
        Route::Topic(next) => format!("继续：{}", book().topics.get(next).map_or("", |topic| topic.title)),
        _ => "核对答案".to_owned(),
    };
    view! {
        <div class="columns">
            {topbar(back.clone(), topic.title, "目录", list_open)}
            {topic_list(app, list_open)}
            <main id="main">
                <h1 tabindex="-1">{topic.title}</h1>
                <p class="lead">{topic.lead}</p>
                {open}
                {nothing}
                <For each=move || shown.get() key=|fact| *fact let:fact>{question(app, fact)}</For>
            </main>
            {summary(app)}
            <div class="bar">
                {brief(app)}
                <a class="button quiet back" href=back.write(book())>"上一步"</a>
                <a class="button" href=move || onward.get().write(book())>{onward_name}</a>
            </div>
        </div>
    }
    .into_any()
}
