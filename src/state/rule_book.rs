//! The rule book: what a first page needs comes with the app, everything else once it is fetched. Knows no page.

use crate::i18n::english;
use huiqi_engine::RuleBook;
use huiqi_engine::assess::DependencyGraph;
use huiqi_engine::case;
use std::sync::OnceLock;

// What a first page needs of the book, see `build.rs`; natively all of it.
static FIRST: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/book.bin"));
static WHOLE: OnceLock<RuleBook<'static>> = OnceLock::new();

/// The rule book in the language of the pages: whole once it was fetched, until then what a first page needs. Its indexes
/// never change.
pub fn book() -> &'static RuleBook<'static> {
    english().map_or_else(source_language_book, |english| &english.texts.book)
}

/// The rule book in Chinese, whatever the language of the pages: what was typed is read by its units.
#[expect(clippy::expect_used, reason = "the build wrote this binary and the tests read it back")]
pub fn source_language_book() -> &'static RuleBook<'static> {
    static BOOK: OnceLock<RuleBook<'static>> = OnceLock::new();
    WHOLE.get().unwrap_or_else(|| BOOK.get_or_init(|| RuleBook::decode(FIRST).expect("the embedded rule book decodes")))
}

/// What an answer touches. Only for the whole book.
pub fn dependency_graph() -> &'static DependencyGraph {
    static INDEX: OnceLock<DependencyGraph> = OnceLock::new();
    INDEX.get_or_init(|| DependencyGraph::new(book()))
}

/// Whether the whole book is here.
pub fn is_complete() -> bool {
    WHOLE.get().is_some()
}

/// Takes in the whole book. Refused (false) where it is another edition, cut or damaged.
pub fn install_full_book(binary: Vec<u8>) -> bool {
    if case::fingerprint(&binary) != fingerprint() {
        return false;
    }
    // The book borrows its texts and lives as long as the page.
    match RuleBook::decode(binary.leak()) {
        Ok(book) => WHOLE.set(book).is_ok(),
        Err(_) => false,
    }
}

/// A short name for this exact rule book: it changes whenever a rule, a question or a word of it changes.
pub fn fingerprint() -> u64 {
    // The build wrote it; a wrong digit would only make the book look like another edition.
    env!("BOOK_FINGERPRINT").parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_or_damaged_book_is_rejected() {
        assert!(!install_full_book(vec![1, 2, 3]));
        assert!(!book().measures.is_empty());
    }
}
