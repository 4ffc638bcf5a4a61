//! Generates answers near a condition: mostly meeting it, with figures at, just below and just above its threshold.
//! Knows the shapes of expressions, not what they are about.

use super::{CompanyGenerator, within};
use crate::coverage::visit::{children, constant, step};
use huiqi_engine::answer::Answer;
use huiqi_engine::book::{
    ExprId, Fact, FactId, FactType, Measure, Node, OptionSet, Payout, Relation, Unit, collect_facts, quotient,
};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::{condition_node, number_node};
use rust_decimal::Decimal;

/// Works on one instance of the company in progress.
pub(super) struct BoundaryTargeter<'m, 'b, 'a> {
    pub(super) generator: &'m mut CompanyGenerator<'b, 'a>,
    pub(super) instance: usize,
    /// The comparison that is tested at its threshold; the others are met with a margin, so that this one decides.
    pub(super) focus: usize,
    /// The number of comparisons so far.
    pub(super) compared: usize,
    /// Figures that a comparison has set; the next comparison prefers to set another.
    pub(super) settled: Vec<FactId>,
}

impl<'b> BoundaryTargeter<'_, 'b, '_> {
    fn node(&self, expr: ExprId) -> &'b Node {
        &self.generator.book.nodes[expr]
    }

    fn get(&self, fact: FactId) -> Option<Answer> {
        self.generator.answers.get(self.generator.book, fact, self.instance)
    }

    fn set(&mut self, fact: FactId, answer: Answer) {
        let instance = self.instance;
        self.generator.set(fact, instance, Some(answer));
    }

    /// Opens the question of a fact and all its gates.
    pub(super) fn opened(&mut self, fact: FactId) {
        if let Some(gate) = self.generator.fact(fact).ask_if {
            let mut needed = Vec::new();
            collect_facts(self.generator.book, gate, &mut needed);
            needed.into_iter().for_each(|fact| self.opened(fact));
            self.condition(gate);
        }
    }

    /// Changes the answers as little as needed to approach a condition.
    pub(super) fn condition(&mut self, expr: ExprId) {
        let node = self.node(expr);
        match node {
            // Sometimes a condition fails, to show that a measure needs it.
            Node::Yes(fact) => {
                let yes = !self.generator.random.chance(8);
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
                let one = if self.generator.random.chance(60) { *a } else { *b };
                self.condition(one);
            }
            Node::Implies(a, b) => {
                if self.generator.random.chance(70) {
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
        let held = matches!(self.get(fact), Some(Answer::Choice(index)) if OptionSet::one(usize::from(index)).is_subset(options));
        let indices: Vec<usize> = options.iter().collect();
        if !held && !indices.is_empty() {
            let index = indices[self.generator.random.gen_range(indices.len())];
            self.set(fact, Answer::Choice(u8::try_from(index).unwrap_or_default()));
        }
    }

    fn hold(&mut self, fact: FactId, options: OptionSet, all: bool) {
        let held = match self.get(fact) {
            Some(Answer::Several(held)) => held,
            _ => OptionSet::NONE,
        };
        if self.generator.random.chance(5) {
            self.set(fact, Answer::Several(held));
            return;
        }
        let indices: Vec<usize> = options.iter().collect();
        let some = match indices.len() {
            0 => OptionSet::NONE,
            count => OptionSet::one(indices[self.generator.random.gen_range(count)]),
        };
        let more = if all { options } else { some };
        self.set(fact, Answer::Several(held.union(more)));
    }

    fn avoid(&mut self, expr: ExprId) {
        match self.node(expr) {
            Node::Yes(fact) => self.set(*fact, Answer::YesNo(false)),
            Node::HasAny(fact, options) | Node::HasAll(fact, options) => {
                let held = match self.get(*fact) {
                    Some(Answer::Several(held)) => held,
                    _ => OptionSet::NONE,
                };
                let kept = if self.generator.random.chance(20) { held } else { OptionSet(held.0 & !options.0) };
                self.set(*fact, Answer::Several(kept));
            }
            Node::Is(fact, options) => {
                let all = self.generator.fact(*fact).options.len();
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

    /// Sets figures for an amount, and moves one of them to where the cap applies or two parts of the amount change
    /// order.
    pub(super) fn amount(&mut self, measure: &Measure<'_>) {
        let Payout::Amount(amount) = measure.promise else { return };
        let mut facts = Vec::new();
        collect_facts(self.generator.book, amount, &mut facts);
        for fact in facts {
            match &self.generator.fact(fact).kind {
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

    // Sets figures near the point at which the smaller of two parts becomes the larger.
    fn turns(&mut self, expr: ExprId) {
        let node = self.node(expr);
        if let Node::Min(a, b) | Node::Max(a, b) = node {
            self.compare(Relation::AtMost, *a, *b);
        }
        if let Node::Tiers(_, of, tiers) | Node::Portions(of, tiers) = node
            && let Some((threshold, _)) = tiers.get(self.generator.random.gen_range(tiers.len()))
        {
            self.compare(Relation::AtMost, *of, *threshold);
        }
        for part in children(self.generator.book, node) {
            self.turns(part);
        }
    }

    // Sets the other answers that an amount depends on: its tier, or one of two rates.
    fn tiers(&mut self, expr: ExprId) {
        let node = self.node(expr);
        match node {
            Node::If(test, _, rest) => {
                if self.generator.random.chance(50) {
                    self.condition(*test);
                }
                self.tiers(*rest);
            }
            Node::Highest(fact, tiers) => {
                let all = tiers.iter().map(|(index, _)| OptionSet::one(usize::from(*index)));
                self.hold(*fact, all.fold(OptionSet::NONE, OptionSet::union), false);
            }
            condition_node!() => {}
            number_node!() => node.children().for_each(|part| self.tiers(part)),
        }
    }

    fn figured(&mut self, fact: FactId) {
        let definition = self.generator.fact(fact);
        if !matches!(self.get(fact), Some(Answer::Number(_))) {
            // Zero would make an empty base; a larger company tests more.
            let value = within(definition, self.generator.figure(definition) + self.small(&definition.kind));
            self.set(fact, Answer::Number(value));
        }
    }

    fn small(&self, kind: &FactType) -> Decimal {
        step(if *kind == FactType::Ratio { Unit::Ratio } else { Unit::Money })
    }

    // Both sides are linear in any single figure, so two samples of the difference give its zero.
    fn compare(&mut self, relation: Relation, left: ExprId, right: ExprId) {
        let mut facts = Vec::new();
        collect_facts(self.generator.book, left, &mut facts);
        collect_facts(self.generator.book, right, &mut facts);
        facts.retain(|fact| {
            matches!(self.generator.fact(*fact).kind, FactType::Money | FactType::Ratio | FactType::Number(_))
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
        let fact = among[self.generator.random.gen_range(among.len())];
        self.settled.push(fact);
        let Some(zero) = self.crossing(fact, left, right) else { return };
        let definition = self.generator.fact(fact);
        let step = self.step(definition, right);
        let rising = matches!(relation, Relation::AtLeast | Relation::MoreThan) == self.rises(fact, left, right);
        let offset = if focused {
            [Decimal::ZERO, step, Decimal::ZERO - step][self.generator.random.gen_range(3)]
        } else if zero.is_zero() {
            // Any figure differs clearly from a crossing at zero; the present one is suitable.
            return;
        } else {
            let tenths = Decimal::new(i64::try_from(1 + self.generator.random.gen_range(9)).unwrap_or(1), 1);
            let far = zero.checked_mul(tenths).unwrap_or_default();
            if rising { far } else { Decimal::ZERO - far }
        };
        if let Some(value) = zero.checked_add(offset) {
            self.set(fact, Answer::Number(within(definition, value)));
        }
    }

    fn step(&self, definition: &Fact<'_>, right: ExprId) -> Decimal {
        let of_constant = constant(self.generator.book, right).map(|(_, counts)| counts);
        step(match (&definition.kind, of_constant) {
            (FactType::Ratio, _) => Unit::Ratio,
            (_, Some(counts)) if counts != Unit::Ratio => counts,
            _ => Unit::Money,
        })
    }

    // Whether the left side grows relative to the right one with this figure.
    fn rises(&mut self, fact: FactId, left: ExprId, right: ExprId) -> bool {
        let [first, second] = self.looks(fact, left, right);
        second > first
    }

    // The value of a figure at which both sides are equal, in whole steps.
    fn crossing(&mut self, fact: FactId, left: ExprId, right: ExprId) -> Option<Decimal> {
        let [first, second] = self.looks(fact, left, right);
        let (first, second) = (first?, second?);
        let [near, far] = self.samples(fact);
        let slope = second.checked_sub(first)?.checked_div(far.checked_sub(near)?)?;
        let ratio = self.is_ratio(fact);
        let zero = near.checked_sub(first.checked_div(slope)?)?;
        Some(zero.round_dp(if ratio { 4 } else { 2 }).normalize())
    }

    fn is_ratio(&self, fact: FactId) -> bool {
        self.generator.fact(fact).kind == FactType::Ratio
    }

    // Two sample figures, large enough that a part that is cut off does not bend the line between them.
    fn samples(&self, fact: FactId) -> [Decimal; 2] {
        if self.is_ratio(fact) {
            [Decimal::new(1, 1), Decimal::new(3, 1)]
        } else {
            [1_000_000, 3_000_000].map(Decimal::from)
        }
    }

    fn looks(&mut self, fact: FactId, left: ExprId, right: ExprId) -> [Option<Decimal>; 2] {
        let before = self.get(fact);
        let looks = self.samples(fact).map(|value| {
            self.set(fact, Answer::Number(value));
            self.difference(left, right)
        });
        if let Some(before) = before {
            self.set(fact, before);
        }
        looks
    }

    fn difference(&self, left: ExprId, right: ExprId) -> Option<Decimal> {
        let view = Evaluator::new(self.generator.book, &self.generator.answers);
        // A quotient is linear only after its divisor is moved to the other side.
        let (left, right) = match quotient(self.generator.book, left) {
            Some((above, below)) => (
                view.range(above, self.instance),
                view.range(right, self.instance).times(view.range(below, self.instance)),
            ),
            None => (view.range(left, self.instance), view.range(right, self.instance)),
        };
        left.high?.checked_sub(right.high?)
    }
}
