//! Notices to the user, each with an action. Shown above every page.

use super::icon::{Icon, sign};
use super::loading_fallback::lazy_view;
use super::repeater::begin_card;
use crate::app::AppState;
use crate::dom::{ev, html};
use crate::i18n::t;
use crate::platform;
use crate::state::route::Route;
use crate::state::session::{Event, Notice};
use crate::store;
use huiqi_engine::RuleBook;
use leptos::prelude::*;

/// All notices, in a live region that announces new ones.
pub fn notices(app: AppState) -> AnyView {
    html::div()
        .attr("role", "status")
        .on(ev::click, |_| platform::request_animation_frame(platform::rescue_focus))
        .child(move || {
            app.session
                .with(|session| session.notices.clone())
                .into_iter()
                .map(|one| notice(app, one))
                .collect::<Vec<_>>()
        })
        .child(move || {
            let updated = app.session.with(|session| session.case.previous_verdicts.is_some());
            (updated && app.route.get() != Route::Results).then(new_edition)
        })
        .child(move || {
            let asked = app.session.with(|session| !session.case.conflicts.is_empty());
            asked.then(|| lazy_view(app, move |more| (more.rivals)(app)))
        })
        .into_any()
}

// Shown until the user has seen the changes on the results page.
fn new_edition() -> AnyView {
    html::div()
        .class("banner")
        .child(sign(Icon::Open))
        .child(html::p().child(t("规则库已经更新，这份自评现在按新版判断。")))
        .child(html::a().class("text").attr("href", "#/results").child(t("查看变化")))
        .into_any()
}

fn says(book: &'static RuleBook<'static>, notice: &Notice) -> String {
    match notice {
        Notice::NotKept => t("浏览器不允许本页保存数据：可以照常填写、查看和打印，但关闭页面后不会保留。请在离开前打印，或导出保存。").into(),
        Notice::Full => t("这台设备给本页的存储空间已满，刚才的修改还没有保存。请导出保存，或清理浏览器数据后继续。").into(),
        Notice::Failed => t("浏览器没有把刚才的修改保存下来，过几秒会再试。请先导出保存，以免丢失。").into(),
        Notice::Recovered(_) => t("本机保存的内容有一份已经损坏，已用另一份恢复；损坏的那份已另外保留，您可以下载。").into(),
        Notice::Damaged(_) => t("上次保存的内容已经损坏，打不开。原内容已另外保留，您可以下载它；现在从空白开始。").into(),
        Notice::Newer(_) => t("本机保存的内容来自更新版本的惠企，这个版本打不开，也不会改动它。请刷新页面换用新版；您现在填写的内容不会保存。").into(),
        Notice::Substitute => t("上次打开的那份自评找不到了，现在打开的是最近保存的一份。其他的都在“保存的自评”里。").into(),
        Notice::BadFile(why) => say!("这个文件打不开，原来填写的内容没有变。{}", why.says()),
        Notice::NotFetched => t("这一步要用的程序没有取到，请检查网络后再试一次。您填写的内容没有变。").into(),
        Notice::Cleared(_) => t("已清空，可以重新开始。").into(),
        Notice::Deleted { name, .. } => say!("已删除“{}”。", name),
        Notice::Removed(group, instance, _) => {
            let label = book.group(group).map(|place| &book.groups[place]).map_or("", |group| group.label);
            say!("已删除{} {}。", label, instance + 1)
        }
    }
}

fn notice(app: AppState, notice: Notice) -> AnyView {
    let text = says(app.book(), &notice);
    let way_out = match notice.clone() {
        // On a shared device, paper is the only export.
        Notice::NotKept | Notice::Full | Notice::Failed if app.kiosk => None,
        Notice::NotKept | Notice::Full | Notice::Failed => {
            Some((t("导出保存"), Box::new(move || app.export_case()) as Box<dyn Fn()>))
        }
        Notice::Damaged(key) | Notice::Newer(key) | Notice::Recovered(key) => Some((
            t("下载原内容"),
            Box::new(move || {
                let text = store::text(&key).unwrap_or_default();
                platform::download("huiqi-saved.json", "application/json", &text);
            }) as Box<dyn Fn()>,
        )),
        Notice::Cleared(record) => {
            Some((t("撤销清空"), Box::new(move || app.dispatch(Event::Restored(record.clone()))) as Box<dyn Fn()>))
        }
        Notice::Deleted { key, text, .. } => Some((
            t("撤销删除"),
            Box::new(move || {
                let (key, text) = (key.clone(), text.clone());
                app.with_lazy(Box::new(move |more| (more.undo_delete)(app, &key, &text)));
            }) as Box<dyn Fn()>,
        )),
        Notice::Removed(group, instance, card) => Some((
            t("撤销删除"),
            Box::new(move || {
                app.dispatch(Event::InstanceRestored(group, instance, card.clone()));
                begin_card(group, instance);
            }) as Box<dyn Fn()>,
        )),
        Notice::Substitute | Notice::BadFile(_) | Notice::NotFetched => None,
    };
    // Data of a newer version is protected from being overwritten for as long as the page is open.
    let stays = matches!(notice, Notice::Newer(_));
    html::div()
        .class("banner")
        .child(sign(Icon::Open))
        .child(html::p().child(text))
        .child(
            matches!(notice, Notice::Full)
                .then(|| html::a().class("text").attr("href", "#/privacy").child(t("看看占了多少空间")).into_any()),
        )
        .child(
            matches!(notice, Notice::Substitute)
                .then(|| html::a().class("text").attr("href", "#/cases").child(t("保存的自评")).into_any()),
        )
        .child(way_out.map(|(name, act)| {
            html::button().attr("type", "button").class("text").on(ev::click, move |_| act()).child(name).into_any()
        }))
        .child((!stays).then(|| {
            html::button()
                .attr("type", "button")
                .class("text")
                .on(ev::click, move |_| app.dispatch(Event::Dismissed(notice.clone())))
                .child(t("知道了"))
                .into_any()
        }))
        .into_any()
}
