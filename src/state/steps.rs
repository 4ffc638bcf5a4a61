//! Steps: the questions of a topic, one decision a screen. Knows no element and no address.
//!
//! A single question is a step of its own. Yes/no questions that follow one another share a step, and so do figures:
//! each is answered with one look. A figure of two years is a step. A list and its earlier list are one question. No step has more than twelve options.

use super::evaluation::{Evaluation, TopicStatus, slot};
use super::form::{Form, RawAnswer};
use huiqi_engine::RuleBook;
use huiqi_engine::book::{FactId, FactType, FigurePair, GroupId};
use huiqi_engine::evaluate::FactInstance;

// Each yes/no question has three options: 是, 否, 不清楚.
const MOST_YES_NO: usize = 4;
// Figures need more space than options.
const MOST_FIGURES: usize = 2;

/// With more options than this, the options of a step are folded under their headings: with 以上都没有 and 不清楚 a
/// step shows at most twelve.
pub const MAX_UNFOLDED_OPTIONS: usize = 10;

/// The questions of one screen, in the order in which they are asked; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step(Vec<FactInstance>);

/// What a question shares its step with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shares {
    Nothing,
    YesNo,
    Figures,
}

impl Shares {
    const fn of(kind: &FactType) -> Self {
        match kind {
            FactType::Bool => Self::YesNo,
            FactType::Money | FactType::Number(_) | FactType::Ratio => Self::Figures,
            FactType::Choice | FactType::MultiChoice | FactType::Date => Self::Nothing,
        }
    }

    const fn most(self) -> usize {
        match self {
            Self::Nothing => 1,
            Self::YesNo => MOST_YES_NO,
            Self::Figures => MOST_FIGURES,
        }
    }
}

impl Step {
    /// The questions.
    pub fn questions(&self) -> &[FactInstance] {
        &self.0
    }

    /// The question that names the step in addresses.
    pub fn first(&self) -> FactInstance {
        self.0[0]
    }

    /// The only question of the step; `None` if there are several. A list and its earlier list are one question.
    pub fn only(&self, book: &RuleBook<'_>) -> Option<FactInstance> {
        match self.0.as_slice() {
            [only] => Some(*only),
            [list, earlier] if book.facts[list.fact].earlier == Some(earlier.fact) => Some(*list),
            _ => None,
        }
    }

    /// The figure of two years that the step asks for, if it asks for both.
    pub fn pair<'a>(&self, book: &'a RuleBook<'_>) -> Option<&'a FigurePair<'a>> {
        let [this_year, last_year] = self.0.as_slice() else { return None };
        book.pairs.iter().find(|pair| (pair.this_year, pair.last_year) == (this_year.fact, last_year.fact))
    }

    /// The group and instance that the step belongs to.
    pub fn card(&self, book: &RuleBook<'_>) -> Option<(GroupId, usize)> {
        let FactInstance { fact, instance } = self.first();
        book.facts[fact].group.map(|(group, _)| (group, instance))
    }
}

/// The position of a question among the steps: the instances of a group follow one another, each whole.
pub fn order(book: &RuleBook<'_>, FactInstance { fact, instance }: FactInstance) -> (FactId, usize, FactId) {
    let Some((group, _)) = book.facts[fact].group else { return (fact, 0, fact) };
    let first = book.facts.iter_enumerated().find(|(_, one)| one.group.is_some_and(|(other, _)| other == group));
    (first.map_or(fact, |(first, _)| first), instance, fact)
}

// The steps of sorted questions.
fn steps(book: &RuleBook<'_>, sorted: &[FactInstance]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for question in sorted {
        match steps.last_mut().filter(|step| has_room(book, step, *question)) {
            Some(step) => step.0.push(*question),
            None => steps.push(Step(vec![*question])),
        }
    }
    steps
}

fn has_room(book: &RuleBook<'_>, step: &Step, question: FactInstance) -> bool {
    let of = |question: FactInstance| {
        let fact = &book.facts[question.fact];
        (Shares::of(&fact.kind), fact.group.map(|(group, _)| (group, question.instance)))
    };
    if let Some(earlier) = book.facts[step.first().fact].earlier {
        return question.fact == earlier;
    }
    let pair_of = |fact: FactId| book.pairs.iter().position(|pair| [pair.this_year, pair.last_year].contains(&fact));
    if pair_of(step.first().fact) != pair_of(question.fact) {
        return false;
    }
    let own = of(question);
    of(step.first()) == own && step.0.len() < own.0.most()
}

/// The answers and their evaluation, from which the way through the steps follows.
#[derive(Clone, Copy)]
pub struct Path<'e> {
    /// The rule book.
    pub book: &'static RuleBook<'static>,
    /// The evaluation of the answers.
    pub evaluation: &'e Evaluation,
    /// The answers.
    pub record: &'e Form,
}

/// Where a step leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A step of a topic, by its first question.
    Step(FactInstance),
    /// A topic whose questions are not known yet.
    Topic(usize),
    /// Before the first step, or after the last one.
    End,
}

impl Path<'_> {
    fn questions(self, topic: usize) -> Vec<FactInstance> {
        self.evaluation.step_questions(self.book, self.record, topic)
    }

    /// The steps of a topic.
    pub fn steps(self, topic: usize) -> Vec<Step> {
        steps(self.book, &self.questions(topic))
    }

    /// Whether a question can still change a result and has no answer.
    pub fn is_open(self, question: FactInstance) -> bool {
        let fact = &self.book.facts[question.fact];
        let is_blank = self.record.get(slot(self.book, fact, question.instance)).is_none_or(RawAnswer::is_blank);
        is_blank && (!self.evaluation.is_loaded() || self.evaluation.is_pending(question))
    }

    fn is_open_step(self, step: &Step) -> bool {
        step.0.iter().any(|question| self.is_open(*question))
    }

    /// The step of a topic that begins with this question. The date and an answer that does not count have a step of
    /// their own; a question that is not asked has the step before its place.
    pub fn step_from(self, topic: usize, question: FactInstance) -> Option<Step> {
        let is_date = question == FactInstance::first(self.book.document.date_fact);
        if is_date || self.evaluation.inactive_answers().contains(&question) {
            return Some(Step(vec![question]));
        }
        let questions = self.questions(topic);
        let list = questions.iter().find(|list| self.book.facts[list.fact].earlier == Some(question.fact));
        let question = list.copied().unwrap_or(question);
        let until = questions.partition_point(|other| order(self.book, *other) <= order(self.book, question));
        steps(self.book, questions.get(until.saturating_sub(1)..)?).into_iter().next()
    }

    /// The step to begin a topic with: the first open one, or else the first one.
    pub fn first_step(self, topic: usize) -> Option<Step> {
        let mut steps = self.steps(topic);
        let at = steps.iter().position(|step| self.is_open_step(step)).unwrap_or(0);
        (at < steps.len()).then(|| steps.swap_remove(at))
    }

    /// The next open step after one, in this topic or a later one.
    pub fn after(self, topic: usize, step: &Step) -> Place {
        let Some(last) = step.0.last().map(|question| order(self.book, *question)) else { return Place::End };
        // An answer may have opened a question that would have shared the step: it has a step of its own.
        let mut later = self.questions(topic);
        later.retain(|question| order(self.book, *question) > last);
        match steps(self.book, &later).iter().find(|next| self.is_open_step(next)) {
            Some(next) => Place::Step(next.first()),
            None => self.after_topic(topic),
        }
    }

    /// The first open step after a topic.
    pub fn after_topic(self, topic: usize) -> Place {
        let is_open = |topic: &usize| {
            matches!(self.evaluation.progress(self.book, *topic), TopicStatus::Open(_) | TopicStatus::Unknown)
        };
        let Some(next) = (topic + 1..self.book.topics.len()).find(is_open) else { return Place::End };
        self.first_step(next).map_or(Place::Topic(next), |step| Place::Step(step.first()))
    }

    /// The step before one, answered or not.
    pub fn before(self, topic: usize, step: &Step) -> Place {
        let first = order(self.book, step.first());
        let earlier = |before: &&Step| order(self.book, before.first()) < first;
        let here = self.steps(topic).iter().rev().find(earlier).map(Step::first);
        here.map_or_else(|| self.before_topic(topic), Place::Step)
    }

    /// The last step before a topic.
    pub fn before_topic(self, topic: usize) -> Place {
        let last = |topic: usize| self.steps(topic).last().map(Step::first);
        (0..topic).rev().find_map(last).map_or(Place::End, Place::Step)
    }
}

#[cfg(test)]
mod tests;
