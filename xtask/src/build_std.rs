//! Makes a release smaller than the stable compiler options allow: the standard library is compiled for size with the
//! app, and panics abort immediately, without a message (the page's recovery panel detects the abort and does not show
//! the message). These flags are unstable; the toolchain is pinned in `rust-toolchain.toml`. Knows nothing of the app.

use crate::process;
use crate::tools::{self, WASM};
use anyhow::Result;
use std::process::Command;

const RUSTFLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none";
/// Variables that native steps of the build must not inherit; `Trunk.toml` removes them.
const VARIABLES: [(&str, &str); 3] = [
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
];

/// Adds the flags to a command that builds for the browser, if the source of the standard library is available.
pub fn apply(command: &mut Command) -> Result<()> {
    // On Windows the post-build step in `Trunk.toml` cannot remove the variables.
    if cfg!(windows) || !tools::ensure_rust_src() {
        println!("The app is built without the standard library's source and comes out some 14 KB larger.");
        return Ok(());
    }
    let mut fetch = process::cargo();
    fetch.args(["fetch", "--locked", "--quiet", "--target", WASM]).current_dir(crate::root()).envs(VARIABLES);
    process::run(&mut fetch)?;
    command.envs(VARIABLES).env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", RUSTFLAGS);
    Ok(())
}
