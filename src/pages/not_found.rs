//! Pages of plain words: an address that leads nowhere, and a page that is still on its way.

use crate::app::AppState;
use crate::components::lazy_view;
use crate::dom::{el, nothing};
use crate::state::route::Route;
use leptos::prelude::*;

/// An address that leads nowhere.
pub fn not_found() -> AnyView {
    el("div")
        .class("columns plain")
        .child(
            el("main")
                .attr("id", "main")
                .child(el("h1").attr("tabindex", "-1").child("没有这个页面"))
                .child(el("p").child("地址可能不完整，或来自别的文件。您填写的内容没有变。"))
                .child(el("div").class("buttons").child(el("a").class("button").attr("href", "#/").child("回到首页"))),
        )
        .done()
}

/// While a page of the second program is on its way, or could not be had.
pub fn waiting(app: AppState, route: &Route) -> AnyView {
    let main = el("main")
        .attr("id", "main")
        .child(el("h1").attr("tabindex", "-1").child(super::title(app.book(), route)))
        .child(lazy_view(app, |_| nothing()));
    el("div").class("columns plain").child(main).done()
}
