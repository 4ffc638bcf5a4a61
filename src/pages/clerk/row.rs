//! One answer to be checked: the answer, the papers that prove it, a checkbox, and the question for correcting it.

use super::{Desk, ReceiptStatus};
use crate::components::question;
use crate::components::{QuestionPlace, button};
use crate::dom::{Element, ev, html};
use crate::i18n::t;
use crate::pages::unreadable::told;
use crate::pages::{label, none_of};
use crate::state::evaluation::slot;
use crate::state::session::Event;
use huiqi_engine::book::Fact;
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::*;

impl Desk {
    pub(super) fn row(self, asked: FactInstance) -> AnyView {
        let fact = &self.own.book().facts[asked.fact];
        let open = RwSignal::new(false);
        let (name, none) = self.received.with_value(|received| {
            let none = none_of(self.own.book(), &received.record, fact);
            (
                none.map_or_else(
                    || label(self.own.book(), &received.record, fact, asked.instance),
                    |group| group.name.to_owned(),
                ),
                none.is_some(),
            )
        });
        let papers = (!fact.evidence.is_empty())
            .then(|| html::p().class("source").child(say!("对照材料：{}", fact.evidence.join(t("、")))));
        let said = move || if none { html::span().child(t("没有")) } else { self.said(fact, asked) };
        let correct = move || (!none).then(|| self.way(fact, asked, open));
        let field = move || open.get().then(|| question(self.own, asked, QuestionPlace::WholePage));
        html::div()
            .class("checkrow")
            .child(self.tick(asked, &name))
            .child(html::div().child(html::p().class("hint").child(name)).child(html::p().child(said)).child(papers))
            .child(correct)
            .child(field)
            .into_any()
    }

    fn tick(self, asked: FactInstance, name: &str) -> AnyView {
        let is = move || match self.standing(asked) {
            ReceiptStatus::AsReceived => self.seen.with(|seen| seen.contains(&asked)),
            ReceiptStatus::Corrected | ReceiptStatus::Idle => true,
            ReceiptStatus::Unanswered => false,
        };
        let input = html::input()
            .attr("type", "checkbox")
            .bool_prop("checked", is)
            .bool_prop("disabled", move || self.standing(asked) != ReceiptStatus::AsReceived)
            .on(ev::change, move |event| {
                let on = event_target_checked(&event);
                self.seen.update(|seen| {
                    seen.retain(|one| *one != asked);
                    if on {
                        seen.push(asked);
                    }
                });
            });
        let says = move || match self.standing(asked) {
            ReceiptStatus::AsReceived => t("已核"),
            ReceiptStatus::Corrected => t("已更正"),
            ReceiptStatus::Idle => t("不涉及"),
            ReceiptStatus::Unanswered => t("未答"),
        };
        html::label()
            .class("choice")
            .child(input)
            .child(html::span().child(says).child(html::span().class("vh").child(say!("：{}", name))))
            .into_any()
    }

    // The answer. If it was corrected, the received answer is struck through before the corrected one.
    fn said(self, fact: &'static Fact<'static>, asked: FactInstance) -> Element {
        let text = |said: &Option<String>| said.clone().unwrap_or_else(|| t("未答").into());
        let before = self.received.with_value(|received| told(self.own.book(), &received.evaluation, fact, asked));
        let (now, idle, mistake) = self.own.evaluation.with(|evaluation| {
            (
                told(self.own.book(), evaluation, fact, asked),
                evaluation.inactive_answers().contains(&asked),
                evaluation.mistake(asked),
            )
        });
        let said = html::span();
        if now == before {
            return said.child(html::b().child(text(&now)));
        }
        let after = if idle { t("更正后不涉及").to_owned() } else { mistake.unwrap_or_else(|| text(&now)) };
        said.child(html::del().child(text(&before))).child(" ").child(html::b().child(after))
    }

    fn way(self, fact: &'static Fact<'static>, asked: FactInstance, open: RwSignal<bool>) -> AnyView {
        let back = move || {
            let slot = slot(self.own.book(), fact, asked.instance);
            let entry = self.received.with_value(|received| received.record.get(slot).cloned());
            if let Some(entry) = entry {
                self.own.dispatch(Event::Answered(slot, entry));
            }
            open.set(false);
        };
        let corrected = self.standing(asked) != ReceiptStatus::AsReceived;
        let fold = move || open.update(|open| *open = !*open);
        html::p()
            .class("buttons")
            .child(button(if open.get() { t("收起") } else { t("更正") }, "text", fold))
            .child(corrected.then(|| button(t("恢复原答案"), "text", back)))
            .into_any()
    }
}
