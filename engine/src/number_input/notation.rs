//! Normalizes a typed figure before its digits are read: widths, signs, brackets, currencies, other names of the unit.
//! Knows no unit of any rule book.

use super::ParseNumberErrorKind;

/// The Chinese full stop.
pub(super) const FULL_STOP: char = '。';

/// Maps full-width forms to ASCII and every kind of space to a space, and removes zero-width characters, which come
/// along when a figure is copied from a chat or a table.
pub(super) fn plain(typed: &str) -> String {
    let mapped = typed.chars().filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'));
    let text: String = mapped
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '−' | '–' => '-',
            '｡' => FULL_STOP,
            '￥' => '¥',
            '〔' | '【' => '(',
            '〕' | '】' => ')',
            '萬' => '万',
            '億' => '亿',
            '圆' | '圓' => '元',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    text.trim().to_owned()
}

/// Reads `1。5` as `1.5` and drops a full stop at the end of the figure.
pub(super) fn without_full_stops(text: &str) -> String {
    let mut meant = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let between = meant.ends_with(|c: char| c.is_ascii_digit()) && rest.peek().is_some_and(char::is_ascii_digit);
        match c {
            FULL_STOP if between => meant.push('.'),
            FULL_STOP => {}
            c => meant.push(c),
        }
    }
    meant.trim().to_owned()
}

// What people write into a table where there is nothing, in lower case.
const NOTHING: [&str; 14] = [
    "无",
    "没有",
    "暂无",
    "尚无",
    "没",
    "空",
    "未发生",
    "不适用",
    "none",
    "nil",
    "null",
    "na",
    "n.a.",
    "not applicable",
];

/// Whether the text says that there is no figure: `-`, `—`, `/`, `无`, `N/A`.
pub(super) fn is_nothing(text: &str) -> bool {
    let text = text.trim_end_matches(FULL_STOP).to_ascii_lowercase();
    let is_stroke = |c: char| matches!(c, '-' | '—' | '―' | '─' | '－' | '/' | '\\' | '_' | '*' | ' ');
    let strokes = !text.trim().is_empty() && text.chars().all(is_stroke);
    strokes || text == "n/a" || NOTHING.contains(&text.as_str())
}

/// Drops the brackets around a unit: `1200(万元)`. A whole figure in brackets is negative, as accountants write it.
pub(super) fn without_brackets(text: &str) -> String {
    if let Some(inner) = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'))
        && inner.contains(|c: char| c.is_ascii_digit())
        && !inner.contains(['(', ')', '-'])
    {
        return format!("-{}", inner.trim());
    }
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, inner, after)) = bracketed(rest) {
        plain.push_str(before);
        if inner.contains(|c: char| c.is_ascii_digit()) {
            // A figure in brackets beside another one is a remark: it stays, so that it is reported.
            plain.push('(');
            plain.push_str(inner);
            plain.push(')');
        } else {
            plain.push_str(inner);
        }
        rest = after;
    }
    plain.push_str(rest);
    plain
}

fn bracketed(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('(')?;
    let (inner, after) = rest.split_once(')')?;
    Some((before, inner, after))
}

// Currency marks before or after a figure, in lower case; `yuan` after a scale is one, too.
const CURRENCIES: [&str; 6] = ["人民币", "rmb", "cny", "cn¥", "¥", "yuan"];

/// The figure without the currency around it, and whether there was one: `人民币1200万元整`, `-¥5`, `12 million CNY`.
pub(super) fn without_currency(text: &str) -> (String, bool) {
    let (sign, text) = match text.strip_prefix(['-', '+']) {
        Some(rest) => (&text[..1], rest.trim_start()),
        None => ("", text),
    };
    let (mut rest, mut has_currency) = (text, false);
    loop {
        // 整 after an amount says that no jiao and fen follow.
        if let Some(inner) = rest.strip_suffix(['整', '正']) {
            rest = inner.trim_end();
        } else if let Some(inner) = without_one_currency(rest) {
            (rest, has_currency) = (inner, true);
        } else {
            break;
        }
    }
    (format!("{sign}{rest}"), has_currency)
}

fn without_one_currency(text: &str) -> Option<&str> {
    let is = |part: &str| CURRENCIES.iter().any(|mark| part.eq_ignore_ascii_case(mark));
    CURRENCIES.iter().map(|mark| mark.len()).find_map(|length| {
        let before = text.split_at_checked(length).filter(|(mark, _)| is(mark)).map(|(_, rest)| rest.trim_start());
        let end = text.len().checked_sub(length)?;
        before.or_else(|| text.split_at_checked(end).filter(|(_, mark)| is(mark)).map(|(rest, _)| rest.trim_end()))
    })
}

/// Writes the unit of the field for another name of it at the end: `3.5km2` as `3.5平方公里`. Here, because such a name
/// may end with a digit.
pub(super) fn with_own_unit(text: String, own: &str, also: &[&str]) -> String {
    let found = also.iter().filter(|name| {
        let end = text.len().checked_sub(name.len()).and_then(|start| text.get(start..));
        end.is_some_and(|end| end.eq_ignore_ascii_case(name))
    });
    match found.max_by_key(|name| name.len()) {
        Some(name) => format!("{}{own}", text[..text.len() - name.len()].trim_end()),
        None => text,
    }
}

/// Whether the figure is negative, and its digits with their units.
pub(super) fn sign(text: &str) -> Result<(bool, &str), ParseNumberErrorKind> {
    let (negative, text) = match (text.strip_prefix('-'), text.strip_prefix('+')) {
        (Some(rest), _) => (true, rest),
        (None, Some(rest)) => (false, rest),
        (None, None) => (false, text),
    };
    let text = text.trim_start();
    if text.is_empty() { Err(ParseNumberErrorKind::Empty) } else { Ok((negative, text)) }
}
