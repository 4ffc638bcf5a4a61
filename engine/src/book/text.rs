//! The text beside the measures: what nobody can claim, the annex, the articles, and words that not everybody knows.

use super::MeasureId;
use serde::Serialize;

/// A sentence that is a task, target or budget of the government.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Task<'a> {
    /// Where it stands.
    pub place: TextLocation,
    /// Verbatim.
    pub quote: &'a str,
    /// Why nobody can claim it.
    pub why: &'a str,
}

/// A word of the document that not everybody knows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Term<'a> {
    /// The word, and other forms of it.
    pub words: Vec<&'a str>,
    /// What it means, in one to three sentences.
    pub says: &'a str,
}

/// A place in the document.
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
    /// What is striven for.
    pub title: &'a str,
    /// The goal, verbatim.
    pub goal: &'a str,
    /// Responsible units.
    pub responsible: Vec<&'a str>,
    /// Measures it serves.
    pub serves: Vec<MeasureId>,
}

/// A stretch of the official text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Article<'a> {
    /// Where it stands.
    pub place: TextLocation,
    /// The sentence that is its title, or empty.
    pub title: &'a str,
    /// The whole text, verbatim, without number and title.
    pub text: &'a str,
}
