//! One answer to be checked: what was said, the papers that prove it, a tick, and the question where it is put right.

use super::{Desk, ReceiptStatus};
use crate::components::button;
use crate::components::question;
use crate::dom::{El, el};
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
            .then(|| el("p").class("source").child(say!("对照材料：{}", fact.evidence.join(t("、")))));
        let said = move || if none { el("span").child("没有") } else { self.said(fact, asked) };
        let correct = move || (!none).then(|| self.way(fact, asked, open));
        let field = move || open.get().then(|| question(self.own, asked.fact, asked.instance));
        el("div")
            .class("checkrow")
            .child(self.tick(asked, &name))
            .child(el("div").child(el("p").class("hint").child(name)).child(el("p").live(said)).child(papers))
            .live(correct)
            .live(field)
            .done()
    }

    fn tick(self, asked: FactInstance, name: &str) -> AnyView {
        let is = move || match self.standing(asked) {
            ReceiptStatus::AsReceived => self.seen.with(|seen| seen.contains(&asked)),
            ReceiptStatus::Corrected | ReceiptStatus::Idle => true,
            ReceiptStatus::Unanswered => false,
        };
        let input = el("input")
            .attr("type", "checkbox")
            .live_flag("checked", is)
            .live_flag("disabled", move || self.standing(asked) != ReceiptStatus::AsReceived)
            .on("change", move |event| {
                let on = event_target_checked(&event);
                self.seen.update(|seen| {
                    seen.retain(|one| *one != asked);
                    if on {
                        seen.push(asked);
                    }
                });
            });
        let says = move || match self.standing(asked) {
            ReceiptStatus::AsReceived => "已核",
            ReceiptStatus::Corrected => "已更正",
            ReceiptStatus::Idle => "不涉及",
            ReceiptStatus::Unanswered => "未答",
        };
        el("label")
            .class("choice")
            .child(input)
            .child(el("span").live(says).child(el("span").class("vh").child(say!("：{}", name))))
            .done()
    }

    // The answer, or the one as it came struck through before the one that is right.
    fn said(self, fact: &'static Fact<'static>, asked: FactInstance) -> El {
        let text = |said: &Option<String>| said.clone().unwrap_or_else(|| t("未答").into());
        let before = self.received.with_value(|received| told(self.own.book(), &received.judgement, fact, asked));
        let (now, idle, mistake) = self.own.judgement.with(|judgement| {
            (
                told(self.own.book(), judgement, fact, asked),
                judgement.inactive_answers().contains(&asked),
                judgement.mistake(asked),
            )
        });
        let said = el("span");
        if now == before {
            return said.child(el("b").child(text(&now)));
        }
        let after = if idle { t("更正后不涉及").to_owned() } else { mistake.unwrap_or_else(|| text(&now)) };
        said.child(el("del").child(text(&before))).child(" ").child(el("b").child(after))
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
        el("p")
            .class("buttons")
            .child(button(if open.get() { "收起" } else { "更正" }, "text", fold))
            .child(corrected.then(|| button("恢复原答案", "text", back)))
            .done()
    }
}
