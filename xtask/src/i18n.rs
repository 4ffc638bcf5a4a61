//! `cargo xtask phrases`: messages of the pages without English, and unused English. Independent of any message.

pub mod wrap;

use anyhow::{Context, Result, bail};
use huiqi_build_support::catalog::{CATALOG, check_catalog};
use huiqi_build_support::extract::extract_all;
use huiqi_compiler::{Source, english, render_diagnostics};
use lexopt::prelude::*;
use std::path::Path;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask phrases [--missing | --wrap]

  Compares the Chinese in src/ with src/i18n/en.toml, as every build does: what has no English, what is put together in a
  way that cannot be translated, and what nobody says. --missing prints lines to be filled in and added to the file;
  --wrap rewrites src/ where Chinese is put together: a format! becomes a say!, a string of its own a t.
";

/// Runs the command.
///
/// # Errors
/// The command line is invalid, or a mistake was found.
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
    let (messages, entries) = (extract_all(&root)?, catalog(&root)?);
    if only_missing {
        let mut missing: Vec<&str> = messages.iter().map(|message| message.text.as_str()).collect();
        missing.retain(|text| !entries.iter().any(|(chinese, _)| chinese == text));
        missing.dedup();
        missing.iter().for_each(|text| println!("{text:?} = \"\""));
        return Ok(ExitCode::SUCCESS);
    }
    let mistakes = check_catalog(&messages, &entries);
    mistakes.iter().for_each(|mistake| println!("{mistake}"));
    println!("{} sentences, {} mistakes", entries.len(), mistakes.len());
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
            let new = wrap::wrapped(&source).with_context(|| format!("cannot parse {}", path.display()))?;
            if let Some(new) = new {
                std::fs::write(&path, new).with_context(|| format!("cannot write {}", path.display()))?;
                println!("{}", path.display());
            }
        }
    }
    Ok(())
}

/// The entries of the catalog, Chinese and English.
///
/// # Errors
/// The catalog cannot be read, or has mistakes: all of them in one report with locations.
pub fn catalog(root: &Path) -> Result<Vec<(String, String)>> {
    let text = std::fs::read_to_string(root.join(CATALOG)).with_context(|| format!("cannot read {CATALOG}"))?;
    let sources = [Source { path: CATALOG.to_owned(), text }];
    english::phrases(&sources).map_err(|problems| anyhow::anyhow!("{}", render_diagnostics(&sources, &problems)))
}
