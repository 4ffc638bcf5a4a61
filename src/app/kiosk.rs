//! Kiosk mode, for shared devices: nothing outlives a visit. Knows when a visit ends and how the page is cleared, not
//! what it contains.
//!
//! The mode is set in the address (`?kiosk`, or `?kiosk=SECONDS` for another idle timeout) or in the page (`<meta
//! name="huiqi-kiosk" content="SECONDS">`), so that it survives a reload. `#/kiosk` switches it on.

use super::AppState;
use crate::platform;
use crate::state::route::Route;
use crate::state::session::{Event, OpenCase};
use crate::store;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;

/// The default idle timeout in seconds, after which a visit ends.
const PATIENCE: u64 = 120;
// The longest time for which the warning is shown before that, in seconds.
const WARNING: u64 = 30;
// Events that count as activity of the user.
const ACTIVITY_EVENTS: [&str; 5] = ["click", "keydown", "input", "wheel", "touchmove"];

/// The idle timeout in seconds; `None` if the device is not shared.
pub fn idle_timeout_secs() -> Option<u64> {
    let said = platform::query_param("kiosk").or_else(|| platform::meta("huiqi-kiosk"))?;
    Some(said.parse().unwrap_or(PATIENCE).max(1))
}

/// Whether a route is available in kiosk mode: pages that store, import or export cases or the app are not.
pub fn is_allowed(route: &Route) -> bool {
    !matches!(route, Route::Cases | Route::Case(_) | Route::Clerk | Route::Batch | Route::Embed)
}

/// Starts the idle timer of a visit. Returns the seconds until it ends, while the user is being warned.
pub fn start_idle_timer(app: AppState, patience: u64) -> RwSignal<Option<u64>> {
    let last = Rc::new(Cell::new(platform::now()));
    let left = RwSignal::new(None);
    // The app must not be installed here: it would persist, and start without kiosk mode.
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
    // Measured by the clock, because timers do not count while the device sleeps.
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
    // The browser may keep the page in the bfcache and restore it with Back.
    platform::add_window_listener("pagehide", move || clear_session(app));
    platform::on_bfcache_restore(platform::reload);
    left
}

/// Ends a visit: clears everything and reloads the page at the start.
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
