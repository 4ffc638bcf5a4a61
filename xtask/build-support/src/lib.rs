//! Shared by the app's build script, xtask and tests: the Chinese messages of the source, their English catalog, and the
//! choice of the rule book. Independent of the engine.

pub mod catalog;
pub mod extract;
pub mod selected_book;
