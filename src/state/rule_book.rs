//! The rule book: the main module contains the subset for the first page, the rest is fetched. Knows no page.

use crate::i18n::{self, Locale};
use huiqi_engine::RuleBook;
use huiqi_engine::assess::DependencyGraph;
use huiqi_engine::case;
use std::sync::OnceLock;

// The subset of the book for the first page, see `src/build.rs`; in native builds the full book.
static FIRST: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/book.bin"));

/// Decodes and validates a rule book. A function pointer, because the validation is in the lazy module.
pub type BookDecoder = fn(&'static [u8]) -> Option<RuleBook<'static>>;

/// The rule book of a document, as far as it has loaded. It is created once and passed on with the app state.
pub struct RuleBooks {
    // The subset for the first page.
    initial: RuleBook<'static>,
    // The full book, once fetched.
    full: OnceLock<RuleBook<'static>>,
    // The full book in English, once fetched.
    english: OnceLock<RuleBook<'static>>,
    graph: OnceLock<DependencyGraph>,
    fingerprint: u64,
}

impl RuleBooks {
    /// The rule book embedded in the main module, leaked for the lifetime of the page.
    #[expect(clippy::expect_used, reason = "the build wrote this binary and the tests read it back")]
    pub fn embedded() -> &'static Self {
        Box::leak(Box::new(Self {
            initial: RuleBook::decode_trusted(FIRST).expect("the embedded rule book decodes"),
            full: OnceLock::new(),
            english: OnceLock::new(),
            graph: OnceLock::new(),
            // The build writes it. A wrong digit would only make the book look like another edition.
            fingerprint: env!("BOOK_FINGERPRINT").parse().unwrap_or_default(),
        }))
    }

    /// The rule book in the current locale: the full book once it has loaded, until then the subset for the first page.
    /// Its indexes are the same in both.
    pub fn book(&self) -> &RuleBook<'static> {
        match i18n::current() {
            Locale::Chinese => self.source_language_book(),
            Locale::English => self.english_book().unwrap_or_else(|| self.source_language_book()),
        }
    }

    /// The rule book in Chinese, whatever the locale: its units are used to parse input.
    pub fn source_language_book(&self) -> &RuleBook<'static> {
        self.full.get().unwrap_or(&self.initial)
    }

    /// The rule book in English, once it has loaded, whatever the locale.
    pub fn english_book(&self) -> Option<&RuleBook<'static>> {
        self.english.get()
    }

    /// The dependency graph: what an answer affects. Only valid for the full book.
    pub fn dependency_graph(&self) -> &DependencyGraph {
        self.graph.get_or_init(|| DependencyGraph::new(self.book()))
    }

    /// Whether the full book has loaded.
    pub fn is_complete(&self) -> bool {
        self.full.get().is_some()
    }

    /// Installs the full book. Returns `false` if it is another edition, truncated or damaged.
    pub fn install_full_book(&self, binary: Vec<u8>, decode: BookDecoder) -> bool {
        if case::fingerprint(&binary) != self.fingerprint {
            return false;
        }
        // The book borrows its texts and lives as long as the page.
        decode(binary.leak()).is_some_and(|book| self.full.set(book).is_ok())
    }

    /// Installs the book in English, which was decoded against this one.
    pub fn install_english_book(&self, book: RuleBook<'static>) {
        // A second call would install the same book.
        let _ = self.english.set(book);
    }

    /// The fingerprint of this rule book: it changes whenever a rule, a question or a word of it changes.
    pub const fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// The fingerprint as 16 hexadecimal digits, as stored with every case.
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

/// The embedded book, for tests that need nothing else.
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
