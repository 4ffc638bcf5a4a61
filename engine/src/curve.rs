//! A sum as a function of one figure: where it rises, and where it jumps. Found by evaluating the rules, never by reading
//! them.

use crate::answer::{Answer, Answers};
use crate::assess::{Assessment, DependencyGraph, IncrementalAssessor, Totals};
use crate::book::{MeasureId, RuleBook};
use crate::evaluate::FactInstance;
use crate::near_miss::{compare, step};
use crate::number::{Date, add, divide, multiply, subtract};
use rust_decimal::Decimal;

/// The sum that a curve shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurveSum {
    /// The exact payments.
    Exact,
    /// The most that departments may decide.
    Decided,
}

/// A sum over a range of one figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curve {
    /// Which sum it is.
    pub sum: CurveSum,
    /// Figures in ascending order, each with the sum in 元.
    pub points: Vec<(Decimal, Decimal)>,
    /// Where the sum jumps, ascending.
    pub jumps: Vec<Jump>,
}

/// A jump of a sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Jump {
    /// The first figure with the new sum.
    pub at: Decimal,
    /// The sums before and from this figure on, in 元.
    pub sums: (Decimal, Decimal),
    /// The measures whose result changes there, in document order.
    pub measures: Vec<MeasureId>,
}

const INTERVALS: u32 = 48;
/// Maximum number of jumps that are located.
const MAX_JUMPS: usize = 8;

/// A company whose answer to one question varies.
pub struct VariedFigure<'a> {
    book: &'a RuleBook<'a>,
    assessor: IncrementalAssessor<'a>,
    question: FactInstance,
    step: Decimal,
}

impl<'a> VariedFigure<'a> {
    /// A company with these answers. `index` must be that of the book.
    pub fn new(
        book: &'a RuleBook<'a>,
        index: &'a DependencyGraph,
        (answers, date): (Answers, Date),
        question: FactInstance,
    ) -> Self {
        let assessor = IncrementalAssessor::new(book, index, answers, date);
        Self { book, assessor, question, step: step(book, question.fact) }
    }

    fn assess(&mut self, figure: Decimal) -> &Assessment {
        self.assessor.set(self.question.fact, self.question.instance, Some(Answer::Number(figure)));
        self.assessor.recompute();
        &self.assessor.assessment
    }

    fn sum(&mut self, sum: CurveSum, figure: Decimal) -> Option<Decimal> {
        sum.of(&self.assess(figure).totals)
    }

    /// The sum from one figure to another. `None` if neither sum depends on the figure or has an upper end everywhere, or if
    /// the range is empty.
    pub fn curve(&mut self, (low, high): (Decimal, Decimal)) -> Option<Curve> {
        [CurveSum::Exact, CurveSum::Decided].into_iter().find_map(|sum| self.curve_of(sum, low, high))
    }

    fn curve_of(&mut self, sum: CurveSum, low: Decimal, high: Decimal) -> Option<Curve> {
        let width = divide(subtract(high, low)?, Decimal::from(INTERVALS))?;
        let mut samples: Vec<Sample> = Vec::new();
        for count in 0..=INTERVALS {
            let figure = self.on_grid(add(low, multiply(width, Decimal::from(count))?)?)?;
            samples.push(self.sample(sum, figure)?);
        }
        samples.dedup_by_key(|sample| sample.figure);
        let first = samples.first()?.sum;
        if samples.iter().all(|sample| sample.sum == first) {
            return None;
        }
        let mut curve = Curve { sum, points: vec![samples[0].point()], jumps: Vec::new() };
        for pair in samples.windows(2) {
            let steps = divide(subtract(pair[1].figure, pair[0].figure)?, self.step)?;
            let usual = add(multiply(divide(pair[0].rise_to(pair[1])?, steps)?, Decimal::TEN)?, Decimal::ONE)?;
            self.trace(&mut curve, usual, pair[0], pair[1])?;
        }
        Some(curve)
    }

    fn sample(&mut self, sum: CurveSum, figure: Decimal) -> Option<Sample> {
        Some(Sample { figure, sum: self.sum(sum, figure)? })
    }

    // The largest figure of the grid that is not above.
    fn on_grid(&self, figure: Decimal) -> Option<Decimal> {
        multiply(divide(figure, self.step)?.floor(), self.step)
    }

    // Adds the points behind `left` up to `right`. What is not on a line is halved, down to two neighbouring figures:
    // there the sum jumps if it rises more than `usual`, or if a measure is decided otherwise.
    fn trace(&mut self, curve: &mut Curve, usual: Decimal, left: Sample, right: Sample) -> Option<()> {
        let middle = self.on_grid(midpoint(left.figure, right.figure)?)?;
        let is_full = curve.jumps.len() >= MAX_JUMPS;
        if middle > left.figure && !is_full && self.is_bent(curve.sum, left, right)? {
            let middle = self.sample(curve.sum, middle)?;
            self.trace(curve, usual, left, middle)?;
            return self.trace(curve, usual, middle, right);
        }
        if middle <= left.figure && !is_full && left.sum != right.sum {
            let before = self.assess(left.figure).clone();
            let changes = compare(self.book, &before, self.assess(right.figure));
            let is_decided = changes.iter().any(|change| change.verdict.0 != change.verdict.1);
            if is_decided || left.rise_to(right)? > usual {
                let measures = changes.iter().map(|change| change.measure).collect();
                curve.jumps.push(Jump { at: right.figure, sums: (left.sum, right.sum), measures });
            }
        }
        curve.points.push(right.point());
        Some(())
    }

    // Whether the sum leaves the line between both ends by more than 1元, at one of two places between them.
    fn is_bent(&mut self, sum: CurveSum, left: Sample, right: Sample) -> Option<bool> {
        let width = subtract(right.figure, left.figure)?;
        for part in [Decimal::new(5, 1), Decimal::new(4, 1)] {
            let figure = self.on_grid(add(left.figure, multiply(width, part)?)?)?;
            let part = divide(subtract(figure, left.figure)?, width)?;
            let expected = add(left.sum, multiply(subtract(right.sum, left.sum)?, part)?)?;
            if subtract(self.sum(sum, figure)?, expected)?.abs() > Decimal::ONE {
                return Some(true);
            }
        }
        Some(false)
    }
}

/// A figure with its sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sample {
    figure: Decimal,
    sum: Decimal,
}

impl Sample {
    const fn point(self) -> (Decimal, Decimal) {
        (self.figure, self.sum)
    }

    // The difference of both sums, either way.
    fn rise_to(self, other: Self) -> Option<Decimal> {
        Some(subtract(other.sum, self.sum)?.abs())
    }
}

impl CurveSum {
    // `None` if the sum has no upper end.
    const fn of(self, totals: &Totals) -> Option<Decimal> {
        match self {
            Self::Exact => Some(totals.exact),
            Self::Decided => totals.assessed_high,
        }
    }
}

fn midpoint(left: Decimal, right: Decimal) -> Option<Decimal> {
    divide(add(left, right)?, Decimal::TWO)
}
