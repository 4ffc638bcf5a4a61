//! Splits the linked module in two, so that a first visit downloads the main module only: everything reachable only
//! through the app's split point goes into the lazy module. Knows the file names of linker, splitter and wasm-bindgen,
//! nothing of their contents.

use super::minify_imports;
use super::remove_unused_exports::remove_dependency_exports;
use crate::{process, tools};
use anyhow::{Context, Result, anyhow, ensure};
use std::path::{Path, PathBuf};
use wasm_split_cli_support::{Options, transform};

/// The lazy module, in the output folder of the build.
pub const SPLIT_MODULE: &str = "more.wasm";
// Copies of both modules with function names.
const NAMED: [&str; 2] = ["first-named.wasm", "second-named.wasm"];
const APP: &str = "huiqi";
// The module from which the main module imports the function that loads the lazy one.
const LINK: &str = "./more.js";
const LOADER: &str = include_str!("../../../src/boot/load-split-module.js");

/// Replaces Trunk's output for the whole module by both modules and the glue of the main one.
pub fn split(root: &Path, stage: &Path, profile: &str) -> Result<()> {
    let linked = target_folder(root)?.join(tools::WASM).join(profile).join(format!("{APP}.wasm"));
    let folder = folder(root, profile)?;
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let first = folder.join(format!("{APP}.wasm"));
    let second =
        split_module(&linked, &first, &folder).with_context(|| format!("cannot split {}", linked.display()))?;
    let mut bindgen = tools::wasm_bindgen_command(root)?;
    // The function table is an export that the linker made; the lazy module calls the main one through it.
    bindgen.args(["--target=web", "--no-typescript", "--keep-lld-exports", "--out-name", APP, "--out-dir"]);
    bindgen.arg(stage).arg(&first);
    process::run(&mut bindgen)?;
    let program = stage.join(format!("{APP}_bg.wasm"));
    for (part, name) in [(&program, NAMED[0]), (&second, NAMED[1])] {
        std::fs::copy(part, folder.join(name)).with_context(|| format!("cannot copy {}", part.display()))?;
    }
    let glue = stage.join(format!("{APP}.js"));
    let text = std::fs::read_to_string(&glue).with_context(|| format!("cannot read {}", glue.display()))?;
    let (minified, text) = minify_imports::minify_with_glue(&std::fs::read(&program)?, &text)?;
    let written = |file: &Path, bytes: &[u8]| {
        std::fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))
    };
    written(&program, &minified)?;
    written(&stage.join(SPLIT_MODULE), &minify_imports::reencode_module(&std::fs::read(&second)?)?)?;
    written(&glue, with_loader(&text)?.as_bytes())
}

/// Both modules of the last build, with function names.
pub fn parts(root: &Path, profile: &str) -> Result<[PathBuf; 2]> {
    let folder = folder(root, profile)?;
    Ok(NAMED.map(|name| folder.join(name)))
}

fn folder(root: &Path, profile: &str) -> Result<PathBuf> {
    Ok(target_folder(root)?.join("split").join(profile))
}

/// Writes the main module and returns the path of the lazy one.
fn split_module(linked: &Path, first: &Path, folder: &Path) -> Result<PathBuf> {
    let (wasm, _) = remove_dependency_exports(&std::fs::read(linked)?)?;
    let mut options = Options::new(&wasm);
    options.output_dir = folder;
    options.main_out_path = first;
    options.link_name = LINK;
    let parts = transform(options).map_err(|error| anyhow!("{error:#}"))?;
    match <[PathBuf; 1]>::try_from(parts.split_modules) {
        Ok([second]) => Ok(second),
        Err(parts) => Err(anyhow!("the app has one split point, but {} further parts came out", parts.len())),
    }
}

/// Inlines the loader into the glue in place of its import: no integrity hash covers an imported module, and one file
/// less is fetched.
fn with_loader(glue: &str) -> Result<String> {
    let is_import = |line: &&str| line.starts_with("import ");
    let mut imports = glue.lines().filter(is_import);
    let line = imports.next().context("the main module does not ask for the second")?;
    ensure!(imports.next().is_none(), "the main module imports scripts, which no hash covers");
    let name = line
        .strip_prefix("import * as ")
        .and_then(|rest| rest.split_once(" from "))
        .filter(|(_, module)| module.trim_matches([';', '\'', '"']) == LINK)
        .map(|(name, _)| name)
        .with_context(|| format!("an import of something else: {line}"))?;
    let import = format!("const {name} = {{ __wasm_split_load_more: loadSplitModule }};");
    Ok(format!("{}\n{LOADER}", glue.replacen(line, &import, 1)))
}

/// Cargo's target folder.
fn target_folder(root: &Path) -> Result<PathBuf> {
    let mut cargo = process::cargo();
    let metadata =
        process::output(cargo.args(["metadata", "--no-deps", "--offline", "--format-version=1"]).current_dir(root));
    let metadata: serde_json::Value = serde_json::from_str(&metadata.context("`cargo metadata` failed")?)?;
    metadata["target_directory"].as_str().map(PathBuf::from).context("`cargo metadata` names no target folder")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loader_replaces_its_import() -> Result<()> {
        let glue = "import * as __wbg_star0 from './more.js';\n\nlet wasm;\nimports['./more.js'] = __wbg_star0;\n";
        let joined = with_loader(glue)?;
        assert!(joined.starts_with("const __wbg_star0 = { __wasm_split_load_more: loadSplitModule };\n\nlet wasm;"));
        assert!(joined.contains("async function loadSplitModule(") && !joined.contains("import "), "{joined}");
        Ok(())
    }

    #[test]
    fn script_without_hash_fails_the_build() {
        for glue in [
            "let wasm;\n",
            "import { a } from './snippets/a.js';\n",
            "import * as __wbg_star0 from './other.js';\n",
            "import * as __wbg_star0 from './more.js';\nimport { a } from './snippets/a.js';\n",
        ] {
            assert!(with_loader(glue).is_err(), "{glue}");
        }
    }
}
