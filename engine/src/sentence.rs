//! Sentences that are put together here and may be said elsewhere in another language. Knows no language but the one in
//! which they are written.

use core::fmt;

/// A sentence with the places of its values, and the values. Shown, it is Chinese.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorMessage {
    /// Chinese, with a `{}` for each value.
    pub template: &'static str,
    /// What goes into it: names, figures, what somebody wrote.
    pub values: Vec<String>,
    /// A name that was perhaps meant; it is asked about behind the sentence.
    pub near: Option<String>,
}

impl ErrorMessage {
    /// A sentence of a template with a `{}` for each value.
    pub const fn new(template: &'static str, values: Vec<String>) -> Self {
        Self { template, values, near: None }
    }

    /// The same, and asks whether this was meant.
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

/// A [`ErrorMessage`], written as `format!` is, with a bare `{}` for each value.
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
