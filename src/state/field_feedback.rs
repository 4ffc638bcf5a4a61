//! The feedback beside a field, and the doubts about an answer.

/// The feedback beside a field: its parsed value, or the validation error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldFeedback {
    /// The parsed value.
    pub said: Option<String>,
    /// The parsed value, written out in words.
    pub spoken: Option<String>,
    /// The validation error.
    pub mistake: Option<String>,
}

/// A doubt about an answer: it may be a slip. It does not block the user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldWarning {
    /// The sentence. It contains the labels of the suggestions in their order; empty if the validation error says it.
    pub says: String,
    /// The answers that may be meant.
    pub suggestions: Vec<Suggestion>,
}

/// An answer to choose with one press.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Label of the button.
    pub label: String,
    /// The text that replaces that of the field. It names its unit, so that it raises no doubt again.
    pub text: String,
}
