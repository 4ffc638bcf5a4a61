//! Parses literals of the rule language with their units; names dimensions. Knows units by name, no facts.

use super::dimension::Dimension;
use super::lexer::{Token, lex};
use super::source::nearest;
use super::symbols::SymbolTable;
use super::toml_reader::{Diagnostics, SpannedStr};
use huiqi_engine::book::{Unit, UnitProduct};
use rust_decimal::Decimal;

impl Dimension {
    /// An example literal of this dimension, for diagnostics.
    pub fn example(&self, names: &SymbolTable<'_>) -> String {
        match (self.money, self.units.as_slice()) {
            (1, []) => "100万元".into(),
            (0, [(unit, 1)]) => format!("100{}", names.unit(*unit)),
            _ if self.ratio => "15%".into(),
            _ => "100".into(),
        }
    }

    /// The name of the dimension, for diagnostics and for displaying derived values.
    pub fn name(&self, names: &SymbolTable<'_>) -> String {
        if self.ratio {
            return "比率（%）".into();
        }
        if self.is_bare() {
            return "纯数".into();
        }
        let mut parts = Vec::new();
        let mut below = Vec::new();
        let mut put = |name: &str, power: i8| {
            for _ in 0..power.unsigned_abs() {
                if power > 0 { parts.push(name.to_owned()) } else { below.push(name.to_owned()) }
            }
        };
        put("元", self.money);
        for (unit, power) in &self.units {
            put(names.unit(*unit), *power);
        }
        let above = if parts.is_empty() { "1".into() } else { parts.join("·") };
        if below.is_empty() { above } else { format!("{above}/{}", below.join("·")) }
    }
}

/// Parses a literal: its value in 元, as a fraction or in its unit, and its dimension.
///
/// # Errors
/// The error, and optionally a suggestion.
pub fn literal(
    digits: &str,
    unit: &str,
    names: &SymbolTable<'_>,
) -> Result<(Decimal, Unit, Dimension), (String, Option<String>)> {
    let value = Decimal::from_str_exact(digits).map_err(|_| (format!("`{digits}` 不是数字"), None))?;
    let scaled = |factor: i64| {
        value.checked_mul(Decimal::from(factor)).map(|v| v.normalize()).ok_or_else(|| ("数字太大".to_owned(), None))
    };
    let parts = |thousandths: bool| {
        value
            .checked_div(Decimal::from(if thousandths { 1000 } else { 100 }))
            .map(|v| v.normalize())
            .ok_or_else(|| ("数字太大".to_owned(), None))
    };
    match unit {
        "" => return Ok((value, Unit::Plain, Dimension::default())),
        "%" => return Ok((parts(false)?, Unit::Ratio, Dimension::ratio())),
        "‰" => return Ok((parts(true)?, Unit::Ratio, Dimension::ratio())),
        _ => {}
    }
    let (factor, plain) = match unit.chars().next() {
        Some('万') => (10_000, &unit["万".len()..]),
        Some('亿') => (100_000_000, &unit["亿".len()..]),
        _ => (1, unit),
    };
    if plain.is_empty() {
        return Err((format!("“{digits}{unit}”后面没有单位"), Some(format!("是金额的写成 {digits}{unit}元"))));
    }
    let value = scaled(factor)?;
    if plain == "元" {
        return Ok((value, Unit::Money, Dimension::money()));
    }
    if let Some(unit) = names.unit_place(plain) {
        return Ok((value, Unit::Unit(unit), Dimension::unit(unit)));
    }
    if let Some((above, below)) = plain.split_once('/')
        && let Some(found) = quotient(value, above, below, names)
    {
        return Ok(found);
    }
    let near = nearest(plain, names.all_units());
    Err((
        format!("不认识的单位“{unit}”"),
        Some(near.map_or_else(|| "单位写在 questions.toml 的 units 中".into(), |near| format!("您是指“{near}”吗？"))),
    ))
}

// A quotient of units: 元/亩, 元/平方米·月, 吨/万元.
fn quotient(value: Decimal, above: &str, below: &str, names: &SymbolTable<'_>) -> Option<(Decimal, Unit, Dimension)> {
    let (below, scale) = match below.strip_prefix('万') {
        Some(below) => (below, 10_000),
        None => (below, 1),
    };
    let (above, one) = product(above, names)?;
    let (below, other) = product(below, names)?;
    let unit = match (above, below) {
        ((1, 0), (unit, 0)) if unit > 1 => Unit::MoneyPer(unit - 2),
        _ => Unit::Quotient(above, below),
    };
    let dimension = one.times(&other, -1);
    let is_short = dimension.units.len() + usize::from(dimension.money != 0) > 1;
    let value = value.checked_div(Decimal::from(scale))?.normalize();
    is_short.then_some((value, unit, dimension))
}

// One unit, or two of them joined by `·`.
fn product(text: &str, names: &SymbolTable<'_>) -> Option<(UnitProduct, Dimension)> {
    let code = |name: &str| match name {
        "元" => Some((1, Dimension::money())),
        name => names.unit_place(name).and_then(|unit| Some((unit.checked_add(2)?, Dimension::unit(unit)))),
    };
    let Some((one, other)) = text.split_once('·') else {
        return code(text).map(|(one, dimension)| ((one, 0), dimension));
    };
    let ((one, dimension), (other, second)) = (code(one)?, code(other)?);
    Some(((one.min(other), one.max(other)), dimension.times(&second, 1)))
}

/// Parses a string that is a single literal of the given dimension.
pub fn figure(
    text: &SpannedStr<'_>,
    wanted: &Dimension,
    names: &SymbolTable<'_>,
    problems: &Diagnostics,
) -> Option<Decimal> {
    let tokens = lex(text.text).ok();
    // Ends of a range may be below zero; in an expression `-` subtracts.
    let (is_negative, tokens) = match tokens.as_deref() {
        Some([(Token::Punct("-"), _), rest @ ..]) => (true, Some(rest)),
        rest => (false, rest),
    };
    let (value, found) = match tokens {
        Some([(Token::Number(digits, unit), _)]) => match literal(digits, unit, names) {
            Ok((value, _, found)) => (if is_negative { -value } else { value }, found),
            Err((message, help)) => {
                let problem = text.at.problem(message);
                problems.add(match help {
                    Some(help) => problem.help(help),
                    None => problem,
                });
                return None;
            }
        },
        _ => {
            let example = wanted.example(names);
            problems.add(text.at.problem(format!("“{}”不是一个数字", text.text)).help(format!("写成如 {example}")));
            return None;
        }
    };
    if found != *wanted {
        problems.add(text.at.problem(format!("这里应为{}，得到的是{}", wanted.name(names), found.name(names))));
        return None;
    }
    Some(value)
}
