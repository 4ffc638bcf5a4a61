//! Near misses: what to change, the resulting gain, and a button that tries it as a what-if scenario.

use crate::app::AppState;
use crate::app::near_miss::{self, Near};
use crate::components::{Icon, impact_summary, near_line, sign, try_button};
use crate::dom::{Element, IntoChild, effect, empty_view, ev, fragment, html, memo, reactive};
use crate::i18n::t;
use crate::platform;
use huiqi_engine::RuleBook;
use huiqi_engine::{Answer, Verdict};
use leptos::prelude::*;
use rust_decimal::Decimal;

/// The heading.
pub const TITLE: &str = "差一点";

/// The section; empty if no measure fails by a single answer. The near misses found for the previous answers stay until
/// new ones are found, so that the page does not jump.
pub fn section(app: AppState) -> AnyView {
    untrack(|| near_miss::clear_stale_results(app));
    let fails = memo(move || fails(app));
    effect(move |_| {
        if fails.get() {
            near_miss::start_search(app);
        }
    });
    reactive(move || fails.get().then(|| list(app, near_miss::found())))
}

fn list(app: AppState, found: Option<near_miss::All>) -> AnyView {
    let Some(all) = found else {
        return frame(None).child(html::p().attr("role", "status").child(t("正在找改一项就能符合的措施…"))).into_any();
    };
    let (own, fixed): (Vec<&Near>, Vec<&Near>) = all.iter().partition(|near| near.nearly.changeable);
    let (close, far): (Vec<&Near>, Vec<&Near>) = own.into_iter().partition(|near| is_close(near));
    if close.is_empty() && far.is_empty() && fixed.is_empty() {
        return empty_view();
    }
    // Untracked: the rows describe the answers for which the near misses were found.
    let rows: Vec<AnyView> = untrack(|| close.iter().map(|near| row(app, near, true)).collect());
    let says = t("只改一项回答，就符合全部条件。能不能做到，由您判断。");
    frame((!close.is_empty()).then_some(close.len()))
        .attr("aria-busy", || near_miss::is_searching().then_some("true"))
        .child(html::p().child(says))
        .child((!rows.is_empty()).then(|| html::ul().class("near-list").child(rows)))
        .child(folded(app, &far, true, t("取得一项资格、认定，或做成一件事就符合")))
        // Listed as well, so that the user does not wonder why these measures are missing.
        .child(folded(app, &fixed, false, t("差在自己不能改变的情况上")))
        .into_any()
}

// A figure that would have to double at most, or halve at most.
fn is_close(near: &Near) -> bool {
    let figure = matches!(near.nearly.to, Answer::Number(_));
    figure && near.nearly.size().is_some_and(|size| size <= Decimal::ONE)
}

fn frame(count: Option<usize>) -> Element {
    let head = html::h2()
        .child(sign(Icon::Open))
        .child(" ")
        .child(t(TITLE))
        .child(" ")
        .child(count.map(|count| html::small().child(say!("{} 项", count))));
    html::section().class("group").attr("data-group", TITLE).child(head)
}

fn title(book: &'static RuleBook<'static>, near: &Near) -> AnyView {
    let measure = &book.measures[near.nearly.measure];
    let article = say!("第{}条 · {}", measure.article, measure.department);
    fragment(vec![
        html::a().attr("href", format!("#/measure/{}", measure.id)).child(measure.title).into_any(),
        " ".into_child(),
        html::span().class("source").child(article).into_any(),
    ])
}

fn row(app: AppState, near: &Near, can_try: bool) -> AnyView {
    let button = can_try.then(|| html::p().class("noprint").child(try_button(app, near)));
    html::li()
        .child(html::h3().child(title(app.book(), near)))
        .child(can_try.then(|| html::p().class("brings").child(impact_summary(&near.gain))))
        .child(html::div().child(near_line(app, near)).child(button))
        .into_any()
}

// A folded list; its content is rendered when it is first unfolded.
fn folded(app: AppState, list: &[&Near], can_try: bool, says: &'static str) -> Option<AnyView> {
    let list: Vec<Near> = list.iter().copied().cloned().collect();
    let open = RwSignal::new(false);
    let count = list.len();
    let rows = move || {
        let rows = || list.iter().map(|near| row(app, near, can_try)).collect::<Vec<_>>();
        open.get().then(|| html::ul().class("near-list").child(rows()))
    };
    (count > 0).then(|| {
        html::details()
            .class("more")
            .on(ev::toggle, move |_| open.set(true))
            .child(html::summary().child(say!("另有 {} 项，{}", count, t(says))))
            .child(rows)
            .into_any()
    })
}

/// The link to the section, if there is one.
pub fn link(app: AppState, list_open: RwSignal<bool>) -> Option<AnyView> {
    fails(app).then(|| {
        let there = move |_| {
            list_open.set(false);
            platform::scroll_to(&format!("[data-group='{TITLE}']"));
        };
        html::li().child(html::a().attr("href", "#/results").on(ev::click, there).child(t(TITLE))).into_any()
    })
}

fn fails(app: AppState) -> bool {
    app.evaluation
        .with(|evaluation| evaluation.assessment.outcomes.iter().any(|outcome| outcome.verdict == Verdict::Ineligible))
}
