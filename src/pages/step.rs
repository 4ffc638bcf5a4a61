//! A step of the questionnaire: one decision a screen, with the live summary beside it.

use crate::app::AppState;
use crate::app::lazy::{LazyModule, MissingAnswers};
use crate::app::topic_questions::TopicQuestions;
use crate::components::{
    QuestionPlace, button, compact_summary, lazy_view, listed_question, summary, topbar, topic_list,
};
use crate::dom::{effect, ev, html};
use crate::i18n::t;
use crate::platform;
use crate::state::evaluation::Evaluation;
use crate::state::route::Route;
use crate::state::steps::{Path, Place, Step};
use huiqi_engine::book::FactType;
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::*;
use std::sync::Arc;

// How long a choice stays visible before the next step follows by itself.
const SEEN_MILLISECONDS: i32 = 180;

/// The step of a topic that has this question, or the step that the topic begins with.
pub fn page(app: AppState, topic: usize, question: Option<FactInstance>) -> AnyView {
    let Some(known) = app.book().topics.get(topic) else { return super::not_found::not_found() };
    let step = with_path(app, |path| match question {
        Some(question) => path.step_from(topic, question),
        None => path.first_step(topic),
    });
    if let Some(step) = &step {
        name_in_address(app, step);
    }
    let screen = Screen {
        app,
        topic,
        step: StoredValue::new(step.clone()),
        halted: RwSignal::new(false),
        dropped: RwSignal::new(Vec::new()),
    };
    let back = screen.back();
    let list_open = RwSignal::new(false);
    let pressed = StoredValue::new(false);
    let chosen = move |_| {
        if pressed.get_value() {
            screen.auto_advance();
        }
    };
    let keys = move |event: platform::Event| {
        pressed.set_value(false);
        if platform::is_enter_beside_buttons(&event) {
            event.prevent_default();
            screen.advance();
        } else if let Some(place) = platform::digit(&event).and_then(|digit| digit.checked_sub(1)) {
            platform::click_nth("main .choice input", place);
        }
    };
    let asked = TopicQuestions::of(app, topic);
    let whole = button(t("整页填写"), "text", move || app.settings.update(|settings| settings.whole = true));
    html::div()
        .class("columns")
        .child(topbar(app, back.clone(), known.title, t("目录"), list_open))
        .child(topic_list(app, list_open))
        .child(
            html::main()
                .class("still step")
                .attr("id", "main")
                .on(ev::pointerdown, move |_| pressed.set_value(true))
                .on(ev::change, chosen)
                .on(ev::keydown, keys)
                .on(ev::focusout, move |_| asked.look_again())
                .child(html::p().class("eyebrow").child(known.title).child(whole))
                .child(step.map_or_else(|| nothing_asked(screen), |step| questions(screen, asked, step)))
                .child(move || {
                    app.lazy().map(|more| (more.dropped_questions)(app, topic, screen.questions(), screen.dropped))
                })
                .child(move || screen.halted.get().then(|| screen.halt())),
        )
        .child(summary(app))
        .child(
            html::nav()
                .class("bar")
                .attr("aria-label", t("上一步、下一步"))
                .child(compact_summary(app))
                .child(html::a().class("button quiet back").attr("href", back.to_hash(app.book())).child(t("上一步")))
                .child(button(t("继续"), "button", move || screen.advance())),
        )
        .into_any()
}

fn with_path<T>(app: AppState, read: impl FnOnce(Path<'_>) -> T) -> T {
    app.session.with_untracked(|session| {
        app.evaluation
            .with_untracked(|evaluation| read(Path { book: app.book(), evaluation, record: &session.case.record }))
    })
}

// A link to a topic leads to one of its steps. Its own address is what Back and a reload return to.
fn name_in_address(app: AppState, step: &Step) {
    let address = Route::Question(step.first()).to_hash(app.book());
    if platform::hash() != address {
        platform::rename_entry_of_history(&address);
    }
}

/// A screen with a step; a screen without one says why its topic asks nothing.
#[derive(Clone, Copy)]
struct Screen {
    app: AppState,
    topic: usize,
    step: StoredValue<Option<Step>>,
    // Whether “continue” was pressed although something is missing.
    halted: RwSignal<bool>,
    // The questions that its answers made needless.
    dropped: RwSignal<Vec<FactInstance>>,
}

impl Screen {
    fn back(self) -> Route {
        let before = with_path(self.app, |path| {
            self.step.with_value(|step| match step {
                Some(step) => path.before(self.topic, step),
                None => path.before_topic(self.topic),
            })
        });
        to_route(before, Route::Start)
    }

    fn leave(self) {
        let after = with_path(self.app, |path| {
            self.step.with_value(|step| match step {
                Some(step) => path.after(self.topic, step),
                None => path.after_topic(self.topic),
            })
        });
        self.app.dropped.set(self.dropped.get_untracked());
        platform::navigate(&to_route(after, Route::Check).to_hash(self.app.book()));
    }

    /// Leaves the step. Where something is missing, the first press says so and the second one leaves.
    fn advance(self) {
        if self.has_proposal() {
            return platform::focus(".proposal");
        }
        if self.halted.get_untracked() || self.unanswered().is_empty() && !self.is_unreadable() {
            return self.leave();
        }
        self.halted.set(true);
        platform::request_animation_frame(|| platform::focus(".halt"));
    }

    /// Leaves the step once its only choice was made with the mouse or by touch.
    fn auto_advance(self) {
        let app = self.app;
        let is_choice =
            |question: FactInstance| matches!(app.book().facts[question.fact].kind, FactType::Choice | FactType::Bool);
        let is_single =
            self.step.with_value(|step| step.as_ref().and_then(|step| step.only(app.book())).is_some_and(is_choice));
        // A change that is being confirmed is none yet, however quickly it is decided.
        if !is_single || self.has_proposal() {
            return;
        }
        let here = app.route.get_untracked();
        platform::set_timeout(SEEN_MILLISECONDS, move || {
            let is_here = !self.halted.is_disposed() && app.route.get_untracked() == here;
            if is_here && !self.has_proposal() && self.unanswered().is_empty() && !self.is_unreadable() {
                self.leave();
            }
        });
    }

    fn has_proposal(self) -> bool {
        self.app.session.with_untracked(|session| session.proposal.is_some())
    }

    fn questions(self) -> Vec<FactInstance> {
        self.step.with_value(|step| step.as_ref().map(|step| step.questions().to_vec()).unwrap_or_default())
    }

    fn unanswered(self) -> Vec<FactInstance> {
        let mut questions = self.questions();
        with_path(self.app, |path| questions.retain(|question| path.is_open(*question)));
        questions
    }

    fn is_unreadable(self) -> bool {
        let questions = self.questions();
        let mistakes = |evaluation: &Evaluation| evaluation.field_errors().iter().any(|(at, _)| questions.contains(at));
        self.app.evaluation.with_untracked(mistakes)
    }

    // What is missing, and the ways on. It has the focus, and Enter goes on.
    fn halt(self) -> AnyView {
        let missing = move |more: &'static LazyModule| {
            self.app.session.track();
            let leave = Arc::new(move || self.leave());
            (more.missing_answers)(
                self.app,
                MissingAnswers { unanswered: self.unanswered(), is_unreadable: self.is_unreadable(), leave },
            )
        };
        html::div()
            .class("halt")
            .attr("role", "alert")
            .attr("tabindex", "-1")
            .child(lazy_view(self.app, missing))
            .into_any()
    }
}

fn to_route(place: Place, end: Route) -> Route {
    match place {
        Place::Step(question) => Route::Question(question),
        Place::Topic(topic) => Route::Topic(topic),
        Place::End => end,
    }
}

fn questions(screen: Screen, asked: TopicQuestions, step: Step) -> AnyView {
    let app = screen.app;
    let topic = &app.book().topics[screen.topic];
    let only = step.only(app.book()).filter(|_| step.card(app.book()).is_none());
    let place = only.map_or(QuestionPlace::StepPart, |_| QuestionPlace::Step);
    let pair = step.pair(app.book());
    let name = pair.map_or(only.map_or(topic.title, |question| app.book().facts[question.fact].label), |pair| pair.ask);
    effect(move |_| {
        platform::set_title(&say!("{}{} · 惠企", if screen.halted.get() { t("错误：") } else { "" }, name))
    });
    let figures = step.clone();
    let follows = move || app.lazy().map(|more| (more.consequences)(app, &figures));
    if step.card(app.book()).is_some() {
        return html::div()
            .child(html::h1().attr("tabindex", "-1").child(topic.title))
            .child(lazy_view(app, move |more| (more.card_step)(app, step.clone(), asked)))
            .child(follows)
            .into_any();
    }
    if pair.is_some() {
        let fields = lazy_view(app, move |more| (more.figure_pair)(asked, &step));
        return html::div().child(fields).child(follows).into_any();
    }
    let title = only.is_none().then(|| html::h1().attr("tabindex", "-1").child(topic.title));
    let asks = |question: &FactInstance| listed_question(asked, *question, place);
    let asked: Vec<AnyView> = match only {
        Some(only) => vec![asks(&only)],
        None => step.questions().iter().map(asks).collect(),
    };
    html::div().class("asked").child(title).child(asked).child(follows).into_any()
}

// A topic without a question says why.
fn nothing_asked(screen: Screen) -> AnyView {
    let Screen { app, topic, .. } = screen;
    html::div()
        .child(html::h1().attr("tabindex", "-1").child(app.book().topics[topic].title))
        .child(lazy_view(app, move |more| (more.nothing_asked)(app, topic)))
        .into_any()
}
