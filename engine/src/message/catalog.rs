//! The parsed templates of a language. Knows their grammar, not their content.

use super::render::Renderer;
use super::template::{PluralRule, TemplatePiece, parse};
use super::{Arg, MessageId, SCALE_PLACEHOLDERS, languages};
use crate::book::RuleBook;
use crate::number::Date;
use std::sync::OnceLock;

/// The unparsed templates of a language, as the program embeds them.
#[derive(Clone, Copy, Debug)]
pub struct Templates<'a> {
    /// One template for each of [`MessageId::ALL`].
    pub messages: &'a [&'a str],
    /// Plural rules, list styles and scales with their keys.
    pub formats: &'a [(&'a str, &'a str)],
}

/// The templates of a language.
#[derive(Clone, Debug, Default)]
pub struct Catalog<'a> {
    templates: Vec<Vec<TemplatePiece<'a>>>,
    plurals: Vec<(&'a str, PluralRule)>,
    lists: Vec<(&'a str, ListStyle<'a>)>,
    scales: Vec<(&'a str, u64, Vec<TemplatePiece<'a>>)>,
}

/// The format of a list.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ListStyle<'a> {
    /// Separator between two items.
    pub(super) separator: &'a str,
    /// Separator before the last item, if different.
    pub(super) last: Option<&'a str>,
    /// Replaces `separator` if an item contains it.
    pub(super) long_separator: Option<&'a str>,
    /// Replaces `last` in this case.
    pub(super) long_last: Option<&'a str>,
    /// Whether each item is quoted.
    pub(super) quotes: bool,
}

impl<'a> Catalog<'a> {
    /// Parses templates. `None` if they do not match the messages of this program.
    pub fn new(messages: &[&'a str], formats: &[(&'a str, &'a str)]) -> Option<Self> {
        let template = |(id, text): (&MessageId, &&'a str)| parse(text, id.placeholders()).ok();
        let templates: Vec<_> = MessageId::ALL.iter().zip(messages).map(template).collect::<Option<_>>()?;
        let mut catalog = Self { templates, plurals: Vec::new(), lists: Vec::new(), scales: Vec::new() };
        for (key, text) in formats {
            catalog.add(key, text)?;
        }
        (messages.len() == MessageId::ALL.len()).then_some(catalog)
    }

    // Adds a plural rule, a scale step, or a part of a list style.
    fn add(&mut self, key: &'a str, text: &'a str) -> Option<()> {
        let (section, name) = key.split_once('.')?;
        match section {
            "plural" => self.plurals.push((name, PluralRule::parse(text)?)),
            "scale" => {
                let (scale, size) = name.split_once('.')?;
                let size = size.parse().ok().filter(|size| *size > 0)?;
                self.scales.push((scale, size, parse(text, &SCALE_PLACEHOLDERS).ok()?));
            }
            _ => {
                let (style, part) = name.split_once('.')?;
                if self.lists.last().is_none_or(|(last, _)| *last != style) {
                    self.lists.push((style, ListStyle::default()));
                }
                let (_, style) = self.lists.last_mut()?;
                match part {
                    "separator" => style.separator = text,
                    "last" => style.last = Some(text),
                    "long_separator" => style.long_separator = Some(text),
                    "long_last" => style.long_last = Some(text),
                    _ => style.quotes = true,
                }
            }
        }
        Some(())
    }

    /// The text of a message without placeholders.
    pub fn text(&self, id: MessageId) -> &'a str {
        match self.template(id) {
            [TemplatePiece::Text(text)] => text,
            _ => "",
        }
    }

    /// Renders a message or another value, with the texts of a book in the same language.
    pub fn say(&self, book: Option<&RuleBook<'_>>, what: impl Into<Arg>) -> String {
        Renderer { catalog: self, book }.arg(&what.into())
    }

    pub(super) fn template(&self, id: MessageId) -> &[TemplatePiece<'a>] {
        self.templates.get(id as usize).map_or(&[], Vec::as_slice)
    }

    pub(super) fn is_of_category(&self, number: u64, category: &str) -> bool {
        self.plurals.iter().any(|(name, rule)| *name == category && rule.holds(number))
    }

    pub(super) fn list_style(&self, style: &str) -> ListStyle<'a> {
        self.lists.iter().find(|(name, _)| *name == style).map_or_else(ListStyle::default, |(_, style)| *style)
    }

    // The steps of a scale, largest first.
    pub(super) fn scale_steps(&self, scale: &str) -> impl Iterator<Item = (u64, &[TemplatePiece<'a>])> {
        self.scales
            .iter()
            .filter(move |(name, ..)| *name == scale)
            .map(|(_, size, pattern)| (*size, pattern.as_slice()))
    }
}

/// A date in Chinese, without a catalog.
pub fn chinese_date(date: Date) -> String {
    let parts = [("{year}", date.year()), ("{month}", date.month()), ("{day}", date.day())];
    parts.iter().fold(languages::DATE.to_owned(), |text, (place, number)| text.replace(place, &number.to_string()))
}

/// The Chinese catalog, the language of the rule books.
pub fn chinese() -> &'static Catalog<'static> {
    static CATALOG: OnceLock<Catalog<'static>> = OnceLock::new();
    // The build script has parsed these templates with the same parser, so the fallback to an empty catalog is never
    // used.
    CATALOG.get_or_init(|| Catalog::new(languages::ZH.messages, languages::ZH.formats).unwrap_or_default())
}
