//! The bar above every page of a shared device, and the warning before a visit ends.

use super::button::button;
use crate::app::AppState;
use crate::app::kiosk::{end, start_idle_timer};
use crate::dom::{el, memo};
use leptos::prelude::*;

/// The bar; starts the timer that ends a visit after so many idle seconds.
pub fn kiosk_bar(app: AppState, patience: u64) -> AnyView {
    let left = start_idle_timer(app, patience);
    let warned = memo(move || left.get().is_some());
    el("div")
        .attr("role", "status")
        .live(move || {
            app.language.track();
            el("div")
                .class("banner")
                .child(el("p").child("公用设备：您填写的内容不保存，打印后请点“结束”，全部清除。"))
                .child(button("结束", "button", move || end(app)))
        })
        .live(move || {
            app.language.track();
            warned.get().then(|| warning(app, left))
        })
        .done()
}

fn warning(app: AppState, left: RwSignal<Option<u64>>) -> AnyView {
    let text = move || say!("您还在吗？{} 秒后清除您填写的全部内容。", left.get().unwrap_or_default());
    let buttons = el("p")
        .class("buttons")
        // Pressing it is activity, which resets the timer.
        .child(button("继续填写", "button", || {}))
        .child(button("结束", "button quiet", move || end(app)));
    el("div")
        .class("idle")
        .attr("role", "alertdialog")
        .attr("aria-labelledby", "idle-title")
        .child(el("p").attr("id", "idle-title").live(text))
        .child(buttons)
        .done()
}
