//! The second program and the whole rule book: everything that the first page and the first questions do not need, and
//! what judges the answers. Knows how both are fetched, not what is in them.
//!
//! The build cuts the app in two at `table` (`xtask/src/post_build/split.rs`): what only its functions need is left out of
//! the first program. So the addresses of those functions are taken there and nowhere else.

use crate::app::App;
use crate::book::{is_whole, take_whole};
use crate::browser;
use crate::judgement::Judgement;
use crate::language::{self, English};
use crate::pages;
use crate::parts::{Asked, Reading};
use crate::places::Moment;
use crate::record::{Entry, Record};
use crate::route::Route;
use huiqi_engine::book::{Book, FactId, GroupId};
use huiqi_engine::evaluate::FactInstance;
use leptos::prelude::AnyView;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use std::sync::OnceLock;

/// What the second program does.
pub struct More {
    /// Shows what a route shows.
    pub page: fn(App, &Route) -> AnyView,
    /// Says why a question is asked.
    pub reasons: Part,
    /// Says where to find the answer to a question.
    pub find: Part,
    /// Says what to bring for a question.
    pub papers: Part,
    /// Reads what is said in English.
    pub english: fn(Vec<u8>) -> Option<English>,
    /// Says above every page that another release of the app is here. Called once.
    pub news: fn(App) -> AnyView,
    /// Offers the edition in one file, and the way into other pages.
    pub small_print: fn() -> AnyView,
    /// Says where to find out what is 不清楚 at a question, and what depends on it.
    pub unsure: Part,
    /// Says what the terms of a question's options mean.
    pub glossary: Part,
    /// Says what a term means, by its place in the rule book.
    pub term: fn(usize) -> AnyView,
    /// Judges a record.
    pub judge: fn(&'static Book<'static>, &Record) -> Judgement,
    /// Reads what stands in the field of a fact.
    pub reading: fn(FactId, &Entry) -> Reading,
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
    pub needless: fn(&Judgement, FactInstance) -> Option<String>,
    /// Keeps where the person is on a page, or brings a page back there; whether it does that.
    pub place: fn(App, Moment) -> bool,
    /// The cards of a group, by its place in the rule book, with the questions that have a place on the page.
    pub cards: fn(App, GroupId, Asked) -> AnyView,
    /// Asks which of two answers to keep.
    pub rivals: fn(App) -> AnyView,
}

/// Shows something that belongs to a question.
pub type Part = fn(App, FactId) -> AnyView;

/// How it stands with the second program and the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Nobody needed them yet.
    Away,
    /// They are on their way, and nothing on the page waits for them: a failure is none, they are asked for anew.
    Coming,
    /// They are on their way, and something on the page waits for them.
    Awaited,
    /// They are here.
    Here,
    /// They were waited for and could not be had.
    Failed,
}

// The elements of the page that name the files.
const TEXTS: &str = "app-texts";
const ENGLISH: &str = "app-english";

static MORE: OnceLock<&More> = OnceLock::new();

/// The second program, once it and the texts are here.
pub fn here() -> Option<&'static More> {
    MORE.get().copied()
}

/// Fetches what is not here yet; the program where both are here in the end. What failed can be fetched again.
pub async fn fetch() -> Option<&'static More> {
    // Asked for before anything is waited for, so that both come at the same time.
    let texts = if is_whole() { None } else { browser::ask_for(TEXTS) };
    let program = table().await.ok();
    let binary = browser::bytes(texts).await;
    if !is_whole() && !binary.is_some_and(take_whole) {
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
    let texts = if language::is_here() { None } else { browser::ask_for(ENGLISH) };
    let Some(more) = fetch().await else { return false };
    if let Some(english) = browser::bytes(texts).await.and_then(more.english) {
        language::take(english);
        browser::keep_the_rest();
    }
    language::is_here()
}

// On all other targets than WebAssembly this is an ordinary call.
#[wasm_split(more, wasm_split_path = leptos::wasm_split, fallible)]
fn table() -> Result<&'static More, SplitLoaderError> {
    Ok(&pages::MORE)
}
