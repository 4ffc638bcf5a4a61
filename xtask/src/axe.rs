//! axe-core, which the browser tests run on every page: installed by npm from `tests/axe`, at exactly the version in
//! its lock file. Knows nothing of the pages.

use crate::process;
use anyhow::{Context, Result, ensure};
use std::path::Path;
use std::process::Command;

/// The text of the script, which is installed if missing.
pub fn script(root: &Path) -> Result<String> {
    let folder = root.join("tests").join("axe");
    let file = folder.join("node_modules").join("axe-core").join("axe.min.js");
    // npm records the installed versions in this file; it differs from the lock file if an older version is installed.
    let installed = std::fs::read_to_string(folder.join("node_modules").join(".package-lock.json")).unwrap_or_default();
    let locked = std::fs::read_to_string(folder.join("package-lock.json")).context("tests/axe has no lock file")?;
    let hash = locked.split("\"integrity\": \"").nth(1).and_then(|rest| rest.split('"').next());
    let hash = hash.context("the lock file of tests/axe names no hash")?;
    if !file.is_file() || !installed.contains(hash) {
        println!("Installing axe-core with npm into tests/axe …");
        let mut npm = Command::new(process::find("npm").context("npm is not installed")?);
        process::run(npm.args(["ci", "--ignore-scripts", "--no-fund", "--no-audit"]).current_dir(&folder))?;
    }
    let script = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    ensure!(script.contains("axe"), "{} is not axe-core", file.display());
    Ok(script)
}
