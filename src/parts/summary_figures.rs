//! The figures of the live summary. A part of the second program.

use super::amount::range;
use super::headings::HEADINGS;
use super::icon::sign;
use super::summary::left_of;
use crate::app::App;
use crate::browser;
use crate::dom::{all, effect, el, live, memo, nothing};
use crate::engine_text;
use crate::rule_book::book;
use huiqi_engine::Assessment;
use huiqi_engine::assess::{Amount, HeadlinePart, Section, SectionCounts, headline, headline_parts};
use leptos::prelude::*;
use rust_decimal::Decimal;

/// What there is, how many measures of each kind, how many questions are left at most.
pub fn tally(app: App) -> AnyView {
    let left = move || app.judgement.with(left_of);
    let said = read_out(app);
    let rows = move || {
        app.judgement.with(|judgement| {
            let sums = headline_parts(book(), &judgement.assessment).into_iter().filter_map(sum);
            let counts = SectionCounts::of(book(), &judgement.assessment.outcomes);
            let kinds = HEADINGS.iter().filter_map(|(section, mark, title)| {
                let count = counts.get(*section);
                let is_shown = match section {
                    Section::Apply | Section::Assessed | Section::Automatic | Section::Undecided => true,
                    Section::NotAsked => count > 0,
                    _ => false,
                };
                is_shown.then(|| row(sign(*mark), title, el("dd").child(say!("{} 项", count)).done()))
            });
            let all: Vec<AnyView> = sums.chain(kinds).collect();
            el("dl").class("tally").child(all).done()
        })
    };
    all(vec![
        live(rows),
        el("p").live(left).done(),
        el("p").class("vh").attr("role", "status").live(move || said.get()).done(),
    ])
}

fn row(mark: AnyView, name: &'static str, says: AnyView) -> AnyView {
    el("div").child(el("dt").child(mark).child(name)).child(says).done()
}

// A sum of money under its name; nothing for what is no money.
fn sum(part: HeadlinePart) -> Option<AnyView> {
    let (name, amount, exact) = match part {
        HeadlinePart::Sure(sum) => ("可确定", Amount { low: sum, high: Some(sum) }, "合计"),
        HeadlinePart::Decided { amount, waits } => (if waits { "数额待定" } else { "由部门确定" }, amount, ""),
        HeadlinePart::Saved { amount, yearly } => (if yearly { "每年少缴" } else { "政策期内少缴" }, amount, ""),
        HeadlinePart::Persons(high) => ("归个人", Amount { low: Decimal::ZERO, high: Some(high) }, ""),
        _ => return None,
    };
    let says = el("dd").class("sum").child(range(&amount, exact)).done();
    Some(row(nothing(), name, says))
}

/// What there is first of all, for a phone's bottom bar.
pub fn exact_total(app: App) -> AnyView {
    let says = memo(move || app.judgement.with(|judgement| in_short(&judgement.assessment)));
    el("span").child(el("b").live(move || says.get())).done()
}

// The first thing that there is, with money the way people speak of it.
fn in_short(assessment: &Assessment) -> String {
    let first = headline(book(), assessment).first().copied().unwrap_or(HeadlinePart::Nothing);
    match first {
        // A line of a phone has no room for more.
        HeadlinePart::Possible { count, .. } => say!("还有 {} 项待定", count),
        first => engine_text::part(&first, assessment.date, engine_text::MoneyStyle::Short),
    }
}

// How long a person pauses who is done with an answer and not in the middle of a figure.
const PAUSE_MILLISECONDS: i32 = 1_500;

// What is read out of the summary: one sentence once it stands still, and nothing before something was answered here.
fn read_out(app: App) -> RwSignal<String> {
    let sentence = memo(move || {
        app.judgement.with(|judgement| {
            let left = left_of(judgement).unwrap_or_default();
            say!("{}。{}", in_short(&judgement.assessment), left)
        })
    });
    let said = RwSignal::new(String::new());
    effect(move |is_first| {
        let now = sentence.get();
        if !is_first {
            browser::set_timeout(PAUSE_MILLISECONDS, move || {
                // The page, and the sentence with it, may be gone by then.
                if sentence.try_get_untracked().is_some_and(|still| still == now) {
                    said.try_set(now);
                }
            });
        }
    });
    said
}
