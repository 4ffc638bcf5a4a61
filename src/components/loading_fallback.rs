//! What stands in the place of what the lazy module makes, until it is here.

use crate::app::AppState;
use crate::app::lazy::{LazyModule, LoadStatus};
use crate::dom::{ev, html, reactive};
use crate::i18n::t;
use crate::platform;
use leptos::prelude::*;

/// What the lazy module makes, once it is here; until then that it is on its way, or how to ask for it again.
pub fn lazy_view(app: AppState, make: impl Fn(&'static LazyModule) -> AnyView + Send + 'static) -> AnyView {
    reactive(move || {
        // What has failed is asked for again by the person: this runs again whenever it fails.
        if app.lazy_status.get_untracked() != LoadStatus::Failed {
            app.require_lazy();
        }
        app.lazy().map_or_else(|| waiting(app, app.lazy_status.get()), &make)
    })
}

// After so long a person wants to know whether it is still coming.
const SLOW_MILLISECONDS: i32 = 8_000;

fn waiting(app: AppState, stand: LoadStatus) -> AnyView {
    let slow = RwSignal::new(false);
    platform::set_timeout(SLOW_MILLISECONDS, move || {
        // What is waited for may be here by then.
        slow.try_set(true);
    });
    let says = move || match stand {
        LoadStatus::Failed => t("这部分内容没有取到，请检查网络后重试。您填写的内容没有变。"),
        _ if slow.get() => t("打开的时间比平常长，请检查网络。"),
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
