//! The English catalog of the pages' messages, compared with the messages in the source.

use crate::extract::ExtractedMessage;

/// The path of the catalog from the root.
pub const CATALOG: &str = "src/i18n/en.toml";

/// Compares messages with the entries of the catalog (Chinese, English). Each line of the result is one mistake.
pub fn check_catalog(messages: &[ExtractedMessage], entries: &[(String, String)]) -> Vec<String> {
    let mut mistakes = Vec::new();
    for ExtractedMessage { location, text, problem, .. } in messages {
        if let Some(problem) = problem {
            mistakes.push(format!("{location}: “{text}” {problem}"));
        } else if !entries.iter().any(|(chinese, _)| chinese == text) {
            mistakes.push(format!("{location}: “{text}” has no English in {CATALOG}"));
        }
    }
    let unused = entries.iter().filter(|(chinese, _)| !messages.iter().any(|message| message.text == *chinese));
    mistakes.extend(unused.map(|(chinese, _)| format!("{CATALOG}: nobody says “{chinese}”")));
    mistakes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::extract;

    #[test]
    fn a_missing_and_an_unused_message_are_named() -> Result<(), Box<dyn std::error::Error>> {
        let messages = extract("fn a() { p(\"甲\"); p(\"乙\"); }", "src/a.rs")?;
        let entries = [("甲".to_owned(), "A".to_owned()), ("丙".to_owned(), "C".to_owned())];
        assert_eq!(
            check_catalog(&messages, &entries),
            ["src/a.rs:1: “乙” has no English in src/i18n/en.toml", "src/i18n/en.toml: nobody says “丙”"]
        );
        Ok(())
    }
}
