//! `cargo xtask phrases`: the sentences of the pages that have no English yet, and those that nobody says any more. Knows
//! where the pages and the catalogue are, no sentence.

pub mod scan;
pub mod wrap;

use anyhow::{Context, Result, bail};
use huiqi_compiler::{Source, english, render_diagnostics};
use lexopt::prelude::*;
use std::path::Path;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask phrases [--missing | --wrap]

  Compares the Chinese in src/ with i18n/en.toml, as every build does: what has no English, what is put together in a
  way that cannot be translated, and what nobody says. --missing prints lines to be filled in and added to the file;
  --wrap rewrites src/ where Chinese is put together: a format! becomes a say!, a string of its own a t.
";

/// The catalogue, from the root.
pub const CATALOGUE: &str = "i18n/en.toml";

/// Runs the command.
///
/// # Errors
/// A wrong command line, and a mistake that was found.
pub fn command(mut args: lexopt::Parser) -> Result<ExitCode> {
    let (mut only_missing, mut wrap) = (false, false);
    while let Some(arg) = args.next()? {
        match arg {
            Long("missing") => only_missing = true,
            Long("wrap") => wrap = true,
            Long("help") | Short('h') => {
                print!("{HELP}");
                return Ok(ExitCode::SUCCESS);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let root = crate::root();
    if wrap {
        wrap_all(&root.join("src"))?;
        return Ok(ExitCode::SUCCESS);
    }
    let (found, phrases) = (scan::everything(&root)?, phrases(&root)?);
    if only_missing {
        let mut missing: Vec<&str> = found.iter().map(|one| one.text.as_str()).collect();
        missing.retain(|text| !phrases.iter().any(|(chinese, _)| chinese == text));
        missing.dedup();
        missing.iter().for_each(|text| println!("{text:?} = \"\""));
        return Ok(ExitCode::SUCCESS);
    }
    let mistakes = scan::mistakes(&found, &phrases);
    mistakes.iter().for_each(|mistake| println!("{mistake}"));
    println!("{} sentences, {} mistakes", phrases.len(), mistakes.len());
    if mistakes.is_empty() { Ok(ExitCode::SUCCESS) } else { bail!("the pages are not all in English") }
}

fn wrap_all(folder: &Path) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            wrap_all(&path)?;
        } else if path.extension().is_some_and(|end| end == "rs")
            && path.file_name().is_none_or(|name| name != "tests.rs")
        {
            let source = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            if let Some(new) = wrap::wrapped(&source) {
                std::fs::write(&path, new).with_context(|| format!("cannot write {}", path.display()))?;
                println!("{}", path.display());
            }
        }
    }
    Ok(())
}

/// The sentences of the pages, Chinese and English.
///
/// # Errors
/// Where the catalogue cannot be read, and every mistake in it as one located report.
pub fn phrases(root: &Path) -> Result<Vec<(String, String)>> {
    let text = std::fs::read_to_string(root.join(CATALOGUE)).with_context(|| format!("cannot read {CATALOGUE}"))?;
    let sources = [Source { path: CATALOGUE.to_owned(), text }];
    english::phrases(&sources).map_err(|problems| anyhow::anyhow!("{}", render_diagnostics(&sources, &problems)))
}
