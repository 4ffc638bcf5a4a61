//! The questions of one topic, shown as they become relevant, with the live summary beside them.

use crate::app::AppState;
use crate::app::topic_questions::TopicQuestions;
use crate::components::{
    QuestionPlace, button, compact_summary, explained, lazy_view, left_out, listed_question, meaning, summary, topbar,
    topic_list,
};
use crate::dom::{effect, ev, for_each_keyed, html, memo};
use crate::i18n::t;
use crate::platform;
use crate::state::evaluation::{TopicStatus, slot};
use crate::state::route::Route;
use huiqi_engine::book::{FactId, GroupId};
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::*;

/// The page.
pub fn page(app: AppState, place: usize) -> AnyView {
    let Some(topic) = app.book().topics.get(place) else { return super::not_found::not_found() };
    let list_open = RwSignal::new(false);
    let unfolded = RwSignal::new(None);
    let asked = TopicQuestions::of(app, place);
    let facts = app.book().facts.len();
    let block = move |key: usize| match key.checked_sub(facts) {
        Some(group) => lazy_view(app, move |more| (more.cards)(app, GroupId::at(group), asked)),
        None => listed_question(asked, FactInstance::first(FactId::at(key)), QuestionPlace::WholePage),
    };
    let stand = move || app.evaluation.with(|evaluation| evaluation.progress(app.book(), place));
    let empty = move || {
        asked.shown.with(Vec::is_empty).then(|| {
            let why = match stand() {
                // The page may have been rendered before the complete rule book was loaded.
                TopicStatus::Skipped => app.book().topics.get(place).map_or("", |topic| topic.skipped),
                TopicStatus::Waiting => t("这一部分问什么，要看前面的回答。"),
                _ => t("按已有的回答，这一部分没有会改变结果的问题。"),
            };
            html::p().child(why).into_any()
        })
    };
    let open = move || match stand() {
        TopicStatus::Open(count) => {
            Some(html::p().class("hint").child(say!("这一部分还有 {} 题会影响结果。", count)).into_any())
        }
        // Space is reserved, so that a click does not miss its target when the text appears.
        TopicStatus::Unknown => Some(html::p().class("hint").child("\u{a0}").into_any()),
        _ => None,
    };
    // “Continue” is below: what it passes over is said before.
    let unanswered = move || match stand() {
        TopicStatus::Open(count) => Some(
            html::p()
                .class("hint")
                .child(say!("这一部分还有 {} 题没有回答；不答也可以继续，相关措施列为“待定”。", count))
                .into_any(),
        ),
        _ => None,
    };
    let onward = move || {
        app.evaluation.with(|evaluation| evaluation.next_topic(app.book(), place)).map_or(Route::Check, Route::Topic)
    };
    let back = if place == 0 { Route::Start } else { Route::Topic(place - 1) };
    let onward_name = move || match onward() {
        Route::Topic(next) => say!("继续：{}", app.book().topics.get(next).map_or("", |topic| topic.title)),
        _ => t("核对答案").to_owned(),
    };
    let wrong = memo(move || wrong_here(app, place));
    // Invalid fields are listed when the user presses “continue”, and listed again when others have become invalid.
    let listed = RwSignal::new(Vec::new());
    let go_on = move |event: Option<platform::Event>| {
        let found = wrong.get_untracked();
        if found.is_empty() || listed.with_untracked(|known| *known == found) {
            listed.set(Vec::new());
            if event.is_none() {
                platform::navigate(&onward().to_hash(app.book()));
            }
            return;
        }
        if let Some(event) = event {
            event.prevent_default();
        }
        listed.set(found);
        platform::request_animation_frame(|| platform::focus(".errors"));
    };
    let list = move || {
        let still: Vec<FactInstance> = listed.with(|listed| wrong.with(|wrong| common(listed, wrong)));
        (!still.is_empty()).then(|| errors(app, place, &still))
    };
    // Screen readers announce the title first, so it starts with the notice that there are errors.
    let title_says = memo(move || listed.with(|listed| wrong.with(|wrong| !common(listed, wrong).is_empty())));
    effect(move |_| {
        let prefix = if title_says.get() { t("错误：") } else { "" };
        platform::set_title(&say!("{}{} · 惠企", prefix, topic.title));
    });
    let keys = move |event: platform::Event| {
        if platform::is_enter_in_a_field(&event) {
            event.prevent_default();
            go_on(None);
        }
    };
    let by_steps = button(t("一步一题"), "text", move || app.settings.update(|settings| settings.whole = false));
    html::div()
        .class("columns")
        .child(topbar(app, back.clone(), topic.title, t("目录"), list_open))
        .child(topic_list(app, list_open))
        .child(
            html::main()
                .class("still")
                .attr("id", "main")
                .on(ev::keydown, keys)
                .on(ev::focusout, move |_| asked.look_again())
                .child(list)
                .child(html::p().class("eyebrow").child(by_steps))
                .child(html::h1().attr("tabindex", "-1").child(topic.title))
                .child(html::p().class("lead").child(explained(app, topic.lead, "lead", unfolded)))
                .child(meaning(app, "lead", unfolded))
                .child(open)
                .child(empty)
                .child(left_out(app, place))
                .child(for_each_keyed(move || asked.listed.with(|listed| blocks(&app, place, listed)), block))
                .child(unanswered),
        )
        .child(summary(app))
        .child(
            html::nav()
                .class("bar")
                .attr("aria-label", t("上一步、下一步"))
                .child(compact_summary(app))
                .child(html::a().class("button quiet back").attr("href", back.to_hash(app.book())).child(t("上一步")))
                .child(
                    html::a()
                        .class("button")
                        .attr("href", move || Some(onward().to_hash(app.book())))
                        .on(ev::click, move |event| go_on(Some(event)))
                        .child(onward_name),
                ),
        )
        .into_any()
}

fn wrong_here(app: AppState, topic: usize) -> Vec<FactInstance> {
    let here = |fact: FactId| usize::from(app.book().facts[fact].topic) == topic;
    app.evaluation.with(|evaluation| {
        let mistakes = evaluation.field_errors().iter().map(|(question, _)| *question);
        mistakes.filter(|FactInstance { fact, .. }| here(*fact)).collect()
    })
}

fn common(some: &[FactInstance], others: &[FactInstance]) -> Vec<FactInstance> {
    some.iter().filter(|one| others.contains(one)).copied().collect()
}

// Error summary with a link to each field. Pressing “continue” a second time ignores the errors.
fn errors(app: AppState, place: usize, wrong: &[FactInstance]) -> AnyView {
    let item = |FactInstance { fact: ix, instance }: &FactInstance| {
        let fact = &app.book().facts[*ix];
        let says = app.evaluation.with(|evaluation| evaluation.mistake(FactInstance::new(*ix, *instance)))?;
        let field = format!("#q-{0}, #f-{0} input", slot(app.book(), fact, *instance).name());
        let to_field = move |event: platform::Event| {
            event.prevent_default();
            platform::focus(&field);
        };
        let link = html::a().attr("href", Route::Topic(place).to_hash(app.book())).on(ev::click, to_field);
        Some(html::li().child(link.child(say!("{}：{}", fact.label, says))).into_any())
    };
    let items: Vec<AnyView> = wrong.iter().filter_map(item).collect();
    html::div()
        .class("errors")
        .attr("role", "alert")
        .attr("tabindex", "-1")
        .child(html::h2().child(t("这几处要改一下")))
        .child(html::ul().child(items))
        .child(html::p().class("hint").child(t("不改也可以继续，这几题按没有回答处理。")))
        .into_any()
}

// Keys of the blocks on the page: a fact index for a question, `facts.len() + group` for a repeated group. A group that
// was declared empty stays, so that the declaration can be undone.
fn blocks(app: &AppState, topic: usize, listed: &[FactInstance]) -> Vec<usize> {
    let mut blocks = Vec::new();
    for (ix, fact) in app.book().facts.iter_enumerated().filter(|(_, fact)| usize::from(fact.topic) == topic) {
        let Some((group, _)) = fact.group else {
            // The list of the year shows the earlier list as well.
            let is_shown_before = listed.iter().any(|list| app.book().facts[list.fact].earlier == Some(ix));
            if listed.contains(&FactInstance::first(ix)) && !is_shown_before {
                blocks.push(ix.index());
            }
            continue;
        };
        let key = app.book().facts.len() + group.index();
        let said = || {
            let id = app.book().groups[group].id;
            app.session.with(|session| session.case.record.instances(id).is_some())
        };
        if !blocks.contains(&key) && (listed.iter().any(|FactInstance { fact: other, .. }| *other == ix) || said()) {
            blocks.push(key);
        }
    }
    blocks
}
