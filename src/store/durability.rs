//! The durability of answers: the one place that decides it, from the state of both stores. Plain values; knows no
//! storage.
//!
//! Browsers flush local storage to disk up to a minute later, so only IndexedDB survives a browser that is killed.

use crate::platform::StorageError;

/// The durability of the last change of a case. Every message about it is chosen by this value
/// ([`crate::store::safety`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// It survives however the browser ends.
    Kept,
    /// It is being written; whether it will survive the browser is not known yet.
    Pending,
    /// It survives this page, but is lost if the browser is killed within a minute.
    Local,
    /// It is in the memory of this tab only.
    MemoryOnly(MemoryOnlyReason),
    /// It should have been stored, but the write failed.
    Failed(StorageError),
}

/// Why a change is in the memory of this tab only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemoryOnlyReason {
    /// The device is shared (kiosk mode).
    Shared,
    /// The browser allows no storage for this page.
    Forbidden,
    /// The key is not written, because the stored text was written by a newer version of the app or could not be
    /// quarantined.
    Guarded,
}

/// The state of IndexedDB with regard to the last change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DbStatus {
    /// It is being opened, or the write has not completed yet.
    Busy,
    /// It has the last change.
    Has,
    /// It is unavailable, has refused the last change, or does not respond.
    Refuses(StorageError),
}

/// The state of both stores with regard to the last change of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriteProgress {
    /// Whether the device is shared (kiosk mode).
    pub shared: bool,
    /// Whether the key must not be written.
    pub guarded: bool,
    /// Result of the write to local storage.
    pub local: Result<(), StorageError>,
    /// State of the write to IndexedDB.
    pub journal: DbStatus,
}

/// The durability of the last change.
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
