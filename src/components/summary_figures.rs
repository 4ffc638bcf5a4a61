//! The figures of the live summary. Part of the lazy module.

use super::amount::range;
use super::headings::HEADINGS;
use super::icon::sign;
use super::summary::left_of;
use crate::app::AppState;
use crate::dom::{effect, empty_view, fragment, html, memo, reactive};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::platform;
use huiqi_engine::Assessment;
use huiqi_engine::RuleBook;
use huiqi_engine::assess::{Amount, HeadlinePart, Section, SectionCounts, headline, headline_parts};
use leptos::prelude::*;
use rust_decimal::Decimal;

/// The totals, the number of measures of each kind, the maximum number of remaining questions.
pub fn tally(app: AppState) -> AnyView {
    let left = move || app.evaluation.with(left_of);
    let said = read_out(app);
    let rows = move || {
        app.evaluation.with(|evaluation| {
            let sums = headline_parts(app.book(), &evaluation.assessment).into_iter().filter_map(sum);
            let counts = SectionCounts::of(app.book(), &evaluation.assessment.outcomes);
            let kinds = HEADINGS.iter().filter_map(|(section, mark, title)| {
                let count = counts.get(*section);
                let is_shown = match section {
                    Section::Exact | Section::Assessed | Section::Undecided => true,
                    Section::Relief | Section::Unstated | Section::NotAsked => count > 0,
                    _ => false,
                };
                is_shown.then(|| row(sign(*mark), t(title), html::dd().child(say!("{} 项", count)).into_any()))
            });
            let all: Vec<AnyView> = sums.chain(kinds).collect();
            html::dl().class("tally").child(all).into_any()
        })
    };
    fragment(vec![
        reactive(rows),
        html::p().child(left).into_any(),
        html::p().class("vh").attr("role", "status").child(move || said.get()).into_any(),
    ])
}

fn row(mark: AnyView, name: &'static str, says: AnyView) -> AnyView {
    html::div().child(html::dt().child(mark).child(name)).child(says).into_any()
}

// A sum of money with its label; `None` for a part that is not money.
fn sum(part: HeadlinePart) -> Option<AnyView> {
    let (name, amount, exact) = match part {
        HeadlinePart::Sure(sum) => (t("可得"), Amount { low: sum, high: Some(sum) }, t("合计")),
        HeadlinePart::Decided { amount, waits } => (if waits { t("数额待定") } else { t("由部门定") }, amount, ""),
        HeadlinePart::Saved { amount, yearly } => (if yearly { t("每年少缴") } else { t("政策期内少缴") }, amount, ""),
        HeadlinePart::Persons(high) => (t("归个人"), Amount { low: Decimal::ZERO, high: Some(high) }, ""),
        _ => return None,
    };
    let says = html::dd().class("sum").child(range(&amount, exact)).into_any();
    Some(row(empty_view(), name, says))
}

/// The most important total, for the bottom bar on phones.
pub fn exact_total(app: AppState) -> AnyView {
    let says = memo(move || app.evaluation.with(|evaluation| in_short(app.book(), &evaluation.assessment)));
    html::span().child(html::b().child(move || says.get())).into_any()
}

// The first part of the headline, with money in its short form.
fn in_short(book: &'static RuleBook<'static>, assessment: &Assessment) -> String {
    let first = headline(book, assessment).first().copied().unwrap_or(HeadlinePart::Nothing);
    match first {
        // The line on a phone has no space for more.
        HeadlinePart::Possible { count, .. } => say!("还有 {} 项待定", count),
        first => engine_text::part(&first, assessment.date, engine_text::MoneyStyle::Short),
    }
}

// Pause after which the user is taken to have finished an answer, not to be in the middle of a figure.
const PAUSE_MILLISECONDS: i32 = 1_500;

// The announcement of the summary: one sentence once the summary has stopped changing, and none before an answer was
// given here.
fn read_out(app: AppState) -> RwSignal<String> {
    let sentence = memo(move || {
        app.evaluation.with(|evaluation| {
            let left = left_of(evaluation).unwrap_or_default();
            say!("{}。{}", in_short(app.book(), &evaluation.assessment), left)
        })
    });
    let said = RwSignal::new(String::new());
    effect(move |is_first| {
        let now = sentence.get();
        if !is_first {
            platform::set_timeout(PAUSE_MILLISECONDS, move || {
                // The page, and the signal with it, may have been disposed of by then.
                if sentence.try_get_untracked().is_some_and(|still| still == now) {
                    said.try_set(now);
                }
            });
        }
    });
    said
}
