//! Mutations of the totals: which measures may pay for the same thing and when, the recipient, the application mode,
//! relief instead of payment, the city-wide pool. They change no verdict, so only stated totals can kill these mutants.

use super::{MutationCounts, Survivor, location};
use crate::coverage::Evidence;
use huiqi_compiler::cases::WorkedCase;
use huiqi_engine::assess::{Outcomes, assess, total};
use huiqi_engine::book::{ExprId, Link, Measure, MeasureId, Mode, Node, Payout, RuleBook};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::message::chinese;

/// Tests every such mutant of every measure.
pub fn run(evidence: &Evidence<'_, '_>) -> MutationCounts {
    let cases = evidence.cases.iter().filter(|case| !case.totals.is_empty());
    let runs: Vec<TotalsRun<'_>> = cases.map(|case| TotalsRun::of(evidence.book, case)).collect();
    let mut book = evidence.book.clone();
    let mut counts = MutationCounts::default();
    if let Some(run) = runs.iter().find(|run| !run.passes(&book)) {
        counts.failing.push(run.case.name.clone());
        return counts;
    }
    for (id, source) in evidence.book.measures.ids().zip(evidence.sources) {
        for (wrong, change) in mutations(&mut book, id) {
            wrong.make(&mut book, id);
            counts.tried += 1;
            if runs.iter().all(|run| run.passes(&book)) {
                counts.survivors.push(Survivor { place: location(source), change });
            }
            book.measures.clone_from(&evidence.book.measures);
        }
    }
    counts
}

struct TotalsRun<'c> {
    case: &'c WorkedCase,
    outcomes: Outcomes,
}

impl<'c> TotalsRun<'c> {
    fn of(book: &RuleBook<'_>, case: &'c WorkedCase) -> Self {
        Self { case, outcomes: assess(book, &case.answers, case.date).outcomes }
    }

    fn passes(&self, book: &RuleBook<'_>) -> bool {
        let totals = total(&Evaluator::new(book, &self.case.answers), &self.outcomes);
        self.case.totals.iter().all(|stated| stated.fits(&totals))
    }
}

/// The mutated part of a measure.
#[derive(Clone, Copy)]
enum TotalsMutation {
    // Removes the relation to this measure.
    Apart(MeasureId),
    // The relation applies whatever is answered, or in the opposite case.
    Always(MeasureId),
    Reversed(MeasureId, ExprId),
    // `same_as` instead of `either`, or the reverse.
    Otherwise(MeasureId),
    Mode(Mode),
    ToPerson,
    Pool,
    // A payment becomes relief, or the reverse: the kind is that of this measure.
    KindOf(MeasureId),
}

impl TotalsMutation {
    fn make(self, book: &mut RuleBook<'_>, own: MeasureId) {
        let kind = match self {
            Self::KindOf(other) => Some(book.measures[other].kind),
            _ => None,
        };
        if let Self::Apart(other) | Self::Always(other) | Self::Reversed(other, _) | Self::Otherwise(other) = self {
            self.relate(book, own, other);
            self.relate(book, other, own);
        }
        let measure = &mut book.measures[own];
        match self {
            Self::Apart(_) | Self::Always(_) | Self::Reversed(..) | Self::Otherwise(_) => {}
            Self::Mode(mode) => measure.mode = mode,
            Self::ToPerson => measure.to_person = !measure.to_person,
            Self::Pool => measure.pool = !measure.pool,
            Self::KindOf(_) => measure.kind = kind.unwrap_or(measure.kind),
        }
    }
}

impl TotalsMutation {
    // Changes the relation of one measure to the other.
    fn relate(self, book: &mut RuleBook<'_>, own: MeasureId, other: MeasureId) {
        let measure = &mut book.measures[own];
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
                if let Some(index) = from.iter().position(is_other) {
                    to.push(from.remove(index));
                }
            }
            _ => {}
        }
    }
}

// Mutations of recipient and kind are made only where an amount is paid to a recipient.
fn mutations(book: &mut RuleBook<'_>, own: MeasureId) -> Vec<(TotalsMutation, String)> {
    let links: Vec<(MeasureId, Option<ExprId>)> =
        book.measures[own].links().map(|link| (link.measure, link.when)).collect();
    let mut mutations = Vec::new();
    for (other, when) in links.into_iter().filter(|(other, _)| *other > own) {
        let id = book.measures[other].id;
        mutations.push((TotalsMutation::Apart(other), format!("与 {id} 各计各的")));
        // A measure without a figure adds nothing to the totals, so `either` and `same_as` are equivalent there.
        let figure = |ix: MeasureId| matches!(book.measures[ix].promise, Payout::Amount(_)) && !book.measures[ix].pool;
        if figure(own) && figure(other) {
            mutations.push((TotalsMutation::Otherwise(other), format!("与 {id} 的 either 改成 same_as，或相反")));
        }
        if let Some(when) = when {
            mutations.push((TotalsMutation::Always(other), format!("与 {id} 的关系删去 when")));
            let reversed = book.nodes.push(Node::Not(when));
            mutations.push((TotalsMutation::Reversed(other, reversed), format!("与 {id} 的关系 when 反过来")));
        }
    }
    let measure = &book.measures[own];
    for mode in [Mode::Automatic, Mode::Apply, Mode::Assessed].into_iter().filter(|mode| *mode != measure.mode) {
        mutations.push((TotalsMutation::Mode(mode), format!("办理方式改成 {}", chinese().mode(mode))));
    }
    if matches!(measure.promise, Payout::Amount(_)) {
        mutations.push((TotalsMutation::Pool, "金额改成全市资金总额，或相反".into()));
    }
    if matches!(measure.promise, Payout::Amount(_)) && !measure.pool {
        let other = book.measures.position(|other| other.kind.is_relief() != measure.kind.is_relief());
        let name = |other: MeasureId| book.measures[other].kind.name();
        mutations.extend(other.map(|other| (TotalsMutation::KindOf(other), format!("类别改成 {}", name(other)))));
        // Relief goes to whoever pays the cost, and a measure for persons pays only persons: no mutant there.
        if !measure.kind.is_relief() && !is_of_persons(book, measure) {
            mutations.push((TotalsMutation::ToPerson, "金额改成归个人，或相反".into()));
        }
    }
    mutations
}

fn is_of_persons(book: &RuleBook<'_>, measure: &Measure<'_>) -> bool {
    matches!(&book.nodes[measure.applicants], Node::Is(_, options) if options.is_subset(book.document.persons))
}
