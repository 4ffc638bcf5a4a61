//! Parses the keys of a fact that is a figure: its range and, for money, the unit of its field and its usual range.

use crate::dimension::Dimension;
use crate::literal::figure;
use crate::symbols::SymbolTable;
use crate::toml_reader::{Diagnostics, Table};
use huiqi_engine::book::{FactType, Number};
use huiqi_engine::number_input::Scale;
use rust_decimal::Decimal;

type OptionalRange = Option<(Number, Number)>;

/// The range, the unit of the field and the usual range.
pub(super) fn read(
    table: &Table<'_>,
    kind: &FactType,
    names: &SymbolTable<'_>,
    problems: &Diagnostics,
) -> (OptionalRange, Scale, OptionalRange) {
    let range = Dimension::of(kind).and_then(|wanted| range(table, &wanted, names, problems));
    if *kind == FactType::Money {
        return (range, scale(table), usual(table, range, names, problems));
    }
    for key in ["scale", "usual"] {
        if let Some(at) = table.place_of(key) {
            table.add(at.problem(format!("只有金额题能写 `{key}`")));
        }
    }
    (range, Scale::One, None)
}

fn range(table: &Table<'_>, wanted: &Dimension, names: &SymbolTable<'_>, problems: &Diagnostics) -> OptionalRange {
    let (ends, is_readable) = ends(table, "range", wanted, names, problems);
    match ends[..] {
        [low, high] if low < high => Some((Number(low), Number(high))),
        _ if !is_readable => None,
        _ => {
            let at = table.place_of("range").unwrap_or_else(|| table.at());
            table.add(at.problem("数字题要有 `range`，写两个数，先小后大"));
            None
        }
    }
}

// Both ends of a range, and whether all of them are figures.
fn ends(
    table: &Table<'_>,
    key: &'static str,
    wanted: &Dimension,
    names: &SymbolTable<'_>,
    problems: &Diagnostics,
) -> (Vec<Decimal>, bool) {
    let texts = table.texts(key);
    let ends: Vec<Decimal> = texts.iter().filter_map(|text| figure(text, wanted, names, problems)).collect();
    let is_readable = ends.len() == texts.len();
    (ends, is_readable)
}

fn scale(table: &Table<'_>) -> Scale {
    let Some(text) = table.maybe_text("scale") else { return Scale::default() };
    Scale::ALL.into_iter().find(|scale| scale.name() == text.text).unwrap_or_else(|| {
        table.add(text.at.problem(format!("没有单位“{}”", text.text)).help("`scale` 写 元、万元 或 亿元"));
        Scale::default()
    })
}

fn usual(table: &Table<'_>, range: OptionalRange, names: &SymbolTable<'_>, problems: &Diagnostics) -> OptionalRange {
    let at = table.place_of("usual")?;
    let (ends, is_readable) = ends(table, "usual", &Dimension::money(), names, problems);
    match ends[..] {
        [low, high] if Decimal::ZERO < low && low < high => {
            if range.is_some_and(|(least, most)| low < least.0 || most.0 < high) {
                table.add(at.problem("`usual` 要在 `range` 以内"));
            }
            Some((Number(low), Number(high)))
        }
        _ if !is_readable => None,
        _ => {
            table.add(at.problem("`usual` 写两个大于0的数，先小后大"));
            None
        }
    }
}
