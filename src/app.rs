//! Puts the pieces together: the one signal, what is computed from it, and what touches the world outside. Shows the
//! frame around every page.

mod keeping;

use crate::book::{book, fingerprint};
use crate::browser;
use crate::dom::{all, effect, el, following_memo, live, memo};
use crate::judgement::Judgement;
use crate::kiosk;
use crate::language::{self, Language};
use crate::more::{self, More, Stand};
use crate::pages;
use crate::parts::{display, foot, later, notices, switch};
use crate::places::Moment;
use crate::record::Record;
use crate::route::Route;
use crate::session::{Case, Event, Notice, Session};
use crate::settings::Settings;
use crate::store::{self, Standing};
use huiqi_engine::case;
use keeping::{hear, keep, read, warn};
use leptos::mount::mount_to;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;

/// What pages work with: the session, the address, and what follows.
#[derive(Clone, Copy)]
pub struct App {
    /// Everything the person has told us.
    pub session: RwSignal<Session>,
    /// The page.
    pub route: RwSignal<Route>,
    /// What follows from the session.
    pub judgement: Memo<Judgement>,
    /// How it stands with the second program and the texts behind verdicts.
    pub more: RwSignal<Stand>,
    /// When the session was last kept, in milliseconds since 1970; `None` while it never was.
    pub kept_at: RwSignal<Option<u64>>,
    /// The language of the pages, which are made anew when it changes.
    pub language: RwSignal<Language>,
    /// How safe the last change is.
    pub standing: RwSignal<Standing>,
    /// How the person wants the pages on this device.
    pub settings: RwSignal<Settings>,
    /// The step of the tour that is shown, while one is.
    pub tour: RwSignal<Option<usize>>,
    // What is to be done once the second program is here.
    pub(crate) due: StoredValue<Vec<Act>, LocalStorage>,
    /// Whether everybody uses this device, so that nothing may outlive a visit.
    pub kiosk: bool,
    /// Somebody else's case, while it is checked: never kept, and gone with the page that shows it.
    pub received: RwSignal<Option<case::Case>>,
}

/// Something that the second program is needed for.
pub type Act = Box<dyn FnOnce(&'static More)>;

// For so long a visit waits at its beginning for what judges the answers that are kept. Then it begins without.
const PATIENCE_MILLISECONDS: i32 = 3_000;

impl App {
    /// The second program, once it is here; who reads this is called again when it comes.
    pub fn here(self) -> Option<&'static More> {
        (self.more.get() == Stand::Here).then(more::here).flatten()
    }

    /// Sees to it that the second program and the texts come, for something that is shown only then.
    pub fn need_more(self) {
        self.ask_for_more();
        if self.more.get_untracked() == Stand::Coming {
            self.more.set(Stand::Awaited);
        }
    }

    /// Does something with the second program: now, or once it is here.
    pub fn with_more(self, act: Act) {
        if let Some(more) = more::here() {
            return act(more);
        }
        self.due.update_value(|due| due.push(act));
        self.ask_for_more();
    }

    fn ask_for_more(self) {
        if matches!(self.more.get_untracked(), Stand::Away | Stand::Failed) {
            self.more.set(Stand::Coming);
            leptos::task::spawn_local(async move { self.have_more(more::fetch().await) });
        }
    }

    fn have_more(self, more: Option<&'static More>) {
        let due = self.due.try_update_value(std::mem::take).unwrap_or_default();
        let Some(more) = more else {
            if !due.is_empty() {
                self.happen(Event::Noticed(Notice::NotFetched));
            }
            let awaited = self.more.get_untracked() == Stand::Awaited;
            return self.more.set(if awaited { Stand::Failed } else { Stand::Away });
        };
        self.more.set(Stand::Here);
        for act in due {
            act(more);
        }
    }

    /// Shows everything in this language, once it is here.
    pub fn speak(self, language: Language) {
        if language == Language::Chinese || language::is_here() {
            self.place(Moment::MadeAnew);
            language::choose(language);
            return self.language.set(language);
        }
        leptos::task::spawn_local(async move {
            if more::fetch_english().await {
                self.have_more(more::here());
                self.speak(language);
            } else {
                self.happen(Event::Noticed(Notice::NotFetched));
            }
        });
    }

    // Where the person is on a page; whether the page is brought back there. Before the second program is here, nobody
    // has been anywhere.
    fn place(self, moment: Moment) -> bool {
        more::here().is_some_and(|more| (more.place)(self, moment))
    }

    /// Lets something happen.
    pub fn happen(self, event: Event) {
        self.session.update(|session| session.reduce(event));
    }

    /// Opens the case under a key in place of the one that is open, which stays kept.
    pub fn open_case(self, key: &str) {
        let (case, kept_at, notice) = read(key);
        if let Some(notice) = notice {
            self.happen(Event::Noticed(notice));
            return;
        }
        store::set_open(key);
        self.kept_at.set(kept_at);
        self.happen(Event::Turned(case));
    }

    /// Opens a record as a case of its own. One without an answer gives way to it.
    pub fn open_as_new(self, record: Record) {
        if !self.session.with_untracked(Session::is_empty) {
            let key = store::new_key();
            store::set_open(&key);
            self.happen(Event::Turned(Case { key, ..Case::default() }));
        }
        self.happen(Event::Opened(record));
    }
}

/// Mounts the app in the page: for those who chose English before, once that is here; for those who have answered
/// something before, once their answers can be judged and it is known whether they were deleted, so that the page comes as
/// it was left.
pub fn start() {
    let shared = kiosk::patience().is_some();
    if !shared {
        store::start();
    }
    let english = language::kept() == Language::English && more::has_english();
    let answered = !shared && store::has_case();
    if !english && !answered {
        return mount();
    }
    let mounted = Rc::new(Cell::new(false));
    let mount_once = move || {
        if !mounted.replace(true) {
            mount();
        }
    };
    if !english {
        browser::after(PATIENCE_MILLISECONDS, mount_once.clone());
    }
    // The program and, where something was answered, the journal.
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
    // Leptos has no tasks of its own before something is mounted.
    wasm_bindgen_futures::spawn_local(async move {
        if !english {
            more::fetch().await;
        } else if more::fetch_english().await {
            language::choose(Language::English);
        }
        come();
    });
}

fn mount() {
    // What runs before the first paint has taken the chosen one for it, which may not have come.
    browser::set_language(language::current().tag());
    if let Some(root) = browser::mount_point() {
        mount_to(root, frame).forget();
    }
}

/// The edition of the rule book, as kept with every case.
pub fn edition() -> String {
    format!("{:016x}", fingerprint())
}

/// What follows from a session, brought up to date with it.
pub fn judged(session: RwSignal<Session>, language: RwSignal<Language>, more: RwSignal<Stand>) -> Memo<Judgement> {
    // What is wrong with a field is said in the language, and while what judges is not here, nothing follows.
    let now = move || (language.get(), more.get() == Stand::Here);
    let judge = move || {
        let judge = |more: &More| session.with(|session| (more.judge)(book(), &session.case.record));
        more::here().map_or_else(Judgement::none, judge)
    };
    let judged = StoredValue::new((language.get_untracked(), false));
    let first = move || {
        judged.set_value(now());
        judge()
    };
    following_memo(first, move |judgement| {
        let (before, now) = (judged.get_value(), now());
        if before == now {
            return session.with(|session| judgement.follow(book(), &session.case.record));
        }
        judged.set_value(now);
        *judgement = judge();
        true
    })
}

fn frame() -> AnyView {
    let patience = kiosk::patience();
    let opening = store::opening();
    let (case, kept_at, notice) = read(&opening.key);
    let standing = store::standing(&case.key);
    let noticed = notice.into_iter().chain(opening.is_substitute.then_some(Notice::Substitute)).collect();
    let session = RwSignal::new(Session { case, notices: noticed, ..Session::default() });
    let language = RwSignal::new(language::current());
    let more = RwSignal::new(if more::here().is_some() { Stand::Here } else { Stand::Away });
    let app = App {
        session,
        route: RwSignal::new(route(patience.is_some())),
        judgement: judged(session, language, more),
        more,
        language,
        kept_at: RwSignal::new(kept_at),
        standing: RwSignal::new(standing),
        kiosk: patience.is_some(),
        settings: RwSignal::new(Settings::kept()),
        tour: RwSignal::new(None),
        due: StoredValue::new_local(Vec::new()),
        received: RwSignal::new(None),
    };
    warn(app, standing);
    store::listen(move |said| hear(app, said));
    keep(app);
    follow_address(app);
    effect(move |is_first| {
        let settings = app.settings.get();
        // At first the page is as it was kept: `src/boot/pre-paint.js` has seen to that.
        if !is_first {
            settings.keep();
        }
    });
    browser::on_escape(|| {
        browser::fold();
    });
    // Answers are judged as soon as can be, also where the network is gone later or the page is not looked at yet. The
    // page stands by then, and the browser compiles beside it.
    browser::after(0, move || app.ask_for_more());
    // What says something is made anew in another language; what watches the device is not.
    let said = |part: fn(App) -> AnyView| {
        move || {
            app.language.track();
            part(app)
        }
    };
    el("div")
        .live(said(header))
        .child(patience.map(|patience| kiosk::watch(app, patience)))
        .live(said(notices))
        .live(move || app.here().map(|more| (more.news)(app)))
        .live(said(|app| live(move || app.tour.get().map(|step| later(app, move |more| (more.tour)(app, step))))))
        .live(said(|app| live(move || pages::page(app, &app.route.get()))))
        .live(said(foot))
        .done()
}

fn header(app: App) -> AnyView {
    let skip =
        el("button").class("skip").attr("type", "button").on("click", |_| browser::focus("h1")).child("跳到正文");
    let tools = el("div")
        .class("tools")
        .child(el("a").attr("href", "#/document").child("文件原文"))
        .child(display(app))
        .child(switch(app));
    let columns = el("div")
        .class("columns")
        .child(el("a").class("wordmark").attr("href", "#/").child("惠企"))
        .child(el("p").child(book().document.number))
        .child(tools);
    all(vec![
        el("nav").attr("aria-label", "跳到正文").child(skip).done(),
        el("header").class("site").child(columns).done(),
    ])
}

// The page that the address leads to. On a device for everybody no answers stay in it.
fn route(kiosk: bool) -> Route {
    let route = Route::read(book(), &browser::hash());
    if route == Route::Kiosk {
        if kiosk { browser::replace("#/") } else { browser::replace_words("kiosk") }
    }
    if kiosk && !kiosk::shows(&route) {
        browser::replace("#/lost");
        return Route::Lost;
    }
    route
}

// The address is the one truth about the page; links, Back and typing an address all come through here.
fn follow_address(app: App) {
    browser::on_hash_change(move || {
        app.place(Moment::Turned);
        let route = route(app.kiosk);
        if app.route.get_untracked() != route {
            browser::unfocus();
            app.route.set(route);
        }
    });
    let there = memo(move || !pages::needs_more(&app.route.get()) || app.more.get() == Stand::Here);
    let mut before = None;
    effect(move |_| {
        app.language.track();
        let route = app.route.get();
        // A page that had to be waited for takes the place of another, with another heading.
        let shown = (route.clone(), there.get());
        browser::set_title(&say!("{} · 惠企", pages::title(&route)));
        let before = before.replace(shown.clone());
        if before.is_some_and(|before| before != shown) {
            store::settle(&app.session.with_untracked(|session| session.case.key.clone()));
            if !app.place(Moment::Shown) {
                browser::to_top();
                // The tour leads from page to page and stays where the person is.
                browser::in_next_frame(|| browser::arrive(".tour h2, h1"));
            }
        }
    });
    let is_here = memo(move || app.here().is_some());
    effect(move |_| {
        if is_here.get() {
            app.place(Moment::Arrived);
        }
    });
}
