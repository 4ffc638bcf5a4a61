//! The tour: a few sentences above the pages they describe. It covers nothing, can be left at any time, and is offered
//! until it was seen or declined.

use crate::app::AppState;
use crate::dom::{IntoChild, empty_view, ev, html};
use crate::i18n::t;
use crate::platform;
use crate::state::case_conversion;
use crate::state::route::Route;
use crate::state::session::Session;
use crate::store::safety;
use leptos::prelude::*;

struct TourStep {
    page: Route,
    title: &'static str,
    says: TourText,
}

enum TourText {
    This(&'static str),
    // What happens to the answers; depends on the browser.
    OfTakingAway,
}

static STEPS: [TourStep; 4] = [
    TourStep {
        page: Route::Topic(0),
        title: "一次答一组",
        says: TourText::This(
            "题目分成几组，电脑上列在左边，手机上点“目录”。只问会影响结果的题；拿不准的选“不清楚”，以后随时可以改。",
        ),
    },
    TourStep {
        page: Route::Topic(0),
        title: "边答边看",
        says: TourText::This(
            "每答一题，“目前判定”马上更新。带虚线的词点开有解释；每道题下面写着为什么问、在哪里找、带什么材料。",
        ),
    },
    TourStep {
        page: Route::Results,
        title: "逐条有依据",
        says: TourText::This("每项措施都列出条件、您的情况、差多少和文件原文。没有答完的算“待定”，不会当作“不符合”。"),
    },
    TourStep { page: Route::Cases, title: "带走，或者以后接着填", says: TourText::OfTakingAway },
];

// The last step on a shared device, where nothing is stored and paper is the only export.
static KIOSK: TourStep = TourStep {
    page: Route::Print,
    title: "打印，然后结束",
    says: TourText::This("结果可以打印成A4材料带到窗口。用完点“结束”，填写的内容全部清除。"),
};

fn step(app: AppState, at: usize) -> Option<&'static TourStep> {
    if app.kiosk && at + 1 == STEPS.len() { Some(&KIOSK) } else { STEPS.get(at) }
}

/// Starts the tour once the lazy module has loaded.
pub fn begin_tour(app: AppState) {
    app.with_lazy(Box::new(move |more| (more.begin_tour)(app)));
}

/// Starts the tour. Part of the lazy module.
pub fn start_tour(app: AppState) {
    turn_to(app, 0);
}

/// Declines the tour: it is not offered again.
pub fn decline_tour(app: AppState) {
    app.settings.update(|settings| settings.toured = true);
}

fn turn_to(app: AppState, at: usize) {
    app.leave_example();
    let Some(wanted) = step(app, at) else { return end(app) };
    // Without answers, the results are those of an example: complete ones explain more than open ones.
    if wanted.page == Route::Results
        && app.session.with_untracked(Session::is_empty)
        && let Some(form) = case_conversion::example_form(app.book(), 0)
    {
        app.look_at(form);
    }
    app.tour.set(Some(at));
    platform::navigate(&wanted.page.to_hash(app.book()));
    platform::request_animation_frame(|| platform::focus(".tour h2"));
}

fn end(app: AppState) {
    app.tour.set(None);
    decline_tour(app);
    platform::request_animation_frame(|| platform::focus("h1"));
}

/// A step of the tour. Part of the lazy module.
pub fn tour(app: AppState, at: usize) -> AnyView {
    let Some(step) = step(app, at) else { return empty_view() };
    let button = |class: &'static str, name: &'static str, then: Box<dyn Fn()>| {
        html::button().class(class).attr("type", "button").on(ev::click, move |_| then()).child(name)
    };
    let is_last = at + 1 == STEPS.len();
    let onward = if is_last { t("完成") } else { t("下一步") };
    html::section()
        .class("tour")
        .attr("aria-label", t("使用说明"))
        .on(ev::keydown, move |event| {
            if platform::is_escape(&event) {
                end(app);
            }
        })
        .child(
            html::h2()
                .attr("tabindex", "-1")
                .child(html::small().child(format!("{}/{}", at + 1, STEPS.len())))
                .child(" ")
                .child(t(step.title)),
        )
        .child(html::p().child(move || match step.says {
            TourText::This(says) => t(says),
            TourText::OfTakingAway => safety::on_taking_away(app.durability.get()),
        }))
        .child(
            html::p()
                .class("buttons")
                .child(button("button quiet", onward, Box::new(move || turn_to(app, at + 1))))
                .child((at > 0).then(|| button("text", t("上一步"), Box::new(move || turn_to(app, at - 1)))))
                .child((!is_last).then(|| button("text", t("跳过说明"), Box::new(move || end(app)))).into_child()),
        )
        .into_any()
}
