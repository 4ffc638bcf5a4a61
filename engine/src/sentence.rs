//! Sentences with values, for errors. The pages can translate their templates. Knows no language but Chinese, in which
//! the templates are written.

use core::fmt;

/// A template and its values. Displayed in Chinese.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorMessage {
    /// The Chinese template, with a `{}` for each value.
    pub template: &'static str,
    /// The values: names, figures, quoted input.
    pub values: Vec<String>,
    /// A suggestion: a name that was perhaps meant; appended as a question.
    pub near: Option<String>,
}

impl ErrorMessage {
    /// A message from a template with a `{}` for each value.
    pub const fn new(template: &'static str, values: Vec<String>) -> Self {
        Self { template, values, near: None }
    }

    /// Adds a suggestion.
    pub(crate) fn with_suggestion(mut self, near: Option<&str>) -> Self {
        self.near = near.map(str::to_owned);
        self
    }
}

impl fmt::Display for ErrorMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut values = self.values.iter();
        for (at, piece) in self.template.split("{}").enumerate() {
            if at > 0 {
                f.write_str(values.next().map_or("", String::as_str))?;
            }
            f.write_str(piece)?;
        }
        match &self.near {
            Some(near) => write!(f, "您是指“{near}”吗？"),
            None => Ok(()),
        }
    }
}

/// Creates an [`ErrorMessage`] with the syntax of `format!`; only bare `{}` placeholders are allowed.
macro_rules! says {
    ($template:literal $(, $value:expr)* $(,)?) => {
        $crate::sentence::ErrorMessage::new($template, vec![$($value.to_string()),*])
    };
}
pub(crate) use says;

#[cfg(test)]
mod tests {
    #[test]
    fn placeholders_are_filled_in_order() {
        assert_eq!(says!("没有选项“{}”，可以写{}等。", "甲{}", 2).to_string(), "没有选项“甲{}”，可以写2等。");
        assert_eq!(says!("没有标题。").with_suggestion(Some("乙")).to_string(), "没有标题。您是指“乙”吗？");
    }
}
