//! The language of a table's results and messages. Knows no table.

use crate::book::RuleBookFolder;
use crate::i18n;
use anyhow::{Context, Result};
use huiqi_engine::RuleBook;
use huiqi_engine::batch::Labels;
use huiqi_engine::translation::Translation;
use huiqi_tables::{ReportLanguage, TableFinding, TableMessage};
use std::collections::HashMap;
use std::sync::OnceLock;

// The English of the words of tables, by the Chinese. Labels take a plain function, which has no place for them.
static ENGLISH: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();

/// A language with the rule book in it.
pub struct TableLanguage<'b> {
    /// Which one.
    pub report: ReportLanguage,
    /// The rule book in it.
    pub book: RuleBook<'b>,
    /// The rule book in the other language, in which a table may be, too.
    pub other: Option<RuleBook<'b>>,
    /// The words of the results.
    pub labels: Labels,
}

impl<'b> TableLanguage<'b> {
    /// Opens a language of a rule book.
    ///
    /// # Errors
    /// The rule book or its English has mistakes, or there is no English.
    pub fn open(opened: &'b RuleBookFolder, is_english: bool) -> Result<Self> {
        let book = opened.book()?;
        let sentences = i18n::catalog(&crate::root())?;
        let translation = match opened.english(&sentences)? {
            // Leaked on purpose: a command opens a rule book once and exits.
            Some(binary) => Some(
                Translation::decode(binary.leak(), opened.fingerprint()).context("the English cannot be read back")?,
            ),
            None => None,
        };
        if !is_english {
            let other = translation.map(|translation| translation.book);
            return Ok(Self { report: ReportLanguage::Chinese, book, other, labels: Labels::chinese() });
        }
        let translation = translation.context("this rule book has no English")?;
        let catalog = translation.catalog().context("the English messages cannot be read back")?;
        ENGLISH.get_or_init(|| translation.phrases.iter().copied().collect());
        let labels = Labels { word: english, catalog: Box::leak(Box::new(catalog)) };
        Ok(Self { report: ReportLanguage::English, book: translation.book, other: Some(book), labels })
    }

    /// A message in this language.
    pub fn message(&self, message: &TableMessage) -> String {
        match self.report {
            ReportLanguage::Chinese => message.to_string(),
            ReportLanguage::English => message.english(self.labels.catalog, &english),
        }
    }

    /// A finding in this language, on one line.
    pub fn finding(&self, finding: &TableFinding) -> String {
        match self.report {
            ReportLanguage::Chinese => finding.to_string(),
            ReportLanguage::English => finding.english(self.labels.catalog, &english),
        }
    }
}

/// The English of a word or template of the engine; the Chinese where there is none.
pub fn english(chinese: &'static str) -> &'static str {
    ENGLISH.get().and_then(|words| words.get(chinese).copied()).unwrap_or(chinese)
}

/// The templates of the engine in the language of results.
pub fn translate(language: ReportLanguage) -> fn(&'static str) -> &'static str {
    match language {
        ReportLanguage::Chinese => |template| template,
        ReportLanguage::English => english,
    }
}

#[cfg(test)]
#[expect(clippy::expect_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_words_of_results() {
        let opened = RuleBookFolder::open(&crate::book::policies().join("jiaxing-2023-3")).expect("no mistake");
        let chinese_words = TableLanguage::open(&opened, false).expect("Chinese");
        assert!(chinese_words.other.is_some());
        let words = TableLanguage::open(&opened, true).expect("English");
        let titles = huiqi_engine::batch::result_titles(&words.book, &words.labels);
        assert!(titles.iter().all(|title| !title.contains(['，', '（', '项'])), "{titles:?}");
        assert_ne!(words.labels.catalog.money(1.into()), chinese_words.labels.catalog.money(1.into()));
    }
}
