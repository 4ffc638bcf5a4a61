//! Generates companies from a rule book: any permitted answers, most of them at or near a threshold.

use huiqi_engine::book::{Fact, FactType, Node, OptionSet, Unit};
use huiqi_engine::evaluate::{Evaluator, FactInstance};
use huiqi_engine::number::Date;
use huiqi_engine::{Answer, Answers, RuleBook};
use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::fmt;

/// A rule book that lives as long as the test process.
pub type StaticBook = &'static RuleBook<'static>;

/// The maximum number of instances that a generated company has of a group.
pub const MOST_INSTANCES: usize = 2;

/// A company and when each of its answers is given.
#[derive(Clone)]
pub struct World {
    /// One answer per slot, and the round in which it is given.
    pub answers: Vec<(FactInstance, Answer, Round)>,
    /// The number of instances of each group; `None`: unanswered, and only the first instance has answers.
    pub instances: Vec<Option<usize>>,
    /// Groups that later turn out to have no instance, if their number was unanswered.
    pub absent: Vec<bool>,
}

// A failing property prints only the relevant answers; all of them would hide these.
impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a company with {:?} instances", self.instances)
    }
}

/// When an answer is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Round {
    /// Known from the start.
    First,
    /// Given later.
    Second,
    /// Never given.
    Never,
}

/// Every slot of the book.
pub fn slots(book: &RuleBook<'_>) -> Vec<FactInstance> {
    let facts = book.facts.iter_enumerated();
    facts
        .flat_map(|(ix, fact)| (0..fact.group.map_or(1, |_| MOST_INSTANCES)).map(move |at| FactInstance::new(ix, at)))
        .collect()
}

/// Generates companies.
pub fn worlds(book: &'static RuleBook<'static>) -> impl Strategy<Value = World> {
    let slots = slots(book);
    let answers: Vec<BoxedStrategy<Answer>> = slots.iter().map(|slot| answer(book, &book.facts[slot.fact])).collect();
    let rounds = prop_oneof![
        4 => prop::collection::vec(select(vec![Round::Never, Round::First, Round::Second]), slots.len()),
        1 => prop::collection::vec(select(vec![Round::First, Round::First, Round::First, Round::Second]), slots.len()),
    ];
    let instances = prop::collection::vec(select(vec![None, Some(1), Some(0), Some(2)]), book.groups.len());
    let absent = prop::collection::vec(any::<bool>(), book.groups.len());
    (answers, rounds, instances, absent).prop_map(move |(answers, rounds, instances, absent)| {
        let answers = slots.iter().copied().zip(answers).zip(rounds);
        let answers = answers.map(|((slot, answer), round)| (slot, answer, round)).collect();
        World { answers, instances, absent }
    })
}

/// Later questions and answers of one company, for properties that answer one question at a time.
pub fn answers_to(book: &'static RuleBook<'static>) -> impl Strategy<Value = Vec<(FactInstance, Answer)>> {
    let slots = slots(book);
    let answers: Vec<BoxedStrategy<Answer>> = slots.iter().map(|slot| answer(book, &book.facts[slot.fact])).collect();
    answers.prop_map(move |answers| slots.iter().copied().zip(answers).collect())
}

/// Any answer that a question allows, 不清楚 included.
pub fn answer(book: &RuleBook<'_>, fact: &Fact<'_>) -> BoxedStrategy<Answer> {
    let places = fact.options.len();
    let value = match fact.kind {
        FactType::Bool => any::<bool>().prop_map(Answer::YesNo).boxed(),
        // The first option is the most common: without it most measures would be for other applicants.
        FactType::Choice => {
            let place = prop_oneof![Just(0), 0..places];
            place.prop_map(|place| Answer::Choice(u8::try_from(place).unwrap_or_default())).boxed()
        }
        FactType::MultiChoice => several(places),
        FactType::Money | FactType::Ratio | FactType::Number(_) => {
            let range = fact.range.map_or((Decimal::ZERO, Decimal::ONE), |(low, high)| (low.0, high.0));
            let share = (0u32..=1_000_000)
                .prop_map(move |part| range.0 + (range.1 - range.0) / Decimal::from(1_000_000) * Decimal::from(part));
            prop_oneof![8 => select(thresholds(book, fact)), 1 => share].prop_map(Answer::Number).boxed()
        }
        FactType::Date => {
            let (from, to) = book.document.in_force;
            let (before, after) = (Date::new(from.year() - 1, 12, 31), Date::new(to.year() + 1, 1, 1));
            let dates = vec![book.document.assess_on, from, to, before.unwrap_or(from), after.unwrap_or(to)];
            select(dates).prop_map(Answer::Date).boxed()
        }
    };
    prop_oneof![7 => value, 1 => Just(Answer::Unsure)].boxed()
}

fn several(places: usize) -> BoxedStrategy<Answer> {
    let some = prop::collection::vec(0..places, 0..6)
        .prop_map(|places| places.into_iter().fold(OptionSet::NONE, |all, place| all.union(OptionSet::one(place))));
    prop_oneof![9 => some, 1 => Just(OptionSet::all(places))].prop_map(Answer::Several).boxed()
}

// The figures of the rule book with the same unit as the fact, at, just below and just above, and increased by the
// rates of the rule book, so that growth and shares are also at their thresholds.
fn thresholds(book: &RuleBook<'_>, fact: &Fact<'_>) -> Vec<Decimal> {
    let same = |counts: &Unit| match (&fact.kind, counts) {
        (FactType::Number(Some(unit)), Unit::Unit(other)) => unit == other,
        (kind, counts) => matches!(
            (kind, counts),
            (FactType::Money, Unit::Money) | (FactType::Ratio, Unit::Ratio) | (FactType::Number(None), Unit::Plain)
        ),
    };
    let constants = |is_counted: &dyn Fn(&Unit) -> bool| -> Vec<Decimal> {
        let figures = book.nodes.iter().filter_map(|node| match node {
            Node::Constant(figure, counts) if is_counted(counts) => Some(figure.0),
            _ => None,
        });
        figures.collect()
    };
    let rates = constants(&|counts| *counts == Unit::Ratio);
    let step = Decimal::new(1, if fact.kind == FactType::Ratio { 4 } else { 2 });
    let mut values = BTreeSet::from([Decimal::ZERO, Decimal::ONE]);
    for figure in constants(&same) {
        values.extend([figure - step, figure, figure + step]);
        if fact.kind == FactType::Money {
            values.extend(rates.iter().flat_map(|rate| [figure * rate, figure + figure * rate]));
        }
    }
    let Some((low, high)) = fact.range else { return values.into_iter().collect() };
    values.extend([low.0, high.0]);
    values.into_iter().filter(|value| low.0 <= *value && *value <= high.0).collect()
}

impl World {
    /// The answers of the first round, as a company can give them: only asked questions are answered.
    pub fn first(&self, book: &RuleBook<'_>) -> Answers {
        let mut answers = Answers::empty(book);
        for (group, count) in book.groups.ids().zip(&self.instances) {
            if let Some(count) = count {
                answers.set_instances(book, group, *count);
            }
        }
        self.answer(book, &answers, Round::First, |_| true)
    }

    /// Adds the answers of a round that satisfy `accepts` and whose gates are not closed.
    pub fn answer(
        &self,
        book: &RuleBook<'_>,
        given_answers: &Answers,
        round: Round,
        accepts: impl Fn(FactInstance) -> bool,
    ) -> Answers {
        let mut given_answers = given_answers.clone();
        for (group, absent) in book.groups.ids().zip(&self.absent) {
            if *absent && round == Round::Second && given_answers.instances(group).is_none() {
                given_answers.set_instances(book, group, 0);
            }
        }
        let new = self.answers.iter().filter(|(FactInstance { fact, instance }, _, when)| {
            let exists = match book.facts[*fact].group {
                Some((group, _)) => *instance < given_answers.instances(group).unwrap_or(1),
                None => true,
            };
            let is_new = given_answers.get(book, *fact, *instance).is_none();
            *when == round && exists && is_new && accepts(FactInstance::new(*fact, *instance))
        });
        let mut given: Vec<(FactInstance, Answer)> = new.map(|(slot, answer, _)| (*slot, *answer)).collect();
        // Removes answers to questions that another answer closes; this may close further questions.
        loop {
            let mut answers = given_answers.clone();
            for (FactInstance { fact, instance }, answer) in &given {
                answers.set(book, *fact, *instance, Some(*answer));
            }
            let view = Evaluator::new(book, &answers);
            let before = given.len();
            given.retain(|(FactInstance { fact, instance }, _)| !view.is_closed(*fact, *instance));
            if given.len() == before {
                return answers;
            }
        }
    }
}
