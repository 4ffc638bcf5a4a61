#![no_main]
//! See `checks::case_file`.

#[path = "../checks.rs"]
#[allow(dead_code, reason = "one check of several")]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::case_file(bytes));
