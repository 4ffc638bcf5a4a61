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
// Bisections that reach a fen from any figure of a company.
const MAX_BISECTIONS: usize = 60;

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

    fn assess(&mut self, figure: Decimal) -> Assessment {
        self.assessor.set(self.question.fact, self.question.instance, Some(Answer::Number(figure)));
        self.assessor.recompute();
        self.assessor.assessment.clone()
    }

    fn sum(&mut self, sum: CurveSum, figure: Decimal) -> Decimal {
        self.assessor.set(self.question.fact, self.question.instance, Some(Answer::Number(figure)));
        self.assessor.recompute();
        sum.of(&self.assessor.assessment.totals)
    }

    /// The sum from one figure to another. `None` if neither sum depends on the figure, or the range is empty.
    pub fn curve(&mut self, (low, high): (Decimal, Decimal)) -> Option<Curve> {
        [CurveSum::Exact, CurveSum::Decided].into_iter().find_map(|sum| self.curve_of(sum, low, high))
    }

    fn curve_of(&mut self, sum: CurveSum, low: Decimal, high: Decimal) -> Option<Curve> {
        let width = divide(subtract(high, low)?, Decimal::from(INTERVALS))?;
        let mut points: Vec<(Decimal, Decimal)> = Vec::new();
        for place in 0..=INTERVALS {
            let figure = self.on_grid(add(low, multiply(width, Decimal::from(place))?)?)?;
            points.push((figure, self.sum(sum, figure)));
        }
        points.dedup_by_key(|(figure, _)| *figure);
        let first = points.first()?.1;
        if points.iter().all(|(_, sum)| *sum == first) {
            return None;
        }
        let mut jumps: Vec<Jump> = Vec::new();
        let mut all = Vec::new();
        for (place, pair) in points.windows(2).enumerate() {
            all.push(pair[0]);
            if jumps.len() < MAX_JUMPS
                && self.is_bent(sum, &points, place)
                && let Some(jump) = self.locate(sum, pair[0], pair[1])
            {
                all.push((subtract(jump.at, self.step)?, jump.sums.0));
                all.push((jump.at, jump.sums.1));
                jumps.push(jump);
            }
        }
        all.extend(points.last().copied());
        Some(Curve { sum, points: all, jumps })
    }

    // The largest figure of the grid that is not above.
    fn on_grid(&self, figure: Decimal) -> Option<Decimal> {
        multiply(divide(figure, self.step)?.floor(), self.step)
    }

    // Whether the sum is not on a line in an interval.
    fn is_bent(&mut self, sum: CurveSum, points: &[(Decimal, Decimal)], place: usize) -> bool {
        let (Some(left), Some(right)) = (points.get(place), points.get(place + 1)) else { return false };
        let Some(middle) = midpoint(left.0, right.0).and_then(|middle| self.on_grid(middle)) else { return false };
        let expected = midpoint(left.1, right.1).unwrap_or_default();
        let whole = subtract(right.1, left.1).unwrap_or_default().abs();
        let off = subtract(self.sum(sum, middle), expected).unwrap_or_default().abs();
        off > multiply(whole, Decimal::new(1, 2)).unwrap_or_default() + Decimal::ONE
    }

    // The jump in an interval: the half with the larger rise, again and again. `None` if the sum only bends there.
    fn locate(&mut self, sum: CurveSum, left: (Decimal, Decimal), right: (Decimal, Decimal)) -> Option<Jump> {
        let (mut left, mut right) = (left, right);
        let whole = subtract(right.1, left.1)?.abs();
        for _ in 0..MAX_BISECTIONS {
            let middle = self.on_grid(midpoint(left.0, right.0)?)?;
            if middle <= left.0 || middle >= right.0 {
                break;
            }
            let at = (middle, self.sum(sum, middle));
            if subtract(at.1, left.1)?.abs() >= subtract(right.1, at.1)?.abs() {
                right = at;
            } else {
                left = at;
            }
        }
        let rise = subtract(right.1, left.1)?.abs();
        if multiply(rise, Decimal::from(10))? < whole {
            return None;
        }
        let (before, after) = (self.assess(left.0), self.assess(right.0));
        let measures = compare(self.book, &before, &after).iter().map(|change| change.measure).collect();
        Some(Jump { at: right.0, sums: (left.1, right.1), measures })
    }
}

impl CurveSum {
    fn of(self, totals: &Totals) -> Decimal {
        match self {
            Self::Exact => totals.exact,
            Self::Decided => totals.assessed_high.unwrap_or_default(),
        }
    }
}

fn midpoint(left: Decimal, right: Decimal) -> Option<Decimal> {
    divide(add(left, right)?, Decimal::TWO)
}
