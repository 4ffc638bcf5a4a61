//! Builds the browser app with Trunk. Knows nothing of what comes out: that is `finish` and `budget`.

use crate::build_std;
use crate::post_build;
use crate::process;
use crate::tools::Toolbox;
use anyhow::{Context, Result};
use huiqi_build_support::selected_book;
use std::path::Path;
use std::process::Command;

/// The variable of Trunk that names the folder of the build.
const DIST: &str = "TRUNK_BUILD_DIST";

/// How much time is taken for a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuildMode {
    /// As much as it needs: what is published.
    Release,
    /// Little optimization and no compressed copies: for trying things out.
    Quick,
}

/// Builds the app into `dist/`, or with the rule book of another folder (relative to the root) into another folder. Then
/// only the app itself is compiled again: everything it stands on is the same.
pub fn build_app(root: &Path, tools: &Toolbox, mode: BuildMode, other: Option<(&str, &Path)>) -> Result<()> {
    // Trunk runs without the network, and so does the cargo below it; hence the crates are fetched first.
    let mut fetch = process::cargo();
    process::run(fetch.args(["fetch", "--locked", "--quiet"]).current_dir(root))
        .context("cannot fetch the crates in Cargo.lock: is a crate registry reachable?")?;
    let mut trunk = tools.command("trunk")?;
    let trunk = offline(&mut trunk).args(["build", "--release"]).current_dir(root);
    // Relative to the root, as all folders that a command is given; Trunk would take the folder of its configuration.
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
    process::run(trunk).context("the app was not built; the message above says why")
}

// Cargo keeps what it compiles like this apart from what a release is made of.
fn quick(trunk: &mut Command) {
    trunk.env(post_build::QUICK, "1");
    for (setting, value) in [("OPT_LEVEL", "1"), ("LTO", "off"), ("CODEGEN_UNITS", "16"), ("INCREMENTAL", "true")] {
        trunk.env(format!("CARGO_PROFILE_RELEASE_{setting}"), value);
    }
}

/// Keeps Trunk from downloading helpers and from asking for a newer Trunk.
fn offline(trunk: &mut Command) -> &mut Command {
    trunk.env("TRUNK_OFFLINE", "true").env("TRUNK_SKIP_VERSION_CHECK", "true");
    // Trunk wants `true` or `false` here, where everybody else writes `1`.
    if std::env::var_os("NO_COLOR").is_some() {
        trunk.env_remove("NO_COLOR").env("TRUNK_COLOR", "never");
    }
    trunk
}
