//! Evaluates expressions over partial answers: the values they can still have. Knows nothing of measures, verdicts or
//! words.
//!
//! An unanswered fact has all its possible values, a fact whose gate is closed counts as "none", and a decision that
//! the text leaves to the department is unknown. Evaluation terminates and cannot fail: expressions refer to earlier
//! ones only, and an overflow yields an unbounded interval.

mod fact_state;
mod missing;
mod range;
mod truth;

pub(crate) use fact_state::FactStates;
pub(crate) use range::portions;

use crate::answer::{Answer, Answers, MAX_INSTANCES};
use crate::book::{ExprId, Fact, FactId, FactType, GroupId, Node, OptionSet, RuleBook};
use crate::number::{Interval, Truth};
use fact_state::FactState;
use rust_decimal::Decimal;
use std::borrow::Cow;

/// The values a fact can still have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PartialValue {
    /// A yes/no fact.
    Truth(Truth),
    /// The options that are still possible; empty if the fact does not apply.
    Choice(OptionSet),
    /// A superset of `sure` and a subset of `maybe`.
    Several {
        /// Options that are certainly in the list.
        sure: OptionSet,
        /// Options that are possibly in the list.
        maybe: OptionSet,
    },
    /// A figure.
    Range(Interval),
    /// A date; no condition uses one.
    Day,
}

/// The status of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactStatus {
    /// Answered with a value.
    Answered,
    /// Answered 不清楚.
    Unsure,
    /// Not answered, and its question can be asked.
    Askable,
    /// Not answered; whether it is asked depends on an answer that is still missing.
    Blocked,
    /// Another answer closes its gate, or its group has no instances: counts as "none".
    NotApplicable,
    /// Its gate is closed only by unticked options of the list of concerns: counts as "none", but was not asked.
    NotAsked,
}

/// Evaluates expressions for one set of answers.
#[derive(Debug)]
pub struct Evaluator<'e, 'a> {
    /// The rule book.
    pub book: &'e RuleBook<'a>,
    /// The answers.
    pub answers: &'e Answers,
    // Whether unticked options of the list of concerns are treated as unknown.
    supposing: bool,
    // Borrowed from an incremental assessor, or owned by this evaluator.
    sight: Cow<'e, FactStates>,
}

/// A fact in one instance of its group; the instance is 0 outside groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactInstance {
    /// The fact.
    pub fact: FactId,
    /// The instance, from 0.
    pub instance: usize,
}

impl FactInstance {
    /// The fact in this instance of its group.
    pub const fn new(fact: FactId, instance: usize) -> Self {
        Self { fact, instance }
    }

    /// A fact outside groups, or the fact in the first instance of its group.
    pub const fn first(fact: FactId) -> Self {
        Self { fact, instance: 0 }
    }

    /// Both as one number, for keyed lists. The instance is at most [`MAX_INSTANCES`].
    pub const fn key(self) -> usize {
        self.fact.index() * (MAX_INSTANCES + 1) + self.instance
    }

    /// The fact instance with this key.
    pub fn of_key(key: usize) -> Self {
        Self::new(FactId::at(key / (MAX_INSTANCES + 1)), key % (MAX_INSTANCES + 1))
    }
}

impl<'e, 'a> Evaluator<'e, 'a> {
    /// Computes the state of every fact from the answers. An unanswered fact has all its possible values.
    pub fn new(book: &'e RuleBook<'a>, answers: &'e Answers) -> Self {
        let sight = Cow::Owned(FactStates::unseen(book, answers));
        let mut view = Self { book, answers, supposing: false, sight };
        for ix in book.facts.ids() {
            view.reevaluate_fact(ix);
        }
        view
    }

    /// Resumes from earlier fact states; call [`Evaluator::reevaluate_fact`] for every fact that has changed since.
    pub(crate) fn resume(book: &'e RuleBook<'a>, answers: &'e Answers, sight: FactStates) -> Self {
        Self { book, answers, supposing: false, sight: Cow::Owned(sight) }
    }

    /// Borrows earlier fact states; the answers must not have changed since.
    pub(crate) fn borrowed(book: &'e RuleBook<'a>, answers: &'e Answers, sight: &'e FactStates) -> Self {
        Self { book, answers, supposing: false, sight: Cow::Borrowed(sight) }
    }

    /// The same evaluator with every option in the list of concerns still tickable: a fact that was not asked is
    /// unconstrained. The conversion costs nothing. A condition that is decided here has the same truth without
    /// supposing.
    pub fn supposing(&self) -> Evaluator<'_, 'a> {
        let Self { book, answers, .. } = *self;
        Evaluator { book, answers, supposing: true, sight: Cow::Borrowed(&self.sight) }
    }

    /// Whether the list of concerns has unticked options, so that [`Evaluator::supposing`] may differ.
    pub fn leaves_out(&self) -> bool {
        self.ticked().is_some_and(|(fact, ticked)| ticked != OptionSet::all(fact.options.len()))
    }

    // The list of concerns and its ticked options; `None` while it is unanswered.
    fn ticked(&self) -> Option<(&'e Fact<'a>, OptionSet)> {
        let concerns = self.book.document.concerns_fact?;
        match self.answers.get(self.book, concerns, 0) {
            Some(Answer::Several(ticked)) => Some((&self.book.facts[concerns], ticked)),
            _ => None,
        }
    }

    // Whether one of these options of the list of concerns is offered.
    fn could_tick(&self, wanted: OptionSet) -> bool {
        let Some((fact, _)) = self.ticked() else { return false };
        let offered = |only_if: Option<ExprId>| only_if.is_none_or(|only_if| !self.fails(only_if));
        wanted.iter().filter_map(|place| fact.options.get(place)).any(|option| offered(option.only_if))
    }

    // Whether ticking more options can still fulfil a condition on the list of concerns.
    fn is_left(&self, fact: FactId, wanted: OptionSet) -> bool {
        self.supposing && self.book.document.concerns_fact == Some(fact) && self.could_tick(wanted)
    }

    /// The fact states, to be resumed later.
    pub(crate) fn into_fact_states(self) -> FactStates {
        self.sight.into_owned()
    }

    /// An evaluator without answers and without closed gates: every fact has all values it can ever have.
    pub fn ignoring_gates(book: &'e RuleBook<'a>, answers: &'e Answers) -> Self {
        let mut view = Self::new(book, answers);
        let widest = |fact: &Fact<'_>| match unconstrained(fact) {
            PartialValue::Range(_) => PartialValue::Range(whole_range(fact)),
            other => other,
        };
        for (ix, fact) in book.facts.iter_enumerated() {
            let seen = match (fact.ask_if, fact.group) {
                (None, None) => FactState::certain(widest(fact), FactStatus::Askable),
                _ => FactState::maybe_none(widest(fact), FactStatus::Askable),
            };
            view.sight.to_mut().see(ix, fact.group, 0, seen);
        }
        view
    }

    /// Recomputes the state of a fact (in all instances of its group) from the answers and the states of earlier facts.
    /// Returns whether it has changed.
    pub(crate) fn reevaluate_fact(&mut self, ix: FactId) -> bool {
        let fact = &self.book.facts[ix];
        let (count, none_at_all) = fact
            .group
            .map_or((1, false), |(group, _)| (self.instances(group), self.answers.instances(group) == Some(0)));
        let mut changed = false;
        for instance in 0..count {
            let seen = self.seen_now(ix, fact, instance, none_at_all);
            changed |= self.sight.to_mut().see(ix, fact.group, instance, seen);
        }
        changed
    }

    fn seen_now(&self, ix: FactId, fact: &Fact<'_>, instance: usize, none_at_all: bool) -> FactState {
        let gate = || fact.ask_if.map_or(Truth::True, |gate| self.truth(gate, instance));
        match self.answers.get(self.book, ix, instance) {
            Some(Answer::Unsure) => FactState::certain(unconstrained(fact), FactStatus::Unsure),
            Some(answer) => FactState::certain(exactly(answer), FactStatus::Answered),
            None if none_at_all => FactState::certain(not_applicable_value(fact), FactStatus::NotApplicable),
            None => match gate() {
                Truth::False => {
                    let asked = self.leaves_out()
                        && fact.ask_if.is_some_and(|gate| self.supposing().truth(gate, instance) != Truth::False);
                    let standing = if asked { FactStatus::NotAsked } else { FactStatus::NotApplicable };
                    FactState::certain(not_applicable_value(fact), standing)
                }
                Truth::True if self.is_known(fact.group) => {
                    FactState::certain(unconstrained(fact), FactStatus::Askable)
                }
                Truth::True => FactState::maybe_none(unconstrained(fact), FactStatus::Askable),
                Truth::Unknown => {
                    let waits = fact.ask_if.is_some_and(|gate| self.waits(gate, instance));
                    let standing = if waits { FactStatus::Blocked } else { FactStatus::Askable };
                    FactState::maybe_none(unconstrained(fact), standing)
                }
            },
        }
    }

    // Whether the number of instances of a group is known; always true for a fact outside groups.
    fn is_known(&self, group: Option<(GroupId, u8)>) -> bool {
        group.is_none_or(|(group, _)| self.answers.instances(group).is_some())
    }

    // Whether an answer can still decide an unknown gate. If only 不清楚 leaves it unknown, no answer ever will, so the
    // question behind it is asked: its answer may still decide a measure.
    fn waits(&self, gate: ExprId, instance: usize) -> bool {
        let mut missing = Vec::new();
        self.missing(gate, instance, &mut missing);
        missing.into_iter().any(|FactInstance { fact, instance: at }| {
            matches!(self.standing(fact, at), FactStatus::Askable | FactStatus::Blocked)
        })
    }

    /// The number of evaluated instances of a group: at least one, so that "none yet" is unknown and "none at all" is
    /// false.
    pub fn instances(&self, group: GroupId) -> usize {
        self.sight.instances(group)
    }

    fn seen(&self, fact: FactId, instance: usize) -> FactState {
        let known = &self.book.facts[fact];
        let seen = self.sight.seen(fact, known.group, instance);
        if self.supposing && seen.standing == FactStatus::NotAsked {
            FactState::maybe_none(unconstrained(known), seen.standing)
        } else {
            seen
        }
    }

    /// Whether a fact's gate is closed, regardless of the fact's own answer.
    pub fn is_closed(&self, fact: FactId, instance: usize) -> bool {
        let gate = self.book.facts[fact].ask_if;
        gate.is_some_and(|gate| self.truth(gate, instance) == Truth::False)
    }

    /// Whether a condition outside groups is certainly false.
    pub fn fails(&self, condition: ExprId) -> bool {
        self.truth(condition, 0) == Truth::False
    }

    /// The status of a fact.
    pub fn standing(&self, fact: FactId, instance: usize) -> FactStatus {
        self.seen(fact, instance).standing
    }

    /// The values a fact can still have.
    pub fn possible(&self, fact: FactId, instance: usize) -> PartialValue {
        self.seen(fact, instance).possible
    }

    fn node(&self, expr: ExprId) -> &'e Node {
        &self.book.nodes[expr]
    }
}

fn exactly(answer: Answer) -> PartialValue {
    match answer {
        Answer::YesNo(yes) => PartialValue::Truth(Truth::known(yes)),
        Answer::Choice(place) => PartialValue::Choice(OptionSet::one(usize::from(place))),
        Answer::Several(options) => PartialValue::Several { sure: options, maybe: options },
        Answer::Number(value) => PartialValue::Range(Interval::point(value)),
        Answer::Date(_) | Answer::Unsure => PartialValue::Day,
    }
}

fn not_applicable_value(fact: &Fact<'_>) -> PartialValue {
    match fact.kind {
        FactType::Bool => PartialValue::Truth(Truth::False),
        FactType::Choice => PartialValue::Choice(OptionSet::NONE),
        FactType::MultiChoice => PartialValue::Several { sure: OptionSet::NONE, maybe: OptionSet::NONE },
        FactType::Money | FactType::Ratio | FactType::Number(_) => PartialValue::Range(Interval::point(Decimal::ZERO)),
        FactType::Date => PartialValue::Day,
    }
}

fn unconstrained(fact: &Fact<'_>) -> PartialValue {
    match fact.kind {
        FactType::Bool => PartialValue::Truth(Truth::Unknown),
        FactType::Choice => PartialValue::Choice(OptionSet::all(fact.options.len())),
        FactType::MultiChoice => {
            PartialValue::Several { sure: OptionSet::NONE, maybe: OptionSet::all(fact.options.len()) }
        }
        // The upper end of a question's range only catches typing errors; it must not bound an amount that is otherwise
        // unbounded.
        FactType::Money | FactType::Number(_) => PartialValue::Range(Interval { high: None, ..whole_range(fact) }),
        FactType::Ratio => PartialValue::Range(whole_range(fact)),
        FactType::Date => PartialValue::Day,
    }
}

fn whole_range(fact: &Fact<'_>) -> Interval {
    fact.range.map_or(Interval::ENTIRE, |(low, high)| Interval::between(low.0, high.0))
}
