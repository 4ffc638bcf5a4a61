//! Parses dates as people type them: `2023-6-30`, `2023年6月30日`, `20230630`, `2023、6、30`, `2023/6/30 0:00`. Knows no
//! facts.

use super::notation::plain;
use crate::number::Date;

/// Parses a date of the years 1900 to 2999, whatever the time of the day beside it; `None` if the text is not a calendar
/// date.
pub fn read_day(typed: &str) -> Option<Date> {
    let text = plain(typed);
    let text = without_weekday(without_time(&text)?);
    let mut parts: Vec<u32> = Vec::new();
    for part in text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()) {
        parts.push(part.parse().ok()?);
    }
    let is_mark = |c: char| matches!(c, '-' | '/' | '.' | ' ' | '年' | '月' | '日' | '号' | '。' | '、' | ',');
    if !text.chars().all(|c| c.is_ascii_digit() || is_mark(c)) {
        return None;
    }
    match parts[..] {
        [year, month, day] => Date::new(year, month, day),
        [whole] if text.len() == 8 => Date::new(whole / 10_000, whole / 100 % 100, whole % 100),
        _ => None,
    }
}

// Spreadsheets and databases write the time beside the date: `2023/6/30 0:00`, `2023-06-30T00:00:00`. `None` if what
// follows the date is no time.
fn without_time(text: &str) -> Option<&str> {
    let Some(colon) = text.find(':') else { return Some(text) };
    let digits = text[..colon].bytes().rev().take_while(u8::is_ascii_digit).count();
    let (date, time) = text.split_at_checked(colon - digits)?;
    let is_apart = date.ends_with([' ', 'T', '日', '号']);
    let mut parts = time.trim_end_matches('Z').split(':').enumerate();
    let below = |place: usize| if place == 0 { 24 } else { 60 };
    let is_part = |(place, part): (usize, &str)| {
        let whole = if place == 2 { part.split('.').next().unwrap_or(part) } else { part };
        place < 3 && whole.len() <= 2 && whole.parse::<u32>().is_ok_and(|number| number < below(place))
    };
    (is_apart && parts.all(is_part)).then(|| date.trim_end_matches([' ', 'T']))
}

// The long date of a spreadsheet ends with `星期五`.
fn without_weekday(text: &str) -> &str {
    let day = text.strip_suffix(['一', '二', '三', '四', '五', '六', '日', '天']);
    let named = day.and_then(|rest| ["星期", "周"].iter().find_map(|word| rest.strip_suffix(word)));
    named.map_or(text, str::trim_end)
}

/// A date in Chinese numerals: `二〇二三年六月三十日`.
pub fn spoken_day(day: Date) -> String {
    let year: String = day.year().to_string().bytes().map(|digit| numeral(u32::from(digit - b'0'))).collect();
    format!("{year}年{}月{}日", below_hundred(day.month()), below_hundred(day.day()))
}

/// A ratio in Chinese numerals, with at most six decimals: `百分之十五`, `百分之三点五`, `负百分之十`.
pub fn spoken_percent(value: rust_decimal::Decimal) -> Option<String> {
    use rust_decimal::Decimal;
    let hundredfold = value.abs().checked_mul(Decimal::ONE_HUNDRED)?.round_dp(6).normalize();
    let text = hundredfold.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let whole = match whole.parse().ok()? {
        small @ 0..100 => below_hundred(small),
        100 => "一百".to_owned(),
        // Larger ratios are rare; they are written digit by digit.
        _ => whole.bytes().map(|digit| numeral(u32::from(digit - b'0'))).collect(),
    };
    let fraction: String = fraction.bytes().map(|digit| numeral(u32::from(digit - b'0'))).collect();
    let sign = if value.is_sign_negative() && !hundredfold.is_zero() { "负" } else { "" };
    let point = if fraction.is_empty() { "" } else { "点" };
    Some(format!("{sign}百分之{whole}{point}{fraction}"))
}

fn numeral(digit: u32) -> char {
    usize::try_from(digit).ok().and_then(|place| "〇一二三四五六七八九".chars().nth(place)).unwrap_or('〇')
}

fn below_hundred(number: u32) -> String {
    let (tens, ones) = (number / 10, number % 10);
    let mut said = String::new();
    if tens > 1 {
        said.push(numeral(tens));
    }
    if tens > 0 {
        said.push('十');
    }
    if ones > 0 || tens == 0 {
        said.push(if number == 0 { '零' } else { numeral(ones) });
    }
    said
}
