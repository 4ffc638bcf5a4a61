//! The granted measures under their headings, and those that are not granted, folded. The cards are keyed: a card keeps
//! its place and stays unfolded while others are added or removed. When an answer changes, only the affected cards are
//! re-rendered.

use super::heading::{measures_under, worth};
use crate::app::AppState;
use crate::components::{HEADINGS, Icon, first_reasons, measure_card, offers, says, sign, title};
use crate::dom::{empty_view, ev, for_each_keyed, html, memo};
use crate::i18n::t;
use crate::platform;
use huiqi_engine::Verdict;
use huiqi_engine::assess::Section;
use huiqi_engine::book::MeasureId;
use leptos::prelude::*;
use rust_decimal::Decimal;

/// The measures of each section, in the order of [`HEADINGS`].
pub type SectionLists = [Vec<MeasureId>; HEADINGS.len()];

/// The sections of which nothing was asked or that are meant for others.
pub const NOT_CONCERNED: [Section; 3] = [Section::NotAsked, Section::NotForYou, Section::OutOfForce];

/// The measures by section.
pub fn lists(app: AppState) -> Memo<SectionLists> {
    memo(move || HEADINGS.map(|(section, ..)| measures_under(app, section)))
}

/// The measures of a section.
pub fn list_of(lists: &SectionLists, section: Section) -> &[MeasureId] {
    let place = HEADINGS.iter().position(|(known, ..)| *known == section);
    place.and_then(|place| lists.get(place)).map_or(&[], Vec::as_slice)
}

// Number of cards rendered per heading at first, and number added with each frame: enough for a tall screen, few enough
// for a slow device.
const FIRST: usize = 10;
const MORE: usize = 24;

/// Maximum number of cards rendered per heading: a few at first, so that the page appears immediately, then more with
/// each frame until all are rendered.
fn visible_card_limit(app: AppState) -> ReadSignal<usize> {
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

/// A link that scrolls to a section.
pub fn jump(title: &'static str, then: impl Fn() + 'static) -> crate::dom::Element {
    html::a().attr("href", "#/results").on(ev::click, move |_| {
        then();
        platform::scroll_to(&format!("[data-group='{title}']"));
    })
}

/// Links to the sections that have measures.
pub fn outline(lists: Memo<SectionLists>, list_open: RwSignal<bool>) -> AnyView {
    let line = move |place: usize| {
        let Some((_, mark, title)) = HEADINGS.get(place).copied() else { return empty_view() };
        let count = move || lists.with(|lists| lists.get(place).map_or(0, Vec::len));
        let link = jump(t(title), move || list_open.set(false));
        html::li()
            .child(link.child(sign(mark)).child(html::span().child(t(title))).child(html::small().child(count)))
            .into_any()
    };
    html::ol().child(for_each_keyed(move || filled(lists), line)).into_any()
}

// Indices of the sections that have measures.
fn filled(lists: Memo<SectionLists>) -> Vec<usize> {
    lists
        .with(|lists| (0..lists.len()).filter(|place| lists.get(*place).is_some_and(|list| !list.is_empty())).collect())
}

/// The sections of the granted measures.
pub fn granted(app: AppState, lists: Memo<SectionLists>) -> AnyView {
    let room = visible_card_limit(app);
    let here = move || {
        let is_granted = |place: &usize| HEADINGS.get(*place).is_some_and(|(section, ..)| section.is_granted());
        filled(lists).into_iter().filter(is_granted).collect()
    };
    let section = move |place: usize| {
        let Some((section, mark, title)) = HEADINGS.get(place).copied() else { return empty_view() };
        let count = memo(move || lists.with(|lists| lists.get(place).map_or(0, Vec::len)));
        let keys = move || {
            let all = lists.with(|lists| lists.get(place).cloned().unwrap_or_default());
            all.into_iter().take(room.get()).map(MeasureId::index).collect()
        };
        let largest = memo(move || largest(app, lists, place));
        let card = move |key: usize| measure_card(app, MeasureId::at(key), None, Some(largest));
        html::section()
            .class("group")
            .attr("data-group", t(title))
            .child(heading(mark, t(title), count))
            .child(html::p().child(says(section)))
            .child(html::div().class("sheet-of").child(for_each_keyed(keys, card)))
            .into_any()
    };
    for_each_keyed(here, section)
}

/// The heading of a section, with the number of its measures.
pub fn heading(mark: Icon, title: &'static str, count: Memo<usize>) -> AnyView {
    html::h2()
        .child(sign(mark))
        .child(" ")
        .child(title)
        .child(" ")
        .child(html::small().child(move || say!("{} 项", count.get())))
        .into_any()
}

// The largest amount of a section, to which its bars are drawn; zero if there is nothing to compare.
fn largest(app: AppState, lists: Memo<SectionLists>, place: usize) -> Decimal {
    let measures = lists.with(|lists| lists.get(place).cloned().unwrap_or_default());
    if measures.len() < 2 {
        return Decimal::ZERO;
    }
    app.evaluation.with(|evaluation| {
        let worths = measures.iter().map(|ix| worth(&app.book().measures[*ix], &evaluation.assessment.outcomes[*ix]));
        worths.max().unwrap_or_default()
    })
}

/// The measures with a failing condition, folded.
pub fn ineligible(app: AppState, lists: Memo<SectionLists>) -> AnyView {
    let count = memo(move || lists.with(|lists| list_of(lists, Section::Ineligible).len()));
    let content = move || cards(app, lists, Section::Ineligible, Verdict::Ineligible);
    fold(Icon::No, title(Section::Ineligible), says(Section::Ineligible), count, content)
}

/// The measures that were not asked about or that are meant for others, folded.
pub fn not_concerned(app: AppState, lists: Memo<SectionLists>) -> AnyView {
    let count = memo(move || {
        lists.with(|lists| NOT_CONCERNED.iter().map(|section| list_of(lists, *section).len()).sum::<usize>())
    });
    let part = move |section: Section, verdict: Verdict| {
        let count = memo(move || lists.with(|lists| list_of(lists, section).len()));
        move || {
            (count.get() > 0).then(|| {
                let heading = html::h3().child(reason(section)).child(" ");
                html::div()
                    .child(heading.child(html::small().child(move || say!("{} 项", count.get()))))
                    .child(html::p().child(says(section)))
                    .child((section == Section::NotAsked).then(|| offers(app)))
                    .child(cards(app, lists, section, verdict))
                    .into_any()
            })
        }
    };
    let content = move || {
        html::div()
            .child(part(Section::NotAsked, Verdict::NotAsked))
            .child(part(Section::NotForYou, Verdict::NotForYou))
            .child(part(Section::OutOfForce, Verdict::OutOfForce))
            .into_any()
    };
    let says = t("您没有选的事项，或面向别人的；没有问到不等于不符合。");
    fold(Icon::None, t("没涉及"), says, count, content)
}

// Why measures do not concern the applicant, as a heading.
fn reason(section: Section) -> &'static str {
    match section {
        Section::NotAsked => t("没有选相应的事项"),
        Section::NotForYou => t("面向其他主体"),
        _ => t("不在执行期内"),
    }
}

fn cards(app: AppState, lists: Memo<SectionLists>, section: Section, verdict: Verdict) -> AnyView {
    let room = visible_card_limit(app);
    let keys =
        move || lists.with(|lists| list_of(lists, section).iter().take(room.get()).map(|ix| ix.index()).collect());
    let reasons = first_reasons(app, verdict);
    let card = move |key: usize| measure_card(app, MeasureId::at(key), Some(reasons), None);
    html::div().class("sheet-of").child(for_each_keyed(keys, card)).into_any()
}

// A section that is rendered once it is first unfolded; nothing if it has no measures.
fn fold(
    mark: Icon,
    title: &'static str,
    says: &'static str,
    count: Memo<usize>,
    content: impl Fn() -> AnyView + Copy + Send + 'static,
) -> AnyView {
    let open = RwSignal::new(false);
    let any = memo(move || count.get() > 0);
    let section = move || {
        html::details()
            .class("group fold")
            .attr("data-group", title)
            .on(ev::toggle, move |_| open.set(true))
            .child(html::summary().child(heading(mark, title, count)))
            .child(html::p().child(says))
            .child(move || open.get().then(content))
            .into_any()
    };
    crate::dom::reactive(move || any.get().then(section))
}
