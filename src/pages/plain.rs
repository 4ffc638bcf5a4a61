//! Pages of plain words: where answers are kept, and an address that leads nowhere.

use crate::app::App;
use crate::browser;
use crate::dom::{el, nothing};
use crate::parts::later;
use crate::route::Route;
use crate::session::Event;
use leptos::prelude::*;

/// What is stored where, and how to delete it.
pub fn privacy(app: App) -> AnyView {
    let gone = RwSignal::new(false);
    let forget = move |_| {
        app.happen(Event::Opened(crate::record::Record::default()));
        browser::after_paint(move || {
            browser::forget_everything();
            gone.set(true);
        });
    };
    el("div").class("columns plain").child(el("main").attr("id", "main").child(el("h1").attr("tabindex", "-1").child("数据保存在哪里")).child(el("p").child("您填写的内容只保存在这台设备的这个浏览器里（本地存储）。本页不上传任何内容，不使用第三方服务，也不做访问统计。")).child(el("p").child("在公用电脑上使用的，离开前请删除。需要带走的，请先在结果页导出保存或打印。")).child(el("div").class("buttons").child(el("button").attr("type", "button").class("button").on("click", forget).child("删除本机保存的全部内容"))).child(el("p").attr("role", "status").live(move || gone.get().then_some("已删除。")))).done()
}

/// An address that leads nowhere.
pub fn lost() -> AnyView {
    el("div")
        .class("columns plain")
        .child(
            el("main")
                .attr("id", "main")
                .child(el("h1").attr("tabindex", "-1").child("没有这个页面"))
                .child(el("p").child("地址可能不完整，或来自别的文件。您填写的内容没有变。"))
                .child(el("div").class("buttons").child(el("a").class("button").attr("href", "#/").child("回到首页"))),
        )
        .done()
}

/// While a page of the second program is on its way, or could not be had.
pub fn waiting(app: App, route: &Route) -> AnyView {
    let main = el("main")
        .attr("id", "main")
        .child(el("h1").attr("tabindex", "-1").child(super::title(route)))
        .child(later(app, |_| nothing()));
    el("div").class("columns plain").child(main).done()
}
