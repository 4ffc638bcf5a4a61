//! Names the release of a build, and writes the service worker that caches exactly this release. Knows which files
//! belong to a release, nothing of their contents.

use super::html::{asset_urls, attribute, hashed_name, integrity, lazy_asset_urls};
use super::script;
use anyhow::{Context, Result, ensure};
use std::path::Path;

/// The service worker, in the output folder of the build.
pub const WORKER: &str = "sw.js";
/// A web master replaces the worker by this file to unregister it.
pub const WORKER_OFF: &str = "sw-off.js";
const WORKER_TEXT: &str = include_str!("../../../src/boot/sw.js");
const WORKER_OFF_TEXT: &str = include_str!("../../../src/boot/sw-kill-switch.js");
const MANIFEST: &str = "manifest.webmanifest";

/// A file of a release and its hash.
type File = (String, String);

/// One build: its name, and all its files but the page itself.
pub struct Release {
    /// The version of the app and a hash of everything in it.
    pub name: String,
    files: Vec<File>,
    later: Vec<File>,
}

/// The id of the element that names the file that only some users need.
const LATER: &str = "app-english";

/// The release of a page whose names and hashes are complete, but for the name of the release.
pub fn of(html: &str, stage: &Path) -> Result<Release> {
    let mut names: Vec<String> = asset_urls(html).chain(lazy_asset_urls(html)).map(str::to_owned).collect();
    names.extend(icons(stage)?);
    names.sort();
    names.dedup();
    let later = super::html::tags(html).filter(|tag| attribute(tag, "id") == Some(LATER));
    let later: Vec<String> =
        later.filter_map(|tag| attribute(tag, "content")?.strip_prefix("./")).map(str::to_owned).collect();
    names.retain(|name| !later.contains(name));
    let later: Vec<File> = later.into_iter().map(|name| with_hash(stage, name)).collect::<Result<_>>()?;
    let files: Vec<File> = names.into_iter().map(|name| with_hash(stage, name)).collect::<Result<_>>()?;
    let everything =
        files.iter().chain(&later).fold(html.to_owned(), |text, (name, hash)| format!("{text}\n{name} {hash}"));
    // The hash alone: `hashed_name` inserts it before the dot.
    let name = hashed_name(&format!("{}.", env!("CARGO_PKG_VERSION").replace('.', "_")), everything.as_bytes());
    let name = name.trim_end_matches('.').replace('_', ".");
    Ok(Release { name, files, later })
}

fn with_hash(stage: &Path, name: String) -> Result<File> {
    let bytes =
        std::fs::read(stage.join(&name)).with_context(|| format!("the page names {name}, which is not there"))?;
    let hash = integrity(&bytes);
    Ok((name, hash))
}

/// The icons that the manifest names.
fn icons(stage: &Path) -> Result<Vec<String>> {
    let Ok(text) = std::fs::read_to_string(stage.join(MANIFEST)) else { return Ok(Vec::new()) };
    let manifest: serde_json::Value = serde_json::from_str(&text).context("the manifest is no JSON")?;
    let icons = manifest["icons"].as_array().context("the manifest names no icons")?;
    let paths = icons.iter().filter_map(|icon| icon["src"].as_str()?.strip_prefix("./"));
    Ok(paths.map(str::to_owned).collect())
}

/// Writes the worker of a release with this edition of the rule book, and the script that unregisters it.
pub fn write_worker(stage: &Path, release: &Release, book: &str) -> Result<()> {
    let worker = worker(release, book)?;
    for (name, text) in [(WORKER, worker), (WORKER_OFF, script::minify(WORKER_OFF_TEXT))] {
        std::fs::write(stage.join(name), text).with_context(|| format!("cannot write {name}"))?;
    }
    Ok(())
}

fn worker(release: &Release, book: &str) -> Result<String> {
    let (files, later) = (serde_json::to_string(&release.files)?, serde_json::to_string(&release.later)?);
    let text = script::minify(WORKER_TEXT);
    for placeholder in ["{release}", "{book}", "{files}", "{later}"] {
        ensure!(text.matches(placeholder).count() == 1, "src/boot/sw.js has not one {placeholder}");
    }
    Ok(text
        .replace("{release}", &release.name)
        .replace("{book}", book)
        .replace("{files}", &files)
        .replace("{later}", &later))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worker_lists_release_and_files_with_hashes() -> Result<()> {
        let files = vec![("a-1.js".to_owned(), integrity(b"a")), ("icon.svg".to_owned(), integrity(b"b"))];
        let later = vec![("english-1.bin".to_owned(), integrity(b"c"))];
        let release = Release { name: "0.1.0-0123456789abcdef".to_owned(), files, later };
        let text = worker(&release, "00ff00ff00ff00ff")?;
        assert!(text.contains("const RELEASE = '0.1.0-0123456789abcdef';"), "{text}");
        assert!(text.contains("const BOOK = '00ff00ff00ff00ff';"), "{text}");
        assert!(text.contains(&format!("new Map([[\"a-1.js\",\"{}\"],[\"icon.svg\"", integrity(b"a"))), "{text}");
        let later = format!("const OPTIONAL_FILES = new Map([[\"english-1.bin\",\"{}\"]]);", integrity(b"c"));
        assert!(text.contains(&later), "{text}");
        Ok(())
    }
}
