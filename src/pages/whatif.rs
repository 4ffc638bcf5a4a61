//! The what-if scenario: changed answers beside the saved ones, and their effects side by side. Nothing is saved unless
//! the user asks for it.

mod curve;
mod difference;

use crate::app::whatif::{self, Scenario};
use crate::app::{AppState, Signals};
use crate::components::question;
use crate::components::{QuestionPlace, button};
use crate::dom::{effect, ev, for_each_keyed, html, memo};
use crate::i18n::t;
use crate::platform;
use crate::state::case_conversion::instance_count;
use crate::state::evaluation::slot;
use crate::state::evaluator::evaluate;
use crate::state::form::Form;
use crate::state::route::Route;
use crate::state::session::{Event, OpenCase, Session};
use huiqi_engine::RuleBook;
use huiqi_engine::case::MOST_NAME;
use huiqi_engine::evaluate::{Evaluator, FactInstance, FactStatus};
use leptos::prelude::*;

/// The page while it is open.
#[derive(Clone, Copy)]
struct Page {
    app: AppState,
    // A separate app state for the scenario; it is never saved.
    own: AppState,
    // The questions of the scenario. Their answers are in the session above.
    asked: RwSignal<Vec<FactInstance>>,
    // The question selected to be added next.
    chosen: RwSignal<Option<usize>>,
}

/// The page.
pub fn page(app: AppState) -> AnyView {
    let page = Page::of(app);
    html::div()
        .class("columns plain wide")
        .child(
            html::main()
                .attr("id", "main")
                .child(
                    html::p().child(html::a().attr("href", "#/results").attr("data-back", "").child(t("返回判定结果"))),
                )
                .child(html::h1().attr("tabindex", "-1").child(t("假如……")))
                .child(html::p().class("lead").child(t("改几个数，看结果会怎样变。您填写的答案不会动。")))
                .child(difference::in_view(app, page.own))
                .child(html::div().class("trial").child(page.tried()).child(difference::section(app, page.own)))
                .child(
                    html::p()
                        .class("buttons")
                        // On a shared device, no page leads back to the previous case.
                        .child((!app.kiosk).then(|| button(t("存为新的自评"), "button", move || page.keep())))
                        .child(button(t("放弃改动"), "button quiet", move || give_up(app.book()))),
                ),
        )
        .into_any()
}

fn give_up(book: &'static RuleBook<'static>) {
    whatif::discard_draft();
    platform::navigate(&Route::Results.to_hash(book));
}

impl Page {
    fn of(app: AppState) -> Self {
        let trial = whatif::current(app);
        let case = OpenCase { record: trial.record.clone(), ..OpenCase::default() };
        let session = RwSignal::new(Session { case, ..Session::default() });
        let own = AppState::new(Signals {
            session,
            evaluation: memo(move || session.with(|session| evaluate(app.rules, &session.case.record))),
            kept_at: RwSignal::new(None),
            ..*app
        });
        let asked = RwSignal::new(trial.asked.clone());
        // Saves the draft of the scenario, so that it is restored when the user returns to the page.
        let base = StoredValue::new(trial);
        effect(move |is_first| {
            let record = session.with(|session| session.case.record.clone());
            let asked = asked.get();
            if !is_first {
                whatif::save_draft(base.get_value().with(record, asked));
            }
        });
        Self { app, own, asked, chosen: RwSignal::new(None) }
    }

    fn trial(self) -> Scenario {
        let record = self.own.session.with_untracked(|session| session.case.record.clone());
        whatif::current(self.app).with(record, self.asked.get_untracked())
    }

    fn saved(self) -> Form {
        self.app.session.with_untracked(|session| session.case.record.clone())
    }

    // Saves the scenario as a separate case. A suffix in its name distinguishes it from the original.
    fn keep(self) {
        const MARK: &str = "（假如）";
        let mut record = self.trial().record;
        let name: String = record.name.trim().chars().take(MOST_NAME - MARK.chars().count()).collect();
        record.name = format!("{name}{MARK}");
        whatif::discard_draft();
        self.app.open_as_new(record);
        platform::navigate(&Route::Results.to_hash(self.app.book()));
    }

    fn tried(self) -> AnyView {
        let keys = move || self.asked.with(|asked| asked.iter().map(|question| question.key()).collect());
        let none = move || {
            let says = t("还没有改动。从下面选一题，或在判定结果的“差一点”里选“试一试”。");
            self.asked.with(Vec::is_empty).then(|| html::p().class("hint").child(says))
        };
        html::section()
            .child(html::h2().child(t("改什么")))
            .child(none)
            .child(for_each_keyed(keys, move |key| self.one(FactInstance::of_key(key))))
            .child(self.chooser())
            .into_any()
    }

    fn one(self, FactInstance { fact: ix, instance }: FactInstance) -> AnyView {
        let fact = &self.app.book().facts[ix];
        let saved =
            self.app.evaluation.with_untracked(|evaluation| evaluation.answers.get(self.app.book(), ix, instance));
        let saved =
            saved.map_or_else(|| t("没有回答").into(), |answer| super::answer_text(self.app.book(), fact, answer));
        let back = move || {
            let trial = self.trial().without(self.app.book(), &self.saved(), FactInstance::new(ix, instance));
            self.own.dispatch(Event::FormReplaced(trial.record));
            self.asked.set(trial.asked);
            platform::request_animation_frame(|| platform::focus(".chooser select"));
        };
        html::div()
            .class("tried")
            .child(question(self.own, FactInstance::new(ix, instance), QuestionPlace::WholePage))
            .child(curve::curve(self.app, self.own, FactInstance::new(ix, instance)))
            .child(
                html::p()
                    .class("buttons")
                    .child(html::span().class("hint").child(say!("填写的回答：{}", saved)))
                    .child(button(t("不改这一题"), "text", back)),
            )
            .into_any()
    }

    // All questions that can be asked, by topic. Selecting one does not add it yet, because the arrow keys select each
    // option in turn; the button adds it.
    fn chooser(self) -> AnyView {
        let add = move || {
            let Some(question) = self.chosen.get_untracked().map(FactInstance::of_key) else { return };
            self.asked.update(|asked| {
                if !asked.contains(&question) {
                    asked.push(question);
                }
            });
            self.chosen.set(None);
            let fact = &self.app.book().facts[question.fact];
            let field = format!("#q-{0}, #f-{0} input", slot(self.app.book(), fact, question.instance).name());
            platform::request_animation_frame(move || platform::focus(&field));
        };
        let list = move || {
            let groups: Vec<AnyView> =
                (0..self.app.book().topics.len()).filter_map(|topic| self.topic(topic)).collect();
            html::select()
                .attr("id", "whatif-question")
                .on(ev::change, move |event| self.chosen.set(event_target_value(&event).parse().ok()))
                .child(html::option().attr("value", "").child(t("选一题")))
                .child(groups)
        };
        html::div()
            .class("chooser question")
            .child(html::label().attr("for", "whatif-question").child(t("再改一题")))
            .child(
                html::div().class("field").child(list).child(
                    html::button()
                        .attr("type", "button")
                        .class("button quiet")
                        .bool_prop("disabled", move || self.chosen.get().is_none())
                        .on(ev::click, move |_| add())
                        .child(t("加上")),
                ),
            )
            .into_any()
    }

    fn topic(self, topic: usize) -> Option<AnyView> {
        // Re-rendered when a question is added or removed, not when a figure is typed.
        let asked = self.asked.get();
        let lines: Vec<AnyView> = self.own.evaluation.with_untracked(|evaluation| {
            let view = evaluation.view(self.app.book());
            let record = self.own.session.with_untracked(|session| session.case.record.clone());
            let here = self.app.book().facts.iter_enumerated().filter(|(_, fact)| usize::from(fact.topic) == topic);
            here.flat_map(|(ix, fact)| {
                (0..instance_count(self.app.book(), &record, fact).max(1)).map(move |at| (ix, fact, at))
            })
            .filter(|(ix, _, at)| {
                !asked.contains(&FactInstance::new(*ix, *at)) && is_open(&view, FactInstance::new(*ix, *at))
            })
            .map(|(ix, fact, at)| {
                let name = super::label(self.app.book(), &record, fact, at);
                html::option().attr("value", FactInstance::new(ix, at).key().to_string()).child(name).into_any()
            })
            .collect()
        });
        let title = self.app.book().topics.get(topic)?.title;
        (!lines.is_empty()).then(|| html::optgroup().attr("label", title).child(lines).into_any())
    }
}

// Whether a question is asked, or may become relevant.
fn is_open(view: &Evaluator<'_, '_>, FactInstance { fact, instance }: FactInstance) -> bool {
    !matches!(view.standing(fact, instance), FactStatus::NotApplicable | FactStatus::NotAsked)
}
