//! The search in the official text. Knows no page.

use crate::dom::{IntoChild, fragment, html};
use huiqi_engine::RuleBook;
use huiqi_engine::book::{AnnexItem, Article, Chapter, TextLocation};
use leptos::prelude::*;

/// Whether a text contains what is searched for; not if nothing is searched for.
pub fn holds_text(text: &str, wanted: &str) -> bool {
    !wanted.is_empty() && text.contains(wanted)
}

/// Whether an item of the annex contains it.
pub fn holds_item(item: &AnnexItem<'_>, wanted: &str) -> bool {
    let responsible = item.responsible.iter().copied();
    [item.title, item.goal].into_iter().chain(responsible).any(|text| holds_text(text, wanted))
}

/// Whether a piece of the text contains it.
pub fn holds_article(article: &Article<'_>, wanted: &str) -> bool {
    [article.text, article.title].iter().any(|text| holds_text(text, wanted))
}

/// The number of articles and items of the annex that contain it.
pub fn count(book: &RuleBook<'_>, wanted: &str) -> usize {
    let articles = book.articles.iter().filter(|article| holds_article(article, wanted));
    articles.count() + book.annex.iter().filter(|item| holds_item(item, wanted)).count()
}

/// Whether a chapter has a piece that was found. `found`: for each piece of the text.
pub fn is_in_chapter(book: &RuleBook<'_>, chapter: &Chapter<'_>, found: &[bool]) -> bool {
    let is_here = |place: TextLocation| match place {
        TextLocation::Article(no) => (chapter.articles.0..=chapter.articles.1).contains(&no),
        place => place == TextLocation::Chapter(chapter.no),
    };
    book.articles.iter().zip(found).any(|(piece, found)| *found && is_here(piece.place))
}

/// A text with the hits marked.
pub fn marked(text: &'static str, wanted: &str) -> AnyView {
    let mut views = Vec::new();
    let mut from = 0;
    for (at, hit) in text.match_indices(wanted) {
        views.push(text.get(from..at).unwrap_or_default().into_child());
        views.push(html::mark().child(hit.to_owned()).into_any());
        from = at + hit.len();
    }
    views.push(text.get(from..).unwrap_or_default().into_child());
    fragment(views)
}
