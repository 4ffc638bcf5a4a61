//! Shared by the app's build script, xtask and tests: the Chinese messages of the source, their English catalog, the
//! selection of the rule book, random numbers for made-up companies. Independent of the engine.

pub mod catalog;
pub mod extract;
pub mod selected_book;
