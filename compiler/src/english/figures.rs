//! Compares the figures of a Chinese text with those of its translation: no amount, threshold or date may change.
//! Parses the notations of both languages; knows no rule.

use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// The figures that only one of two texts contains, as a message; `None` if both have the same figures. Figures are
/// compared by value: `500万元` equals `5 million yuan`. Words of letters and digits (`A107012`, `135N`) are compared as
/// written.
pub fn differ(chinese: &str, english: &str) -> Option<String> {
    let (here, there) = (figures(chinese), figures(english));
    let only = |some: &BTreeSet<String>, others: &BTreeSet<String>| {
        some.difference(others).cloned().collect::<Vec<_>>().join("、")
    };
    let (missing, more) = (only(&here, &there), only(&there, &here));
    match (missing.is_empty(), more.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("英文没有 {missing}")),
        (true, false) => Some(format!("英文多出 {more}")),
        (false, false) => Some(format!("中文是 {missing}，英文是 {more}")),
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const CHINESE_SCALES: [(&str, u32); 3] = [("万亿", 12), ("万", 4), ("亿", 8)];
const ENGLISH_SCALES: [(&str, u32); 4] = [(" thousand", 3), (" million", 6), (" billion", 9), (" trillion", 12)];
// Chinese numerals that are translated as figures.
const NUMERALS: [(&str, &str); 3] = [("八五折", "85%"), ("九五折", "95%"), ("‰", "/1000")];

fn figures(text: &str) -> BTreeSet<String> {
    let mut text = narrow(text);
    for (numeral, figure) in NUMERALS {
        text = text.replace(numeral, figure);
    }
    let mut found: BTreeSet<String> =
        (1..).zip(MONTHS).filter(|(_, month)| names(&text, month)).map(|(no, _): (u8, _)| no.to_string()).collect();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphanumeric()) {
        rest = &rest[start..];
        let in_word = |(at, c): (usize, char)| {
            let next_is_digit = rest[at + c.len_utf8()..].starts_with(|next: char| next.is_ascii_digit());
            let before_is_digit = rest[..at].ends_with(|before: char| before.is_ascii_digit());
            !(c.is_ascii_alphanumeric() || (matches!(c, ',' | '.') && next_is_digit && before_is_digit))
        };
        let end = rest.char_indices().find(|place| in_word(*place)).map_or(rest.len(), |(at, _)| at);
        let (word, after) = rest.split_at(end);
        found.extend(value(word, after));
        rest = after;
    }
    found
}

// Whether the text contains the name of a month that is not the beginning of another word. May is also a common word,
// so it must be next to a figure.
fn names(text: &str, month: &str) -> bool {
    text.match_indices(month).any(|(at, _)| {
        let after = &text[at + month.len()..];
        let before_is_day = text[..at].trim_end().ends_with(|c: char| c.is_ascii_digit());
        let year_follows = after.trim_start().starts_with(|c: char| c.is_ascii_digit());
        before_is_day || year_follows || (month != "May" && !after.starts_with(|c: char| c.is_ascii_alphabetic()))
    })
}

// The value of a word with digits; a word without digits is not a figure.
fn value(word: &str, after: &str) -> Option<String> {
    if !word.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    let Ok(number) = Decimal::from_str_exact(&ordinal.replace(',', "")) else { return Some(word.to_owned()) };
    let scale = CHINESE_SCALES.iter().chain(&ENGLISH_SCALES).find(|(unit, _)| after.starts_with(unit));
    let factor = scale.map_or(1, |(_, power)| 10u64.pow(*power));
    let value = number.checked_mul(Decimal::from(factor))?.normalize();
    let percent = if after.starts_with('%') { "%" } else { "" };
    Some(format!("{value}{percent}"))
}

// Maps full-width digits and signs to ASCII.
fn narrow(text: &str) -> String {
    let one = |c: char| match c {
        '０'..='９' | '％' | '．' | '／' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        c => c,
    };
    text.chars().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_figures_match_in_any_notation() {
        for (chinese, english) in [
            ("每家企业最高500万元", "up to 5 million yuan per enterprise"),
            ("补助1.5亿元的15％", "15% of 150 million yuan"),
            ("2023年1月1日至12月31日", "1 January to 31 December 2023"),
            ("2万吨", "20,000 tonnes"),
            ("130元/标箱，不超过总额的1/3", "130 yuan per TEU, at most 1/3 of the total"),
            ("附表A107012，“135N”集群", "schedule A107012, the “135N” clusters"),
            ("通行费八五折（不叠加九五折）", "85% of the toll (not combined with the 95% rate)"),
            ("第12条、第20次会议", "Article 12, the 20th meeting"),
            ("到2023年4月30日为止", "until 30 April 2023"),
        ] {
            assert_eq!(differ(chinese, english), None, "{chinese} / {english}");
        }
    }

    #[test]
    fn changed_figure_is_reported() {
        let said = |chinese, english| differ(chinese, english).unwrap_or_default();
        assert_eq!(said("最高500万元", "up to 50 million yuan"), "中文是 5000000，英文是 50000000");
        assert_eq!(said("不低于15%", "at least 15"), "中文是 15%，英文是 15");
        assert_eq!(said("不低于15%", "a share"), "英文没有 15%");
        assert_eq!(said("一年", "1 year"), "英文多出 1");
        assert_eq!(said("4月30日", "30 May"), "中文是 4，英文是 5");
    }
}
