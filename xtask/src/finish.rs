//! The last step of a build: a smaller program, one style sheet, names and hashes in the page, compressed copies. Trunk calls it for every build, so
//! that a plain `trunk build` gives the same files. Knows the shape of our own page, not HTML in general.

mod compress;
mod css;
mod page;
mod wasm;

pub use page::named_files;

use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};

/// Finishes the folder that Trunk names in the environment of its hooks.
pub fn from_trunk() -> Result<()> {
    let stage = std::env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let stage = stage.context("`finish` is a step of a build: run `trunk build --release` or `cargo xtask build`")?;
    let release = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    finish(&stage, release)
}

/// Finishes a folder that holds `index.html` as Trunk left it. A debug build gets no compressed copies: they are slow to
/// make and nobody deploys it.
fn finish(stage: &Path, release: bool) -> Result<()> {
    let file = stage.join("index.html");
    let html = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    slim_programs(stage)?;
    ensure!(
        !stage.join("snippets").exists(),
        "a crate brings JavaScript files of its own (snippets/), which no hash covers"
    );
    let html = page::join_styles(&html, stage)?;
    let html = page::name_by_content(&html, stage)?;
    let html = page::fill(&html, stage)?;
    page::refuse_inline(&html)?;
    std::fs::write(&file, html).with_context(|| format!("cannot write {}", file.display()))?;
    if release {
        compress::folder(stage)?;
    }
    Ok(())
}

/// Takes what no browser runs out of every WebAssembly file. Before anything is hashed.
fn slim_programs(stage: &Path) -> Result<()> {
    for entry in std::fs::read_dir(stage).with_context(|| format!("cannot list {}", stage.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "wasm") {
            let slim = std::fs::read(&path).map_err(Into::into).and_then(|wasm| wasm::without_custom_sections(&wasm));
            let slim = slim.with_context(|| format!("cannot slim {}", path.display()))?;
            std::fs::write(&path, slim).with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    Ok(())
}
