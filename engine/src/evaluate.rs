//! What an expression can still be, given partial answers. Knows nothing of measures, verdicts or words.
//!
//! An unanswered fact is everything it can be, a fact whose gate is closed is "none", and what the text leaves to the
//! department is open. Evaluation ends and cannot fail: expressions only refer to earlier ones, and an overflow is a
//! range without ends.

mod fact_state;
mod missing;

pub(crate) use fact_state::FactStates;

use crate::answer::{Answer, Answers};
use crate::book::{ExprId, Fact, FactId, FactType, GroupId, Node, OptionSet, Relation, RuleBook, quotient};
use crate::number::{Interval, Truth};
use crate::{condition_node, number_node};
use fact_state::FactState;
use rust_decimal::Decimal;
use std::borrow::Cow;

/// What a fact can still be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PartialValue {
    /// A yes/no fact.
    Truth(Truth),
    /// One of these options; none of them where it does not apply.
    Choice(OptionSet),
    /// At least `sure`, at most `maybe`.
    Several {
        /// Certainly in the list.
        sure: OptionSet,
        /// Possibly in the list.
        maybe: OptionSet,
    },
    /// A figure.
    Range(Interval),
    /// A day, which no condition uses.
    Day,
}

/// How a fact stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactStatus {
    /// Answered with a value.
    Answered,
    /// Answered 不清楚.
    Unsure,
    /// Not answered, and its question can be asked.
    Askable,
    /// Not answered, and whether it will be asked depends on an answer that is still to come.
    Blocked,
    /// Its gate is closed by another answer, or there is none of its group: counts as none.
    NotApplicable,
    /// Its gate is closed only by what was not ticked in the list of concerns: counts as none, but nobody was asked.
    NotAsked,
}

/// The answers as evaluation sees them.
#[derive(Debug)]
pub struct Evaluator<'e, 'a> {
    /// The rule book.
    pub book: &'e RuleBook<'a>,
    /// The answers.
    pub answers: &'e Answers,
    // Whether what was not ticked in the list of concerns is taken for unknown.
    supposing: bool,
    // Borrowed from whoever follows the answers, or taken for this view alone.
    sight: Cow<'e, FactStates>,
}

/// A fact of one instance of its group; the instance is 0 outside groups.
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

    /// A fact outside groups, or the one of the first instance.
    pub const fn first(fact: FactId) -> Self {
        Self { fact, instance: 0 }
    }
}

impl<'e, 'a> Evaluator<'e, 'a> {
    /// Looks at the answers: which questions are open or closed. An unanswered fact is everything it can be.
    pub fn new(book: &'e RuleBook<'a>, answers: &'e Answers) -> Self {
        let sight = Cow::Owned(FactStates::unseen(book, answers));
        let mut view = Self { book, answers, supposing: false, sight };
        for ix in book.facts.ids() {
            view.reevaluate_fact(ix);
        }
        view
    }

    /// Takes up a look that was taken before; [`View::reevaluate_fact`] at what has changed since.
    pub(crate) fn resume(book: &'e RuleBook<'a>, answers: &'e Answers, sight: FactStates) -> Self {
        Self { book, answers, supposing: false, sight: Cow::Owned(sight) }
    }

    /// Sees what was seen before, where nothing has changed since.
    pub(crate) fn borrowed(book: &'e RuleBook<'a>, answers: &'e Answers, sight: &'e FactStates) -> Self {
        Self { book, answers, supposing: false, sight: Cow::Borrowed(sight) }
    }

    /// The same look with everything in the list of concerns still to be ticked: a fact that nobody was asked for is
    /// everything it can be. It costs nothing. Whatever holds or fails in it holds or fails in the plain look as well.
    pub fn supposing(&self) -> Evaluator<'_, 'a> {
        let Self { book, answers, .. } = *self;
        Evaluator { book, answers, supposing: true, sight: Cow::Borrowed(&self.sight) }
    }

    /// Whether something in the list of concerns was left unticked, so that [`View::supposing`] may see more.
    pub fn leaves_out(&self) -> bool {
        self.ticked().is_some_and(|(fact, ticked)| ticked != OptionSet::all(fact.options.len()))
    }

    // The list of concerns and what was ticked in it; nothing while it is not answered.
    fn ticked(&self) -> Option<(&'e Fact<'a>, OptionSet)> {
        let concerns = self.book.document.concerns_fact?;
        match self.answers.get(self.book, concerns, 0) {
            Some(Answer::Several(ticked)) => Some((&self.book.facts[concerns], ticked)),
            _ => None,
        }
    }

    // Whether one of these options of the list of concerns is on offer.
    fn could_tick(&self, wanted: OptionSet) -> bool {
        let Some((fact, _)) = self.ticked() else { return false };
        let offered = |only_if: Option<ExprId>| only_if.is_none_or(|only_if| !self.fails(only_if));
        wanted.iter().filter_map(|place| fact.options.get(place)).any(|option| offered(option.only_if))
    }

    // Whether a condition on the list of concerns can still be met by ticking more.
    fn is_left(&self, fact: FactId, wanted: OptionSet) -> bool {
        self.supposing && self.book.document.concerns_fact == Some(fact) && self.could_tick(wanted)
    }

    /// What was seen, to be resumed later.
    pub(crate) fn into_fact_states(self) -> FactStates {
        self.sight.into_owned()
    }

    /// A look at nothing answered in which no gate is closed: every fact is everything it can ever be.
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

    /// Looks at a fact (in all instances of its group) in the light of the answers and of the facts before it. Returns
    /// whether it stands otherwise than before.
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

    // Whether it was said how many instances a group has; a fact outside groups is there in any case.
    fn is_known(&self, group: Option<(GroupId, u8)>) -> bool {
        group.is_none_or(|(group, _)| self.answers.instances(group).is_some())
    }

    // Whether an open gate can still be settled by an answer. Where only 不清楚 keeps it open nothing ever will, and the
    // question behind it is asked: its answer may decide a measure all the same.
    fn waits(&self, gate: ExprId, instance: usize) -> bool {
        let mut missing = Vec::new();
        self.missing(gate, instance, &mut missing);
        missing.into_iter().any(|FactInstance { fact, instance: at }| {
            matches!(self.standing(fact, at), FactStatus::Askable | FactStatus::Blocked)
        })
    }

    /// How many instances of a group are evaluated: at least one, so that "none yet" is open and "none at all" is no.
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

    /// Whether a fact's gate is closed, whatever was answered.
    pub fn is_closed(&self, fact: FactId, instance: usize) -> bool {
        let gate = self.book.facts[fact].ask_if;
        gate.is_some_and(|gate| self.truth(gate, instance) == Truth::False)
    }

    /// Whether a condition outside groups certainly fails.
    pub fn fails(&self, condition: ExprId) -> bool {
        self.truth(condition, 0) == Truth::False
    }

    /// How a fact stands.
    pub fn standing(&self, fact: FactId, instance: usize) -> FactStatus {
        self.seen(fact, instance).standing
    }

    /// What a fact can still be.
    pub fn possible(&self, fact: FactId, instance: usize) -> PartialValue {
        self.seen(fact, instance).possible
    }

    fn node(&self, expr: ExprId) -> &'e Node {
        &self.book.nodes[expr]
    }

    /// Whether a condition holds.
    pub fn truth(&self, expr: ExprId, instance: usize) -> Truth {
        match self.node(expr) {
            Node::Yes(fact) => match self.possible(*fact, instance) {
                PartialValue::Truth(truth) => truth,
                _ => Truth::Unknown,
            },
            Node::Is(fact, wanted) => {
                let seen = self.seen(*fact, instance);
                match seen.possible {
                    PartialValue::Choice(left) if left.intersection(*wanted).is_empty() => Truth::False,
                    PartialValue::Choice(left) if left.is_subset(*wanted) && !seen.maybe_none => Truth::True,
                    _ => Truth::Unknown,
                }
            }
            Node::HasAny(fact, wanted) => match self.possible(*fact, instance) {
                PartialValue::Several { sure, .. } if !sure.intersection(*wanted).is_empty() => Truth::True,
                PartialValue::Several { maybe, .. } if maybe.intersection(*wanted).is_empty() => {
                    if self.is_left(*fact, *wanted) { Truth::Unknown } else { Truth::False }
                }
                _ => Truth::Unknown,
            },
            Node::HasAll(fact, wanted) => match self.possible(*fact, instance) {
                PartialValue::Several { sure, .. } if wanted.is_subset(sure) => Truth::True,
                PartialValue::Several { maybe, .. } if !wanted.is_subset(maybe) => {
                    if self.is_left(*fact, *wanted) {
                        Truth::Unknown
                    } else {
                        Truth::False
                    }
                }
                _ => Truth::Unknown,
            },
            Node::Compare(relation, left, right) => self.compare(*relation, *left, *right, instance),
            Node::Not(inner) => self.truth(*inner, instance).negate(),
            Node::And(a, b) => match self.truth(*a, instance) {
                Truth::False => Truth::False,
                first => first.and(self.truth(*b, instance)),
            },
            Node::Or(a, b) => match self.truth(*a, instance) {
                Truth::True => Truth::True,
                first => first.or(self.truth(*b, instance)),
            },
            Node::Implies(a, b) => match self.truth(*a, instance) {
                Truth::False => Truth::True,
                first => first.negate().or(self.truth(*b, instance)),
            },
            Node::Confirm(inner) => match self.truth(*inner, instance) {
                Truth::False => Truth::False,
                _ => Truth::Unknown,
            },
            number_node!() => Truth::Unknown,
        }
    }

    // A quotient is compared by multiplying out, so that rounding a ratio never decides.
    fn compare(&self, relation: Relation, left: ExprId, right: ExprId, instance: usize) -> Truth {
        if let Some((above, below)) = self.quotient(left) {
            let below = self.range(below, instance);
            if below.low.is_some_and(|low| low > Decimal::ZERO) {
                let above = self.range(above, instance);
                return compare_intervals(relation, &above, &self.range(right, instance).times(below));
            }
            return Truth::Unknown;
        }
        compare_intervals(relation, &self.range(left, instance), &self.range(right, instance))
    }

    pub(crate) fn quotient(&self, expr: ExprId) -> Option<(ExprId, ExprId)> {
        quotient(self.book, expr)
    }

    /// All values a number can still have.
    pub fn range(&self, expr: ExprId, instance: usize) -> Interval {
        self.range_supposing(expr, instance, &|_| None)
    }

    /// The same where some figures are supposed to be known.
    pub(crate) fn range_supposing(
        &self,
        expr: ExprId,
        instance: usize,
        supposed: &impl Fn(FactId) -> Option<Interval>,
    ) -> Interval {
        let of = |e: ExprId| self.range_supposing(e, instance, supposed);
        match self.node(expr) {
            Node::Constant(figure, _) => Interval::point(figure.0),
            Node::Figure(fact) => supposed(*fact).unwrap_or_else(|| match self.possible(*fact, instance) {
                PartialValue::Range(range) => range,
                _ => Interval::ENTIRE,
            }),
            Node::Derived(derived) => of(self.book.derived[*derived].is),
            Node::Add(a, b) => of(*a).plus(of(*b)),
            Node::Subtract(a, b) => of(*a).minus(of(*b)),
            Node::Multiply(a, b) => of(*a).times(of(*b)),
            Node::Divide(a, b) => of(*a).over(of(*b)),
            Node::Min(a, b) => of(*a).min(of(*b)),
            Node::Max(a, b) => of(*a).max(of(*b)),
            Node::If(test, a, b) => match self.truth(*test, instance) {
                Truth::True => of(*a),
                Truth::False => of(*b),
                Truth::Unknown => of(*a).hull(of(*b)),
            },
            Node::Highest(fact, tiers) => self.highest(*fact, tiers, instance, of),
            Node::UpTo(a) => Interval { low: Some(Decimal::ZERO), ..of(*a) },
            Node::Between(a, b) => {
                let (low, high) = (of(*a), of(*b));
                Interval { low: low.low, high: high.high, undefined: low.undefined || high.undefined }
            }
            Node::AtLeast(a) => Interval { high: None, ..of(*a) },
            Node::Readings(a, b) => of(*a).hull(of(*b)),
            // More than any amount: nothing is cut by it.
            Node::Unlimited => Interval { low: Some(Decimal::MAX), high: None, undefined: false },
            condition_node!() => Interval::ENTIRE,
        }
    }

    fn highest(
        &self,
        fact: FactId,
        tiers: &[(u8, ExprId)],
        instance: usize,
        of: impl Fn(ExprId) -> Interval,
    ) -> Interval {
        let PartialValue::Several { sure, maybe } = self.possible(fact, instance) else { return Interval::ENTIRE };
        let mut best = Interval::point(Decimal::ZERO);
        for (option, amount) in tiers {
            let option = OptionSet::one(usize::from(*option));
            let amount = of(*amount);
            if option.is_subset(sure) {
                best = best.max(amount);
            } else if option.is_subset(maybe) {
                best = best.hull(best.max(amount));
            }
        }
        best
    }
}

pub(crate) fn compare_intervals(relation: Relation, left: &Interval, right: &Interval) -> Truth {
    match relation {
        Relation::AtLeast => left.at_least(right),
        Relation::AtMost => right.at_least(left),
        Relation::MoreThan => right.at_least(left).negate(),
        Relation::LessThan => left.at_least(right).negate(),
        Relation::Equal => left.equals(right),
        Relation::NotEqual => left.equals(right).negate(),
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
        // The upper end of a question's range only catches slips of the pen; an amount that is bounded by nothing else is
        // without a bound.
        FactType::Money | FactType::Number(_) => PartialValue::Range(Interval { high: None, ..whole_range(fact) }),
        FactType::Ratio => PartialValue::Range(whole_range(fact)),
        FactType::Date => PartialValue::Day,
    }
}

fn whole_range(fact: &Fact<'_>) -> Interval {
    fact.range.map_or(Interval::ENTIRE, |(low, high)| Interval::between(low.0, high.0))
}
