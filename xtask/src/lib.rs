//! The developer's commands as a library, so that the browser tests can use the same server and the same build. Knows
//! nothing of policies but in `check`, `facts` and `assess`.

pub mod assess;
pub mod axe;
pub mod batch;
pub mod bench;
pub mod book;
pub mod browser;
pub mod budget;
pub mod build;
pub mod build_std;
pub mod check;
pub mod company_generator;
pub mod coverage;
pub mod csp;
pub mod diff;
pub mod facts;
pub mod golden;
pub mod handbook;
pub mod http;
pub mod i18n;
pub mod mutate;
pub mod os_packages;
pub mod post_build;
pub mod process;
pub mod server;
pub mod size_by_crate;
pub mod steps;
pub mod table;
pub mod terminal;
pub mod test;
pub mod tools;

use std::path::{Path, PathBuf};

/// The root of the workspace: the folder with `Cargo.lock`.
pub fn root() -> PathBuf {
    // Compiled in, because the commands may be called from any folder. If the checkout is moved, cargo rebuilds the
    // package, so the path stays correct.
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_path_buf()
}

/// The output folder of the build.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// A small made-up rule book; with it the browser tests check that the app works with any rule book.
pub const SECOND_BOOK: &str = "tests/book";

/// The output folder of the app with that rule book; never `dist/`.
pub fn second_dist() -> PathBuf {
    root().join("target/second-book")
}
