//! Messages about a table, in Chinese and in English side by side. Knows no table.

use core::fmt;
use huiqi_engine::batch::BatchMessage;
use huiqi_engine::message::Catalog;

/// Translates a Chinese template of the engine.
pub type Translate<'t> = &'t dyn Fn(&'static str) -> &'t str;

/// A message with its values. Displayed in Chinese.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableMessage {
    /// A sentence of this crate: the template in both languages, with a `{}` for each value.
    Own {
        /// The Chinese template.
        chinese: &'static str,
        /// The English template.
        english: &'static str,
        /// The values, in the order of the placeholders.
        values: Vec<String>,
    },
    /// A sentence of the engine.
    Engine(BatchMessage),
}

impl TableMessage {
    /// A sentence without values.
    pub const fn plain(chinese: &'static str, english: &'static str) -> Self {
        Self::Own { chinese, english, values: Vec::new() }
    }

    /// A sentence with values.
    pub fn with(chinese: &'static str, english: &'static str, values: &[&dyn fmt::Display]) -> Self {
        Self::Own { chinese, english, values: values.iter().map(ToString::to_string).collect() }
    }

    /// The message in English; `translate` knows the templates of the engine.
    pub fn english(&self, catalog: &Catalog<'_>, translate: Translate<'_>) -> String {
        match self {
            Self::Own { english, values, .. } => filled(english, values),
            Self::Engine(BatchMessage::Figure(error)) => catalog.input_error(error, error.wanted()),
            Self::Engine(BatchMessage::Sentence(sentence)) => {
                let near = sentence.near.as_deref().map(|near| format!(" Did you mean “{near}”?")).unwrap_or_default();
                filled(translate(sentence.template), &sentence.values) + &near
            }
        }
    }
}

impl From<BatchMessage> for TableMessage {
    fn from(message: BatchMessage) -> Self {
        Self::Engine(message)
    }
}

impl fmt::Display for TableMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own { chinese, values, .. } => f.write_str(&filled(chinese, values)),
            Self::Engine(message) => message.fmt(f),
        }
    }
}

impl core::error::Error for TableMessage {}

fn filled(template: &str, values: &[String]) -> String {
    let mut text = String::new();
    let mut values = values.iter();
    for (place, piece) in template.split("{}").enumerate() {
        if place > 0 {
            text.push_str(values.next().map_or("", String::as_str));
        }
        text.push_str(piece);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_filled_in_order_and_not_reread() {
        let message = TableMessage::with("{}行{}", "row {} {}", &[&"{}", &2]);
        assert_eq!(message.to_string(), "{}行2");
        assert_eq!(message.english(huiqi_engine::message::chinese(), &|template| template), "row {} 2");
    }
}
