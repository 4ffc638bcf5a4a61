//! The lazy module and the full rule book: everything that the first page and the initial questions do not need,
//! including the evaluator. Knows how both are fetched, not what they contain.
//!
//! The build splits the app at `table` in `src/split.rs` (`xtask/src/post_build/split.rs`): code that is reachable only
//! through the functions of [`LazyModule`] is left out of the main module.

use super::AppState;
use super::opening::OpenedCase;
use super::topic_questions::TopicQuestions;
use super::view_positions::Moment;
use crate::i18n::{self, DecodedEnglish};
use crate::platform;
use crate::state::evaluation::Evaluation;
use crate::state::field_feedback::FieldFeedback;
use crate::state::form::{FieldKey, Form, RawAnswer};
use crate::state::route::Route;
use crate::state::rule_book::{BookDecoder, RuleBooks};
use crate::state::session::ProposedChange;
use crate::state::steps::Step;
use crate::store::{self, StoreEvent, StoredCaseReader};
use huiqi_engine::book::{FactId, GroupId, Pictogram, RuleBook};
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::{AnyView, RwSignal};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};

/// The functions of the lazy module.
pub struct LazyModule {
    /// Renders the page of a route.
    pub page: fn(AppState, &Route) -> AnyView,
    /// Renders why a question is asked.
    pub reasons: FoldedView,
    /// Renders where to find the answer to a question.
    pub find: FoldedView,
    /// Renders which papers to bring for a question.
    pub papers: FoldedView,
    /// Decodes the full rule book.
    pub decode_book: BookDecoder,
    /// Decodes the English texts.
    pub english: fn(Vec<u8>, &RuleBook<'_>, u64) -> Option<DecodedEnglish>,
    /// Renders the notice of an available update, above every page. Called once.
    pub news: fn(AppState) -> AnyView,
    /// Renders the links of the footer to the single-file edition and to the instructions for embedding.
    pub small_print: fn() -> AnyView,
    /// Renders the result in the focal panel of the start page.
    pub focal_panel: fn(AppState) -> AnyView,
    /// Renders what stands below the focal panel of the start page.
    pub below_focal_panel: fn(AppState) -> AnyView,
    /// Renders the period of an expired document as a picture.
    pub timeline: fn(AppState) -> AnyView,
    /// Renders where to find out the answer to a question answered 不清楚, and which results depend on it.
    pub unsure: fn(AppState, FactId) -> AnyView,
    /// Renders the definitions of the terms in a question's options.
    pub glossary: FoldedView,
    /// Renders the definition of a term, by its index in the rule book.
    pub term: fn(&'static RuleBook<'static>, usize) -> AnyView,
    /// Evaluates a form.
    pub judge: fn(&'static RuleBooks, &Form) -> Evaluation,
    /// Parses the content of a fact's field.
    pub reading: fn(&'static RuleBooks, FactId, &RawAnswer) -> FieldFeedback,
    /// Renders the doubt about the answer in a field once the signal says that the field has lost the focus.
    pub warning: fn(AppState, FactId, FieldKey, RwSignal<bool>) -> AnyView,
    /// Renders the figures of the live summary.
    pub tally: fn(AppState) -> AnyView,
    /// Renders the certain results, for the bottom bar on a phone.
    pub certain: fn(AppState) -> AnyView,
    /// Starts the tour.
    pub begin_tour: fn(AppState),
    /// Renders a step of the tour.
    pub tour: fn(AppState, usize) -> AnyView,
    /// Exports the case as a file.
    pub export: fn(AppState),
    /// Imports the case of a file.
    pub open: fn(AppState, platform::File),
    /// The reason why a question is not needed.
    pub needless: fn(&'static RuleBook<'static>, &Evaluation, FactInstance) -> Option<String>,
    /// Stores or restores the scroll position and the focus of a page; returns whether it restores them.
    pub place: fn(AppState, Moment) -> bool,
    /// Renders the instances of a group, by the group's index in the rule book, with the questions listed on the page.
    pub cards: fn(AppState, GroupId, TopicQuestions) -> AnyView,
    /// Renders a list together with its earlier list, each option to be ticked by its date; whether its families fold.
    pub ladders: fn(AppState, FactId, bool) -> AnyView,
    /// Renders a pictogram.
    pub pictogram: fn(Pictogram) -> AnyView,
    /// Closes an example that was only looked at: the kept case is open again.
    pub leave_example: fn(AppState),
    /// Renders a step of one instance of a group.
    pub card_step: fn(AppState, Step, TopicQuestions) -> AnyView,
    /// Renders the step of a figure of two years.
    pub figure_pair: fn(TopicQuestions, &Step) -> AnyView,
    /// The change of an answer as a proposal, if other answers would no longer apply.
    pub propose: fn(AppState, FieldKey, Option<&RawAnswer>) -> Option<ProposedChange>,
    /// Renders the change of a field that waits for confirmation.
    pub proposal: fn(AppState, FieldKey) -> AnyView,
    /// Renders which questions of a topic the answers of a step made needless, and why; the signal receives them.
    pub dropped_questions: fn(AppState, usize, Vec<FactInstance>, RwSignal<Vec<FactInstance>>) -> AnyView,
    /// Renders what follows from the figures of a step.
    pub consequences: fn(AppState, &Step) -> AnyView,
    /// Renders what is missing in a step after “continue” was pressed; nothing if nothing is missing.
    pub missing_answers: fn(AppState, MissingAnswers) -> AnyView,
    /// Renders why a topic asks nothing.
    pub nothing_asked: fn(AppState, usize) -> AnyView,
    /// The functions of the store that read stored cases.
    pub reader: StoredCaseReader,
    /// Opens the case of the last visit.
    pub open_initial: fn(&'static RuleBooks) -> OpenedCase,
    /// Handles an event of the store, except those about durability.
    pub on_store_event: fn(AppState, StoreEvent),
    /// Restores a deleted case, given its key and text, and opens it.
    pub undo_delete: fn(AppState, &str, &str),
    /// Renders the conflicts, from which the user chooses the answers to keep.
    pub rivals: fn(AppState) -> AnyView,
}

/// What is missing in a step.
pub struct MissingAnswers {
    /// Its questions without an answer.
    pub unanswered: Vec<FactInstance>,
    /// Whether something that was typed cannot be read.
    pub is_unreadable: bool,
    /// Leaves the step.
    pub leave: Arc<dyn Fn() + Send + Sync>,
}

/// Renders a folded part of a question, by its facts: two for a figure of two years.
pub type FoldedView = fn(AppState, &[FactId]) -> AnyView;

/// Load status of the lazy module and the full rule book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoadStatus {
    /// Not requested yet.
    Unloaded,
    /// Being fetched in the background; no part of the page waits for it. After a failure the status is `Unloaded`
    /// again, and the next request retries.
    Loading,
    /// Being fetched, and a part of the page waits for it.
    Blocking,
    /// Loaded.
    Loaded,
    /// Loading failed while a part of the page waited for it.
    Failed,
}

// Ids of the elements that hold the addresses of the files.
const TEXTS: &str = "app-texts";
const ENGLISH: &str = "app-english";

/// Loads the lazy module: the split point, which only the root of the crate refers to (`src/split.rs`).
pub type Loader = fn() -> Pin<Box<dyn Future<Output = Option<&'static LazyModule>>>>;

static LOADER: OnceLock<Loader> = OnceLock::new();
static MORE: OnceLock<&LazyModule> = OnceLock::new();

/// Sets the loader of the lazy module. Called once, before mounting.
pub fn set_loader(loader: Loader) {
    // A second call would set the same loader.
    let _ = LOADER.set(loader);
}

async fn load() -> Option<&'static LazyModule> {
    match LOADER.get() {
        Some(loader) => loader().await,
        None => None,
    }
}

/// The lazy module, once it and the full rule book have loaded.
pub fn here() -> Option<&'static LazyModule> {
    MORE.get().copied()
}

/// Fetches the lazy module and the full rule book, as far as they have not loaded; `None` if one of them failed. A
/// failed fetch can be retried.
pub async fn fetch(rules: &'static RuleBooks) -> Option<&'static LazyModule> {
    // The texts are requested before the module is awaited, so that both download in parallel.
    let texts = if rules.is_complete() { None } else { platform::fetch_asset(TEXTS) };
    let program = load().await;
    let binary = platform::response_bytes(texts).await;
    let program = program?;
    if !rules.is_complete() && !binary.is_some_and(|binary| rules.install_full_book(binary, program.decode_book)) {
        return None;
    }
    if MORE.set(program).is_ok() {
        store::set_reader(&program.reader);
    }
    here()
}

/// Whether there is an English version.
pub fn has_english() -> bool {
    platform::has(ENGLISH)
}

/// Fetches the English texts and the lazy module; returns whether English has loaded.
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
