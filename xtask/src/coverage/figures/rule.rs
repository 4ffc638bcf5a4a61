//! The figures in a measure's rule, and whether a figure of the text is among them. Knows no text.

use super::{FigureAmount, WrittenFigure};
use crate::coverage::visit::{of_measure, visit_parts};
use huiqi_engine::book::{ExprId, Measure, Node, RuleBook, Unit};
use huiqi_engine::number::Date;
use rust_decimal::Decimal;

/// The figures of one measure's rule.
#[derive(Clone, Debug)]
pub struct Rule {
    constants: Vec<(ExprId, Decimal, Unit)>,
    period: (Date, Date),
    default_period: bool,
}

fn constants(book: &RuleBook<'_>, exprs: &[ExprId]) -> Vec<(ExprId, Decimal, Unit)> {
    let mut found = Vec::new();
    for expr in exprs {
        visit_parts(book, *expr, &mut |expr, node| {
            if let Node::Constant(figure, counts) = node {
                found.push((expr, figure.0, *counts));
            }
        });
    }
    found
}

impl Rule {
    /// The figures of a measure's conditions, amount, cap and period.
    pub fn of(book: &RuleBook<'_>, measure: &Measure<'_>) -> Self {
        Self {
            constants: constants(book, &of_measure(measure)),
            period: measure.period,
            default_period: measure.period == book.document.in_force,
        }
    }

    /// Whether a figure of the text is among those of the rule.
    pub fn uses(&self, figure: &WrittenFigure) -> bool {
        match figure.amount {
            FigureAmount::Number(value, counts) => self.states(value, counts),
            FigureAmount::Fraction(above, below) => self.divides(above, below),
            FigureAmount::Discount(paid) => {
                self.states(paid, Unit::Ratio) || self.states(Decimal::ONE - paid, Unit::Ratio)
            }
            FigureAmount::Day(day) => self.period.0 == day || self.period.1 == day,
            FigureAmount::Year(year) => {
                !self.default_period && (self.period.0.year() == year || self.period.1.year() == year)
            }
            FigureAmount::Name => false,
        }
    }

    // "每亩增加15元" has the unit before the figure, so an amount per unit also matches plain money.
    fn states(&self, value: Decimal, counts: Unit) -> bool {
        self.constants.iter().any(|(_, stated, of)| match (*of, counts) {
            // Of 元/平方米·月 and 吨/万元 the text is read up to the first unit or the first below the line.
            (Unit::Quotient((1, 0), _), Unit::Money | Unit::MoneyPer(_)) => *stated == value,
            (Unit::Quotient(_, (1, _)), Unit::Unit(_)) => stated.checked_mul(Decimal::from(10_000)) == Some(value),
            (Unit::Quotient(..), Unit::Unit(_)) | (Unit::MoneyPer(_), Unit::Money) => *stated == value,
            (of, counts) => *stated == value && of == counts,
        })
    }

    // 1/3 is a division by 3 or a factor; 1:1 is a factor of 1 or 100 %.
    fn divides(&self, above: Decimal, below: Decimal) -> bool {
        let quotient = above.checked_div(below);
        let factor = |counts| quotient.is_some_and(|quotient| self.states(quotient, counts));
        factor(Unit::Plain) || factor(Unit::Ratio) || (above == Decimal::ONE && self.states(below, Unit::Plain))
    }

    /// The figures of the rule that match none of these figures of the text; zero is ignored.
    pub fn unfounded(&self, written: &[WrittenFigure]) -> Vec<ExprId> {
        let founded = |constant: &(ExprId, Decimal, Unit)| {
            let alone = Self { constants: vec![*constant], ..self.clone() };
            constant.1.is_zero() || written.iter().any(|figure| alone.uses(figure))
        };
        let mut left: Vec<ExprId> =
            self.constants.iter().filter(|constant| !founded(constant)).map(|constant| constant.0).collect();
        left.sort_unstable();
        left.dedup();
        left
    }
}
