//! Display preferences of this device: colours, print size, and whether the tour was seen. Knows how they are stored;
//! `src/boot/pre-paint.js` reads the same entries before the first paint, so that no page is shown in the wrong
//! colours.

use super::document_id;
use crate::i18n::Locale;
use crate::i18n::t;
use crate::platform;

// The preferences belong to the device, not to a case, and survive when a case is deleted. Each document has its own,
// because one site may carry several. A document that has none yet starts with those that an earlier version stored for
// all documents.
const SETTINGS: &str = "huiqi.settings";
const LANGUAGE: &str = "huiqi.language";
// The stored value if English was chosen.
const STORED_ENGLISH: &str = "en";

/// The key of this document's settings.
fn settings_key() -> String {
    format!("{SETTINGS}.{}", document_id())
}

/// The key of the locale chosen for this document.
fn language_key() -> String {
    format!("{LANGUAGE}.{}", document_id())
}

/// The locale that was chosen at an earlier visit.
pub fn stored_locale() -> Locale {
    let stored = platform::get_item(&language_key()).or_else(|| platform::get_item(LANGUAGE));
    if stored.as_deref() == Some(STORED_ENGLISH) { Locale::English } else { Locale::Chinese }
}

/// Stores the locale for the next visit, which begins in Chinese if it cannot be stored.
pub fn store_locale(locale: Locale) {
    let _ = platform::set_item(&language_key(), if locale == Locale::English { STORED_ENGLISH } else { "" });
}

/// Deletes all settings of this document, and those of earlier versions.
pub fn forget() {
    for key in [settings_key(), language_key(), SETTINGS.to_owned(), LANGUAGE.to_owned()] {
        platform::remove(&key);
    }
}

/// The colours of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Follows the system.
    #[default]
    System,
    /// Dark text on a light background.
    Light,
    /// Light text on a dark background.
    Dark,
}

impl Theme {
    /// All themes, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name in the user interface.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => t("自动配色"),
            Self::Light => t("浅色"),
            Self::Dark => t("深色"),
        }
    }

    /// Its name in the stored settings and in the attribute of the root element.
    pub const fn word(self) -> &'static str {
        match self {
            Self::System => "",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The colours.
    pub theme: Theme,
    /// Large print in a simple layout.
    pub large: bool,
    /// The tour was seen, or declined.
    pub toured: bool,
    /// All questions of a topic on one page, instead of one decision a screen.
    pub whole: bool,
}

impl Settings {
    /// Parses stored settings; unknown words are ignored.
    pub fn read(text: &str) -> Self {
        let has = |word: &str| text.split(' ').any(|one| one == word);
        let named = Theme::ALL.into_iter().find(|theme| !theme.word().is_empty() && has(theme.word()));
        Self { theme: named.unwrap_or_default(), large: has("large"), toured: has("toured"), whole: has("whole") }
    }

    /// Serializes the settings as words.
    pub fn write(self) -> String {
        let flags = [(self.large, "large"), (self.toured, "toured"), (self.whole, "whole")];
        let words = flags.into_iter().map(|(is_set, word)| if is_set { word } else { "" });
        [self.theme.word()].into_iter().chain(words).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The settings stored on this device.
    pub fn kept() -> Self {
        platform::get_item(&settings_key())
            .or_else(|| platform::get_item(SETTINGS))
            .map_or(Self::default(), |text| Self::read(&text))
    }

    /// Stores the settings. If they cannot be stored, they apply until the page is closed.
    pub fn keep(self) {
        let _ = platform::set_item(&settings_key(), &self.write());
    }

    /// Applies the settings to the page.
    pub fn apply(self) {
        platform::set_root_attribute("data-theme", self.theme.word());
        platform::set_root_attribute("data-size", if self.large { "large" } else { "" });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_round_trip() {
        for theme in Theme::ALL {
            for flags in 0..8 {
                let [large, toured, whole] = [1, 2, 4].map(|flag| flags & flag != 0);
                let settings = Settings { theme, large, toured, whole };
                assert_eq!(Settings::read(&settings.write()), settings);
            }
        }
    }

    #[test]
    fn unknown_settings_are_ignored() {
        assert_eq!(Settings::read("purple dark enormous"), Settings { theme: Theme::Dark, ..Settings::default() });
        assert_eq!(Settings::read(""), Settings::default());
    }
}
