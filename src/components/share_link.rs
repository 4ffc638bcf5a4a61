//! A case that travels: a button that copies its link, and its QR code. Knows no page.

use crate::app::AppState;
use crate::components::qr;
use crate::dom::{Child, all, el};
use crate::platform;
use crate::state::case_conversion::form_to_case;
use huiqi_engine::case::link;
use leptos::prelude::*;

/// What became of the wish to have the link.
#[derive(Clone, PartialEq, Eq)]
enum Copied {
    Unasked,
    Done,
    // The browser does not allow it: the link is shown, to be copied by hand.
    ByHand(String),
    // The page was opened as a file, which has no address for others.
    NoAddress,
}

/// The link under which this case opens elsewhere; nothing where this page has no address for others.
fn link_of(app: AppState) -> Option<String> {
    let case = app.session.with_untracked(|session| {
        app.judgement.with_untracked(|judgement| form_to_case(app.rules, &session.case.record, judgement))
    });
    Some(format!("{}#/case/{}", platform::page_url()?, link::write(app.book(), &case)))
}

/// A button that puts the link on the clipboard, or shows it where that is forbidden.
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
    let button = el("button").attr("type", "button").class("button quiet").on("click", ask).child("复制链接");
    let said = move || match copied.get() {
        Copied::Unasked => None,
        Copied::Done => {
            Some(el("p").class("hint").child("链接已复制。打开链接就能看到这份自评的全部答案，只发给应该看到的人。"))
        }
        Copied::NoAddress => Some(
            el("p")
                .class("hint")
                .child("本页是从本机文件打开的，没有别人能打开的地址。请在结果页导出保存，把文件带过去。"),
        ),
        Copied::ByHand(link) => Some(
            el("p")
                .child(el("label").attr("for", "case-link").child("浏览器不允许直接复制，请选中下面的链接后复制："))
                .child(
                    el("input")
                        .attr("id", "case-link")
                        .class("filter")
                        .attr("type", "text")
                        .attr("readonly", "")
                        .prop("value", link),
                ),
        ),
    };
    el("div")
        .class("share noprint")
        .child(el("p").class("buttons").child(button))
        .child(el("div").attr("role", "status").live(said))
        .done()
}

/// The QR code of the case with what it is for, or why there is none.
pub fn code(app: AppState) -> AnyView {
    let says = |text: &'static str| el("figcaption").class("source").child(text).done();
    let inside = match link_of(app).map(|link| qr::code(&link)) {
        None => says("本页从本机文件打开，没有二维码；请带上导出的文件。"),
        Some(None) => says("答案太多，放不进二维码；请带上导出的文件。"),
        Some(Some(code)) => all(vec![drawn(code), says("窗口扫码可打开同一份自评。码中有全部答案，请妥善保管。")]),
    };
    el("figure").class("code").child(inside.view()).done()
}

fn drawn(code: qr::Code) -> AnyView {
    let view_box = format!("0 0 {0} {0}", code.side);
    let side = format!("{}mm", code.millimetres);
    let height = side.clone();
    view! {
        <svg class="qr" viewBox=view_box width=side height=height role="img" aria-label="这份自评的二维码">
            <path d=code.path></path>
        </svg>
    }
    .into_any()
}
