//! Near misses: for every measure that fails, the one changed answer that makes it eligible. The search runs in time
//! slices, so that the page stays responsive, once for each case and only when its results are shown. Knows no element.

use crate::app::AppState;
use crate::platform;
use huiqi_engine::RuleBook;
use huiqi_engine::book::MeasureId;
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::near_miss::{Impact, NearMiss, gain, insertion_index, nearest_change};
use huiqi_engine::{Answers, Assessment, Verdict};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

/// Time slice in milliseconds, during which the page does not respond. It may be exceeded by one measure.
const TIME_BUDGET_MS: u64 = 8;

// Delay before the search starts, in milliseconds, so that changes are painted first.
const START_DELAY_MS: i32 = 60;

/// A changed answer and its effects.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// The change.
    pub nearly: NearMiss,
    /// Its effect on all measures.
    pub gain: Impact,
}

/// All near misses, the nearest first.
pub type All = Arc<Vec<Near>>;

#[derive(Default)]
struct Search {
    // The answers of the last or current search, and the key of their case.
    answers: RefCell<Option<Answers>>,
    case: RefCell<String>,
    // Generation number: identifies the current search.
    number: Cell<usize>,
    found: ArcRwSignal<Option<All>>,
    searching: ArcRwSignal<bool>,
}

thread_local! {
    static SEARCH: Search = Search::default();
}

/// Starts a search with the current answers, unless it was done already.
pub fn start_search(app: AppState) {
    SEARCH.with(|search| {
        if !is_of(app, search) {
            start(app, search);
        }
    });
}

/// Clears the results for other answers when a page is opened, because the new page has not shown them before.
pub fn clear_stale_results(app: AppState) {
    SEARCH.with(|search| {
        if !is_of(app, search) {
            search.found.set(None);
        }
    });
}

fn is_of(app: AppState, search: &Search) -> bool {
    app.evaluation.with(|evaluation| search.answers.borrow().as_ref() == Some(&evaluation.answers))
}

/// The latest results for the open case; `None` before the first search has completed. Tracks the signal.
pub fn found() -> Option<All> {
    SEARCH.with(|search| search.found.get())
}

/// Whether a search for changed answers is running.
pub fn is_searching() -> bool {
    SEARCH.with(|search| search.searching.get())
}

/// The change that makes this measure eligible, if it was found for the current answers.
pub fn found_for(app: AppState, measure: MeasureId) -> Option<Near> {
    start_search(app);
    let all = found().filter(|_| !is_searching())?;
    all.iter().find(|near| near.nearly.measure == measure).cloned()
}

fn start(app: AppState, search: &Search) {
    let (answers, assessment) =
        app.evaluation.with_untracked(|evaluation| (evaluation.answers.clone(), evaluation.assessment.clone()));
    let number = search.number.get() + 1;
    search.number.set(number);
    *search.answers.borrow_mut() = Some(answers.clone());
    let case = app.session.with_untracked(|session| session.case.key.clone());
    if search.case.replace(case.clone()) != case {
        search.found.set(None);
    }
    search.searching.set(true);
    platform::set_timeout(START_DELAY_MS, move || {
        leptos::task::spawn_local(run(app.book(), number, answers, assessment))
    });
}

fn is_current(number: usize) -> bool {
    SEARCH.with(|search| search.number.get() == number)
}

async fn run(book: &'static RuleBook<'static>, number: usize, answers: Answers, assessment: Assessment) {
    let mut sorted: Vec<NearMiss> = Vec::new();
    let mut slice = platform::performance_now();
    let view = Evaluator::new(book, &answers);
    for (ix, outcome) in assessment.outcomes.iter_enumerated() {
        if outcome.verdict == Verdict::Ineligible
            && let Some(one) = nearest_change(&view, &assessment, ix)
        {
            let place = insertion_index(book, &sorted, &one);
            sorted.insert(place, one);
        }
        if !yield_if_over_budget(number, &mut slice).await {
            return;
        }
    }
    let mut all = Vec::new();
    for nearly in sorted {
        let gain = gain(book, &answers, &assessment, &nearly);
        all.push(Near { nearly, gain });
        if !yield_if_over_budget(number, &mut slice).await {
            return;
        }
    }
    let (found, searching) = SEARCH.with(|search| (search.found.clone(), search.searching.clone()));
    found.set(Some(Arc::new(all)));
    searching.set(false);
}

// Yields to the browser's event loop when the time slice is used up; returns whether the search is still current.
async fn yield_if_over_budget(number: usize, slice: &mut u64) -> bool {
    if platform::performance_now().saturating_sub(*slice) >= TIME_BUDGET_MS {
        platform::yield_to_main().await;
        *slice = platform::performance_now();
    }
    is_current(number)
}
