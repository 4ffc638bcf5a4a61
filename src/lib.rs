//! The browser app of 惠企: a questionnaire over a compiled rule book, its verdicts, and what is printed.
//!
//! Dependencies point one way: `policies → engine → session → pages`. In reading order:
//!
//! - [`book`]: the embedded rule book
//! - [`language`], [`words`], [`english`]: Chinese or English, and what is said in both
//! - [`route`]: addresses of pages
//! - [`record`]: a company's answers as they were given
//! - [`session`]: everything the person has told us, and what can happen to it (plain values, one `reduce`)
//! - [`merge`]: one case changed in two places
//! - [`saved`]: the form in which a session is kept
//! - [`store`]: where cases are kept, and how safe they are there
//! - [`safety`]: what the pages say of that
//! - [`judgement`], [`judging`]: what follows from a session, as pages read it, and what works it out; never stored
//! - [`places`]: where the person was on every page
//! - [`near`]: what one changed answer would bring, searched while the page answers
//! - [`whatif`]: other answers, tried out and never kept
//! - [`exchange`]: cases between their public form and records
//! - [`browser`]: the one module that touches storage, clock, address, focus, print
//! - [`dom`]: elements, made one way
//! - [`settings`]: colours, size of print, the tour seen: what a person wants on this device
//! - [`qr`]: a link as a QR code
//! - [`table`]: what follows from a session as a table for a spreadsheet
//! - [`kiosk`]: a device for everybody, where nothing outlives a visit
//! - [`app`], [`pages`], [`parts`]: what is shown
//! - [`more`]: the line between what a first visit downloads and the rest of the app

#[macro_use]
pub mod i18n;

pub mod app;
pub mod browser;
pub mod case_conversion;
pub mod csv_export;
pub mod dom;
pub mod engine_text;
pub mod english;
pub mod evaluation;
pub mod evaluator;
pub mod form;
pub mod kiosk;
pub mod lazy;
pub mod merge;
pub mod near_miss;
pub mod pages;
pub mod parts;
pub mod qr;
pub mod route;
pub mod rule_book;
pub mod safety;
pub mod session;
pub mod settings;
pub mod store;
pub mod stored_case;
pub mod view_positions;
pub mod whatif;
