//! The lazy module and the whole rule book: everything that the first page and the first questions do not need, and
//! what judges the answers. Knows how both are fetched, not what is in them.
//!
//! The build splits the app at `table` in `src/split.rs` (`xtask/src/finish/split.rs`): what only the functions of
//! [`LazyModule`] need is left out of the main module.

use super::AppState;
use super::topic_questions::TopicQuestions;
use super::view_positions::Moment;
use crate::i18n::{self, DecodedEnglish};
use crate::platform;
use crate::state::evaluation::Evaluation;
use crate::state::field_feedback::FieldFeedback;
use crate::state::form::{Form, RawAnswer};
use crate::state::route::Route;
use crate::state::rule_book::{BookDecoder, RuleBooks};
use huiqi_engine::book::{FactId, GroupId, RuleBook};
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::AnyView;
use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;

/// What the lazy module does.
pub struct LazyModule {
    /// Shows what a route shows.
    pub page: fn(AppState, &Route) -> AnyView,
    /// Says why a question is asked.
    pub reasons: QuestionView,
    /// Says where to find the answer to a question.
    pub find: QuestionView,
    /// Says what to bring for a question.
    pub papers: QuestionView,
    /// Decodes the full rule book.
    pub decode_book: BookDecoder,
    /// Reads what is said in English.
    pub english: fn(Vec<u8>, &RuleBook<'_>, u64) -> Option<DecodedEnglish>,
    /// Says above every page that another release of the app is here. Called once.
    pub news: fn(AppState) -> AnyView,
    /// Offers the edition in one file, and the way into other pages.
    pub small_print: fn() -> AnyView,
    /// Says where to find out what is 不清楚 at a question, and what depends on it.
    pub unsure: QuestionView,
    /// Says what the terms of a question's options mean.
    pub glossary: QuestionView,
    /// Says what a term means, by its place in the rule book.
    pub term: fn(&'static RuleBook<'static>, usize) -> AnyView,
    /// Judges a record.
    pub judge: fn(&'static RuleBooks, &Form) -> Evaluation,
    /// Reads what stands in the field of a fact.
    pub reading: fn(&'static RuleBooks, FactId, &RawAnswer) -> FieldFeedback,
    /// The figures of the live summary.
    pub tally: fn(AppState) -> AnyView,
    /// What is certain, for a phone's bottom bar.
    pub certain: fn(AppState) -> AnyView,
    /// Begins the tour.
    pub begin_tour: fn(AppState),
    /// A step of the tour.
    pub tour: fn(AppState, usize) -> AnyView,
    /// Offers the case as a file.
    pub export: fn(AppState),
    /// Takes over the case of a file.
    pub open: fn(AppState, platform::File),
    /// Why a question is needless.
    pub needless: fn(&'static RuleBook<'static>, &Evaluation, FactInstance) -> Option<String>,
    /// Keeps where the person is on a page, or brings a page back there; whether it does that.
    pub place: fn(AppState, Moment) -> bool,
    /// The cards of a group, by its place in the rule book, with the questions that have a place on the page.
    pub cards: fn(AppState, GroupId, TopicQuestions) -> AnyView,
    /// Asks which of two answers to keep.
    pub rivals: fn(AppState) -> AnyView,
}

/// Shows something that belongs to a question.
pub type QuestionView = fn(AppState, FactId) -> AnyView;

/// How it stands with the lazy module and the texts.
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

/// Loads the lazy module: the split point, which only the crate's root names (`src/split.rs`).
pub type Loader = fn() -> Pin<Box<dyn Future<Output = Option<&'static LazyModule>>>>;

static LOADER: OnceLock<Loader> = OnceLock::new();
static MORE: OnceLock<&LazyModule> = OnceLock::new();

/// Sets how the lazy module is loaded. Called once, before anything is mounted.
pub fn set_loader(loader: Loader) {
    // A second one is the same.
    let _ = LOADER.set(loader);
}

async fn load() -> Option<&'static LazyModule> {
    match LOADER.get() {
        Some(loader) => loader().await,
        None => None,
    }
}

/// The lazy module, once it and the texts are here.
pub fn here() -> Option<&'static LazyModule> {
    MORE.get().copied()
}

/// Fetches what is not here yet; the program where both are here in the end. What failed can be fetched again.
pub async fn fetch(rules: &'static RuleBooks) -> Option<&'static LazyModule> {
    // Asked for before anything is waited for, so that both come at the same time.
    let texts = if rules.is_complete() { None } else { platform::fetch_asset(TEXTS) };
    let program = load().await;
    let binary = platform::response_bytes(texts).await;
    let program = program?;
    if !rules.is_complete() && !binary.is_some_and(|binary| rules.install_full_book(binary, program.decode_book)) {
        return None;
    }
    Some(*MORE.get_or_init(|| program))
}

/// Whether there is an English version.
pub fn has_english() -> bool {
    platform::has(ENGLISH)
}

/// Fetches English and everything that says it; whether it is here in the end.
pub async fn fetch_english(rules: &'static RuleBooks) -> bool {
    let texts = if i18n::is_loaded() { None } else { platform::fetch_asset(ENGLISH) };
    let Some(more) = fetch(rules).await else { return false };
    if let Some((book, english)) = platform::response_bytes(texts)
        .await
        .and_then(|binary| (more.english)(binary, rules.source_language_book(), rules.fingerprint()))
    {
        rules.install_english_book(book);
        i18n::install(english);
        platform::cache_optional_assets();
    }
    i18n::is_loaded()
}
