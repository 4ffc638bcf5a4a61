//! Repeated groups: one block of questions per instance. Instances can be added, copied and removed.

use super::button::button;
use super::listed_question::listed_question;
use super::question::QuestionPlace;
use crate::app::AppState;
use crate::app::topic_questions::TopicQuestions;
use crate::dom::{effect, empty_view, ev, for_each_keyed, fragment, html, memo, reactive};
use crate::i18n::t;
use crate::platform;
use crate::state::evaluation::cards;
use crate::state::form::RawAnswers;
use crate::state::route::Route;
use crate::state::session::Event;
use crate::state::steps::Step;
use huiqi_engine::RuleBook;
use huiqi_engine::answer::MAX_INSTANCES;
use huiqi_engine::book::{FactId, Group, GroupId};
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::*;

// Larger than any number of instances, so that an instance whose position changes gets new fields.
const APART: usize = MAX_INSTANCES + 1;

/// The instances of a group, with the questions listed on the page.
pub fn group_cards(app: AppState, place: GroupId, asked: TopicQuestions) -> AnyView {
    let group = &app.book().groups[place];
    let id = group.id;
    let count = memo(move || app.session.with(|session| cards(&session.case.record, id)));
    let keys = move || {
        let turns = app.session.with(|session| session.form_generation);
        (0..count.get()).map(|instance| turns * APART + instance).collect()
    };
    let said = memo(move || {
        app.session.with(|session| {
            session.case.record.instances(id).is_some_and(|cards| cards.iter().any(|card| !card.is_empty()))
        })
    });
    let last = move || count.get().saturating_sub(1);
    let add = move || {
        (said.get() && count.get() < MAX_INSTANCES).then(|| {
            button(say!("再加一个{}", group.label), "button quiet", move || {
                app.dispatch(Event::Added(id, RawAnswers::default()));
                let newest = card_name(group, last());
                platform::request_animation_frame(move || platform::focus(&format!("[id='{newest}'] h2")));
            })
        })
    };
    html::div()
        .attr("role", "group")
        .attr("aria-label", group.name)
        .child(for_each_keyed(keys, move |key| card(app, group, place, key % APART, asked, count)))
        .child(html::p().class("buttons").child(add))
        .child(move || (!said.get()).then(|| none_of(app, group)))
        .into_any()
}

fn card_name(group: &Group<'_>, instance: usize) -> String {
    format!("c-{}-{}", group.id, instance + 1)
}

fn card(
    app: AppState,
    group: &'static Group<'static>,
    place: GroupId,
    instance: usize,
    asked: TopicQuestions,
    count: Memo<usize>,
) -> AnyView {
    let of_card = move |questions: &Vec<FactInstance>| {
        let here =
            |FactInstance { fact, instance: at }: &&FactInstance| *at == instance && in_group(app.book(), *fact, place);
        questions.iter().filter(here).map(|FactInstance { fact, .. }| fact.index()).collect::<Vec<usize>>()
    };
    let questions = move || asked.listed.with(of_card);
    let none_wanted = move || asked.shown.with(of_card).is_empty();
    let name = card_name(group, instance);
    // Re-rendered only when the head appears or disappears, because its buttons may have the focus.
    let head = card_head(app, group, instance, count);
    let listed = move |fact: usize| {
        listed_question(asked, FactInstance::new(FactId::at(fact), instance), QuestionPlace::WholePage)
    };
    let nothing_left = move || {
        (count.get() > 1 && none_wanted())
            .then(|| html::p().class("hint").child(t("按已有的回答，这一张没有会改变结果的问题。")))
    };
    html::section()
        .class("instance")
        .attr("id", name)
        .attr("aria-label", format!("{} {}", group.label, instance + 1))
        .child(head)
        .child(for_each_keyed(questions, listed))
        .child(nothing_left)
        .into_any()
}

// The name of an instance, with the buttons to copy and remove it, once there is something to copy or remove.
fn card_head(app: AppState, group: &'static Group<'static>, instance: usize, count: Memo<usize>) -> AnyView {
    // Re-rendered only when the head appears or disappears, because its buttons may have the focus.
    let has_head =
        memo(move || count.get() > 1 || app.session.with(|session| session.case.record.instances(group.id).is_some()));
    reactive(move || {
        has_head.get().then(|| {
            let buttons = html::span()
                .class("buttons")
                .child(button(t("复制"), "text", move || copy(app, group, instance)))
                .child(button(t("删除"), "text", move || remove(app, group, instance)));
            html::h2()
                .attr("tabindex", "-1")
                .child(format!("{} {}", group.label, instance + 1))
                .child(" ")
                .child(buttons)
        })
    })
}

/// A step of one instance of a group. The last step offers another instance, the first one declares the group empty.
pub fn card_step(app: AppState, step: Step, asked: TopicQuestions) -> AnyView {
    let Some((place, instance)) = step.card(app.book()) else { return empty_view() };
    let group = &app.book().groups[place];
    let id = group.id;
    let count = memo(move || app.session.with(|session| cards(&session.case.record, id)));
    let said = memo(move || {
        app.session.with(|session| {
            session.case.record.instances(id).is_some_and(|cards| cards.iter().any(|card| !card.is_empty()))
        })
    });
    let first = app.book().facts.iter_enumerated().find(|(fact, _)| in_group(app.book(), *fact, place));
    // The instance may have been removed, here or in another tab: its topic goes on with another step.
    let topic = first.map_or(0, |(_, fact)| usize::from(fact.topic));
    effect(move |_| {
        if instance >= count.get() {
            platform::replace(&Route::Topic(topic).to_hash(app.book()));
        }
    });
    let questions = step.questions().to_vec();
    let last = questions.last().copied();
    // Fields are rendered again when they get other content: instances may have changed their positions.
    let keys = move || {
        let turns = app.session.with(|session| session.form_generation);
        if instance < count.get() { vec![turns] } else { Vec::new() }
    };
    let fields = move |_| {
        let asks = |question: &FactInstance| listed_question(asked, *question, QuestionPlace::StepPart);
        fragment(questions.iter().map(asks).collect())
    };
    let is_last = memo(move || {
        let later = |other: &FactInstance| {
            in_group(app.book(), other.fact, place)
                && (other.instance, Some(other.fact)) > (instance, last.map(|last| last.fact))
        };
        said.get() && instance + 1 == count.get() && !asked.shown.with(|shown| shown.iter().any(later))
    });
    let add = move || {
        (is_last.get() && count.get() < MAX_INSTANCES).then(|| {
            button(say!("再加一个{}", group.label), "button quiet", move || {
                let newest = count.get_untracked();
                app.dispatch(Event::Added(id, RawAnswers::default()));
                if let Some((fact, _)) = first {
                    platform::navigate(&Route::Question(FactInstance::new(fact, newest)).to_hash(app.book()));
                }
            })
        })
    };
    html::section()
        .class("instance")
        .attr("id", card_name(group, instance))
        .attr("aria-label", format!("{} {}", group.label, instance + 1))
        .child(card_head(app, group, instance, count))
        .child(for_each_keyed(keys, fields))
        .child(html::p().class("buttons").child(add))
        .child(move || (!said.get()).then(|| none_of(app, group)))
        .into_any()
}

fn in_group(book: &'static RuleBook<'static>, fact: FactId, place: GroupId) -> bool {
    book.facts[fact].group.is_some_and(|(group, _)| group == place)
}

fn copy(app: AppState, group: &'static Group<'static>, instance: usize) {
    let card = app.session.with_untracked(|session| session.case.record.instances(group.id)?.get(instance).cloned());
    app.dispatch(Event::Added(group.id, card.unwrap_or_default()));
    let newest = app.session.with_untracked(|session| cards(&session.case.record, group.id)).saturating_sub(1);
    begin_card(group.id, newest);
}

/// Moves the focus to the first field of an instance, and scrolls the whole instance into view as far as it fits.
pub fn begin_card(group: &'static str, instance: usize) {
    let card = format!("[id='c-{group}-{}']", instance + 1);
    platform::request_animation_frame(move || {
        platform::scroll_to(&card);
        platform::focus(&format!("{card} :is(input, select)"));
    });
}

// The focus moves to the instance that takes the removed one's position, or to the last one; if none is left, to the
// undo button.
fn remove(app: AppState, group: &'static Group<'static>, instance: usize) {
    app.dispatch(Event::Removed(group.id, instance));
    let left = app.session.with_untracked(|session| session.case.record.instances(group.id).map_or(0, Vec::len));
    let neighbour = card_name(group, instance.min(left.saturating_sub(1)));
    platform::request_animation_frame(move || match left {
        0 => platform::focus(".banner button"),
        _ => platform::focus(&format!("[id='{neighbour}'] h2")),
    });
}

// A checkbox that declares the group empty with one tap, instead of answering every question of a first instance.
fn none_of(app: AppState, group: &'static Group<'static>) -> AnyView {
    let none = move || app.session.with(|session| session.case.record.instances(group.id).is_some_and(Vec::is_empty));
    let tick = html::input().attr("type", "checkbox").bool_prop("checked", none).on(ev::change, move |event| {
        app.dispatch(Event::GroupDeclaredEmpty(group.id, event_target_checked(&event)));
    });
    let label = html::label().class("choice").child(tick).child(html::span().child(say!("没有{}", group.name)));
    html::div().class("choices row").child(label).into_any()
}
