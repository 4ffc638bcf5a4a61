//! What is stored where, how large it is, and how to delete it: one by one, or everything at once.

use super::cases::name_of;
use crate::app::App;
use crate::browser;
use crate::dom::{Child, el, nothing};
use crate::kiosk;
use crate::language::t;
use crate::saved::Saved;
use crate::session::{Case, Event};
use crate::store;
use leptos::prelude::*;

/// The page.
pub fn page(app: App) -> AnyView {
    let main = el("main").attr("id", "main").child(el("h1").attr("tabindex", "-1").child("数据保存在哪里"));
    let main = if app.kiosk { nothing_stays(main, app) } else { kept_here(main, app) };
    el("div").class("columns plain").child(main).done()
}

fn nothing_stays(main: crate::dom::El, app: App) -> crate::dom::El {
    main.child(el("p").child(
        "这是公用设备上的方式：您填写的内容只在这个窗口的内存里，不保存在这台设备上，不上传，也不进入网址和浏览记录。",
    ))
    .child(el("p").child("点“结束”，或一段时间没有操作，就全部清除。请先打印您需要的材料。"))
    .child(el("p").class("buttons").child(button("结束并清除", "button", move || kiosk::end(app))))
}

fn kept_here(main: crate::dom::El, app: App) -> crate::dom::El {
    let gone = RwSignal::new(false);
    // Counts what was deleted from here, so that the list is read again.
    let done = RwSignal::new(0);
    let forget = move || {
        let key = app.session.with_untracked(|session| session.case.key.clone());
        app.happen(Event::Turned(Case { key, ..Case::default() }));
        // What becomes of that is kept first, and then deleted with the rest.
        browser::in_next_frame(move || {
            store::forget_everything();
            app.kept_at.set(None);
            gone.set(true);
        });
    };
    main.child(el("p").child("您填写的内容只保存在这台设备的这个浏览器里，不上传；本页不使用第三方服务，也不做访问统计。"))
        .child(
            el("ul")
                .class("papers")
                .child(el("li").child("每份自评在浏览器里存两处：本地存储（localStorage）一份，打开时最快；IndexedDB 一份，浏览器突然关闭也不会丢。名称都以“huiqi”开头。"))
                .child(el("li").child("存的是您的答案、单位名称（填了才有）、保存的时间和当时的判定；没有别的。"))
                .child(el("li").child("在无痕（隐私）窗口里填写的，关掉窗口就没有了；清理浏览器数据、长期不打开，也可能被浏览器清掉。要紧的请导出保存或打印。"))
                .child(el("li").child("从本机文件打开本页的，同一浏览器里的其他本机网页也可能读到这些内容。")),
        )
        .child(el("p").child("在公用电脑上使用的，离开前请删除。"))
        .live(move || {
            done.track();
            app.kept_at.track();
            gone.track();
            list(app, done)
        })
        .child(el("p").class("buttons").child(button("删除本机保存的全部内容", "button", forget)))
        .child(el("p").attr("role", "status").live(move || gone.get().then_some("已删除。")))
}

fn button(name: &'static str, class: &'static str, then: impl Fn() + 'static) -> AnyView {
    el("button").attr("type", "button").class(class).on("click", move |_| then()).child(name).done()
}

// Everything that takes up room, each with a way to make some.
fn list(app: App, done: RwSignal<usize>) -> AnyView {
    let kept = store::all();
    if kept.is_empty() {
        return nothing();
    }
    // Both places have a copy.
    let total: usize = kept.iter().map(|(_, bytes)| bytes * 2).sum();
    let rows: Vec<AnyView> = kept.into_iter().map(|(key, bytes)| row(app, done, key, bytes * 2)).collect();
    el("section")
        .class("group")
        .child(el("h2").child(say!("现在保存着的，共 {}", size(total))))
        .child(el("dl").class("rows").child(rows))
        .done()
}

fn row(app: App, done: RwSignal<usize>, key: String, bytes: usize) -> AnyView {
    let text = store::text(&key).unwrap_or_default();
    let is_open = app.session.with_untracked(|session| session.case.key == key);
    let name = Saved::read(&text).map_or_else(|_| t("打不开的内容").to_owned(), |saved| name_of(&saved.record));
    let download = move || browser::download("huiqi-saved.json", "application/json", &text);
    let delete = move || {
        if is_open {
            app.happen(Event::Turned(Case { key: store::new_key(), ..Case::default() }));
        }
        store::remove(&key);
        done.update(|done| *done += 1);
    };
    let buttons = el("dd").child(button("下载", "text", download)).child(button("删除", "text", delete));
    el("div").child(el("dt").child(name)).child(el("dd").child(size(bytes)).view()).child(buttons).done()
}

fn size(bytes: usize) -> String {
    format!("{} KB", bytes.div_ceil(1024))
}
