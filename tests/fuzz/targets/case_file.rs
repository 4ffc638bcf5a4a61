#![no_main]
//! See `properties::case_file`.

use huiqi_engine::testing::properties;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::case_file(huiqi_fuzz::book(), bytes));
