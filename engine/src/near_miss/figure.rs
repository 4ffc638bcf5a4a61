//! The nearest figure that makes a measure eligible. Knows no other kind of answer.
//!
//! If both sides are linear in the figure, two samples give the crossing (secant); otherwise bisect to the end of the
//! range. What they tell is tried out; where it does not hold, or nothing meets, the search halves the way to an end of
//! the range.

use super::comparisons;
use super::trial::Candidate;
use crate::answer::Answer;
use crate::book::{ExprId, FactId, FactType, Node, RuleBook, Unit, quotient};
use crate::evaluate::Evaluator;
use crate::number::{add, divide, multiply, subtract};
use rust_decimal::Decimal;

/// The smallest step of a fact's figures: a fen, 0.01 percentage points, and of a quantity a whole unit if the rule book
/// has only whole figures of it, otherwise a hundredth.
pub fn step(book: &RuleBook<'_>, fact: FactId) -> Decimal {
    let hundredth = Decimal::new(1, 2);
    match &book.facts[fact].kind {
        FactType::Ratio => Decimal::new(1, 4),
        FactType::Number(Some(unit)) => {
            let broken = book.nodes.iter().any(
                |node| matches!(node, Node::Constant(figure, Unit::Unit(of)) if of == unit && !figure.0.is_integer()),
            );
            if broken { hundredth } else { Decimal::ONE }
        }
        _ => hundredth,
    }
}

/// The figure nearest to `from`, inside the fact's range, with which the measure is eligible while it is not with one a
/// step nearer. `None` where there is none, and where a window is so odd that neither way of searching meets it.
pub fn nearest(view: &Evaluator<'_, '_>, trial: &Candidate<'_, '_>, from: Decimal) -> Option<Decimal> {
    let (low, high) = trial.book.facts[trial.fact].range?;
    let walk = Bisection { trial, from, step: step(trial.book, trial.fact) };
    let mut best: Option<Decimal> = None;
    for meeting in secant_roots(view, trial, from) {
        let Some(below) = walk.grid(meeting) else { continue };
        let around = [subtract(below, walk.step), Some(below), add(below, walk.step)];
        for to in around.into_iter().flatten().filter(|to| low.0 <= *to && *to <= high.0 && *to != from) {
            let nearer = best.is_none_or(|best| walk.distance(to) < walk.distance(best));
            if nearer && walk.is_eligible_at(to) {
                best = walk.bisect_boundary(to);
            }
        }
    }
    for end in [high.0, low.0] {
        if best.is_none() && end != from && walk.is_eligible_at(end) {
            best = walk.bisect_boundary(end);
        }
    }
    best
}

// Where the two sides of each comparison meet, on the straight line through the present figure and one more.
fn secant_roots(view: &Evaluator<'_, '_>, trial: &Candidate<'_, '_>, from: Decimal) -> Vec<Decimal> {
    let Some(beside) = add(from, Decimal::ONE) else { return Vec::new() };
    let changed = trial.with(Answer::Number(beside));
    let other = Evaluator::new(trial.book, &changed);
    let instances = trial.measure.group.map_or(1, |group| view.instances(group));
    let mut all = Vec::new();
    for (left, right) in comparisons(trial.book, trial.measure, trial.fact) {
        for instance in 0..instances {
            let here = difference(view, left, right, instance);
            let Some((here, there)) = here.zip(difference(&other, left, right, instance)) else { continue };
            let away = subtract(here, there).and_then(|slope| divide(here, slope));
            let meeting = away.and_then(|away| add(from, away));
            if let Some(meeting) = meeting.filter(|meeting| !all.contains(meeting)) {
                all.push(meeting);
            }
        }
    }
    all
}

// How much the left side is above the right; a quotient is compared by multiplying out, as evaluation does.
fn difference(view: &Evaluator<'_, '_>, left: ExprId, right: ExprId, instance: usize) -> Option<Decimal> {
    let required = view.range(right, instance).as_point()?;
    match quotient(view.book, left) {
        Some((above, below)) => {
            let (above, below) = (view.range(above, instance).as_point()?, view.range(below, instance).as_point()?);
            subtract(above, multiply(required, below)?)
        }
        None => subtract(view.range(left, instance).as_point()?, required),
    }
}

// Steps between the present figure and others.
struct Bisection<'w, 't, 'a> {
    trial: &'w Candidate<'t, 'a>,
    from: Decimal,
    step: Decimal,
}

impl Bisection<'_, '_, '_> {
    fn is_eligible_at(&self, to: Decimal) -> bool {
        self.trial.makes_eligible(Answer::Number(to))
    }

    fn distance(&self, to: Decimal) -> Decimal {
        subtract(to, self.from).map_or(Decimal::MAX, |distance| distance.abs())
    }

    // The whole number of steps at or below; what a division left over in the last places is rounded away first.
    fn grid(&self, figure: Decimal) -> Option<Decimal> {
        multiply(divide(figure.round_dp(10), self.step)?.floor(), self.step)
    }

    // Halves the way from the present figure, which is not enough, to one that is, until they are a step apart.
    fn bisect_boundary(&self, enough: Decimal) -> Option<Decimal> {
        let step = if enough > self.from { self.step } else { -self.step };
        let back = |steps: Decimal| subtract(enough, multiply(steps, step)?);
        let mut good = Decimal::ZERO;
        let mut bad = divide(subtract(enough, self.from)?, step)?.ceil();
        // The boundary is most often where the lines meet, so the first step back decides.
        let mut middle = Decimal::ONE;
        while subtract(bad, good)? > Decimal::ONE {
            if self.is_eligible_at(back(middle)?) {
                good = middle;
            } else {
                bad = middle;
            }
            middle = divide(add(good, bad)?, Decimal::TWO)?.floor();
        }
        back(good)
    }
}
