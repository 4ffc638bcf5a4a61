//! The lexer: splits an expression into identifiers, literals and punctuation. Knows no facts and no grammar.

use std::ops::Range;

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'s> {
    /// A name or keyword.
    Ident(&'s str),
    /// A literal with its unit as written: `100`, `万元`.
    Number(&'s str, &'s str),
    /// Punctuation or operator: `>=`, `(`, `,` …
    Punct(&'static str),
}

/// A token with its byte range in the expression.
pub type Spanned<'s> = (Token<'s>, Range<usize>);

const PUNCTUATION: [&str; 18] =
    [">=", "<=", "==", "!=", ">", "<", "(", ")", "[", "]", "{", "}", ",", ":", "+", "-", "*", "/"];

/// Splits an expression into tokens; an unexpected character is an error with its byte range.
pub fn lex(text: &str) -> Result<Vec<Spanned<'_>>, (Range<usize>, String)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.chars().next().unwrap_or(' ');
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (token, length) = if first.is_ascii_digit() {
            figure(rest)
        } else if first.is_ascii_lowercase() || first == '_' {
            let length = run(rest, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            (Token::Ident(&rest[..length]), length)
        } else if let Some(sign) = PUNCTUATION.iter().find(|sign| rest.starts_with(**sign)) {
            (Token::Punct(sign), sign.len())
        } else {
            return Err((at..at + first.len_utf8(), unexpected(first)));
        };
        tokens.push((token, at..at + length));
        at += length;
    }
    Ok(tokens)
}

fn unexpected(found: char) -> String {
    let half = u32::from(found).checked_sub(0xfee0).filter(|code| (0x21..0x7f).contains(code)).and_then(char::from_u32);
    // Signs without a shape of their own, which copies from web pages and documents bring along.
    let is_invisible =
        matches!(found, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}');
    if is_invisible {
        return format!("这里有一个看不见的字符（U+{:04X}），请删去", u32::from(found));
    }
    match half {
        Some(half) => format!("这里不能有全角的“{found}”，请用半角的“{half}”"),
        None if found.is_ascii_uppercase() => format!("这里不能有大写字母“{found}”，名称都用小写"),
        None => format!("这里不能有“{found}”"),
    }
}

// Digits with at most one point, then the unit: %, ‰ or Chinese characters, with one `/` between
// two of them and `·` between units that are multiplied.
fn figure(rest: &str) -> (Token<'_>, usize) {
    let whole = run(rest, |c| c.is_ascii_digit());
    let mut digits = whole;
    if rest[whole..].starts_with('.') {
        let fraction = run(&rest[whole + 1..], |c| c.is_ascii_digit());
        digits = whole + 1 + fraction;
    }
    let after = &rest[digits..];
    let is_unit = |c: char| c == '%' || c == '‰' || c == '·' || is_chinese(c);
    let mut unit = run(after, is_unit);
    if unit > 0 && after[unit..].starts_with('/') {
        let below = run(&after[unit + 1..], |c| is_chinese(c) || c == '·');
        if below > 0 {
            unit += 1 + below;
        }
    }
    (Token::Number(&rest[..digits], &after[..unit]), digits + unit)
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn quotient_units_and_division_both_parse() {
        let tokens = lex("2000元/亩 * area / 3").unwrap();
        assert_eq!(tokens[0].0, Token::Number("2000", "元/亩"));
        assert_eq!(tokens[3].0, Token::Punct("/"));
    }

    #[test]
    fn invisible_sign_is_named() {
        let (bytes, message) = lex("a >= 1\u{200b}00").unwrap_err();
        assert_eq!((bytes, message.as_str()), (6..9, "这里有一个看不见的字符（U+200B），请删去"));
        assert_eq!(lex("a\u{a0}>= 1").unwrap().len(), 3);
    }

    #[test]
    fn full_width_sign_is_rejected_with_its_position() {
        assert_eq!(lex("a ＞ 1").unwrap_err().0, 2..5);
    }
}
