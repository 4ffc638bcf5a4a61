//! What the second program says above every page: that another release of the app is here. Sees to it that this release is
//! kept on the device. Knows no page.

use super::sign::{Sign, sign};
use crate::app::{App, edition};
use crate::browser::{self, News};
use crate::dom::{El, el, live, memo};
use crate::pages::export;
use crate::safety;
use crate::session::Session;
use leptos::prelude::*;

/// The sentence, once there is one. Called once.
pub fn news(app: App) -> AnyView {
    let heard = RwSignal::new(None::<News>);
    browser::keep_release(move |news| heard.set(Some(news)));
    browser::tell_height();
    live(move || {
        app.language.track();
        heard.get().map(|news| banner(app, news))
    })
}

fn says(news: &News) -> &'static str {
    match news {
        News::Waits(book) if *book == edition() => "有新版本。规则库没有变，您的判定结果不受影响。",
        News::Waits(_) => "有新版本，规则库也有更新：更新后按新的规则判断，判定和金额可能变化，变了的会列给您看。",
        News::TookOver => "新版本已经在另一个窗口启用，这个窗口还是旧版本。",
    }
}

fn banner(app: App, news: News) -> El {
    let empty = memo(move || app.session.with(Session::is_empty));
    let kept = move || safety::on_update(app.standing.get(), empty.get());
    let save = move || {
        safety::offers_export(app.standing.get(), empty.get()).then(|| {
            el("button").attr("type", "button").class("text").on("click", move |_| export(app)).child("导出保存")
        })
    };
    let took_over = news == News::TookOver;
    let name = move || safety::update_button(app.standing.get(), empty.get(), took_over);
    let text = says(&news);
    let act = move |_| if news == News::TookOver { browser::reload() } else { browser::take_over() };
    el("div")
        .class("banner")
        .attr("role", "status")
        .child(sign(Sign::Open))
        .child(el("p").child(text).live(kept))
        .live(save)
        .child(el("button").attr("type", "button").class("text").on("click", act).live(name))
}
