//! Fills in our own `index.html`. Each function takes the page and returns it, so that each can be tested alone. Knows
//! our page and Trunk's output; it is no HTML parser.

use super::css;
use crate::csp;
use anyhow::{Context, Result, bail, ensure};
use base64::Engine;
use sha2::{Digest, Sha256, Sha384};
use std::path::Path;

/// The style sheets that only the lazy module needs. They are fetched with it.
const SECOND_STYLES: [&str; 3] = ["later.css", "results.css", "print.css"];

/// Joins the style sheets of Trunk's output into two: one for the first visit and one for the lazy module. The page
/// names the latter at `{style}`; a page without that has one style sheet.
pub fn join_styles(html: &str, stage: &Path) -> Result<String> {
    let (mut page, mut sheet, mut first_link) = (String::new(), String::new(), None);
    let mut second = String::new();
    let is_split = html.contains("{style}");
    for line in html.lines() {
        if line.contains("<link") && attribute(line, "rel") == Some("stylesheet") {
            let name = attribute(line, "href").context("a style sheet without href")?.trim_start_matches("./");
            let file = stage.join(name);
            let css = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
            let is_second = is_split && SECOND_STYLES.iter().any(|second| name.ends_with(second));
            *(if is_second { &mut second } else { &mut sheet }) += &css::strip_comments(&css);
            std::fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
            first_link.get_or_insert(page.len());
        } else {
            page += line;
            page += "\n";
        }
    }
    let Some(first_link) = first_link else { return Ok(page) };
    std::fs::write(stage.join("style.css"), sheet).context("cannot write style.css")?;
    page.insert_str(first_link, "<link rel=\"stylesheet\" href=\"./style.css\" integrity=\"{sri style.css}\">\n");
    if !is_split {
        return Ok(page);
    }
    let name = hashed_name("later.css", second.as_bytes());
    std::fs::write(stage.join(&name), second).with_context(|| format!("cannot write {name}"))?;
    Ok(page.replace("{style}", &name))
}

/// Renames every script, style sheet and module of the page by its content hash, so that browsers may cache it forever.
/// Trunk could do so, but it hashes files before they are finished.
pub fn name_by_content(html: &str, stage: &Path) -> Result<String> {
    let mut page = html.to_owned();
    for name in asset_urls(html).filter(|name| [".js", ".css", ".wasm"].iter().any(|end| name.ends_with(end))) {
        let file = stage.join(name);
        let bytes = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let hashed = hashed_name(name, &bytes);
        std::fs::rename(&file, stage.join(&hashed)).with_context(|| format!("cannot rename {}", file.display()))?;
        page = page.replace(&format!("\"./{name}\""), &format!("\"./{hashed}\""));
        page = page.replace(&format!("{{sri {name}}}"), &format!("{{sri {hashed}}}"));
    }
    Ok(page)
}

/// The files that a page names, as relative URLs.
pub fn asset_urls(html: &str) -> impl Iterator<Item = &str> {
    let values = tags(html).flat_map(|tag| [attribute(tag, "href"), attribute(tag, "src")]).flatten();
    values.filter_map(|value| value.strip_prefix("./"))
}

/// The files that a page names for lazy loading, as relative URLs.
pub fn lazy_asset_urls(html: &str) -> impl Iterator<Item = &str> {
    let named = tags(html).filter(|tag| attribute(tag, "data-integrity").is_some());
    named.filter_map(|tag| attribute(tag, "content")?.strip_prefix("./"))
}

/// Replaces `{csp}` by the content security policy and every `{sri NAME}` by the integrity hash of that file.
pub fn fill_placeholders(html: &str, stage: &Path) -> Result<String> {
    let html = html.replace("{csp}", csp::PAGE);
    let mut page = String::new();
    let mut rest = html.as_str();
    while let Some((before, after)) = rest.split_once("{sri ") {
        let (name, after) = after.split_once('}').context("a `{sri` without its `}`")?;
        let file = stage.join(name);
        let bytes = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        page += before;
        page += &integrity(&bytes);
        rest = after;
    }
    page += rest;
    Ok(page)
}

/// Fails on anything the content security policy would block, so that it is found at build time and not by users, and
/// on scripts without an integrity hash.
pub fn check_csp(html: &str) -> Result<()> {
    ensure!(html.contains(csp::PAGE), "index.html has no content security policy");
    for tag in tags(html) {
        let name = tag.split([' ', '\n', '>', '/']).next().unwrap_or_default();
        if name == "style" || attribute(tag, "style").is_some() {
            bail!("index.html has an inline style, which the content security policy blocks: <{tag}>");
        }
        if name == "script" && attribute(tag, "src").is_none() {
            bail!("index.html has an inline script, which the content security policy blocks: <{tag}>");
        }
        let is_code =
            name == "script" || ["stylesheet", "modulepreload"].iter().any(|rel| attribute(tag, "rel") == Some(rel));
        if is_code && attribute(tag, "integrity").is_none_or(str::is_empty) {
            bail!("index.html names code without its hash: <{tag}>");
        }
    }
    Ok(())
}

/// The contents of every opening tag.
pub fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<').skip(1).filter(|part| part.starts_with(|first: char| first.is_ascii_alphabetic())).map(|part| {
        let end = part.find('>').unwrap_or(part.len());
        &part[..end]
    })
}

/// The value of an attribute in double quotes, as all of ours are.
pub fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.match_indices(name).find_map(|(start, _)| {
        let starts_a_word = tag[..start].ends_with(char::is_whitespace);
        let rest = tag[start + name.len()..].strip_prefix("=\"")?;
        starts_a_word.then_some(rest)
    })?;
    start.split('"').next()
}

/// The name of a file with its content hash.
pub fn hashed_name(name: &str, bytes: &[u8]) -> String {
    name.replacen('.', &format!("-{}.", short_hash(bytes)), 1)
}

/// The value of an `integrity` attribute.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", base64::engine::general_purpose::STANDARD.encode(Sha384::digest(bytes)))
}

/// A hash for a file name: 64 bits, against accidental collisions only.
fn short_hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attribute_is_found_by_its_whole_name() {
        let tag = r#"link data-href="no" href="./a.css" rel="stylesheet""#;
        assert_eq!(attribute(tag, "href"), Some("./a.css"));
        assert_eq!(attribute(tag, "rel"), Some("stylesheet"));
        assert_eq!(attribute(tag, "el"), None);
    }

    #[test]
    fn lazy_files_are_not_part_of_first_visit() {
        let html = r#"<meta name="theme-color" content="./a"><meta id="app-more" content="./more.wasm" data-integrity="x">
            <link rel="preload" href="./app.wasm" data-integrity="x">"#;
        assert_eq!(asset_urls(html).collect::<Vec<_>>(), ["app.wasm"]);
        assert_eq!(lazy_asset_urls(html).collect::<Vec<_>>(), ["more.wasm"]);
    }

    #[test]
    fn lazy_module_styles_are_a_separate_sheet() -> Result<()> {
        let stage = std::env::temp_dir().join(format!("huiqi-styles-{}", std::process::id()));
        std::fs::create_dir_all(&stage)?;
        let links: String = [("base", "p{}"), ("later", "q{}"), ("print", "s{}")]
            .iter()
            .map(|(name, css)| {
                std::fs::write(stage.join(format!("{name}.css")), css)
                    .map(|()| format!("<link rel=\"stylesheet\" href=\"./{name}.css\">\n"))
            })
            .collect::<std::io::Result<_>>()?;
        let page = join_styles(
            &format!("<meta id=\"app-style\" content=\"./{{style}}\" data-integrity=\"\">\n{links}"),
            &stage,
        )?;
        let [second] = lazy_asset_urls(&page).collect::<Vec<_>>()[..] else { bail!("one sheet for later: {page}") };
        assert_eq!(asset_urls(&page).collect::<Vec<_>>(), ["style.css"]);
        assert_eq!(std::fs::read_to_string(stage.join("style.css"))?, "p{}\n");
        assert_eq!(std::fs::read_to_string(stage.join(second))?, "q{}\ns{}\n");
        std::fs::remove_dir_all(&stage)?;
        Ok(())
    }

    #[test]
    fn inline_or_unhashed_code_fails_the_build() {
        let page = |inside: &str| format!("<meta content=\"{}\">{inside}", csp::PAGE);
        assert!(check_csp(&page("<p>惠企</p>")).is_ok());
        assert!(check_csp(&page(r#"<script src="./a.js" integrity="sha384-x"></script>"#)).is_ok());
        for bad in [
            "<script>start()</script>",
            "<style>p { color: red }</style>",
            r#"<p style="color: red">"#,
            r#"<script src="./a.js"></script>"#,
            r#"<link rel="stylesheet" href="./a.css" integrity="">"#,
        ] {
            assert!(check_csp(&page(bad)).is_err(), "{bad} was let through");
        }
        assert!(check_csp("<p>no policy</p>").is_err());
    }

    #[test]
    fn integrity_hash_matches_known_value() {
        // The example of the Subresource Integrity specification.
        let expected = "sha384-H8BRh8j48O9oYatfu5AZzq6A9RINhZO5H16dQZngK7T62em8MUt1FLm52t+eX6xO";
        assert_eq!(integrity(b"alert('Hello, world.');"), expected);
    }
}
