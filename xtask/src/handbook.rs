//! `cargo xtask book`: the whole rule book as readable Chinese, article by article: the sentence, the rule in words,
//! the readings. Knows the output file; the content is made in `handbook/content.rs`.

pub mod content;
pub mod html;
pub mod markdown;
#[cfg(test)]
#[expect(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]
mod tests;

use crate::book;
use anyhow::{Context, Result};
use lexopt::prelude::*;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask book [--document ID] [--out FILE.html]

  The rule book in words, to read, print and sign off article by article. Without --out it goes to the terminal as
  Markdown. The same text lies beside the rules as prose.md, which this renews:
  UPDATE_EXPECT=1 cargo test --package xtask golden
";

/// Runs the command.
///
/// # Errors
/// The command line is invalid, the rule book has mistakes, or the file cannot be written.
pub fn command(mut args: lexopt::Parser) -> Result<ExitCode> {
    let (mut document, mut file) = (None, None);
    while let Some(arg) = args.next()? {
        match arg {
            Long("document") => document = Some(args.value()?.string()?),
            Long("out") => file = Some(PathBuf::from(args.value()?)),
            Long("help") | Short('h') => {
                print!("{HELP}");
                return Ok(ExitCode::SUCCESS);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let opened = book::choose(&book::policies(), document.as_deref())?;
    let text = content::of(&opened.book()?, &opened.compiled.sources);
    match file {
        None => print!("{}", markdown::write(&text)),
        Some(file) => {
            save(&file, &html::write(&text))?;
            println!("已写入 {}", file.display());
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn save(file: &Path, text: &str) -> Result<()> {
    std::fs::write(file, text).with_context(|| format!("写不了 {}", file.display()))
}
