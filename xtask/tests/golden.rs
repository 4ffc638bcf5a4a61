//! Golden files of the public formats: case files and the output of `assess`, `facts` and `check` for a made-up rule
//! book that has one of everything. `UPDATE_EXPECT=1` updates them; review the diff.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "golden/assess.rs"]
mod assess;
#[path = "golden/case.rs"]
mod case;
#[path = "golden/check.rs"]
mod check;
#[path = "golden/facts.rs"]
mod facts;

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use xtask::book::{RuleBookFolder, choose, policies};

fn golden_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// The made-up rule book.
fn sample() -> RuleBookFolder {
    RuleBookFolder::open(&golden_folder().join("book")).unwrap()
}

/// The rule book of the first document.
fn real() -> RuleBookFolder {
    choose(&policies(), Some("jiaxing-2023-3")).unwrap()
}

/// Compares a text with a golden file, or updates the file.
fn golden(name: &str, text: &str) {
    let path = golden_folder().join(name);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let renew = "to renew it: UPDATE_EXPECT=1 cargo test --package xtask --test golden";
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    for (line, (is, was)) in text.lines().zip(expected.lines()).enumerate() {
        assert_eq!(is, was, "{}:{}; {renew}", path.display(), line + 1);
    }
    assert_eq!(text.lines().count(), expected.lines().count(), "lines of {}; {renew}", path.display());
}

/// Runs the compiled command.
fn xtask(words: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let mut child =
        command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that rejects its arguments exits without reading its input.
    let _ = std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
