//! View positions of all pages in this visit, so that Back, a reload and a link back restore them. There is one
//! position per entry of the browser's history, identified by a number in the entry's state. They are stored in session
//! storage, and on a shared device in memory only. Part of the lazy module.

use crate::app::AppState;
use crate::platform::{self, ViewPosition};
use leptos::prelude::*;
use std::cell::RefCell;

// Limit of stored entries; the oldest are dropped.
const MOST_ENTRIES: usize = 40;
const KEY: &str = "huiqi.places";
// Delay after the last change before a position is stored.
const MOMENT_MILLISECONDS: i32 = 250;
// Separators between the facts of an entry, and between entries.
const FACT: char = '\u{1e}';
const ENTRY: char = '\u{1d}';

/// The moments at which positions are stored or restored.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The lazy module has loaded; the page may have been reloaded.
    Arrived,
    /// The address has changed, and the previous page is still shown.
    Turned,
    /// Another page is shown.
    Shown,
    /// The same page is about to be rendered again in another locale.
    MadeAnew,
}

#[derive(Clone, Debug, PartialEq)]
struct HistoryEntry {
    id: u64,
    // The key of the case that was open: other answers give another page.
    case: String,
    // The address of the page from `#` on; empty if it contains answers.
    address: String,
    place: ViewPosition,
}

#[derive(Default)]
struct Places {
    entries: Vec<HistoryEntry>,
    current: u64,
    // The address of the current entry.
    address: String,
    // Whether a link back to a page was pressed.
    returns: bool,
    is_ready: bool,
    // Whether storing the current position is scheduled.
    is_due: bool,
}

thread_local! {
    static PLACES: RefCell<Places> = RefCell::new(Places::default());
}

/// Stores or restores a position; returns whether one is being restored.
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

// The address; empty if it is a link that contains a case.
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
        // A tab that is reloaded or restored sends no event beforehand, so changes are stored as they occur.
        for change in ["scroll", "toggle", "focusin", "input", "click"] {
            platform::listen_early(change, move |_| write_soon(app));
        }
    }
    turn(app);
}

// Sets the current entry of the history, and numbers it if it has no number. After a link back, the entry starts with
// the position that the user had on that page.
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
        // A timestamp instead of a count: it stays unique across reloads.
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

// Stores the view position of the page that is still shown.
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

/// Deletes all positions.
pub fn forget() {
    PLACES.with_borrow_mut(|places| places.entries.clear());
    platform::forget_in_tab(KEY);
}
