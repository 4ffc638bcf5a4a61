//! Searches for a witness that a question matters: two answers to it, and answers to everything else, with different
//! outcomes.

use crate::company::{Manner, complete, offered, thresholds};
use huiqi_engine::book::{FactId, FactType, Measure, MeasureId, OptionSet, collect_facts, facts_of_measure};
use huiqi_engine::evaluate::{Evaluator, FactInstance};
use huiqi_engine::index::IndexVec;
use huiqi_engine::testing::TestRng;
use huiqi_engine::{Answer, Answers, Assessment, RuleBook, assess};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

const TRIES: u64 = 400;

/// Searches for such answers, and remembers where it found some.
pub struct Witness<'a> {
    book: &'a RuleBook<'a>,
    // Each measure alone in a book of its own, with the facts it depends on and their gates.
    alone: Vec<(RuleBook<'a>, Vec<FactId>)>,
    found: HashSet<String>,
    // The last seed that showed a difference for a measure often shows the next one too.
    last: HashMap<(usize, FactInstance), u64>,
}

impl<'a> Witness<'a> {
    /// A search over this book.
    pub fn new(book: &'a RuleBook<'a>) -> Self {
        let bare = RuleBook {
            measures: IndexVec::new(),
            tasks: Vec::new(),
            annex: Vec::new(),
            articles: Vec::new(),
            ..book.clone()
        };
        let alone = |measure: &Measure<'a>| {
            let facts = depends_on(book, measure);
            // Drops the relations: the related measures are not in this book.
            let measure = Measure { either: Vec::new(), same_as: Vec::new(), ..measure.clone() };
            (RuleBook { measures: vec![measure].into(), ..bare.clone() }, facts)
        };
        let mut alone: Vec<_> = book.measures.iter().map(alone).chain(pairs(book, &bare)).collect();
        // The simplest measures first: they show a difference soonest.
        alone.sort_by_key(|(_, facts)| facts.len());
        Self { book, alone, found: HashSet::new(), last: HashMap::new() }
    }

    /// Whether, given these answers, another answer to this question can change an outcome.
    pub fn matters(&mut self, answers: &Answers, slot: FactInstance) -> bool {
        let concerned: Vec<usize> = (0..self.alone.len()).filter(|at| self.alone[*at].1.contains(&slot.fact)).collect();
        let keys: Vec<String> = concerned.iter().map(|at| self.key(*at, answers, slot)).collect();
        if keys.iter().any(|key| self.found.contains(key)) {
            return true;
        }
        for round in [0, 8, TRIES] {
            for (at, key) in concerned.iter().zip(&keys) {
                let seeds = match self.last.get(&(*at, slot)) {
                    Some(seed) if round == 0 => *seed..seed + 1,
                    _ => 0..round,
                };
                if let Some(seed) = self.differs(*at, answers, slot, seeds) {
                    self.last.insert((*at, slot), seed);
                    self.found.insert(key.clone());
                    return true;
                }
            }
        }
        false
    }

    // Everything that decides whether the question matters to one measure.
    fn key(&self, at: usize, answers: &Answers, slot: FactInstance) -> String {
        let given = |fact: &FactId| [0, 1].map(|instance| answers.get(self.book, *fact, instance));
        let facts = &self.alone[at].1;
        let groups: Vec<_> = self.book.groups.ids().map(|group| answers.instances(group)).collect();
        format!("{at} {slot:?} {:?} {groups:?}", facts.iter().map(given).collect::<Vec<_>>())
    }

    // The seed of the remaining answers with which the outcome of a measure differs.
    fn differs(&self, at: usize, answers: &Answers, slot: FactInstance, mut seeds: Range<u64>) -> Option<u64> {
        let (book, facts) = &self.alone[at];
        let values = values(book, answers, slot);
        seeds.find(|seed| {
            let mut random = TestRng::new(*seed);
            let held = Some([10, 50, 90][random.gen_range(3)]);
            let manner = Manner { kind: None, unsure: 0, held, extreme: true, only: Some(facts) };
            // The two extreme values differ most.
            let last = values.len() - 1;
            let (first, second) = if random.chance(50) {
                (0, last)
            } else {
                (random.gen_range(values.len()), random.gen_range(values.len()))
            };
            let seed_of_rest = random.gen_range(1 << 40);
            let outcome = |value: Answer| {
                let mut all = answers.clone();
                all.set(book, slot.fact, slot.instance, Some(value));
                complete(book, &mut all, &manner, seed_of_rest);
                let Assessment { outcomes, totals, .. } = assess(book, &all, book.document.assess_on);
                let each = outcomes.into_iter().map(|outcome| (outcome.verdict, outcome.amount));
                (each.collect::<Vec<_>>(), totals.exact, totals.assessed_low, totals.assessed_high)
            };
            outcome(values[first]) != outcome(values[second])
        })
    }
}

// Two measures with a conditional relation, in a book of their own: the condition changes their total.
fn pairs<'a>(book: &RuleBook<'a>, bare: &RuleBook<'a>) -> Vec<(RuleBook<'a>, Vec<FactId>)> {
    let mut pairs = Vec::new();
    for (measure_id, measure) in book.measures.iter_enumerated() {
        for (linked_id, when) in measure.links().filter_map(|link| Some((link.measure, link.when?))) {
            if linked_id < measure_id {
                continue;
            }
            let mut both = [measure.clone(), book.measures[linked_id].clone()];
            let mut facts = Vec::new();
            for (member, ids) in both.iter_mut().zip([(linked_id, MeasureId::new(1)), (measure_id, MeasureId::new(0))])
            {
                facts.extend(depends_on(book, member));
                for links in [&mut member.either, &mut member.same_as] {
                    links.retain(|link| link.measure == ids.0);
                    links.iter_mut().for_each(|link| link.measure = ids.1);
                }
            }
            collect_facts(book, when, &mut facts);
            with_gates(book, &mut facts);
            pairs.push((RuleBook { measures: both.into_iter().collect(), ..bare.clone() }, facts));
        }
    }
    pairs
}

// The answers that could change an outcome.
fn values(book: &RuleBook<'_>, answers: &Answers, FactInstance { fact, instance }: FactInstance) -> Vec<Answer> {
    let question = &book.facts[fact];
    let places: Vec<usize> = offered(&Evaluator::new(book, answers), question, instance).iter().collect();
    match question.kind {
        FactType::Bool => vec![Answer::YesNo(true), Answer::YesNo(false)],
        FactType::Choice => places.iter().map(|place| Answer::Choice(u8::try_from(*place).expect("few"))).collect(),
        FactType::MultiChoice => {
            let all = places.iter().fold(OptionSet::NONE, |all, place| all.union(OptionSet::one(*place)));
            let one = places.iter().map(|place| OptionSet::one(*place));
            let but_one = places.iter().map(|place| OptionSet(all.0 & !OptionSet::one(*place).0));
            [OptionSet::NONE, all].into_iter().chain(one).chain(but_one).map(Answer::Several).collect()
        }
        _ => thresholds(book, question).into_iter().map(Answer::Number).collect(),
    }
}

fn depends_on(book: &RuleBook<'_>, measure: &Measure<'_>) -> Vec<FactId> {
    let mut facts = facts_of_measure(book, measure);
    collect_facts(book, measure.applicants, &mut facts);
    for common in &book.document.everywhere {
        collect_facts(book, common.when, &mut facts);
    }
    with_gates(book, &mut facts);
    facts
}

// Adds the gates of these facts.
fn with_gates(book: &RuleBook<'_>, facts: &mut Vec<FactId>) {
    let mut index = 0;
    while let Some(fact) = facts.get(index).copied() {
        index += 1;
        if let Some(gate) = book.facts[fact].ask_if {
            collect_facts(book, gate, facts);
        }
    }
}
