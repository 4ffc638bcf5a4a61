//! Gauges: a figure of the company beside the figure that a condition requires, as positions on a scale.

use crate::book::ExprId;
use crate::message::Arg;
use crate::number::{divide, multiply};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// Both figures of a comparison.
#[derive(Clone, Debug)]
pub(super) struct ComparedFigures {
    /// The comparison.
    pub(super) comparison: ExprId,
    /// The name of the company's figure.
    pub(super) name: Arg,
    /// The company's figure.
    pub(super) actual: Decimal,
    /// The required figure.
    pub(super) required: Decimal,
}

/// A gauge: how far a figure of the company is from the required one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gauge {
    /// The comparison that it draws.
    pub comparison: ExprId,
    /// The name of the company's figure.
    pub name: String,
    /// Both figures on the scale.
    pub marks: GaugeMarks,
}

/// Positions on a scale from 0 to [`GaugeMarks::FULL`], which begins at zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GaugeMarks {
    /// The figure of the company; 0 if it is negative.
    pub actual: u16,
    /// The required figure. It equals `actual` only if the figures are equal.
    pub required: u16,
}

impl GaugeMarks {
    /// The end of the scale: a quarter beyond the larger figure.
    pub const FULL: u16 = 1000;

    /// The positions of two figures; `None` if the required one is not above zero.
    pub(super) fn of(actual: Decimal, required: Decimal) -> Option<Self> {
        if required <= Decimal::ZERO {
            return None;
        }
        let end = multiply(actual.max(required), Decimal::new(125, 2))?;
        let mark = |figure: Decimal| {
            let share = multiply(divide(figure.max(Decimal::ZERO), end)?, Decimal::from(Self::FULL))?;
            share.round().to_u16()
        };
        let (mut own, mut bar) = (mark(actual)?, mark(required)?);
        if own == bar {
            match actual.cmp(&required) {
                std::cmp::Ordering::Less => own = own.saturating_sub(1),
                std::cmp::Ordering::Equal => {}
                std::cmp::Ordering::Greater => bar = bar.saturating_sub(1),
            }
        }
        Some(Self { actual: own, required: bar })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(actual: &str, required: &str) -> Option<(u16, u16)> {
        let figure = |text: &str| Decimal::from_str_exact(text).ok();
        GaugeMarks::of(figure(actual)?, figure(required)?).map(|marks| (marks.actual, marks.required))
    }

    #[test]
    fn marks_are_to_scale() {
        assert_eq!(marks("0.25", "0.15"), Some((800, 480)));
        assert_eq!(marks("0.075", "0.15"), Some((400, 800)));
        assert_eq!(marks("0", "0.15"), Some((0, 800)));
        assert_eq!(marks("-3", "0.15"), Some((0, 800)));
    }

    #[test]
    fn equal_marks_mean_equal_figures() {
        assert_eq!(marks("30000000", "30000000"), Some((800, 800)));
        assert_eq!(marks("29999999.99", "30000000"), Some((799, 800)));
        assert_eq!(marks("30000000.01", "30000000"), Some((800, 799)));
    }

    #[test]
    fn requirement_of_zero_has_no_gauge() {
        assert_eq!(marks("5", "0"), None);
        assert_eq!(marks("5", "-1"), None);
    }
}
