//! The bar above every page of a shared device, and the warning before a visit ends.

use super::button::button;
use crate::app::AppState;
use crate::app::kiosk::{end, start_idle_timer};
use crate::dom::{html, memo};
use crate::i18n::t;
use leptos::prelude::*;

/// The bar. Starts the timer that ends a visit after `patience` idle seconds.
pub fn kiosk_bar(app: AppState, patience: u64) -> AnyView {
    let left = start_idle_timer(app, patience);
    let warned = memo(move || left.get().is_some());
    html::div()
        .attr("role", "status")
        .child(move || {
            app.locale.track();
            html::div()
                .class("banner")
                .child(html::p().child(t("公用设备：您填写的内容不保存，打印后请点“结束”，全部清除。")))
                .child(button(t("结束"), "button", move || end(app)))
        })
        .child(move || {
            app.locale.track();
            warned.get().then(|| warning(app, left))
        })
        .into_any()
}

fn warning(app: AppState, left: RwSignal<Option<u64>>) -> AnyView {
    let text = move || say!("您还在吗？{} 秒后清除您填写的全部内容。", left.get().unwrap_or_default());
    let buttons = html::p()
        .class("buttons")
        // Pressing it is activity, which resets the timer.
        .child(button(t("继续填写"), "button", || {}))
        .child(button(t("结束"), "button quiet", move || end(app)));
    html::div()
        .class("idle")
        .attr("role", "alertdialog")
        .attr("aria-labelledby", "idle-title")
        .child(html::p().attr("id", "idle-title").child(text))
        .child(buttons)
        .into_any()
}
