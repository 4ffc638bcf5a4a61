//! The rule book in words as one HTML page to read and print: no script, no requests. Knows no rule.

use super::content::{Handbook, HandbookArticle, HandbookBlock, HandbookLine, HandbookPart};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use sha2::{Digest, Sha256};
use std::fmt::Write;

const STYLE: &str = include_str!("page.css");

/// The whole page.
pub fn write(text: &Handbook) -> String {
    let mut out = String::from("<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n");
    let style = format!("\n{STYLE}");
    // Whatever a quoted sentence contains, nothing in the page runs or loads, and only this style applies.
    let only = format!("default-src 'none'; style-src 'sha256-{}'", hash(&style));
    put(&mut out, &format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{only}\">"));
    out.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    element(&mut out, "title", &text.title);
    put(&mut out, &format!("<style>{style}</style>\n</head>\n<body>\n<header>"));
    element(&mut out, "h1", &text.title);
    element(&mut out, "p", &text.about);
    element(&mut out, "p", "引文是文件原文，其余是规则说出来的话。");
    put(&mut out, "</header>");
    lines(&mut out, &text.common);
    contents(&mut out, text);
    for (index, part) in text.parts.iter().enumerate() {
        self::part(&mut out, index, part);
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn contents(out: &mut String, text: &Handbook) {
    put(out, "<nav aria-label=\"目录\"><ul>");
    for (index, part) in text.parts.iter().enumerate() {
        put(out, &format!("<li><a href=\"#part-{index}\">{}</a></li>", escaped(&part.title)));
    }
    put(out, "</ul></nav>");
}

fn part(out: &mut String, index: usize, part: &HandbookPart) {
    put(out, &format!("<section id=\"part-{index}\">"));
    element(out, "h2", &part.title);
    if !part.about.is_empty() {
        element(out, "p", &part.about);
    }
    for block in &part.opening {
        self::block(out, block);
    }
    for HandbookArticle { title, blocks } in &part.articles {
        put(out, "<section>");
        element(out, "h3", title);
        for block in blocks {
            self::block(out, block);
        }
        // Visible in print only: the rules are signed off article by article.
        put(out, "<p class=\"sign\">核对人：＿＿＿＿＿＿　日期：＿＿＿＿＿＿</p>");
        put(out, "</section>");
    }
    put(out, "</section>");
}

fn block(out: &mut String, block: &HandbookBlock) {
    let kind = if block.title.is_empty() { "task" } else { "measure" };
    put(out, &format!("<article class=\"{kind}\">"));
    if !block.title.is_empty() {
        element(out, "h4", &block.title);
    }
    for quote in &block.quotes {
        element(out, "blockquote", quote);
    }
    lines(out, &block.lines);
    put(out, "</article>");
}

fn lines(out: &mut String, lines: &[HandbookLine]) {
    put(out, "<dl>");
    for line in lines {
        element(out, "dt", line.name);
        for point in &line.points {
            element(out, "dd", point);
        }
    }
    put(out, "</dl>");
}

fn hash(style: &str) -> String {
    BASE64_STANDARD.encode(Sha256::digest(style))
}

fn element(out: &mut String, name: &str, text: &str) {
    put(out, &format!("<{name}>{}</{name}>", escaped(text)));
}

fn put(out: &mut String, line: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{line}");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_sentence_is_escaped_in_html() {
        assert_eq!(escaped("《贯彻<浙江省&\"政策\">》"), "《贯彻&lt;浙江省&amp;&quot;政策&quot;&gt;》");
    }
}
