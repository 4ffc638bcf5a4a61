//! Drives the app in a real browser. Depends on the markup of the pages (in `queries.js`) and their visible texts, not
//! on the app's implementation.
//!
//! - [`site`]: the built app, served
//! - [`faulty_server`]: a server that injects faults
//! - [`browser`]: Chromium or Firefox on a device of its own, and its driver
//! - [`nginx`]: the web server of the deploy guide
//! - [`user`]: a user at a browser: actions and assertions
//! - [`company`]: the machine-tool company of most tests, and its answers
//! - [`fault_table`]: the table of injected faults and lost answers
//! - [`company_profiles`]: six companies of other kinds, and their expected results
//! - [`pages`]: every page, with everything expanded
//! - [`pdf`]: a page printed to PDF
//! - [`release`]: another release of the app
//! - [`expected`]: expected results, computed natively

#![expect(
    clippy::panic,
    clippy::expect_used,
    reason = "only tests use this: a failure ends the test and reports what was on the page"
)]

pub mod browser;
pub mod company;
pub mod company_profiles;
pub mod expected;
pub mod fault_table;
pub mod faulty_server;
pub mod nginx;
pub mod pages;
pub mod pdf;
pub mod release;
pub mod site;
pub mod user;

pub use browser::Device;
pub use user::{User, within};
