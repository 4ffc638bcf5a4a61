//! Dependencies of facts: the facts and the measures that an answer affects. Knows no answers.

use crate::book::{FactId, Measure, MeasureId, RuleBook, collect_facts, facts_of_measure};
use crate::index::IndexVec;

/// The facts and measures to re-evaluate when the state of a fact changes. Computed from the rule book alone.
#[derive(Clone, Debug)]
pub struct DependencyGraph {
    behind: CsrAdjacency<FactId>,
    measures: CsrAdjacency<MeasureId>,
}

impl DependencyGraph {
    /// The dependency graph of a rule book.
    pub fn new(book: &RuleBook<'_>) -> Self {
        let facts = book.facts.len();
        let closures: IndexVec<FactId, Vec<FactId>> = book.facts.ids().map(|ix| closure(book, vec![ix])).collect();
        let behind = CsrAdjacency::of(facts, || {
            closures.iter_enumerated().flat_map(|(ix, uses)| uses.iter().map(move |f| (*f, ix)))
        });
        let uses: IndexVec<MeasureId, Vec<FactId>> =
            book.measures.iter().map(|measure| closure(book, uses(book, measure))).collect();
        let measures = CsrAdjacency::of(facts, || {
            uses.iter_enumerated().flat_map(|(ix, uses)| uses.iter().map(move |f| (*f, ix)))
        });
        Self { behind, measures }
    }

    /// The facts whose state may change with this fact, including the fact itself, in the order of the book.
    pub fn dependents(&self, fact: FactId) -> &[FactId] {
        self.behind.at(fact)
    }

    /// The measures whose outcome may change with this fact, in the order of the book.
    pub fn measures(&self, fact: FactId) -> &[MeasureId] {
        self.measures.at(fact)
    }
}

// All facts that a measure uses: for itself, and to decide whether it is about the same thing as another measure.
fn uses(book: &RuleBook<'_>, measure: &Measure<'_>) -> Vec<FactId> {
    let mut facts = own_uses(book, measure);
    for (link, when) in measure.links().filter_map(|link| Some((link, link.when?))) {
        collect_facts(book, when, &mut facts);
        let other = own_uses(book, &book.measures[link.measure]);
        for fact in other {
            if !facts.contains(&fact) {
                facts.push(fact);
            }
        }
    }
    facts
}

fn own_uses(book: &RuleBook<'_>, measure: &Measure<'_>) -> Vec<FactId> {
    let mut facts = facts_of_measure(book, measure);
    let everywhere = book.intersection(measure).iter().map(|common| common.when);
    for expr in everywhere.chain([measure.applicants]) {
        collect_facts(book, expr, &mut facts);
    }
    if !facts.contains(&book.document.date_fact) {
        facts.push(book.document.date_fact);
    }
    facts
}

// The facts with all facts in their gates, transitively.
fn closure(book: &RuleBook<'_>, mut facts: Vec<FactId>) -> Vec<FactId> {
    let mut at = 0;
    while let Some(fact) = facts.get(at).map(|fact| &book.facts[*fact]) {
        at += 1;
        if let Some(gate) = fact.ask_if {
            collect_facts(book, gate, &mut facts);
        }
        // The status `FactStatus::NotAsked` depends on whether more options of the list of concerns can be ticked.
        if book.document.concerns_fact.is_some_and(|concerns| facts.get(at - 1) == Some(&concerns)) {
            fact.options
                .iter()
                .filter_map(|option| option.only_if)
                .for_each(|expr| collect_facts(book, expr, &mut facts));
        }
    }
    facts
}

/// Adjacency lists in compressed sparse row format.
#[derive(Clone, Debug)]
struct CsrAdjacency<T> {
    // End of the list of each fact in `items`.
    ends: IndexVec<FactId, usize>,
    items: Vec<T>,
}

impl<T: Copy + Default> CsrAdjacency<T> {
    // Builds the lists from pairs of a fact and an item; `pairs` is called twice.
    fn of<I: Iterator<Item = (FactId, T)>>(facts: usize, pairs: impl Fn() -> I) -> Self {
        let mut ends: IndexVec<FactId, usize> = IndexVec::filled(0, facts);
        for (fact, _) in pairs() {
            ends[fact] += 1;
        }
        let mut sum = 0;
        for end in &mut ends {
            sum += core::mem::replace(end, sum);
        }
        // While a list is filled, its end is the next free position, at first its beginning.
        let mut items = vec![T::default(); sum];
        for (fact, item) in pairs() {
            let end = &mut ends[fact];
            items[*end] = item;
            *end += 1;
        }
        Self { ends, items }
    }

    fn at(&self, fact: FactId) -> &[T] {
        let before = fact.index().checked_sub(1).and_then(|before| self.ends.as_slice().get(before));
        self.items.get(before.copied().unwrap_or(0)..self.ends[fact]).unwrap_or_default()
    }
}
