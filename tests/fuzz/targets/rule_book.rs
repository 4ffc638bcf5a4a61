#![no_main]
//! See `checks::rule_book`.

#[path = "../checks.rs"]
#[allow(dead_code, reason = "one check of several")]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::rule_book(bytes));
