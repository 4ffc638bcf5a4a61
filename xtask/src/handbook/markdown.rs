//! The rule book in words as Markdown: one sentence per line, so that a changed rule is a changed line. Knows no rule.

use super::content::{Handbook, HandbookArticle, HandbookBlock, HandbookLine, HandbookPart};
use std::fmt::Write;

/// The whole text.
pub fn write(text: &Handbook) -> String {
    let mut out = String::new();
    heading(&mut out, 1, &text.title);
    paragraph(&mut out, &text.about);
    paragraph(&mut out, "本文由规则库生成，请勿手改：引文是文件原文，其余是规则说出来的话。");
    for line in &text.common {
        lines(&mut out, line);
    }
    out.push('\n');
    for part in &text.parts {
        self::part(&mut out, part);
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn part(out: &mut String, part: &HandbookPart) {
    heading(out, 2, &part.title);
    if !part.about.is_empty() {
        paragraph(out, &part.about);
    }
    for block in &part.opening {
        self::block(out, block);
    }
    for HandbookArticle { title, blocks } in &part.articles {
        heading(out, 3, title);
        for block in blocks {
            self::block(out, block);
        }
    }
}

fn block(out: &mut String, block: &HandbookBlock) {
    if !block.title.is_empty() {
        heading(out, 4, &block.title);
    }
    for quote in &block.quotes {
        paragraph(out, &format!("> {}", plain(quote)));
    }
    for line in &block.lines {
        lines(out, line);
    }
    out.push('\n');
}

fn lines(out: &mut String, line: &HandbookLine) {
    match line.points.as_slice() {
        [point] => put(out, &format!("- **{}**：{}", line.name, plain(point))),
        points => {
            put(out, &format!("- **{}**：", line.name));
            for point in points {
                put(out, &format!("  - {}", plain(point)));
            }
        }
    }
}

fn heading(out: &mut String, level: usize, text: &str) {
    paragraph(out, &format!("{} {}", "#".repeat(level), plain(text)));
}

fn paragraph(out: &mut String, text: &str) {
    put(out, text);
    out.push('\n');
}

fn put(out: &mut String, line: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{line}");
}

// Escapes Markdown syntax.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for sign in text.chars() {
        if matches!(sign, '<' | '*' | '_' | '[' | ']' | '`' | '\\') {
            plain.push('\\');
        }
        plain.push(if sign == '\n' { ' ' } else { sign });
    }
    plain
}
