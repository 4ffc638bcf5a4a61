//! The values that numbers can still have. Knows expressions and the states of facts, not measures.
//!
//! A quotient stays a [`Fraction`] until something other than arithmetic or a comparison needs its value, so that its
//! rounding never decides: 100 / 3 * 3 is 100, and three times 1 / 3 add up to 1.

use super::truth::compare_intervals;
use super::{Evaluator, PartialValue};
use crate::book::{ExprId, FactId, Node, OptionSet, Relation};
use crate::condition_node;
use crate::number::{Interval, Rounding, Truth};
use rust_decimal::Decimal;

/// A number as a quotient that is not rounded yet.
#[derive(Clone, Copy, Debug)]
struct Fraction {
    above: Interval,
    // `None`: the number is `above`.
    below: Option<Interval>,
}

const ONE: Interval = Interval::point(Decimal::ONE);

impl Fraction {
    // The value; the only step that rounds.
    fn rounded(self) -> Interval {
        self.below.map_or(self.above, |below| self.above.over(below))
    }

    // The same number; one whose divisor may be zero or negative is divided first, which says whether it is undefined.
    fn safe(self) -> Self {
        if self.below.is_none_or(is_positive) { self } else { Self { above: self.rounded(), below: None } }
    }

    fn times(self, other: Self) -> Self {
        let exact = Self { above: self.above.times(other.above), below: product(self.below, other.below) };
        exact.or_rounded(self, other, Interval::times)
    }

    fn over(self, other: Self) -> Self {
        let above = other.below.map_or(self.above, |below| self.above.times(below));
        let exact = Self { above, below: product(self.below, Some(other.above)) };
        exact.or_rounded(self, other, Interval::over)
    }

    // The sum or difference. Divisors that are known are a common one; others would widen the range.
    fn joined(self, other: Self, join: fn(Interval, Interval) -> Interval) -> Self {
        let (one, second) = match (self.below, other.below) {
            (None, None) => return Self { above: join(self.above, other.above), below: None },
            (one, second) => (one.unwrap_or(ONE), second.unwrap_or(ONE)),
        };
        let exact = if one.as_point().is_some() && second.as_point().is_some() {
            let above = join(self.above.times(second), other.above.times(one));
            Self { above, below: Some(one.times(second)) }
        } else {
            Self { above: join(self.rounded(), other.rounded()), below: None }
        };
        exact.or_rounded(self, other, join)
    }

    // The result, or, if a product of dividends or divisors overflows, the result with both parts divided first.
    fn or_rounded(self, one: Self, other: Self, join: fn(Interval, Interval) -> Interval) -> Self {
        let overflows = !self.is_bounded() && one.is_bounded() && other.is_bounded();
        if overflows { Self { above: join(one.rounded(), other.rounded()), below: None } } else { self }
    }

    fn is_bounded(self) -> bool {
        self.above.high.is_some() && self.below.is_none_or(|below| below.high.is_some())
    }
}

fn is_positive(range: Interval) -> bool {
    range.low.is_some_and(|low| low > Decimal::ZERO)
}

fn product(one: Option<Interval>, other: Option<Interval>) -> Option<Interval> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.times(other)),
        (one, None) | (None, one) => one,
    }
}

impl Evaluator<'_, '_> {
    /// The truth of a comparison, with assumed values for some facts. Quotients are compared by multiplying out; one
    /// whose divisor is or may be zero decides nothing.
    pub(crate) fn compare_supposing(
        &self,
        relation: Relation,
        (left, right): (ExprId, ExprId),
        instance: usize,
        supposed: &impl Fn(FactId) -> Option<Interval>,
    ) -> Truth {
        let left = self.fraction(left, instance, supposed);
        if !left.below.is_none_or(is_positive) {
            return Truth::Unknown;
        }
        let right = self.fraction(right, instance, supposed).safe();
        let multiplied = |above: Interval, below: Option<Interval>| below.map_or(above, |below| above.times(below));
        compare_intervals(relation, &multiplied(left.above, right.below), &multiplied(right.above, left.below))
    }

    // A number whose quotients are not divided yet.
    fn fraction(&self, expr: ExprId, instance: usize, supposed: &impl Fn(FactId) -> Option<Interval>) -> Fraction {
        let part = |e: ExprId| self.fraction(e, instance, supposed).safe();
        if let Node::Divide(a, b) = self.node(expr) {
            part(*a).over(part(*b))
        } else if let Node::Multiply(a, b) = self.node(expr) {
            part(*a).times(part(*b))
        } else if let Node::Add(a, b) = self.node(expr) {
            part(*a).joined(part(*b), Interval::plus)
        } else if let Node::Subtract(a, b) = self.node(expr) {
            part(*a).joined(part(*b), Interval::minus)
        } else if let Node::Derived(derived) = self.node(expr) {
            self.fraction(self.book.derived[*derived].is, instance, supposed)
        } else {
            Fraction { above: self.range_supposing(expr, instance, supposed), below: None }
        }
    }

    /// The interval of all values a number can still have.
    pub fn range(&self, expr: ExprId, instance: usize) -> Interval {
        self.range_supposing(expr, instance, &|_| None)
    }

    /// The same, with assumed values for some facts.
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
            Node::Add(..) | Node::Subtract(..) | Node::Derived(_) | Node::Multiply(..) | Node::Divide(..) => {
                self.fraction(expr, instance, supposed).rounded()
            }
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
            // Larger than any amount, so that it never limits one.
            Node::Unlimited => Interval { low: Some(Decimal::MAX), high: None, undefined: false },
            Node::Steps(rounding, a, b) => {
                self.steps(*rounding, (*a, *b), instance, supposed).max(Interval::point(Decimal::ZERO))
            }
            Node::Round(rounding, a, b) => self.steps(*rounding, (*a, *b), instance, supposed).times(of(*b)),
            Node::Tiers(relation, number, tiers) => self.tiers(*relation, *number, tiers, instance, supposed),
            Node::Portions(number, tiers) => {
                let parts = portions(of(*number), tiers, of);
                parts
                    .map(|(portion, rate)| portion.times(of(rate)))
                    .fold(Interval::point(Decimal::ZERO), Interval::plus)
            }
            Node::Count(fact, wanted) => self.count(*fact, *wanted, instance),
            condition_node!() => Interval::ENTIRE,
        }
    }

    // How many steps are in a number; a quotient is not divided before it is counted.
    fn steps(
        &self,
        rounding: Rounding,
        (of, step): (ExprId, ExprId),
        instance: usize,
        supposed: &impl Fn(FactId) -> Option<Interval>,
    ) -> Interval {
        let number = self.fraction(of, instance, supposed).safe();
        let step = self.range_supposing(step, instance, supposed);
        number.above.in_steps(number.below.map_or(step, |below| below.times(step)), rounding)
    }

    // How many of these options are in the list, at least and at most.
    fn count(&self, fact: FactId, wanted: OptionSet, instance: usize) -> Interval {
        let PartialValue::Several { sure, maybe } = self.possible(fact, instance) else { return Interval::ENTIRE };
        let count = |options: OptionSet| Decimal::from(options.intersection(wanted).iter().count());
        let most = if self.is_left(fact, wanted) { wanted } else { maybe };
        Interval::between(count(sure), count(most))
    }

    // The amount of the last tier that is reached.
    fn tiers(
        &self,
        relation: Relation,
        number: ExprId,
        tiers: &[(ExprId, ExprId)],
        instance: usize,
        supposed: &impl Fn(FactId) -> Option<Interval>,
    ) -> Interval {
        let mut amount = Interval::point(Decimal::ZERO);
        for (threshold, own) in tiers {
            let own = self.range_supposing(*own, instance, supposed);
            match self.compare_supposing(relation, (number, *threshold), instance, supposed) {
                Truth::True => amount = own,
                Truth::Unknown => amount = amount.hull(own),
                Truth::False => {}
            }
        }
        amount
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

/// What of a number lies above each threshold and up to the next one, with the rate of the tier.
pub(crate) fn portions<'t>(
    number: Interval,
    tiers: &'t [(ExprId, ExprId)],
    of: impl Fn(ExprId) -> Interval + 't,
) -> impl Iterator<Item = (Interval, ExprId)> + 't {
    let nothing = Interval::point(Decimal::ZERO);
    tiers.iter().enumerate().map(move |(index, (threshold, rate))| {
        let from = of(*threshold);
        let width = tiers.get(index + 1).map(|(next, _)| of(*next).minus(from));
        let beyond = width.map_or(number.minus(from), |width| number.minus(from).min(width));
        (beyond.max(nothing), *rate)
    })
}
