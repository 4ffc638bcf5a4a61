//! The verdicts: what is certain, what the department decides, what is automatic, nearly, open, out; the amounts as
//! bars, and what is looked for among them.

mod charts;
mod filter;
mod heading;
mod near;
mod sections;

pub use heading::measures_under;

use super::unreadable;
use crate::app::AppState;
use crate::components::{
    HEADINGS, Icon, all_to_find_out, compact_summary, copy_link, figure, go_to, left_text, topbar,
};
use crate::dom::{Child, all, el, memo};
use crate::i18n::engine_text::{self, money};
use crate::i18n::t;
use crate::state::evaluation::{Evaluation, slot};
use crate::state::route::Route;
use crate::state::session::Event;
use huiqi_engine::RuleBook;
use huiqi_engine::assess::{HeadlinePart, Section, SectionCounts, Totals, headline_parts};
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::*;

/// How many measures are had, in which way.
pub fn counted(book: &'static RuleBook<'static>, judgement: &Evaluation) -> String {
    let counts = SectionCounts::of(book, &judgement.assessment.outcomes);
    let said = |(section, _, title): &(Section, Icon, &'static str)| {
        let count = counts.get(*section);
        let had = matches!(section, Section::Apply | Section::Assessed | Section::Automatic);
        (had && count > 0).then(|| say!("{} {} 项", t(title), count))
    };
    HEADINGS.iter().filter_map(said).collect::<Vec<_>>().join(t("，"))
}

/// What is to be known of the sums.
pub fn headline_notes(book: &'static RuleBook<'static>, judgement: &Evaluation) -> Vec<String> {
    let assessment = &judgement.assessment;
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
        lines.push(say!("符合的措施里，有 {} 项文件没有写数额或不涉及资金。", count));
    }
    let left = totals.eligible.saturating_sub(totals.automatic + totals.applied + totals.reviewed);
    if left > 0 {
        lines.push(say!("符合的措施里，有 {} 项与另一项是同一件事，或只能择一，不重复计。", left));
    }
    lines
}

// How often the certain amounts are paid, as far as the text says so.
fn how_often(totals: &Totals) -> Option<String> {
    let said = [(totals.yearly, "文件写明按年计算的"), (totals.once, "文件写明一次性的")];
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
    let totals = move || app.judgement.with(|judgement| judgement.assessment.totals.clone());
    let left_out = memo(move || app.judgement.with(|judgement| headline_notes(app.book(), judgement)));
    let filter = filter::filter(app);
    let lists = sections::lists(app, filter.clone());
    let shown = sections::count(lists);
    let of_sections =
        sections::SectionContext { lists, filter: filter.clone(), room: sections::visible_card_limit(app) };
    let none = move || (shown.get() == 0).then(nothing_found);
    el("div")
        .class("columns")
        .child(topbar(app, Route::Check, "判定结果", "目录", list_open))
        .child(
            el("nav")
                .live_attr("class", move || Some(if list_open.get() { "topics open" } else { "topics" }))
                .attr("id", "topics")
                .attr("aria-label", "结果目录")
                .child(sections::outline(lists, list_open))
                .child(
                    el("ul")
                        .live(move || near::link(app, list_open))
                        .child(el("li").child(el("a").attr("href", "#/whatif").child("假如……")))
                        .child(el("li").child(el("a").attr("href", "#/check").child("核对答案")))
                        .child(el("li").child(el("a").attr("href", "#/document").child("政策原文"))),
                ),
        )
        .child(
            el("main")
                .attr("id", "main")
                .child(el("h1").attr("tabindex", "-1").live(move || headline(app)))
                .child(el("p").class("lead").live(move || lead(app)))
                .live(move || back_in_force(app))
                .live(move || {
                    left_out.with(|lines| {
                        lines.iter().map(|line| el("p").class("hint").child(line.clone())).collect::<Vec<_>>()
                    })
                })
                .child((!app.kiosk).then(|| copy_link(app)))
                .live(move || super::rule_changes::changes(app))
                .live(move || unreadable::notice(app))
                .live(move || still_open(app, &totals()))
                .live(move || all_to_find_out(app))
                .child(charts::charts(app))
                .child(filter::controls(app, filter.clone(), shown))
                .live(none)
                .child(all_sections(app, &of_sections)),
        )
        .child(
            el("nav")
                .class("bar")
                .attr("aria-label", "下一步")
                .child(compact_summary(app))
                .child((!app.kiosk).then(|| {
                    el("button")
                        .attr("type", "button")
                        .class("button quiet back")
                        .on("click", move |_| app.export_case())
                        .child("导出保存")
                }))
                .child(el("a").class("button").attr("href", "#/print").child("打印")),
        )
        .done()
}

fn all_sections(app: AppState, shown: &sections::SectionContext) -> AnyView {
    all(vec![
        sections::sections(app, shown, Section::Apply, Section::Automatic),
        near::section(app, shown.filter.clone()),
        sections::sections(app, shown, Section::Undecided, Section::NotForYou),
    ])
}

fn nothing_found() -> AnyView {
    el("p").class("notice").child("没有符合这些条件的措施。请换个说法，或者清除筛选。").done()
}

fn headline(app: AppState) -> String {
    app.judgement.with(|judgement| engine_text::headline(app.book(), &judgement.assessment))
}

fn lead(app: AppState) -> String {
    app.judgement.with(|judgement| {
        let date = unreadable::date_text(app.book(), judgement);
        match counted(app.book(), judgement) {
            counted if counted.is_empty() => say!("按{}判断。", date),
            counted => say!("{}。按{}判断。", counted, date),
        }
    })
}

// On a day on which the document is not in force: a way back to one on which it is, and to the field.
fn back_in_force(app: AppState) -> Option<AnyView> {
    let document = &app.book().document;
    let date = app.judgement.with(|judgement| judgement.assessment.date);
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
        el("div")
            .class("notice warn")
            .child(el("p").child(say!("这份文件从{}至{}施行。", engine_text::date(first), engine_text::date(last))))
            .child(
                el("p")
                    .class("buttons")
                    .child(
                        el("button")
                            .attr("type", "button")
                            .class("button")
                            .on("click", back)
                            .child(say!("改按{}判断", day)),
                    )
                    .child(
                        el("button")
                            .attr("type", "button")
                            .class("text")
                            .on("click", move |_| go_to(app.book(), question))
                            .child("更改判断日期"),
                    ),
            )
            .done(),
    )
}

fn still_open(app: AppState, totals: &Totals) -> Option<AnyView> {
    if totals.undecided == 0 {
        return None;
    }
    let left = app.judgement.with(|judgement| judgement.assessment.max_remaining);
    let next = super::next_topic(app);
    let unreadable = app.judgement.with(|judgement| judgement.unreadable().len());
    let ask = if left == 0 { t("要向主管部门确认。").to_owned() } else { left_text(left, unreadable) };
    let possible = (!totals.possible.is_zero()).then(|| {
        all(vec![
            ("其中写明金额的最高 ").view(),
            (figure("", totals.possible)).view(),
            say!("{}。", engine_text::some_by_one(totals)).view(),
        ])
    });
    Some(
        el("div")
            .class("notice")
            .child(el("p").child(el("b").child(say!("还有 {} 项待定，{}", totals.undecided, ask))).child(possible))
            .child(next.map(|route| {
                el("p")
                    .class("buttons")
                    .child(el("a").class("button quiet").attr("href", route.to_hash(app.book())).child("继续回答"))
                    .done()
            }))
            .done(),
    )
}
