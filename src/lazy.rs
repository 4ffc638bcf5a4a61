//! The second program and the whole rule book: everything that the first page and the first questions do not need, and
//! what judges the answers. Knows how both are fetched, not what is in them.
//!
//! The build cuts the app in two at `table` (`xtask/src/finish/split.rs`): what only its functions need is left out of
//! the first program. So the addresses of those functions are taken there and nowhere else.

use crate::app::App;
use crate::browser;
use crate::evaluation::Evaluation;
use crate::form::{Form, RawAnswer};
use crate::i18n::{self, English};
use crate::pages;
use crate::parts::{FieldFeedback, TopicQuestions};
use crate::route::Route;
use crate::rule_book::{install_full_book, is_complete};
use crate::view_positions::Moment;
use huiqi_engine::book::{FactId, GroupId, RuleBook};
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::AnyView;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use std::sync::OnceLock;

/// What the second program does.
pub struct LazyModule {
    /// Shows what a route shows.
    pub page: fn(App, &Route) -> AnyView,
    /// Says why a question is asked.
    pub reasons: QuestionView,
    /// Says where to find the answer to a question.
    pub find: QuestionView,
    /// Says what to bring for a question.
    pub papers: QuestionView,
    /// Reads what is said in English.
    pub english: fn(Vec<u8>) -> Option<English>,
    /// Says above every page that another release of the app is here. Called once.
    pub news: fn(App) -> AnyView,
    /// Offers the edition in one file, and the way into other pages.
    pub small_print: fn() -> AnyView,
    /// Says where to find out what is 不清楚 at a question, and what depends on it.
    pub unsure: QuestionView,
    /// Says what the terms of a question's options mean.
    pub glossary: QuestionView,
    /// Says what a term means, by its place in the rule book.
    pub term: fn(usize) -> AnyView,
    /// Judges a record.
    pub judge: fn(&'static RuleBook<'static>, &Form) -> Evaluation,
    /// Reads what stands in the field of a fact.
    pub reading: fn(FactId, &RawAnswer) -> FieldFeedback,
    /// The figures of the live summary.
    pub tally: fn(App) -> AnyView,
    /// What is certain, for a phone's bottom bar.
    pub certain: fn(App) -> AnyView,
    /// Begins the tour.
    pub begin_tour: fn(App),
    /// A step of the tour.
    pub tour: fn(App, usize) -> AnyView,
    /// Offers the case as a file.
    pub export: fn(App),
    /// Takes over the case of a file.
    pub open: fn(App, web_sys::File),
    /// Why a question is needless.
    pub needless: fn(&Evaluation, FactInstance) -> Option<String>,
    /// Keeps where the person is on a page, or brings a page back there; whether it does that.
    pub place: fn(App, Moment) -> bool,
    /// The cards of a group, by its place in the rule book, with the questions that have a place on the page.
    pub cards: fn(App, GroupId, TopicQuestions) -> AnyView,
    /// Asks which of two answers to keep.
    pub rivals: fn(App) -> AnyView,
}

/// Shows something that belongs to a question.
pub type QuestionView = fn(App, FactId) -> AnyView;

/// How it stands with the second program and the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadStatus {
    /// Nobody needed them yet.
    Unloaded,
    /// They are on their way, and nothing on the page waits for them: a failure is none, they are asked for anew.
    Loading,
    /// They are on their way, and something on the page waits for them.
    Blocking,
    /// They are here.
    Loaded,
    /// They were waited for and could not be had.
    Failed,
}

// The elements of the page that name the files.
const TEXTS: &str = "app-texts";
const ENGLISH: &str = "app-english";

static MORE: OnceLock<&LazyModule> = OnceLock::new();

/// The second program, once it and the texts are here.
pub fn here() -> Option<&'static LazyModule> {
    MORE.get().copied()
}

/// Fetches what is not here yet; the program where both are here in the end. What failed can be fetched again.
pub async fn fetch() -> Option<&'static LazyModule> {
    // Asked for before anything is waited for, so that both come at the same time.
    let texts = if is_complete() { None } else { browser::fetch_asset(TEXTS) };
    let program = table().await.ok();
    let binary = browser::response_bytes(texts).await;
    if !is_complete() && !binary.is_some_and(install_full_book) {
        return None;
    }
    program.map(|program| *MORE.get_or_init(|| program))
}

/// Whether there is an English version.
pub fn has_english() -> bool {
    browser::has(ENGLISH)
}

/// Fetches English and everything that says it; whether it is here in the end.
pub async fn fetch_english() -> bool {
    let texts = if i18n::is_loaded() { None } else { browser::fetch_asset(ENGLISH) };
    let Some(more) = fetch().await else { return false };
    if let Some(english) = browser::response_bytes(texts).await.and_then(more.english) {
        i18n::install(english);
        browser::cache_optional_assets();
    }
    i18n::is_loaded()
}

// On all other targets than WebAssembly this is an ordinary call.
#[wasm_split(more, wasm_split_path = leptos::wasm_split, fallible)]
fn table() -> Result<&'static LazyModule, SplitLoaderError> {
    Ok(&pages::MORE)
}
