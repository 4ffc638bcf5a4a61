//! The app's own sources: nothing in them makes markup of a text, and no address is made of one. What would is found here
//! before a browser has to forbid it.

use std::path::{Path, PathBuf};

/// What turns a text into markup or code, in Rust and in JavaScript.
const MARKUP: [&str; 12] = [
    "inner_html",
    "innerHTML",
    "set_outer_html",
    "outerHTML",
    "insert_adjacent_html",
    "insertAdjacentHTML",
    "document.write",
    "srcdoc",
    "eval(",
    "new Function",
    "javascript:",
    "create_contextual_fragment",
];
// An address that is written into the source, made by the app's own routes, or of a file the app has just made.
const ADDRESSES: [&str; 8] = [
    "\"#",
    "\"./",
    ".write(book())",
    "link.set_href(&url)",
    "URL.createObjectURL",
    // In src/parts/foot.rs, from the table above it; in src/pages/document.rs and start.rs, made one line above.
    ".attr(\"href\", href).child(name)",
    ".attr(\"href\", link).child(measure.title)",
    "move || Some(next())",
];

fn sources() -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for path in folder.read_dir().into_iter().flatten().flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs" || end == "js") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    for folder in ["src", "boot"] {
        walk(&xtask::root().join(folder), &mut found);
    }
    found
}

/// The lines of the sources that are code, with their places.
fn lines() -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for path in sources() {
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if !line.starts_with("//") {
                lines.push((format!("{}:{}", path.display(), number + 1), line.to_owned()));
            }
        }
    }
    lines
}

#[test]
fn no_text_becomes_markup_or_code() {
    let lines = lines();
    assert!(lines.len() > 5_000, "{} lines of sources", lines.len());
    let bad: Vec<_> = lines.iter().filter(|(_, line)| MARKUP.iter().any(|word| line.contains(word))).collect();
    assert!(bad.is_empty(), "{bad:#?}");
}

#[test]
fn no_address_is_made_of_a_text_from_elsewhere() {
    let lines = lines();
    let is_address = |line: &str| line.contains("\"href\"") || line.contains("set_href") || line.contains(".href = ");
    let known = |line: &str| ADDRESSES.iter().any(|made| line.contains(made));
    let bad: Vec<_> = lines.iter().filter(|(_, line)| is_address(line) && !known(line)).collect();
    assert!(bad.is_empty(), "{bad:#?}");
}
