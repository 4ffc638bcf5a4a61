//! The app's own sources: nothing in them makes markup of a text, no address is made of one, and no figure is reckoned in
//! floating point. What would is found here before a browser has to forbid it, or somebody is paid the wrong amount.

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

fn sources(folders: &[&str]) -> Vec<PathBuf> {
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
    for folder in folders {
        walk(&xtask::root().join(folder), &mut found);
    }
    found
}

/// The lines of the sources in these folders that are code, with their places.
fn lines(folders: &[&str]) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for path in sources(folders) {
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
    let lines = lines(&["src", "boot"]);
    assert!(lines.len() > 5_000, "{} lines of sources", lines.len());
    let bad: Vec<_> = lines.iter().filter(|(_, line)| MARKUP.iter().any(|word| line.contains(word))).collect();
    assert!(bad.is_empty(), "{bad:#?}");
}

#[test]
fn no_address_is_made_of_a_text_from_elsewhere() {
    let lines = lines(&["src", "boot"]);
    let is_address = |line: &str| line.contains("\"href\"") || line.contains("set_href") || line.contains(".href = ");
    let known = |line: &str| ADDRESSES.iter().any(|made| line.contains(made));
    let bad: Vec<_> = lines.iter().filter(|(_, line)| is_address(line) && !known(line)).collect();
    assert!(bad.is_empty(), "{bad:#?}");
}

#[test]
fn no_figure_of_the_engine_is_a_floating_one() {
    let lines = lines(&["engine/src"]);
    assert!(lines.len() > 5_000, "{} lines of sources", lines.len());
    let is_word = |line: &str| line.split(|c: char| !c.is_alphanumeric()).any(|word| matches!(word, "f32" | "f64"));
    let bad: Vec<_> = lines.iter().filter(|(_, line)| is_word(line)).collect();
    assert!(bad.is_empty(), "{bad:#?}");
}

// A browser that is killed or runs out of power says nothing before; what counts on a last moment is lost.
#[test]
fn nothing_waits_for_the_page_to_be_left() {
    const MOMENTS: [&str; 4] = ["pagehide", "beforeunload", "visibilitychange", "\"unload\""];
    let lines = lines(&["src", "boot"]);
    let waits = |line: &str| MOMENTS.iter().any(|moment| line.contains(moment));
    // There everything is wiped, and nothing written.
    let bad: Vec<_> = lines.iter().filter(|(place, line)| waits(line) && !place.contains("kiosk.rs")).collect();
    assert!(bad.is_empty(), "{bad:#?}");
}
