//! A rule book said in English, with the sentences of the pages around it: one binary, fetched by those who choose it.
//! Knows no sentence.

use crate::book::binary::{records, whole};
use crate::book::{DecodeError, MeasureId, RuleBook};
use crate::index::IndexVec;
use crate::message::Catalog;
use serde::Serialize;

/// A rule book in English.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Translation<'a> {
    /// Fingerprint of the rule book that was translated.
    pub of: u64,
    /// That rule book with English in the place of its texts. Every index, rule and figure is the same, and what is quoted
    /// from the official text stays as it is.
    pub book: RuleBook<'a>,
    /// What each measure says, in one sentence; in the order of [`Book::measures`].
    pub summaries: IndexVec<MeasureId, &'a str>,
    /// What each stretch of the official text is about, or empty; in the order of [`Book::articles`].
    pub headings: Vec<&'a str>,
    /// The pages' own sentences, Chinese and English, sorted by the Chinese.
    pub phrases: Vec<(&'a str, &'a str)>,
    /// The templates of explanations, see [`Templates`](crate::message::Templates).
    pub messages: Vec<&'a str>,
    /// Their plural rules, list styles and scales.
    pub formats: Vec<(&'a str, &'a str)>,
}

records! {
    Translation<'a> { of book summaries headings phrases messages formats }
}

impl<'a> Translation<'a> {
    /// The templates, read. `None` where they are not those of this program.
    pub fn catalog(&self) -> Option<Catalog<'a>> {
        Catalog::new(&self.messages, &self.formats)
    }

    /// The compact binary.
    ///
    /// # Errors
    /// Only where memory runs out.
    pub fn encode(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_allocvec(self)
    }

    /// Reads a binary; texts are borrowed from it.
    ///
    /// # Errors
    /// Where it is cut, damaged, or a translation of another rule book than the one with this fingerprint.
    pub fn decode(binary: &'a [u8], of: u64) -> Result<Self, DecodeError> {
        let read: Self = whole(binary).ok_or(DecodeError)?;
        let fits = read.of == of
            && read.book.is_valid()
            && read.summaries.len() == read.book.measures.len()
            && read.headings.len() == read.book.articles.len();
        if fits { Ok(read) } else { Err(DecodeError) }
    }
}
