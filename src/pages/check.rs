//! All answers, topic by topic, each with a way to its question; the company's name.

use crate::app::App;
use crate::book::book;
use crate::parts::{brief, left_text, summary, topbar, topic_list};
use crate::route::Route;
use crate::session::Event;
use leptos::prelude::*;

/// The page.
pub fn page(app: App) -> AnyView {
    let list_open = RwSignal::new(false);
    let topics = move || (0..book().topics.len()).filter_map(|place| topic(app, place)).collect_view();
    let lead = move || {
        let answered = app.session.with(|session| session.record.entries.len());
        let left = app.judgement.with(|judgement| judgement.assessment.most_left);
        format!("已答 {answered} 题。{}", left_text(left))
    };
    let next = move || super::next_topic(app);
    view! {
        <div class="columns">
            {topbar(Route::Topic(0), "核对答案", "目录", list_open)}
            {topic_list(app, list_open)}
            <main id="main">
                <h1 tabindex="-1">"核对答案"</h1>
                <p class="lead">{lead}</p>
                {move || next().map(|route| view! { <p><a href=route.write(book())>"回答剩下的问题"</a></p> })}
                <div class="question">
                    <label for="name">"单位名称"</label>
                    <p class="hint" id="name-hint">"可以不填；只印在打印件上。"</p>
                    <div class="field">
                        <input
                            id="name"
                            type="text"
                            maxlength="60"
                            autocomplete="organization"
                            aria-describedby="name-hint"
                            prop:value=app.session.with_untracked(|session| session.record.name.clone())
                            on:input=move |event| app.happen(Event::Named(event_target_value(&event)))
                        />
                    </div>
                </div>
                {topics}
            </main>
            {summary(app)}
            <div class="bar">
                {brief(app)}
                <a class="button" href="#/results">"查看结果"</a>
            </div>
        </div>
    }
    .into_any()
}

fn topic(app: App, place: usize) -> Option<AnyView> {
    let topic = book().topics.get(place)?;
    let rows = app.session.with(|session| {
        app.judgement.with(|judgement| {
            (0..)
                .zip(&book().facts)
                .filter(|(_, fact)| usize::from(fact.topic) == place && session.record.entries.contains_key(fact.id))
                .map(|(ix, fact)| {
                    let said = match judgement.answers.get(book(), ix, 0) {
                        Some(answer) => super::answer_text(fact, answer),
                        None if judgement.idle.contains(&ix) => "现在不涉及，已保留，不计入判定".into(),
                        None => judgement.mistakes.get(&ix).cloned().unwrap_or_else(|| "未填写".into()),
                    };
                    (fact, said)
                })
                .collect::<Vec<_>>()
        })
    });
    if rows.is_empty() {
        return None;
    }
    let rows = rows
        .into_iter()
        .map(|(fact, said)| {
            view! {
                <div>
                    <dt>{fact.label}</dt>
                    <dd>{said}</dd>
                    <dd><a href=Route::Topic(place).write(book())>"更改"<span class="vh">{format!("：{}", fact.label)}</span></a></dd>
                </div>
            }
        })
        .collect_view();
    Some(view! { <section><h2>{topic.title}</h2><dl class="rows">{rows}</dl></section> }.into_any())
}
