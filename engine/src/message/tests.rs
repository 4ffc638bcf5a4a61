//! Tests of templates, catalogs and languages.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod catalogs;
mod grammar;
mod languages;
