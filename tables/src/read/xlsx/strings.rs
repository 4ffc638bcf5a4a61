//! The shared strings of a workbook, and texts in its XML.

use super::package::Package;
use crate::message::TableMessage;
use crate::read::limits::{MAX_CELLS, too_large};
use quick_xml::events::Event;
use std::sync::Arc;

/// Collects the text of an element with several runs. Phonetic guides beside a text are left out.
#[derive(Default)]
pub struct TextCollector {
    text: String,
    is_in_text: bool,
    is_phonetic: bool,
}

impl TextCollector {
    /// Takes an event inside the element.
    pub fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "t" => self.is_in_text = true,
                "rPh" => self.is_phonetic = true,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => self.is_in_text = false,
                "rPh" => self.is_phonetic = false,
                _ => {}
            },
            event if self.is_in_text && !self.is_phonetic => add_text(&mut self.text, event),
            _ => {}
        }
    }

    /// The text so far; the collector is empty afterwards.
    pub fn finish(&mut self) -> Arc<str> {
        let text = unescaped(&self.text);
        *self = Self::default();
        text.into()
    }
}

/// Adds the text of an event.
pub fn add_text(text: &mut String, event: &Event<'_>) {
    match event {
        Event::Text(part) => text.push_str(&part.xml10_content()),
        Event::CData(part) => text.push_str(&part.xml10_content()),
        Event::GeneralRef(reference) => {
            let named = match reference.xml10_content().as_ref() {
                "lt" => Some('<'),
                "gt" => Some('>'),
                "amp" => Some('&'),
                "quot" => Some('"'),
                "apos" => Some('\''),
                _ => reference.resolve_char_ref().ok().flatten(),
            };
            text.extend(named);
        }
        _ => {}
    }
}

// Characters that XML cannot hold are written `_x000D_`.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("_x") {
        plain.push_str(before);
        let code = after.split_at_checked(5).filter(|(code, _)| code.ends_with('_'));
        let c = code.and_then(|(code, _)| u32::from_str_radix(&code[..4], 16).ok()).and_then(char::from_u32);
        rest = match (c, code) {
            (Some(c), Some((_, rest))) => {
                plain.push(c);
                rest
            }
            _ => {
                plain.push_str("_x");
                after
            }
        };
    }
    plain.push_str(rest);
    plain
}

/// The shared strings, by index.
///
/// # Errors
/// The part is damaged or too large.
pub fn shared(package: &mut Package<'_>, part: &str) -> Result<Vec<Arc<str>>, TableMessage> {
    let mut strings = Vec::new();
    let mut text = TextCollector::default();
    package.read(part, |event| {
        text.take(event);
        let ends = matches!(event, Event::End(tag) if tag.local_name().as_ref() == "si");
        if ends || matches!(event, Event::Empty(tag) if tag.local_name().as_ref() == "si") {
            strings.push(text.finish());
        }
        if strings.len() > MAX_CELLS { Err(too_large()) } else { Ok(()) }
    })?;
    Ok(strings)
}

#[cfg(test)]
mod tests {
    use super::unescaped;

    #[test]
    fn escaped_characters_are_restored() {
        assert_eq!(unescaped("a_x000D_b_x005F_x000D_"), "a\rb_x000D_");
        assert_eq!(unescaped("_x_xyz_x12"), "_x_xyz_x12");
        assert_eq!(unescaped("名_x4e00"), "名_x4e00");
    }
}
