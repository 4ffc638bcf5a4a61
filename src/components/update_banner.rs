//! The update banner of the lazy module, shown above every page when another release of the app is available. Registers
//! the service worker, which stores this release on the device. Knows no page.

use super::icon::{Icon, sign};
use crate::app::AppState;
use crate::dom::{Element, ev, html, memo, reactive};
use crate::i18n::t;
use crate::platform::{self, UpdateState};
use crate::state::rule_book::RuleBooks;
use crate::state::session::Session;
use crate::store::safety;
use leptos::prelude::*;

/// The banner, once there is an update. Must be called once only.
pub fn news(app: AppState) -> AnyView {
    let heard = RwSignal::new(None::<UpdateState>);
    platform::register_service_worker(move |news| heard.set(Some(news)));
    platform::post_frame_height();
    reactive(move || {
        app.locale.track();
        heard.get().map(|news| banner(app, news))
    })
}

fn says(rules: &'static RuleBooks, news: &UpdateState) -> &'static str {
    match news {
        UpdateState::Waits(book) if *book == rules.fingerprint_hex() => {
            t("有新版本。规则库没有变，您的判定结果不受影响。")
        }
        UpdateState::Waits(_) => {
            t("有新版本，规则库也有更新：更新后按新的规则判断，判定和金额可能变化，变了的会列给您看。")
        }
        UpdateState::ControllerChanged => t("新版本已经在另一个窗口启用，这个窗口还是旧版本。"),
    }
}

fn banner(app: AppState, news: UpdateState) -> Element {
    let empty = memo(move || app.session.with(Session::is_empty));
    let kept = move || safety::on_update(app.durability.get(), empty.get());
    let save = move || {
        safety::offers_export(app.durability.get(), empty.get()).then(|| {
            html::button()
                .attr("type", "button")
                .class("text")
                .on(ev::click, move |_| app.export_case())
                .child(t("导出保存"))
        })
    };
    let took_over = news == UpdateState::ControllerChanged;
    let name = move || safety::update_button(app.durability.get(), empty.get(), took_over);
    let text = says(app.rules, &news);
    let act = move |_| {
        if news == UpdateState::ControllerChanged { platform::reload() } else { platform::activate_waiting_worker() }
    };
    html::div()
        .class("banner")
        .attr("role", "status")
        .child(sign(Icon::Open))
        .child(html::p().child(text).child(kept))
        .child(save)
        .child(html::button().attr("type", "button").class("text").on(ev::click, act).child(name))
}
