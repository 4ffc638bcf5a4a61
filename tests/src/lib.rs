//! The app in a real browser, as a person uses it: what the tests say about a person is done here with a browser and its
//! driver. Knows the markup of the pages (in `look.js`) and the texts people read, nothing of how the app works inside.
//!
//! - [`site`]: the built app, served
//! - [`host`]: a server that changes while it runs
//! - [`browser`]: Chromium or Firefox on a device of its own, and its driver
//! - [`nginx`]: the web server of the deploy guide
//! - [`person`]: what somebody does at the browser and sees there
//! - [`company`]: the machine-tool company of most tests, and its answers
//! - [`faults`]: the table of what was done to the app, and what that cost
//! - [`kinds`]: six companies of other kinds, and what each must get
//! - [`places`]: every page, in the state that shows most of it
//! - [`sheet`]: a printed page
//! - [`release`]: another release of the app
//! - [`worked`]: companies whose results are worked out natively

#![expect(
    clippy::panic,
    clippy::expect_used,
    reason = "only tests use this: the first surprise ends the test and says what was on the page"
)]

pub mod browser;
pub mod company;
pub mod faults;
pub mod host;
pub mod kinds;
pub mod nginx;
pub mod person;
pub mod places;
pub mod release;
pub mod sheet;
pub mod site;
pub mod worked;

pub use browser::Device;
pub use person::{Person, on};
