//! The single-file edition: the page with style, scripts, both modules and the rule book embedded, to be opened from a
//! disk without a server. Knows the elements of our page, not the contents of the embedded files.

use super::html::attribute;
use super::script;
use crate::csp;
use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::Path;

/// The file, in the output folder of the build.
pub const NAME: &str = "huiqi-offline.html";
const INSIDE: &str = include_str!("../../../src/boot/single-file-assets.js");
/// The ids of the elements that name the embedded files.
const PACKED: [&str; 3] = ["app-wasm", "app-more", "app-texts"];
/// The same for a file that not every rule book has.
const PACKED_WHERE_NAMED: &str = "app-english";

/// The element that names the style sheet of the lazy module.
const LAZY_STYLE: &str = "app-style";

/// Makes the whole file from the finished page and its files.
pub fn bundle(html: &str, stage: &Path) -> Result<String> {
    let mut style = read(stage, named(html, |tag| attribute(tag, "rel") == Some("stylesheet"), "href")?)?;
    style += &read(stage, named(html, |tag| attribute(tag, "id") == Some(LAZY_STYLE), "content")?)?;
    let glue = read(stage, named(html, |tag| attribute(tag, "id") == Some("app-glue"), "href")?)?;
    let boot =
        read(stage, named(html, |tag| tag.starts_with("script") && attribute(tag, "type") == Some("module"), "src")?)?;
    let old = read(stage, named(html, |tag| tag.starts_with("script") && tag.contains(" nomodule"), "src")?)?;
    let icon = read(stage, named(html, |tag| attribute(tag, "rel") == Some("icon"), "href")?)?;
    // Both halves declare names of their own, so each is in a block.
    let module = format!("{glue}\n{}\n{{\n{boot}}}\n", script::minify(INSIDE));
    for text in [&style, &module, &old] {
        let lower = text.to_ascii_lowercase();
        ensure!(!["</script", "</style", "<!--"].iter().any(|end| lower.contains(end)), "would end its own element");
    }
    let mut page = String::new();
    for line in html.lines() {
        page += &changed(line, &style, &icon);
    }
    let policy = csp::one_file(&[&hash(&module), &hash(&old)], &hash(&style));
    let named = super::html::tags(html).any(|tag| attribute(tag, "id") == Some(PACKED_WHERE_NAMED));
    let packed = PACKED
        .iter()
        .chain(named.then_some(&PACKED_WHERE_NAMED))
        .map(|id| pack(html, stage, id))
        .collect::<Result<String>>()?;
    let scripts =
        format!("{packed}<script type=\"module\">{module}</script>\n<script nomodule>{old}</script>\n</body>");
    ensure!(page.matches(csp::PAGE).count() == 1 && page.matches("</body>").count() == 1, "not our page");
    Ok(page.replace(csp::PAGE, &policy).replace("</body>", &scripts))
}

/// The line of the file for a line of the page.
fn changed(line: &str, style: &str, icon: &str) -> String {
    let tag = line.trim_start_matches('<');
    let is = |name: &str, value: &str| attribute(tag, name) == Some(value);
    if is("rel", "stylesheet") {
        return format!("<style>{style}</style>\n");
    }
    if is("rel", "icon") {
        return format!("<link rel=\"icon\" href=\"data:image/svg+xml;base64,{}\">\n", STANDARD.encode(icon));
    }
    if ["app-more", "app-texts", PACKED_WHERE_NAMED].iter().any(|id| is("id", id)) {
        // The URL is set when the file is opened; the hash is the page's.
        let hash = attribute(tag, "data-integrity").unwrap_or_default();
        return format!("<meta id=\"{}\" data-integrity=\"{hash}\">\n", attribute(tag, "id").unwrap_or_default());
    }
    let beside = tag.starts_with("script")
        || ["manifest", "modulepreload", "preload"].iter().any(|rel| is("rel", rel))
        || ["app-worker", "app-offline", LAZY_STYLE].iter().any(|id| is("id", id))
        || is("name", "huiqi-parents");
    if beside { String::new() } else { format!("{line}\n") }
}

/// An attribute of the first matching element of the page.
fn named<'a>(html: &'a str, fits: impl Fn(&str) -> bool, name: &str) -> Result<&'a str> {
    let tag = super::html::tags(html).find(|tag| fits(tag)).context("the page lacks an element of the one file")?;
    attribute(tag, name).with_context(|| format!("no {name} in <{tag}>"))
}

fn read(stage: &Path, name: &str) -> Result<String> {
    std::fs::read_to_string(stage.join(name)).with_context(|| format!("cannot read {name}"))
}

/// A file as an inert element.
fn pack(html: &str, stage: &Path, id: &str) -> Result<String> {
    let fits = |tag: &str| attribute(tag, "id") == Some(id);
    let name = named(html, fits, if id == "app-wasm" { "href" } else { "content" })?;
    let bytes = std::fs::read(stage.join(name)).with_context(|| format!("cannot read {name}"))?;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&bytes)?;
    let text = STANDARD.encode(encoder.finish()?);
    Ok(format!("<script type=\"application/octet-stream\" id=\"inside-{id}\">{text}</script>\n"))
}

/// A hash in the notation of the content security policy.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

/// The size of a file for users: in KB, or in MB with one decimal place.
pub fn said_size(bytes: usize) -> String {
    let kilobytes = bytes.div_ceil(1024);
    if kilobytes < 1024 {
        format!("{kilobytes} KB")
    } else {
        format!("{}.{} MB", kilobytes / 1024, kilobytes % 1024 * 10 / 1024)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn size_is_formatted_readably() {
        assert_eq!(said_size(1), "1 KB");
        assert_eq!(said_size(700 * 1024), "700 KB");
        assert_eq!(said_size(1024 * 1024 + 512 * 1024), "1.5 MB");
    }

    #[test]
    fn inlined_files_are_no_longer_referenced() {
        for line in [
            "<link rel=\"manifest\" href=\"./manifest.webmanifest\">",
            "<script type=\"module\" src=\"./boot-1.js\" integrity=\"sha384-x\"></script>",
            "<link id=\"app-wasm\" rel=\"preload\" href=\"./huiqi-1.wasm\" data-integrity=\"sha384-x\">",
            "<meta id=\"app-worker\" content=\"./sw.js\">",
        ] {
            assert_eq!(changed(line, "p{}", "<svg/>"), "", "{line}");
        }
        assert_eq!(changed("<p>惠企</p>", "p{}", "<svg/>"), "<p>惠企</p>\n");
        assert_eq!(changed("<link rel=\"stylesheet\" href=\"./a.css\">", "p{}", ""), "<style>p{}</style>\n");
        let more = "<meta id=\"app-more\" content=\"./more-1.wasm\" data-integrity=\"sha384-x\">";
        assert_eq!(changed(more, "", ""), "<meta id=\"app-more\" data-integrity=\"sha384-x\">\n");
    }
}
