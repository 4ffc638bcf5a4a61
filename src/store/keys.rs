//! The storage keys. Each document has its own, because one site may carry several documents with separate cases. Plain
//! values; knows no storage.
//!
//! Up to format version 3 all documents shared the same keys. A text under such a key is adopted by the document that
//! it names.

use crate::state::stored_case::{document_of, is_note};

/// The prefix of all keys of the app.
pub const PREFIX: &str = "huiqi.";
const CASE: &str = "huiqi.case";
const OPEN: &str = "huiqi.open";
const DAMAGED: &str = "huiqi.damaged.";

/// The keys of one document.
#[derive(Clone, Copy, Debug)]
pub struct Keys(pub &'static str);

impl Keys {
    /// The key of the first case, which is the prefix of the keys of all others.
    pub fn first(self) -> String {
        format!("{CASE}.{}", self.0)
    }

    /// The key of the case with this number.
    pub fn numbered(self, number: u64) -> String {
        format!("{CASE}.{}.{number}", self.0)
    }

    /// The key that holds the key of the open case.
    pub fn open(self) -> String {
        format!("{OPEN}.{}", self.0)
    }

    /// The key of a quarantined copy.
    pub fn damaged(self, number: u64) -> String {
        format!("{DAMAGED}{}.{number}", self.0)
    }

    /// Whether the key is that of a case of this document.
    pub fn is_case(self, key: &str) -> bool {
        key.strip_prefix(CASE)
            .and_then(|rest| self.own(rest.strip_prefix('.')?))
            .is_some_and(|rest| rest.is_empty() || rest.strip_prefix('.').is_some_and(is_number))
    }

    /// Whether the key is that of a quarantined copy of this document. Copies under keys of an earlier version are
    /// included, unless the text names another document.
    pub fn is_damaged(self, key: &str, text: &str) -> bool {
        let Some(rest) = key.strip_prefix(DAMAGED) else { return false };
        let own = self.own(rest).and_then(|rest| rest.strip_prefix('.')).is_some_and(is_number);
        own || is_number(rest) && document_of(text).is_none_or(|document| document == self.0)
    }

    // The part of a key after the name of the document.
    fn own(self, rest: &str) -> Option<&str> {
        rest.strip_prefix(self.0)
    }

    /// This document's key for a case stored by an earlier version under `key`.
    pub fn taken_over(self, key: &str, text: &str) -> Option<String> {
        // A damaged text belongs to the document as well, unless it names another one.
        let is_ours = !text.is_empty() && !is_note(text) && document_of(text).is_none_or(|document| document == self.0);
        if is_ours { self.renamed(key) } else { None }
    }

    /// The current key for a key of an earlier version.
    pub fn renamed(self, key: &str) -> Option<String> {
        let rest = key.strip_prefix(CASE)?;
        let is_old = rest.is_empty() || rest.strip_prefix('.').is_some_and(is_number) && !self.is_case(key);
        is_old.then(|| format!("{}{rest}", self.first()))
    }
}

/// The key under which an earlier version stored the key of the open case.
pub const OLD_OPEN: &str = OPEN;

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const JIAXING: Keys = Keys("jiaxing-2023-3");
    const OTHER: Keys = Keys("jiaxing-2023-31");

    fn old(document: &str) -> String {
        format!(
            r#"{{"app":"huiqi","v":2,"document":"{document}","book":"0","revision":1,"saved_at":1,"record":{{"name":"","entries":{{}},"groups":{{}}}}}}"#
        )
    }

    #[test]
    fn storage_keys_of_documents_are_disjoint() {
        for (keys, other) in [(JIAXING, OTHER), (OTHER, JIAXING)] {
            for key in [keys.first(), keys.numbered(7)] {
                assert!(keys.is_case(&key) && !other.is_case(&key), "{key}");
                assert_eq!(other.renamed(&key), None, "{key}");
            }
            let damaged = keys.damaged(7);
            assert!(keys.is_damaged(&damaged, "") && !other.is_damaged(&damaged, ""), "{damaged}");
        }
        for key in ["huiqi.settings", "huiqi.open", "huiqi.case", "huiqi.case.7", "huiqi.case.x", "huiqi.damaged.x"] {
            assert!(!JIAXING.is_case(key) && !JIAXING.is_damaged(key, ""), "{key}");
        }
    }

    #[test]
    fn old_case_moves_to_the_document_it_names() {
        let (first, seventh) = (Some(JIAXING.first()), Some(JIAXING.numbered(7)));
        assert_eq!(JIAXING.taken_over("huiqi.case", &old(JIAXING.0)), first);
        assert_eq!(JIAXING.taken_over("huiqi.case.7", &old(JIAXING.0)), seventh);
        assert_eq!(OTHER.taken_over("huiqi.case.7", &old(JIAXING.0)), None);
        let damaged = old(JIAXING.0).replace("\"revision\"", "\"revisi");
        assert_eq!(
            (JIAXING.taken_over("huiqi.case", &damaged), OTHER.taken_over("huiqi.case", &damaged)),
            (first, None)
        );
        assert!(JIAXING.taken_over("huiqi.case", "{\"app").is_some(), "nobody else can be told to have it");
        for nothing in ["", &crate::state::stored_case::moved("x"), &crate::state::stored_case::deleted(4)] {
            assert_eq!(JIAXING.taken_over("huiqi.case", nothing), None, "{nothing}");
        }
        assert!(!OTHER.is_damaged("huiqi.damaged.7", &damaged) && JIAXING.is_damaged("huiqi.damaged.7", &damaged));
    }
}
