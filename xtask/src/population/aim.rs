//! Answers that come near a condition: mostly meeting it, with figures at, just below and just above its threshold.
//! Knows the shapes of expressions, not what they are about.

use super::{Maker, within};
use crate::coverage::walk::{children, constant, step};
use huiqi_engine::answer::Answer;
use huiqi_engine::book::{
    ExprId, Fact, FactId, FactType, Measure, Node, OptionSet, Payout, Relation, Unit, collect_facts, quotient,
};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::{condition_node, number_node};
use rust_decimal::Decimal;

/// Works on one instance of a company that is being made.
pub(super) struct Aim<'m, 'b, 'a> {
    pub(super) maker: &'m mut Maker<'b, 'a>,
    pub(super) instance: usize,
    /// Which comparison is tried at its threshold; the others are met with room to spare, so that this one decides.
    pub(super) focus: usize,
    /// How many comparisons there were so far.
    pub(super) compared: usize,
    /// Figures that a comparison has set; the next one rather sets another.
    pub(super) settled: Vec<FactId>,
}

impl<'b> Aim<'_, 'b, '_> {
    fn node(&self, expr: ExprId) -> &'b Node {
        &self.maker.book.nodes[expr]
    }

    fn get(&self, fact: FactId) -> Option<Answer> {
        self.maker.answers.get(self.maker.book, fact, self.instance)
    }

    fn set(&mut self, fact: FactId, answer: Answer) {
        let instance = self.instance;
        self.maker.set(fact, instance, Some(answer));
    }

    /// Opens the question of a fact and of all that stands before it.
    pub(super) fn opened(&mut self, fact: FactId) {
        if let Some(gate) = self.maker.fact(fact).ask_if {
            let mut needed = Vec::new();
            collect_facts(self.maker.book, gate, &mut needed);
            needed.into_iter().for_each(|fact| self.opened(fact));
            self.condition(gate);
        }
    }

    /// Comes near a condition; what is answered is changed as little as that takes.
    pub(super) fn condition(&mut self, expr: ExprId) {
        let node = self.node(expr);
        match node {
            // Now and then a condition fails, so that a measure is seen to need it.
            Node::Yes(fact) => {
                let yes = !self.maker.random.chance(8);
                self.set(*fact, Answer::YesNo(yes));
            }
            Node::Is(fact, options) => self.choose(*fact, *options),
            Node::HasAny(fact, options) => self.hold(*fact, *options, false),
            Node::HasAll(fact, options) => self.hold(*fact, *options, true),
            Node::Compare(relation, left, right) => self.compare(*relation, *left, *right),
            Node::And(a, b) => {
                self.condition(*a);
                self.condition(*b);
            }
            Node::Or(a, b) => {
                let one = if self.maker.random.chance(60) { *a } else { *b };
                self.condition(one);
            }
            Node::Implies(a, b) => {
                if self.maker.random.chance(70) {
                    self.condition(*a);
                }
                self.condition(*b);
            }
            Node::Confirm(a) => self.condition(*a),
            Node::Not(a) => self.avoid(*a),
            number_node!() => {}
        }
    }

    fn choose(&mut self, fact: FactId, options: OptionSet) {
        let held = matches!(self.get(fact), Some(Answer::Choice(place)) if OptionSet::one(usize::from(place)).is_subset(options));
        let places: Vec<usize> = options.iter().collect();
        if !held && !places.is_empty() {
            let place = places[self.maker.random.below(places.len())];
            self.set(fact, Answer::Choice(u8::try_from(place).unwrap_or_default()));
        }
    }

    fn hold(&mut self, fact: FactId, options: OptionSet, all: bool) {
        let known = match self.get(fact) {
            Some(Answer::Several(known)) => known,
            _ => OptionSet::NONE,
        };
        if self.maker.random.chance(5) {
            self.set(fact, Answer::Several(known));
            return;
        }
        let places: Vec<usize> = options.iter().collect();
        let some = match places.len() {
            0 => OptionSet::NONE,
            count => OptionSet::one(places[self.maker.random.below(count)]),
        };
        let more = if all { options } else { some };
        self.set(fact, Answer::Several(known.union(more)));
    }

    fn avoid(&mut self, expr: ExprId) {
        match self.node(expr) {
            Node::Yes(fact) => self.set(*fact, Answer::YesNo(false)),
            Node::HasAny(fact, options) | Node::HasAll(fact, options) => {
                let known = match self.get(*fact) {
                    Some(Answer::Several(known)) => known,
                    _ => OptionSet::NONE,
                };
                let kept = if self.maker.random.chance(20) { known } else { OptionSet(known.0 & !options.0) };
                self.set(*fact, Answer::Several(kept));
            }
            Node::Is(fact, options) => {
                let all = self.maker.fact(*fact).options.len();
                self.choose(*fact, OptionSet(OptionSet::all(all).0 & !options.0));
            }
            Node::Compare(..)
            | Node::Not(_)
            | Node::And(..)
            | Node::Or(..)
            | Node::Implies(..)
            | Node::Confirm(_)
            | number_node!() => self.condition(expr),
        }
    }

    /// Figures for an amount, and one of them moved to where the cap begins to cut or two parts of it change places.
    pub(super) fn amount(&mut self, measure: &Measure<'_>) {
        let Payout::Amount(amount) = measure.promise else { return };
        let mut facts = Vec::new();
        collect_facts(self.maker.book, amount, &mut facts);
        for fact in facts {
            match &self.maker.fact(fact).kind {
                FactType::Money | FactType::Ratio | FactType::Number(_) => self.figured(fact),
                FactType::MultiChoice if self.get(fact).is_none() => self.set(fact, Answer::Several(OptionSet::NONE)),
                _ => {}
            }
        }
        self.tiers(amount);
        if let Some(cap) = &measure.cap {
            self.compare(Relation::AtMost, amount, cap.at_most);
        }
        self.turns(amount);
    }

    // Where the smaller of two parts becomes the larger.
    fn turns(&mut self, expr: ExprId) {
        let node = self.node(expr);
        if let Node::Min(a, b) | Node::Max(a, b) = node {
            self.compare(Relation::AtMost, *a, *b);
        }
        for part in children(self.maker.book, node) {
            self.turns(part);
        }
    }

    // What an amount asks besides figures: a tier of it, or one of two rates.
    fn tiers(&mut self, expr: ExprId) {
        match self.node(expr) {
            Node::If(test, _, rest) => {
                if self.maker.random.chance(50) {
                    self.condition(*test);
                }
                self.tiers(*rest);
            }
            Node::Highest(fact, tiers) => {
                let all = tiers.iter().map(|(place, _)| OptionSet::one(usize::from(*place)));
                self.hold(*fact, all.fold(OptionSet::NONE, OptionSet::union), false);
            }
            Node::Multiply(a, b) => {
                self.tiers(*a);
                self.tiers(*b);
            }
            Node::Constant(..)
            | Node::Figure(_)
            | Node::Derived(_)
            | Node::Add(..)
            | Node::Subtract(..)
            | Node::Divide(..)
            | Node::Min(..)
            | Node::Max(..)
            | Node::UpTo(_)
            | Node::Between(..)
            | Node::AtLeast(_)
            | Node::Readings(..)
            | Node::Unlimited
            | condition_node!() => {}
        }
    }

    fn figured(&mut self, fact: FactId) {
        let known = self.maker.fact(fact);
        if !matches!(self.get(fact), Some(Answer::Number(_))) {
            // Zero would make a base of nothing; a company of some size shows more.
            let value = within(known, self.maker.figure(known) + self.small(&known.kind));
            self.set(fact, Answer::Number(value));
        }
    }

    fn small(&self, kind: &FactType) -> Decimal {
        step(if *kind == FactType::Ratio { Unit::Ratio } else { Unit::Money })
    }

    // Both sides are straight lines in any one figure, so two looks at the difference say where it is zero.
    fn compare(&mut self, relation: Relation, left: ExprId, right: ExprId) {
        let mut facts = Vec::new();
        collect_facts(self.maker.book, left, &mut facts);
        collect_facts(self.maker.book, right, &mut facts);
        facts.retain(|fact| {
            matches!(self.maker.fact(*fact).kind, FactType::Money | FactType::Ratio | FactType::Number(_))
        });
        facts.iter().for_each(|fact| self.figured(*fact));
        if facts.is_empty() {
            return;
        }
        let free: Vec<FactId> = facts.iter().filter(|fact| !self.settled.contains(fact)).copied().collect();
        let focused = self.compared == self.focus;
        self.compared += 1;
        if free.is_empty() && !focused {
            return;
        }
        let among = if free.is_empty() { &facts } else { &free };
        let fact = among[self.maker.random.below(among.len())];
        self.settled.push(fact);
        let Some(zero) = self.crossing(fact, left, right) else { return };
        let known = self.maker.fact(fact);
        let step = self.step(known, right);
        let rising = matches!(relation, Relation::AtLeast | Relation::MoreThan) == self.rises(fact, left, right);
        let offset = if focused {
            [Decimal::ZERO, step, Decimal::ZERO - step][self.maker.random.below(3)]
        } else if zero.is_zero() {
            // Any figure is far from nothing; the one there is will do.
            return;
        } else {
            let tenths = Decimal::new(i64::try_from(1 + self.maker.random.below(9)).unwrap_or(1), 1);
            let far = zero.checked_mul(tenths).unwrap_or_default();
            if rising { far } else { Decimal::ZERO - far }
        };
        if let Some(value) = zero.checked_add(offset) {
            self.set(fact, Answer::Number(within(known, value)));
        }
    }

    fn step(&self, known: &Fact<'_>, right: ExprId) -> Decimal {
        let of_constant = constant(self.maker.book, right).map(|(_, counts)| counts);
        step(match (&known.kind, of_constant) {
            (FactType::Ratio, _) => Unit::Ratio,
            (_, Some(counts)) if counts != Unit::Ratio => counts,
            _ => Unit::Money,
        })
    }

    // Whether the left side grows against the right one with this figure.
    fn rises(&mut self, fact: FactId, left: ExprId, right: ExprId) -> bool {
        let [first, second] = self.looks(fact, left, right);
        second > first
    }

    // The value of a figure at which the two sides are the same, in whole steps.
    fn crossing(&mut self, fact: FactId, left: ExprId, right: ExprId) -> Option<Decimal> {
        let [first, second] = self.looks(fact, left, right);
        let (first, second) = (first?, second?);
        let [near, far] = self.places(fact);
        let slope = second.checked_sub(first)?.checked_div(far.checked_sub(near)?)?;
        let ratio = self.is_ratio(fact);
        let zero = near.checked_sub(first.checked_div(slope)?)?;
        Some(zero.round_dp(if ratio { 4 } else { 2 }).normalize())
    }

    fn is_ratio(&self, fact: FactId) -> bool {
        self.maker.fact(fact).kind == FactType::Ratio
    }

    // Where to look: far enough out that a cut-off part does not bend the line between them.
    fn places(&self, fact: FactId) -> [Decimal; 2] {
        if self.is_ratio(fact) {
            [Decimal::new(1, 1), Decimal::new(3, 1)]
        } else {
            [1_000_000, 3_000_000].map(Decimal::from)
        }
    }

    fn looks(&mut self, fact: FactId, left: ExprId, right: ExprId) -> [Option<Decimal>; 2] {
        let before = self.get(fact);
        let looks = self.places(fact).map(|value| {
            self.set(fact, Answer::Number(value));
            self.difference(left, right)
        });
        if let Some(before) = before {
            self.set(fact, before);
        }
        looks
    }

    fn difference(&self, left: ExprId, right: ExprId) -> Option<Decimal> {
        let view = Evaluator::new(self.maker.book, &self.maker.answers);
        // A quotient is a straight line only once its divisor is on the other side.
        let (left, right) = match quotient(self.maker.book, left) {
            Some((above, below)) => (
                view.range(above, self.instance),
                view.range(right, self.instance).times(view.range(below, self.instance)),
            ),
            None => (view.range(left, self.instance), view.range(right, self.instance)),
        };
        left.high?.checked_sub(right.high?)
    }
}
