//! Parses `text.md`, the official text, into articles; finds quotes in it.

use super::source::{Diagnostic, Source};
use super::toml_reader::{Diagnostics, SpannedStr};
use huiqi_engine::book::{Article, Chapter, TextLocation};

/// Splits the official text into preamble, chapter openings, articles and closing.
pub fn read<'t>(sources: &'t [Source], chapters: &[Chapter<'t>], problems: &Diagnostics) -> Vec<Article<'t>> {
    let Some((file, source)) = sources.iter().enumerate().find(|(_, source)| source.path.ends_with("text.md")) else {
        problems.add(Diagnostic::general("缺少文件 text.md（文件原文）"));
        return Vec::new();
    };
    let last_article = chapters.iter().map(|chapter| chapter.articles.1).max().unwrap_or(0);
    let mut pieces: Vec<(TextLocation, &'t str, usize, usize)> = vec![(TextLocation::Preamble, "", 0, 0)];
    let mut offset = 0;
    for line in source.text.split_inclusive('\n') {
        let (start, end) = (offset, offset + line.len());
        offset = end;
        let content = line.trim();
        if let Some(title) = content.strip_prefix("## ") {
            let chapter = chapters.iter().find(|chapter| title.starts_with(chapter.title));
            match chapter {
                Some(chapter) => pieces.push((TextLocation::Chapter(chapter.no), "", end, end)),
                None => {
                    let bytes = start..start + line.trim_end().len();
                    problems.add(Diagnostic::at(file, bytes, format!("document.toml 中没有这一章：{title}")));
                }
            }
        } else if let Some((no, rest)) = article_start(content) {
            let body = source.text.get(start..end).and_then(|l| l.find(rest)).map_or(start, |at| start + at);
            let title_end = rest.find('。').map_or(body, |at| body + at + "。".len());
            let title = source.text.get(body..title_end).unwrap_or("").trim_end_matches('。');
            pieces.push((TextLocation::Article(no), title, title_end, end));
        } else if content.starts_with("# ") || content.is_empty() {
            // Titles and blank lines belong to no section.
        } else {
            let after_all =
                matches!(pieces.last(), Some((TextLocation::Article(no), _, _, to)) if *no == last_article && *to > 0);
            match pieces.last_mut() {
                Some(_) if after_all => pieces.push((TextLocation::Closing, "", start, end)),
                Some((_, _, from, to)) if from == to => (*from, *to) = (start, end),
                Some((_, _, _, to)) => *to = end,
                None => {}
            }
        }
    }
    check_complete(&pieces, chapters, problems);
    pieces
        .into_iter()
        .map(|(place, title, from, to)| Article { place, title, text: source.text.get(from..to).unwrap_or("").trim() })
        .filter(|article| !article.text.is_empty())
        .collect()
}

fn check_complete(pieces: &[(TextLocation, &str, usize, usize)], chapters: &[Chapter<'_>], problems: &Diagnostics) {
    for chapter in chapters {
        for no in chapter.articles.0..=chapter.articles.1 {
            if !pieces.iter().any(|(place, ..)| *place == TextLocation::Article(no)) {
                problems.add(Diagnostic::general(format!("text.md 中没有第{no}条")));
            }
        }
    }
}

// `12．` with a full-width point opens article 12.
fn article_start(line: &str) -> Option<(u16, &str)> {
    let (no, rest) = line.split_once('．')?;
    Some((no.parse().ok()?, rest))
}

/// Reports a quote that does not occur in the text of its location.
pub fn check_quote(articles: &[Article<'_>], place: TextLocation, quote: &SpannedStr<'_>, problems: &Diagnostics) {
    let found =
        articles.iter().filter(|article| article.place == place).any(|article| article.text.contains(quote.text));
    if !found {
        let elsewhere = articles.iter().find(|article| article.text.contains(quote.text));
        let problem = quote.at.problem(format!("{}的原文中没有这段文字", said(place)));
        problems.add(match elsewhere {
            Some(article) => problem.help(format!("这段文字在{}", said(article.place))),
            None => problem.help("引文必须与原文一字不差，标点和全角半角也一样"),
        });
    }
}

/// The Chinese name of a location.
pub fn said(place: TextLocation) -> String {
    match place {
        TextLocation::Preamble => "文件开头".into(),
        TextLocation::Chapter(no) => format!("第{no}章开头"),
        TextLocation::Article(no) => format!("第{no}条"),
        TextLocation::Closing => "文件结尾".into(),
    }
}
