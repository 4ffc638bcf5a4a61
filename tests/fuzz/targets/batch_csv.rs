#![no_main]
//! See `properties::batch_csv`.

use huiqi_engine::testing::properties;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::batch_csv(huiqi_fuzz::book(), bytes));
