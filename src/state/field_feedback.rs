//! The feedback beside a field.

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
