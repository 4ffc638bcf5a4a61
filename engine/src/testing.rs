//! Generators and properties that the tests of several crates and the fuzz targets share. Gated by the feature
//! `testing`, so that none of it is part of the app.

#![expect(clippy::expect_used, reason = "only tests use this: a failure ends the test")]

pub mod cases;
pub mod properties;
pub mod rng;

pub use cases::{CaseSize, generate_case, typical_case};
pub use rng::TestRng;
