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

use huiqi_engine::Answers;
use huiqi_engine::RuleBook;
use huiqi_engine::assess::{Amount, Assessment, Finding, HeadlinePart, Outcome, Totals, Verdict};
use huiqi_engine::book::{Benefit, ExprId, Frequency, Measure, MeasureId, Mode};
use huiqi_engine::case::link;
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::index::IndexVec;
use huiqi_engine::near_miss::{NearMiss, OutcomeChange};
use huiqi_engine::number::{Date, Truth};
use huiqi_engine::number_input::{ExpectedInput, ParseNumberError, Scale};
use huiqi_engine::words::Explanation;
use rust_decimal::Decimal;
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
    /// What says verdicts, amounts and figures.
    pub speech: LocalizedFormatters,
}

/// English as it comes from its file: the rule book, and everything else that is said.
pub type DecodedEnglish = (RuleBook<'static>, English);

/// What says a part of a headline: of this part, as of this day, with money said like this.
pub type SayPart = fn(&HeadlinePart, Date, fn(Decimal) -> String) -> String;

/// The functions that say things in English; see `huiqi_engine::words` for what each says.
pub struct LocalizedFormatters {
    /// A day.
    pub date: fn(Date) -> String,
    /// Money in full.
    pub money: fn(Decimal) -> String,
    /// Money the way people speak of it.
    pub short_money: fn(Decimal) -> String,
    /// An amount with its certainty.
    pub amount: fn(&Amount) -> String,
    /// A verdict.
    pub verdict: fn(Verdict) -> &'static str,
    /// How one comes to a measure.
    pub mode: fn(Mode) -> &'static str,
    /// Met, unmet or open.
    pub truth: fn(Truth) -> &'static str,
    /// A condition.
    pub condition: fn(&RuleBook<'_>, ExprId) -> String,
    /// What a measure pays.
    pub amount_rule: fn(&RuleBook<'_>, &Measure<'_>) -> String,
    /// How a condition stands.
    pub finding: fn(&Evaluator<'_, '_>, &Finding) -> Explanation,
    /// How an amount comes about.
    pub calculations: fn(&Evaluator<'_, '_>, &Measure<'_>, &Outcome) -> Vec<String>,
    /// What an eligible measure pays.
    pub paid: fn(&Measure<'_>, &Amount) -> String,
    /// How often it is paid.
    pub frequency: fn(Frequency) -> &'static str,
    /// How it counts beside others.
    pub uncounted: fn(&Evaluator<'_, '_>, &Assessment, MeasureId) -> Option<String>,
    /// What could still be added.
    pub still_open: fn(&RuleBook<'_>, &Measure<'_>, &Outcome) -> Option<String>,
    /// That it is reckoned for one.
    pub by_one: fn(&RuleBook<'_>, &Answers, &Measure<'_>) -> Option<String>,
    /// What an assessment comes to.
    pub headline: fn(&RuleBook<'_>, &Assessment) -> String,
    /// One part of it.
    pub part: SayPart,
    /// That a sum is reckoned for one.
    pub some_by_one: fn(&Totals) -> String,
    /// What is just not granted.
    pub nearly: fn(&RuleBook<'_>, &Answers, &NearMiss) -> String,
    /// What changes for a measure.
    pub change: fn(&RuleBook<'_>, &OutcomeChange) -> String,
    /// A figure said back.
    pub echo: fn(Decimal, ExpectedInput<'_>) -> String,
    /// What a bare figure of money counts.
    pub scale: fn(Scale) -> &'static str,
    /// A kind of benefit.
    pub benefit: fn(Benefit) -> &'static str,
    /// What is wrong with a link.
    pub link_mistake: fn(link::LinkError) -> &'static str,
    /// What is wrong with a typed figure, which was to be of this kind.
    pub mistake: fn(&ParseNumberError, ExpectedInput<'_>) -> String,
}

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
