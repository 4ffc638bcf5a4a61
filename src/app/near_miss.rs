//! What one changed answer would bring, for every measure that fails: searched in slices while the page answers, once
//! for each case, and only when somebody looks. Knows no element.

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

/// How long the page does not answer at most, in milliseconds; one measure more may be on its way.
const TIME_BUDGET_MS: u64 = 8;

// How long it waits until it begins, in milliseconds: what was changed is painted first.
const START_DELAY_MS: i32 = 60;

/// A change and all that it brings.
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// The change.
    pub nearly: NearMiss,
    /// What it brings over every measure.
    pub gain: Impact,
}

/// All of them, the nearest first.
pub type All = Arc<Vec<Near>>;

#[derive(Default)]
struct Search {
    // The answers that were searched last, or are being searched, and the case they belong to.
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

/// Searches with the answers as they are, where that was not done yet.
pub fn start_search(app: AppState) {
    SEARCH.with(|search| {
        if !is_of(app, search) {
            start(app, search);
        }
    });
}

/// Forgets what was found for other answers, for a page that is only now opened: what stood there before is not on it.
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

/// What was found last for the case that is open; `None` before the first search is done. Whoever reads it is told when
/// there is something else.
pub fn found() -> Option<All> {
    SEARCH.with(|search| search.found.get())
}

/// Whether answers have changed since, and the search goes on.
pub fn is_searching() -> bool {
    SEARCH.with(|search| search.searching.get())
}

/// The change that makes this measure eligible, if it has been found for the answers as they are.
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

// Lets the browser do what waits when the slice is over; whether the search is still wanted.
async fn yield_if_over_budget(number: usize, slice: &mut u64) -> bool {
    if platform::performance_now().saturating_sub(*slice) >= TIME_BUDGET_MS {
        platform::yield_to_main().await;
        *slice = platform::performance_now();
    }
    is_current(number)
}
