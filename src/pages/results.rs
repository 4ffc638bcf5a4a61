//! The results page: the headline, the granted measures, what is open and what decides it, near misses, what is not
//! granted, the amounts as bar charts, the search across all measures, and the next step.

mod charts;
mod dots;
mod heading;
mod near;
mod next;
mod panel;
mod search;
mod sections;
mod undecided;

pub use heading::{measures_under, neighbours};

use super::unreadable;
use crate::app::AppState;
use crate::components::{HEADINGS, Icon, compact_summary, go_to, hatch_pattern, left_text, switches, topbar};
use crate::dom::{ev, html, memo};
use crate::i18n::engine_text::{self, money};
use crate::i18n::t;
use crate::platform;
use crate::state::evaluation::{Evaluation, slot};
use crate::state::route::Route;
use crate::state::session::Event;
use huiqi_engine::RuleBook;
use huiqi_engine::assess::{HeadlinePart, Section, SectionCounts, Totals, headline_parts};
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::*;

/// The number of measures granted, by section.
pub fn counted(book: &'static RuleBook<'static>, evaluation: &Evaluation) -> String {
    let counts = SectionCounts::of(book, &evaluation.assessment.outcomes);
    let said = |(section, _, title): &(Section, Icon, &'static str)| {
        let count = counts.get(*section);
        (section.is_granted() && count > 0).then(|| say!("{} {} 项", t(title), count))
    };
    HEADINGS.iter().filter_map(said).collect::<Vec<_>>().join(t("，"))
}

/// Notes on the totals.
pub fn headline_notes(book: &'static RuleBook<'static>, evaluation: &Evaluation) -> Vec<String> {
    let assessment = &evaluation.assessment;
    let totals = &assessment.totals;
    let mut lines = Vec::new();
    lines.extend(how_often(totals));
    let parts = headline_parts(book, assessment);
    let has = |is: fn(&HeadlinePart) -> bool| parts.iter().any(is);
    if has(|part| matches!(part, HeadlinePart::Sure(_) | HeadlinePart::Decided { .. })) {
        let saved = has(|part| matches!(part, HeadlinePart::Saved { .. })).then_some(t("少缴的税费"));
        let persons = has(|part| matches!(part, HeadlinePart::Persons(_))).then_some(t("给个人的资金"));
        let apart: Vec<&str> = saved.into_iter().chain(persons).collect();
        if !apart.is_empty() {
            lines.push(say!("{}不计入合计。", apart.join(t("、"))));
        }
    }
    let left = totals.eligible.saturating_sub(totals.automatic + totals.applied + totals.reviewed);
    if left > 0 {
        lines.push(say!("符合的措施里，有 {} 项与另一项是同一件事，或只能择一，不重复计。", left));
    }
    lines
}

// How often the certain amounts are paid, where the text states it.
fn how_often(totals: &Totals) -> Option<String> {
    let said = [(totals.yearly, t("文件写明按年计算的")), (totals.once, t("文件写明一次性的"))];
    let said: Vec<String> = (said.iter().filter(|(sum, _)| !sum.is_zero()))
        .map(|(sum, says)| format!("{} {}", t(says), money(*sum)))
        .collect();
    let rest = totals.yearly.checked_add(totals.once).is_some_and(|known| known < totals.exact);
    let rest = if rest { t("；其余文件没有写给几次") } else { "" };
    (!said.is_empty()).then(|| say!("合计中，{}{}。", said.join(t("，")), rest))
}

/// The page.
pub fn page(app: AppState) -> AnyView {
    let list_open = RwSignal::new(false);
    let left_out = memo(move || app.evaluation.with(|evaluation| headline_notes(app.book(), evaluation)));
    let lists = sections::lists(app);
    html::div()
        .class("columns results-page")
        .child(topbar(app, Route::Check, t("判定结果"), t("目录"), list_open))
        .child(
            html::nav()
                .attr("class", move || Some(if list_open.get() { "topics open" } else { "topics" }))
                .attr("id", "topics")
                .attr("aria-label", t("结果目录"))
                .child(sections::outline(lists, list_open))
                .child(html::ul().child(move || near::link(app, list_open)).child(
                    html::li().child(sections::jump(search::SEARCH, move || list_open.set(false)).child(t("查找措施"))),
                ))
                .child(switches(app)),
        )
        .child(
            html::main()
                .attr("id", "main")
                .child(hatch_pattern())
                .child(panel::panel(app, move || lead(app)))
                .child(move || back_in_force(app))
                .child(move || super::rule_changes::changes(app))
                .child(move || unreadable::notice(app))
                .child(sections::granted(app, lists))
                .child(move || super::showcase::example_notice(app))
                .child(move || {
                    left_out.with(|lines| {
                        lines.iter().map(|line| html::p().class("hint").child(line.clone())).collect::<Vec<_>>()
                    })
                })
                .child(undecided::section(app))
                .child(move || still_open(app))
                .child(near::section(app))
                .child(sections::ineligible(app, lists))
                .child(sections::not_concerned(app, lists))
                .child(charts::charts(app))
                .child(search::section(app)),
        )
        .child(next::next_step(app))
        .child(
            html::nav().class("bar").attr("aria-label", t("下一步")).child(compact_summary(app)).child(
                html::a()
                    .class("button")
                    .attr("href", "#/results")
                    .on(ev::click, |_| platform::scroll_to(&format!("#{}", next::NEXT_STEP)))
                    .child(t("下一步")),
            ),
        )
        .into_any()
}

fn lead(app: AppState) -> String {
    app.evaluation.with(|evaluation| match counted(app.book(), evaluation) {
        counted if counted.is_empty() => String::new(),
        counted => say!("{}。", counted),
    })
}

// Shown when the document is not in force on the assessment date: a button that resets the date to one on which it is,
// and a button that goes to the date field.
fn back_in_force(app: AppState) -> Option<AnyView> {
    let document = &app.book().document;
    let date = app.evaluation.with(|evaluation| evaluation.assessment.date);
    let (first, last) = document.in_force;
    if (first..=last).contains(&date) {
        return None;
    }
    let question = FactInstance::first(document.date_fact);
    let slot = slot(app.book(), &app.book().facts[document.date_fact], 0);
    let back = move |_| {
        app.dispatch(Event::AnswerCleared(slot));
    };
    let day = engine_text::date(document.assess_on);
    Some(
        html::div()
            .class("notice warn")
            .child(html::p().child(say!("这份文件从{}至{}施行。", engine_text::date(first), engine_text::date(last))))
            .child(
                html::p()
                    .class("buttons")
                    .child(
                        html::button()
                            .attr("type", "button")
                            .class("button")
                            .on(ev::click, back)
                            .child(say!("改按{}判断", day)),
                    )
                    .child(
                        html::button()
                            .attr("type", "button")
                            .class("text")
                            .on(ev::click, move |_| go_to(app, question))
                            .child(t("更改判断日期")),
                    ),
            )
            .into_any(),
    )
}

// How many questions are left, and the way on.
fn still_open(app: AppState) -> Option<AnyView> {
    let (undecided, left, unreadable) = app.evaluation.with(|evaluation| {
        let assessment = &evaluation.assessment;
        (assessment.totals.undecided, assessment.max_remaining, evaluation.unreadable().len())
    });
    let route = super::next_topic(app).filter(|_| undecided > 0 && left > 0)?;
    Some(
        html::p()
            .class("buttons noprint")
            .child(html::span().child(left_text(left, unreadable)))
            .child(html::a().class("button quiet").attr("href", route.to_hash(app.book())).child(t("继续回答")))
            .into_any(),
    )
}
