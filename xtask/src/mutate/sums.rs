//! Wrongs in what measures come to together: which exclude each other or are the same thing, whose money it is, how one
//! comes to it, what is not paid but saved, what is nobody's. No verdict changes by them, so only stated totals can notice.

use super::{Survivor, Tally, at};
use crate::coverage::Evidence;
use huiqi_engine::assess::{Outcome, assess, total};
use huiqi_engine::book::{Book, Measure, MeasureIx, Mode, Node, Promise};
use huiqi_engine::compile::cases::WorkedCase;
use huiqi_engine::evaluate::View;
use huiqi_engine::words;

/// Tries every such wrong of every measure.
pub fn run(evidence: &Evidence<'_, '_>) -> Tally {
    let cases = evidence.cases.iter().filter(|case| !case.totals.is_empty());
    let trials: Vec<Trial<'_>> = cases.map(|case| Trial::of(evidence.book, case)).collect();
    let mut book = evidence.book.clone();
    let mut tally = Tally::default();
    if let Some(trial) = trials.iter().find(|trial| !trial.passes(&book)) {
        tally.failing.push(trial.case.name.clone());
        return tally;
    }
    for (place, source) in evidence.sources.iter().enumerate() {
        for (wrong, change) in wrongs(evidence.book, place) {
            wrong.make(&mut book, place);
            tally.tried += 1;
            if trials.iter().all(|trial| trial.passes(&book)) {
                tally.survivors.push(Survivor { place: at(source), change });
            }
            book.measures.clone_from(&evidence.book.measures);
        }
    }
    tally
}

struct Trial<'c> {
    case: &'c WorkedCase,
    outcomes: Vec<Outcome>,
}

impl<'c> Trial<'c> {
    fn of(book: &Book<'_>, case: &'c WorkedCase) -> Self {
        Self { case, outcomes: assess(book, &case.answers, case.date).outcomes }
    }

    fn passes(&self, book: &Book<'_>) -> bool {
        let totals = total(&View::new(book, &self.case.answers), &self.outcomes);
        self.case.totals.iter().all(|stated| stated.fits(&totals))
    }
}

/// What is changed of a measure.
#[derive(Clone, Copy)]
enum Wrong {
    Apart(MeasureIx),
    Mode(Mode),
    ToPerson,
    Pool,
    // Paid instead of saved, or the other way round: the kind of this measure.
    KindOf(usize),
}

impl Wrong {
    fn make(self, book: &mut Book<'_>, place: usize) {
        let kind = match self {
            Self::KindOf(other) => book.measures.get(other).map(|measure| measure.kind),
            _ => None,
        };
        if let Self::Apart(other) = self
            && let Some(measure) = book.measures.get_mut(usize::from(other))
        {
            let is_other = |ix: &MeasureIx| usize::from(*ix) != place;
            measure.either.retain(is_other);
            measure.same_as.retain(is_other);
        }
        let Some(measure) = book.measures.get_mut(place) else { return };
        match self {
            Self::Apart(other) => {
                measure.either.retain(|ix| *ix != other);
                measure.same_as.retain(|ix| *ix != other);
            }
            Self::Mode(mode) => measure.mode = mode,
            Self::ToPerson => measure.to_person = !measure.to_person,
            Self::Pool => measure.pool = !measure.pool,
            Self::KindOf(_) => measure.kind = kind.unwrap_or(measure.kind),
        }
    }
}

// Whose money it is and whether it is paid matters where there is an amount that is somebody's.
fn wrongs(book: &Book<'_>, place: usize) -> Vec<(Wrong, String)> {
    let Some(measure) = book.measures.get(place) else { return Vec::new() };
    let mut wrongs = Vec::new();
    for other in measure.either.iter().chain(&measure.same_as).filter(|other| usize::from(**other) > place) {
        let id = book.measures.get(usize::from(*other)).map_or("", |other| other.id);
        wrongs.push((Wrong::Apart(*other), format!("与 {id} 各计各的")));
    }
    for mode in [Mode::Automatic, Mode::Apply, Mode::Assessed].into_iter().filter(|mode| *mode != measure.mode) {
        wrongs.push((Wrong::Mode(mode), format!("办理方式改成 {}", words::mode(mode))));
    }
    if matches!(measure.promise, Promise::Amount(_)) {
        wrongs.push((Wrong::Pool, "金额改成全市资金总额，或相反".into()));
    }
    if matches!(measure.promise, Promise::Amount(_)) && !measure.pool {
        let other = book.measures.iter().position(|other| other.kind.is_relief() != measure.kind.is_relief());
        let name = |other: usize| book.measures.get(other).map_or("", |other| other.kind.name());
        wrongs.extend(other.map(|other| (Wrong::KindOf(other), format!("类别改成 {}", name(other)))));
        // What is saved is saved by whoever pays, and a person's own measure pays nobody else.
        if !measure.kind.is_relief() && !is_of_persons(book, measure) {
            wrongs.push((Wrong::ToPerson, "金额改成归个人，或相反".into()));
        }
    }
    wrongs
}

fn is_of_persons(book: &Book<'_>, measure: &Measure<'_>) -> bool {
    match book.nodes.get(usize::from(measure.applicants)) {
        Some(Node::Is(_, options)) => options.within(book.document.persons),
        _ => false,
    }
}
