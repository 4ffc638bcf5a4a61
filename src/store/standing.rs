//! How safe an answer is: the one place that decides it, from how both stores stand. Plain values; knows no storage.
//!
//! The browser puts local storage on the disk up to a minute later, so only the journal outlives a browser that is killed.

use crate::browser::NotSaved;

/// How safe the last change of a case is. Every sentence that says something about it is chosen by this
/// ([`crate::safety`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It outlives the browser, however that ends.
    Kept,
    /// It is on its way, and nobody knows yet whether it will outlive the browser.
    Pending,
    /// It outlives this page; a browser that dies within a minute takes it along.
    Local,
    /// It is in this window and nowhere else.
    Memory(Why),
    /// It should be kept and could not be.
    Failed(NotSaved),
}

/// Why something is in the memory of this window only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Everybody uses this device.
    Shared,
    /// The browser keeps nothing for this page.
    Forbidden,
    /// A newer version of the app, or something that could not be put aside, stands where it would be kept.
    Guarded,
}

/// How it stands with the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JournalState {
    /// It is being opened, or has been told and has not answered yet.
    Busy,
    /// It has the last change.
    Has,
    /// It cannot be had, has refused the last change, or does not answer.
    Refuses(NotSaved),
}

/// How both stores stand to the last change of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// Whether everybody uses this device.
    pub shared: bool,
    /// Whether nothing may be written under the key.
    pub guarded: bool,
    /// What local storage answered.
    pub local: Result<(), NotSaved>,
    /// What the journal answered.
    pub journal: JournalState,
}

/// How safe the last change is.
pub const fn standing(state: &State) -> Standing {
    if state.shared {
        return Standing::Memory(Why::Shared);
    }
    if state.guarded {
        return Standing::Memory(Why::Guarded);
    }
    match (state.journal, state.local) {
        (JournalState::Has, _) => Standing::Kept,
        (JournalState::Busy, _) => Standing::Pending,
        (JournalState::Refuses(_), Ok(())) => Standing::Local,
        (JournalState::Refuses(NotSaved::Full), Err(_)) | (JournalState::Refuses(_), Err(NotSaved::Full)) => {
            Standing::Failed(NotSaved::Full)
        }
        (JournalState::Refuses(_), Err(NotSaved::Forbidden)) => Standing::Memory(Why::Forbidden),
        (JournalState::Refuses(why), Err(_)) => Standing::Failed(why),
    }
}
