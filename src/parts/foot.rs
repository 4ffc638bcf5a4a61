//! The foot of every page: the ways that are not on the way through the questions, and what the figures are worth.

use super::tour::begin_tour;
use crate::app::App;
use crate::book::book;
use crate::dom::el;
use leptos::prelude::*;

const WAYS: [(&str, &str); 5] = [
    ("#/cases", "保存的自评"),
    ("#/batch", "批量自评"),
    ("#/clerk", "窗口核对"),
    ("#/document", "文件原文"),
    ("#/privacy", "隐私"),
];

/// The foot.
pub fn foot(app: App) -> AnyView {
    let way =
        |(href, name): (&'static str, &'static str)| el("li").child(el("a").attr("href", href).child(name)).done();
    let tour =
        el("button").class("text").attr("type", "button").on("click", move |_| begin_tour(app)).child("使用说明");
    el("footer")
        .class("foot")
        .child(
            el("nav")
                .attr("aria-label", "其他页面")
                .child(el("ul").child(WAYS.into_iter().map(way).collect::<Vec<_>>()).child(el("li").child(tour))),
        )
        .child(el("p").class("source").child(say!(
            "依据{}《{}》的文字推算，以主管部门审核为准。",
            book().document.number,
            book().document.title
        )))
        .done()
}
