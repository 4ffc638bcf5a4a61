//! What an expression can still be, given partial answers. Knows nothing of measures, verdicts or words.
//!
//! An unanswered fact is everything it can be, a fact whose gate is closed is "none", and what the text leaves to the
//! department is open. Evaluation ends and cannot fail: expressions only refer to earlier ones, and an overflow is a
//! range without ends.

mod missing;
mod sight;

pub(crate) use sight::Sight;

use crate::answer::{Answer, Answers};
use crate::book::{Book, ExprId, Fact, FactId, GroupId, Kind, Node, Options, Relation};
use crate::number::{Range, Truth};
use rust_decimal::Decimal;
use sight::Seen;
use std::borrow::Cow;

/// What a fact can still be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Possible {
    /// A yes/no fact.
    Truth(Truth),
    /// One of these options; none of them where it does not apply.
    Choice(Options),
    /// At least `sure`, at most `maybe`.
    Several {
        /// Certainly in the list.
        sure: Options,
        /// Possibly in the list.
        maybe: Options,
    },
    /// A figure.
    Range(Range),
    /// A day, which no condition uses.
    Day,
}

/// How a fact stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Answered with a value.
    Answered,
    /// Answered 不清楚.
    Unsure,
    /// Not answered, and its question can be asked.
    Askable,
    /// Not answered, and whether it will be asked depends on an answer that is still to come.
    Waiting,
    /// Its gate is closed by another answer, or there is none of its group: counts as none.
    Closed,
    /// Its gate is closed only by what was not ticked in the list of concerns: counts as none, but nobody was asked.
    NotAsked,
}

/// The answers as evaluation sees them.
#[derive(Debug)]
pub struct View<'e, 'a> {
    /// The rule book.
    pub book: &'e Book<'a>,
    /// The answers.
    pub answers: &'e Answers,
    // Whether what was not ticked in the list of concerns is taken for unknown.
    supposing: bool,
    // Borrowed from whoever follows the answers, or taken for this view alone.
    sight: Cow<'e, Sight>,
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

impl<'e, 'a> View<'e, 'a> {
    /// Looks at the answers: which questions are open or closed. An unanswered fact is everything it can be.
    pub fn new(book: &'e Book<'a>, answers: &'e Answers) -> Self {
        let sight = Cow::Owned(Sight::unseen(book, answers));
        let mut view = Self { book, answers, supposing: false, sight };
        for ix in book.facts.ids() {
            view.look_again(ix);
        }
        view
    }

    /// Takes up a look that was taken before; [`View::look_again`] at what has changed since.
    pub(crate) fn resume(book: &'e Book<'a>, answers: &'e Answers, sight: Sight) -> Self {
        Self { book, answers, supposing: false, sight: Cow::Owned(sight) }
    }

    /// Sees what was seen before, where nothing has changed since.
    pub(crate) fn again(book: &'e Book<'a>, answers: &'e Answers, sight: &'e Sight) -> Self {
        Self { book, answers, supposing: false, sight: Cow::Borrowed(sight) }
    }

    /// The same look with everything in the list of concerns still to be ticked: a fact that nobody was asked for is
    /// everything it can be. It costs nothing. Whatever holds or fails in it holds or fails in the plain look as well.
    pub fn supposing(&self) -> View<'_, 'a> {
        let Self { book, answers, .. } = *self;
        View { book, answers, supposing: true, sight: Cow::Borrowed(&self.sight) }
    }

    /// Whether something in the list of concerns was left unticked, so that [`View::supposing`] may see more.
    pub fn leaves_out(&self) -> bool {
        self.ticked().is_some_and(|(fact, ticked)| ticked != Options::first(fact.options.len()))
    }

    // The list of concerns and what was ticked in it; nothing while it is not answered.
    fn ticked(&self) -> Option<(&'e Fact<'a>, Options)> {
        let concerns = self.book.document.concerns_fact?;
        match self.answers.get(self.book, concerns, 0) {
            Some(Answer::Several(ticked)) => Some((&self.book.facts[concerns], ticked)),
            _ => None,
        }
    }

    // Whether one of these options of the list of concerns is on offer.
    fn could_tick(&self, wanted: Options) -> bool {
        let Some((fact, _)) = self.ticked() else { return false };
        let offered = |only_if: Option<ExprId>| only_if.is_none_or(|only_if| !self.fails(only_if));
        wanted.places().filter_map(|place| fact.options.get(place)).any(|option| offered(option.only_if))
    }

    // Whether a condition on the list of concerns can still be met by ticking more.
    fn is_left(&self, fact: FactId, wanted: Options) -> bool {
        self.supposing && self.book.document.concerns_fact == Some(fact) && self.could_tick(wanted)
    }

    /// What was seen, to be resumed later.
    pub(crate) fn into_sight(self) -> Sight {
        self.sight.into_owned()
    }

    /// A look at nothing answered in which no gate is closed: every fact is everything it can ever be.
    #[cfg(feature = "compile")]
    pub fn unguarded(book: &'e Book<'a>, answers: &'e Answers) -> Self {
        let mut view = Self::new(book, answers);
        let widest = |fact: &Fact<'_>| match anything(fact) {
            Possible::Range(_) => Possible::Range(whole_range(fact)),
            other => other,
        };
        for (ix, fact) in book.facts.iter_enumerated() {
            let seen = match (fact.ask_if, fact.group) {
                (None, None) => Seen::certain(widest(fact), Standing::Askable),
                _ => Seen::maybe_none(widest(fact), Standing::Askable),
            };
            view.sight.to_mut().see(ix, fact.group, 0, seen);
        }
        view
    }

    /// Looks at a fact (in all instances of its group) in the light of the answers and of the facts before it. Returns
    /// whether it stands otherwise than before.
    pub(crate) fn look_again(&mut self, ix: FactId) -> bool {
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

    fn seen_now(&self, ix: FactId, fact: &Fact<'_>, instance: usize, none_at_all: bool) -> Seen {
        let gate = || fact.ask_if.map_or(Truth::Yes, |gate| self.truth(gate, instance));
        match self.answers.get(self.book, ix, instance) {
            Some(Answer::Unsure) => Seen::certain(anything(fact), Standing::Unsure),
            Some(answer) => Seen::certain(exactly(answer), Standing::Answered),
            None if none_at_all => Seen::certain(nothing(fact), Standing::Closed),
            None => match gate() {
                Truth::No => {
                    let asked = self.leaves_out()
                        && fact.ask_if.is_some_and(|gate| self.supposing().truth(gate, instance) != Truth::No);
                    let standing = if asked { Standing::NotAsked } else { Standing::Closed };
                    Seen::certain(nothing(fact), standing)
                }
                Truth::Yes if self.is_known(fact.group) => Seen::certain(anything(fact), Standing::Askable),
                Truth::Yes => Seen::maybe_none(anything(fact), Standing::Askable),
                Truth::Open => {
                    let waits = fact.ask_if.is_some_and(|gate| self.waits(gate, instance));
                    let standing = if waits { Standing::Waiting } else { Standing::Askable };
                    Seen::maybe_none(anything(fact), standing)
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
            matches!(self.standing(fact, at), Standing::Askable | Standing::Waiting)
        })
    }

    /// How many instances of a group are evaluated: at least one, so that "none yet" is open and "none at all" is no.
    pub fn instances(&self, group: GroupId) -> usize {
        self.sight.instances(group)
    }

    fn seen(&self, fact: FactId, instance: usize) -> Seen {
        let known = &self.book.facts[fact];
        let seen = self.sight.seen(fact, known.group, instance);
        if self.supposing && seen.standing == Standing::NotAsked {
            Seen::maybe_none(anything(known), seen.standing)
        } else {
            seen
        }
    }

    /// Whether a fact's gate is closed, whatever was answered.
    pub fn is_closed(&self, fact: FactId, instance: usize) -> bool {
        let gate = self.book.facts[fact].ask_if;
        gate.is_some_and(|gate| self.truth(gate, instance) == Truth::No)
    }

    /// Whether a condition outside groups certainly fails.
    pub fn fails(&self, condition: ExprId) -> bool {
        self.truth(condition, 0) == Truth::No
    }

    /// How a fact stands.
    pub fn standing(&self, fact: FactId, instance: usize) -> Standing {
        self.seen(fact, instance).standing
    }

    /// What a fact can still be.
    pub fn possible(&self, fact: FactId, instance: usize) -> Possible {
        self.seen(fact, instance).possible
    }

    fn node(&self, expr: ExprId) -> &'e Node {
        &self.book.nodes[expr]
    }

    /// Whether a condition holds.
    pub fn truth(&self, expr: ExprId, instance: usize) -> Truth {
        match self.node(expr) {
            Node::Yes(fact) => match self.possible(*fact, instance) {
                Possible::Truth(truth) => truth,
                _ => Truth::Open,
            },
            Node::Is(fact, wanted) => {
                let seen = self.seen(*fact, instance);
                match seen.possible {
                    Possible::Choice(left) if left.common(*wanted).is_empty() => Truth::No,
                    Possible::Choice(left) if left.within(*wanted) && !seen.maybe_none => Truth::Yes,
                    _ => Truth::Open,
                }
            }
            Node::HasAny(fact, wanted) => {
                match self.possible(*fact, instance) {
                    Possible::Several { sure, .. } if !sure.common(*wanted).is_empty() => Truth::Yes,
                    Possible::Several { maybe, .. } if maybe.common(*wanted).is_empty() => {
                        if self.is_left(*fact, *wanted) { Truth::Open } else { Truth::No }
                    }
                    _ => Truth::Open,
                }
            }
            Node::HasAll(fact, wanted) => match self.possible(*fact, instance) {
                Possible::Several { sure, .. } if wanted.within(sure) => Truth::Yes,
                Possible::Several { maybe, .. } if !wanted.within(maybe) => {
                    if self.is_left(*fact, *wanted) {
                        Truth::Open
                    } else {
                        Truth::No
                    }
                }
                _ => Truth::Open,
            },
            Node::Compare(relation, left, right) => self.compare(*relation, *left, *right, instance),
            Node::Not(inner) => self.truth(*inner, instance).negate(),
            Node::And(a, b) => match self.truth(*a, instance) {
                Truth::No => Truth::No,
                first => first.and(self.truth(*b, instance)),
            },
            Node::Or(a, b) => match self.truth(*a, instance) {
                Truth::Yes => Truth::Yes,
                first => first.or(self.truth(*b, instance)),
            },
            Node::Implies(a, b) => match self.truth(*a, instance) {
                Truth::No => Truth::Yes,
                first => first.negate().or(self.truth(*b, instance)),
            },
            Node::Confirm(inner) => match self.truth(*inner, instance) {
                Truth::No => Truth::No,
                _ => Truth::Open,
            },
            _ => Truth::Open,
        }
    }

    // A quotient is compared by multiplying out, so that rounding a ratio never decides.
    fn compare(&self, relation: Relation, left: ExprId, right: ExprId, instance: usize) -> Truth {
        if let Some((above, below)) = self.quotient(left) {
            let below = self.range(below, instance);
            if below.low.is_some_and(|low| low > Decimal::ZERO) {
                let above = self.range(above, instance);
                return relate(relation, &above, &self.range(right, instance).times(below));
            }
            return Truth::Open;
        }
        relate(relation, &self.range(left, instance), &self.range(right, instance))
    }

    pub(crate) fn quotient(&self, expr: ExprId) -> Option<(ExprId, ExprId)> {
        match self.node(expr) {
            Node::Divide(above, below) => Some((*above, *below)),
            Node::Derived(derived) => self.quotient(self.book.derived[*derived].is),
            _ => None,
        }
    }

    /// All values a number can still have.
    pub fn range(&self, expr: ExprId, instance: usize) -> Range {
        self.range_supposing(expr, instance, &|_| None)
    }

    /// The same where some figures are supposed to be known.
    pub(crate) fn range_supposing(
        &self,
        expr: ExprId,
        instance: usize,
        supposed: &impl Fn(FactId) -> Option<Range>,
    ) -> Range {
        let of = |e: ExprId| self.range_supposing(e, instance, supposed);
        match self.node(expr) {
            Node::Constant(figure, _) => Range::exactly(figure.0),
            Node::Figure(fact) => supposed(*fact).unwrap_or_else(|| match self.possible(*fact, instance) {
                Possible::Range(range) => range,
                _ => Range::ANY,
            }),
            Node::Derived(derived) => of(self.book.derived[*derived].is),
            Node::Add(a, b) => of(*a).plus(of(*b)),
            Node::Subtract(a, b) => of(*a).minus(of(*b)),
            Node::Multiply(a, b) => of(*a).times(of(*b)),
            Node::Divide(a, b) => of(*a).over(of(*b)),
            Node::Min(a, b) => of(*a).min(of(*b)),
            Node::Max(a, b) => of(*a).max(of(*b)),
            Node::If(test, a, b) => match self.truth(*test, instance) {
                Truth::Yes => of(*a),
                Truth::No => of(*b),
                Truth::Open => of(*a).hull(of(*b)),
            },
            Node::Highest(fact, tiers) => self.highest(*fact, tiers, instance, of),
            Node::UpTo(a) => Range { low: Some(Decimal::ZERO), ..of(*a) },
            Node::Between(a, b) => {
                let (low, high) = (of(*a), of(*b));
                Range { low: low.low, high: high.high, undefined: low.undefined || high.undefined }
            }
            Node::AtLeast(a) => Range { high: None, ..of(*a) },
            Node::Readings(a, b) => of(*a).hull(of(*b)),
            // More than any amount: nothing is cut by it.
            Node::Unlimited => Range { low: Some(Decimal::MAX), high: None, undefined: false },
            _ => Range::ANY,
        }
    }

    fn highest(&self, fact: FactId, tiers: &[(u8, ExprId)], instance: usize, of: impl Fn(ExprId) -> Range) -> Range {
        let Possible::Several { sure, maybe } = self.possible(fact, instance) else { return Range::ANY };
        let mut best = Range::exactly(Decimal::ZERO);
        for (option, amount) in tiers {
            let option = Options::one(usize::from(*option));
            let amount = of(*amount);
            if option.within(sure) {
                best = best.max(amount);
            } else if option.within(maybe) {
                best = best.hull(best.max(amount));
            }
        }
        best
    }
}

pub(crate) fn relate(relation: Relation, left: &Range, right: &Range) -> Truth {
    match relation {
        Relation::AtLeast => left.at_least(right),
        Relation::AtMost => right.at_least(left),
        Relation::MoreThan => right.at_least(left).negate(),
        Relation::LessThan => left.at_least(right).negate(),
        Relation::Equal => left.equals(right),
        Relation::NotEqual => left.equals(right).negate(),
    }
}

fn exactly(answer: Answer) -> Possible {
    match answer {
        Answer::YesNo(yes) => Possible::Truth(Truth::known(yes)),
        Answer::Choice(place) => Possible::Choice(Options::one(usize::from(place))),
        Answer::Several(options) => Possible::Several { sure: options, maybe: options },
        Answer::Number(value) => Possible::Range(Range::exactly(value)),
        Answer::Date(_) | Answer::Unsure => Possible::Day,
    }
}

fn nothing(fact: &Fact<'_>) -> Possible {
    match fact.kind {
        Kind::YesNo => Possible::Truth(Truth::No),
        Kind::Choice => Possible::Choice(Options::NONE),
        Kind::Several => Possible::Several { sure: Options::NONE, maybe: Options::NONE },
        Kind::Money | Kind::Ratio | Kind::Number(_) => Possible::Range(Range::exactly(Decimal::ZERO)),
        Kind::Date => Possible::Day,
    }
}

fn anything(fact: &Fact<'_>) -> Possible {
    match fact.kind {
        Kind::YesNo => Possible::Truth(Truth::Open),
        Kind::Choice => Possible::Choice(Options::first(fact.options.len())),
        Kind::Several => Possible::Several { sure: Options::NONE, maybe: Options::first(fact.options.len()) },
        // The upper end of a question's range only catches slips of the pen; an amount that is bounded by nothing else is
        // without a bound.
        Kind::Money | Kind::Number(_) => Possible::Range(Range { high: None, ..whole_range(fact) }),
        Kind::Ratio => Possible::Range(whole_range(fact)),
        Kind::Date => Possible::Day,
    }
}

fn whole_range(fact: &Fact<'_>) -> Range {
    fact.range.map_or(Range::ANY, |(low, high)| Range::between(low.0, high.0))
}
