//! The official text on English pages: it stays Chinese and is marked so, with a summary in English before it.

use crate::dom::{Element, html};
use crate::i18n::{Locale, english};
use huiqi_engine::book::MeasureId;
use leptos::prelude::AnyView;

/// An element whose text is Chinese in every language of the pages.
pub fn official(element: Element) -> Element {
    if english().is_some() { element.attr("lang", Locale::Chinese.tag()) } else { element }
}

/// What a measure says in one sentence, before its Chinese; nothing on Chinese pages.
pub fn summary_in_english(measure: MeasureId) -> Option<AnyView> {
    let summary = english()?.summaries[measure];
    Some(html::p().class("summary-line").child(summary).into_any())
}

/// What the piece at this place of the official text is about, in English; nothing on Chinese pages and for pieces that
/// are no article.
pub fn heading_in_english(piece: usize) -> Option<&'static str> {
    english()?.headings.get(piece).copied().filter(|heading| !heading.is_empty())
}
