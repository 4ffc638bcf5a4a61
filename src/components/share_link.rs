//! Sharing a case: a button that copies its share link, and its QR code. Knows no page.

use crate::app::AppState;
use crate::components::qr;
use crate::dom::{IntoChild, ev, fragment, html};
use crate::i18n::t;
use crate::platform;
use crate::state::case_conversion::form_to_case;
use huiqi_engine::case::link;
use leptos::prelude::*;

/// Result of the request to copy the share link.
#[derive(Clone, PartialEq, Eq)]
enum Copied {
    Unasked,
    Done,
    // The browser does not allow it: the link is shown for copying by hand.
    ByHand(String),
    // The page was opened as a local file, whose address does not work elsewhere.
    NoAddress,
}

/// The share link of the case; `None` if the address of this page does not work elsewhere.
fn link_of(app: AppState) -> Option<String> {
    let case = app.session.with_untracked(|session| {
        app.evaluation.with_untracked(|evaluation| form_to_case(app.rules, &session.case.record, evaluation))
    });
    Some(format!("{}#/case/{}", platform::page_url()?, link::write(app.book(), &case)))
}

/// A button that copies the link to the clipboard, or shows it if the browser forbids copying.
pub fn copy_link(app: AppState) -> AnyView {
    let copied = RwSignal::new(Copied::Unasked);
    let ask = move |_| match link_of(app) {
        None => copied.set(Copied::NoAddress),
        Some(link) => platform::copy(link.clone(), move |done| {
            copied.set(if done { Copied::Done } else { Copied::ByHand(link) });
            if !done {
                platform::request_animation_frame(|| platform::select("#case-link"));
            }
        }),
    };
    let button = html::button().attr("type", "button").class("button quiet").on(ev::click, ask).child(t("复制链接"));
    let said = move || match copied.get() {
        Copied::Unasked => None,
        Copied::Done => Some(
            html::p().class("hint").child(t("链接已复制。打开链接就能看到这份自评的全部答案，只发给应该看到的人。")),
        ),
        Copied::NoAddress => Some(
            html::p()
                .class("hint")
                .child(t("本页是从本机文件打开的，没有别人能打开的地址。请在结果页导出保存，把文件带过去。")),
        ),
        Copied::ByHand(link) => Some(
            html::p()
                .child(
                    html::label().attr("for", "case-link").child(t("浏览器不允许直接复制，请选中下面的链接后复制：")),
                )
                .child(
                    html::input()
                        .attr("id", "case-link")
                        .class("filter")
                        .attr("type", "text")
                        .attr("readonly", "")
                        .prop("value", link),
                ),
        ),
    };
    html::div()
        .class("share noprint")
        .child(html::p().class("buttons").child(button))
        .child(html::div().attr("role", "status").child(said))
        .into_any()
}

/// The QR code of the case with its purpose, or the reason why there is none.
pub fn code(app: AppState) -> AnyView {
    let says = |text: &'static str| html::figcaption().class("source").child(text).into_any();
    let inside = match link_of(app).map(|link| qr::code(&link)) {
        None => says(t("本页从本机文件打开，没有二维码；请带上导出的文件。")),
        Some(None) => says(t("答案太多，放不进二维码；请带上导出的文件。")),
        Some(Some(code)) => {
            fragment(vec![drawn(code), says(t("窗口扫码可打开同一份自评。码中有全部答案，请妥善保管。"))])
        }
    };
    html::figure().class("code").child(inside.into_child()).into_any()
}

fn drawn(code: qr::Code) -> AnyView {
    let view_box = format!("0 0 {0} {0}", code.side);
    let side = format!("{}mm", code.millimetres);
    let height = side.clone();
    view! {
        <svg class="qr" viewBox=view_box width=side height=height role="img" aria-label=t("这份自评的二维码")>
            <path d=code.path></path>
        </svg>
    }
    .into_any()
}
