//! What is shown beside a field.

/// What is shown beside a field: its content as it was read, or what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldFeedback {
    /// What it was read as.
    pub said: Option<String>,
    /// The same, written out.
    pub spoken: Option<String>,
    /// What is wrong with it.
    pub mistake: Option<String>,
}
