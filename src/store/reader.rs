//! The functions that read stored cases. They are in the lazy module; the store works without them until it has loaded.
//!
//! Until then a stored text that this tab has not written is unread: it is neither opened nor overwritten nor called
//! damaged. Texts of IndexedDB and of other tabs are queued.

use super::incoming::{decide, take_in};
use super::{Store, StoreEvent, has_case, is_there, keys_of_ours, tell, with};

/// A text that was written elsewhere: by another tab or by an earlier visit.
pub struct IncomingText {
    pub(super) key: String,
    pub(super) text: String,
    // `None` for a broadcast; otherwise the text was read from IndexedDB, and the value tells whether for the first
    // time.
    pub(super) read: Option<bool>,
}

/// The functions of the store that read stored cases. Only the lazy module names the functions.
pub struct StoredCaseReader {
    // Adopts incoming texts. The second parameter tells whether they are all texts of IndexedDB.
    pub(super) take_in: fn(Vec<IncomingText>, bool),
    // The records to write for a key, given the stored text, which this tab has not seen.
    pub(super) decide: fn(&str, &str) -> Vec<(String, String)>,
}

/// The reader.
pub const READER: StoredCaseReader = StoredCaseReader { take_in, decide };

/// Whether there are stored cases that cannot be read, because the lazy module has not loaded yet.
pub fn has_unread_case() -> bool {
    let ours = keys_of_ours();
    let is_case = |text: &IncomingText| {
        ours.is_case(&text.key) && is_there(&text.text) || ours.taken_over(&text.key, &text.text).is_some()
    };
    has_case() && with(|store| store.reader.is_none()) || with(|store| store.unread.iter().any(is_case))
}

/// Sets the reader, and adopts the texts that were queued before.
pub fn set_reader(reader: &'static StoredCaseReader) {
    let (queue, is_complete) = with(|store| {
        store.reader = Some(reader);
        (std::mem::take(&mut store.unread), store.is_unread)
    });
    (reader.take_in)(queue, is_complete);
    tell(StoreEvent::Read);
}

/// Adopts incoming texts, or queues them until there is a reader.
pub(super) fn accept(incoming: Vec<IncomingText>, is_complete: bool) {
    if let Some(reader) = with(|store| store.reader) {
        return (reader.take_in)(incoming, is_complete);
    }
    with(|store| {
        store.is_unread |= is_complete && !(incoming.is_empty() && store.texts.is_empty());
        incoming.into_iter().for_each(|text| store.queue(text));
    });
}

impl Store {
    // The latest text of a key replaces earlier ones.
    fn queue(&mut self, mut incoming: IncomingText) {
        let earlier = self.unread.iter().position(|text| text.key == incoming.key);
        if let Some(place) = earlier {
            incoming.read = self.unread.remove(place).read.or(incoming.read);
        }
        self.unread.push(incoming);
    }
}
