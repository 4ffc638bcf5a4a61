//! The public file format of a company's answers, `CASE.json`. The reader reports all errors at once; the writer uses
//! the order of the rule book. Knows no file system, no page and no verdict. The format is described in
//! `docs/formats.md`.

pub mod encoding;
mod entry;
mod figure;
pub mod json;
pub mod link;
mod name;
mod read;
pub(crate) mod suggest;
mod write;

use crate::answer::Answers;
use crate::number::Date;
use crate::sentence::ErrorMessage;
use core::fmt;

pub use entry::{MOST_TYPED, read_typed, wanted};
pub use name::{clean_name, finished_name};
pub use read::{read, read_all};
pub use suggest::nearest;
pub use write::{value_text, write, write_all};

/// The version of the file format.
pub const VERSION: u64 = 2;
/// The version that is written if there are no unreadable texts, so that programs without support for later versions
/// can read the file.
pub const VERSION_WITHOUT_UNREADABLE: u64 = 1;
/// Maximum number of bytes of a file, of one case or several; a larger one is rejected unread. The app and the
/// commands have no other limit.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;
/// Maximum number of characters of a company's name.
pub const MOST_NAME: usize = 100;

/// The content of a case file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The company's name, if given; never empty.
    pub name: Option<String>,
    /// The assessment date: the answer to the document's date question, else that of the file, else that of the
    /// document.
    pub date: Date,
    /// The rule book the file was written with; see [`fingerprint`]. `None` if the file does not state it.
    pub fingerprint: Option<u64>,
    /// The answers.
    pub answers: Answers,
}

/// An error in a case file. Displayed as one Chinese sentence with the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseError {
    /// The key, such as `answers.projects[0].digital_investment`; empty for the file as a whole.
    pub place: String,
    /// The error and a correction.
    pub message: ErrorMessage,
}

impl fmt::Display for CaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.place.is_empty() {
            write!(f, "{}", self.message)
        } else {
            write!(f, "{}：{}", self.place, self.message)
        }
    }
}

impl core::error::Error for CaseError {}

/// Identifies a rule book: FNV-1a, 64 bits, over the compiled binary. Written as 16 hexadecimal digits in files.
///
/// It detects a different edition; it is no protection against a forged one.
pub fn fingerprint(binary: &[u8]) -> u64 {
    binary.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprint_is_fnv_1a() {
        assert_eq!(fingerprint(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fingerprint(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fingerprint(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
