//! Pages with text only: an unknown address, and a page whose lazy module has not loaded yet.

use crate::app::AppState;
use crate::components::lazy_view;
use crate::dom::{empty_view, html};
use crate::i18n::t;
use crate::state::route::Route;
use leptos::prelude::*;

/// The page for an unknown address.
pub fn not_found() -> AnyView {
    html::div()
        .class("columns plain")
        .child(
            html::main()
                .attr("id", "main")
                .child(html::h1().attr("tabindex", "-1").child(t("没有这个页面")))
                .child(html::p().child(t("地址可能不完整，或来自别的文件。您填写的内容没有变。")))
                .child(
                    html::div()
                        .class("buttons")
                        .child(html::a().class("button").attr("href", "#/").child(t("回到首页"))),
                ),
        )
        .into_any()
}

/// Shown while the lazy module that contains the page is loading, or if loading failed.
pub fn waiting(app: AppState, route: &Route) -> AnyView {
    let main = html::main()
        .attr("id", "main")
        .child(html::h1().attr("tabindex", "-1").child(super::title(app.book(), route)))
        .child(lazy_view(app, |_| empty_view()));
    html::div().class("columns plain").child(main).into_any()
}
