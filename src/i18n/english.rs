//! Decodes the file with the English texts. Part of the lazy module.

use crate::i18n::{DecodedEnglish, English};
use huiqi_engine::RuleBook;
use huiqi_engine::message::Catalog;
use huiqi_engine::translation::Translation;

/// Decodes the file. `None` if it is damaged, or belongs to another edition than this rule book with this fingerprint.
pub fn read(binary: Vec<u8>, book: &RuleBook<'_>, fingerprint: u64) -> Option<DecodedEnglish> {
    // The texts are borrowed from the file and live as long as the page.
    let texts = Translation::decode(binary.leak(), fingerprint).ok().filter(|texts| texts.book.stands_for(book))?;
    let catalog: &'static Catalog<'static> = Box::leak(Box::new(texts.catalog()?));
    let Translation { book, summaries, headings, phrases, .. } = texts;
    Some((book, English { summaries, headings, phrases, catalog, date: Catalog::date }))
}
