//! Texts besides the measures: sentences that grant nothing, the annex, the articles, and the glossary.

use super::MeasureId;
use serde::Serialize;

/// A sentence that is a task, target or budget of the government and grants nothing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Task<'a> {
    /// Its location.
    pub place: TextLocation,
    /// Verbatim.
    pub quote: &'a str,
    /// The reason why it grants nothing.
    pub why: &'a str,
}

/// A glossary term: a word of the document that needs explanation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Term<'a> {
    /// The word and its other forms.
    pub words: Vec<&'a str>,
    /// The definition, in one to three sentences.
    pub says: &'a str,
}

/// A location in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum TextLocation {
    /// Before the first chapter.
    Preamble,
    /// The opening of a chapter.
    Chapter(u8),
    /// An article.
    Article(u16),
    /// After the last article.
    Closing,
}

/// An item of the annex.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AnnexItem<'a> {
    /// Its number.
    pub no: u8,
    /// The chapter it belongs to.
    pub chapter: u8,
    /// The objective.
    pub title: &'a str,
    /// The goal, verbatim.
    pub goal: &'a str,
    /// Responsible units.
    pub responsible: Vec<&'a str>,
    /// Measures it serves.
    pub serves: Vec<MeasureId>,
}

/// A section of the official text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Article<'a> {
    /// Its location.
    pub place: TextLocation,
    /// Its title sentence, or empty.
    pub title: &'a str,
    /// The whole text, verbatim, without number and title.
    pub text: &'a str,
}
