//! Rewrites the app's source where its Chinese could not be translated: `"…".into()` becomes `t("…").into()`,
//! `format!("共 {n} 项")` becomes `say!("共 {} 项", n)`. Knows the forms that `scan` complains of; what it cannot rewrite
//! stays for people.

use super::scan::{Spot, Token, is_chinese, name_before, tokens};
use std::ops::Range;

/// A file with everything rewritten that can be; `None` where there is nothing to do.
pub fn wrapped(source: &str) -> Option<String> {
    let mut text = once(source)?;
    // What stood inside something that was rewritten comes in the next round.
    while let Some(more) = once(&text) {
        text = more;
    }
    Some(text)
}

fn once(source: &str) -> Option<String> {
    let end = source
        .find("#[cfg(test)]\nmod tests")
        .or_else(|| source.find("#[cfg(test)]\n#[expect"))
        .unwrap_or(source.len());
    let mut text = source.to_owned();
    let mut edits = edits(&source[..end]);
    if edits.is_empty() {
        return None;
    }
    edits.sort_by_key(|(bytes, _)| bytes.start);
    let mut free = 0;
    edits.retain(|(bytes, _)| {
        let is_free = bytes.start >= free;
        free = free.max(bytes.end);
        is_free
    });
    edits.reverse();
    for (bytes, new) in edits {
        text.replace_range(bytes, &new);
    }
    Some(with_import(text))
}

fn edits(source: &str) -> Vec<(Range<usize>, String)> {
    let tokens = tokens(source);
    let mut edits = Vec::new();
    let mut around: Vec<usize> = Vec::new();
    for (at, spot) in tokens.iter().enumerate() {
        match &spot.token {
            Token::Sign('(' | '[' | '{') => around.push(at),
            Token::Sign(')' | ']' | '}') => drop(around.pop()),
            Token::Text(text) if is_chinese(text) => {
                let open = around.last().copied();
                let (name, is_macro) = open.map_or_else(Default::default, |open| name_before(&tokens, open));
                let is_first = open.is_some_and(|open| open + 1 == at);
                match (name.as_str(), is_macro) {
                    ("t", false) => {}
                    ("say", true) if is_first => {}
                    ("format", true) if is_first => edits.extend(said(source, &tokens, open.unwrap_or(at))),
                    ("say" | "format", true) | ("push_str" | "join" | "from", false) => {
                        edits.push(marked(source, spot))
                    }
                    _ if is_made(&tokens, at) => edits.push(marked(source, spot)),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    edits
}

fn marked(source: &str, spot: &Spot) -> (Range<usize>, String) {
    (spot.bytes.clone(), format!("t({})", &source[spot.bytes.clone()]))
}

fn is_made(tokens: &[Spot], at: usize) -> bool {
    let next = |ahead: usize| tokens.get(at + ahead).map(|spot| &spot.token);
    next(1) == Some(&Token::Sign('.'))
        && matches!(next(2), Some(Token::Word(word)) if ["into", "to_owned", "to_string"].contains(&word.as_str()))
}

// The call of `format!` whose bracket is at this place, as one of `say!`: each place of the template with its own value.
fn said(source: &str, tokens: &[Spot], open: usize) -> Option<(Range<usize>, String)> {
    let (from, template) = (tokens.get(open.checked_sub(2)?)?.bytes.start, tokens.get(open + 1)?);
    let (close, values) = values(source, tokens, open + 1)?;
    let mut values = values.into_iter();
    let (mut written, mut named) = (String::new(), Vec::new());
    let mut rest = &source[template.bytes.clone()];
    while let Some((before, after)) = rest.split_once('{') {
        let (inside, after) = after.split_once('}')?;
        written += before;
        written += "{}";
        rest = after;
        let (name, how) = inside.split_once(':').map_or((inside, None), |(name, how)| (name, Some(how)));
        let value = if name.is_empty() { values.next()? } else { name.to_owned() };
        named.push(match how {
            Some(how) => format!("format_args!(\"{{:{how}}}\", {value})"),
            None => value,
        });
    }
    written += rest;
    let values: String = named.iter().map(|value| format!(", {value}")).collect();
    Some((from..tokens.get(close)?.bytes.end, format!("say!({written}{values})")))
}

// The values behind the template, and where the closing bracket is.
fn values(source: &str, tokens: &[Spot], template: usize) -> Option<(usize, Vec<String>)> {
    let (mut depth, mut from, mut values) = (0, None, Vec::new());
    for (at, spot) in tokens.iter().enumerate().skip(template + 1) {
        let ends = depth == 0 && matches!(spot.token, Token::Sign(',' | ')'));
        if ends {
            values.extend(from.take().map(|from: usize| source[from..spot.bytes.start].trim().to_owned()));
        }
        match spot.token {
            Token::Sign(')') if depth == 0 => return Some((at, values)),
            Token::Sign('(' | '[' | '{') => depth += 1,
            Token::Sign(')' | ']' | '}') => depth -= 1,
            _ => {}
        }
        if !ends && from.is_none() {
            from = Some(spot.bytes.start);
        }
    }
    None
}

// Behind the first import of the crate, where `cargo fmt` puts it into order.
fn with_import(text: String) -> String {
    let needs = text.contains("t(\"") && !text.contains("language::t;") && !text.contains("language::{");
    let place = text.find("\nuse ").map(|at| at + 1);
    match place.filter(|_| needs) {
        Some(place) => format!("{}use crate::language::t;\n{}", &text[..place], &text[place..]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composed_string_becomes_message_with_placeholders() {
        let said = |source: &str| wrapped(source).unwrap_or_default();
        assert_eq!(
            said(r#"format!("共 {n} 项，{}：{b:02}", a(1, 2))"#),
            r#"say!("共 {} 项，{}：{}", n, a(1, 2), format_args!("{:02}", b))"#
        );
        assert_eq!(said(r#"let a: String = "甲".into();"#), r#"let a: String = t("甲").into();"#);
        assert_eq!(said(r#"format!("有{}", names.join("、"))"#), r#"say!("有{}", names.join(t("、")))"#);
        assert_eq!(wrapped(r#"el("p").child("继续"); say!("共 {} 项", n); t("甲").into()"#), None);
    }
}
