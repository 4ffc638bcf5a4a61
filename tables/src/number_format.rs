//! Number formats of spreadsheets: whether a stored number is shown as a date, a percentage or with a unit. Knows no
//! file format.

use crate::sheet::CellValue;
use huiqi_engine::number::Date;
use rust_decimal::Decimal;

/// How a number is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NumberStyle {
    /// As a number, or as a time of the day.
    #[default]
    Plain,
    /// As a percentage.
    Percent,
    /// As a date.
    Date,
    /// With this unit of money, which belongs to the format and not to the value.
    Unit(&'static str),
}

// The signs that a format shows beside the number, and the unit that they mean.
const UNITS: [(&str, &str); 12] = [
    ("元", "元"),
    ("¥", "元"),
    ("￥", "元"),
    ("CNY", "元"),
    ("RMB", "元"),
    ("人民币", "元"),
    ("千元", "千元"),
    ("万", "万元"),
    ("万元", "万元"),
    ("百万元", "百万元"),
    ("亿", "亿元"),
    ("亿元", "亿元"),
];

impl NumberStyle {
    /// The style of a format that the file format defines by number. 27 to 36 and 50 to 58 are dates in Chinese,
    /// Japanese and Korean editions.
    pub fn built_in(id: u16) -> Self {
        match id {
            9 | 10 => Self::Percent,
            14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57..=58 => Self::Date,
            _ => Self::Plain,
        }
    }

    /// The style of a format code, such as `yyyy"年"m"月"`, `0.00%` or `#,##0"万元"`.
    pub fn of_code(code: &str) -> Self {
        let signs = FormatSigns::of(code);
        let has = |marks: &[char]| signs.plain.to_ascii_lowercase().contains(marks);
        if has(&['%']) {
            return Self::Percent;
        }
        if has(&['y', 'd']) {
            return Self::Date;
        }
        let unit = UNITS.iter().find(|(sign, _)| *sign == signs.shown.trim());
        match unit {
            Some((_, unit)) if !signs.is_scaled() => Self::Unit(unit),
            _ => Self::Plain,
        }
    }

    /// The cell of a stored number.
    pub fn value(self, number: f64, is_1904: bool) -> CellValue {
        let Some(value) = exact(number) else { return CellValue::Error(number.to_string().into()) };
        match self {
            Self::Plain => CellValue::Number(value),
            Self::Percent => CellValue::Percent(value),
            Self::Unit(unit) => CellValue::WithUnit(value, unit),
            Self::Date => date_of_serial(value, is_1904).map_or(CellValue::Number(value), CellValue::Date),
        }
    }
}

// The characters of the first section of a format code: those with a meaning, and those that are shown as they are.
#[derive(Default)]
struct FormatSigns {
    plain: String,
    shown: String,
}

impl FormatSigns {
    fn of(code: &str) -> Self {
        let mut signs = Self::default();
        let mut rest = code.chars();
        while let Some(c) = rest.next() {
            match c {
                ';' => break,
                '"' => signs.shown.extend(rest.by_ref().take_while(|c| *c != '"')),
                '\\' | '!' => signs.shown.extend(rest.next()),
                // A space as wide as the next character, or the next character as filling.
                '_' | '*' => drop(rest.next()),
                '[' => {
                    let inner: String = rest.by_ref().take_while(|c| *c != ']').collect();
                    let currency = inner.strip_prefix('$').and_then(|sign| sign.split('-').next());
                    signs.shown.push_str(currency.unwrap_or_default());
                }
                c if c.is_ascii() => signs.plain.push(c),
                c => signs.shown.push(c),
            }
        }
        signs
    }

    // `0,` shows thousands, and `0!.0,` ten thousands: the stored number is in the unit of the column.
    fn is_scaled(&self) -> bool {
        let last = self.plain.rfind(['0', '#', '?']);
        last.is_some_and(|last| self.plain.get(last + 1..).is_some_and(|rest| rest.contains(',')))
    }
}

/// A binary number with the 15 significant digits that spreadsheets show; `None` if it is too large or no number.
pub fn exact(number: f64) -> Option<Decimal> {
    if !number.is_finite() {
        return None;
    }
    if number == 0.0 || number.abs() < 1e-20 {
        return Some(Decimal::ZERO);
    }
    Decimal::from_scientific(&format!("{number:.14e}")).ok().map(|value| value.normalize())
}

/// The date of a serial number; `None` outside the years 1900 to 2999. The time of the day is dropped.
pub fn date_of_serial(serial: Decimal, is_1904: bool) -> Option<Date> {
    let days = i64::try_from(serial.trunc().mantissa()).ok()?;
    let days = match (is_1904, days) {
        // Days since 1 January 1970. Before March 1900 serial numbers are one less, because they count a 29 February.
        (true, _) => days - 24_107,
        (false, 61..) => days - 25_569,
        (false, 1..=59) => days - 25_568,
        (false, _) => return None,
    };
    civil(days)
}

// Howard Hinnant's algorithm: the calendar day of a number of days since 1970.
fn civil(days: i64) -> Option<Date> {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Date::new(u32::try_from(year).ok()?, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn format_codes_are_classified() {
        for code in ["yyyy-mm-dd", "yyyy\"年\"m\"月\"d\"日\";@", "[$-804]d/m/yy", "M/D/YY h:mm", "[DBNum1]yyyy年m月d日"]
        {
            assert_eq!(NumberStyle::of_code(code), NumberStyle::Date, "{code}");
        }
        for code in ["0%", "0.00%", "[Red]0.0%;-0%"] {
            assert_eq!(NumberStyle::of_code(code), NumberStyle::Percent, "{code}");
        }
        for code in ["General", "0.00", "#,##0_);(#,##0)", "@", "h:mm:ss", "0\"家\"", "0!.0,\"万\"", "#,##0,\"千元\""]
        {
            assert_eq!(NumberStyle::of_code(code), NumberStyle::Plain, "{code}");
        }
        for (code, unit) in
            [("0.0\"万元\"", "万元"), ("#,##0万", "万元"), ("\"¥\"#,##0.00", "元"), ("[$¥-804]#,##0.00", "元")]
        {
            assert_eq!(NumberStyle::of_code(code), NumberStyle::Unit(unit), "{code}");
        }
    }

    #[test]
    fn serial_numbers_are_dates_of_both_systems() {
        let date = |serial: u32, is_1904| date_of_serial(serial.into(), is_1904).map(|date| date.to_string());
        assert_eq!(date(45107, false).as_deref(), Some("2023-06-30"));
        assert_eq!(date(45107 - 1462, true).as_deref(), Some("2023-06-30"));
        assert_eq!(date(61, false).as_deref(), Some("1900-03-01"));
        assert_eq!(date(59, false).as_deref(), Some("1900-02-28"));
        assert_eq!((date(60, false), date(0, false)), (None, None));
    }

    #[test]
    fn binary_numbers_have_15_digits() {
        let text = |number: f64| exact(number).map(|value| value.to_string());
        assert_eq!(text(0.1 + 0.2).as_deref(), Some("0.3"));
        assert_eq!(text(3_450_000.25).as_deref(), Some("3450000.25"));
        assert_eq!(text(-1e15).as_deref(), Some("-1000000000000000"));
        assert_eq!((text(f64::NAN), text(1e300)), (None, None));
    }
}
