//! The companies of a table, a hundred per page: sorting, searching, opening. Knows no file.

use super::runner::{self, ListedCompany, look};
use super::sort::{Key, ListOptions, listed};
use crate::app::AppState;
use crate::dom::{empty_view, ev, html, memo};
use crate::i18n::t;
use crate::platform;
use crate::state::case_conversion;
use crate::state::route::Route;
use crate::store::{self, LoadOutcome};
use huiqi_engine::assess::Amount;
use leptos::prelude::*;
use rust_decimal::Decimal;

/// Companies per page of the list: few enough to look through and for a browser to render at once.
const LEAF: usize = 100;

const COLUMNS: [(&str, Key); 7] = [
    ("可得（元）", Key::Exact),
    ("由部门定，最高（元）", Key::Assessed),
    ("少缴税费（元）", Key::Relief),
    ("没有写金额", Key::Unstated),
    ("待定", Key::Undecided),
    ("没涉及", Key::NotAsked),
    ("还要回答", Key::Left),
];

/// The list.
pub fn list(app: AppState) -> AnyView {
    let order = memo(|| {
        let view = runner::view().get();
        look(|batch| listed(&batch.companies, &view))
    });
    let rows = move || {
        let leaf = runner::paginate().get();
        order.with(|order| {
            let places = order.iter().skip(leaf.saturating_mul(LEAF)).take(LEAF);
            places.map(|place| row(app, *place)).collect::<Vec<_>>()
        })
    };
    html::section()
        .child(html::h2().child(t("各家企业")))
        .child(search())
        .child(
            html::div()
                .class("scroll")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", t("各家企业"))
                .child(html::table().class("companies").child(titles()).child(html::tbody().child(rows))),
        )
        .child(leaves(memo(move || order.with(Vec::len))))
        .into_any()
}

fn search() -> AnyView {
    let typed = |event: platform::Event| {
        runner::paginate().set(0);
        runner::view().update(|view| view.search = event_target_value(&event));
    };
    html::p()
        .class("field")
        .child(html::label().attr("for", "find-company").child(t("按名称找")))
        .child(
            html::input()
                .attr("id", "find-company")
                .attr("type", "search")
                .attr("autocomplete", "off")
                .prop("value", runner::view().get_untracked().search)
                .on(ev::input, typed),
        )
        .into_any()
}

fn titles() -> AnyView {
    let mut row =
        html::tr().child(title(t("行"), Key::Row)).child(html::th().attr("scope", "col").child(t("单位名称")));
    for (name, key) in COLUMNS {
        row = row.child(title(t(name), key));
    }
    html::thead().child(row).into_any()
}

// The button element stays when the order changes, so that it keeps the focus.
fn title(name: &'static str, key: Key) -> AnyView {
    let sorted = move || {
        let ListOptions { key: by, turned, .. } = runner::view().get();
        (by == key).then_some(key.is_largest_first() != turned)
    };
    let sort = move || {
        runner::paginate().set(0);
        runner::view().update(|view| {
            view.turned = view.key == key && !view.turned;
            view.key = key;
        });
    };
    let sign = move || match sorted() {
        Some(true) => " ▼",
        Some(false) => " ▲",
        None => "",
    };
    let press = html::button()
        .attr("type", "button")
        .class("text")
        .on(ev::click, move |_| sort())
        .child(name)
        .child(html::small().attr("aria-hidden", "true").child(sign));
    let order = move || sorted().map(|descends| if descends { "descending" } else { "ascending" });
    html::th().attr("scope", "col").class("number").attr("aria-sort", order).child(press).into_any()
}

fn row(app: AppState, place: usize) -> AnyView {
    let Some(company) = look(|batch| batch.companies.get(place).cloned()) else { return empty_view() };
    let ListedCompany { row, name, exact, assessed, relief, unstated, undecided, not_asked, left, .. } = company;
    let name = if name.is_empty() { t("未写名称").to_owned() } else { name.into_string() };
    let open = html::button().attr("type", "button").class("text").on(ev::click, move |_| open(app, place)).child(name);
    let figure = |value: String| html::td().class("number").child(value).into_any();
    html::tr()
        .child(figure(row.to_string()))
        .child(html::th().attr("scope", "row").child(open))
        .child(figure(plain(exact)))
        .child(figure(assessed.map_or_else(|| t("无上限").to_owned(), plain)))
        .child(figure(saved(&relief)))
        .child(figure(unstated.to_string()))
        .child(figure(undecided.to_string()))
        .child(figure(not_asked.to_string()))
        .child(figure(left.to_string()))
        .into_any()
}

// Zero is shown as a dash: another column may show an amount.
fn plain(value: Decimal) -> String {
    if value.is_zero() {
        return "—".to_owned();
    }
    crate::i18n::engine_text::money(value).trim_end_matches('元').to_owned()
}

fn saved(relief: &Amount) -> String {
    if relief.is_exact() { plain(relief.low) } else { crate::i18n::engine_text::amount(relief) }
}

// Opens a company as a separate case. Once opened, the same case is opened again, with any changes made since.
fn open(app: AppState, place: usize) {
    let opened = look(|batch| batch.opened(place)).filter(|key| matches!(store::load(key), LoadOutcome::Case(_)));
    if let Some(key) = opened {
        app.open_case(&key);
    } else {
        let Some(case) = look(|batch| batch.case(app.rules, place)) else { return };
        app.open_as_new(case_conversion::case_to_form(app.book(), &case));
        runner::remember(place, app.session.with_untracked(|session| session.case.key.clone()));
    }
    platform::navigate(&Route::Results.to_hash(app.book()));
}

// Pagination. The number of companies is shown even if they fit on one page.
fn leaves(count: Memo<usize>) -> AnyView {
    let last = move || count.get().saturating_sub(1) / LEAF;
    let says = move || match (count.get(), last()) {
        (0, _) => t("没有名称里有这几个字的企业。").to_owned(),
        (count, 0) => say!("共 {} 家。点名称看这一家的判定结果。", count),
        (count, last) => {
            let leaf = runner::paginate().get() + 1;
            say!("第 {} 页，共 {} 页，{} 家。点名称看这一家的判定结果。", leaf, last + 1, count)
        }
    };
    let turn = |name: &'static str, to: fn(usize) -> usize, is_end: Box<dyn Fn() -> bool + Send>| {
        let turned = move |_| {
            runner::paginate().update(|leaf| *leaf = to(*leaf));
            platform::request_animation_frame(|| platform::scroll_to(".companies"));
        };
        html::button()
            .attr("type", "button")
            .class("button quiet")
            .bool_prop("disabled", is_end)
            .bool_prop("hidden", move || last() == 0)
            .on(ev::click, turned)
            .child(name)
    };
    html::div()
        .class("buttons")
        .child(turn(t("上一页"), |leaf| leaf.saturating_sub(1), Box::new(|| runner::paginate().get() == 0)))
        .child(turn(t("下一页"), |leaf| leaf + 1, Box::new(move || runner::paginate().get() >= last())))
        .child(html::p().attr("role", "status").child(says))
        .into_any()
}
