//! The last step of a build: splits the module, joins the style sheets, writes names and integrity hashes into the page
//! and compressed copies beside the files. Trunk calls it for every build, so that a plain `trunk build` gives the same
//! files. Knows the structure of our own page, not HTML in general.

pub(crate) mod compress;
mod css;
mod embedding_origins;
mod html;
mod minify_imports;
mod release;
mod remove_unused_exports;
mod script;
pub mod single_file;
pub(crate) mod split;
mod wasm;

pub use html::{asset_urls, integrity, lazy_asset_urls};

use crate::{book, i18n};
use anyhow::{Context, Result, ensure};
use huiqi_build_support::selected_book;
use huiqi_engine::case::fingerprint;
use std::path::{Path, PathBuf};

/// The environment variable that omits the compressed copies.
pub const QUICK: &str = "HUIQI_QUICK";

/// Finishes the folder that Trunk passes to its hooks in the environment.
pub fn post_build_hook() -> Result<()> {
    let stage = std::env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from);
    let stage = stage.context("`finish` is a step of a build: run `trunk build --release` or `cargo xtask build`")?;
    let profile = std::env::var("TRUNK_PROFILE").context("Trunk does not say which profile it has built")?;
    split::split(&crate::root(), &stage, &profile)?;
    finish(&stage, profile == "release" && std::env::var_os(QUICK).is_none())
}

/// Finishes a folder with the `index.html` that Trunk wrote. A debug build gets no compressed copies: they are slow to
/// make, and debug builds are not deployed.
fn finish(stage: &Path, release: bool) -> Result<()> {
    let file = stage.join("index.html");
    let html = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    strip_custom_sections(stage)?;
    ensure!(
        !stage.join("snippets").exists(),
        "a crate brings JavaScript files of its own (snippets/), which no hash covers"
    );
    let html = minify_scripts(html, stage)?;
    let html = fingerprint_split_module(html, stage)?;
    let html = write_rule_book(&html, stage)?;
    let html = write_english(&html, stage)?;
    let html = html::join_styles(&html, stage)?;
    let html = html::name_by_content(&html, stage)?;
    let html = html::fill_placeholders(&html, stage)?.replace("{parents}", &embedding_origins::chosen()?);
    let html = if html.contains("{document}") { html.replace("{document}", &document()?) } else { html };
    html::check_csp(&html)?;
    let html = if html.contains("{release}") { write_release(&html, stage)? } else { html };
    std::fs::write(&file, html).with_context(|| format!("cannot write {}", file.display()))?;
    if release {
        compress::folder(stage)?;
    }
    Ok(())
}

/// Renames the split module by its content hash, also in the page.
fn fingerprint_split_module(html: String, stage: &Path) -> Result<String> {
    let file = stage.join(split::SPLIT_MODULE);
    if !html.contains("{more}") {
        return Ok(html);
    }
    let bytes = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let name = html::hashed_name(split::SPLIT_MODULE, &bytes);
    std::fs::rename(&file, stage.join(&name)).with_context(|| format!("cannot rename {}", file.display()))?;
    Ok(html.replace("{more}", &name))
}

/// Writes the whole rule book as a file, because the embedded one omits the longer texts, and names it in the page.
fn write_rule_book(html: &str, stage: &Path) -> Result<String> {
    if !html.contains("{texts}") {
        return Ok(html.to_owned());
    }
    let binary = carried_binary()?;
    let name = html::hashed_name("texts.bin", &binary);
    std::fs::write(stage.join(&name), binary).with_context(|| format!("cannot write {name}"))?;
    Ok(html.replace("{texts}", &name))
}

/// Writes the English rule book, with the sentences of the pages, as a file and names it in the page; if the rule book
/// has no English, the page names no such file.
fn write_english(html: &str, stage: &Path) -> Result<String> {
    if !html.contains("{english}") {
        return Ok(html.to_owned());
    }
    let root = crate::root();
    let folder = selected_book::folder(&root).map_err(anyhow::Error::msg)?;
    let opened = book::RuleBookFolder::open(&root.join(folder))?;
    let Some(binary) = opened.english(&i18n::catalog(&root)?)? else {
        return Ok(html.lines().filter(|line| !line.contains("{english}")).map(|line| format!("{line}\n")).collect());
    };
    let name = html::hashed_name("english.bin", &binary);
    std::fs::write(stage.join(&name), binary).with_context(|| format!("cannot write {name}"))?;
    Ok(html.replace("{english}", &name))
}

/// Names the release in the page, and writes what is derived from the finished page: the single-file edition and the
/// service worker.
fn write_release(html: &str, stage: &Path) -> Result<String> {
    let release = release::of(html, stage)?;
    let html = html.replace("{release}", &release.name);
    let bundled = single_file::bundle(&html, stage)?;
    let html = html.replace("{offline}", &single_file::said_size(bundled.len()));
    std::fs::write(stage.join(single_file::NAME), bundled)
        .with_context(|| format!("cannot write {}", single_file::NAME))?;
    release::write_worker(stage, &release, &format!("{:016x}", fingerprint(&carried_binary()?)))?;
    Ok(html)
}

/// The binary of the whole rule book of the app.
fn carried_binary() -> Result<Vec<u8>> {
    let root = crate::root();
    let folder = selected_book::folder(&root).map_err(anyhow::Error::msg)?;
    Ok(book::RuleBookFolder::open(&root.join(folder))?.compiled.binary)
}

/// The document id of the app's rule book.
fn document() -> Result<String> {
    let root = crate::root();
    let folder = selected_book::folder(&root).map_err(anyhow::Error::msg)?;
    let opened = book::RuleBookFolder::open(&root.join(folder))?;
    Ok(opened.book()?.document.id.to_owned())
}

/// Removes comments and indentation from every script, line by line; the line structure stays. If the page contains the
/// integrity hash of the original script, it is updated.
fn minify_scripts(mut html: String, stage: &Path) -> Result<String> {
    for entry in std::fs::read_dir(stage).with_context(|| format!("cannot list {}", stage.display()))? {
        let path = entry?.path();
        if path.extension().is_none_or(|end| end != "js") {
            continue;
        }
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let slim = script::minify(&text);
        html = html.replace(&html::integrity(text.as_bytes()), &html::integrity(slim.as_bytes()));
        std::fs::write(&path, slim).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(html)
}

/// Removes the custom sections from every WebAssembly file, before any file is hashed.
fn strip_custom_sections(stage: &Path) -> Result<()> {
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

#[cfg(test)]
mod tests {
    use super::*;

    const PROGRAM: &str = "\0asm\x01\0\0\0";
    const PAGE: &str = r#"<meta http-equiv="Content-Security-Policy" content="{csp}">
<link id="app-glue" rel="modulepreload" href="./huiqi.js" integrity="{sri huiqi.js}">
<link id="app-wasm" rel="preload" as="fetch" href="./huiqi_bg.wasm" data-integrity="{sri huiqi_bg.wasm}">
<link rel="stylesheet" href="./base.css" integrity="sha384-old"/>
<link rel="stylesheet" href="./print.css" integrity="sha384-old"/>
<meta id="app-more" content="./{more}" data-integrity="{sri {more}}">
<link rel="icon" href="./icon.svg">
<p>惠企</p>
"#;

    fn stage(name: &str, page: &str) -> Result<PathBuf> {
        let stage = std::env::temp_dir().join(format!("huiqi-finish-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&stage)?;
        let files = [
            ("huiqi.js", "export default 1;"),
            ("huiqi_bg.wasm", PROGRAM),
            (split::SPLIT_MODULE, PROGRAM),
            ("icon.svg", "<svg/>"),
        ];
        let styles =
            [("base.css", "/* why */\np { margin: 0; }\n"), ("print.css", "@media print { p { color: #000; } }\n")];
        for (name, text) in files.into_iter().chain(styles).chain([("index.html", page)]) {
            std::fs::write(stage.join(name), text)?;
        }
        Ok(stage)
    }

    fn names(stage: &Path) -> Result<Vec<String>> {
        let names = std::fs::read_dir(stage)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        let mut names: Vec<String> = names.collect::<Result<_>>()?;
        names.sort();
        Ok(names)
    }

    #[test]
    fn files_of_the_page_exist_under_content_hashes() -> Result<()> {
        let stage = stage("names", PAGE)?;
        finish(&stage, true)?;
        let html = std::fs::read_to_string(stage.join("index.html"))?;
        let named: Vec<&str> = asset_urls(&html).chain(lazy_asset_urls(&html)).collect();
        assert_eq!(named.len(), 5, "{html}");
        for name in &named {
            for end in ["", ".br", ".gz"] {
                assert!(stage.join(format!("{name}{end}")).is_file(), "{name}{end} is missing");
            }
        }
        assert_eq!(names(&stage)?.len(), 3 * (named.len() + 1), "nothing else is left");
        assert!(!html.contains('{') && !html.contains("sha384-old"), "{html}");
        let style = named.iter().find(|name| name.ends_with(".css")).context("a style sheet")?;
        let sheet = std::fs::read_to_string(stage.join(style))?;
        assert_eq!(sheet, "p { margin: 0; }\n@media print { p { color: #000; } }\n");
        std::fs::remove_dir_all(&stage)?;
        Ok(())
    }

    #[test]
    fn file_names_depend_on_content_only() -> Result<()> {
        let (first, second) = (stage("first", PAGE)?, stage("second", PAGE)?);
        std::fs::write(second.join("huiqi.js"), "export default 2;")?;
        finish(&first, false)?;
        finish(&second, false)?;
        let (before, after) = (names(&first)?, names(&second)?);
        let changed: Vec<&String> = after.iter().filter(|name| !before.contains(name)).collect();
        assert_eq!(changed.len(), 1, "{before:?} {after:?}");
        assert!(changed.iter().all(|name| name.starts_with("huiqi-") && name.ends_with(".js")));
        std::fs::remove_dir_all(&first)?;
        std::fs::remove_dir_all(&second)?;
        Ok(())
    }

    #[test]
    fn page_violating_the_csp_fails_the_build() -> Result<()> {
        let stage = stage("inline", &format!("{PAGE}<script>start()</script>"))?;
        assert!(finish(&stage, false).is_err());
        std::fs::remove_dir_all(&stage)?;
        Ok(())
    }
}
