//! Builds the browser app with Trunk. Knows nothing of the result: see `post_build` and `budget`.

use crate::build_std;
use crate::post_build;
use crate::process;
use crate::tools::Toolbox;
use anyhow::{Context, Result};
use huiqi_build_support::selected_book;
use std::path::Path;
use std::process::Command;

/// Trunk's environment variable for the output folder.
const DIST: &str = "TRUNK_BUILD_DIST";

/// The build profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuildMode {
    /// Fully optimized: the published build.
    Release,
    /// Little optimization and no compressed copies: for development.
    Quick,
}

/// Builds the app into `dist/`, or with the rule book of another folder (relative to the root) into another output
/// folder. In the second case only the app itself is recompiled: its dependencies are the same.
pub fn build_app(root: &Path, tools: &Toolbox, mode: BuildMode, other: Option<(&str, &Path)>) -> Result<()> {
    // Trunk and its cargo run offline, so the crates are fetched first.
    let mut fetch = process::cargo();
    process::run(fetch.args(["fetch", "--locked", "--quiet"]).current_dir(root))
        .context("cannot fetch the crates in Cargo.lock: is a crate registry reachable?")?;
    let mut trunk = tools.command("trunk")?;
    let trunk = offline(&mut trunk).args(["build", "--release"]).current_dir(root);
    // Relative to the root, as all folders of the commands are; Trunk would resolve it against the folder of its
    // configuration.
    if let Some(dist) = std::env::var_os(DIST) {
        trunk.env(DIST, root.join(dist));
    }
    if let Some((book, dist)) = other {
        trunk.env(selected_book::VARIABLE, book).arg("--dist").arg(dist);
    }
    match mode {
        BuildMode::Release => build_std::apply(trunk)?,
        BuildMode::Quick => quick(trunk),
    }
    run_again_alone(trunk).context("the app was not built; the message above says why")
}

// A compiler that the system ends for lack of memory succeeds when it runs alone, and goes on with what is compiled. The
// message of a real error is the last one then.
fn run_again_alone(trunk: &mut Command) -> Result<()> {
    process::run(trunk).or_else(|first| {
        println!("{first:#}; once more with one compiler at a time …");
        process::run(trunk.env("CARGO_BUILD_JOBS", "1"))
    })
}

// Cargo stores the artifacts of this profile separately from those of a release.
fn quick(trunk: &mut Command) {
    trunk.env(post_build::QUICK, "1");
    for (setting, value) in [("OPT_LEVEL", "1"), ("LTO", "off"), ("CODEGEN_UNITS", "16"), ("INCREMENTAL", "true")] {
        trunk.env(format!("CARGO_PROFILE_RELEASE_{setting}"), value);
    }
}

/// Prevents Trunk from downloading helpers and from checking for a newer version.
fn offline(trunk: &mut Command) -> &mut Command {
    trunk.env("TRUNK_OFFLINE", "true").env("TRUNK_SKIP_VERSION_CHECK", "true");
    // Trunk accepts only `true` or `false` here, where other programs take `1`.
    if std::env::var_os("NO_COLOR").is_some() {
        trunk.env_remove("NO_COLOR").env("TRUNK_COLOR", "never");
    }
    trunk
}
