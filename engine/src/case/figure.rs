//! Exact conversion of decimals from and to case files. Knows no fact, no unit and no range.

use rust_decimal::Decimal;

/// Parses `32625.5`: digits, at most one point with digits on both sides, optionally a minus sign.
pub fn plain(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    Decimal::from_str_exact(text).ok().map(|value| value.normalize())
}

/// Parses `15%` (also `15％` and `150‰`) to 0.15, without rounding.
pub fn percent(text: &str) -> Option<Decimal> {
    let (digits, places) = match (text.strip_suffix(['%', '％']), text.strip_suffix('‰')) {
        (Some(digits), _) => (digits, 2),
        (_, Some(digits)) => (digits, 3),
        _ => return None,
    };
    let mut value = plain(digits.trim_end())?;
    value.set_scale(value.scale() + places).ok()?;
    Some(value.normalize())
}

/// Parses a JSON number exactly: whole numbers, and numbers with at most 15 significant digits, which every program
/// writes without rounding. `None` for any other.
pub fn number(text: &str) -> Option<Decimal> {
    let (base, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let value = shifted(plain(base)?, exponent.parse().ok()?)?;
    let digits = value.normalize().mantissa().unsigned_abs();
    (value.is_integer() || digits < 1_000_000_000_000_000).then(|| value.normalize())
}

// No decimal has more digits, so a larger exponent overflows (unless the number is zero).
const MOST_DIGITS: u32 = 29;

fn shifted(mut value: Decimal, exponent: i32) -> Option<Decimal> {
    let places = exponent.unsigned_abs();
    if exponent <= 0 {
        value.set_scale(value.scale().checked_add(places)?).ok()?;
        return Some(value);
    }
    for _ in 0..places.min(MOST_DIGITS) {
        value = value.checked_mul(Decimal::TEN)?;
    }
    Some(value)
}

/// Formats `32625.5`.
pub fn write_plain(value: Decimal) -> String {
    value.normalize().to_string()
}

/// Formats 0.15 as `15%`, without rounding.
pub fn write_percent(value: Decimal) -> String {
    let value = value.normalize();
    let hundredfold = match value.scale().checked_sub(2) {
        Some(scale) => Decimal::try_from_i128_with_scale(value.mantissa(), scale).ok(),
        None => value.checked_mul(Decimal::ONE_HUNDRED),
    };
    format!("{}%", hundredfold.unwrap_or(Decimal::MAX).normalize())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn figure_strings_must_be_plain_decimals() {
        assert_eq!(plain("32625.50").unwrap().to_string(), "32625.5");
        assert_eq!(plain("-0").unwrap(), Decimal::ZERO);
        for wrong in ["", "-", ".5", "5.", "1,000", "1_000", "+5", "1e3", "１２", "12万", " 12", "1.2.3"] {
            assert!(plain(wrong).is_none(), "{wrong}");
        }
        assert!(plain("0.00000000000000000000000000000000001").is_none(), "rounding away is not reading");
    }

    #[test]
    fn percentages_round_trip_exactly() {
        for (text, same) in
            [("15%", "15%"), ("0.50%", "0.5%"), ("13.4‰", "1.34%"), ("100％", "100%"), ("4.35 %", "4.35%")]
        {
            assert_eq!(write_percent(percent(text).unwrap()), same);
        }
        assert!(percent("15").is_none());
        assert!(percent("0.0000000000000000000000000001%").is_none(), "does not fit a decimal any more");
        let third = "33.33333333333333333333333333%";
        assert_eq!(write_percent(percent(third).unwrap()), third);
    }

    #[test]
    fn json_numbers_are_read_only_if_exact() {
        assert_eq!(number("1200000.00").unwrap().to_string(), "1200000");
        assert_eq!(number("1.5e3").unwrap().to_string(), "1500");
        assert_eq!(number("25e-1").unwrap().to_string(), "2.5");
        assert_eq!(number("12345678901234567890").unwrap().to_string(), "12345678901234567890");
        assert!(number("999999999999.999").is_some(), "fifteen digits");
        assert!(number("9999999999999.999").is_none(), "sixteen digits");
        assert!(number("0.30000000000000004").is_none());
        assert!(number("1e400").is_none());
        assert!(number("1e-400").is_none());
    }
}
