//! What is just not granted: what to change, what that brings, and a way to try it out.

use super::filter::Filter;
use crate::app::App;
use crate::book::book;
use crate::dom::{Child, El, all, el, nothing};
use crate::near::{Near, found};
use crate::parts::{Sign, brings, near_line, sign, try_button};
use leptos::prelude::*;

/// How many are shown at first.
const FIRST: usize = 5;

/// The heading.
pub const TITLE: &str = "差一点";

/// The section; nothing where no measure fails by a single answer.
pub fn section(app: App, filter: ArcRwSignal<Filter>) -> AnyView {
    let more = RwSignal::new(false);
    (move || {
        let fails = app.judgement.with(|judgement| {
            judgement.assessment.outcomes.iter().any(|outcome| outcome.verdict == huiqi_engine::Verdict::Ineligible)
        });
        if !fails {
            return nothing();
        }
        let Some(near) = found(app) else {
            return frame(None).child(el("p").attr("role", "status").child("正在找改一项就能符合的措施…")).done();
        };
        let shown: Vec<&Near> = near.iter().filter(|near| filter.with(|filter| shows(filter, near))).collect();
        let (own, fixed): (Vec<&Near>, Vec<&Near>) = shown.into_iter().partition(|near| near.nearly.changeable);
        if own.is_empty() && fixed.is_empty() {
            return nothing();
        }
        let first = if more.get() { own.len() } else { FIRST };
        let rows: Vec<AnyView> = own.iter().take(first).map(|near| row(app, near)).collect();
        let rest = own.len().saturating_sub(first);
        let unfold = (rest > 0).then(|| {
            let button = el("button").attr("type", "button").class("text").on("click", move |_| more.set(true));
            button.child(format!("再看 {rest} 项"))
        });
        frame(Some(own.len()))
            .child(el("p").child("只改一项回答，就符合全部条件。能不能做到、该不该做，由您判断。"))
            .child(el("ul").class("near-list").child(rows))
            .child(unfold)
            .child(unchangeable(app, &fixed))
            .done()
    })
    .into_any()
}

fn frame(count: Option<usize>) -> El {
    let head = el("h2")
        .child(sign(Sign::Open))
        .child(" ")
        .child(TITLE)
        .child(" ")
        .child(count.map(|count| el("small").child(format!("{count} 项"))));
    el("section").class("group").attr("data-group", TITLE).child(head)
}

fn shows(filter: &Filter, near: &Near) -> bool {
    book().measures.get(usize::from(near.nearly.measure)).is_some_and(|measure| filter.shows(measure))
}

fn title(near: &Near) -> AnyView {
    let Some(measure) = book().measures.get(usize::from(near.nearly.measure)) else { return nothing() };
    let article = format!("第{}条 · {}", measure.article, measure.department);
    all(vec![
        el("a").attr("href", format!("#/measure/{}", measure.id)).child(measure.title).done(),
        " ".view(),
        el("span").class("source").child(article).done(),
    ])
}

fn row(app: App, near: &Near) -> AnyView {
    el("li")
        .child(el("h3").child(title(near)))
        .child(el("p").class("brings").child(brings(&near.gain)))
        .child(el("div").child(near_line(app, near)).child(el("p").class("noprint").child(try_button(app, near))))
        .done()
}

// What nobody can change by an effort of their own is said, so that nobody wonders, and folded.
fn unchangeable(app: App, fixed: &[&Near]) -> Option<AnyView> {
    let rows: Vec<AnyView> = fixed
        .iter()
        .map(|near| el("li").child(el("h3").child(title(near))).child(el("div").child(near_line(app, near))).done())
        .collect();
    (!rows.is_empty()).then(|| {
        el("details")
            .class("more")
            .child(el("summary").child(format!("另有 {} 项差在自己不能改变的情况上", rows.len())))
            .child(el("ul").class("near-list").child(rows))
            .done()
    })
}
