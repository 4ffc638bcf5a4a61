//! The state that pages and components use: signals, the evaluation memo, event dispatch. Knows no element.

pub mod kiosk;
pub mod lazy;
pub mod near_miss;
pub mod opening;
pub mod persistence;
pub mod topic_questions;
pub mod view_positions;
pub mod whatif;

use crate::dom::incremental_memo;
use crate::i18n::{self, Locale};
use crate::platform;
use crate::state::evaluation::Evaluation;
use crate::state::form::{FieldKey, Form, RawAnswer};
use crate::state::route::Route;
use crate::state::rule_book::RuleBooks;
use crate::state::session::{Event, Notice, OpenCase, Session};
use crate::store::settings::{Settings, store_locale};
use crate::store::{self, Durability};
use huiqi_engine::evaluate::FactInstance;
use huiqi_engine::{RuleBook, case};
use lazy::{LazyModule, LoadStatus};
use leptos::prelude::*;
use std::ops::Deref;
use view_positions::Moment;

/// The state of the app, handed to every component and page: a pointer to its [`Signals`].
///
/// Hundreds of closures hold it. As a pointer it is four bytes in each of them, and not a copy of all signals.
#[derive(Clone, Copy)]
pub struct AppState(&'static Signals);

impl AppState {
    /// The state with these signals. They are never freed: there is one state, and one more for each what-if or clerk
    /// page that is opened.
    pub fn new(signals: Signals) -> Self {
        Self(Box::leak(Box::new(signals)))
    }
}

impl Deref for AppState {
    type Target = Signals;

    fn deref(&self) -> &Signals {
        self.0
    }
}

/// The signals of the app: the session, the route, and values derived from them.
#[derive(Clone, Copy)]
pub struct Signals {
    /// The rule book, as far as it has loaded.
    pub rules: &'static RuleBooks,
    /// The answers of the user.
    pub session: RwSignal<Session>,
    /// The current route.
    pub route: RwSignal<Route>,
    /// The evaluation of the session.
    pub evaluation: Memo<Evaluation>,
    /// Load status of the lazy module and the full rule book.
    pub lazy_status: RwSignal<LoadStatus>,
    /// Whether the stored cases cannot be read, because the lazy module has not loaded yet. The session is empty then,
    /// and a placeholder is shown instead of the page.
    pub unread: RwSignal<bool>,
    /// When the session was last saved, in milliseconds since 1970; `None` if it never was.
    pub kept_at: RwSignal<Option<u64>>,
    /// The locale; text is rendered again when it changes.
    pub locale: RwSignal<Locale>,
    /// The durability of the last change.
    pub durability: RwSignal<Durability>,
    /// Preferences of this device.
    pub settings: RwSignal<Settings>,
    /// The current step of the tour, if it is running.
    pub tour: RwSignal<Option<usize>>,
    // Actions to run once the lazy module has loaded.
    pub(crate) pending_actions: StoredValue<Vec<DeferredAction>, LocalStorage>,
    /// Whether the device is shared (kiosk mode), so that nothing may outlive a visit.
    pub kiosk: bool,
    /// Questions that the answers of the step that was just left made needless: the next step says so once more.
    pub dropped: RwSignal<Vec<FactInstance>>,
    /// A case received through a link, while it is checked. It is never stored, and dropped with the page that shows
    /// it.
    pub received: RwSignal<Option<case::Case>>,
}

/// An action that needs the lazy module.
pub type DeferredAction = Box<dyn FnOnce(&'static LazyModule)>;

impl AppState {
    /// The rule book in the current locale.
    pub fn book(self) -> &'static RuleBook<'static> {
        self.rules.book()
    }

    /// The page of a question: its step, or its topic if the user prefers whole pages.
    pub fn route_to(self, question: FactInstance) -> Route {
        let route = Route::Question(question);
        let is_whole = self.settings.with_untracked(|settings| settings.whole);
        match route.topic(self.book()).filter(|_| is_whole) {
            Some(topic) => Route::Topic(topic),
            None => route,
        }
    }

    /// The lazy module, once it has loaded. Tracks the load status, so the caller is run again when it changes.
    pub fn lazy(self) -> Option<&'static LazyModule> {
        (self.lazy_status.get() == LoadStatus::Loaded).then(lazy::here).flatten()
    }

    /// Loads the lazy module for a view that cannot be rendered without it.
    pub fn require_lazy(self) {
        self.prefetch_lazy();
        if self.lazy_status.get_untracked() == LoadStatus::Loading {
            self.lazy_status.set(LoadStatus::Blocking);
        }
    }

    /// Runs an action that needs the lazy module: now, or once it has loaded.
    pub fn with_lazy(self, act: DeferredAction) {
        if let Some(more) = lazy::here() {
            return act(more);
        }
        self.pending_actions.update_value(|due| due.push(act));
        self.prefetch_lazy();
    }

    /// Fetches the lazy module in the background, unless it has loaded or is being fetched.
    pub fn prefetch_lazy(self) {
        if matches!(self.lazy_status.get_untracked(), LoadStatus::Unloaded | LoadStatus::Failed) {
            self.lazy_status.set(LoadStatus::Loading);
            leptos::task::spawn_local(async move { self.on_lazy_loaded(lazy::fetch(self.rules).await) });
        }
    }

    fn on_lazy_loaded(self, more: Option<&'static LazyModule>) {
        let due = self.pending_actions.try_update_value(std::mem::take).unwrap_or_default();
        let Some(more) = more else {
            if !due.is_empty() {
                self.dispatch(Event::NoticeRaised(Notice::NotFetched));
            }
            let awaited = self.lazy_status.get_untracked() == LoadStatus::Blocking;
            return self.lazy_status.set(if awaited { LoadStatus::Failed } else { LoadStatus::Unloaded });
        };
        self.lazy_status.set(LoadStatus::Loaded);
        self.set_unread(false);
        for act in due {
            act(more);
        }
    }

    /// Sets whether the stored cases are unread. The page is rendered again only if that changes.
    pub fn set_unread(self, unread: bool) {
        if self.unread.get_untracked() != unread {
            self.unread.set(unread);
        }
    }

    /// Switches the locale, once its texts have loaded.
    pub fn set_locale(self, language: Locale) {
        if language == Locale::Chinese || i18n::is_loaded() {
            self.place(Moment::MadeAnew);
            i18n::set_locale(language);
            platform::set_language(language.tag());
            store_locale(language);
            return self.locale.set(language);
        }
        leptos::task::spawn_local(async move {
            if lazy::fetch_english(self.rules).await {
                self.on_lazy_loaded(lazy::here());
                self.set_locale(language);
            } else {
                self.dispatch(Event::NoticeRaised(Notice::NotFetched));
            }
        });
    }

    /// Stores or restores the scroll position and the focus at this moment; whether it restored them. Nothing is stored
    /// before the lazy module has loaded.
    pub fn place(self, moment: Moment) -> bool {
        lazy::here().is_some_and(|more| (more.place)(self, moment))
    }

    /// Applies an event to the session.
    pub fn dispatch(self, event: Event) {
        self.session.update(|session| session.reduce(event));
    }

    /// Takes an answer that was chosen, or (`None`) clears it. If other answers would no longer apply, the change waits
    /// for confirmation.
    pub fn choose(self, field: FieldKey, answer: Option<RawAnswer>) {
        let is_change = self.session.with_untracked(|session| {
            let given = session.case.record.get(field);
            given.is_some_and(|given| !given.is_blank()) && given != answer.as_ref()
        });
        let proposal = lazy::here().filter(|_| is_change).and_then(|more| (more.propose)(self, field, answer.as_ref()));
        self.dispatch(match (proposal, answer) {
            (Some(proposal), _) => Event::ChangeProposed(proposal),
            (None, Some(answer)) => Event::Answered(field, answer),
            (None, None) => Event::AnswerCleared(field),
        });
    }

    /// Offers the case as a file, once the lazy module has loaded.
    pub fn export_case(self) {
        self.with_lazy(Box::new(move |lazy| (lazy.export)(self)));
    }

    /// Opens a form as a new case. If the open case has no answers, it is replaced.
    pub fn open_as_new(self, record: Form) {
        if !self.session.with_untracked(Session::is_empty) {
            let key = store::new_key();
            store::set_open(&key);
            self.dispatch(Event::CaseSwitched(OpenCase { key, ..OpenCase::default() }));
        }
        self.dispatch(Event::FormReplaced(record));
    }
}

/// The evaluation of a session, updated incrementally.
pub fn evaluation_memo(
    rules: &'static RuleBooks,
    session: RwSignal<Session>,
    language: RwSignal<Locale>,
    more: RwSignal<LoadStatus>,
) -> Memo<Evaluation> {
    // Validation messages depend on the locale, and there is no evaluation until the lazy module has loaded.
    let now = move || (language.get(), more.get() == LoadStatus::Loaded);
    let judge = move || {
        let judge = |more: &LazyModule| session.with(|session| (more.judge)(rules, &session.case.record));
        lazy::here().map_or_else(|| Evaluation::none(rules.book()), judge)
    };
    let judged = StoredValue::new((language.get_untracked(), false));
    let first = move || {
        judged.set_value(now());
        judge()
    };
    incremental_memo(first, move |evaluation| {
        let (before, now) = (judged.get_value(), now());
        if before == now {
            return session.with(|session| evaluation.follow(rules.book(), &session.case.record));
        }
        judged.set_value(now);
        *evaluation = judge();
        true
    })
}
