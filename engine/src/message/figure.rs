//! Figures as digits: grouped, scaled, rounded so that none is taken for another. Knows no language.

use super::render::Renderer;
use super::{Arg, messages};
use crate::book::DerivedId;
use crate::number::{divide, multiply, to_fen};
use rust_decimal::{Decimal, RoundingStrategy};

/// How a figure is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FigureStyle {
    /// Money in full; two decimals where it is not whole.
    Money,
    /// Money the way people speak of it; in full where that would need more than two decimals.
    ShortMoney,
    /// A share as a percentage with all its digits.
    Percent,
    /// A computed share, with as many decimals as it takes not to be mistaken for the required one.
    PercentBeside(Option<Decimal>),
    /// Digits alone.
    Plain,
    /// A company's own figure in this unit.
    Quantity(UnitName),
    /// A figure of the text in this unit, as the text would write it.
    TextQuantity(UnitName),
    /// Money for each of this unit.
    MoneyPer(UnitName),
    /// Typed money in full.
    TypedMoney,
    /// Typed money as short as it can be said exactly.
    TypedMoneyShort,
    /// Typed money in full and, where it is large, also short.
    TypedMoneyTwice,
    /// A typed share.
    TypedPercent,
    /// A typed quantity in this unit.
    TypedQuantity(UnitName),
}

/// Where the name of a unit is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitName {
    /// There is no unit.
    None,
    /// Among the units of the rule book.
    Book(u8),
    /// At a derived value.
    Derived(DerivedId),
    /// Here, in the language of the page.
    Named(String),
}

/// Digits grouped by thousands, without needless decimals: 12,000,000.5.
pub fn group_digits(value: Decimal) -> String {
    let text = value.normalize().to_string();
    let (sign, rest) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fraction) = rest.split_once('.').map_or((rest, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut out = String::from(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

// Grouped, with two decimals where it is not whole.
fn money_digits(value: Decimal) -> String {
    let mut text = group_digits(value);
    if let Some(at) = text.find('.') {
        while text.len() - at < 3 {
            text.push('0');
        }
    }
    text
}

// A share as per cent; with one to eight decimals where it has to differ from the required one as it does.
fn rounded_percent(percent: Decimal, required: Option<Decimal>) -> Decimal {
    for places in [1, 2, 4, 8] {
        let near = percent.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
        let honest = required.is_none_or(|required| near.cmp(&required) == percent.cmp(&required));
        // A figure that somebody typed has an end and is shown to it; a share may have none.
        let has_end = required.is_none() && percent.normalize().scale() <= 4;
        if near == percent || (honest && places > 1 && !has_end) {
            return near;
        }
    }
    percent
}

fn hundredfold(value: Decimal) -> Option<Decimal> {
    multiply(value, Decimal::ONE_HUNDRED)
}

impl Renderer<'_, '_> {
    /// A figure in words.
    pub(super) fn figure(&self, value: Decimal, style: &FigureStyle) -> String {
        let digits = || Arg::Text(group_digits(value));
        let full = || self.message(&messages::money(Arg::Text(money_digits(value))));
        let typed = || self.message(&messages::typed_money(Arg::Text(money_digits(to_fen(value)))));
        let percent = |percent: Option<Decimal>| match percent {
            Some(percent) => self.message(&messages::percent(Arg::Text(percent.normalize().to_string()))),
            None => value.to_string(),
        };
        match style {
            FigureStyle::Money => full(),
            FigureStyle::ShortMoney => self.scaled("short_money", value, "").unwrap_or_else(full),
            FigureStyle::Percent => percent(hundredfold(value)),
            FigureStyle::PercentBeside(required) => {
                let required = required.and_then(hundredfold);
                percent(hundredfold(value).map(|percent| rounded_percent(percent, required)))
            }
            FigureStyle::Plain => value.normalize().to_string(),
            FigureStyle::Quantity(unit) => self.message(&messages::quantity(digits(), self.unit(unit))),
            FigureStyle::TextQuantity(unit) => {
                let unit = self.unit(unit);
                let scaled = self.scaled("text_quantity", value, &unit);
                scaled.unwrap_or_else(|| self.message(&messages::text_quantity(digits(), unit)))
            }
            FigureStyle::MoneyPer(unit) => self.message(&messages::money_per(Arg::Text(full()), self.unit(unit))),
            FigureStyle::TypedMoney => typed(),
            FigureStyle::TypedMoneyShort => self.scaled("typed_money", value, "").unwrap_or_else(typed),
            FigureStyle::TypedMoneyTwice => match self.scaled("typed_money", value, "") {
                Some(short) => self.message(&messages::typed_twice(Arg::Text(typed()), Arg::Text(short))),
                None => typed(),
            },
            FigureStyle::TypedPercent => {
                let percent = hundredfold(value).unwrap_or(value);
                self.message(&messages::typed_percent(Arg::Text(group_digits(percent))))
            }
            FigureStyle::TypedQuantity(unit) => self.message(&messages::typed_quantity(digits(), self.unit(unit))),
        }
    }

    // By the largest step of a scale that says the figure exactly: money with at most two decimals, quantities with none.
    fn scaled(&self, scale: &str, value: Decimal, unit: &str) -> Option<String> {
        let decimals = if scale == "text_quantity" { 0 } else { 2 };
        self.catalog.scale_steps(scale).find_map(|(size, pattern)| {
            let size = Decimal::from(size);
            let part = divide(value, size)?.normalize();
            let is_exact = part.scale() <= decimals && multiply(part, size) == Some(value);
            let args = [Arg::Text(group_digits(part)), Arg::Text(part.to_string()), Arg::Text(unit.to_owned())];
            (value.abs() >= size && is_exact).then(|| self.pieces(pattern, &args))
        })
    }
}
