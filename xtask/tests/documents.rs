//! The developer documents: short, and consistent with files, functions and versions.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

use std::path::{Path, PathBuf};

/// The README fits two screens.
const MAX_README: usize = 14 * 1024;
/// The documents whose paths and names are checked against the code.
const ABOUT_CODE: [&str; 2] = ["docs/ARCHITECTURE.md", "docs/CONTRIBUTING.md"];
const ENDINGS: [&str; 6] = [".rs", ".toml", ".md", ".js", ".css", ".txt"];

fn read(name: &str) -> String {
    std::fs::read_to_string(xtask::root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The Markdown files of the project, without those of installed packages and builds.
fn documents() -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for path in folder.read_dir().unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() && !name.starts_with('.') && !["target", "dist", "node_modules"].contains(&name.as_str()) {
                walk(&path, found);
            } else if name.ends_with(".md") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&xtask::root(), &mut found);
    found
}

/// The code spans of a text, without code blocks.
fn code(text: &str) -> Vec<&str> {
    let prose = text.split("\n```").step_by(2);
    prose.flat_map(|part| part.split('`').skip(1).step_by(2)).collect()
}

#[test]
fn readme_fits_two_screens() {
    let bytes = read("README.md").len();
    assert!(bytes <= MAX_README, "README.md has {bytes} bytes, {MAX_README} at most: move details to docs/");
}

#[test]
fn document_links_lead_to_existing_files() {
    let documents = documents();
    assert!(documents.len() > 12, "{documents:?}");
    let mut broken = Vec::new();
    for document in documents {
        let text = std::fs::read_to_string(&document).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link) {
            let file = link.split('#').next().unwrap_or_default();
            let is_elsewhere = link.contains("://") || file.is_empty();
            if !is_elsewhere && !document.parent().unwrap().join(file).exists() {
                broken.push(format!("{}: {link}", document.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn paths_in_code_documents_exist() {
    let is_path = |word: &&str| word.contains('/') && ENDINGS.iter().any(|ending| word.ends_with(ending));
    let is_pattern = |word: &str| word.contains(['*', '…', ' ', '<', '{']);
    for document in ABOUT_CODE {
        let text = read(document);
        let paths: Vec<&str> = code(&text).into_iter().filter(is_path).filter(|word| !is_pattern(word)).collect();
        assert!(paths.len() > 10, "{document}: {paths:?}");
        let missing: Vec<_> = paths.into_iter().filter(|path| !xtask::root().join(path).exists()).collect();
        assert!(missing.is_empty(), "{document} names files that do not exist: {missing:#?}");
    }
}

// In table rows that begin with a file, each code span of the second cell occurs as a word in that file.
#[test]
fn names_in_code_documents_are_in_their_files() {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let (mut rows, mut missing) = (0, Vec::new());
    for document in ABOUT_CODE {
        let text = read(document);
        for row in text.lines().filter(|line| line.starts_with("| `")) {
            let mut cells = row.split(" | ");
            let (first, second) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
            let file = first.trim_matches(['|', ' ', '`']);
            let path = xtask::root().join(file);
            if !path.is_file() {
                continue;
            }
            rows += 1;
            let source = std::fs::read_to_string(path).unwrap();
            let has = |name: &str| source.split(|c| !is_word(c)).any(|word| word == name);
            let names = code(second).into_iter().flat_map(|name| name.split("::"));
            let wrong = names.filter(|name| name.chars().all(is_word) && !has(name));
            missing.extend(wrong.map(|name| format!("{document}: {name} is not in {file}")));
        }
    }
    assert!(rows > 30, "{rows} rows");
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The words of the rule language in its first form; the changelog names each later one.
const FIRST_WORDS: [&str; 19] = [
    "in", "has", "any", "all", "and", "or", "not", "implies", "confirm", "min", "max", "if", "then", "else", "highest",
    "of", "up_to", "between", "at_least",
];

#[test]
fn every_later_word_of_the_language_is_in_the_changelog() {
    let text = read("docs/CHANGELOG.md");
    let section = text.split("\n## Rule language\n").nth(1).unwrap().split("\n## ").next().unwrap_or_default();
    let is_word = |c: char| c.is_ascii_lowercase() || c == '_';
    let has = |word: &str| code(section).iter().any(|code| code.split(|c| !is_word(c)).any(|one| one == word));
    let later = huiqi_compiler::KEYWORDS.into_iter().filter(|word| !FIRST_WORDS.contains(word));
    let missing: Vec<_> = later.filter(|word| !has(word)).collect();
    assert!(missing.is_empty(), "docs/CHANGELOG.md, section Rule language, has no row for {missing:?}");
}

/// The first cell of the last row of a section's table.
fn last_version(text: &str, section: &str) -> String {
    let body = text.split(&format!("\n## {section}\n")).nth(1).unwrap_or_default();
    let body = body.split("\n## ").next().unwrap_or_default();
    let row = body.lines().rfind(|line| line.starts_with("| ")).unwrap_or_default();
    row.split('|').nth(1).unwrap_or_default().trim().to_owned()
}

fn number_after(file: &str, start: &str) -> String {
    let text = read(file);
    let rest = text.split(start).nth(1).unwrap_or_else(|| panic!("{file} has no {start}"));
    rest.chars().take_while(char::is_ascii_digit).collect()
}

#[test]
fn changelog_ends_with_versions_of_the_code() {
    let text = read("docs/CHANGELOG.md");
    for (section, version) in [
        ("Case file", huiqi_engine::case::VERSION.to_string()),
        ("Link", huiqi_engine::case::link::VERSION.to_string()),
        ("Storage", number_after("src/state/stored_case.rs", "const VERSION: u32 = ")),
        ("`assess --json`", number_after("xtask/src/assess/json.rs", "        version: ")),
        ("`facts --json`", number_after("xtask/src/facts.rs", "        version: ")),
    ] {
        assert_eq!(last_version(&text, section), version, "{section}");
    }
}
