//! Generators and properties that the tests of several crates and the fuzz targets share. Behind the feature `testing`, so
//! that none of it reaches the app.

#![expect(clippy::expect_used, reason = "only tests use this: a failure ends the test")]

pub mod cases;
pub mod properties;
pub mod rng;

pub use cases::{CaseSize, generate_case, typical_case};
pub use rng::TestRng;
