//! The powers of ten that the units of a figure stand for: `万`, `千万元`, `w`, `million`, `‰`. Knows no facts.

use super::{ExpectedInput, ParseNumberErrorKind, Scale};

// A unit as written: `百万元` has the multiples 百 and 万 and names 元.
#[derive(Clone, Copy)]
struct Written {
    // 十, 百 or 千.
    small: Option<i32>,
    // 万, 亿 or 万亿.
    large: Option<i32>,
    // Whether it is the unit of the field itself.
    names_unit: bool,
    // Whether the text leaves no choice of the unit.
    is_settled: bool,
}

/// The powers of ten of the units of a figure, in their order. In `2千3百万` the 万 belongs to 千, too. The second value is
/// the unit that the field stands for, if the text names neither 元 nor 万 or 亿.
pub(super) fn powers<'u>(
    units: impl Iterator<Item = &'u str>,
    wanted: ExpectedInput<'_>,
) -> Result<(Vec<i32>, Option<Scale>), ParseNumberErrorKind> {
    let units = units.map(|unit| written(unit, wanted)).collect::<Result<Vec<Written>, _>>()?;
    let mut powers = Vec::new();
    let mut following = None;
    for unit in units.iter().rev() {
        let large = unit.large.or(following.filter(|_| !unit.names_unit));
        following = if unit.names_unit { Some(large.unwrap_or_default()) } else { large };
        powers.push(unit.small.unwrap_or_default() + large.unwrap_or_default());
    }
    powers.reverse();
    let is_bare = units.iter().all(|unit| !unit.is_settled);
    let has_multiple = units.iter().any(|unit| unit.small.is_some());
    let assumed = match wanted {
        ExpectedInput::Money(scale) if !has_multiple => scale,
        _ => Scale::One,
    };
    Ok((powers, is_bare.then_some(assumed)))
}

fn written(unit: &str, wanted: ExpectedInput<'_>) -> Result<Written, ParseNumberErrorKind> {
    let own = match wanted {
        ExpectedInput::Ratio => return share(unit),
        ExpectedInput::Money(_) => "元",
        ExpectedInput::Number(own, _) => own,
    };
    if let ExpectedInput::Money(scale) = wanted {
        if unit.is_empty() {
            let selected = i32::try_from(scale.power()).ok();
            return Ok(Written { small: None, large: selected, names_unit: false, is_settled: false });
        }
        if let Some(power) = english_power(unit) {
            return Ok(Written { small: None, large: Some(power), names_unit: false, is_settled: true });
        }
    }
    let multiple = unit.strip_suffix(own).unwrap_or(unit);
    let (small, rest) = small(multiple);
    let large = match rest {
        "" => None,
        "万" | "w" | "W" => Some(4),
        "亿" => Some(8),
        "万亿" => Some(12),
        _ => return Err(unknown(unit)),
    };
    let names_unit = !own.is_empty() && multiple.len() < unit.len();
    Ok(Written { small, large, names_unit, is_settled: names_unit || large.is_some() })
}

// A ratio without a sign is a percentage.
fn share(unit: &str) -> Result<Written, ParseNumberErrorKind> {
    let power = match unit {
        "" | "%" | "个百分点" | "percent" => -2,
        "‰" => -3,
        _ => return Err(unknown(unit)),
    };
    Ok(Written { small: None, large: Some(power), names_unit: false, is_settled: !unit.is_empty() })
}

fn small(multiple: &str) -> (Option<i32>, &str) {
    const SMALL: [(char, i32); 8] =
        [('十', 1), ('拾', 1), ('百', 2), ('佰', 2), ('千', 3), ('仟', 3), ('k', 3), ('K', 3)];
    let first = multiple.chars().next();
    match SMALL.iter().find(|(sign, _)| Some(*sign) == first) {
        Some((sign, power)) => (Some(*power), &multiple[sign.len_utf8()..]),
        None => (None, multiple),
    }
}

// Money in English notation, in any page language: `12 million`, `500 thousand`.
fn english_power(unit: &str) -> Option<i32> {
    match unit.to_ascii_lowercase().as_str() {
        "thousand" => Some(3),
        "million" => Some(6),
        "billion" => Some(9),
        _ => None,
    }
}

/// The error for a text that is no unit.
pub(super) fn unknown(text: &str) -> ParseNumberErrorKind {
    let numeral = |c: char| "零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟".contains(c);
    if text.contains(numeral) { ParseNumberErrorKind::Numerals } else { ParseNumberErrorKind::Unknown(text.to_owned()) }
}
