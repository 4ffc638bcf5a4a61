//! A device for everybody: nothing outlives a visit. Knows when a visit ends, and how the page is wiped; not what was on
//! it.
//!
//! The mode is in the address (`?kiosk`, or `?kiosk=SECONDS` for another patience) or in the page
//! (`<meta name="huiqi-kiosk" content="SECONDS">`), so that it survives a reload; `#/kiosk` leads there.

use super::AppState;
use crate::platform;
use crate::state::route::Route;
use crate::state::session::{Event, OpenCase};
use crate::store;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;

/// After so many seconds without a sign of life a visit ends, unless the web master says otherwise.
const PATIENCE: u64 = 120;
// How long the warning stands before that, at most.
const WARNING: u64 = 30;
// What a person does to a page.
const ACTIVITY_EVENTS: [&str; 5] = ["click", "keydown", "input", "wheel", "touchmove"];

/// After how many seconds without a sign of life a visit ends; `None` on a device of one's own.
pub fn idle_timeout_secs() -> Option<u64> {
    let said = platform::query_param("kiosk").or_else(|| platform::meta("huiqi-kiosk"))?;
    Some(said.parse().unwrap_or(PATIENCE).max(1))
}

/// Whether a page is shown on a device for everybody: none that keeps, takes in or hands out cases or the app.
pub fn is_allowed(route: &Route) -> bool {
    !matches!(route, Route::Cases | Route::Case(_) | Route::Clerk | Route::Batch | Route::Embed)
}

/// Watches over a visit. Returns the seconds until it ends, while the user is warned of that.
pub fn start_idle_timer(app: AppState, patience: u64) -> RwSignal<Option<u64>> {
    let last = Rc::new(Cell::new(platform::now()));
    let left = RwSignal::new(None);
    // Nobody installs the app here: it would stay, and show itself without this mode.
    platform::take_out("link[rel=manifest]");
    for sign in ACTIVITY_EVENTS {
        let last = last.clone();
        platform::add_window_listener(sign, move || {
            last.set(platform::now());
            if left.get_untracked().is_some() {
                left.set(None);
            }
        });
    }
    // By the clock and not by counting, because a device that slept has counted nothing.
    let clock = last;
    platform::set_interval(500, move || {
        let idle = platform::now().saturating_sub(clock.get()) / 1000;
        if idle >= patience {
            clock.set(platform::now());
            end(app);
        } else if patience - idle <= WARNING.min(patience / 2) {
            left.set(Some(patience - idle));
        }
    });
    // The browser may keep the page as it was and show it again with Back.
    platform::add_window_listener("pagehide", move || clear_session(app));
    platform::on_bfcache_restore(platform::reload);
    left
}

/// Ends a visit: everything is wiped, and the page begins anew in the place of this one.
pub fn end(app: AppState) {
    clear_session(app);
    platform::reload_at("#/");
}

fn clear_session(app: AppState) {
    app.received.set(None);
    app.dispatch(Event::CaseSwitched(OpenCase::default()));
    app.session.update(|session| session.notices.clear());
    store::clear_memory();
    platform::clear_app_root();
}
