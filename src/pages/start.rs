//! The first page: what this is, whether the document is in force, start or continue, open a file.

use crate::app::AppState;
use crate::components::{Accepts, CASE_FILES, file_button};
use crate::components::{begin_tour, decline_tour, left_of, progress, relative_time};
use crate::dom::{Child, all, el, memo};
use crate::i18n::engine_text;
use crate::platform;
use crate::state::evaluation::Evaluation;
use crate::state::route::Route;
use crate::state::session::{Event, Session};
use crate::store::safety::where_answers_stay;
use huiqi_engine::RuleBook;
use leptos::prelude::*;

/// The page.
pub fn page(app: AppState) -> AnyView {
    let document = &app.book().document;
    let empty = memo(move || app.session.with(Session::is_empty));
    el("div")
        .class("columns plain")
        .child(
            el("main")
                .attr("id", "main")
                .child(el("h1").attr("tabindex", "-1").child("这份文件里，您能享受哪些政策？"))
                .child(
                    el("p")
                        .class("lead")
                        .child("回答与您有关的问题，逐条看清能享受什么、能得多少、为什么，以及要带什么材料。"),
                )
                .live(move || if empty.get() { begin(app.book()) } else { resume(app) })
                .live(move || (empty.get() && !app.settings.get().toured).then(|| tour_offer(app)))
                .child(
                    el("ol")
                        .class("ways")
                        .child(
                            el("li")
                                .child(el("b").child("只问有用的题"))
                                .child("答到一半也能看结果，拿不准的选“不清楚”。"),
                        )
                        .child(
                            el("li")
                                .child(el("b").child("逐条说明依据"))
                                .child("金额怎么算、还差多少、文件原文，都写在旁边。"),
                        )
                        .child(
                            el("li")
                                .child(el("b").live(move || where_answers_stay(app.standing.get()).0))
                                .live(move || where_answers_stay(app.standing.get()).1),
                        ),
                )
                .child(validity(app))
                .child(
                    el("section")
                        .child(el("h2").child("依据的文件"))
                        .child(el("p").child(el("a").attr("href", "#/document").child(document.title)))
                        .child(el("p").class("source").child(say!(
                            "{} · {} · {}印发 · {}至{}施行",
                            document.number,
                            document.issuer,
                            engine_text::date(document.issued),
                            engine_text::date(document.in_force.0),
                            engine_text::date(document.in_force.1)
                        )))
                        .child(el("p").child(say!(
                            "共 {} 项措施。这里的判断和金额按文件文字推算，以主管部门审核为准。",
                            app.book().measures.len()
                        )))
                        .live(move || small_print(app)),
                ),
        )
        .child(
            el("aside")
                .class("summary")
                .attr("aria-label", "保存的自评")
                .child((!app.kiosk).then(|| el("p").child(open_file(app))))
                .child((!app.kiosk).then(|| el("p").child(el("a").attr("href", "#/cases").child("保存的自评和例子")))),
        )
        .done()
}

fn begin(book: &'static RuleBook<'static>) -> AnyView {
    let begin = el("a").class("button").attr("href", Route::Topic(0).to_hash(book)).child("开始自评");
    el("p").class("start").child(begin).done()
}

// Once it is here; nothing on the page waits for it. On a device for everybody nothing is to be taken along.
fn small_print(app: AppState) -> Option<AnyView> {
    app.lazy().filter(|_| !app.kiosk).map(|more| (more.small_print)())
}

// For who is here for the first time; what is known of the tour is kept, so that it is not offered twice.
fn tour_offer(app: AppState) -> AnyView {
    let button = |name: &'static str, then: fn(AppState)| {
        el("button").class("text").attr("type", "button").on("click", move |_| then(app)).child(name)
    };
    el("p")
        .class("offer buttons")
        .child(el("span").child("第一次来？"))
        .child(button("看两分钟说明", begin_tour))
        .child(button("不用了", decline_tour))
        .done()
}

fn validity(app: AppState) -> AnyView {
    let to = app.book().document.in_force.1;
    let expired = platform::today().is_some_and(|today| today > to);
    // Of answers that were not judged yet nobody knows on which day they are to be.
    let date = memo(move || {
        let known = app.session.with(Session::is_empty);
        app.judgement.with(|judgement| (known || judgement.is_loaded()).then_some(judgement.assessment.date))
    });
    let as_of = move || {
        let date = el("b").child(engine_text::date(date.get()?));
        Some(all(vec!["现在按 ".view(), date.done(), " 判断。".view()]))
    };
    let topic = Route::Topic(usize::from(app.book().facts[app.book().document.date_fact].topic));
    el("div")
        .class(if expired { "notice warn" } else { "notice" })
        .child(
            el("p")
                .child(expired.then(|| el("b").child(say!("这份文件的政策已于{}到期。", engine_text::date(to))).done()))
                .live(as_of)
                .child(expired.then_some("结果可用于核对有效期内的申报；之后的政策请看新的文件。")),
        )
        .child(el("p").child(el("a").attr("href", topic.to_hash(app.book())).child("更改判断日期")))
        .done()
}

fn resume(app: AppState) -> AnyView {
    let next = move || super::next_topic(app).unwrap_or(Route::Results).to_hash(app.book());
    let counts = move || {
        let answered = app.session.with(|session| session.case.record.answered());
        (answered, app.judgement.with(Evaluation::max_remaining))
    };
    let share = move || {
        let (answered, left) = counts();
        format!("{}%", answered * 100 / (answered + left.unwrap_or(answered)).max(1))
    };
    let name = move || app.session.with(|session| session.case.record.name.trim().to_owned());
    el("div")
        .class("notice saved")
        .child(el("h2").child("继续上次"))
        .child(el("p").live(name))
        .child(progress(share))
        .child(
            el("p")
                .live(move || {
                    let left = app.judgement.with(left_of).unwrap_or_default();
                    say!("已答 {} 题。{}", counts().0, left)
                })
                .child(el("br"))
                .child(
                    el("small")
                        .live(move || app.kept_at.get().map(|kept_at| relative_time(app.standing.get(), kept_at))),
                ),
        )
        .child(
            el("p")
                .class("buttons")
                .child(el("a").class("button").live_attr("href", move || Some(next())).child("继续"))
                .child((!app.kiosk).then(|| {
                    el("button")
                        .attr("type", "button")
                        .class("text")
                        .on("click", move |_| app.export_case())
                        .child("导出保存")
                }))
                .child(
                    el("button")
                        .attr("type", "button")
                        .class("text")
                        .on("click", move |_| app.dispatch(Event::Cleared))
                        .child("重新开始"),
                )
                .child((!app.kiosk).then(|| el("a").class("text").attr("href", "#/cases").child("全部自评"))),
        )
        .done()
}

fn open_file(app: AppState) -> AnyView {
    let one = Accepts { multiple: false, ..CASE_FILES };
    file_button("打开导出的文件", "button quiet", one, move |files| {
        for file in files {
            app.with_lazy(Box::new(move |lazy| (lazy.open)(app, file)));
        }
    })
}
