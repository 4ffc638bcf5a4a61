#![no_main]
//! A stored case is parsed or rejected, and what was parsed round-trips.

use huiqi::state::stored_case::StoredCase;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = core::str::from_utf8(bytes) else { return };
    if let Ok(saved) = StoredCase::read(text) {
        assert_eq!(StoredCase::read(&saved.write()).as_ref(), Ok(&saved));
    }
});
