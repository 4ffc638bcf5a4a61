//! Recognitions: families of ranks. A rank is ticked by its date, in the year of the document or before, and says what
//! it adds to the results. Part of the lazy module.

use super::choices::{SEARCHED_FROM, option_search, speaks_of, whole};
use super::proposal::proposal;
use crate::app::AppState;
use crate::dom::{IntoChild, effect, empty_view, ev, for_each_keyed, fragment, html, memo, reactive};
use crate::i18n::engine_text::short_money;
use crate::i18n::t;
use crate::platform;
use crate::state::evaluation::{Evaluation, slot};
use crate::state::form::{FieldKey, RawAnswer};
use huiqi_engine::Answer;
use huiqi_engine::book::{FactId, FactOption, OptionSet};
use huiqi_engine::evaluate::FactInstance;
use huiqi_engine::near_miss::{Impact, impact};
use leptos::prelude::*;
use rust_decimal::Decimal;
use std::sync::Arc;

/// The list of the year of the document and the list of the time before, as indices of arrays.
const LISTS: [usize; 2] = [0, 1];

// What the ranks add is an evaluation for each: not while a figure beside them is being typed.
const PAUSE_MILLISECONDS: i32 = 200;

/// A rank: an option of one list or of both.
#[derive(Clone, Copy)]
struct Rank {
    option: &'static FactOption<'static>,
    /// Its index in each list.
    places: [Option<usize>; 2],
}

/// Both lists, and the ranks in the order of the rule book.
#[derive(Clone, Copy)]
struct Ladders {
    app: AppState,
    facts: [FactId; 2],
    fields: [FieldKey; 2],
    ranks: StoredValue<Vec<Rank>>,
    /// Whether the earlier list is asked.
    is_earlier_asked: Memo<bool>,
    /// Ranks that were ticked since the page was opened: they stay in their places.
    were_ticked: StoredValue<Vec<&'static str>>,
    search: RwSignal<String>,
    /// The last evaluation that no other one has followed within [`PAUSE_MILLISECONDS`].
    settled: RwSignal<Arc<Evaluation>>,
    folds: bool,
}

/// The families of a list and of its earlier list; whether a family is opened by a press.
pub fn ladders(app: AppState, list: FactId, folds: bool) -> AnyView {
    let book = app.book();
    let Some(earlier) = book.facts[list].earlier else { return empty_view() };
    let is_earlier_asked = memo(move || {
        let gate = app.book().facts[earlier].ask_if;
        app.evaluation.with(|evaluation| gate.is_none_or(|gate| evaluation.is_option_available(app.book(), gate, 0)))
    });
    let ladders = Ladders {
        app,
        facts: [list, earlier],
        fields: [list, earlier].map(|fact| slot(book, &book.facts[fact], 0)),
        ranks: StoredValue::new(ranks(&book.facts[list].options, &book.facts[earlier].options)),
        is_earlier_asked,
        were_ticked: StoredValue::new(Vec::new()),
        search: RwSignal::new(String::new()),
        settled: settled(app),
        folds,
    };
    ladders.view()
}

fn settled(app: AppState) -> RwSignal<Arc<Evaluation>> {
    let evaluation = move || Arc::new(app.evaluation.get_untracked());
    let settled = RwSignal::new(evaluation());
    let turn = StoredValue::new(0_usize);
    effect(move |is_first| {
        app.evaluation.track();
        turn.update_value(|turn| *turn += 1);
        let own = turn.get_value();
        if !is_first {
            platform::set_timeout(PAUSE_MILLISECONDS, move || {
                // The page, and the signals with it, may have been disposed of by then.
                if turn.try_get_value() == Some(own) {
                    settled.try_set(evaluation());
                }
            });
        }
    });
    settled
}

fn ranks(now: &'static [FactOption<'static>], earlier: &'static [FactOption<'static>]) -> Vec<Rank> {
    let place = |list: &[FactOption<'_>], id: &str| list.iter().position(|option| option.id == id);
    let of = |option: &'static FactOption<'static>| Rank {
        option,
        places: [now, earlier].map(|list| place(list, option.id)),
    };
    let only_earlier = earlier.iter().filter(|option| place(now, option.id).is_none());
    now.iter().chain(only_earlier).map(of).collect()
}

impl Ladders {
    fn rank(self, place: usize) -> Option<Rank> {
        self.ranks.with_value(|ranks| ranks.get(place).copied())
    }

    fn heading(self, place: usize) -> &'static str {
        self.rank(place).map_or("", |rank| rank.option.group)
    }

    fn entry(self, list: usize) -> Option<RawAnswer> {
        self.app.session.with(|session| session.shown_answer(self.fields[list]).cloned())
    }

    fn ids(self, list: usize) -> Vec<String> {
        match self.entry(list) {
            Some(RawAnswer::Several(ids)) => ids,
            _ => Vec::new(),
        }
    }

    fn is_ticked(self, list: usize, id: &str) -> bool {
        self.ids(list).iter().any(|ticked| ticked == id)
    }

    fn is_ticked_in_any(self, id: &str) -> bool {
        LISTS.iter().any(|list| self.is_ticked(*list, id))
    }

    fn is_asked(self, list: usize) -> bool {
        list == 0 || self.is_earlier_asked.get()
    }

    // Whether a rank can be ticked in a list: it can apply, or it is ticked.
    fn is_offered(self, rank: Rank, list: usize) -> bool {
        let Some(place) = rank.places[list] else { return false };
        let book = self.app.book();
        let only_if = book.facts[self.facts[list]].options.get(place).and_then(|option| option.only_if);
        let can_apply =
            |evaluation: &Evaluation| only_if.is_none_or(|only_if| evaluation.is_option_available(book, only_if, 0));
        self.is_asked(list) && self.app.evaluation.with(can_apply) || self.is_ticked(list, rank.option.id)
    }

    fn is_shown(self, rank: Rank) -> bool {
        let wanted = self.search.get().trim().to_owned();
        let stays = self.were_ticked.with_value(|were| were.contains(&rank.option.id));
        (wanted.is_empty() || speaks_of(rank.option, &wanted))
            && (stays || LISTS.iter().any(|list| self.is_offered(rank, *list)))
    }

    fn view(self) -> AnyView {
        let shown = memo(move || {
            let all = self.ranks.get_value().into_iter().enumerate();
            all.filter(|(_, rank)| self.is_shown(*rank)).map(|(place, _)| place).collect::<Vec<_>>()
        });
        // A family is keyed by the index of its first rank, whether or not that is shown.
        let first_of =
            move |place: usize| (0..place).find(|first| self.heading(*first) == self.heading(place)).unwrap_or(place);
        let families = move || {
            let mut firsts: Vec<usize> = Vec::new();
            for first in shown.get().into_iter().map(first_of) {
                if !firsts.contains(&first) {
                    firsts.push(first);
                }
            }
            firsts
        };
        let family = move |first: usize| {
            // From the lowest rank up: the document lists the highest first.
            let of_family =
                move || shown.get().into_iter().rev().filter(|place| first_of(*place) == first).collect::<Vec<_>>();
            self.family(self.heading(first), memo(of_family))
        };
        let asked = move || {
            LISTS.into_iter().filter(|list| self.is_asked(*list)).map(|list| self.fields[list]).collect::<Vec<_>>()
        };
        let is_long = shown.with_untracked(Vec::len) >= SEARCHED_FROM;
        fragment(vec![
            is_long.then(|| option_search(self.search)).into_child(),
            html::div()
                .class("options families")
                // Links to the earlier list lead here.
                .attr("id", format!("f-{}", self.fields[1].name()))
                .child(for_each_keyed(families, family))
                .into_any(),
            html::div()
                .class("choices row two")
                .child(whole(self.app, asked, t("以上都没有"), RawAnswer::Several(Vec::new())))
                .child(whole(self.app, asked, t("不清楚"), RawAnswer::Unsure))
                .into_any(),
            // That of the other list stands below its question.
            proposal(self.app, self.fields[1]),
        ])
    }

    fn family(self, heading: &'static str, ranks: Memo<Vec<usize>>) -> AnyView {
        let count = memo(move || {
            let is_ticked =
                |place: &&usize| self.rank(**place).is_some_and(|rank| self.is_ticked_in_any(rank.option.id));
            ranks.with(|ranks| ranks.iter().filter(is_ticked).count())
        });
        let chosen = move || (count.get() > 0).then(|| html::small().child(say!("已选 {} 项", count.get())));
        let list =
            move || html::ul().class("rungs").child(for_each_keyed(move || ranks.get(), move |place| self.rung(place)));
        if !self.folds {
            let heading = html::h2().child(heading).child(" ").child(chosen);
            return html::section().class("family").child(heading).child(list()).into_any();
        }
        // What the ranks add is computed for open families only.
        let was_opened = RwSignal::new(false);
        let is_searched = memo(move || !self.search.with(String::is_empty));
        html::details()
            .class("family")
            .attr("open", move || is_searched.get().then_some(""))
            .on(ev::toggle, move |_| was_opened.set(true))
            .child(html::summary().child(html::span().child(heading)).child(" ").child(chosen))
            .child(reactive(move || (was_opened.get() || is_searched.get()).then(list)))
            .into_any()
    }

    fn rung(self, place: usize) -> AnyView {
        let Some(rank) = self.rank(place) else { return empty_view() };
        let date = move |list: usize| {
            let is_offered = memo(move || self.is_offered(rank, list));
            reactive(move || is_offered.get().then(|| self.date(rank, list)))
        };
        let adds = memo(move || self.adds(rank));
        let FactOption { label, help, .. } = *rank.option;
        html::li()
            .class("rung")
            .child(html::p().child(label).child((!help.is_empty()).then(|| html::small().child(help))))
            .child(html::p().class("adds").child(move || adds.get()))
            .child(html::div().class("dates").child(date(0)).child(date(1)))
            .into_any()
    }

    // The checkbox of a rank in a list, with the date of that list.
    fn date(self, rank: Rank, list: usize) -> AnyView {
        let year = self.app.book().document.in_force.0.year();
        let date = if list == 0 { say!("{}年", year) } else { say!("{}年以前", year) };
        let id = rank.option.id;
        let input = html::input()
            .attr("type", "checkbox")
            .bool_prop("checked", move || self.is_ticked(list, id))
            .on(ev::change, move |event| self.tick(list, id, event_target_checked(&event)));
        let name = html::span().child(html::span().class("vh").child(rank.option.label).child(" ")).child(date);
        html::label().class("choice").child(input).child(name).into_any()
    }

    // Ticks or unticks a rank. The other list then says that it has none, unless it has some.
    fn tick(self, list: usize, id: &'static str, on: bool) {
        self.were_ticked.update_value(|were| were.push(id));
        let mut ids = LISTS.map(|list| self.ids(list));
        ids[list].retain(|known| known != id);
        if on {
            ids[list].push(id.to_owned());
        }
        // Nothing ticked means "not answered", not "none of them".
        let is_empty = ids.iter().all(Vec::is_empty);
        for (at, ids) in LISTS.into_iter().zip(ids).filter(|(at, _)| *at == list || self.is_asked(*at)) {
            self.answer(at, (!is_empty).then_some(RawAnswer::Several(ids)));
        }
    }

    fn answer(self, list: usize, answer: Option<RawAnswer>) {
        self.app.choose(self.fields[list], answer);
    }

    // What a rank adds to the settled results: in the list where it is ticked, or else in the first one that offers it.
    fn adds(self, rank: Rank) -> String {
        let book = self.app.book();
        self.settled.with(|evaluation| {
            let given = LISTS.map(|list| match evaluation.answers.get(book, self.facts[list], 0) {
                Some(Answer::Several(options)) => options,
                _ => OptionSet::NONE,
            });
            let place_in = |rank: Rank, list: usize| rank.places[list].map(OptionSet::one);
            let ticked_in = |rank: Rank| {
                LISTS.into_iter().find(|list| place_in(rank, *list).is_some_and(|own| own.is_subset(given[*list])))
            };
            let ticked = ticked_in(rank);
            let offered = || untrack(|| LISTS.into_iter().find(|list| self.is_offered(rank, *list)));
            let Some((list, own)) = ticked.or_else(offered).and_then(|list| Some((list, place_in(rank, list)?))) else {
                return String::new();
            };
            let other = if ticked.is_some() { OptionSet(given[list].0 & !own.0) } else { given[list].union(own) };
            let question = FactInstance::first(self.facts[list]);
            let to = Some(Answer::Several(other));
            let change = impact(book, &evaluation.answers, &evaluation.assessment, question, to);
            let sign = if ticked.is_some() { Decimal::NEGATIVE_ONE } else { Decimal::ONE };
            if let Some(added) = added(&change, sign) {
                return added;
            }
            let is_relative = |other: &Rank| other.option.group == rank.option.group && ticked_in(*other).is_some();
            let has_relative = self.ranks.with_value(|ranks| ranks.iter().any(is_relative));
            let is_nothing = ticked.is_none() && change.changes.is_empty() && has_relative;
            if is_nothing { t("不再增加").to_owned() } else { String::new() }
        })
    }
}

// The first part of a difference that is an increase, in the short form. `sign` is -1 for a difference that was taken
// the other way round.
fn added(change: &Impact, sign: Decimal) -> Option<String> {
    let increase = |value: Decimal| Some(value * sign).filter(|value| *value > Decimal::ZERO).map(short_money);
    if let Some(exact) = increase(change.exact) {
        return Some(say!("多得{}", exact));
    }
    if let Some(high) = increase(change.assessed_high.unwrap_or_default()) {
        return Some(say!("由部门定，最高多{}", high));
    }
    if let Some(relief) = increase(change.relief) {
        return Some(say!("少付{}", relief));
    }
    if let Some(high) = increase(change.persons_high) {
        return Some(say!("归个人，最高多{}", high));
    }
    increase(change.possible).map(|high| say!("待定，可能最高{}", high))
}
