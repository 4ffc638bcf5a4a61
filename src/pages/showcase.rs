//! What the start page shows once the lazy module has loaded: a result in the focal panel, the typical applicants of
//! the rule book as tiles, and what the figures are based on. Opening an example stores nothing: the case that the user
//! keeps stays as it is.

use super::embed;
use crate::app::AppState;
use crate::components::{
    StripPart, begin_tour, button, decline_tour, left_of, official, pictogram, pictogram_of_answers, relative_time,
    result_figures, result_headline, share_bar, sized,
};
use crate::dom::{IntoChild, empty_view, fragment, html, reactive};
use crate::i18n::engine_text::{self, short_money};
use crate::i18n::t;
use crate::platform;
use crate::state::case_conversion;
use crate::state::route::Route;
use crate::state::session::Session;
use crate::store;
use huiqi_engine::assess::worked_result;
use huiqi_engine::book::Profile;
use huiqi_engine::number::Date;
use leptos::prelude::*;

/// The content of the focal panel: the result of the kept case, or of the first example.
pub fn focal_panel(app: AppState) -> AnyView {
    if !app.session.with_untracked(Session::is_empty) {
        return kept_result(app);
    }
    let Some(profile) = app.book().profiles.first() else { return empty_view() };
    let result = &profile.result;
    let rows: Vec<AnyView> = result
        .largest
        .iter()
        .map(|(measure, sum)| {
            html::li()
                .child(html::span().child(app.book().measures[*measure].title))
                .child(" ")
                .child(html::b().child(short_money(sum.0)))
                .child(share_bar(sum.0, result.largest.first().map_or(sum.0, |(_, most)| most.0), StripPart::Exact))
                .into_any()
        })
        .collect();
    let open = (!app.kiosk).then(|| {
        let says = say!("打开这个例子，一共答了 {} 题", usize::from(result.answered));
        html::p().child(button(says, "text", move || look_at(app, profile)))
    });
    fragment(vec![
        html::p().class("source").child(say!("例子：{}", profile.label)).into_any(),
        result_figures(result, |count| say!("可得 {} 项", count)),
        html::ul().class("largest").child(rows).into_any(),
        open.into_child(),
    ])
}

fn kept_result(app: AppState) -> AnyView {
    let name = move || app.session.with(|session| session.case.record.name.trim().to_owned());
    let kept = move || app.kept_at.get().map(|kept_at| relative_time(app.durability.get(), kept_at));
    let result = move || {
        app.evaluation.with(|evaluation| {
            let result = worked_result(&evaluation.view(app.book()), &evaluation.assessment);
            if result.eligible == 0 {
                let says = engine_text::headline(app.book(), &evaluation.assessment);
                return html::p().class("lead").child(says).into_any();
            }
            result_figures(&result, |count| say!("目前可得 {} 项", count))
        })
    };
    let progress = move || {
        let answered = app.session.with(|session| session.case.record.answered());
        say!("已答 {} 题。{}", answered, app.evaluation.with(left_of).unwrap_or_default())
    };
    let next = move || super::next_topic(app).map(|topic| say!("接下来：{}", super::title(app.book(), &topic)));
    fragment(vec![
        html::p().class("source").child(name).child(" ").child(kept).into_any(),
        reactive(result),
        html::p().class("source").child(progress).child(" ").child(next).into_any(),
    ])
}

/// The period of the document, the day of the assessment in it, and today, as a picture for a document that has expired.
/// The sentence beside it says the same.
pub fn timeline(app: AppState) -> AnyView {
    let (from, to) = app.book().document.in_force;
    let place = move || {
        let date = app.evaluation.with(|evaluation| evaluation.assessment.date);
        // Of the width; the period takes half of it. Every month counts 31 days, which is exact enough for a picture.
        let days = |day: Date| (day.year() * 12 + day.month()) * 31 + day.day();
        let (passed, whole) = (days(date).saturating_sub(days(from)), days(to).saturating_sub(days(from)).max(1));
        format!("{}%", (passed * 50 / whole).min(50))
    };
    let line = view! {
        <svg class="timeline" aria-hidden="true">
            <path class="after" d="M0 12h4000"></path>
            <rect width="50%" y="7" height="10"></rect>
            <circle cx=place cy="12" r="8"></circle>
        </svg>
    };
    fragment(vec![
        line.into_any(),
        html::p()
            .class("source")
            .attr("aria-hidden", "true")
            .child(html::span().child(engine_text::date(from)))
            .child(html::span().child(t("到期")))
            .child(html::span().child(t("今天")))
            .into_any(),
    ])
}

/// What stands below the focal panel: the typical applicants, other ways in, and the document.
pub fn below_focal_panel(app: AppState) -> AnyView {
    let tour = move || {
        let is_new = app.session.with(Session::is_empty) && !app.settings.get().toured;
        is_new.then(|| tour_offer(app))
    };
    fragment(vec![if app.kiosk { empty_view() } else { profiles(app) }, html::div().child(tour).into_any(), basis(app)])
}

fn profiles(app: AppState) -> AnyView {
    let mut tiles: Vec<AnyView> = app.book().profiles.iter().map(|profile| tile(app, profile)).collect();
    let ways = html::p()
        .child(t("园区、顾问、代理机构："))
        .child(html::a().attr("href", Route::Batch.to_hash(app.book())).child(t("一张表，一次算多家")))
        .child(html::br())
        .child(html::a().attr("href", Route::Cases.to_hash(app.book())).child(t("保存的自评和例子")));
    if tiles.is_empty() {
        return html::section().child(ways).into_any();
    }
    let own = html::a()
        .class("tile")
        .attr("href", Route::Topic(0).to_hash(app.book()))
        .child(pictogram_of_answers())
        .child(html::b().child(t("都不像")))
        .child(html::span().class("source").child(t("直接答您自己的情况")));
    tiles.push(own.into_any());
    html::section()
        .child(html::h2().child(t("先看与您相像的一家")))
        .child(html::p().class("hint").child(t("都是虚构的企业和个人，金额由同一套规则算出。")))
        .child(html::div().class("tiles").child(tiles))
        .child(ways)
        .into_any()
}

fn tile(app: AppState, profile: &'static Profile<'static>) -> AnyView {
    let (word, amount) = result_headline(&profile.result, short_money);
    let content = vec![
        pictogram(profile.picture),
        html::b().child(profile.label).into_any(),
        html::span().class("source").child(profile.hint).into_any(),
        html::span().class("tile-amount").child(html::small().child(word)).child(" ").child(sized(&amount)).into_any(),
    ];
    button(content, "tile", move || look_at(app, profile))
}

// Offered to first-time visitors. Whether the tour was seen is stored, so that it is offered once.
fn tour_offer(app: AppState) -> AnyView {
    html::p()
        .class("buttons")
        .child(html::span().child(t("第一次来？")))
        .child(button(t("看两分钟说明"), "text", move || begin_tour(app)))
        .child(button(t("不用了"), "text", move || decline_tour(app)))
        .into_any()
}

fn basis(app: AppState) -> AnyView {
    let document = &app.book().document;
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
        .child((!app.kiosk).then(embed::note_of_single_file))
        .into_any()
}

fn look_at(app: AppState, profile: &'static Profile<'static>) {
    if let Some(form) = case_conversion::example_form(app.book(), usize::from(profile.example)) {
        app.look_at(form);
        platform::navigate(&Route::Results.to_hash(app.book()));
    }
}

/// Shown above the results of an example: that it is one, and the way to one's own answers.
pub fn example_notice(app: AppState) -> Option<AnyView> {
    if !app.session.with(Session::is_example) {
        return None;
    }
    let name = app.session.with_untracked(|session| session.case.record.name.clone());
    let of_case = |profile: &&Profile<'_>| {
        case_conversion::example_form(app.book(), usize::from(profile.example)).is_some_and(|form| form.name == name)
    };
    let profile = app.book().profiles.iter().find(of_case);
    let offered = profile.map(|profile| {
        let link = |measure| {
            html::li()
                .child(
                    html::a()
                        .attr("href", Route::Measure(measure).to_hash(app.book()))
                        .child(app.book().measures[measure].title),
                )
                .into_any()
        };
        let links: Vec<AnyView> = profile.offered.iter().map(|measure| link(*measure)).collect();
        fragment(vec![
            html::p().child(t("这类申报主体常看的措施：")).into_any(),
            html::ul().class("offered").child(links).into_any(),
        ])
    });
    let own = if store::has_case() { t("回到您自己的自评") } else { t("换成您自己的回答") };
    Some(
        html::div()
            .class("notice example")
            .child(
                html::p()
                    .child(official(html::b().child(name)))
                    .child(" ")
                    .child(t("这是虚构的例子，只是看看，不保存；您改了哪一题，就另存为您的一份。")),
            )
            .child(offered)
            .child(
                html::p()
                    .class("buttons")
                    .child(button(own, "button", move || start_own(app)))
                    .child(html::a().class("text").attr("href", "#/").child(t("看别的例子"))),
            )
            .into_any(),
    )
}

// Back to the kept case; without one, to the first question.
fn start_own(app: AppState) {
    app.leave_example();
    let is_empty = app.session.with_untracked(Session::is_empty);
    let route = if is_empty { Route::Topic(0) } else { Route::Start };
    platform::navigate(&route.to_hash(app.book()));
}
