//! Makes a release smaller than the stable switches of the compiler allow: the standard library is compiled for size
//! with the app, and a panic ends the program without a text that nobody reads (the page's recovery panel notices the
//! end, not the text). These flags are unstable; the toolchain is pinned in `rust-toolchain.toml`. Knows nothing of the
//! app.

use crate::process;
use crate::tools::{self, WASM};
use anyhow::Result;
use std::process::Command;

const RUSTFLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none";
/// What a step of the build that is not for the browser must not inherit; `Trunk.toml` takes it away.
const VARIABLES: [(&str, &str); 3] = [
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
];

/// Lets a command that builds for the browser build leanly, where the source of the standard library can be had.
pub fn apply(command: &mut Command) -> Result<()> {
    // The steps of Trunk's build are not told apart there.
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
