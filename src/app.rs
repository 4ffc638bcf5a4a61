//! Puts the pieces together: the one signal, what is computed from it, and what touches the world outside. Shows the
//! frame around every page.

use crate::book::{book, fingerprint, is_whole, take_whole};
use crate::browser::{self, NotSaved};
use crate::dom::{el, memo};
use crate::judgement::{Judgement, group_of, judge};
use crate::pages;
use crate::parts::notices;
use crate::record::Record;
use crate::route::Route;
use crate::saved::Saved;
use crate::session::{Case, Event, Notice, Session};
use crate::store::{self, Kept};
use leptos::mount::mount_to;
use leptos::prelude::*;

/// What pages work with: the session, the address, and what follows.
#[derive(Clone, Copy)]
pub struct App {
    /// Everything the person has told us.
    pub session: RwSignal<Session>,
    /// The page.
    pub route: RwSignal<Route>,
    /// What follows from the session.
    pub judgement: Memo<Judgement>,
    /// Whether the texts behind verdicts are here.
    pub texts: RwSignal<Texts>,
    /// When the session was last kept, in milliseconds since 1970; `None` while it never was.
    pub kept_at: RwSignal<Option<u64>>,
}

/// How it stands with the texts behind verdicts: quotes, readings, papers, the document itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Texts {
    /// Nobody needed them yet.
    Away,
    /// They are on their way.
    Coming,
    /// They are here.
    Here,
    /// They could not be had.
    Failed,
}

impl App {
    /// Sees to it that the texts come.
    pub fn need_texts(self) {
        if matches!(self.texts.get_untracked(), Texts::Coming | Texts::Here) {
            return;
        }
        self.texts.set(Texts::Coming);
        browser::fetch_texts(move |binary| {
            let taken = is_whole() || binary.is_some_and(take_whole);
            self.texts.set(if taken { Texts::Here } else { Texts::Failed });
        });
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

/// Mounts the app in the page.
pub fn start() {
    if let Some(root) = browser::mount_point() {
        mount_to(root, frame).forget();
    }
}

// The case that is kept under a key, since when, and what the person should know where it could not be read.
fn read(key: &str) -> (Case, Option<u64>, Option<Notice>) {
    let nothing = |notice| (Case { key: key.to_owned(), ..Case::default() }, None, notice);
    match store::load(key) {
        Kept::Nothing => nothing(None),
        Kept::Case(saved) => {
            let saved = *saved;
            let record = saved.record.gathered(|fact| group_of(book(), fact));
            // Saved with another edition of the rules: what it said then is shown against what it says now.
            let other = saved.book != edition() && !saved.verdicts.is_empty();
            let before = saved.before.or(other.then_some(saved.verdicts));
            (Case { key: key.to_owned(), record, revision: saved.revision, before }, Some(saved.saved_at), None)
        }
        Kept::Damaged(key) => nothing(Some(Notice::Damaged(key))),
        Kept::Newer(key) => nothing(Some(Notice::Newer(key))),
        Kept::Forbidden => nothing(Some(Notice::NotKept)),
    }
}

/// The edition of the rule book, as kept with every case.
pub fn edition() -> String {
    format!("{:016x}", fingerprint())
}

fn frame() -> AnyView {
    let (case, kept_at, notice) = read(&store::open_key());
    let session = RwSignal::new(Session { case, notices: notice.into_iter().collect(), ..Session::default() });
    let app = App {
        session,
        route: RwSignal::new(Route::read(book(), &browser::hash())),
        judgement: memo(move || session.with(|session| judge(book(), &session.case.record))),
        texts: RwSignal::new(Texts::Away),
        kept_at: RwSignal::new(kept_at),
    };
    keep(app);
    follow_address(app);
    browser::on_escape(|| {
        browser::fold();
    });
    el("div")
        .child(
            el("button").class("skip").attr("type", "button").on("click", |_| browser::focus("h1")).child("跳到正文"),
        )
        .child(
            el("header").class("site").child(
                el("div")
                    .class("columns")
                    .child(el("a").class("wordmark").attr("href", "#/").child("惠企"))
                    .child(el("p").child(book().document.number))
                    .child(
                        el("div")
                            .class("tools")
                            .child(el("a").attr("href", "#/document").child("文件原文"))
                            .child(el("a").attr("href", "#/privacy").child("隐私")),
                    ),
            ),
        )
        .child(notices(app))
        .live(move || pages::page(app, &app.route.get()))
        .done()
}

// Every change is kept at once. What a newer version of the app wrote is never overwritten.
fn keep(app: App) {
    let of = |case: &Case| (case.key.clone(), case.revision);
    let last = StoredValue::new(app.session.with_untracked(|session| of(&session.case)));
    Effect::new(move |_| {
        let (case, guarded) = app.session.with(|session| {
            let guarded = session.notices.iter().any(|notice| matches!(notice, Notice::Newer(_)));
            (session.case.clone(), guarded)
        });
        let (key, revision) = last.get_value();
        last.set_value(of(&case));
        // A case that was only opened is kept as it is.
        let kept = if key == case.key { revision == case.revision } else { case.revision != 1 };
        if guarded || kept {
            return;
        }
        let saved_at = browser::now();
        let saved = Saved {
            document: book().document.id.into(),
            book: edition(),
            revision: case.revision,
            saved_at,
            record: case.record,
            verdicts: app.judgement.with_untracked(|judgement| judgement.verdicts(book())),
            before: case.before,
        };
        match store::save(&case.key, &saved) {
            Ok(()) => {
                app.kept_at.set(Some(saved_at));
                if app.session.with_untracked(|session| session.notices.contains(&Notice::Full)) {
                    app.happen(Event::Dismissed(Notice::Full));
                }
            }
            Err(NotSaved::Full) => app.happen(Event::Noticed(Notice::Full)),
            Err(NotSaved::Forbidden) => app.happen(Event::Noticed(Notice::NotKept)),
        }
    });
}

// The address is the one truth about the page; links, Back and typing an address all come through here.
fn follow_address(app: App) {
    browser::on_hash_change(move || {
        let route = Route::read(book(), &browser::hash());
        if app.route.get_untracked() != route {
            app.route.set(route);
        }
    });
    Effect::new(move |before: Option<()>| {
        let route = app.route.get();
        browser::set_title(&format!("{} · 惠企", pages::title(&route)));
        if before.is_some() {
            browser::to_top();
            browser::after_paint(|| browser::focus("h1"));
        }
    });
}
