//! The public file form of a company's answers, `CASE.json`: read with every mistake at once, written in the order of
//! the rule book. Knows no file system, no page and no verdict. The form is described in `docs/formats.md`.

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
pub use write::{value_text, write, write_all};

/// The version of the file form.
pub const VERSION: u64 = 2;
/// The version that is written where everything could be read: programs that know no later one read it.
pub const VERSION_WITHOUT_UNREADABLE: u64 = 1;
/// The most bytes of a file, of one case or several; more is refused unread. The app and the commands know no other limit.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;
/// The most instances of one group.
pub const MAX_INSTANCES: usize = 200;
/// The most characters of a company's name.
pub const MOST_NAME: usize = 100;

/// A company's answers as a file carries them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The company's name, where one is given; never empty.
    pub name: Option<String>,
    /// The assessment date: the answer to the document's date question, else what the file says, else the document's.
    pub date: Date,
    /// Which rule book the file was written with; see [`fingerprint`]. `None` where the file does not say.
    pub fingerprint: Option<u64>,
    /// The answers.
    pub answers: Answers,
}

/// Something that is wrong with a case file. Shown, it is one Chinese sentence that names the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseError {
    /// The key, as `answers.projects[0].digital_investment`; empty where the file as a whole is meant.
    pub place: String,
    /// What is wrong and how to write it.
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

/// Tells rule books apart: FNV-1a, 64 bits, over the compiled binary. In files it is 16 hexadecimal digits.
///
/// It recognises a different edition; it is no protection against a forged one.
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
