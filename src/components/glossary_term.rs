//! Glossary terms: words that not every user knows, explained where they occur. A button in the sentence unfolds the
//! definition below it. The rule book defines the terms.

use super::loading_fallback::lazy_view;
use crate::app::AppState;
use crate::dom::{IntoChild, empty_view, ev, fragment, html};
use crate::i18n::t;
use crate::platform;
use huiqi_engine::RuleBook;
use leptos::prelude::*;

/// A piece of a sentence: the text before a term, the term as written there, and its index in the rule book.
type Piece = (&'static str, &'static str, usize);

// The terms of a sentence in order of occurrence, each once, and the text after the last one.
fn pieces(book: &'static RuleBook<'static>, text: &'static str) -> (Vec<Piece>, &'static str) {
    let (mut pieces, mut rest, mut from): (Vec<Piece>, _, _) = (Vec::new(), text, 0);
    while let Some(tail) = text.get(from..) {
        let Some(first) = tail.chars().next() else { break };
        let found = longest(book, tail).filter(|(place, _)| pieces.iter().all(|(_, _, known)| known != place));
        let Some((place, word)) = found else {
            from += first.len_utf8();
            continue;
        };
        let start = text.len() - rest.len();
        pieces.push((&text[start..from], word, place));
        from += word.len();
        rest = &text[from..];
    }
    (pieces, rest)
}

fn longest(book: &'static RuleBook<'static>, text: &'static str) -> Option<(usize, &'static str)> {
    let mut found: Option<(usize, &'static str)> = None;
    for (place, term) in book.terms.iter().enumerate() {
        for word in term.words.iter().filter(|word| text.starts_with(**word)) {
            if found.is_none_or(|(_, known)| known.len() < word.len()) {
                found = text.get(..word.len()).map(|word| (place, word));
            }
        }
    }
    found
}

/// The terms that occur in these texts, each once.
pub fn terms_in(book: &'static RuleBook<'static>, texts: impl Iterator<Item = &'static str>) -> Vec<usize> {
    let mut terms = Vec::new();
    for (_, _, place) in texts.flat_map(|text| pieces(book, text).0) {
        if !terms.contains(&place) {
            terms.push(place);
        }
    }
    terms
}

/// The index of the unfolded term at one place on the page.
pub type Unfolded = RwSignal<Option<usize>>;

/// A sentence whose terms are buttons. [`meaning`] with the same `unfolded` and `id` shows their definitions.
pub fn explained(app: AppState, text: &'static str, id: &str, unfolded: Unfolded) -> AnyView {
    let (pieces, rest) = pieces(app.book(), text);
    if pieces.is_empty() {
        return text.into_child();
    }
    let mut views = Vec::new();
    for (before, word, place) in pieces {
        let is_open = move || unfolded.get() == Some(place);
        let press = move |event: platform::Event| {
            // Inside a label: the click must not activate the label's field.
            event.prevent_default();
            unfolded.update(|unfolded| *unfolded = if *unfolded == Some(place) { None } else { Some(place) });
        };
        let close = move |event: platform::Event| {
            if platform::is_escape(&event) {
                unfolded.set(None);
            }
        };
        views.push(before.into_child());
        views.push(
            html::button()
                .class("term")
                .attr("type", "button")
                .attr("aria-controls", format!("{id}-means"))
                .attr("aria-expanded", move || Some(if is_open() { "true" } else { "false" }))
                .on(ev::click, press)
                .on(ev::keydown, close)
                .child(word)
                .into_any(),
        );
    }
    views.push(rest.into_child());
    fragment(views)
}

/// The definition of the unfolded term. The status role announces it when it appears.
pub fn meaning(app: AppState, id: &str, unfolded: Unfolded) -> AnyView {
    html::div()
        .class("explanation")
        .attr("id", format!("{id}-means"))
        .attr("role", "status")
        .child(move || unfolded.get().map(|place| lazy_view(app, move |more| (more.term)(app.book(), place))))
        .into_any()
}

/// The definition of a term. Part of the lazy module.
pub fn term(book: &'static RuleBook<'static>, place: usize) -> AnyView {
    let Some(term) = book.terms.get(place) else { return empty_view() };
    let word = term.words.first().copied().unwrap_or("");
    html::p().class("meaning").child(html::b().child(word)).child(t("：")).child(term.says).into_any()
}

/// The definitions of the terms in a question's options and help. Part of the lazy module.
pub fn glossary(book: &'static RuleBook<'static>, terms: &[usize]) -> AnyView {
    let entry = |place: &usize| {
        let term = book.terms.get(*place)?;
        let word = html::dt().child(term.words.first().copied().unwrap_or(""));
        Some(html::div().child(word).child(html::dd().child(term.says)).into_any())
    };
    html::dl().class("glossary").child(terms.iter().filter_map(entry).collect::<Vec<_>>()).into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::rule_book::test_book;

    #[test]
    fn sentence_split_at_terms_joins_to_original() {
        let mut explained = 0;
        for fact in &test_book().facts {
            let (pieces, rest) = pieces(test_book(), fact.ask);
            explained += pieces.len();
            let whole: String = pieces.iter().flat_map(|(before, word, _)| [*before, *word]).chain([rest]).collect();
            assert_eq!(whole, fact.ask);
        }
        assert!(explained > 8, "terms are explained in questions: {explained}");
    }

    #[test]
    fn longest_matching_term_is_found_once() {
        let terms = terms_in(test_book(), ["规模以上企业与规上企业", "高新技术企业"].into_iter());
        assert_eq!(terms.len(), 2, "other forms of a word are the same term: {terms:?}");
        let (pieces, _) = pieces(test_book(), "您是规模以上企业吗？");
        assert_eq!(pieces.first().map(|piece| piece.1), Some("规模以上企业"));
    }
}
