//! Installs the build tools: the wasm target, Trunk and wasm-bindgen. Knows nothing of the app but its `Cargo.lock`.

use crate::process;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// The Trunk version for which `Trunk.toml` was written.
const TRUNK: &str = "0.21.14";
/// The cargo-deny version for which `.cargo/deny.toml` was written.
const DENY: &str = "0.20.2";
/// The WebDriver version of Firefox. Debian has no package of it.
const GECKODRIVER: &str = "0.37.1";
const WASM_BINDGEN: &str = "wasm-bindgen";
/// The compilation target of the app.
pub const WASM: &str = "wasm32-unknown-unknown";

/// The folders of the tools, which precede `PATH`.
#[derive(Debug, Default)]
pub struct Toolbox {
    folders: Vec<PathBuf>,
}

impl Toolbox {
    /// A command that finds these tools, as do its child processes.
    pub fn command(&self, name: &str) -> Result<Command> {
        let tool = self.folders.iter().map(|folder| folder.join(process::executable(name))).find(|file| file.is_file());
        let mut command = Command::new(tool.unwrap_or_else(|| name.into()));
        command.env("PATH", process::path_with(&self.folders)?);
        Ok(command)
    }
}

/// A program that cargo installs, at one exact version.
struct Tool {
    name: &'static str,
    package: &'static str,
    version: String,
    takes: &'static str,
    /// Built without optimization: compiling takes longer than the tool ever runs.
    debug_build: bool,
}

/// Installs missing tools and returns their folders.
pub fn ready(root: &Path) -> Result<Toolbox> {
    ready_wasm_target()?;
    let wasm_bindgen = wasm_bindgen(root)?;
    let trunk = Tool {
        name: "trunk",
        package: "trunk",
        version: TRUNK.to_owned(),
        takes: "about 4 minutes",
        debug_build: false,
    };
    Ok(Toolbox { folders: vec![ensure_installed(&trunk)?, wasm_bindgen] })
}

/// The command that generates the JavaScript glue of the app; installed if missing.
pub fn wasm_bindgen_command(root: &Path) -> Result<Command> {
    Toolbox { folders: vec![wasm_bindgen(root)?] }.command(WASM_BINDGEN)
}

/// The command that checks sources and licences of the crates; installed if missing.
pub fn deny_command() -> Result<Command> {
    let deny = Tool {
        name: "cargo-deny",
        package: "cargo-deny",
        version: DENY.to_owned(),
        takes: "about 6 minutes",
        debug_build: false,
    };
    Toolbox { folders: vec![ensure_installed(&deny)?] }.command("cargo-deny")
}

/// Installs geckodriver if it is missing.
pub fn ready_geckodriver() -> Result<()> {
    match installed_geckodriver() {
        Some(_) => Ok(()),
        None => ensure_installed(&geckodriver()).map(|_| ()),
    }
}

/// The path of geckodriver: on `PATH`, or in the tool cache.
pub fn installed_geckodriver() -> Option<PathBuf> {
    process::find("geckodriver").or_else(|| cached(&geckodriver()).ok().filter(|file| file.is_file()))
}

fn geckodriver() -> Tool {
    Tool {
        name: "geckodriver",
        package: "geckodriver",
        version: GECKODRIVER.to_owned(),
        takes: "about a minute",
        debug_build: true,
    }
}

/// The folder with wasm-bindgen. Its version must equal that of the crate exactly.
fn wasm_bindgen(root: &Path) -> Result<PathBuf> {
    let version = locked_version(&ready_lock(root)?, "wasm-bindgen").context("Cargo.lock names no wasm-bindgen")?;
    ensure_installed(&Tool {
        name: WASM_BINDGEN,
        package: "wasm-bindgen-cli",
        version,
        takes: "about 2 minutes",
        debug_build: false,
    })
}

/// Adds the WebAssembly standard library to the active toolchain.
fn ready_wasm_target() -> Result<()> {
    let folder = process::output(Command::new("rustc").args(["--print", "target-libdir", "--target", WASM]));
    if folder.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    println!("Installing the Rust target {WASM} (a download of about 20 MB) …");
    process::run(&mut rustup(&["target", "add", WASM])).with_context(|| {
        format!("the Rust target {WASM} is missing; without rustup, install your system's package for it")
    })
}

/// Whether the source of the standard library is available, after trying to add it to the active toolchain.
pub fn ensure_rust_src() -> bool {
    let source = process::output(Command::new("rustc").args(["--print", "sysroot"]))
        .map(|folder| Path::new(&folder).join("lib/rustlib/src/rust/library/std"));
    let is_here = || source.as_ref().is_some_and(|folder| folder.is_dir());
    if !is_here() {
        println!("Installing the source of Rust's standard library (a download of about 3 MB) …");
        // If it is unavailable, the app is built without it.
        let _ = process::run(&mut rustup(&["component", "add", "rust-src"]));
    }
    is_here()
}

/// Adds `cargo fmt` and `cargo clippy` to the active toolchain.
pub fn ready_lints() -> Result<()> {
    for (command, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if process::output(process::cargo().args([command, "--version"])).is_none() {
            println!("Installing the Rust component {component} …");
            process::run(&mut rustup(&["component", "add", component]))
                .with_context(|| format!("the Rust component {component} is missing"))?;
        }
    }
    Ok(())
}

/// A rustup command for the active toolchain, whose name rustup itself has put into the environment.
fn rustup(words: &[&str]) -> Command {
    let mut command = Command::new("rustup");
    command.args(words);
    if let Some(toolchain) = std::env::var_os("RUSTUP_TOOLCHAIN") {
        command.arg("--toolchain").arg(toolchain);
    }
    command
}

/// The text of `Cargo.lock`, which is created if missing.
fn ready_lock(root: &Path) -> Result<String> {
    let file = root.join("Cargo.lock");
    if !file.is_file() {
        process::run(process::cargo().arg("generate-lockfile").current_dir(root))?;
    }
    std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))
}

/// The version of a package in a lock file.
fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name_line = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name_line);
    let version = lines.nth(1)?.strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

/// The folder with this tool at exactly its version: in the cache, on `PATH`, or newly installed.
fn ensure_installed(tool: &Tool) -> Result<PathBuf> {
    let home = home(tool)?;
    let cached = cached(tool)?;
    for file in [Some(cached.clone()), process::find(tool.name)].into_iter().flatten() {
        if has_version(&file, &tool.version) {
            return file.parent().map(Path::to_path_buf).context("a program in no folder");
        }
    }
    install(tool, &home)?;
    if !has_version(&cached, &tool.version) {
        bail!("{} was installed but does not answer `--version` with {}", cached.display(), tool.version);
    }
    Ok(home.join("bin"))
}

/// The cache folder for this tool at its version.
fn home(tool: &Tool) -> Result<PathBuf> {
    Ok(cache()?.join(format!("{}-{}", tool.name, tool.version)))
}

/// The path of this tool once it is installed.
fn cached(tool: &Tool) -> Result<PathBuf> {
    Ok(home(tool)?.join("bin").join(process::executable(tool.name)))
}

/// Whether a program exists and reports this version, as in `trunk 0.21.14`.
fn has_version(file: &Path, version: &str) -> bool {
    let answer = process::output(Command::new(file).arg("--version"));
    answer.is_some_and(|answer| answer.split_whitespace().nth(1) == Some(version))
}

fn install(tool: &Tool, home: &Path) -> Result<()> {
    let Tool { name, package, version, takes, .. } = tool;
    println!("Installing {name} {version} into {} ({takes} on two cores) …", home.display());
    let started = Instant::now();
    // The error of the first attempt is shortened to one line: the second attempt decides.
    let locked = installation(tool, home).arg("--locked").output()?;
    if !locked.status.success() {
        let why = complaint(&String::from_utf8_lossy(&locked.stderr));
        println!("{name}: its own list of dependencies cannot be had here ({why}); taking the newest that fit.");
        process::run(&mut installation(tool, home)).with_context(|| {
            format!(
                "cannot install {name} {version}: it needs a C compiler and a reachable crate registry. \
                 Or install it yourself and put it on PATH: cargo install {package} --version ={version} --locked"
            )
        })?;
    }
    println!("Installed {name} in {} s.", started.elapsed().as_secs());
    Ok(())
}

fn installation(tool: &Tool, home: &Path) -> Command {
    let mut command = process::cargo();
    command.args(["install", tool.package, "--version", &format!("={}", tool.version), "--root"]).arg(home);
    // Run outside the checkout, so that its configuration and toolchain file do not affect the tool's build.
    command.current_dir(std::env::temp_dir()).stdin(Stdio::null());
    if tool.debug_build {
        command.arg("--debug").env("CARGO_PROFILE_DEV_DEBUG", "0");
    }
    command
}

/// The last cause that cargo reports, in one line.
fn complaint(output: &str) -> String {
    let lines = || output.lines().map(str::trim).filter(|line| !line.is_empty());
    let error = lines().find_map(|line| line.strip_prefix("error: ")).unwrap_or("no reason was given");
    let cause = lines().skip_while(|line| *line != "Caused by:").nth(1).unwrap_or(error);
    cause.trim_end_matches('.').to_owned()
}

/// The tool cache: one folder per user, shared by all checkouts.
fn cache() -> Result<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(folder) = set("HUIQI_TOOLS") {
        return Ok(folder);
    }
    let base = if cfg!(windows) {
        set("LOCALAPPDATA")
    } else {
        set("XDG_CACHE_HOME").or_else(|| set("HOME").map(|home| home.join(".cache")))
    };
    let base = base.context("no home folder: set HUIQI_TOOLS to a folder for the build tools")?;
    Ok(base.join("huiqi").join("tools"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failed_installation_is_reported_in_one_line() {
        let output = "    Updating crates.io index\nerror: failed to compile `trunk v0.21.14`\n\nCaused by:\n  failed to download \
                    `time v0.3.41`\n\nCaused by:\n  more\n";
        assert_eq!(complaint(output), "failed to download `time v0.3.41`");
        assert_eq!(complaint("warning: x\nerror: no matching package found\n"), "no matching package found");
        assert_eq!(complaint(""), "no reason was given");
    }

    #[test]
    fn lock_file_version_is_of_the_exact_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-shared\"\nversion = \"9.9.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"x\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "bindgen"), None);
    }
}
