//! The placeholder for content of the lazy module until that has loaded.

use crate::app::AppState;
use crate::app::lazy::{LazyModule, LoadStatus};
use crate::dom::{ev, html, reactive};
use crate::i18n::t;
use crate::platform;
use leptos::prelude::*;

/// Content rendered by the lazy module once that has loaded; until then a loading notice or, after a failure, a retry
/// button.
pub fn lazy_view(app: AppState, make: impl Fn(&'static LazyModule) -> AnyView + Send + 'static) -> AnyView {
    reactive(move || {
        // After a failure, only the user retries: this closure re-runs whenever loading fails, and must not start a
        // retry itself.
        if app.lazy_status.get_untracked() != LoadStatus::Failed {
            app.require_lazy();
        }
        app.lazy().map_or_else(|| waiting(app, app.lazy_status.get()), &make)
    })
}

// After this time, a notice says that loading takes longer than usual.
const SLOW_MILLISECONDS: i32 = 8_000;

fn waiting(app: AppState, stand: LoadStatus) -> AnyView {
    let slow = RwSignal::new(false);
    platform::set_timeout(SLOW_MILLISECONDS, move || {
        // The content may have loaded and this signal been disposed of by then.
        slow.try_set(true);
    });
    let says = move || match stand {
        LoadStatus::Failed => t("这部分内容没有取到，请检查网络后重试。您填写的内容没有变。"),
        _ if slow.get() => t("打开的时间比平常长，请检查网络。"),
        _ if app.unread.get() => t("正在打开上次填写的内容…"),
        _ => t("正在打开…"),
    };
    let retry = (stand == LoadStatus::Failed).then(|| {
        html::button()
            .class("button")
            .attr("type", "button")
            .on(ev::click, move |_| app.require_lazy())
            .child(t("重试"))
    });
    html::div().child(html::p().attr("role", "status").child(says)).child(retry).into_any()
}
