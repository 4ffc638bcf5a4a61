//! Counts of steps in exact decimals. Nothing is divided before it is rounded, so that no step is lost.

use super::{Interval, add, divide, multiply, subtract};
use rust_decimal::Decimal;
use serde::Serialize;

/// The direction in which a number is rounded to a multiple of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Rounding {
    /// To the multiple at or below it.
    Down,
    /// To the multiple at or above it.
    Up,
    /// To the nearest multiple; half a step away from zero.
    Nearest,
}

impl Rounding {
    /// Every rounding, in the order of the enum.
    pub const ALL: [Self; 3] = [Self::Down, Self::Up, Self::Nearest];
}

impl Interval {
    /// How many steps are in each of its values, a whole number. Undefined unless every step is above zero.
    pub fn in_steps(self, step: Self, rounding: Rounding) -> Self {
        let Some(least) = step.low.filter(|low| *low > Decimal::ZERO) else { return Self::ENTIRE };
        // More and larger steps: fewer of them, unless the number is below zero. Steps without an upper end leave zero.
        let count = |value: Decimal, is_low: bool| {
            let size = if is_low == value.is_sign_negative() { Some(least) } else { step.high };
            size.map_or_else(
                || (rounding != Rounding::Up).then_some(Decimal::ZERO),
                |size| whole(value, size, rounding),
            )
        };
        let low = self.low.and_then(|low| count(low, true));
        let high = self.high.and_then(|high| count(high, false));
        Self { low, high, undefined: self.undefined || step.undefined }
    }
}

// The number of steps in a value; `None` on overflow. The step is above zero.
fn whole(value: Decimal, step: Decimal, rounding: Rounding) -> Option<Decimal> {
    let rest = value.checked_rem(step)?;
    let toward_zero = divide(subtract(value, rest)?, step)?.round();
    let twice = multiply(rest.abs(), Decimal::TWO);
    let one = match rounding {
        Rounding::Down if rest < Decimal::ZERO => Decimal::NEGATIVE_ONE,
        Rounding::Up if rest > Decimal::ZERO => Decimal::ONE,
        Rounding::Nearest if twice.is_none_or(|twice| twice >= step) => {
            if rest.is_sign_negative() {
                Decimal::NEGATIVE_ONE
            } else {
                Decimal::ONE
            }
        }
        Rounding::Down | Rounding::Up | Rounding::Nearest => Decimal::ZERO,
    };
    add(toward_zero, one)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    fn steps(value: &str, step: &str, rounding: Rounding) -> String {
        let dec = |text: &str| Interval::point(Decimal::from_str_exact(text).unwrap());
        dec(value).in_steps(dec(step), rounding).as_point().unwrap().normalize().to_string()
    }

    #[test]
    fn step_is_whole_at_its_boundary_only() {
        assert_eq!(steps("9999999.99", "5000000", Rounding::Down), "1");
        assert_eq!(steps("10000000", "5000000", Rounding::Down), "2");
        assert_eq!(steps("10000000", "5000000", Rounding::Up), "2");
        assert_eq!(steps("10000000.01", "5000000", Rounding::Up), "3");
        assert_eq!(steps("0.7", "0.1", Rounding::Down), "7");
    }

    #[test]
    fn half_a_step_is_rounded_away_from_zero() {
        assert_eq!(steps("2.5", "1", Rounding::Nearest), "3");
        assert_eq!(steps("2.4999", "1", Rounding::Nearest), "2");
        assert_eq!(steps("-2.5", "1", Rounding::Nearest), "-3");
        assert_eq!(steps("-2.5", "1", Rounding::Down), "-3");
        assert_eq!(steps("-2.5", "1", Rounding::Up), "-2");
    }

    #[test]
    fn steps_of_zero_are_undefined() {
        let one = Interval::point(Decimal::ONE);
        assert_eq!(one.in_steps(Interval::point(Decimal::ZERO), Rounding::Down), Interval::ENTIRE);
    }

    #[test]
    fn steps_of_an_interval_have_whole_ends() {
        let dec = |value: i64| Decimal::from(value);
        let steps = Interval::between(dec(300), dec(601)).in_steps(Interval::between(dec(2), dec(3)), Rounding::Down);
        assert_eq!(steps, Interval::between(dec(100), dec(300)));
    }
}
