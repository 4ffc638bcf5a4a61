//! How safe an answer is: the one place that decides it, from how both stores stand. Plain values; knows no storage.
//!
//! The browser puts local storage on the disk up to a minute later, so only the journal outlives a browser that is killed.

use crate::platform::StorageError;

/// How safe the last change of a case is. Every sentence that says something about it is chosen by this
/// ([`crate::store::safety`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// It outlives the browser, however that ends.
    Kept,
    /// It is on its way, and nobody knows yet whether it will outlive the browser.
    Pending,
    /// It outlives this page; a browser that dies within a minute takes it along.
    Local,
    /// It is in this window and nowhere else.
    MemoryOnly(MemoryOnlyReason),
    /// It should be kept and could not be.
    Failed(StorageError),
}

/// Why something is in the memory of this window only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemoryOnlyReason {
    /// Everybody uses this device.
    Shared,
    /// The browser keeps nothing for this page.
    Forbidden,
    /// A newer version of the app, or something that could not be put aside, stands where it would be kept.
    Guarded,
}

/// How it stands with the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DbStatus {
    /// It is being opened, or has been told and has not answered yet.
    Busy,
    /// It has the last change.
    Has,
    /// It cannot be had, has refused the last change, or does not answer.
    Refuses(StorageError),
}

/// How both stores stand to the last change of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriteProgress {
    /// Whether everybody uses this device.
    pub shared: bool,
    /// Whether nothing may be written under the key.
    pub guarded: bool,
    /// What local storage answered.
    pub local: Result<(), StorageError>,
    /// What the journal answered.
    pub journal: DbStatus,
}

/// How safe the last change is.
pub const fn standing(state: &WriteProgress) -> Durability {
    if state.shared {
        return Durability::MemoryOnly(MemoryOnlyReason::Shared);
    }
    if state.guarded {
        return Durability::MemoryOnly(MemoryOnlyReason::Guarded);
    }
    match (state.journal, state.local) {
        (DbStatus::Has, _) => Durability::Kept,
        (DbStatus::Busy, _) => Durability::Pending,
        (DbStatus::Refuses(_), Ok(())) => Durability::Local,
        (DbStatus::Refuses(StorageError::Full), Err(_)) | (DbStatus::Refuses(_), Err(StorageError::Full)) => {
            Durability::Failed(StorageError::Full)
        }
        (DbStatus::Refuses(_), Err(StorageError::Forbidden)) => Durability::MemoryOnly(MemoryOnlyReason::Forbidden),
        (DbStatus::Refuses(why), Err(_)) => Durability::Failed(why),
    }
}
