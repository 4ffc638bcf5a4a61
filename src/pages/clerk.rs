//! Check of a case in the service hall: every answer with its papers, confirmed or corrected, and the effects of
//! corrections.
//!
//! The case belongs to somebody else: it exists on this page only, and nothing is saved unless the clerk asks for it.

mod row;

use super::print::{PrintOptions, ReceiptCheck, packet};
use super::unreadable::{self, told};
use crate::app::{AppState, Signals, evaluation_memo};
use crate::components::{QuestionPlace, button};
use crate::components::{progress, question};
use crate::dom::{ev, for_each_keyed, fragment, html, memo};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::platform;
use crate::state::case_conversion::case_to_form;
use crate::state::evaluation::Evaluation;
use crate::state::evaluator::evaluate;
use crate::state::form::Form;
use crate::state::route::Route;
use crate::state::session::{OpenCase, Session};
use huiqi_engine::RuleBook;
use huiqi_engine::answer::MAX_INSTANCES;
use huiqi_engine::book::FactId;
use huiqi_engine::evaluate::FactInstance;
use huiqi_engine::near_miss::compare;
use leptos::prelude::*;

/// The check of one case.
#[derive(Clone, Copy)]
struct Desk {
    // A separate app state for the case being checked; its session is never saved.
    own: AppState,
    // The case as received.
    received: StoredValue<Received>,
    seen: RwSignal<Vec<FactInstance>>,
    remark: RwSignal<String>,
    // Whether the packet is shown instead of the list.
    printing: RwSignal<bool>,
}

struct Received {
    record: Form,
    evaluation: Evaluation,
    // Every question with an answer. For a group declared empty, its first question.
    questions: Vec<FactInstance>,
}

/// Compares an answer with the received one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ReceiptStatus {
    AsReceived,
    Corrected,
    // Another correction made its question not applicable.
    Idle,
    // Cleared, or only partly typed.
    Unanswered,
}

/// The page.
pub fn page(app: AppState) -> AnyView {
    let Some(case) = app.received.try_update(Option::take).flatten() else { return nothing_received() };
    let desk = Desk::of(app, case_to_form(app.book(), &case));
    let view = move || if desk.printing.get() { desk.sheet() } else { desk.list(app) };
    html::div().class("columns").child(view).into_any()
}

fn nothing_received() -> AnyView {
    let main = html::main()
        .attr("id", "main")
        .child(html::h1().attr("tabindex", "-1").child(t("没有要核对的自评")))
        .child(html::p().child(t("请扫描打印件上的二维码，或打开企业发来的链接，再选“以窗口人员身份核对”。")))
        .child(html::p().class("hint").child(t("为保护企业信息，核对的内容离开页面就清除，不在本机保留。")))
        .child(html::p().class("buttons").child(html::a().class("button").attr("href", "#/").child(t("回到首页"))));
    html::div().class("columns plain").child(main).into_any()
}

impl Desk {
    fn of(app: AppState, record: Form) -> Self {
        let evaluation = evaluate(app.rules, &record);
        let questions = questions(app.book(), &record, &evaluation);
        let session = RwSignal::new(Session {
            case: OpenCase { record: record.clone(), ..OpenCase::default() },
            ..Session::default()
        });
        let own = AppState::new(Signals {
            session,
            evaluation: evaluation_memo(app.rules, session, app.locale, app.lazy_status),
            kept_at: RwSignal::new(None),
            ..*app
        });
        Self {
            own,
            received: StoredValue::new(Received { record, evaluation, questions }),
            seen: RwSignal::new(Vec::new()),
            remark: RwSignal::new(String::new()),
            printing: RwSignal::new(false),
        }
    }

    // The number of answers confirmed or corrected, the number corrected, and the total.
    fn counts(self) -> (usize, usize, usize) {
        let all = self.received.with_value(|received| received.questions.clone());
        let (mut done, mut corrected) = (0, 0);
        for question in &all {
            match self.standing(*question) {
                ReceiptStatus::AsReceived => done += usize::from(self.seen.with(|seen| seen.contains(question))),
                ReceiptStatus::Corrected => (done, corrected) = (done + 1, corrected + 1),
                ReceiptStatus::Idle => done += 1,
                ReceiptStatus::Unanswered => {}
            }
        }
        (done, corrected, all.len())
    }

    fn standing(self, FactInstance { fact, instance }: FactInstance) -> ReceiptStatus {
        let before =
            self.received.with_value(|received| received.evaluation.answers.get(self.own.book(), fact, instance));
        self.own.evaluation.with(|evaluation| match evaluation.answers.get(self.own.book(), fact, instance) {
            // An unreadable entry has to be corrected and cannot be confirmed.
            None if evaluation.answers.unreadable_at(fact, instance).is_some() => ReceiptStatus::Unanswered,
            now if now == before => ReceiptStatus::AsReceived,
            Some(_) => ReceiptStatus::Corrected,
            None if evaluation.inactive_answers().contains(&FactInstance::new(fact, instance)) => ReceiptStatus::Idle,
            None => ReceiptStatus::Unanswered,
        })
    }

    fn shows_the_sheet(self, shown: bool) {
        self.printing.set(shown);
        platform::scroll_to_top();
        platform::request_animation_frame(|| platform::focus("h1"));
    }

    fn said_progress(self) -> String {
        let (done, corrected, all) = self.counts();
        let corrected = if corrected > 0 { say!("，其中更正 {} 题", corrected) } else { String::new() };
        say!("已核 {}/{} 题{}。", done, all, corrected)
    }

    fn list(self, app: AppState) -> AnyView {
        let name = self.received.with_value(|received| received.record.name.trim().to_owned());
        let lead = say!("{}的自评", if name.is_empty() { t("未写名称的单位") } else { name.as_str() });
        let topics: Vec<AnyView> = (0..app.book().topics.len()).filter_map(|topic| self.topic(topic)).collect();
        let main = html::main()
            .attr("id", "main")
            .child(html::h1().attr("tabindex", "-1").child(t("窗口核对")))
            .child(html::p().class("lead").child(lead))
            .child(
                html::p()
                    .class("hint")
                    .child(t("对照材料逐题核对：相符的勾选“已核”，不符的更正。内容只在本页打开期间保留，离开即清除。")),
            )
            .child(move || unreadable::notice(self.own))
            .child(topics)
            .child(self.fresh())
            .child(self.remark());
        let keep = move || {
            app.open_as_new(self.own.session.with_untracked(|session| session.case.record.clone()));
            platform::replace(&Route::Results.to_hash(app.book()));
        };
        let bar = html::nav()
            .class("bar")
            .attr("aria-label", t("下一步"))
            .child(html::p().class("brief").child(move || self.said_progress()))
            .child(button(t("保存为自评"), "button quiet back", keep))
            .child(button(t("打印核对结果"), "button", move || self.shows_the_sheet(true)));
        fragment(vec![main.into_any(), self.changes(), bar.into_any()])
    }

    fn topic(self, topic: usize) -> Option<AnyView> {
        let here = |FactInstance { fact, .. }: &&FactInstance| usize::from(self.own.book().facts[*fact].topic) == topic;
        let questions: Vec<FactInstance> =
            self.received.with_value(|received| received.questions.iter().filter(here).copied().collect());
        let rows: Vec<AnyView> = questions.into_iter().map(|question| self.row(question)).collect();
        let title = self.own.book().topics.get(topic)?.title;
        (!rows.is_empty()).then(|| html::section().child(html::h2().child(title)).child(rows).into_any())
    }

    // Questions that became relevant through a correction; the company was never asked them.
    fn fresh(self) -> AnyView {
        // Larger than any number of instances.
        const APART: usize = MAX_INSTANCES + 1;
        let keys = memo(move || {
            let own = self.own.evaluation;
            self.received.with_value(|received| {
                let is_new = |question: &FactInstance| {
                    let known = received.questions.contains(question);
                    !known
                        && !received.evaluation.is_pending(*question)
                        && own.with(|own| {
                            own.is_pending(*question)
                                || own.answers.get(self.own.book(), question.fact, question.instance).is_some()
                        })
                };
                let all = self.own.book().facts.iter_enumerated().flat_map(|(ix, fact)| {
                    let instances = fact.group.and_then(|(group, _)| own.with(|own| own.answers.instances(group)));
                    (0..instances.unwrap_or(1)).map(move |instance| FactInstance::new(ix, instance))
                });
                all.filter(is_new).map(|question| question.fact.index() * APART + question.instance).collect::<Vec<_>>()
            })
        });
        let ask = move |key: usize| {
            question(self.own, FactInstance::new(FactId::at(key / APART), key % APART), QuestionPlace::WholePage)
        };
        let head = move || keys.with(|keys| !keys.is_empty()).then(|| html::h2().child(t("更正后还要问的题")));
        html::section().child(head).child(for_each_keyed(move || keys.get(), ask)).into_any()
    }

    fn remark(self) -> AnyView {
        let field = html::input()
            .attr("id", "remark")
            .class("filter")
            .attr("type", "text")
            .attr("maxlength", "200")
            .attr("autocomplete", "off")
            .prop("value", self.remark.get_untracked())
            .on(ev::input, move |event| self.remark.set(event_target_value(&event)));
        html::div()
            .class("question")
            .child(html::label().attr("for", "remark").child(t("窗口备注")))
            .child(html::p().class("hint").child(t("可以不填；印在核对结果的首页。")))
            .child(field)
            .into_any()
    }

    // The effects of the corrections, compared with the case as received.
    fn changes(self) -> AnyView {
        let share = move || {
            let (done, _, all) = self.counts();
            format!("{}%", done * 100 / all.max(1))
        };
        let list = move || {
            self.own.evaluation.with(|now| {
                self.received.with_value(|received| {
                    let before = &received.evaluation.assessment;
                    let changes: Vec<AnyView> = compare(self.own.book(), before, &now.assessment)
                        .iter()
                        .map(|change| html::li().child(engine_text::change(self.own.book(), change)).into_any())
                        .collect();
                    let none = changes.is_empty().then(|| html::p().child(t("判定和金额与收到时相同。")));
                    let totals =
                        [before, &now.assessment].map(|assessment| engine_text::headline(self.own.book(), assessment));
                    html::div()
                        .child(html::p().child(say!("收到时：{}。", totals[0])))
                        .child(
                            (totals[0] != totals[1])
                                .then(|| html::p().child(html::b().child(say!("现在：{}。", totals[1])))),
                        )
                        .child(none)
                        .child(html::ul().class("readings changes").child(changes))
                })
            })
        };
        html::aside()
            .class("summary")
            .attr("aria-label", t("核对进度和变化"))
            .child(html::h2().child(t("核对进度")))
            .child(progress(share))
            .child(html::p().attr("role", "status").child(move || self.said_progress()))
            .child(html::h2().child(t("更正带来的变化")))
            .child(html::div().attr("role", "status").child(list))
            .into_any()
    }

    fn sheet(self) -> AnyView {
        let sheet = move || {
            let check = ReceiptCheck {
                received: self.received.with_value(|received| received.evaluation.clone()),
                seen: self.seen.get(),
                progress: self.said_progress(),
                remark: self.remark.get(),
            };
            packet(self.own, &PrintOptions::default(), Some(&check))
        };
        html::main()
            .attr("id", "main")
            .child(
                html::p().class("buttons noprint").child(button(t("打印"), "button", platform::print)).child(button(
                    t("返回核对"),
                    "button quiet",
                    move || self.printing.set(false),
                )),
            )
            .child(sheet)
            .into_any()
    }
}

fn questions(book: &'static RuleBook<'static>, record: &Form, evaluation: &Evaluation) -> Vec<FactInstance> {
    let mut questions = Vec::new();
    for (ix, fact) in book.facts.iter_enumerated() {
        if super::none_of(book, record, fact).is_some() {
            questions.push(FactInstance::first(ix));
        }
        let cards = crate::state::case_conversion::instance_count(book, record, fact);
        let answered = |instance: &usize| told(book, evaluation, fact, FactInstance::new(ix, *instance)).is_some();
        questions.extend((0..cards).filter(answered).map(|instance| FactInstance::new(ix, instance)));
    }
    questions
}
