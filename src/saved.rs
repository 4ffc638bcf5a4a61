//! The form in which a session is kept: a versioned envelope. Knows no storage.

use crate::session::Record;
use serde::{Deserialize, Serialize};

/// The version that this app writes.
pub const VERSION: u32 = 1;

/// What is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// Always `huiqi`.
    pub app: String,
    /// Version of this shape.
    pub v: u32,
    /// Id of the rule book.
    pub document: String,
    /// Fingerprint of the rule book with which it was saved, as 16 hexadecimal digits.
    pub book: String,
    /// Counts changes.
    pub revision: u64,
    /// Milliseconds since 1970.
    pub saved_at: u64,
    /// The answers.
    pub record: Record,
}

/// Why a kept text cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// Not what this app writes: cut, changed or foreign.
    Damaged,
    /// Written by a newer version of this app.
    Newer,
}

#[derive(Deserialize)]
struct Head {
    app: String,
    v: u32,
}

impl Saved {
    /// As text.
    pub fn write(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }

    /// From text.
    ///
    /// # Errors
    /// Why it cannot be used; the text itself must then be kept.
    pub fn read(text: &str) -> Result<Self, Unusable> {
        match serde_json::from_str::<Head>(text) {
            Ok(head) if head.app != "huiqi" => return Err(Unusable::Damaged),
            Ok(head) if head.v > VERSION => return Err(Unusable::Newer),
            Ok(_) => {}
            Err(_) => return Err(Unusable::Damaged),
        }
        serde_json::from_str(text).map_err(|_| Unusable::Damaged)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use crate::session::Entry;

    fn saved() -> Saved {
        let mut record = Record { name: "某公司".into(), ..Record::default() };
        record.entries.insert("rd".into(), Entry::Typed { text: "１２００".into(), scale: 1, unsure: false });
        Saved {
            app: "huiqi".into(),
            v: VERSION,
            document: "x".into(),
            book: "0".into(),
            revision: 7,
            saved_at: 1,
            record,
        }
    }

    #[test]
    fn what_was_typed_comes_back_as_it_was_typed() {
        assert_eq!(Saved::read(&saved().write().unwrap()), Ok(saved()));
    }

    #[test]
    fn version_one_as_first_released_still_opens() {
        let text = r#"{"app":"huiqi","v":1,"document":"x","book":"0","revision":7,"saved_at":1,"record":{"name":"某公司","entries":{"rd":{"typed":{"text":"１２００","scale":1,"unsure":false}}}}}"#;
        assert_eq!(Saved::read(text), Ok(saved()));
    }

    #[test]
    fn a_cut_a_foreign_and_a_newer_text_are_told_apart() {
        let text = saved().write().unwrap();
        let cut: String = text.chars().take(text.chars().count() / 2).collect();
        assert_eq!(Saved::read(&cut), Err(Unusable::Damaged));
        assert_eq!(Saved::read("{\"app\":\"other\",\"v\":1}"), Err(Unusable::Damaged));
        assert_eq!(Saved::read("{\"app\":\"huiqi\",\"v\":2}"), Err(Unusable::Newer));
    }
}
