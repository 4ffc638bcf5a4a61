//! Where the person was on every page of this visit, so that Back, a reload and a way back lead there again. One place for
//! each entry of the browser's history, told by a number in the entry's state. Kept for as long as the tab is open, and on
//! a device for everybody in memory only. A part of the lazy module.

use crate::app::AppState;
use crate::platform::{self, ViewPosition};
use leptos::prelude::*;
use std::cell::RefCell;

// Entries beyond these are forgotten, the oldest first.
const MOST_ENTRIES: usize = 40;
const KEY: &str = "huiqi.places";
// After so long without a change a place is written down.
const MOMENT_MILLISECONDS: i32 = 250;
// Between the facts of an entry, and between entries.
const FACT: char = '\u{1e}';
const ENTRY: char = '\u{1d}';

/// When something is to be done about places.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The lazy module has come: the page may have been loaded anew.
    Arrived,
    /// The address has changed, and the page is still the one before.
    Turned,
    /// Another page is shown.
    Shown,
    /// The same page is about to be made anew, in another language.
    MadeAnew,
}

#[derive(Clone, Debug, PartialEq)]
struct HistoryEntry {
    id: u64,
    // The key of the case that was open: other answers make another page.
    case: String,
    // The address of the page from `#` on; none where answers stand in it.
    address: String,
    place: ViewPosition,
}

#[derive(Default)]
struct Places {
    entries: Vec<HistoryEntry>,
    current: u64,
    // The address of the current entry.
    address: String,
    // Whether a link was pressed that leads back to a page.
    returns: bool,
    is_ready: bool,
    // Whether the current place is about to be written down.
    is_due: bool,
}

thread_local! {
    static PLACES: RefCell<Places> = RefCell::new(Places::default());
}

/// Does what is to be done; whether the page is brought back to a place.
pub fn at(app: AppState, moment: Moment) -> bool {
    begin(app);
    match moment {
        Moment::Arrived | Moment::Shown => come_back(app),
        Moment::Turned => {
            remember(app);
            turn(app);
            false
        }
        Moment::MadeAnew => {
            remember(app);
            platform::request_animation_frame(move || {
                come_back(app);
            });
            false
        }
    }
}

fn case_key(app: AppState) -> String {
    app.session.with_untracked(|session| session.case.key.clone())
}

// The address without answers, which a link to a case holds.
fn address() -> String {
    Some(platform::hash()).filter(|hash| !hash.contains("/case/")).unwrap_or_default()
}

fn begin(app: AppState) {
    let is_first = PLACES.with_borrow_mut(|places| !std::mem::replace(&mut places.is_ready, true));
    if !is_first {
        return;
    }
    platform::scroll_by_hand();
    platform::watch_the_person();
    platform::listen_early("input", |event| platform::keep_still(platform::target(&event), || {}));
    platform::listen_early("click", |event| {
        let link = platform::target(&event).and_then(|target| target.closest("a[data-back]").ok().flatten());
        PLACES.with_borrow_mut(|places| places.returns = link.is_some());
    });
    if !app.kiosk {
        let text = platform::kept_in_tab(KEY).unwrap_or_default();
        PLACES.with_borrow_mut(|places| places.entries = text.split(ENTRY).filter_map(read).collect());
        // A tab that is loaded anew or restored says nothing before.
        for change in ["scroll", "toggle", "focusin", "input", "click"] {
            platform::listen_early(change, move |_| write_soon(app));
        }
    }
    turn(app);
}

// The current entry of the history, which gets a number where it has none. A link that leads back begins where the
// person was on that page.
fn turn(app: AppState) {
    let known = platform::entry_of_history();
    let address = address();
    PLACES.with_borrow_mut(|places| {
        let returns = std::mem::take(&mut places.returns);
        places.address.clone_from(&address);
        if let Some(id) = known {
            places.current = id;
            return;
        }
        // Unlike a count this stays its own when the page is loaded anew.
        let id = platform::now().max(places.current + 1);
        places.current = id;
        platform::number_entry_of_history(id);
        let same = places.entries.iter().rev().find(|entry| entry.address == address && !address.is_empty());
        if let Some(same) = same.filter(|_| returns).cloned() {
            places.entries.push(HistoryEntry { id, ..same });
        }
    });
    if !app.kiosk && known.is_none() {
        write();
    }
}

// Where the person is on the page that still stands there.
fn remember(app: AppState) {
    if platform::is_coming() {
        return;
    }
    let case = case_key(app);
    let place = ViewPosition::now();
    PLACES.with_borrow_mut(|places| {
        let entry = HistoryEntry { id: places.current, case, address: places.address.clone(), place };
        places.entries.retain(|other| other.id != entry.id);
        places.entries.push(entry);
        let surplus = places.entries.len().saturating_sub(MOST_ENTRIES);
        places.entries.drain(..surplus);
    });
}

fn come_back(app: AppState) -> bool {
    let case = case_key(app);
    let place = PLACES.with_borrow(|places| {
        let here =
            |entry: &&HistoryEntry| entry.id == places.current && entry.case == case && entry.address == places.address;
        places.entries.iter().find(here).map(|entry| entry.place.clone())
    });
    match place {
        Some(place) => {
            place.come_back();
            true
        }
        None => {
            platform::stop_coming_back();
            false
        }
    }
}

fn write_soon(app: AppState) {
    let is_due = PLACES.with_borrow_mut(|places| std::mem::replace(&mut places.is_due, true));
    if is_due {
        return;
    }
    platform::set_timeout(MOMENT_MILLISECONDS, move || {
        PLACES.with_borrow_mut(|places| places.is_due = false);
        remember(app);
        write();
    });
}

fn write() {
    let text = PLACES.with_borrow(|places| {
        let entries = places.entries.iter().map(|entry| {
            format!("{}{FACT}{}{FACT}{}{FACT}{}", entry.id, entry.case, entry.address, entry.place.write())
        });
        entries.collect::<Vec<_>>().join(&ENTRY.to_string())
    });
    platform::keep_in_tab(KEY, &text);
}

fn read(text: &str) -> Option<HistoryEntry> {
    let mut facts = text.split(FACT);
    let id = facts.next()?.parse().ok()?;
    let [case, address, place] = [facts.next()?, facts.next()?, facts.next()?];
    Some(HistoryEntry { id, case: case.to_owned(), address: address.to_owned(), place: ViewPosition::read(place) })
}

/// Forgets every place.
pub fn forget() {
    PLACES.with_borrow_mut(|places| places.entries.clear());
    platform::forget_in_tab(KEY);
}
