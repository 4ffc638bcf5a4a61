#![no_main]
//! See `huiqi_tables::testing::sheet_parts`.

use huiqi_tables::testing;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| testing::sheet_parts(huiqi_fuzz::table_books(), bytes));
