//! The embedded rule book. Knows no page.

use huiqi_engine::Book;
use std::sync::OnceLock;

static BINARY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/book.bin"));

/// The rule book, decoded once.
#[expect(clippy::expect_used, reason = "the build wrote this binary and the tests read it back")]
pub fn book() -> &'static Book<'static> {
    static BOOK: OnceLock<Book<'static>> = OnceLock::new();
    BOOK.get_or_init(|| Book::decode(BINARY).expect("the embedded rule book decodes"))
}

/// A short name for this exact rule book: it changes whenever a rule, a question or a word of it changes.
pub fn fingerprint() -> u64 {
    static HASH: OnceLock<u64> = OnceLock::new();
    *HASH.get_or_init(|| huiqi_engine::case::fingerprint(BINARY))
}
