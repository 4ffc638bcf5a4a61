//! The official text on English pages: it stays Chinese, has `lang` set accordingly, and is preceded by an English
//! summary.

use crate::dom::{Element, html};
use crate::i18n::{Locale, english};
use huiqi_engine::book::MeasureId;
use leptos::prelude::AnyView;

/// Marks an element whose text is Chinese in every locale.
pub fn official(element: Element) -> Element {
    if english().is_some() { element.attr("lang", Locale::Chinese.tag()) } else { element }
}

/// A one-sentence English summary of a measure, shown before the Chinese text; `None` on Chinese pages.
pub fn summary_in_english(measure: MeasureId) -> Option<AnyView> {
    let summary = english()?.summaries[measure];
    Some(html::p().class("summary-line").child(summary).into_any())
}

/// The English heading of this piece of the official text; `None` on Chinese pages and for pieces that are not
/// articles.
pub fn heading_in_english(piece: usize) -> Option<&'static str> {
    english()?.headings.get(piece).copied().filter(|heading| !heading.is_empty())
}
