//! The size budget: the transfer size of a first visit, compared with the goal and the recorded baseline. Knows which
//! files the page names, not why.
//!
//! Counted are the files needed before the first question can be answered: the page and what it names as its parts.
//! Listed but not counted are the files it names for later: the lazy module with the evaluator, and the whole rule
//! book. They load while the user reads the first page; English loads for those who choose it.

use crate::post_build::{asset_urls, lazy_asset_urls};
use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};

/// The goal for the brotli size of a first visit: 140 KB. The table shows the distance to it; growth fails earlier, see
/// [`check`].
pub const GOAL: u64 = 140 * 1024;

/// One file of the first visit, in bytes.
struct FileSize {
    name: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
}

// Files that load only when the user chooses them.
const CHOSEN: &str = "english-";

/// The growth of a first visit, in percent, above which the new size must be recorded explicitly.
const GROWTH: u64 = 2;

/// Prints the table and fails if the total exceeds the recorded baseline by more than [`GROWTH`] percent.
pub fn check(dist: &Path) -> Result<()> {
    allow(report(dist)?, recorded()?)
}

/// Records the current size of a first visit as the new baseline.
pub fn record(dist: &Path) -> Result<()> {
    let total = report(dist)?;
    std::fs::write(record_file(), format!("{total}\n")).context("cannot write the recorded size")
}

fn record_file() -> PathBuf {
    crate::root().join("xtask/size-baseline.txt")
}

fn recorded() -> Result<u64> {
    let file = record_file();
    let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    text.trim().parse().with_context(|| format!("{} holds no number of bytes", file.display()))
}

fn allow(total: u64, recorded: u64) -> Result<()> {
    let most = recorded.saturating_mul(100 + GROWTH) / 100;
    ensure!(
        total <= most,
        "a first visit transfers {total} bytes, more than {GROWTH} % above the recorded {recorded}. Where that is meant, \
         `cargo xtask size --record` writes down the new figure"
    );
    Ok(())
}

/// Prints the table; returns the total brotli size in bytes.
pub fn report(dist: &Path) -> Result<u64> {
    let rows = first_visit(dist)?;
    let sum = |column: fn(&FileSize) -> u64| rows.iter().map(column).sum::<u64>();
    let total = FileSize {
        name: "first visit".to_owned(),
        raw: sum(|r| r.raw),
        gzip: sum(|r| r.gzip),
        brotli: sum(|r| r.brotli),
    };
    println!("{:<40} {:>10} {:>10} {:>10}", "file", "raw", "gzip", "brotli");
    for row in rows.iter().chain([&total]) {
        println!("{:<40} {:>10} {:>10} {:>10}", row.name, row.raw, row.gzip, row.brotli);
    }
    println!("{:<40} {:>32}", "goal", GOAL);
    println!("after the first page, not counted");
    for row in later(dist)? {
        println!("{:<40} {:>10} {:>10} {:>10}", row.name, row.raw, row.gzip, row.brotli);
    }
    Ok(total.brotli)
}

/// The brotli size in bytes of the files that load automatically after the first page.
pub fn after_first_page(dist: &Path) -> Result<u64> {
    Ok(later(dist)?.iter().filter(|row| !row.name.starts_with(CHOSEN)).map(|row| row.brotli).sum())
}

/// The page and every file it names, largest first.
fn first_visit(dist: &Path) -> Result<Vec<FileSize>> {
    let html = page(dist)?;
    rows(dist, asset_urls(&html).chain(["index.html"]))
}

/// The files that the page names for lazy loading, largest first.
fn later(dist: &Path) -> Result<Vec<FileSize>> {
    rows(dist, lazy_asset_urls(&page(dist)?))
}

fn page(dist: &Path) -> Result<String> {
    let page = dist.join("index.html");
    std::fs::read_to_string(&page).with_context(|| format!("cannot read {}: is it built?", page.display()))
}

fn rows<'a>(dist: &Path, names: impl Iterator<Item = &'a str>) -> Result<Vec<FileSize>> {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names.dedup();
    let mut rows = names.into_iter().map(|name| row(dist, name)).collect::<Result<Vec<_>>>()?;
    rows.sort_by_key(|row| std::cmp::Reverse(row.brotli));
    Ok(rows)
}

fn row(dist: &Path, name: &str) -> Result<FileSize> {
    let size = |end: &str| std::fs::metadata(dist.join(format!("{name}{end}"))).map(|file| file.len());
    let raw = size("").with_context(|| format!("index.html names {name}, which is not in dist"))?;
    Ok(FileSize { name: name.to_owned(), raw, gzip: size(".gz").unwrap_or(raw), brotli: size(".br").unwrap_or(raw) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_visit_may_grow_by_at_most_two_percent() {
        assert!(allow(100_000, 100_000).is_ok() && allow(90_000, 100_000).is_ok());
        assert!(allow(102_000, 100_000).is_ok());
        let refused = allow(102_001, 100_000).map_err(|error| error.to_string());
        assert!(refused.is_err_and(|why| why.contains("size --record") && why.contains("102001")));
    }

    #[test]
    fn size_is_recorded() -> Result<()> {
        assert!(recorded()? > 10_000);
        Ok(())
    }
}
