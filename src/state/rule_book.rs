//! The rule book: what a first page needs comes with the app, everything else once it is fetched. Knows no page.

use crate::i18n::{self, Locale};
use huiqi_engine::RuleBook;
use huiqi_engine::assess::DependencyGraph;
use huiqi_engine::case;
use std::sync::OnceLock;

// What a first page needs of the book, see `build.rs`; natively all of it.
static FIRST: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/book.bin"));

/// Decodes and validates a rule book. A function pointer, because the validation is in the lazy module.
pub type BookDecoder = fn(&'static [u8]) -> Option<RuleBook<'static>>;

/// The rule book of a document, as much of it as is here: made once, and handed down with the state of the pages.
pub struct RuleBooks {
    // What a first page needs.
    initial: RuleBook<'static>,
    // All of it, once it was fetched.
    full: OnceLock<RuleBook<'static>>,
    // The same in English, once that was fetched.
    english: OnceLock<RuleBook<'static>>,
    graph: OnceLock<DependencyGraph>,
    fingerprint: u64,
}

impl RuleBooks {
    /// What comes with the app, for as long as the page lives.
    #[expect(clippy::expect_used, reason = "the build wrote this binary and the tests read it back")]
    pub fn embedded() -> &'static Self {
        Box::leak(Box::new(Self {
            initial: RuleBook::decode_trusted(FIRST).expect("the embedded rule book decodes"),
            full: OnceLock::new(),
            english: OnceLock::new(),
            graph: OnceLock::new(),
            // The build wrote it; a wrong digit would only make the book look like another edition.
            fingerprint: env!("BOOK_FINGERPRINT").parse().unwrap_or_default(),
        }))
    }

    /// The rule book in the language of the pages: whole once it was fetched, until then what a first page needs. Its
    /// indexes never change.
    pub fn book(&self) -> &RuleBook<'static> {
        match i18n::current() {
            Locale::Chinese => self.source_language_book(),
            Locale::English => self.english_book().unwrap_or_else(|| self.source_language_book()),
        }
    }

    /// The rule book in Chinese, whatever the language of the pages: what was typed is read by its units.
    pub fn source_language_book(&self) -> &RuleBook<'static> {
        self.full.get().unwrap_or(&self.initial)
    }

    /// The rule book in English once it was fetched, whatever the language of the pages.
    pub fn english_book(&self) -> Option<&RuleBook<'static>> {
        self.english.get()
    }

    /// What an answer touches. Only for the whole book.
    pub fn dependency_graph(&self) -> &DependencyGraph {
        self.graph.get_or_init(|| DependencyGraph::new(self.book()))
    }

    /// Whether the whole book is here.
    pub fn is_complete(&self) -> bool {
        self.full.get().is_some()
    }

    /// Takes in the whole book. Refused (false) where it is another edition, cut or damaged.
    pub fn install_full_book(&self, binary: Vec<u8>, decode: BookDecoder) -> bool {
        if case::fingerprint(&binary) != self.fingerprint {
            return false;
        }
        // The book borrows its texts and lives as long as the page.
        decode(binary.leak()).is_some_and(|book| self.full.set(book).is_ok())
    }

    /// Takes in the book in English, which was read against this one.
    pub fn install_english_book(&self, book: RuleBook<'static>) {
        // A second one is the same.
        let _ = self.english.set(book);
    }

    /// A short name for this exact rule book: it changes whenever a rule, a question or a word of it changes.
    pub const fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// The same as 16 hexadecimal digits, as kept with every case.
    pub fn fingerprint_hex(&self) -> String {
        format!("{:016x}", self.fingerprint)
    }
}

/// The embedded rule book, for tests.
#[cfg(test)]
pub fn test_rules() -> &'static RuleBooks {
    static RULES: OnceLock<&RuleBooks> = OnceLock::new();
    RULES.get_or_init(RuleBooks::embedded)
}

/// The same, where a test needs no more than the book.
#[cfg(test)]
pub fn test_book() -> &'static RuleBook<'static> {
    test_rules().book()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_or_damaged_book_is_rejected() {
        assert!(!test_rules().install_full_book(vec![1, 2, 3], |binary| RuleBook::decode(binary).ok()));
        assert!(!test_book().measures.is_empty());
    }
}
