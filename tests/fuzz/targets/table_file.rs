#![no_main]
//! See `huiqi_tables::testing::table_file`.

use huiqi_tables::testing;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| testing::table_file(huiqi_fuzz::table_books(), bytes));
