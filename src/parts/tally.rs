//! The figures of the live summary. A part of the second program.

use super::amount::figure;
use super::sign::{Sign, sign};
use super::summary::left_of;
use crate::app::App;
use crate::browser;
use crate::dom::{all, el, live, memo};
use crate::words::short_money;
use leptos::prelude::*;

/// What is settled, what is open, how many questions are left at most.
pub fn tally(app: App) -> AnyView {
    let left = move || app.judgement.with(left_of);
    let said = read_out(app);
    let row = |mark: Sign, name: &'static str, count: usize, amount: Option<AnyView>| {
        el("div")
            .child(el("dt").child(sign(mark)).child(name))
            .child(el("dd").child(say!("{} 项", count)))
            .child(amount.map(|amount| el("dd").child(amount).done()))
            .done()
    };
    let rows = move || {
        app.judgement.with(|judgement| {
            let t = &judgement.assessment.totals;
            let assessed = match t.assessed_high {
                _ if t.assessed_count == 0 => None,
                Some(high) => Some(figure("最高", high)),
                None => Some(figure("不低于", t.assessed_low)),
            };
            el("dl")
                .class("tally")
                .child(row(Sign::Yes, "可得", t.exact_count, Some(figure("合计", t.exact))))
                .child(row(Sign::Assessed, "部门定额", t.assessed_count, assessed))
                .child(row(Sign::Automatic, "自动享受", t.automatic, None))
                .child(row(Sign::Open, "待定", t.undecided, None))
                .done()
        })
    };
    all(vec![
        live(rows),
        el("p").live(left).done(),
        el("p").class("vh").attr("role", "status").live(move || said.get()).done(),
    ])
}

/// What is certain, for a phone's bottom bar.
pub fn certain(app: App) -> AnyView {
    let money = memo(move || app.judgement.with(|judgement| short_money(judgement.assessment.totals.exact)));
    el("span").child("可得 ").child(el("b").live(move || money.get())).done()
}

// How long a person pauses who is done with an answer and not in the middle of a figure.
const PAUSE_MILLISECONDS: i32 = 1_500;

// What is read out of the summary: one sentence once it stands still, and nothing before something was answered here.
fn read_out(app: App) -> RwSignal<String> {
    let sentence = memo(move || {
        app.judgement.with(|judgement| {
            let left = left_of(judgement).unwrap_or_default();
            say!("可得合计 {}。{}", short_money(judgement.assessment.totals.exact), left)
        })
    });
    let said = RwSignal::new(String::new());
    Effect::new(move |before: Option<()>| {
        let now = sentence.get();
        if before.is_some() {
            browser::after(PAUSE_MILLISECONDS, move || {
                // The page, and the sentence with it, may be gone by then.
                if sentence.try_get_untracked().is_some_and(|still| still == now) {
                    said.try_set(now);
                }
            });
        }
    });
    said
}
