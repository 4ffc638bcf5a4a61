//! Renders messages with the templates of a catalog and the texts of a rule book.

use super::catalog::{Catalog, ListStyle};
use super::figure::UnitName;
use super::template::{Formatter, TemplatePiece, VariantKey};
use super::{Arg, Label, Message};
use crate::book::RuleBook;
use rust_decimal::prelude::ToPrimitive;

/// A catalog and a rule book, both in the same language.
pub(super) struct Renderer<'c, 'b> {
    pub(super) catalog: &'c Catalog<'c>,
    /// `None` if the message refers to no text of a book.
    pub(super) book: Option<&'b RuleBook<'b>>,
}

impl Renderer<'_, '_> {
    /// Renders a message.
    pub(super) fn message(&self, message: &Message) -> String {
        self.pieces(self.catalog.template(message.id), &message.args)
    }

    /// Renders a value.
    pub(super) fn arg(&self, arg: &Arg) -> String {
        match arg {
            Arg::Nothing => String::new(),
            Arg::Message(message) => self.message(message),
            Arg::List(list) => list.iter().map(|item| self.arg(item)).collect(),
            Arg::Figure(value, style) => self.figure(*value, style),
            Arg::Count(count) => count.to_string(),
            Arg::Label(label) => self.label(*label).to_owned(),
            Arg::Text(text) => text.clone(),
        }
    }

    pub(super) fn pieces(&self, pieces: &[TemplatePiece<'_>], args: &[Arg]) -> String {
        let mut text = String::new();
        for piece in pieces {
            match piece {
                TemplatePiece::Text(plain) => text.push_str(plain),
                TemplatePiece::Value(place, formatters) => {
                    text.push_str(&self.formatted(args.get(*place).unwrap_or(&Arg::Nothing), formatters));
                }
                TemplatePiece::Select(place, variants) => {
                    let arg = args.get(*place).unwrap_or(&Arg::Nothing);
                    let fits = |(key, _): &&(VariantKey<'_>, Vec<TemplatePiece<'_>>)| self.fits(*key, arg);
                    if let Some((_, pieces)) = variants.iter().find(fits) {
                        text.push_str(&self.pieces(pieces, args));
                    }
                }
            }
        }
        text
    }

    fn fits(&self, key: VariantKey<'_>, arg: &Arg) -> bool {
        match key {
            VariantKey::Exactly(wanted) => number(arg) == Some(wanted),
            VariantKey::Category(category) => {
                number(arg).is_some_and(|number| self.catalog.is_of_category(number, category))
            }
            VariantKey::Empty => self.arg(arg).is_empty(),
            VariantKey::Other => true,
        }
    }

    fn formatted(&self, arg: &Arg, formatters: &[Formatter<'_>]) -> String {
        let mut text = match (arg, formatters.first()) {
            (_, Some(Formatter::Omit)) => return String::new(),
            (Arg::List(list), Some(Formatter::List(style))) => self.list(list, self.catalog.list_style(style)),
            _ => self.arg(arg),
        };
        for formatter in formatters {
            text = match formatter {
                Formatter::Quote => quoted(&text),
                Formatter::Capital => capital(&text),
                Formatter::Lower => text.to_lowercase(),
                Formatter::Cut(most) => cut(text, *most),
                Formatter::List(_) | Formatter::Omit => text,
            };
        }
        text
    }

    fn list(&self, list: &[Arg], style: ListStyle<'_>) -> String {
        let said = |item: &Arg| if style.quotes { quoted(&self.arg(item)) } else { self.arg(item) };
        let items: Vec<String> = list.iter().map(said).collect();
        let clashes =
            style.long_separator.is_some() && items.iter().any(|item| item.contains(style.separator.trim_end()));
        let (separator, last) = match style.long_separator.filter(|_| clashes) {
            Some(long) => (long, style.long_last.unwrap_or(long)),
            None => (style.separator, style.last.unwrap_or(style.separator)),
        };
        match items.as_slice() {
            [before @ .., end] if !before.is_empty() => format!("{}{last}{end}", before.join(separator)),
            items => items.concat(),
        }
    }

    fn label(&self, label: Label) -> &str {
        self.book.and_then(|book| text_of(book, label)).unwrap_or_default()
    }

    pub(super) fn unit(&self, unit: &UnitName) -> String {
        match (unit, self.book) {
            (UnitName::Named(name), _) => name.clone(),
            (UnitName::Book(place), Some(book)) => book.unit(*place).to_owned(),
            (UnitName::None, _) | (_, None) => String::new(),
        }
    }
}

// A text of a book; `None` if the book has none.
fn text_of<'a>(book: &RuleBook<'a>, label: Label) -> Option<&'a str> {
    Some(match label {
        Label::Fact(fact) => book.facts[fact].label,
        Label::Question(fact) => book.facts[fact].ask,
        Label::Option(fact, place) => book.facts[fact].options.get(place)?.label,
        Label::Derived(derived) => book.derived[derived].label,
        Label::Condition(place) => book.conditions.get(place)?.label,
        Label::Undefined(derived) => book.derived[derived].undefined,
        Label::Group(group) => book.groups[group].label,
        Label::GroupName(group) => book.groups[group].name,
        Label::Title(measure) => book.measures[measure].title,
        Label::Department(measure) => book.measures[measure].department,
        Label::Support(measure) => book.measures[measure].support,
        Label::CapPer(measure) => book.measures[measure].cap.as_ref()?.per,
        Label::Base(measure, place) => book.measures[measure].bases.get(place)?.label,
        Label::LinkedThing(measure, other) => book.measures[measure].link_to(other)?.0.thing,
        Label::SharedCondition(place) => book.document.everywhere.get(place)?.says,
    })
}

// The value as a whole number.
fn number(arg: &Arg) -> Option<u64> {
    match arg {
        Arg::Count(count) => Some(*count),
        Arg::Figure(value, _) if value.is_integer() => value.to_u64(),
        _ => None,
    }
}

// In double quotation marks; inner ones become single quotation marks.
fn quoted(text: &str) -> String {
    format!("“{}”", text.replace('“', "‘").replace('”', "’"))
}

fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or(String::new(), |first| first.to_uppercase().chain(rest).collect())
}

// Truncates long input, such as a page pasted by accident.
fn cut(text: String, most: usize) -> String {
    if text.chars().count() <= most { text } else { text.chars().take(most).chain(['…']).collect() }
}
