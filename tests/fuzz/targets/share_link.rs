#![no_main]
//! See `properties::share_link`.

use huiqi_engine::testing::properties;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::share_link(huiqi_fuzz::book(), bytes));
