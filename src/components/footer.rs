//! The footer of every page: links outside the sequence of questions, and a note on how reliable the figures are.

use super::tour::begin_tour;
use crate::app::AppState;
use crate::app::kiosk;
use crate::dom::{ev, html};
use crate::i18n::t;
use crate::state::route::Route;
use leptos::prelude::*;

static WAYS: [(Route, &str); 5] = [
    (Route::Cases, "保存的自评"),
    (Route::Batch, "批量自评"),
    (Route::Clerk, "窗口核对"),
    (Route::Document(None), "文件原文"),
    (Route::Privacy, "隐私"),
];

/// The footer.
pub fn foot(app: AppState) -> AnyView {
    let is_shown = |(route, _): &&(Route, &'static str)| !app.kiosk || kiosk::is_allowed(route);
    let way = |(route, name): &'static (Route, &'static str)| {
        html::li().child(html::a().attr("href", route.to_hash(app.book())).child(t(name))).into_any()
    };
    let ways: Vec<AnyView> = WAYS.iter().filter(is_shown).map(way).collect();
    let tour = html::button()
        .class("text")
        .attr("type", "button")
        .on(ev::click, move |_| begin_tour(app))
        .child(t("使用说明"));
    html::footer()
        .class("foot")
        .child(
            html::nav()
                .attr("aria-label", t("其他页面"))
                .child(html::ul().child(ways).child(html::li().child(tour)))
                .child(
                    // Nothing waits for it. Not shown on a shared device, which offers no export.
                    move || app.lazy().filter(|_| !app.kiosk).map(|lazy| (lazy.small_print)()),
                ),
        )
        .child(html::p().class("source").child(say!(
            "依据{}《{}》的文字推算，以主管部门审核为准。",
            app.book().document.number,
            app.book().document.title
        )))
        .into_any()
}
