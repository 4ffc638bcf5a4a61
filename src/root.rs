//! The root component: mounts the app, renders the frame around every page and follows the address.

use crate::app::kiosk;
use crate::app::lazy::{self, LoadStatus};
use crate::app::opening::OpenedCase;
use crate::app::persistence::{on_store_event, persist_on_change, warn};
use crate::app::view_positions::Moment;
use crate::app::{AppState, Signals, evaluation_memo};
use crate::components::{display, foot, kiosk_bar, lazy_view, notices, switch};
use crate::dom::{effect, ev, fragment, html, memo, reactive};
use crate::i18n::t;
use crate::i18n::{self, Locale};
use crate::pages;
use crate::platform;
use crate::split;
use crate::state::route::Route;
use crate::state::rule_book::RuleBooks;
use crate::state::session::{Event, OpenCase, Session};
use crate::store;
use crate::store::settings::{Settings, store_locale, stored_locale};
use leptos::mount::mount_to;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;

// How long start-up waits for the lazy module when there are saved answers.
const PATIENCE_MILLISECONDS: i32 = 3_000;

/// Mounts the app. If English was chosen before, it is mounted once English has loaded. If there are stored answers, it
/// is mounted once the evaluator has loaded and IndexedDB has been read for deletions, so that the page appears as it
/// was left.
pub fn start() {
    lazy::set_loader(split::load);
    let rules = RuleBooks::embedded();
    store::set_document(rules.book().document.id);
    let shared = kiosk::idle_timeout_secs().is_some();
    if !shared {
        store::start();
    }
    let english = stored_locale() == Locale::English && lazy::has_english();
    let answered = !shared && store::has_case();
    if !english && !answered {
        return mount(rules);
    }
    let mounted = Rc::new(Cell::new(false));
    let mount_once = move || {
        if !mounted.replace(true) {
            mount(rules);
        }
    };
    if !english {
        platform::set_timeout(PATIENCE_MILLISECONDS, mount_once.clone());
    }
    // The lazy module and, if there are stored answers, IndexedDB.
    let awaited = Rc::new(Cell::new(if answered { 2 } else { 1 }));
    let come = move || {
        awaited.set(awaited.get() - 1);
        if awaited.get() == 0 {
            mount_once();
        }
    };
    if answered {
        store::when_read(come.clone());
    }
    // Leptos has no task executor before the first mount.
    platform::spawn_local(async move {
        if !english {
            lazy::fetch(rules).await;
        } else if lazy::fetch_english(rules).await {
            i18n::set_locale(Locale::English);
            store_locale(Locale::English);
        }
        come();
    });
}

fn mount(rules: &'static RuleBooks) {
    // `src/boot/pre-paint.js` has set `lang` to the stored locale; it is reset in case that locale failed to load.
    platform::set_language(i18n::current().tag());
    if let Some(root) = platform::mount_point() {
        mount_to(root, move || app_shell(rules)).forget();
    }
}

fn app_shell(rules: &'static RuleBooks) -> AnyView {
    let patience = kiosk::idle_timeout_secs();
    // Without the lazy module a stored case cannot be read. A case begun in the meantime has a key of its own.
    let opened = match lazy::here() {
        Some(more) => (more.open_initial)(rules),
        None => {
            OpenedCase { case: OpenCase { key: store::unused_key(), ..OpenCase::default() }, ..OpenedCase::default() }
        }
    };
    let standing = store::standing(&opened.case.key);
    let session = RwSignal::new(Session { case: opened.case, notices: opened.notices, ..Session::default() });
    let language = RwSignal::new(i18n::current());
    let more = RwSignal::new(if lazy::here().is_some() { LoadStatus::Loaded } else { LoadStatus::Unloaded });
    let app = AppState::new(Signals {
        rules,
        session,
        route: RwSignal::new(route(rules, patience.is_some())),
        evaluation: evaluation_memo(rules, session, language, more),
        lazy_status: more,
        locale: language,
        unread: RwSignal::new(store::has_unread_case()),
        kept_at: RwSignal::new(opened.kept_at),
        durability: RwSignal::new(standing),
        kiosk: patience.is_some(),
        settings: RwSignal::new(Settings::kept()),
        tour: RwSignal::new(None),
        pending_actions: StoredValue::new_local(Vec::new()),
        dropped: RwSignal::new(Vec::new()),
        received: RwSignal::new(None),
    });
    warn(app, standing);
    store::listen(move |said| on_store_event(app, said));
    persist_on_change(app);
    follow_address(app);
    effect(move |is_first| {
        let settings = app.settings.get();
        // On the first run the page has the stored settings already: `boot/pre-paint.js` has applied them.
        if !is_first {
            settings.apply();
            // Nothing outlives a visit on a shared device.
            if !app.kiosk {
                settings.keep();
            }
        }
    });
    platform::on_escape(|| {
        platform::close_open_details();
    });
    // The evaluator is loaded as early as possible, so that it is available if the network fails later, and even if the
    // tab is in the background. The page is rendered by then, and the browser compiles in parallel.
    platform::set_timeout(0, move || app.prefetch_lazy());
    // Text is rendered again when the locale changes; timers and listeners are not.
    let said = |part: fn(AppState) -> AnyView| {
        move || {
            app.locale.track();
            part(app)
        }
    };
    html::div()
        .child(said(header))
        .child(patience.map(|patience| kiosk_bar(app, patience)))
        .child(said(notices))
        .child(move || app.lazy().map(|more| (more.news)(app)))
        .child(said(|app| {
            reactive(move || app.tour.get().map(|step| lazy_view(app, move |more| (more.tour)(app, step))))
        }))
        .child(said(|app| {
            // A memo, so that another setting does not render the page again.
            let whole = memo(move || app.settings.with(|settings| settings.whole));
            reactive(move || pages::page(app, &app.route.get(), whole.get()))
        }))
        .child(said(foot))
        .into_any()
}

fn header(app: AppState) -> AnyView {
    let skip = html::button()
        .class("skip")
        .attr("type", "button")
        .on(ev::click, |_| platform::focus("h1"))
        .child(t("跳到正文"));
    let tools = html::div()
        .class("tools")
        .child(html::a().attr("href", "#/document").child(t("文件原文")))
        .child(display(app))
        .child(switch(app));
    let columns = html::div()
        .class("columns")
        .child(html::a().class("wordmark").attr("href", "#/").child(t("惠企")))
        .child(html::p().child(app.book().document.number))
        .child(tools);
    fragment(vec![
        html::nav().attr("aria-label", t("跳到正文")).child(skip).into_any(),
        html::header().class("site").child(columns).into_any(),
    ])
}

// The route of the address. On a shared device an address that may contain answers is replaced.
fn route(rules: &RuleBooks, kiosk: bool) -> Route {
    let route = Route::parse(rules.book(), &platform::hash());
    if route == Route::Kiosk {
        if kiosk { platform::replace("#/") } else { platform::replace_query("kiosk") }
    }
    if kiosk && !kiosk::is_allowed(&route) {
        platform::replace("#/lost");
        return Route::NotFound;
    }
    route
}

// The address is the only source of the route: links, Back and typed addresses are all handled here.
fn follow_address(app: AppState) {
    platform::on_hash_change(move || {
        app.place(Moment::Turned);
        let route = route(app.rules, app.kiosk);
        if app.route.get_untracked() != route {
            if app.session.with_untracked(|session| session.proposal.is_some()) {
                app.dispatch(Event::ProposalDropped);
            }
            platform::blur_active_element();
            app.route.set(route);
        }
    });
    let there = memo(move || !pages::needs_more(app, &app.route.get()) || app.lazy_status.get() == LoadStatus::Loaded);
    let mut before = None;
    effect(move |_| {
        app.locale.track();
        let route = app.route.get();
        // A page that had to wait for the lazy module replaces its placeholder, which has another heading.
        let shown = (route.clone(), there.get());
        platform::set_title(&say!("{} · 惠企", pages::title(app.book(), &route)));
        let before = before.replace(shown.clone());
        if before.is_some_and(|before| before != shown) {
            store::flush_strict(&app.session.with_untracked(|session| session.case.key.clone()));
            if !app.place(Moment::Shown) {
                platform::scroll_to_top();
                // The tour spans several pages, so its heading gets the focus.
                platform::request_animation_frame(|| platform::arrive(".tour h2, h1"));
            }
        }
    });
    let is_here = memo(move || app.lazy().is_some());
    effect(move |_| {
        if is_here.get() {
            app.place(Moment::Arrived);
        }
    });
}
