#![no_main]
//! See `checks::digits`.

#[path = "../checks.rs"]
#[allow(dead_code, reason = "one check of several")]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::digits(bytes));
