//! How a person wants the pages on this device: colours, size of print, and whether the tour was seen. Knows how that is
//! kept; `src/boot/pre-paint.js` reads the same before the first paint, so that no page is shown in the wrong colours.

use crate::book::book;
use crate::browser;

// Settings are no part of a case: they stay when a case goes. Each document has its own, because one site may carry
// several; one that has none yet begins with those that an earlier version kept for all.
const SETTINGS: &str = "huiqi.settings";
const LANGUAGE: &str = "huiqi.language";

/// The key of the settings of this document.
fn settings_key() -> String {
    format!("{SETTINGS}.{}", book().document.id)
}

/// The key of the language that was chosen for this document.
fn language_key() -> String {
    format!("{LANGUAGE}.{}", book().document.id)
}

/// The language that was chosen at an earlier visit, as it was kept.
pub fn kept_language() -> Option<String> {
    browser::kept_text(&language_key()).or_else(|| browser::kept_text(LANGUAGE))
}

/// Keeps the language for the next visit. Where this cannot be kept, that begins in Chinese.
pub fn keep_language(tag: &str) {
    let _ = browser::keep(&language_key(), tag);
}

/// Forgets all settings of this document, and those of earlier versions.
pub fn forget() {
    for key in [settings_key(), language_key(), SETTINGS.to_owned(), LANGUAGE.to_owned()] {
        browser::remove(&key);
    }
}

/// The colours of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// All of them, as they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "自动配色",
            Self::Light => "浅色",
            Self::Dark => "深色",
        }
    }

    /// Its word in what is kept and on the root of the page.
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
}

impl Settings {
    /// Reads what was kept; what is not understood counts as never said.
    pub fn read(text: &str) -> Self {
        let has = |word: &str| text.split(' ').any(|one| one == word);
        let named = Theme::ALL.into_iter().find(|theme| !theme.word().is_empty() && has(theme.word()));
        Self { theme: named.unwrap_or_default(), large: has("large"), toured: has("toured") }
    }

    /// Writes them as words.
    pub fn write(self) -> String {
        let words = [self.theme.word(), if self.large { "large" } else { "" }, if self.toured { "toured" } else { "" }];
        words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// What this device keeps.
    pub fn kept() -> Self {
        browser::kept_text(&settings_key())
            .or_else(|| browser::kept_text(SETTINGS))
            .map_or(Self::default(), |text| Self::read(&text))
    }

    /// Keeps them and shows the page accordingly.
    pub fn keep(self) {
        // Where nothing can be kept, they hold until the page is closed.
        let _ = browser::keep(&settings_key(), &self.write());
        browser::mark_root("data-theme", self.theme.word());
        browser::mark_root("data-size", if self.large { "large" } else { "" });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for theme in Theme::ALL {
            for (large, toured) in [(false, false), (true, false), (false, true), (true, true)] {
                let settings = Settings { theme, large, toured };
                assert_eq!(Settings::read(&settings.write()), settings);
            }
        }
    }

    #[test]
    fn what_is_not_understood_counts_as_never_said() {
        assert_eq!(Settings::read("purple dark enormous"), Settings { theme: Theme::Dark, ..Settings::default() });
        assert_eq!(Settings::read(""), Settings::default());
    }
}
