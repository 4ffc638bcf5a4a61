//! The verdicts: what is certain, what the department decides, what is automatic, nearly, open, out; the amounts as
//! bars, and what is looked for among them.

mod charts;
mod filter;
mod heading;
mod near;
mod sections;

pub use heading::{Heading, under};

use super::unreadable;
use crate::app::App;
use crate::book::book;
use crate::dom::{Child, all, el, memo};
use crate::language::t;
use crate::parts::{all_to_find_out, brief, copy_link, figure, left_text, topbar};
use crate::route::Route;
use crate::words::{self, money, short_money};
use huiqi_engine::assess::Totals;
use leptos::prelude::*;

/// The headline in one sentence.
pub fn headline(totals: &Totals) -> String {
    say!("可确定 {} 项，合计 {}", totals.exact_count, money(totals.exact))
}

/// What the department decides and what comes by itself.
pub fn more(totals: &Totals) -> String {
    let mut text = String::new();
    if totals.assessed_count > 0 {
        let high = totals
            .assessed_high
            .map_or_else(|| say!("不低于 {}", money(totals.assessed_low)), |high| say!("最高 {}", money(high)));
        text.push_str(&say!("另有 {} 项由部门确定金额，{}；", totals.assessed_count, high));
    }
    if totals.automatic > 0 {
        text.push_str(&say!("自动享受 {} 项；", totals.automatic));
    }
    text
}

/// What the headline leaves out.
pub fn beside(totals: &Totals) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(how_often(totals));
    if !totals.relief.is_zero() {
        lines.push(say!("少付的税费 {}，不计入合计。", money(totals.relief)));
    }
    if !totals.persons_high.is_zero() {
        lines.push(say!("给个人的资金最高 {}，不计入合计。", short_money(totals.persons_high)));
    }
    if totals.without_figure > 0 {
        lines.push(say!("另有 {} 项符合条件，文件没有写数额或不涉及资金。", totals.without_figure));
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
pub fn page(app: App) -> AnyView {
    let list_open = RwSignal::new(false);
    let totals = move || app.judgement.with(|judgement| judgement.assessment.totals.clone());
    let left_out = memo(move || beside(&totals()));
    let filter = filter::filter(app);
    let lists = sections::lists(app, filter.clone());
    let shown = sections::count(lists);
    let of_sections = sections::Shown { lists, filter: filter.clone(), room: sections::room() };
    let none = move || (shown.get() == 0).then(nothing_found);
    el("div")
        .class("columns")
        .child(topbar(Route::Check, "判定结果", "目录", list_open))
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
                .child(el("h1").attr("tabindex", "-1").live(move || headline(&totals())))
                .child(el("p").class("lead").live(move || lead(app, &totals())))
                .live(move || {
                    left_out.with(|lines| {
                        lines.iter().map(|line| el("p").class("hint").child(line.clone())).collect::<Vec<_>>()
                    })
                })
                .child((!app.kiosk).then(|| copy_link(app)))
                .live(move || super::edition::changes(app))
                .live(move || unreadable::notice(app))
                .live(move || still_open(app, &totals()))
                .live(move || all_to_find_out(app))
                .child(charts::charts(app))
                .child(filter::controls(filter.clone(), shown))
                .live(none)
                .child(all_sections(app, &of_sections)),
        )
        .child(
            el("nav")
                .class("bar")
                .attr("aria-label", "下一步")
                .child(brief(app))
                .child((!app.kiosk).then(|| {
                    el("button")
                        .attr("type", "button")
                        .class("button quiet back")
                        .on("click", move |_| super::export(app))
                        .child("导出保存")
                }))
                .child(el("a").class("button").attr("href", "#/print").child("打印")),
        )
        .done()
}

fn all_sections(app: App, shown: &sections::Shown) -> AnyView {
    all(vec![
        sections::sections(app, shown, Heading::Eligible, Heading::Automatic),
        near::section(app, shown.filter.clone()),
        sections::sections(app, shown, Heading::Undecided, Heading::Elsewhere),
    ])
}

fn nothing_found() -> AnyView {
    el("p").class("notice").child("没有符合这些条件的措施。请换个说法，或者清除筛选。").done()
}

fn lead(app: App, totals: &Totals) -> String {
    let date = app.judgement.with(unreadable::date_text);
    say!("{}按{}判断。", more(totals), date)
}

fn still_open(app: App, totals: &Totals) -> Option<AnyView> {
    if totals.undecided == 0 {
        return None;
    }
    let left = app.judgement.with(|judgement| judgement.assessment.most_left);
    let next = super::next_topic(app);
    let unreadable = app.judgement.with(|judgement| judgement.unreadable().len());
    let ask = if left == 0 { t("要向主管部门确认。").to_owned() } else { left_text(left, unreadable) };
    let possible = (!totals.possible.is_zero()).then(|| {
        all(vec![
            ("其中写明金额的最高 ").view(),
            (figure("", totals.possible)).view(),
            say!("{}。", words::some_by_one(totals)).view(),
        ])
    });
    Some(
        el("div")
            .class("notice")
            .child(el("p").child(el("b").child(say!("还有 {} 项待定，{}", totals.undecided, ask))).child(possible))
            .child(next.map(|route| {
                el("p")
                    .class("buttons")
                    .child(el("a").class("button quiet").attr("href", route.write(book())).child("继续回答"))
                    .done()
            }))
            .done(),
    )
}
