//! Answers given by one tap: yes/no, one of several, any of several. Each always offers 不清楚.

use crate::app::AppState;
use crate::dom::{Element, IntoChild, empty_view, ev, for_each_keyed, fragment, html, memo};
use crate::i18n::t;
use crate::state::form::{FieldKey, RawAnswer};
use crate::state::steps::MAX_UNFOLDED_OPTIONS;
use huiqi_engine::RuleBook;
use huiqi_engine::book::{FactId, FactOption, Pictogram};
use leptos::prelude::*;

// Number of options from which a list has a search field.
pub(super) const SEARCHED_FROM: usize = 12;

fn entry_of(app: AppState, slot: FieldKey) -> Memo<Option<RawAnswer>> {
    memo(move || app.session.with(|session| session.shown_answer(slot).cloned()))
}

fn radio(
    app: AppState,
    slot: FieldKey,
    entry: Memo<Option<RawAnswer>>,
    name: &'static str,
    is: RawAnswer,
    help: &'static str,
) -> AnyView {
    let shown = is.clone();
    html::label()
        .class("choice")
        .child(
            html::input()
                .attr("type", "radio")
                .attr("name", format!("q-{}", slot.name()))
                .bool_prop("checked", move || entry.get().as_ref() == Some(&shown))
                .on(ev::change, move |_| app.choose(slot, Some(is.clone()))),
        )
        .child(named(name, help))
        .into_any()
}

/// Radio buttons for yes, no, 不清楚.
pub fn yes_no(app: AppState, slot: FieldKey) -> AnyView {
    let entry = entry_of(app, slot);
    let options =
        [(t("是"), RawAnswer::YesNo(true)), (t("否"), RawAnswer::YesNo(false)), (t("不清楚"), RawAnswer::Unsure)];
    let radios = options.into_iter().map(|(name, is)| radio(app, slot, entry, name, is, "")).collect::<Vec<_>>();
    html::div().class("choices row").child(radios).into_any()
}

// Indices of the offered options. Options that cannot apply are omitted, unless they are already selected.
fn offered(app: AppState, ix: FactId, slot: FieldKey, chosen: impl Fn(&str) -> bool) -> Vec<usize> {
    let fact = &app.book().facts[ix];
    app.evaluation.with(|evaluation| {
        let on_offer = |option: &FactOption<'_>| {
            option.only_if.is_none_or(|only_if| evaluation.is_option_available(app.book(), only_if, slot.instance()))
        };
        let places = fact.options.iter().enumerate();
        places.filter(|(_, option)| chosen(option.id) || on_offer(option)).map(|(place, _)| place).collect()
    })
}

fn option(book: &'static RuleBook<'static>, ix: FactId, place: usize) -> Option<&'static FactOption<'static>> {
    book.facts[ix].options.get(place)
}

fn holds(entry: Option<&RawAnswer>, id: &str) -> bool {
    match entry {
        Some(RawAnswer::Choice(chosen)) => chosen == id,
        Some(RawAnswer::Several(ids)) => ids.iter().any(|chosen| chosen == id),
        _ => false,
    }
}

// Whether an option is selected, or was since the page was opened: an option that is deselected stays under the
// pointer.
fn was_chosen(were: StoredValue<Vec<String>>, entry: Memo<Option<RawAnswer>>, id: &str) -> bool {
    let is_known = were.with_value(|were| were.iter().any(|known| known == id));
    let is_chosen = || entry.with_untracked(|entry| holds(entry.as_ref(), id));
    if !is_known && is_chosen() {
        were.update_value(|were| were.push(id.to_owned()));
        return true;
    }
    is_known
}

/// Radio buttons: one of several.
pub fn one_of(app: AppState, ix: FactId, slot: FieldKey) -> AnyView {
    let entry = entry_of(app, slot);
    let were_chosen = StoredValue::new(Vec::new());
    let places = memo(move || offered(app, ix, slot, |option| was_chosen(were_chosen, entry, option)));
    let one = move |place: usize| {
        option(app.book(), ix, place).map_or_else(empty_view, |option| {
            radio(app, slot, entry, option.label, RawAnswer::Choice(option.id.into()), option.help)
        })
    };
    html::div()
        .class("choices")
        .child(for_each_keyed(move || places.get(), one))
        .child(radio(app, slot, entry, t("不清楚"), RawAnswer::Unsure, ""))
        .into_any()
}

/// Checkboxes: any of several, with 以上都没有 and, in long lists, a search field. `folds`: a long list is folded under
/// its headings.
pub fn any_of(app: AppState, ix: FactId, slot: FieldKey, folds: bool) -> AnyView {
    let entry = entry_of(app, slot);
    let search = RwSignal::new(String::new());
    let were_chosen = StoredValue::new(Vec::new());
    let places = memo(move || {
        let wanted = search.get().trim().to_owned();
        let mut places = offered(app, ix, slot, |option| was_chosen(were_chosen, entry, option));
        places.retain(|place| {
            option(app.book(), ix, *place).is_some_and(|option| wanted.is_empty() || speaks_of(option, &wanted))
        });
        places
    });
    let count = places.with_untracked(Vec::len);
    let long = count >= SEARCHED_FROM;
    let folded = folds && count > MAX_UNFOLDED_OPTIONS;
    let filter = long.then(|| option_search(search));
    // A heading is keyed by the index of its first option, whether or not that is offered, so that options that appear
    // later leave the other headings unchanged.
    let first_of = move |place: usize| {
        let heading = |place: usize| option(app.book(), ix, place).map_or("", |option| option.group);
        (0..place).rev().take_while(|before| heading(*before) == heading(place)).last().unwrap_or(place)
    };
    let headings = move || {
        places.with(|places| {
            let mut firsts: Vec<usize> = places.iter().map(|place| first_of(*place)).collect();
            firsts.dedup();
            firsts
        })
    };
    let group = move |first: usize| {
        let heading = option(app.book(), ix, first).map_or("", |option| option.group);
        let under = move || {
            places.with(|places| {
                let same = |place: &usize| first_of(*place) == first;
                places.iter().copied().filter(same).collect()
            })
        };
        let list = html::div()
            .class(if long { "choices list" } else { "choices" })
            .child(for_each_keyed(under, move |place| tick(app, ix, slot, entry, place)));
        if heading.is_empty() {
            return list.into_any();
        }
        if !folded {
            return fragment(vec![html::h2().child(heading).into_any(), list.into_any()]);
        }
        let chosen = move || {
            let under = |place: &usize| first_of(*place) == first;
            let is_chosen = |place: &usize| {
                option(app.book(), ix, *place)
                    .is_some_and(|option| entry.with(|entry| holds(entry.as_ref(), option.id)))
            };
            let count = places.with(|places| places.iter().filter(|place| under(place) && is_chosen(place)).count());
            (count > 0).then(|| html::small().child(say!("已选 {} 项", count)))
        };
        if let Some(picture) = app.book().facts[ix].picture(heading) {
            let id = format!("p-{}-{first}", slot.name());
            return tile(app, picture, heading, id, chosen, move || !search.with(String::is_empty), list);
        }
        html::details()
            .class("family")
            .attr("open", move || (!search.with(String::is_empty)).then_some(""))
            .child(html::summary().child(html::span().child(heading)).child(" ").child(chosen))
            .child(list)
            .into_any()
    };
    let fields = move || vec![slot];
    let otherwise = html::div()
        .class("choices row two")
        .child(whole(app, fields, t("以上都没有"), RawAnswer::Several(Vec::new())))
        .child(whole(app, fields, t("不清楚"), RawAnswer::Unsure));
    fragment(vec![
        filter.into_child(),
        html::div()
            .class(match (folded, app.book().facts[ix].pictures.is_empty()) {
                (true, true) => "options families",
                (true, false) => "options pictured",
                (false, _) => "options",
            })
            .child(for_each_keyed(headings, group))
            .into_any(),
        otherwise.into_any(),
    ])
}

// A heading with a picture: its options open in a panel below its row, so that the tile stays where it is.
fn tile(
    app: AppState,
    picture: Pictogram,
    heading: &'static str,
    id: String,
    chosen: impl Fn() -> Option<Element> + Send + 'static,
    is_searched: impl Fn() -> bool + Copy + Send + 'static,
    list: Element,
) -> AnyView {
    let open = RwSignal::new(false);
    let is_open = move || open.get() || is_searched();
    let button = html::button()
        .class("tile")
        .attr("type", "button")
        .attr("aria-expanded", move || Some(if is_open() { "true" } else { "false" }))
        .attr("aria-controls", id.clone())
        .on(ev::click, move |_| open.update(|open| *open = !*open))
        .child(html::span().class("picture").child(move || app.lazy().map(|more| (more.pictogram)(picture))))
        .child(html::b().child(heading))
        .child(chosen);
    let panel =
        html::div().class("panel").attr("id", id).attr("hidden", move || (!is_open()).then_some("")).child(list);
    fragment(vec![button.into_any(), panel.into_any()])
}

/// The field in which a long list of options is searched.
pub(super) fn option_search(search: RwSignal<String>) -> Element {
    html::input()
        .class("filter")
        .attr("type", "search")
        .attr("autocomplete", "off")
        .attr("aria-label", t("在选项中查找"))
        .attr("placeholder", t("查找：输入名称中的字"))
        .on(ev::input, move |event| search.set(event_target_value(&event)))
}

fn tick(app: AppState, ix: FactId, slot: FieldKey, entry: Memo<Option<RawAnswer>>, place: usize) -> AnyView {
    let Some(option) = option(app.book(), ix, place) else { return empty_view() };
    let toggle = move |on: bool| {
        let mut ids = match entry.get_untracked() {
            Some(RawAnswer::Several(ids)) => ids,
            _ => Vec::new(),
        };
        ids.retain(|id| id != option.id);
        if on {
            ids.push(option.id.into());
        }
        // An empty selection means "not answered", not "none of them".
        app.choose(slot, (!ids.is_empty()).then_some(RawAnswer::Several(ids)));
    };
    let input = html::input()
        .attr("type", "checkbox")
        .bool_prop("checked", move || entry.with(|entry| holds(entry.as_ref(), option.id)))
        .on(ev::change, move |event| toggle(event_target_checked(&event)));
    html::label().class("choice").child(input).child(named(option.label, option.help)).into_any()
}

pub(super) fn named(name: &'static str, help: &'static str) -> Element {
    html::span().child(name).child(" ").child((!help.is_empty()).then(|| html::small().child(help)))
}

/// A checkbox that answers whole lists, by their fields.
pub(super) fn whole(
    app: AppState,
    fields: impl Fn() -> Vec<FieldKey> + Copy + Send + Sync + 'static,
    name: &'static str,
    is: RawAnswer,
) -> AnyView {
    let shown = is.clone();
    let is_set = move || {
        let fields = fields();
        app.session.with(|session| fields.iter().all(|field| session.shown_answer(*field) == Some(&shown)))
    };
    let input = html::input().attr("type", "checkbox").bool_prop("checked", is_set).on(ev::change, move |event| {
        for field in fields() {
            app.choose(field, event_target_checked(&event).then(|| is.clone()));
        }
    });
    html::label().class("choice").child(input).child(named(name, "")).into_any()
}

/// Whether an option is found by a search.
pub(super) fn speaks_of(option: &FactOption<'_>, wanted: &str) -> bool {
    [option.label, option.group, option.help].iter().any(|text| text.contains(wanted))
}
