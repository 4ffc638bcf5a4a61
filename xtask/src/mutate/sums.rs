//! Wrongs in what measures come to together: which may be the same thing and when, whose money it is, how one
//! comes to it, what is not paid but saved, what is nobody's. No verdict changes by them, so only stated totals can notice.

use super::{Survivor, Tally, at};
use crate::coverage::Evidence;
use huiqi_engine::assess::{Outcome, assess, total};
use huiqi_engine::book::{Book, Expr, Link, Measure, MeasureIx, Mode, Node, Promise};
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
        for (wrong, change) in wrongs(&mut book, place) {
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
    // The relation to this one does not hold.
    Apart(MeasureIx),
    // It holds whatever is answered, or where it should not.
    Always(MeasureIx),
    Reversed(MeasureIx, Expr),
    // One thing for certain instead of perhaps, or the other way round.
    Otherwise(MeasureIx),
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
        if let (Self::Apart(other) | Self::Always(other) | Self::Reversed(other, _) | Self::Otherwise(other), Ok(own)) =
            (self, MeasureIx::try_from(place))
        {
            self.relate(book, own, other);
            self.relate(book, other, own);
        }
        let Some(measure) = book.measures.get_mut(place) else { return };
        match self {
            Self::Apart(_) | Self::Always(_) | Self::Reversed(..) | Self::Otherwise(_) => {}
            Self::Mode(mode) => measure.mode = mode,
            Self::ToPerson => measure.to_person = !measure.to_person,
            Self::Pool => measure.pool = !measure.pool,
            Self::KindOf(_) => measure.kind = kind.unwrap_or(measure.kind),
        }
    }
}

impl Wrong {
    // Changes the relation of one measure to the other.
    fn relate(self, book: &mut Book<'_>, own: MeasureIx, other: MeasureIx) {
        let Some(measure) = book.measures.get_mut(usize::from(own)) else { return };
        let is_other = |link: &Link<'_>| link.measure == other;
        let links = |measure: &mut Measure<'_>, change: &dyn Fn(&mut Link<'_>)| {
            measure.either.iter_mut().chain(&mut measure.same_as).filter(|link| is_other(link)).for_each(change);
        };
        match self {
            Self::Apart(_) => {
                measure.either.retain(|link| !is_other(link));
                measure.same_as.retain(|link| !is_other(link));
            }
            Self::Always(_) => links(measure, &|link| link.when = None),
            Self::Reversed(_, reversed) => links(measure, &|link| link.when = Some(reversed)),
            Self::Otherwise(_) => {
                let (either, same) = (&mut measure.either, &mut measure.same_as);
                let (from, to) = if either.iter().any(is_other) { (either, same) } else { (same, either) };
                if let Some(at) = from.iter().position(is_other) {
                    to.push(from.remove(at));
                }
            }
            _ => {}
        }
    }
}

// Whose money it is and whether it is paid matters where there is an amount that is somebody's.
fn wrongs(book: &mut Book<'_>, place: usize) -> Vec<(Wrong, String)> {
    let links: Vec<(MeasureIx, Option<Expr>)> = book
        .measures
        .get(place)
        .map(|measure| measure.links().map(|link| (link.measure, link.when)).collect())
        .unwrap_or_default();
    let mut wrongs = Vec::new();
    for (other, when) in links.into_iter().filter(|(other, _)| usize::from(*other) > place) {
        let id = book.measures.get(usize::from(other)).map_or("", |other| other.id);
        wrongs.push((Wrong::Apart(other), format!("与 {id} 各计各的")));
        // Of what has no figure nothing is summed, so that one of two words does what the other does or nothing.
        let figure =
            |ix: usize| book.measures.get(ix).is_some_and(|one| matches!(one.promise, Promise::Amount(_)) && !one.pool);
        if figure(place) && figure(usize::from(other)) {
            wrongs.push((Wrong::Otherwise(other), format!("与 {id} 的 either 改成 same_as，或相反")));
        }
        if let Some(when) = when {
            wrongs.push((Wrong::Always(other), format!("与 {id} 的关系删去 when")));
            let reversed = Expr::try_from(book.nodes.len()).unwrap_or(Expr::MAX);
            book.nodes.push(Node::Not(when));
            wrongs.push((Wrong::Reversed(other, reversed), format!("与 {id} 的关系 when 反过来")));
        }
    }
    let Some(measure) = book.measures.get(place) else { return Vec::new() };
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
