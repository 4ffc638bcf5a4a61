//! Which questions can still change something, the best first, and how many can come at most. Knows outcomes only as far
//! as it takes to see what is settled.
//!
//! A question is worth asking while its answer can turn an open condition, and that condition a verdict or an amount.
//! What is answered 不清楚, and what the text leaves to the department, stays open for good: beside a condition that can
//! no longer be met only a clear no makes a difference, and it is the only thing still asked for.

use super::reach::{Reach, reach, useful};
use super::{Outcome, Verdict};
use crate::book::{Book, Expr, Measure, Node, Promise};
use crate::evaluate::{Missing, Standing, View};
use crate::number::{Truth, add};
use core::cmp::Ordering;
use rust_decimal::Decimal;

/// The questions that can still change something, the best first, and a bound on how many can still come.
///
/// What is merely presumed is asked as well, so the measures are looked at without presumptions.
pub(super) fn plan(presumed: &View<'_, '_>, outcomes: &[Outcome]) -> (Vec<Missing>, usize) {
    let free;
    let view = if presumes(presumed) {
        free = View::new(presumed.book, presumed.answers, false);
        &free
    } else {
        presumed
    };
    let mut planner = Planner::new(view);
    let final_when_settled = core::ptr::eq(view, presumed);
    for (measure, outcome) in view.book.measures.iter().zip(outcomes) {
        let settled = match outcome.verdict {
            Verdict::NotForYou | Verdict::OutOfForce => true,
            Verdict::Ineligible => final_when_settled,
            Verdict::Eligible => final_when_settled && outcome.amount.is_none_or(|amount| amount.is_exact()),
            Verdict::Undecided => false,
        };
        if !settled {
            planner.look_at(measure, outcome);
        }
    }
    (planner.sorted(), planner.left)
}

// Whether anything is presumed that can still be answered.
fn presumes(view: &View<'_, '_>) -> bool {
    (0..).zip(&view.book.facts).any(|(ix, fact)| {
        (fact.presume.is_some() || fact.presume_as.is_some())
            && matches!(view.standing(ix, 0), Standing::Askable | Standing::Waiting)
    })
}

/// When a question is asked; the earlier the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// Every measure depends on it.
    Common,
    /// It is the shortest way to settle some measure.
    First,
    /// An earlier answer may make it needless.
    Later,
}

/// A question that can still change something.
struct Candidate {
    slot: Missing,
    turn: Turn,
    // What depends on it: how many amounts without an end, and the sum of the others.
    endless: usize,
    stake: Decimal,
}

/// The other instances: how many hold, how many can still hold, how many can no longer fail.
#[derive(Default)]
struct Others {
    certain: usize,
    hopeful: usize,
    stuck: usize,
}

impl Others {
    fn of(stand: Reach) -> Self {
        let open = stand.truth == Truth::Open;
        Self {
            certain: usize::from(stand.truth == Truth::Yes),
            hopeful: usize::from(open && stand.can_hold),
            stuck: usize::from(open && !stand.can_fail),
        }
    }

    fn add(&mut self, stand: Reach) {
        let one = Self::of(stand);
        self.certain += one.certain;
        self.hopeful += one.hopeful;
        self.stuck += one.stuck;
    }

    fn without(&self, stand: Reach) -> Self {
        let one = Self::of(stand);
        Self { certain: self.certain - one.certain, hopeful: self.hopeful - one.hopeful, stuck: self.stuck - one.stuck }
    }
}

struct Planner<'v, 'e, 'a> {
    view: &'v View<'e, 'a>,
    candidates: Vec<Candidate>,
    left: usize,
    // Which questions are counted in `left`, by fact and instance.
    counted: Vec<bool>,
    instances: usize,
    opens: Vec<bool>,
    // Filled anew for each measure; kept so that no list is made anew for each.
    reaches: Vec<(Expr, Reach)>,
    found: Vec<(Missing, Turn)>,
    scratch: Vec<Missing>,
}

impl<'v, 'e, 'a> Planner<'v, 'e, 'a> {
    fn new(view: &'v View<'e, 'a>) -> Self {
        let facts = view.book.facts.len();
        let instances = (0..view.book.groups.len()).fold(1, |most, group| view.instances(group).max(most));
        Self {
            view,
            candidates: Vec::with_capacity(facts),
            left: 0,
            counted: vec![false; facts.saturating_mul(instances)],
            instances,
            opens: vec![false; facts],
            reaches: Vec::new(),
            found: Vec::new(),
            scratch: Vec::new(),
        }
    }

    fn look_at(&mut self, measure: &Measure<'_>, outcome: &Outcome) {
        let view = self.view;
        let count = measure.group.map_or(1, |group| view.instances(usize::from(group)));
        // A cap on all together that is reached leaves nothing to ask about amounts.
        let reached =
            measure.cap.as_ref().is_some_and(|cap| !cap.each) && outcome.amount.is_some_and(|amount| amount.is_exact());
        let amount = match measure.promise {
            Promise::Amount(amount) if !reached => Some(amount),
            _ => None,
        };
        self.found.clear();
        if count == 1 {
            let stand = self.stand(measure, 0);
            self.look_at_instance(0, stand, amount, &Others::default());
        } else {
            let mut all = Others::default();
            (0..count).for_each(|instance| all.add(self.stand(measure, instance)));
            for instance in 0..count {
                let stand = self.stand(measure, instance);
                self.look_at_instance(instance, stand, amount, &all.without(stand));
            }
        }
        self.note(outcome);
    }

    // The conditions of one instance, kept in `reaches`, and all of them together.
    fn stand(&mut self, measure: &Measure<'_>, instance: usize) -> Reach {
        self.reaches.clear();
        let mut stand = Reach::HOLDS;
        for condition in conditions(self.view.book, measure) {
            let one = reach(self.view, condition, instance);
            stand = stand.and(one);
            if stand.truth == Truth::No {
                break;
            }
            self.reaches.push((condition, one));
        }
        stand
    }

    // A yes counts while there is none elsewhere, and for the sum; a no counts where it settles the measure, and for the
    // sum.
    fn look_at_instance(&mut self, instance: usize, stand: Reach, amount: Option<Expr>, others: &Others) {
        match (stand.truth, amount) {
            (Truth::No, _) | (Truth::Yes, None) => {}
            (Truth::Yes, Some(amount)) => self.wait_for_amount(amount, instance),
            (Truth::Open, amount) => {
                let others_pay = amount.is_some() && others.certain + others.hopeful > 0;
                let yes = stand.can_hold && (others.certain == 0 || amount.is_some());
                let no = others.certain == 0 && others.stuck == 0 || others_pay;
                if yes || no {
                    self.wait_for_conditions(instance, yes, no);
                }
                // An instance that stays open still bounds from above what all pay together.
                let stays_open = others_pay && !stand.can_hold;
                if let Some(amount) = amount.filter(|_| yes || stays_open) {
                    self.scratch.clear();
                    self.view.missing(amount, instance, &mut self.scratch);
                    if stays_open && others.certain > 0 {
                        self.take(Turn::Later);
                    } else {
                        self.count();
                    }
                }
            }
        }
    }

    fn wait_for_amount(&mut self, amount: Expr, instance: usize) {
        if self.view.range(amount, instance).exact().is_none() {
            self.scratch.clear();
            self.view.missing(amount, instance, &mut self.scratch);
            self.take(Turn::First);
        }
    }

    // Of several open conditions the one with the fewest questions comes first: it may fail and settle the measure.
    fn wait_for_conditions(&mut self, instance: usize, yes: bool, no: bool) {
        let view = self.view;
        let common = 1 + view.book.document.everywhere.len();
        let start = self.found.len();
        let (mut fewest, mut first) = (usize::MAX, start..start);
        for at in 0..self.reaches.len() {
            let Some((condition, reach)) = self.reaches.get(at).copied().filter(|(_, one)| one.truth == Truth::Open)
            else {
                continue;
            };
            self.scratch.clear();
            if reach.free && yes && no {
                view.missing(condition, instance, &mut self.scratch);
            } else {
                useful(view, condition, instance, (yes, no), &mut self.scratch);
            }
            let from = self.found.len();
            self.take(if at < common { Turn::Common } else { Turn::Later });
            let questions = self.found.len() - from;
            if at >= common && questions > 0 && questions < fewest {
                (fewest, first) = (questions, from..self.found.len());
            }
        }
        self.found.get_mut(first).into_iter().flatten().for_each(|(_, turn)| *turn = Turn::First);
    }

    // What is in `scratch` and can be asked now is found; all of it that may be asked at some time is counted.
    fn take(&mut self, turn: Turn) {
        self.count();
        let view = self.view;
        let askable = self.scratch.iter().filter(|slot| view.standing(slot.0, slot.1) == Standing::Askable);
        self.found.extend(askable.map(|slot| (*slot, turn)));
    }

    fn count(&mut self) {
        for (fact, at) in &self.scratch {
            let standing = self.view.standing(*fact, *at);
            let place = usize::from(*fact) * self.instances + at;
            if matches!(standing, Standing::Askable | Standing::Waiting)
                && let Some(counted) = self.counted.get_mut(place).filter(|counted| !**counted)
            {
                *counted = true;
                self.left += 1;
                if standing == Standing::Waiting {
                    open_with(self.view.book, *fact, &mut self.opens);
                }
            }
        }
    }

    fn note(&mut self, outcome: &Outcome) {
        let stake = outcome.stake.or(outcome.amount.and_then(|amount| amount.high)).unwrap_or_default();
        let endless = usize::from(outcome.endless || outcome.amount.is_some_and(|amount| amount.high.is_none()));
        for (slot, turn) in self.found.drain(..) {
            match self.candidates.iter_mut().find(|known| known.slot == slot) {
                Some(known) => {
                    known.turn = known.turn.min(turn);
                    known.endless += endless;
                    known.stake = add(known.stake, stake).unwrap_or(known.stake);
                }
                None => self.candidates.push(Candidate { slot, turn, endless, stake }),
            }
        }
    }

    // What may settle a measure at once before what may yet turn out needless; gates before details and in the order of
    // the book, which keeps to one topic; then the larger stake.
    fn order(&self, a: &Candidate, b: &Candidate) -> Ordering {
        let opens = |one: &Candidate| self.opens.get(usize::from(one.slot.0)).copied().unwrap_or_default();
        let (gate, other) = (opens(a), opens(b));
        let detail = || b.endless.cmp(&a.endless).then_with(|| b.stake.cmp(&a.stake));
        a.turn
            .cmp(&b.turn)
            .then_with(|| other.cmp(&gate))
            .then_with(|| if gate { Ordering::Equal } else { detail() })
            .then_with(|| a.slot.cmp(&b.slot))
    }

    // Sorted by hand: there are some dozens at most, and a general sort is a large download.
    fn sorted(&self) -> Vec<Missing> {
        let mut sorted: Vec<&Candidate> = Vec::with_capacity(self.candidates.len());
        for one in &self.candidates {
            let place = sorted.partition_point(|other| self.order(other, one).is_lt());
            sorted.insert(place, one);
        }
        sorted.into_iter().map(|one| one.slot).collect()
    }
}

// What every measure depends on, then its own conditions.
fn conditions<'m>(book: &'m Book<'_>, measure: &'m Measure<'_>) -> impl Iterator<Item = Expr> + 'm {
    let everywhere = book.document.everywhere.iter().map(|common| common.when);
    core::iter::once(measure.applicants).chain(everywhere).chain(measure.when.iter().copied())
}

// The facts that open this one.
fn open_with(book: &Book<'_>, fact: u16, opens: &mut [bool]) {
    let gate = book.facts.get(usize::from(fact)).and_then(|fact| fact.ask_if);
    let mut rest: Vec<Expr> = gate.into_iter().collect();
    while let Some(expr) = rest.pop() {
        match book.nodes.get(usize::from(expr)) {
            Some(Node::Yes(f) | Node::Is(f, _) | Node::HasAny(f, _) | Node::HasAll(f, _) | Node::Figure(f)) => {
                if let Some(open) = opens.get_mut(usize::from(*f)) {
                    *open = true;
                }
            }
            Some(node) => rest.extend(super::parts(node).into_iter().flatten()),
            None => {}
        }
    }
}
