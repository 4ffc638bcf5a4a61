//! Builds the browser app with Trunk. Knows nothing of what comes out: that is `finish` and `budget`.

use crate::book::carried;
use crate::finish;
use crate::lean;
use crate::process;
use crate::tools::Toolbox;
use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;

/// Builds the release version into `dist/`.
pub fn build(root: &Path, tools: &Toolbox) -> Result<()> {
    release(root, tools, lean::apply)
}

/// Builds the same pages into `dist/` with little optimization and without compressed copies: for trying things out.
pub fn build_quick(root: &Path, tools: &Toolbox) -> Result<()> {
    release(root, tools, |trunk| {
        quick(trunk);
        Ok(())
    })
}

/// [`build_with`], built like [`build_quick`].
pub fn build_quick_with(root: &Path, tools: &Toolbox, book: &str, dist: &Path) -> Result<()> {
    release(root, tools, |trunk| {
        quick(trunk);
        trunk.env(carried::CHOICE, book).arg("--dist").arg(dist);
        Ok(())
    })
}

// Cargo keeps what it compiles like this apart from what a release is made of.
fn quick(trunk: &mut Command) {
    trunk.env(finish::QUICK, "1");
    for (setting, value) in [("OPT_LEVEL", "1"), ("LTO", "off"), ("CODEGEN_UNITS", "16"), ("INCREMENTAL", "true")] {
        trunk.env(format!("CARGO_PROFILE_RELEASE_{setting}"), value);
    }
}

/// Builds the release version with the rule book of another folder (relative to the root) into another folder. Only the
/// app itself is compiled again: everything it stands on is the same.
pub fn build_with(root: &Path, tools: &Toolbox, book: &str, dist: &Path) -> Result<()> {
    release(root, tools, |trunk| {
        trunk.env(carried::CHOICE, book).arg("--dist").arg(dist);
        lean::apply(trunk)
    })
}

fn release(root: &Path, tools: &Toolbox, choose: impl Fn(&mut Command) -> Result<()>) -> Result<()> {
    // Trunk runs without the network, and so does the cargo below it; hence the crates are fetched first.
    let mut fetch = process::cargo();
    process::run(fetch.args(["fetch", "--locked", "--quiet"]).current_dir(root))
        .context("cannot fetch the crates in Cargo.lock: is a crate registry reachable?")?;
    let mut trunk = tools.command("trunk")?;
    let trunk = offline(&mut trunk).args(["build", "--release"]).current_dir(root);
    choose(trunk)?;
    process::run(trunk).context("the app was not built; the message above says why")
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
