//! The start page: what the app does, a result as the best explanation, start or continue, open a file, whether the
//! document is in force. The result and everything below it are in the lazy module; they have their place from the
//! first paint on, so that nothing moves.

use crate::app::AppState;
use crate::app::lazy::{self, LazyModule};
use crate::components::{Accepts, CASE_FILES, Icon, button, file_button, sign};
use crate::dom::{IntoChild, fragment, html, memo, reactive};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::platform;
use crate::state::route::Route;
use crate::state::session::{Event, Session};
use crate::store::safety::where_answers_stay;
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::*;

/// The page.
pub fn page(app: AppState) -> AnyView {
    // An example was opened by the lazy module.
    if let Some(lazy) = lazy::here() {
        (lazy.leave_example)(app);
    }
    let empty = memo(move || app.session.with(Session::is_empty));
    let when_loaded = move |part: fn(&LazyModule) -> fn(AppState) -> AnyView| {
        reactive(move || {
            empty.track();
            app.lazy().map(|lazy| part(lazy)(app))
        })
    };
    html::div()
        .class("columns plain wide")
        .child(
            html::main()
                .attr("id", "main")
                .class("home")
                .child(
                    html::div()
                        .class("opener")
                        .child(html::div().child(move || if empty.get() { begin(app) } else { resume(app) }))
                        .child(validity(app))
                        .child(
                            html::section()
                                // A kept case waits for the lazy module before the page is shown, so it needs no room.
                                .attr("class", move || Some(if empty.get() { "deep room" } else { "deep" }))
                                .attr("aria-label", move || {
                                    Some(if empty.get() { t("例子") } else { t("目前的结果") })
                                })
                                .child(when_loaded(|lazy| lazy.focal_panel)),
                        ),
                )
                .child(html::div().class("below").child(when_loaded(|lazy| lazy.below_focal_panel))),
        )
        .into_any()
}

fn begin(app: AppState) -> AnyView {
    let document = &app.book().document;
    let stay = move || where_answers_stay(app.durability.get());
    fragment(vec![
        html::h1().attr("tabindex", "-1").child(t("您能得到哪些支持？算一算，逐项看清。")).into_any(),
        html::p()
            .class("lead")
            .child(say!(
                "{}共 {} 项措施。答几道题，就知道与您有关的是哪些、能得多少、为什么、带什么材料。",
                document.number,
                app.book().measures.len()
            ))
            .into_any(),
        html::p()
            .class("buttons start")
            .child(html::a().class("button").attr("href", Route::Topic(0).to_hash(app.book())).child(t("开始自评")))
            .child((!app.kiosk).then(|| open_file(app)))
            .into_any(),
        html::ul()
            .class("facts")
            .child(html::li().child(sign(Icon::Lock)).child(move || stay().0))
            .child(html::li().child(sign(Icon::Pen)).child(t("只问有用的题")))
            .child(html::li().child(sign(Icon::Paper)).child(t("可打印带到窗口")))
            .into_any(),
        html::p().class("source").child(move || stay().1).into_any(),
    ])
}

fn resume(app: AppState) -> AnyView {
    let next = move || super::next_topic(app).unwrap_or(Route::Results).to_hash(app.book());
    fragment(vec![
        html::h1().attr("tabindex", "-1").child(t("接着答")).into_any(),
        html::p().class("lead").child(move || where_answers_stay(app.durability.get()).1).into_any(),
        html::p()
            .class("buttons start")
            .child(html::a().class("button").attr("href", move || Some(next())).child(t("继续")))
            .child((!app.kiosk).then(|| button(t("导出保存"), "text", move || app.export_case())))
            .child(button(t("重新开始"), "text", move || app.dispatch(Event::Cleared)))
            .child((!app.kiosk).then(|| html::a().class("text").attr("href", "#/cases").child(t("全部自评"))))
            .into_any(),
        html::p().child((!app.kiosk).then(|| open_file(app))).into_any(),
    ])
}

fn validity(app: AppState) -> AnyView {
    let to = app.book().document.in_force.1;
    let expired = platform::today().is_some_and(|today| today > to);
    // Without an evaluation the assessment date is not known.
    let date = memo(move || {
        let known = app.session.with(Session::is_empty);
        app.evaluation.with(|evaluation| (known || evaluation.is_loaded()).then_some(evaluation.assessment.date))
    });
    let as_of = move || {
        let date = html::b().child(engine_text::date(date.get()?));
        Some(fragment(vec![t("现在按 ").into_child(), date.into_any(), t(" 判断。").into_child()]))
    };
    let topic = app.route_to(FactInstance::first(app.book().document.date_fact));
    html::div()
        .class(if expired { "notice warn" } else { "notice" })
        .child(
            html::p()
                .child(
                    expired
                        .then(|| html::b().child(say!("这份文件的政策已于{}到期。", engine_text::date(to))).into_any()),
                )
                .child(as_of)
                .child(expired.then_some(t("结果可用于核对有效期内的申报；之后的政策请看新的文件。"))),
        )
        .child(expired.then(|| html::div().class("time").child(move || app.lazy().map(|lazy| (lazy.timeline)(app)))))
        .child(html::p().child(html::a().attr("href", topic.to_hash(app.book())).child(t("更改判断日期"))))
        .into_any()
}

fn open_file(app: AppState) -> AnyView {
    let one = Accepts { multiple: false, ..CASE_FILES };
    file_button(t("打开导出的文件"), "button quiet", one, move |files| {
        for file in files {
            app.with_lazy(Box::new(move |lazy| (lazy.open)(app, file)));
        }
    })
}
