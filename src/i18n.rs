//! The language of the pages: Chinese, which the program carries, or English, which is fetched by those who choose it.
//! Knows no sentence: what is written in the pages in Chinese is looked up here on its way to the screen.

/// A sentence with values in it, in the language of the pages. In Chinese the values come in their order at `{}`; English may
/// name them by their place, `{1}`, and choose a word by the value before it, `{1} question{|s}`: the first word after
/// a 1, the second otherwise.
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
    /// Its name on the web, as the root element and official texts have it.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }
}

/// Everything that is said in English beside the rule book, once it was fetched.
pub struct English {
    /// What each measure says, in one sentence; in the order of the rule book.
    pub summaries: IndexVec<MeasureId, &'static str>,
    /// What each stretch of the official text is about, or empty; in its order.
    pub headings: Vec<&'static str>,
    /// The pages' sentences, Chinese and English, sorted by the Chinese.
    pub phrases: Vec<(&'static str, &'static str)>,
    /// The templates of explanations. Leaked, so that no code that drops them is downloaded on a first visit.
    pub catalog: &'static Catalog<'static>,
    /// Formats a day with the catalog. A function pointer, because the code that fills templates is in the lazy module.
    pub date: fn(&Catalog<'static>, Date) -> String,
}

/// English as it comes from its file: the rule book, and everything else that is said.
pub type DecodedEnglish = (RuleBook<'static>, English);

static HERE: OnceLock<English> = OnceLock::new();
static CHOSEN: AtomicBool = AtomicBool::new(false);

/// What is said in English, while that is the language of the pages.
pub fn english() -> Option<&'static English> {
    if CHOSEN.load(Ordering::Relaxed) { HERE.get() } else { None }
}

/// The language of the pages.
pub fn current() -> Locale {
    if english().is_some() { Locale::English } else { Locale::Chinese }
}

/// Whether English was fetched.
pub fn is_loaded() -> bool {
    HERE.get().is_some()
}

/// Takes in what was fetched.
pub fn install(english: English) {
    // A second one is the same.
    let _ = HERE.set(english);
}

/// Sets the locale of the pages. English has to be installed.
pub fn set_locale(locale: Locale) {
    CHOSEN.store(locale == Locale::English, Ordering::Relaxed);
}

/// A sentence of the pages in the language of the pages. Written in Chinese where it is said; what has no English, a text
/// of the rule book for one, is said as it is. The build sees to it that all sentences of the pages have one.
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

/// A sentence of the pages with values in the places of `{}`, in the language of the pages; written as `say!("共 {} 项", n)`.
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
