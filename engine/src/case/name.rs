//! The company's name in a case. Knows no format.

use super::MOST_NAME;
use crate::signs;

/// Cleans a name while it is typed: one line, without invisible characters. Spaces are kept.
pub fn clean_name(typed: &str) -> String {
    signs::cleaned(typed)
}

/// A name for storage: cleaned, trimmed, at most [`MOST_NAME`] characters. `None` if nothing is left.
pub fn finished_name(typed: &str) -> Option<String> {
    let clean = clean_name(typed);
    let short: String = clean.trim().chars().take(MOST_NAME).collect();
    let name = short.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normalized_name_is_clean_short_and_stable() {
        assert_eq!(finished_name(" 甲公司\t\n").as_deref(), Some("甲公司"));
        assert_eq!(finished_name("\u{202e}\u{200b} "), None);
        let long = format!("{} 乙", "甲".repeat(MOST_NAME - 1));
        let name = finished_name(&long).unwrap_or_default();
        assert_eq!(name, "甲".repeat(MOST_NAME - 1));
        assert_eq!(finished_name(&name).as_deref(), Some(name.as_str()));
    }
}
