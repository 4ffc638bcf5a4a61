//! The queue of pending questions: adds up the demand of all measures and sorts it. Knows no conditions and no answers.

use super::{Planner, QuestionDemand, QuestionPriority, Scratch};
use crate::assess::Outcomes;
use crate::book::{FactId, MeasureId, RuleBook};
use crate::evaluate::{Evaluator, FactInstance, FactStatus};
use crate::index::IndexVec;
use crate::number::Date;
use core::cmp::{Ordering, Reverse};
use rust_decimal::Decimal;

/// The questions that can still change a result, the most useful first, and an upper bound on their number. Stores the
/// demand of each measure and the sums over all measures. Updating a measure subtracts its old demand and adds the new
/// one; the other measures are not visited.
#[derive(Clone, Debug, Default)]
pub(in crate::assess) struct QuestionQueue {
    // Per measure, its contribution to the sums.
    wishes: IndexVec<MeasureId, QuestionDemand>,
    // Per fact and instance: `instances` entries for each fact.
    tallies: Vec<QuestionScore>,
    instances: usize,
    // Per fact, the number of counted questions that wait for it.
    opens: IndexVec<FactId, u32>,
    // Number of counted questions.
    left: usize,
    // Questions whose score has changed.
    changed: Vec<FactInstance>,
    wish: QuestionDemand,
    scratch: Scratch,
}

/// The demand of all measures for one question.
#[derive(Clone, Debug, Default)]
struct QuestionScore {
    // Number of measures that ask for it, per priority.
    turns: [u32; 3],
    // The amounts that depend on it: the number of unbounded ones, and the sum of the others in fen. Only used for
    // sorting.
    endless: u32,
    stake: i64,
    // Number of measures that may ask for it at some time.
    counted: u32,
    // Whether it is counted and waits for another answer.
    waits: bool,
    changed: bool,
}

impl QuestionScore {
    fn turn(&self) -> Option<QuestionPriority> {
        let [common, first, _] = self.turns;
        self.is_asked().then_some(if common > 0 {
            QuestionPriority::Common
        } else if first > 0 {
            QuestionPriority::First
        } else {
            QuestionPriority::Later
        })
    }

    fn is_asked(&self) -> bool {
        self.turns.iter().any(|count| *count > 0)
    }
}

// 14000亿元 in fen: more than any measure pays, and small enough that the largest possible sum still fits.
const MOST_STAKE: i64 = 1 << 47;

// Converts 元 to fen; payments have no smaller unit.
fn fen(stake: Decimal) -> i64 {
    let unit = 10i128.pow(2u32.saturating_sub(stake.scale()));
    i64::try_from(stake.mantissa().saturating_mul(unit)).unwrap_or(MOST_STAKE).min(MOST_STAKE)
}

impl QuestionQueue {
    /// An empty queue: no measure has been planned yet.
    pub(in crate::assess) fn new(view: &Evaluator<'_, '_>) -> Self {
        let facts = view.book.facts.len();
        let instances = most_instances(view);
        Self {
            wishes: IndexVec::filled(QuestionDemand::default(), view.book.measures.len()),
            tallies: vec![QuestionScore::default(); facts.saturating_mul(instances)],
            instances,
            opens: IndexVec::filled(0, facts),
            ..Self::default()
        }
    }

    /// Whether there is a slot for every instance.
    pub(in crate::assess) fn has_capacity_for(&self, view: &Evaluator<'_, '_>) -> bool {
        most_instances(view) <= self.instances
    }

    /// Recomputes the demand of these measures as of a date. `next` must be the sorted questions of the previous call.
    /// Returns an upper bound on the number of questions still to be asked.
    pub(in crate::assess) fn look_at(
        &mut self,
        view: &Evaluator<'_, '_>,
        date: Date,
        outcomes: &Outcomes,
        measures: &[MeasureId],
        next: &mut Vec<FactInstance>,
    ) -> usize {
        for ix in measures.iter().copied() {
            let (mut wish, mut scratch) = (core::mem::take(&mut self.wish), core::mem::take(&mut self.scratch));
            Planner { view, date, wish: &mut wish, scratch: &mut scratch }.look_at(outcomes, ix);
            self.replace_demand(ix, wish);
            self.scratch = scratch;
        }
        self.update_gate_priority(view);
        self.put_in_order(next);
        self.left
    }

    // Replaces the demand of a measure.
    fn replace_demand(&mut self, ix: MeasureId, mut wish: QuestionDemand) {
        let mut wishes = core::mem::take(&mut self.wishes);
        if let Some(known) = wishes.get_mut(ix).filter(|known| **known != wish) {
            self.add(known, false);
            self.add(&wish, true);
            core::mem::swap(known, &mut wish);
        }
        (self.wishes, self.wish) = (wishes, wish);
    }

    fn add(&mut self, wish: &QuestionDemand, more: bool) {
        let step = |count: &mut u32| *count = if more { *count + 1 } else { count.saturating_sub(1) };
        let stake = wish.stake.map_or(0, fen);
        for (slot, turn) in &wish.found {
            let Some(tally) = self.changing(*slot) else { continue };
            if let Some(count) = tally.turns.get_mut(*turn as usize) {
                step(count);
            }
            if wish.endless {
                step(&mut tally.endless);
            }
            tally.stake += if more { stake } else { -stake };
        }
        for slot in &wish.counted {
            let Some(tally) = self.changing(*slot) else { continue };
            step(&mut tally.counted);
            if tally.counted == u32::from(more) {
                self.left = if more { self.left + 1 } else { self.left.saturating_sub(1) };
            }
        }
    }

    fn place(&self, FactInstance { fact, instance }: FactInstance) -> usize {
        fact.index() * self.instances + instance
    }

    // The score of a question, which is marked as changed.
    fn changing(&mut self, slot: FactInstance) -> Option<&mut QuestionScore> {
        let place = self.place(slot);
        let tally = self.tallies.get_mut(place)?;
        if !tally.changed {
            tally.changed = true;
            self.changed.push(slot);
        }
        Some(tally)
    }

    // Facts that a counted question waits for are asked earlier. If this changes for a fact, its questions are
    // re-sorted.
    fn update_gate_priority(&mut self, view: &Evaluator<'_, '_>) {
        let mut at = 0;
        while let Some(slot) = self.changed.get(at).copied() {
            at += 1;
            let place = self.place(slot);
            let Some(tally) = self.tallies.get_mut(place) else { continue };
            let waits = tally.counted > 0 && view.standing(slot.fact, slot.instance) == FactStatus::Blocked;
            if waits == tally.waits {
                continue;
            }
            tally.waits = waits;
            for fact in gate_facts(view.book, slot.fact) {
                let count = &mut self.opens[fact];
                *count = if waits { *count + 1 } else { count.saturating_sub(1) };
                if *count == u32::from(waits) {
                    (0..self.instances).for_each(|instance| {
                        self.changing(FactInstance::new(fact, instance));
                    });
                }
            }
        }
    }

    // Removes changed questions from the list and inserts those that are still asked at their new positions.
    fn put_in_order(&mut self, next: &mut Vec<FactInstance>) {
        let has_changed = |slot: &FactInstance| self.tallies.get(self.place(*slot)).is_some_and(|tally| tally.changed);
        next.retain(|slot| !has_changed(slot));
        let mut changed = core::mem::take(&mut self.changed);
        for slot in changed.drain(..) {
            let place = self.place(slot);
            let Some(tally) = self.tallies.get_mut(place) else { continue };
            tally.changed = false;
            if tally.is_asked() {
                let place = next.partition_point(|other| self.order(*other, slot).is_lt());
                next.insert(place, slot);
            }
        }
        self.changed = changed;
    }

    // Order: questions that may decide a measure at once before questions that may become unnecessary; gates before
    // details and in the order of the book, which keeps to one topic; then the larger stake.
    fn order(&self, a: FactInstance, b: FactInstance) -> Ordering {
        let key = |slot: FactInstance| {
            let gate = self.opens.get(slot.fact).is_some_and(|count| *count > 0);
            let tally = self.tallies.get(self.place(slot));
            let stake = tally.filter(|_| !gate).map(|tally| (Reverse(tally.endless), Reverse(tally.stake)));
            (tally.and_then(QuestionScore::turn), Reverse(gate), stake, slot)
        };
        key(a).cmp(&key(b))
    }
}

fn most_instances(view: &Evaluator<'_, '_>) -> usize {
    view.book.groups.ids().fold(1, |most, group| view.instances(group).max(most))
}

// The facts in the gate of a fact.
fn gate_facts(book: &RuleBook<'_>, fact: FactId) -> Vec<FactId> {
    let mut facts = Vec::new();
    if let Some(gate) = book.facts[fact].ask_if {
        crate::book::collect_facts(book, gate, &mut facts);
    }
    facts
}
