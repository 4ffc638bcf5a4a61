//! Rewrites messages that cannot be translated: `"…".into()` becomes `t("…").into()`, `format!("共 {n} 项")` becomes
//! `say!("共 {} 项", n)`. Other forms are unchanged.

use huiqi_build_support::extract::{Call, ExtractedMessage, extract};
use std::ops::Range;

/// The rewritten file; `None` if nothing changes.
///
/// # Errors
/// A syntax error.
pub fn wrapped(source: &str) -> std::io::Result<Option<String>> {
    let mut rewritten = None;
    // A message inside a rewritten call needs another pass.
    while let Some(text) = rewrite_once(rewritten.as_deref().unwrap_or(source))? {
        rewritten = Some(text);
    }
    Ok(rewritten)
}

fn rewrite_once(source: &str) -> std::io::Result<Option<String>> {
    let messages = extract(source, "")?;
    let mut edits: Vec<_> = messages.iter().filter_map(|message| edit(source, message)).collect();
    if edits.is_empty() {
        return Ok(None);
    }
    edits.sort_by_key(|(span, _)| span.start);
    let mut end = 0;
    edits.retain(|(span, _)| {
        let is_free = span.start >= end;
        end = end.max(span.end);
        is_free
    });
    let mut text = source.to_owned();
    for (span, replacement) in edits.into_iter().rev() {
        text.replace_range(span, &replacement);
    }
    Ok(Some(with_import(text)))
}

fn edit(source: &str, message: &ExtractedMessage) -> Option<(Range<usize>, String)> {
    let call = message.call.as_ref();
    match call.map_or(("", false), |call| (&call.name, call.is_macro)) {
        ("t", false) => None,
        ("say", true) if message.is_first_argument() => None,
        ("format", true) if message.is_first_argument() => say(source, call?),
        ("say" | "format", true) | ("push_str" | "join" | "from", false) => Some(translated(source, message)),
        _ => message.is_converted.then(|| translated(source, message)),
    }
}

fn translated(source: &str, message: &ExtractedMessage) -> (Range<usize>, String) {
    (message.span.clone(), format!("t({})", &source[message.span.clone()]))
}

// Rewrites a call of `format!` as `say!`, with one argument per placeholder.
fn say(source: &str, call: &Call) -> Option<(Range<usize>, String)> {
    let mut arguments = call.arguments.iter().map(|span| &source[span.clone()]);
    let mut rest = arguments.next()?;
    let (mut template, mut values) = (String::new(), String::new());
    while let Some((before, after)) = rest.split_once('{') {
        let (inside, after) = after.split_once('}')?;
        template += before;
        template += "{}";
        rest = after;
        let (name, format) = inside.split_once(':').map_or((inside, None), |(name, format)| (name, Some(format)));
        let value = if name.is_empty() { arguments.next()? } else { name };
        values += &match format {
            Some(format) => format!(", format_args!(\"{{:{format}}}\", {value})"),
            None => format!(", {value}"),
        };
    }
    template += rest;
    Some((call.span.clone(), format!("say!({template}{values})")))
}

// Inserts the import before the first one; `cargo fmt` sorts them.
fn with_import(text: String) -> String {
    let needs = text.contains("t(\"") && !text.contains("language::t;") && !text.contains("language::{");
    let import = text.find("\nuse ").map(|newline| newline + 1);
    match import.filter(|_| needs) {
        Some(import) => format!("{}use crate::language::t;\n{}", &text[..import], &text[import..]),
        None => text,
    }
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    // The rewritten statements of a function.
    fn rewritten(statements: &str) -> Option<String> {
        let text = wrapped(&format!("fn a() {{ {statements} }}")).expect("it is Rust")?;
        text.strip_prefix("fn a() { ").and_then(|text| text.strip_suffix(" }")).map(str::to_owned)
    }

    #[test]
    fn composed_and_converted_messages_are_rewritten() {
        let rewritten = |source: &str| rewritten(source).unwrap_or_default();
        assert_eq!(
            rewritten(r#"format!("共 {n} 项，{}：{b:02}", a(1, 2))"#),
            r#"say!("共 {} 项，{}：{}", n, a(1, 2), format_args!("{:02}", b))"#
        );
        assert_eq!(rewritten(r#"let a: String = "甲".into();"#), r#"let a: String = t("甲").into();"#);
        assert_eq!(rewritten(r#"format!("有{}", names.join("、"))"#), r#"say!("有{}", names.join(t("、")))"#);
    }

    #[test]
    fn translated_messages_stay() {
        assert_eq!(rewritten(r#"el("p").child("继续"); say!("共 {} 项", n); t("甲").into()"#), None);
    }
}
