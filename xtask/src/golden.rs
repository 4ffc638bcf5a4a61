//! Golden files of a rule book: texts generated from its rules and worked cases, stored in the same folder. A changed
//! rule appears there as a changed sentence. `cargo xtask check` names the stale files.

mod nearly;
#[cfg(test)]
#[expect(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]
mod tests;
mod words;

use crate::book::Subject;
use crate::handbook::{content, markdown};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The command that updates all of them.
pub const RENEWAL: &str = "UPDATE_EXPECT=1 cargo test --package xtask golden";

/// A golden file.
pub struct GoldenFile {
    /// Its name in the folder of the rule book.
    pub name: &'static str,
    /// Generates its text.
    pub generate: fn(&Subject<'_>) -> String,
}

/// The golden files of a rule book.
pub const FILES: [GoldenFile; 4] = [
    GoldenFile {
        name: "prose.md",
        generate: |subject| markdown::write(&content::of(&subject.book, &subject.opened.compiled.sources)),
    },
    GoldenFile { name: "words.txt", generate: words::generate },
    GoldenFile { name: "words.en.txt", generate: words::generate_english },
    GoldenFile { name: "nearly.txt", generate: nearly::generate },
];

/// A golden file that differs from its rule book, and its first differing line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaleFile {
    /// The file.
    pub path: PathBuf,
    /// The line number.
    pub line: usize,
    /// The line in the file; empty past its end.
    pub before: String,
    /// The line as generated now; empty past its end.
    pub now: String,
}

/// The stale golden files of a folder. A rule book without golden files has no stale ones.
pub fn stale_files(subject: &Subject<'_>) -> Vec<StaleFile> {
    let folder = &subject.opened.folder;
    FILES.iter().filter_map(|file| compare(&folder.join(file.name), &(file.generate)(subject))).collect()
}

fn compare(path: &Path, generated: &str) -> Option<StaleFile> {
    let golden = std::fs::read_to_string(path).ok()?.replace("\r\n", "\n");
    if golden == generated {
        return None;
    }
    let (before, now): (Vec<&str>, Vec<&str>) = (golden.lines().collect(), generated.lines().collect());
    let index = before.iter().zip(&now).take_while(|(before, now)| before == now).count();
    let line_of = |lines: &[&str]| lines.get(index).map_or_else(String::new, |line| line.trim().to_owned());
    Some(StaleFile { path: path.to_owned(), line: index + 1, before: line_of(&before), now: line_of(&now) })
}

/// The report for policy officers: each stale file with its first difference, then the command that updates all. Empty
/// if none is stale.
pub fn report(stale: &[StaleFile]) -> String {
    let mut text = String::new();
    if stale.is_empty() {
        return text;
    }
    // Writing to a string cannot fail.
    let _ = writeln!(text, "\n由规则和算例生成的文件有{}个过时了：", stale.len());
    for StaleFile { path, line, before, now } in stale {
        let shown = path.strip_prefix(crate::root()).unwrap_or(path);
        let _ = writeln!(text, "  {}，从第{line}行起不同", shown.display());
        let _ = writeln!(text, "    文件里：{}\n    按规则：{}", or_nothing(before), or_nothing(now));
    }
    let _ = writeln!(text, "改动如果是有意的，用这一条命令全部更新，再把改动读一遍：\n  {RENEWAL}");
    text
}

fn or_nothing(line: &str) -> &str {
    if line.is_empty() { "（没有这一行）" } else { line }
}
