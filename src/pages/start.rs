//! The start page: what the app does, whether the document is in force, start or continue, open a file.

use crate::app::AppState;
use crate::components::{Accepts, CASE_FILES, file_button};
use crate::components::{begin_tour, decline_tour, left_of, progress, relative_time};
use crate::dom::{IntoChild, ev, fragment, html, memo};
use crate::i18n::engine_text;
use crate::i18n::t;
use crate::platform;
use crate::state::evaluation::Evaluation;
use crate::state::route::Route;
use crate::state::session::{Event, Session};
use crate::store::safety::where_answers_stay;
use huiqi_engine::RuleBook;
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::*;

/// The page.
pub fn page(app: AppState) -> AnyView {
    let document = &app.book().document;
    let empty = memo(move || app.session.with(Session::is_empty));
    html::div()
        .class("columns plain")
        .child(
            html::main()
                .attr("id", "main")
                .child(html::h1().attr("tabindex", "-1").child(t("这份文件里，您能享受哪些政策？")))
                .child(
                    html::p()
                        .class("lead")
                        .child(t("回答与您有关的问题，逐条看清能享受什么、能得多少、为什么，以及要带什么材料。")),
                )
                .child(move || if empty.get() { begin(app.book()) } else { resume(app) })
                .child(move || (empty.get() && !app.settings.get().toured).then(|| tour_offer(app)))
                .child(
                    html::ol()
                        .class("ways")
                        .child(
                            html::li()
                                .child(html::b().child(t("只问有用的题")))
                                .child(t("答到一半也能看结果，拿不准的选“不清楚”。")),
                        )
                        .child(
                            html::li()
                                .child(html::b().child(t("逐条说明依据")))
                                .child(t("金额怎么算、还差多少、文件原文，都写在旁边。")),
                        )
                        .child(
                            html::li()
                                .child(html::b().child(move || where_answers_stay(app.durability.get()).0))
                                .child(move || where_answers_stay(app.durability.get()).1),
                        ),
                )
                .child(validity(app))
                .child(
                    html::section()
                        .child(html::h2().child(t("依据的文件")))
                        .child(html::p().child(html::a().attr("href", "#/document").child(document.title)))
                        .child(html::p().class("source").child(say!(
                            "{} · {} · {}印发 · {}至{}施行",
                            document.number,
                            document.issuer,
                            engine_text::date(document.issued),
                            engine_text::date(document.in_force.0),
                            engine_text::date(document.in_force.1)
                        )))
                        .child(html::p().child(say!(
                            "共 {} 项措施。这里的判断和金额按文件文字推算，以主管部门审核为准。",
                            app.book().measures.len()
                        )))
                        .child(move || small_print(app)),
                ),
        )
        .child(
            html::aside()
                .class("summary")
                .attr("aria-label", t("保存的自评"))
                .child((!app.kiosk).then(|| html::p().child(open_file(app))))
                .child(
                    (!app.kiosk)
                        .then(|| html::p().child(html::a().attr("href", "#/cases").child(t("保存的自评和例子")))),
                ),
        )
        .into_any()
}

fn begin(book: &'static RuleBook<'static>) -> AnyView {
    let begin = html::a().class("button").attr("href", Route::Topic(0).to_hash(book)).child(t("开始自评"));
    html::p().class("start").child(begin).into_any()
}

// Shown once the lazy module has loaded; nothing on the page waits for it. Not shown on a shared device, which offers
// no export.
fn small_print(app: AppState) -> Option<AnyView> {
    app.lazy().filter(|_| !app.kiosk).map(|more| (more.small_print)())
}

// Shown to first-time visitors. Whether the tour was seen is stored, so that it is offered once.
fn tour_offer(app: AppState) -> AnyView {
    let button = |name: &'static str, then: fn(AppState)| {
        html::button().class("text").attr("type", "button").on(ev::click, move |_| then(app)).child(name)
    };
    html::p()
        .class("offer buttons")
        .child(html::span().child(t("第一次来？")))
        .child(button(t("看两分钟说明"), begin_tour))
        .child(button(t("不用了"), decline_tour))
        .into_any()
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
        .child(html::p().child(html::a().attr("href", topic.to_hash(app.book())).child(t("更改判断日期"))))
        .into_any()
}

fn resume(app: AppState) -> AnyView {
    let next = move || super::next_topic(app).unwrap_or(Route::Results).to_hash(app.book());
    let counts = move || {
        let answered = app.session.with(|session| session.case.record.answered());
        (answered, app.evaluation.with(Evaluation::max_remaining))
    };
    let share = move || {
        let (answered, left) = counts();
        format!("{}%", answered * 100 / (answered + left.unwrap_or(answered)).max(1))
    };
    let name = move || app.session.with(|session| session.case.record.name.trim().to_owned());
    html::div()
        .class("notice saved")
        .child(html::h2().child(t("继续上次")))
        .child(html::p().child(name))
        .child(progress(share))
        .child(
            html::p()
                .child(move || {
                    let left = app.evaluation.with(left_of).unwrap_or_default();
                    say!("已答 {} 题。{}", counts().0, left)
                })
                .child(html::br())
                .child(
                    html::small()
                        .child(move || app.kept_at.get().map(|kept_at| relative_time(app.durability.get(), kept_at))),
                ),
        )
        .child(
            html::p()
                .class("buttons")
                .child(html::a().class("button").attr("href", move || Some(next())).child(t("继续")))
                .child((!app.kiosk).then(|| {
                    html::button()
                        .attr("type", "button")
                        .class("text")
                        .on(ev::click, move |_| app.export_case())
                        .child(t("导出保存"))
                }))
                .child(
                    html::button()
                        .attr("type", "button")
                        .class("text")
                        .on(ev::click, move |_| app.dispatch(Event::Cleared))
                        .child(t("重新开始")),
                )
                .child((!app.kiosk).then(|| html::a().class("text").attr("href", "#/cases").child(t("全部自评")))),
        )
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
