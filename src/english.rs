//! English as it comes from its file, read here. Part of the second program.

use crate::i18n::English;
use crate::rule_book::{fingerprint, source_language_book};
use huiqi_engine::message::Catalog;
use huiqi_engine::translation::Translation;

/// Reads the file. `None` where it is damaged, or of another edition of the rule book.
pub fn read(binary: Vec<u8>) -> Option<English> {
    // The texts are borrowed from it and live as long as the page.
    let texts = Translation::decode(binary.leak(), fingerprint())
        .ok()
        .filter(|texts| texts.book.stands_for(source_language_book()))?;
    let catalog = Box::leak(Box::new(texts.catalog()?));
    Some(English { texts, catalog, date: Catalog::date })
}
