//! Pages of plain words: where answers are kept, and an address that leads nowhere.

use crate::app::App;
use crate::browser;
use crate::session::Event;
use leptos::prelude::*;

/// What is stored where, and how to delete it.
pub fn privacy(app: App) -> impl IntoView {
    let gone = RwSignal::new(false);
    let forget = move |_| {
        app.happen(Event::Opened(crate::session::Record::default()));
        browser::after_paint(move || {
            browser::forget_everything();
            gone.set(true);
        });
    };
    view! {
        <div class="columns plain"><main id="main">
            <h1 tabindex="-1">"数据保存在哪里"</h1>
            <p>"您填写的内容只保存在这台设备的这个浏览器里（本地存储）。本页不上传任何内容，不使用第三方服务，也不做访问统计。"</p>
            <p>"在公用电脑上使用的，离开前请删除。需要带走的，请先在结果页导出保存或打印。"</p>
            <div class="buttons">
                <button type="button" class="button" on:click=forget>"删除本机保存的全部内容"</button>
            </div>
            <p role="status">{move || gone.get().then_some("已删除。")}</p>
        </main></div>
    }
}

/// An address that leads nowhere.
pub fn lost() -> impl IntoView {
    view! {
        <div class="columns plain"><main id="main">
            <h1 tabindex="-1">"没有这个页面"</h1>
            <p>"地址可能不完整，或来自别的文件。您填写的内容没有变。"</p>
            <div class="buttons"><a class="button" href="#/">"回到首页"</a></div>
        </main></div>
    }
}
