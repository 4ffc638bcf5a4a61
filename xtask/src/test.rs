//! `cargo xtask test`: every check of the project, in order. Knows the order and the dependencies between checks.

use crate::build::{self, BuildMode};
use crate::steps::Steps;
use crate::tools::{self, Toolbox};
use crate::{axe, book, budget, check, os_packages, process};
use anyhow::Result;
use std::path::Path;

const WASM: &str = "wasm32-unknown-unknown";

/// Runs all checks and prints the summary line; returns whether all passed.
pub fn run(root: &Path, with_browser: bool) -> bool {
    let cargo = |words: &[&str]| process::run(process::cargo().args(words).current_dir(root));
    let mut steps = Steps::default();
    let mut toolbox = Toolbox::default();
    let ready = steps.run("set up", || set_up(root, with_browser, &mut toolbox));
    if !ready {
        // All following steps need the tools; their absence counts as one failure, not ten.
        return steps.report();
    }
    steps.run("format", || cargo(&["fmt", "--all", "--check"]));
    steps.run("lints of everything", || {
        cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"])
    });
    steps.run("lints of the app in WebAssembly", || {
        cargo(&["clippy", "--package", "huiqi", "--target", WASM, "--quiet", "--", "-D", "warnings"])
    });
    steps.run("tests of engine, app and xtask", || {
        cargo(&["test", "--workspace", "--exclude", "huiqi-tests", "--quiet"])
    });
    steps.run("licences and sources of the crates", || licences(root));
    steps.run("rule books and their cases", || check::run(&book::policies(), &mut std::io::stdout().lock()));
    let built = steps.run("release build", || build::build_app(root, &toolbox, BuildMode::Release, None));
    let built_both = built
        && with_browser
        && steps.run("release build with another rule book", || {
            build::build_app(root, &toolbox, BuildMode::Release, Some((crate::SECOND_BOOK, &crate::second_dist())))
        });
    let no_build = "there is no build";
    if built {
        steps.run("size budget", || budget::check(&root.join("dist")));
    } else {
        steps.skip("size budget", no_build);
    }
    match (with_browser, built_both) {
        (false, _) => println!("\nThe browser tests are left out, as asked."),
        (true, true) => {
            steps.run("axe-core", || axe::script(root).map(|_| ()));
            steps.run("browser tests", || cargo(&["test", "--package", "huiqi-tests"]));
        }
        (true, false) => steps.skip("browser tests", no_build),
    }
    steps.report()
}

// Advisories are not checked: their database is not in any package registry (docs/deploy.md says how to check them).
fn licences(root: &Path) -> Result<()> {
    let mut deny = tools::deny_command()?;
    process::run(deny.args(["--offline", "check", "licenses", "bans", "sources"]).current_dir(root))
}

fn set_up(root: &Path, with_browser: bool, toolbox: &mut Toolbox) -> Result<()> {
    tools::ready_lints()?;
    *toolbox = tools::ready(root)?;
    if !with_browser {
        return Ok(());
    }
    os_packages::ready()?;
    tools::ready_geckodriver()
}
