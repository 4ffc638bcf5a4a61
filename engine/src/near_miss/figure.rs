//! Finds the nearest figure that makes a measure eligible. Knows no other type of answer.
//!
//! If both sides of a comparison are linear in the figure, two samples give their crossing (secant). Each crossing is
//! verified by evaluation. If none is eligible, the search bisects towards the ends of the range.

use super::comparisons;
use super::trial::Candidate;
use crate::answer::Answer;
use crate::book::{ExprId, FactId, FactType, Node, RuleBook, Unit, quotient};
use crate::evaluate::Evaluator;
use crate::number::{add, divide, multiply, subtract};
use rust_decimal::Decimal;

/// The smallest step of a fact's figures: a fen, 0.01 percentage points, or for a quantity one unit if the rule book
/// has only whole figures in this unit, otherwise a hundredth of the unit.
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

/// The figure nearest to `from`, within the fact's range, with which the measure is eligible but with which it is not
/// one step nearer. `None` if there is none, or if neither search hits a narrow window of eligible figures.
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

// The crossings of the two sides of each comparison, on the line through the current figure and the current figure plus
// 1.
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

// Left side minus right side; a quotient is compared by multiplying out, as in evaluation.
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

// A search in steps between the current figure and others.
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

    // Rounds down to a multiple of the step, after rounding away the error of a division in the last decimals.
    fn grid(&self, figure: Decimal) -> Option<Decimal> {
        multiply(divide(figure.round_dp(10), self.step)?.floor(), self.step)
    }

    // Bisects between the current figure, which is not eligible, and an eligible one, down to one step.
    fn bisect_boundary(&self, enough: Decimal) -> Option<Decimal> {
        let step = if enough > self.from { self.step } else { -self.step };
        let back = |steps: Decimal| subtract(enough, multiply(steps, step)?);
        let mut good = Decimal::ZERO;
        let mut bad = divide(subtract(enough, self.from)?, step)?.ceil();
        // The boundary is usually at the crossing, so the first test is one step back.
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
