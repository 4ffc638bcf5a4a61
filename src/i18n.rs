//! The locale of the pages: Chinese, which the main module contains, or English, which is fetched on request. Contains
//! no message: the Chinese literals in the pages are looked up here when they are rendered.

/// A message with values, in the current locale. In Chinese the values fill the `{}` in order. English templates may
/// refer to them by number, `{1}`, and select a word by the preceding value, `{1} question{|s}`: the first word after a
/// 1, the second otherwise.
#[macro_export]
macro_rules! say {
    ($template:literal $(, $value:expr)* $(,)?) => {
        $crate::i18n::say($template, &[$(&$value as &dyn std::fmt::Display),*])
    };
}

pub mod engine_text;
pub mod english;

use huiqi_engine::RuleBook;
use huiqi_engine::book::MeasureId;
use huiqi_engine::index::IndexVec;
use huiqi_engine::message::Catalog;
use huiqi_engine::number::Date;
use std::fmt::{Display, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// A language of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locale {
    /// Simplified Chinese.
    #[default]
    Chinese,
    /// English; the official text stays Chinese.
    English,
}

impl Locale {
    /// Its language tag, as in the `lang` attribute.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }
}

/// All English texts other than the rule book, once fetched.
pub struct English {
    /// A one-sentence summary of each measure, in the order of the rule book.
    pub summaries: IndexVec<MeasureId, &'static str>,
    /// The subject of each section of the official text, or an empty text; in its order.
    pub headings: Vec<&'static str>,
    /// The messages of the pages, Chinese and English, sorted by the Chinese.
    pub phrases: Vec<(&'static str, &'static str)>,
    /// The templates of explanations. Leaked, so that a first visit does not download the code that drops them.
    pub catalog: &'static Catalog<'static>,
    /// Formats a date with the catalog. A function pointer, because the code that fills templates is in the lazy
    /// module.
    pub date: fn(&Catalog<'static>, Date) -> String,
}

/// The decoded English file: the rule book and all other texts.
pub type DecodedEnglish = (RuleBook<'static>, English);

static HERE: OnceLock<English> = OnceLock::new();
static CHOSEN: AtomicBool = AtomicBool::new(false);

/// The English texts, if English is the current locale.
pub fn english() -> Option<&'static English> {
    if CHOSEN.load(Ordering::Relaxed) { HERE.get() } else { None }
}

/// The current locale.
pub fn current() -> Locale {
    if english().is_some() { Locale::English } else { Locale::Chinese }
}

/// Whether English has loaded.
pub fn is_loaded() -> bool {
    HERE.get().is_some()
}

/// Installs the fetched texts.
pub fn install(english: English) {
    // A second call would install the same texts.
    let _ = HERE.set(english);
}

/// Sets the locale of the pages. English has to be installed.
pub fn set_locale(locale: Locale) {
    CHOSEN.store(locale == Locale::English, Ordering::Relaxed);
}

/// Translates a message of the pages to the current locale. Messages are written in Chinese at the point of use. A text
/// without a translation, such as a text of the rule book, is returned unchanged. The build checks that all messages of
/// the pages are translated.
#[inline(never)]
pub fn t(chinese: &'static str) -> &'static str {
    match english() {
        Some(english) => english.phrase(chinese).unwrap_or(chinese),
        None => chinese,
    }
}

impl English {
    fn phrase(&self, chinese: &str) -> Option<&'static str> {
        let phrases = &self.phrases;
        let place = phrases.binary_search_by(|(known, _)| (*known).cmp(chinese)).ok()?;
        phrases.get(place).map(|(_, english)| *english)
    }
}

/// A message with values for its `{}`, in the current locale; written as `say!("共 {} 项", n)`.
pub fn say(template: &'static str, values: &[&dyn Display]) -> String {
    let template = t(template);
    let mut said = String::with_capacity(template.len());
    let mut next = 0;
    let mut last = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((inside, after)) = after.split_once('}') else { break };
        said.push_str(before);
        rest = after;
        if let Some((one, many)) = inside.split_once('|') {
            said.push_str(if last == "1" { one } else { many });
            continue;
        }
        let place = inside.parse().unwrap_or(next);
        next = place + 1;
        last.clear();
        if let Some(value) = values.get(place) {
            // Writing to a string cannot fail.
            let _ = write!(last, "{value}");
        }
        said.push_str(&last);
    }
    said.push_str(rest);
    said
}

#[cfg(test)]
mod tests {
    #[test]
    fn placeholders_are_filled_by_order_or_index() {
        assert_eq!(say!("共 {} 项，{} 项待定。", 3, "两"), "共 3 项，两 项待定。");
        assert_eq!(say!("{1} of {0}", "ten", 2), "2 of ten");
        assert_eq!(say!("{} question{|s} left", 1), "1 question left");
        assert_eq!(say!("{} question{|s} left", 21), "21 questions left");
        assert_eq!(say!("没有"), "没有");
    }
}
