//! The browser app of 惠企: a questionnaire over a compiled rule book, its verdicts, and what is printed.
//!
//! Layers, lowest first; each uses only those above it in this list (`xtask/tests/cycles.rs`):
//!
//! - [`i18n`]: the locale, messages of the pages and of the engine in Chinese and English
//! - [`state`]: plain values: the form, the session and its `reduce`, merge, stored form, routes, evaluation. No Leptos,
//!   no web-sys
//! - [`platform`]: the only module that uses web-sys: storage, IndexedDB, clock, address, focus, downloads, print
//! - [`store`]: cases and settings in storage, and how durable they are
//! - [`dom`]: one element type, built in the shape of Leptos' own builder
//! - [`app`]: signals and effects: the state that is handed to components and pages
//! - [`components`]: what pages are composed of
//! - [`pages`]: one file per route
//! - [`root`]: mounts the app, follows the address; `split` is the split point of the lazy module

#[macro_use]
pub mod i18n;

pub mod app;
pub mod components;
pub mod dom;
pub mod pages;
pub mod platform;
pub mod root;
mod split;
pub mod state;
pub mod store;
