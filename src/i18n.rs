//! The language of the pages: Chinese, which the program carries, or English, which is fetched by those who choose it.
//! Knows no sentence: what is written in the pages in Chinese is looked up here on its way to the screen.

use crate::browser;
use huiqi_engine::message::Catalog;
use huiqi_engine::number::Date;
use huiqi_engine::translation::Translation;
use std::fmt::{Display, Write};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

// What is kept where English was chosen.
const KEPT_ENGLISH: &str = "en";

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

/// Everything that is said in English, once it was fetched.
pub struct English {
    /// The rule book, its summaries, and the pages' sentences.
    pub texts: Translation<'static>,
    /// The templates of explanations. Leaked, so that no code that drops them is downloaded on a first visit.
    pub catalog: &'static Catalog<'static>,
    /// Says a day by it. By its address: what puts templates into words is a part of the second program.
    pub date: fn(&Catalog<'static>, Date) -> String,
}

static HERE: OnceLock<English> = OnceLock::new();
static CHOSEN: AtomicBool = AtomicBool::new(false);

/// What is said in English, while that is the language of the pages.
pub fn english() -> Option<&'static English> {
    if CHOSEN.load(Ordering::Relaxed) { HERE.get() } else { None }
}

/// What is said in English once it was fetched, whatever the language of the pages.
pub fn fetched() -> Option<&'static English> {
    HERE.get()
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

/// Says everything in this language from now on, and at the next visit. English has to be here.
pub fn set_locale(language: Locale) {
    CHOSEN.store(language == Locale::English, Ordering::Relaxed);
    browser::set_language(current().tag());
    crate::settings::keep_language(if language == Locale::English { KEPT_ENGLISH } else { "" });
}

/// The language that was chosen at an earlier visit.
pub fn stored_locale() -> Locale {
    if crate::settings::kept_language().as_deref() == Some(KEPT_ENGLISH) { Locale::English } else { Locale::Chinese }
}

/// A sentence of the pages in the language of the pages. Written in Chinese where it is said; what has no English, a text
/// of the rule book for one, is said as it is. The build sees to it that all sentences of the pages have one.
pub fn t(chinese: &'static str) -> &'static str {
    match english() {
        Some(english) => english.phrase(chinese).unwrap_or(chinese),
        None => chinese,
    }
}

impl English {
    fn phrase(&self, chinese: &str) -> Option<&'static str> {
        let phrases = &self.texts.phrases;
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

/// A sentence with values in it, in the language of the pages. In Chinese the values come in their order at `{}`; English may
/// name them by their place, `{1}`, and choose a word by the value before it, `{1} question{|s}`: the first word after
/// a 1, the second otherwise.
#[macro_export]
macro_rules! say {
    ($template:literal $(, $value:expr)* $(,)?) => {
        $crate::i18n::say($template, &[$(&$value as &dyn std::fmt::Display),*])
    };
}

#[cfg(test)]
mod tests {
    #[test]
    fn values_come_in_their_order_or_by_their_place() {
        assert_eq!(say!("共 {} 项，{} 项待定。", 3, "两"), "共 3 项，两 项待定。");
        assert_eq!(say!("{1} of {0}", "ten", 2), "2 of ten");
        assert_eq!(say!("{} question{|s} left", 1), "1 question left");
        assert_eq!(say!("{} question{|s} left", 21), "21 questions left");
        assert_eq!(say!("没有"), "没有");
    }
}
