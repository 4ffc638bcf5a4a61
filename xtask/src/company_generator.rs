//! Generates companies for comparing rule books: deterministic, most of them near a threshold of some measure. Knows
//! the rules only as far as needed to approach their thresholds, and no fact by name.

mod boundary_values;
#[cfg(test)]
#[expect(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]
mod tests;

use crate::coverage::boundaries;
use boundary_values::BoundaryTargeter;
use huiqi_engine::answer::{Answer, Answers};
use huiqi_engine::book::{Fact, FactId, FactType, GroupId, Measure, MeasureId, OptionSet, RuleBook, facts_of_measure};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::index::IndexVec;
use huiqi_engine::number::{Date, Truth};
use huiqi_engine::testing::TestRng;
use rust_decimal::Decimal;

/// A generated company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GeneratedCompany {
    /// Its description in reports.
    pub name: String,
    /// Its answers.
    pub answers: Answers,
    /// The assessment date.
    pub date: Date,
}

/// The number of generated companies.
#[derive(Clone, Copy, Debug)]
pub struct PopulationSize {
    /// Per kind of applicant, with random answers.
    pub of_each_kind: u32,
    /// Per measure and three of its thresholds, near these.
    pub of_each_measure: u32,
}

impl PopulationSize {
    /// Enough companies that a change of any figure affects some of them.
    pub const USUAL: Self = Self { of_each_kind: 60, of_each_measure: 30 };
}

/// Generates the companies of a rule book. The same book and size give the same companies.
pub fn companies(book: &RuleBook<'_>, size: PopulationSize) -> Vec<GeneratedCompany> {
    let mut all = Vec::new();
    for kind in 0..kinds(book) {
        for no in 0..size.of_each_kind {
            let mut generator = CompanyGenerator::new(book, seed(1, kind, no));
            generator.set(book.document.applicant_fact, 0, option(kind));
            generator.everything();
            all.push(generator.company(format!("随机企业 {kind}-{no}")));
        }
    }
    for (id, measure) in book.measures.iter_enumerated() {
        // A rule with many thresholds needs more companies to test each of them.
        let share = u32::try_from(comparisons(book, measure).div_ceil(3)).unwrap_or(1);
        for no in 0..size.of_each_measure * share {
            let mut generator = CompanyGenerator::new(book, seed(2, id.index(), no));
            generator.near(id);
            all.push(generator.company(format!("为{}造的企业 {no}", measure.id)));
        }
    }
    all
}

fn kinds(book: &RuleBook<'_>) -> usize {
    book.facts[book.document.applicant_fact].options.len()
}

fn seed(way: u64, index: usize, no: u32) -> u64 {
    let index = u64::try_from(index).unwrap_or_default();
    (way << 48) | (index << 24) | u64::from(no)
}

fn option(index: usize) -> Option<Answer> {
    u8::try_from(index).ok().map(Answer::Choice)
}

/// Generates one company.
pub(crate) struct CompanyGenerator<'b, 'a> {
    book: &'b RuleBook<'a>,
    random: TestRng,
    answers: Answers,
    date: Date,
}

impl<'b, 'a> CompanyGenerator<'b, 'a> {
    fn new(book: &'b RuleBook<'a>, seed: u64) -> Self {
        Self { book, random: TestRng::new(seed), answers: Answers::empty(book), date: book.document.assess_on }
    }

    fn company(self, name: String) -> GeneratedCompany {
        GeneratedCompany { name, answers: self.answers, date: self.date }
    }

    fn set(&mut self, fact: FactId, instance: usize, answer: Option<Answer>) {
        self.answers.set(self.book, fact, instance, answer);
    }

    fn fact(&self, fact: FactId) -> &'b Fact<'a> {
        &self.book.facts[fact]
    }

    // Answers every fact at random, then removes the answers to questions that would not be asked.
    fn everything(&mut self) {
        let instances: IndexVec<GroupId, usize> = self.book.groups.iter().map(|_| self.random.gen_range(3)).collect();
        for (group, count) in instances.iter_enumerated() {
            self.answers.set_instances(self.book, group, *count);
        }
        let date_fact = self.book.document.date_fact;
        let applicant_fact = self.book.document.applicant_fact;
        for (ix, fact) in self.book.facts.iter_enumerated() {
            if ix == date_fact || ix == applicant_fact {
                continue;
            }
            let count = fact.group.map_or(1, |(group, _)| instances[group]);
            for instance in 0..count {
                let answer = self.any(fact);
                self.set(ix, instance, answer);
            }
        }
        self.take_back_closed();
    }

    // Some questions are unanswered, some are answered 不清楚.
    fn any(&mut self, fact: &Fact<'_>) -> Option<Answer> {
        match self.random.gen_range(20) {
            0 => return None,
            1 => return Some(Answer::Unsure),
            _ => {}
        }
        match fact.kind {
            FactType::Bool => Some(Answer::YesNo(self.random.chance(50))),
            FactType::Choice => option(self.random.gen_range(fact.options.len())),
            FactType::MultiChoice => {
                let one_in = [2, 4, 16][self.random.gen_range(3)];
                let held = (0..fact.options.len()).filter(|_| self.random.gen_range(one_in) == 0);
                Some(Answer::Several(held.fold(OptionSet::NONE, |all, index| all.union(OptionSet::one(index)))))
            }
            FactType::Money | FactType::Ratio | FactType::Number(_) => Some(Answer::Number(self.figure(fact))),
            FactType::Date => None,
        }
    }

    // A figure of any size, within the fact's range.
    fn figure(&mut self, fact: &Fact<'_>) -> Decimal {
        let digits = Decimal::from(self.random.gen_range(1000));
        let value = match fact.kind {
            FactType::Ratio => digits / Decimal::from(1000),
            _ => (0..self.random.gen_range(7)).fold(digits, |value, _| value * Decimal::TEN),
        };
        within(fact, value)
    }

    fn take_back_closed(&mut self) {
        // A gate that closes may close others; no gate depends on more than a few earlier facts.
        for _ in 0..4 {
            let view = Evaluator::new(self.book, &self.answers);
            let mut closed = Vec::new();
            for (ix, fact) in self.book.facts.iter_enumerated() {
                let Some(gate) = fact.ask_if else { continue };
                let count = fact.group.map_or(1, |(group, _)| self.answers.instances(group).unwrap_or(0));
                for instance in 0..count {
                    let answered = self.answers.get(self.book, ix, instance).is_some();
                    if answered && view.truth(gate, instance) == Truth::False {
                        closed.push((ix, instance));
                    }
                }
            }
            if closed.is_empty() {
                return;
            }
            for (fact, instance) in closed {
                self.set(fact, instance, None);
            }
        }
    }

    // A company for which a measure is probably eligible, or narrowly not.
    fn near(&mut self, id: MeasureId) {
        let measure = &self.book.measures[id];
        let group = measure.group;
        let instances = if group.is_some() { 1 + self.random.gen_range(2) } else { 1 };
        for instance in 0..instances {
            let focus = self.random.gen_range(comparisons(self.book, measure));
            let mut targeter = BoundaryTargeter { generator: self, instance, focus, compared: 0, settled: Vec::new() };
            targeter.condition(measure.applicants);
            for common in &measure_common(targeter.generator.book, measure) {
                targeter.condition(*common);
            }
            for fact in facts_of_measure(targeter.generator.book, measure) {
                targeter.opened(fact);
            }
            for condition in &measure.when {
                targeter.condition(*condition);
            }
            targeter.amount(measure);
        }
        let (from, to) = measure.period;
        if self.random.chance(10) || self.date < from || self.date > to {
            let days = [from, to, measure.sure_to.unwrap_or(to), self.book.document.in_force.1];
            self.date = days[self.random.gen_range(days.len())];
        }
    }
}

// One more than the number of boundaries, so that some companies are far from every threshold.
fn comparisons(book: &RuleBook<'_>, measure: &Measure<'_>) -> usize {
    1 + boundaries::of(book, measure).len()
}

fn measure_common(book: &RuleBook<'_>, measure: &Measure<'_>) -> Vec<huiqi_engine::book::ExprId> {
    book.intersection(measure).iter().map(|common| common.when).collect()
}

fn within(fact: &Fact<'_>, value: Decimal) -> Decimal {
    fact.range.map_or(value, |(low, high)| value.clamp(low.0, high.0))
}
