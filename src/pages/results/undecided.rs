//! The undecided measures by the question that decides them: its answers can be given right there, and taken back. What
//! only the department can settle comes with the sentence to ask.

use super::heading::largest_first;
use super::sections::heading;
use crate::app::AppState;
use crate::components::{Icon, figure, go_to, measure_card, says, sign, title};
use crate::dom::{IntoChild, empty_view, ev, for_each_keyed, fragment, html, memo, reactive};
use crate::i18n::engine_text::some_by_one;
use crate::i18n::t;
use crate::state::evaluation::slot;
use crate::state::form::{FieldKey, RawAnswer};
use crate::state::session::Event;
use huiqi_engine::assess::{Decider, Section, WaitingMeasures, by_decider};
use huiqi_engine::book::{FactType, MeasureId};
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::*;

// Groups shown before the rest is unfolded, and measures of a group.
const FIRST_GROUPS: usize = 5;
const FIRST_MEASURES: usize = 4;
// Options up to which a question is answered on this page.
const MAX_BUTTONS: usize = 5;

type Groups = Memo<Vec<WaitingMeasures>>;

/// An answer given on this page, which can be taken back.
#[derive(Clone, Debug, PartialEq)]
struct GivenAnswer {
    field: FieldKey,
    before: Option<RawAnswer>,
    question: &'static str,
    says: &'static str,
}

/// The section; nothing if every measure is decided.
pub fn section(app: AppState) -> AnyView {
    let groups: Groups = memo(move || {
        app.evaluation.with(|evaluation| by_decider(&evaluation.view(app.book()), &evaluation.assessment))
    });
    let count = memo(move || groups.with(|groups| groups.iter().map(|group| group.measures.len()).sum::<usize>()));
    let given = RwSignal::new(None);
    let any = memo(move || count.get() > 0);
    let shown = move || {
        any.get().then(|| {
            html::section()
                .class("group")
                .attr("data-group", title(Section::Undecided))
                .child(heading(Icon::Open, title(Section::Undecided), count))
                .child(html::p().child(says(Section::Undecided)).child(" ").child(move || possible(app)))
                .child(list(app, groups, given))
                .into_any()
        })
    };
    fragment(vec![html::div().attr("role", "status").child(move || taken_back(app, given)).into_any(), reactive(shown)])
}

// The maximum that undecided measures can add.
fn possible(app: AppState) -> AnyView {
    app.evaluation.with(|evaluation| {
        let totals = &evaluation.assessment.totals;
        if totals.possible.is_zero() {
            return empty_view();
        }
        fragment(vec![
            t("其中写明金额的最高 ").into_child(),
            figure("", totals.possible),
            say!("{}。", some_by_one(totals)).into_child(),
        ])
    })
}

fn list(app: AppState, groups: Groups, given: RwSignal<Option<GivenAnswer>>) -> AnyView {
    let keys = move |from: usize, to: usize| {
        groups.with(|groups| groups.iter().skip(from).take(to - from).map(|group| key(group.decider)).collect())
    };
    let group = move |key| group(app, groups, key, given);
    let all_open = RwSignal::new(false);
    let rest = memo(move || groups.with(Vec::len).saturating_sub(FIRST_GROUPS));
    let more = move || {
        (rest.get() > 0 && !all_open.get()).then(|| {
            html::button()
                .attr("type", "button")
                .class("text")
                .attr("data-unfolds", "")
                .on(ev::click, move |_| all_open.set(true))
                .child(say!("再看 {} 组", rest.get()))
        })
    };
    let shown = move || keys(0, if all_open.get() { usize::MAX } else { FIRST_GROUPS });
    fragment(vec![for_each_keyed(shown, group), html::p().child(more).into_any()])
}

// A number for each decider, so that its group keeps its place on the page.
fn key(decider: Decider) -> usize {
    match decider {
        Decider::Department => 0,
        Decider::Unsure(question) => question.key() * 2 + 1,
        Decider::Answer(question) => question.key() * 2 + 2,
    }
}

fn group(app: AppState, groups: Groups, key: usize, given: RwSignal<Option<GivenAnswer>>) -> AnyView {
    let find =
        move |groups: &Vec<WaitingMeasures>| groups.iter().find(|group| self::key(group.decider) == key).cloned();
    let Some(decider) = groups.with_untracked(find).map(|group| group.decider) else { return empty_view() };
    let measures = memo(move || {
        let measures = groups.with(find).map(|group| group.measures).unwrap_or_default();
        largest_first(app, measures.into_iter())
    });
    let count = move || say!("关系到 {} 项", measures.with(Vec::len));
    let all = RwSignal::new(false);
    let keys = move || {
        let room = if all.get() { usize::MAX } else { FIRST_MEASURES };
        measures.with(|measures| measures.iter().take(room).map(|ix| ix.index()).collect())
    };
    let rest = memo(move || measures.with(Vec::len).saturating_sub(FIRST_MEASURES));
    let more = move || {
        (rest.get() > 0 && !all.get()).then(|| {
            html::button()
                .attr("type", "button")
                .class("text")
                .attr("data-unfolds", "")
                .on(ev::click, move |_| all.set(true))
                .child(say!("再看 {} 项", rest.get()))
        })
    };
    html::section()
        .class("decides")
        .child(
            html::h3().child(sign(Icon::Open)).child(asked(app, decider)).child(" ").child(html::small().child(count)),
        )
        .child(what_to_do(app, decider, given))
        .child(for_each_keyed(keys, move |key| measure_card(app, MeasureId::at(key), None, None)))
        .child(more)
        .into_any()
}

fn asked(app: AppState, decider: Decider) -> String {
    match decider {
        Decider::Answer(question) => app.book().facts[question.fact].label.to_owned(),
        Decider::Unsure(question) => say!("“{}”您答了不清楚", app.book().facts[question.fact].label),
        Decider::Department => t("要问主管部门").to_owned(),
    }
}

fn what_to_do(app: AppState, decider: Decider, given: RwSignal<Option<GivenAnswer>>) -> AnyView {
    match decider {
        Decider::Answer(question) => answers(app, question, given),
        Decider::Unsure(question) => {
            let find = app.book().facts[question.fact].find;
            let find = (!find.is_empty()).then(|| html::p().child(find));
            fragment(vec![find.into_child(), html::p().class("buttons").child(link(app, question)).into_any()])
        }
        Decider::Department => {
            html::p().child(t("条件文件没有写明，答什么都定不下来；问的话写在“下一步”里。")).into_any()
        }
    }
}

// Buttons for the answers of a question with few of them, and a link to it.
fn answers(app: AppState, question: FactInstance, given: RwSignal<Option<GivenAnswer>>) -> AnyView {
    let fact = &app.book().facts[question.fact];
    let field = slot(app.book(), fact, question.instance);
    let options: Vec<(&'static str, RawAnswer)> = match fact.kind {
        FactType::Bool => vec![(t("是"), RawAnswer::YesNo(true)), (t("否"), RawAnswer::YesNo(false))],
        FactType::Choice => {
            let offered = app.evaluation.with_untracked(|evaluation| {
                let is_offered = |option: &&'static huiqi_engine::book::FactOption<'static>| {
                    option
                        .only_if
                        .is_none_or(|only_if| evaluation.is_option_available(app.book(), only_if, question.instance))
                };
                fact.options.iter().filter(is_offered).collect::<Vec<_>>()
            });
            offered.into_iter().map(|option| (option.label, RawAnswer::Choice(option.id.into()))).collect()
        }
        _ => Vec::new(),
    };
    let give = move |says: &'static str, answer: RawAnswer| {
        let before = app.session.with_untracked(|session| session.case.record.get(field).cloned());
        given.set(Some(GivenAnswer { field, before, question: fact.label, says }));
        app.dispatch(Event::Answered(field, answer));
    };
    let buttons: Vec<AnyView> = if options.len() > MAX_BUTTONS {
        Vec::new()
    } else {
        let button = |(says, answer): (&'static str, RawAnswer)| {
            html::button()
                .attr("type", "button")
                .class("button quiet")
                .attr("aria-label", say!("{}：{}", fact.label, says))
                .on(ev::click, move |_| give(says, answer.clone()))
                .child(says)
                .into_any()
        };
        options.into_iter().map(button).collect()
    };
    html::p().class("buttons noprint").child(buttons).child(link(app, question)).into_any()
}

fn link(app: AppState, question: FactInstance) -> AnyView {
    html::button()
        .attr("type", "button")
        .class("text")
        .attr("aria-label", say!("去答这一题：{}", app.book().facts[question.fact].label))
        .on(ev::click, move |_| go_to(app, question))
        .child(t("去答这一题"))
        .into_any()
}

// The answer just given, and a button that takes it back. Gone once another answer is given elsewhere.
fn taken_back(app: AppState, given: RwSignal<Option<GivenAnswer>>) -> Option<AnyView> {
    let answer = given.get()?;
    let undo = {
        let answer = answer.clone();
        move |_| {
            given.set(None);
            app.dispatch(match answer.before.clone() {
                Some(before) => Event::Answered(answer.field, before),
                None => Event::AnswerCleared(answer.field),
            });
        }
    };
    Some(
        html::p()
            .class("notice")
            .child(say!("“{}”已回答：{}。", answer.question, answer.says))
            .child(" ")
            .child(html::button().attr("type", "button").class("text").on(ev::click, undo).child(t("撤销")))
            .into_any(),
    )
}
