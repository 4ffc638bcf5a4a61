//! The English translation of a rule book and of the sentences of the pages: one binary, fetched only by users who
//! choose English. Knows no sentence.

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
    /// The translated rule book. All ids, rules and figures are unchanged, and so are quotes of the official text.
    pub book: RuleBook<'a>,
    /// A one-sentence summary of each measure, in the order of [`RuleBook::measures`].
    pub summaries: IndexVec<MeasureId, &'a str>,
    /// The subject of each section of the official text, or empty, in the order of [`RuleBook::articles`].
    pub headings: Vec<&'a str>,
    /// The sentences of the pages, Chinese and English, sorted by the Chinese.
    pub phrases: Vec<(&'a str, &'a str)>,
    /// The templates of explanations, see [`Templates`](crate::message::Templates).
    pub messages: Vec<&'a str>,
    /// The plural rules, list styles and scales of the templates.
    pub formats: Vec<(&'a str, &'a str)>,
}

records! {
    Translation<'a> { of book summaries headings phrases messages formats }
}

impl<'a> Translation<'a> {
    /// The parsed templates. `None` if they do not match the messages of this program.
    pub fn catalog(&self) -> Option<Catalog<'a>> {
        Catalog::new(&self.messages, &self.formats)
    }

    /// Encodes the translation to a compact binary.
    ///
    /// # Errors
    /// Only if memory runs out.
    pub fn encode(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_allocvec(self)
    }

    /// Decodes a binary; texts are borrowed from it.
    ///
    /// # Errors
    /// If it is truncated, corrupt, or the translation of a rule book with another fingerprint.
    pub fn decode(binary: &'a [u8], of: u64) -> Result<Self, DecodeError> {
        let read: Self = whole(binary).ok_or(DecodeError)?;
        let fits = read.of == of
            && read.book.is_valid()
            && read.summaries.len() == read.book.measures.len()
            && read.headings.len() == read.book.articles.len();
        if fits { Ok(read) } else { Err(DecodeError) }
    }
}
