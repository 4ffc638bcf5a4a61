//! `cargo xtask assess`: what follows from a case file, for people and for programs. Knows the command line and the
//! files; what is said is in `summary`, its JSON in `wire`.

mod summary;
mod wire;

use crate::{book, terminal};
use anyhow::{Result, bail};
use huiqi_engine::case::{self, Case, CaseMistake};
use huiqi_engine::{Book, assess};
use lexopt::prelude::*;
use std::ffi::OsString;
use std::io::Read;
use std::process::ExitCode;

pub use summary::summary;
pub use wire::json;

const HELP: &str = "\
cargo xtask assess CASE.json [--json] [--document ID]

  What a company gets, how much and why. CASE.json is a file of answers (see docs/formats.md); - reads standard input.
  --json          as JSON, and nothing else on standard output
  --document ID   which document, where there are several

  Ends with 0; with 2 where the case file is wrong, after all its mistakes; with 1 where anything else is.
";

/// Which file to assess, and how to say it.
#[derive(Default)]
struct Wish {
    file: Option<OsString>,
    as_json: bool,
    document: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// A wrong command line, and a rule book with mistakes. A wrong case file is no error but the exit code 2.
pub fn run(mut args: lexopt::Parser) -> Result<ExitCode> {
    let mut wish = Wish::default();
    while let Some(arg) = args.next()? {
        match arg {
            Value(path) if wish.file.is_none() => wish.file = Some(path),
            Long("json") => wish.as_json = true,
            Long("document") => wish.document = Some(args.value()?.string()?),
            Long("help") | Short('h') => {
                print!("{HELP}");
                return Ok(ExitCode::SUCCESS);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let Some(file) = &wish.file else { bail!("没有写案例文件\n\n{HELP}") };
    let opened = book::choose(&book::policies(), wish.document.as_deref())?;
    let book = opened.book()?;
    let case = match contents(file).and_then(|text| case::read(&book, &text)) {
        Ok(case) => case,
        Err(mistakes) => {
            for mistake in mistakes {
                eprintln!("{mistake}");
            }
            return Ok(ExitCode::from(2));
        }
    };
    if let Some(other) = case.fingerprint.filter(|hash| *hash != opened.fingerprint()) {
        eprintln!("注意：这份案例是用另一版规则库（{other:016x}）保存的，结果可能与当时不同。");
    }
    terminal::say(&said(&book, &case, wish.as_json)?)?;
    Ok(ExitCode::SUCCESS)
}

/// What follows from a case, as JSON or as text.
///
/// # Errors
/// None in practice: everything here can be written.
pub fn said(book: &Book<'_>, case: &Case, as_json: bool) -> Result<String> {
    let assessment = assess(book, &case.answers, case.date);
    if as_json { json(book, case, &assessment) } else { Ok(summary(book, case, &assessment)) }
}

fn contents(file: &OsString) -> std::result::Result<String, Vec<CaseMistake>> {
    let mut bytes = Vec::new();
    // One byte more than is allowed tells that it is too much.
    let most = u64::try_from(case::MOST_BYTES).map_or(u64::MAX, |most| most.saturating_add(1));
    let read = if file == "-" {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    let wrong = |says: String| vec![CaseMistake { place: file.to_string_lossy().into_owned(), says }];
    read.map_err(|error| wrong(format!("读不了这个文件（{error}）。")))?;
    if bytes.len() > case::MOST_BYTES {
        return Err(wrong(format!("文件超过了{} KB，没有读取。", case::MOST_BYTES / 1024)));
    }
    String::from_utf8(bytes).map_err(|_| wrong("不是 UTF-8 编码的文本，请另存为 UTF-8。".to_owned()))
}
