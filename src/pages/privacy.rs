//! Lists what is stored, where, and how large it is; deletes entries one by one or all at once.

use super::cases::name_of;
use crate::app::AppState;
use crate::app::kiosk;
use crate::app::view_positions;
use crate::components::button;
use crate::dom::{IntoChild, empty_view, fragment, html};
use crate::i18n::t;
use crate::platform;
use crate::state::session::{Event, OpenCase};
use crate::state::stored_case::StoredCase;
use crate::store::safety;
use crate::store::{self, Erased};
use leptos::prelude::*;

/// The page.
pub fn page(app: AppState) -> AnyView {
    let main = html::main().attr("id", "main").child(html::h1().attr("tabindex", "-1").child(t("数据保存在哪里")));
    let main = if app.kiosk { nothing_stays(main, app) } else { kept_here(main, app) };
    html::div().class("columns plain").child(main).into_any()
}

fn nothing_stays(main: crate::dom::Element, app: AppState) -> crate::dom::Element {
    main.child(html::p().child(t(
        "这是公用设备上的方式：您填写的内容只在这个窗口的内存里，不保存在这台设备上，不上传，也不进入网址和浏览记录。",
    )))
    .child(html::p().child(t("点“结束”，或一段时间没有操作，就全部清除。请先打印您需要的材料。")))
    .child(html::p().class("buttons").child(button(t("结束并清除"), "button", move || kiosk::end(app))))
}

fn kept_here(main: crate::dom::Element, app: AppState) -> crate::dom::Element {
    let gone = RwSignal::new("");
    // Counts deletions made on this page; the list is re-read whenever it changes.
    let done = RwSignal::new(0);
    let forget = move || {
        app.dispatch(Event::CaseSwitched(OpenCase { key: store::new_key(), ..OpenCase::default() }));
        gone.set(t("正在删除…"));
        // Deletion waits for a frame: the effects of the case switch are saved first, and then deleted with the rest.
        platform::request_animation_frame(move || {
            view_positions::forget();
            store::forget_everything(move |erased| {
                app.kept_at.set(None);
                gone.set(match erased {
                    Erased::ForGood => t("已删除。"),
                    Erased::ForNow => t("已删除。一分钟内请不要强行关闭浏览器，否则刚删除的内容可能又出现。"),
                });
            });
        });
    };
    main.child(html::p().child(move || safety::summary(app.durability.get())))
        .child(
            html::ul()
                .class("papers")
                .child(html::li().child(move || safety::places(app.durability.get())))
                .child(html::li().child(t("存的是您的答案、单位名称（填了才有）、保存的时间和当时的判定；没有别的。")))
                .child(html::li().child(t("这个标签页还记着您在各页看到哪里、展开了什么、在列表里找什么，好在刷新和返回后回到原处；不含答案，关掉标签页就没有了。")))
                .child(html::li().child(t("在无痕（隐私）窗口里填写的，关掉窗口就没有了；清理浏览器数据、长期不打开，也可能被浏览器清掉。要紧的请导出保存或打印。")))
                .child(html::li().child(t("从本机文件打开本页的，同一浏览器里的其他本机网页也可能读到这些内容。"))),
        )
        .child(html::p().child(t("在公用电脑上使用的，离开前请删除。")))
        .child(move || {
            done.track();
            app.kept_at.track();
            app.durability.track();
            gone.track();
            list(app, done)
        })
        .child(html::p().class("buttons").child(button(t("删除本机保存的全部内容"), "button", forget)))
        .child(html::p().attr("role", "status").child(move || gone.get()))
}

// Everything that takes up storage, each entry with a button to delete it.
fn list(app: AppState, done: RwSignal<usize>) -> AnyView {
    let kept = store::all();
    if kept.is_empty() {
        return empty_view();
    }
    // Doubled: each entry has a copy in both storages.
    let total: usize = kept.iter().map(|(_, bytes)| bytes * 2).sum();
    let (mut cases, mut damaged) = (Vec::new(), Vec::new());
    for (key, bytes) in kept {
        let text = store::text(&key).unwrap_or_default();
        let saved = StoredCase::read(&text).ok();
        let name = saved.as_ref().map_or_else(|| t("打不开的内容").to_owned(), |saved| name_of(&saved.record));
        let list = if saved.is_some() { &mut cases } else { &mut damaged };
        list.push(row(app, done, (key, name, text), bytes * 2));
    }
    let apart = |rows: Vec<AnyView>| {
        fragment(vec![html::h3().child(t("打不开的内容")).into_any(), html::dl().class("rows").child(rows).into_any()])
    };
    html::section()
        .class("group")
        .child(html::h2().child(safety::list_title(app.durability.get_untracked(), &size(total))))
        .child((!cases.is_empty()).then(|| html::dl().class("rows").child(cases).into_any()))
        .child((!damaged.is_empty()).then(|| apart(damaged)))
        .into_any()
}

fn row(app: AppState, done: RwSignal<usize>, (key, name, text): (String, String, String), bytes: usize) -> AnyView {
    let is_open = app.session.with_untracked(|session| session.case.key == key);
    let download = move || platform::download("huiqi-saved.json", "application/json", &text);
    let delete = move || {
        if is_open {
            app.dispatch(Event::CaseSwitched(OpenCase { key: store::new_key(), ..OpenCase::default() }));
        }
        store::remove(&key);
        done.update(|done| *done += 1);
    };
    let buttons = html::dd().child(button(t("下载"), "text", download)).child(button(t("删除"), "text", delete));
    html::div()
        .child(html::dt().child(name))
        .child(html::dd().child(size(bytes)).into_child())
        .child(buttons)
        .into_any()
}

fn size(bytes: usize) -> String {
    format!("{} KB", bytes.div_ceil(1024))
}
