#![no_main]
//! See `properties::rule_book`.

use huiqi_engine::testing::properties;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::rule_book(bytes));
