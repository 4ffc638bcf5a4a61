#![no_main]
//! What a device has kept: read or refused; what was read is the same when it is written and read again.

use huiqi::saved::Saved;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = core::str::from_utf8(bytes) else { return };
    if let Ok(saved) = Saved::read(text) {
        assert_eq!(Saved::read(&saved.write()).as_ref(), Ok(&saved));
    }
});
