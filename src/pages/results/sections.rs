//! The measures under their headings, as filtered. The cards are keyed: a card keeps its place and stays unfolded while
//! others are added or removed. When an answer changes, only the affected cards are re-rendered.

use super::filter::{Filter, Order};
use super::heading::measures_under;
use crate::app::AppState;
use crate::components::{HEADINGS, first_reasons, measure_card, offers, says, sign};
use crate::dom::{empty_view, ev, for_each_keyed, html, memo};
use crate::i18n::t;
use crate::platform;
use huiqi_engine::Verdict;
use huiqi_engine::assess::Section;
use huiqi_engine::book::MeasureId;
use leptos::prelude::*;

/// The measures shown under each heading, in the order of [`HEADINGS`].
pub type SectionLists = [Vec<MeasureId>; HEADINGS.len()];

/// The measures shown, by verdict and filter.
pub fn lists(app: AppState, filter: ArcRwSignal<Filter>) -> Memo<SectionLists> {
    memo(move || {
        filter.with(|filter| {
            let shown = |ix: &MeasureId| filter.shows(app.book(), &app.book().measures[*ix]);
            HEADINGS.map(|(group, ..)| {
                let mut list: Vec<MeasureId> = measures_under(app, group).into_iter().filter(shown).collect();
                if filter.order == Order::Article {
                    list.sort_unstable();
                }
                list
            })
        })
    })
}

// Number of cards rendered per heading at first, and number added with each frame: enough for a tall screen, few enough
// for a slow device.
const FIRST: usize = 10;
const MORE: usize = 24;

/// Maximum number of cards rendered per heading: a few at first, so that the page appears immediately, then more with
/// each frame until all are rendered.
pub fn visible_card_limit(app: AppState) -> ReadSignal<usize> {
    let (room, set_room) = signal(FIRST);
    grow(app, room, set_room);
    room
}

fn grow(app: AppState, room: ReadSignal<usize>, set_room: WriteSignal<usize>) {
    platform::after_paint(move || {
        // The page may have been left by now.
        let Some(now) = room.try_get_untracked().filter(|now| *now < app.book().measures.len()) else { return };
        set_room.set(now + MORE);
        grow(app, room, set_room);
    });
}

/// Number of measures shown.
pub fn count(lists: Memo<SectionLists>) -> Memo<usize> {
    memo(move || lists.with(|lists| lists.iter().map(Vec::len).sum()))
}

/// Links to the headings that have measures.
pub fn outline(lists: Memo<SectionLists>, list_open: RwSignal<bool>) -> AnyView {
    let line = move |place: usize| {
        let Some((_, mark, title)) = HEADINGS.get(place).copied() else { return empty_view() };
        let title = t(title);
        let count = move || lists.with(|lists| lists.get(place).map_or(0, Vec::len));
        html::li()
            .child(
                html::a()
                    .attr("href", "#/results")
                    .on(ev::click, move |_| {
                        list_open.set(false);
                        platform::scroll_to(&format!("[data-group='{title}']"));
                    })
                    .child(sign(mark))
                    .child(html::span().child(title))
                    .child(html::small().child(count)),
            )
            .into_any()
    };
    html::ol().child(for_each_keyed(move || filled(lists), line)).into_any()
}

// Indices of the headings that have measures.
fn filled(lists: Memo<SectionLists>) -> Vec<usize> {
    lists
        .with(|lists| (0..lists.len()).filter(|place| lists.get(*place).is_some_and(|list| !list.is_empty())).collect())
}

/// Data shared by the sections of a page.
#[derive(Clone)]
pub struct SectionContext {
    /// The measures under each heading.
    pub lists: Memo<SectionLists>,
    /// The filter.
    pub filter: ArcRwSignal<Filter>,
    /// Maximum number of cards rendered per heading.
    pub room: ReadSignal<usize>,
}

/// The sections from one group to another, in the order of [`HEADINGS`].
pub fn sections(app: AppState, shown: &SectionContext, from: Section, to: Section) -> AnyView {
    let place_of = |wanted: Section| HEADINGS.iter().position(|(group, ..)| *group == wanted).unwrap_or(0);
    let (first, last) = (place_of(from), place_of(to));
    let (shown, lists) = (shown.clone(), shown.lists);
    let one = move |place: usize| section(app, shown.clone(), place);
    let here = move || filled(lists).into_iter().filter(|place| (first..=last).contains(place)).collect();
    for_each_keyed(here, one)
}

fn section(app: AppState, shown: SectionContext, place: usize) -> AnyView {
    let Some((group, mark, title)) = HEADINGS.get(place).copied() else { return empty_view() };
    let title = t(title);
    let SectionContext { lists, filter, room } = shown;
    let count = move || lists.with(|lists| lists.get(place).map_or(0, Vec::len));
    let list = move || {
        let all = lists.with(|lists| lists.get(place).cloned().unwrap_or_default());
        all.into_iter().take(room.get()).map(MeasureId::index).collect()
    };
    let why = match group {
        Section::Undecided => Some(Verdict::Undecided),
        Section::NotAsked => Some(Verdict::NotAsked),
        Section::Ineligible => Some(Verdict::Ineligible),
        _ => None,
    };
    let reasons = why.map(|verdict| first_reasons(app, verdict));
    let card = move |key: usize| measure_card(app, MeasureId::at(key), reasons);
    let head = html::h2()
        .child(sign(mark))
        .child(" ")
        .child(title)
        .child(" ")
        .child(html::small().child(move || say!("{} 项", count())))
        .into_any();
    let section = html::section().attr("data-group", title);
    let cards = move || for_each_keyed(list, card);
    if matches!(group, Section::Apply | Section::Assessed | Section::Automatic | Section::Undecided) {
        return section.class("group").child(head).child(html::p().child(says(group))).child(cards()).into_any();
    }
    // A long list of measures that are not granted is rendered only once it is unfolded or a filter is active.
    let unfolded = RwSignal::new(false);
    let open = memo(move || unfolded.get() || filter.with(Filter::is_active));
    section
        .class("group muted")
        .child(head)
        .child(html::p().child(says(group)))
        .child((group == Section::NotAsked).then(|| offers(app)))
        .child(
            html::button()
                .class("text")
                .attr("type", "button")
                .attr("data-unfolds", "")
                .bool_prop("hidden", move || open.get())
                .on(ev::click, move |_| unfolded.set(true))
                .child(t("展开")),
        )
        .child(move || open.get().then(cards))
        .into_any()
}
