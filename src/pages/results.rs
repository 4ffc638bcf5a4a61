//! The results page: verdicts by section (certain, decided by the department, automatic, near misses, open, not
//! granted), the amounts as bar charts, and the filter.

mod charts;
mod filter;
mod heading;
mod near;
mod panel;
mod sections;

pub use heading::measures_under;

use super::unreadable;
use crate::app::AppState;
use crate::components::{
    HEADINGS, Icon, all_to_find_out, compact_summary, copy_link, figure, go_to, left_text, topbar,
};
use crate::dom::{IntoChild, ev, fragment, html, memo};
use crate::i18n::engine_text::{self, money};
use crate::i18n::t;
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
        let had = matches!(section, Section::Apply | Section::Assessed | Section::Automatic);
        (had && count > 0).then(|| say!("{} {} 项", t(title), count))
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
    if has(HeadlinePart::is_money)
        && let Some(HeadlinePart::Unstated(count)) = parts.iter().find(|part| matches!(part, HeadlinePart::Unstated(_)))
    {
        lines.push(say!("符合的措施里，有 {} 项没有写金额。", count));
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
    let totals = move || app.evaluation.with(|evaluation| evaluation.assessment.totals.clone());
    let left_out = memo(move || app.evaluation.with(|evaluation| headline_notes(app.book(), evaluation)));
    let filter = filter::filter(app);
    let lists = sections::lists(app, filter.clone());
    let shown = sections::count(lists);
    let of_sections =
        sections::SectionContext { lists, filter: filter.clone(), room: sections::visible_card_limit(app) };
    let none = move || (shown.get() == 0).then(nothing_found);
    html::div()
        .class("columns")
        .child(topbar(app, Route::Check, t("判定结果"), t("目录"), list_open))
        .child(
            html::nav()
                .attr("class", move || Some(if list_open.get() { "topics open" } else { "topics" }))
                .attr("id", "topics")
                .attr("aria-label", t("结果目录"))
                .child(sections::outline(lists, list_open))
                .child(
                    html::ul()
                        .child(move || near::link(app, list_open))
                        .child(html::li().child(html::a().attr("href", "#/whatif").child(t("假如……"))))
                        .child(html::li().child(html::a().attr("href", "#/check").child(t("核对答案"))))
                        .child(html::li().child(html::a().attr("href", "#/document").child(t("政策原文")))),
                ),
        )
        .child(
            html::main()
                .attr("id", "main")
                .child(panel::panel(app, move || lead(app)))
                .child(move || super::showcase::example_notice(app))
                .child(move || back_in_force(app))
                .child(move || super::rule_changes::changes(app))
                .child(move || unreadable::notice(app))
                .child(sections::sections(app, &of_sections, Section::Apply, Section::Automatic))
                .child(move || {
                    left_out.with(|lines| {
                        lines.iter().map(|line| html::p().class("hint").child(line.clone())).collect::<Vec<_>>()
                    })
                })
                .child(move || still_open(app, &totals()))
                .child(move || all_to_find_out(app))
                .child(sections::sections(app, &of_sections, Section::Undecided, Section::Undecided))
                .child(near::section(app, of_sections.filter.clone()))
                .child((!app.kiosk).then(|| copy_link(app)))
                .child(charts::charts(app))
                .child(filter::controls(app, filter.clone(), shown))
                .child(none)
                .child(sections::sections(app, &of_sections, Section::NotAsked, Section::NotForYou)),
        )
        .child(
            html::nav()
                .class("bar")
                .attr("aria-label", t("下一步"))
                .child(compact_summary(app))
                .child((!app.kiosk).then(|| {
                    html::button()
                        .attr("type", "button")
                        .class("button quiet back")
                        .on(ev::click, move |_| app.export_case())
                        .child(t("导出保存"))
                }))
                .child(html::a().class("button").attr("href", "#/print").child(t("打印"))),
        )
        .into_any()
}

fn nothing_found() -> AnyView {
    html::p().class("notice").child(t("没有符合这些条件的措施。请换个说法，或者清除筛选。")).into_any()
}

fn lead(app: AppState) -> String {
    app.evaluation.with(|evaluation| {
        let date = unreadable::date_text(app.book(), evaluation);
        match counted(app.book(), evaluation) {
            counted if counted.is_empty() => say!("按{}判断。", date),
            counted => say!("{}。按{}判断。", counted, date),
        }
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

fn still_open(app: AppState, totals: &Totals) -> Option<AnyView> {
    if totals.undecided == 0 {
        return None;
    }
    let left = app.evaluation.with(|evaluation| evaluation.assessment.max_remaining);
    let next = super::next_topic(app);
    let unreadable = app.evaluation.with(|evaluation| evaluation.unreadable().len());
    let ask = if left == 0 { t("要向主管部门确认。").to_owned() } else { left_text(left, unreadable) };
    let possible = (!totals.possible.is_zero()).then(|| {
        fragment(vec![
            (t("其中写明金额的最高 ")).into_child(),
            (figure("", totals.possible)).into_child(),
            say!("{}。", engine_text::some_by_one(totals)).into_child(),
        ])
    });
    Some(
        html::div()
            .class("notice")
            .child(html::p().child(html::b().child(say!("还有 {} 项待定，{}", totals.undecided, ask))).child(possible))
            .child(next.map(|route| {
                html::p()
                    .class("buttons")
                    .child(html::a().class("button quiet").attr("href", route.to_hash(app.book())).child(t("继续回答")))
                    .into_any()
            }))
            .into_any(),
    )
}
