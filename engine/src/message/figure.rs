//! Formats figures: grouped, scaled, and rounded without making different figures look equal. Knows no language.

use super::render::Renderer;
use super::{Arg, messages};
use crate::book::UnitProduct;
use crate::number::{divide, group_digits, multiply, to_fen};
use rust_decimal::{Decimal, RoundingStrategy};

/// The format of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FigureStyle {
    /// Money in full; two decimals if it is not whole.
    Money,
    /// Money in short form, as in spoken language; in full if the short form would need more than two decimals.
    ShortMoney,
    /// A ratio as a percentage with all its digits.
    Percent,
    /// A computed ratio, with enough decimals to differ visibly from the required one.
    PercentBeside(Option<Decimal>),
    /// Digits alone.
    Plain,
    /// A figure of the company in this unit.
    Quantity(UnitName),
    /// A figure of the text in this unit, formatted as in the text.
    TextQuantity(UnitName),
    /// Money per this unit.
    MoneyPer(UnitName),
    /// A figure in the first product of units per the second one, with enough decimals to differ visibly from the
    /// required one. A figure per 元 is shown per 万元.
    Compound(UnitProduct, UnitProduct, Option<Decimal>),
    /// Typed money in full.
    TypedMoney,
    /// Typed money in the shortest exact form.
    TypedMoneyShort,
    /// Typed money in full and, for large amounts, also in short form.
    TypedMoneyTwice,
    /// A typed ratio.
    TypedPercent,
    /// A typed quantity in this unit.
    TypedQuantity(UnitName),
}

/// The source of a unit name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitName {
    /// No unit.
    None,
    /// A unit of the rule book, by its index.
    Book(u8),
    /// A literal name, in the language of the page.
    Named(String),
}

/// An amount in 元 as grouped digits without the unit, with two decimals if it is not whole.
pub fn money_digits(value: Decimal) -> String {
    let mut text = group_digits(value);
    if let Some(at) = text.find('.') {
        while text.len() - at < 3 {
            text.push('0');
        }
    }
    text
}

// Rounds a percentage; uses up to eight decimals so that it compares to the required one as the exact value does.
fn rounded_percent(percent: Decimal, required: Option<Decimal>) -> Decimal {
    for places in [1, 2, 4, 8] {
        let near = percent.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
        let honest = required.is_none_or(|required| near.cmp(&required) == percent.cmp(&required));
        // A typed figure has finitely many decimals and is shown with all of them; a computed ratio may have infinitely
        // many.
        let has_end = required.is_none() && percent.normalize().scale() <= 4;
        if near == percent || (honest && places > 1 && !has_end) {
            return near;
        }
    }
    percent
}

// Rounds a computed figure so that it compares to the required one as the exact value does.
fn rounded_figure(value: Decimal, required: Option<Decimal>) -> Decimal {
    let near = |places| value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    let is_honest = |near: &Decimal| required.is_none_or(|required| near.cmp(&required) == value.cmp(&required));
    [2, 4, 8].into_iter().map(near).find(is_honest).unwrap_or(value)
}

fn hundredfold(value: Decimal) -> Option<Decimal> {
    multiply(value, Decimal::ONE_HUNDRED)
}

impl Renderer<'_, '_> {
    /// Renders a figure.
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
            FigureStyle::MoneyPer(unit) => {
                let amount = self.scaled("short_money", value, "").unwrap_or_else(full);
                self.message(&messages::money_per(Arg::Text(amount), self.unit(unit)))
            }
            FigureStyle::Compound(above, below, required) => self.compound(value, *above, *below, *required),
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

    fn compound(&self, value: Decimal, above: UnitProduct, below: UnitProduct, required: Option<Decimal>) -> String {
        let per_money = below.0 == 1;
        let size = if per_money { Decimal::from(10_000) } else { Decimal::ONE };
        let sized = |value: Decimal| multiply(value, size).unwrap_or(value);
        let near = rounded_figure(sized(value), required.map(sized));
        let amount = match above {
            (1, 0) => self.figure(near, &FigureStyle::ShortMoney),
            _ => self.message(&messages::quantity(Arg::Text(group_digits(near)), self.unit_names(above, None))),
        };
        // 吨/万元, not 吨/1万元.
        let scaled = per_money.then(|| self.figure(size, &FigureStyle::ShortMoney).trim_start_matches('1').to_owned());
        self.message(&messages::money_per(Arg::Text(amount), self.unit_names(below, scaled)))
    }

    // The names of the units of a product; the first one may be said in another way.
    fn unit_names(&self, (one, other): UnitProduct, first: Option<String>) -> String {
        let name = |code: u8| match code {
            1 => self.figure(Decimal::ONE, &FigureStyle::ShortMoney).replace(['1', ' '], ""),
            code => self.unit(&UnitName::Book(code.saturating_sub(2))),
        };
        let first = first.unwrap_or_else(|| name(one));
        if other == 0 { first } else { format!("{first}·{}", name(other)) }
    }

    // Uses the largest scale step with an exact result: at most two decimals for money, none for quantities.
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
