//! What is just not granted: what to change, what that brings, and a way to try it out.

use super::filter::Filter;
use crate::app::AppState;
use crate::app::near_miss::{self, Near};
use crate::components::{Icon, impact_summary, near_line, sign, try_button};
use crate::dom::{Child, El, all, effect, el, live, memo, nothing};
use crate::i18n::t;
use crate::platform;
use huiqi_engine::RuleBook;
use huiqi_engine::{Answer, Verdict};
use leptos::prelude::*;
use rust_decimal::Decimal;

/// The heading.
pub const TITLE: &str = "差一点";

/// The section; nothing where no measure fails by a single answer. What was found for the answers before stands until
/// there is something else, so that nothing jumps.
pub fn section(app: AppState, filter: ArcRwSignal<Filter>) -> AnyView {
    untrack(|| near_miss::clear_stale_results(app));
    let fails = memo(move || fails(app));
    effect(move |_| {
        if fails.get() {
            near_miss::start_search(app);
        }
    });
    live(move || fails.get().then(|| list(app, near_miss::found(), &filter)))
}

fn list(app: AppState, found: Option<near_miss::All>, filter: &ArcRwSignal<Filter>) -> AnyView {
    let Some(all) = found else {
        return frame(None).child(el("p").attr("role", "status").child("正在找改一项就能符合的措施…")).done();
    };
    let shown: Vec<&Near> = all.iter().filter(|near| filter.with(|filter| shows(app.book(), filter, near))).collect();
    let (own, fixed): (Vec<&Near>, Vec<&Near>) = shown.into_iter().partition(|near| near.nearly.changeable);
    let (close, far): (Vec<&Near>, Vec<&Near>) = own.into_iter().partition(|near| is_close(near));
    if close.is_empty() && far.is_empty() && fixed.is_empty() {
        return nothing();
    }
    // Said of the answers for which it was found.
    let rows: Vec<AnyView> = untrack(|| close.iter().map(|near| row(app, near, true)).collect());
    let none = rows.is_empty().then(|| el("p").child("没有只差一个数的措施。")).view();
    let says = "只改一项回答，就符合全部条件。能不能做到，由您判断。";
    frame(Some(close.len()))
        .live_attr("aria-busy", || near_miss::is_searching().then_some("true"))
        .child(el("p").child(says))
        .child(if rows.is_empty() { none } else { el("ul").class("near-list").child(rows).done() })
        .child(folded(app, &far, true, "取得一项资格、认定，或做成一件事就符合"))
        // Said, so that nobody wonders.
        .child(folded(app, &fixed, false, "差在自己不能改变的情况上"))
        .done()
}

// A figure that would have to be twice as large at most, or half as large.
fn is_close(near: &Near) -> bool {
    let figure = matches!(near.nearly.to, Answer::Number(_));
    figure && near.nearly.size().is_some_and(|size| size <= Decimal::ONE)
}

fn frame(count: Option<usize>) -> El {
    let head = el("h2")
        .child(sign(Icon::Open))
        .child(" ")
        .child(TITLE)
        .child(" ")
        .child(count.map(|count| el("small").child(say!("{} 项", count))));
    el("section").class("group").attr("data-group", TITLE).child(head)
}

fn shows(book: &'static RuleBook<'static>, filter: &Filter, near: &Near) -> bool {
    filter.shows(book, &book.measures[near.nearly.measure])
}

fn title(book: &'static RuleBook<'static>, near: &Near) -> AnyView {
    let measure = &book.measures[near.nearly.measure];
    let article = say!("第{}条 · {}", measure.article, measure.department);
    all(vec![
        el("a").attr("href", format!("#/measure/{}", measure.id)).child(measure.title).done(),
        " ".view(),
        el("span").class("source").child(article).done(),
    ])
}

fn row(app: AppState, near: &Near, can_try: bool) -> AnyView {
    let button = can_try.then(|| el("p").class("noprint").child(try_button(app, near)));
    el("li")
        .child(el("h3").child(title(app.book(), near)))
        .child(can_try.then(|| el("p").class("brings").child(impact_summary(&near.gain))))
        .child(el("div").child(near_line(app, near)).child(button))
        .done()
}

// What is made only when somebody looks.
fn folded(app: AppState, list: &[&Near], can_try: bool, says: &'static str) -> Option<AnyView> {
    let list: Vec<Near> = list.iter().copied().cloned().collect();
    let open = RwSignal::new(false);
    let count = list.len();
    let rows = move || {
        let rows = || list.iter().map(|near| row(app, near, can_try)).collect::<Vec<_>>();
        open.get().then(|| el("ul").class("near-list").child(rows()))
    };
    (count > 0).then(|| {
        el("details")
            .class("more")
            .on("toggle", move |_| open.set(true))
            .child(el("summary").child(say!("另有 {} 项，{}", count, t(says))))
            .live(rows)
            .done()
    })
}

/// The link to the section, where there is one.
pub fn link(app: AppState, list_open: RwSignal<bool>) -> Option<AnyView> {
    fails(app).then(|| {
        let there = move |_| {
            list_open.set(false);
            platform::scroll_to(&format!("[data-group='{TITLE}']"));
        };
        el("li").child(el("a").attr("href", "#/results").on("click", there).child(TITLE)).done()
    })
}

fn fails(app: AppState) -> bool {
    app.judgement
        .with(|judgement| judgement.assessment.outcomes.iter().any(|outcome| outcome.verdict == Verdict::Ineligible))
}
