//! `cargo xtask assess`: the assessment of a case file, as text and as JSON. Knows the command line and the files; the
//! text is in `summary`, its JSON in `json`, the assessment of tables in `crate::batch`.

mod json;
mod summary;

use crate::{batch, book, terminal};
use anyhow::{Result, bail};
use huiqi_engine::assess::without_idle;
use huiqi_engine::case::encoding::{self, encoding_of, not_a_text, too_large};
use huiqi_engine::case::{self, Case, CaseError};
use huiqi_engine::sentence::ErrorMessage;
use huiqi_engine::{RuleBook, assess};
use lexopt::prelude::*;
use std::ffi::OsString;
use std::io::Read;
use std::process::ExitCode;

pub use json::json;
pub use summary::summary;

const HELP: &str = "\
cargo xtask assess CASE.json [--json] [--document ID]
cargo xtask assess --csv COMPANIES.csv --out RESULTS.csv [--document ID]
cargo xtask assess --template COMPANIES.csv [--document ID]

  What a company gets, how much and why. CASE.json is a file of answers (see docs/formats.md); - reads standard input.
  --json          as JSON, and nothing else on standard output
  --csv FILE      many companies, one a row, from a table that a spreadsheet program saved as CSV
  --out FILE      where the results go, one company a row
  --template FILE writes such a table with a title for every question and no company
  --document ID   which document, where there are several

  Ends with 0; with 2 where the case file or the table's first row is wrong, after all its mistakes; with 1 where some
  rows are wrong (the others are assessed) or anything else is.
";

/// The file to assess, and the output format.
#[derive(Default)]
struct AssessOptions {
    file: Option<OsString>,
    as_json: bool,
    table: Option<OsString>,
    results: Option<OsString>,
    template: Option<OsString>,
    document: Option<String>,
}

impl AssessOptions {
    fn wants_table(&self) -> bool {
        self.table.is_some() || self.results.is_some() || self.template.is_some()
    }
}

/// Runs the command.
///
/// # Errors
/// The command line is invalid, or the rule book has mistakes. An invalid case file is no error but gives exit code 2.
pub fn run(mut args: lexopt::Parser) -> Result<ExitCode> {
    let mut options = AssessOptions::default();
    while let Some(arg) = args.next()? {
        match arg {
            Value(path) if options.file.is_none() => options.file = Some(path),
            Long("json") => options.as_json = true,
            Long("csv") => options.table = Some(args.value()?),
            Long("out") => options.results = Some(args.value()?),
            Long("template") => options.template = Some(args.value()?),
            Long("document") => options.document = Some(args.value()?.string()?),
            Long("help") | Short('h') => {
                print!("{HELP}");
                return Ok(ExitCode::SUCCESS);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    if options.wants_table() {
        return tables(&options);
    }
    let Some(file) = &options.file else { bail!("没有写案例文件\n\n{HELP}") };
    let opened = book::choose(&book::policies(), options.document.as_deref())?;
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
    terminal::print(&render(&book, &case, options.as_json)?)?;
    Ok(ExitCode::SUCCESS)
}

fn tables(options: &AssessOptions) -> Result<ExitCode> {
    if options.file.is_some() || options.as_json {
        bail!("--csv、--template 不能与案例文件或 --json 一起用\n\n{HELP}");
    }
    let opened = book::choose(&book::policies(), options.document.as_deref())?;
    let book = opened.book()?;
    match (&options.table, &options.results, &options.template) {
        (Some(table), Some(results), None) => batch::run(&book, table.as_ref(), results.as_ref()),
        (None, None, Some(template)) => batch::template(&book, template.as_ref()),
        _ => bail!("请写 --csv 企业表.csv --out 结果表.csv，或者 --template 企业表.csv\n\n{HELP}"),
    }
}

/// The assessment of a case, as JSON or as text.
///
/// # Errors
/// None in practice: every value here can be serialized.
pub fn render(book: &RuleBook<'_>, case: &Case, as_json: bool) -> Result<String> {
    // An answer whose question does not apply is ignored, as on the pages.
    let case = &Case { answers: without_idle(book, &case.answers), ..case.clone() };
    let assessment = assess(book, &case.answers, case.date);
    if as_json { json(book, case, &assessment) } else { Ok(summary(book, case, &assessment)) }
}

fn contents(file: &OsString) -> std::result::Result<String, Vec<CaseError>> {
    let mut bytes = Vec::new();
    // Reads one byte more than the limit, to detect a larger file.
    let most = u64::try_from(case::MAX_BYTES).map_or(u64::MAX, |most| most.saturating_add(1));
    let read = if file == "-" {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    let wrong = |says| vec![CaseError { place: file.to_string_lossy().into_owned(), message: says }];
    read.map_err(|error| wrong(ErrorMessage::new("读不了这个文件（{}）。", vec![error.to_string()])))?;
    if bytes.len() > case::MAX_BYTES {
        return Err(wrong(too_large()));
    }
    decoded(&bytes).map_err(wrong)
}

/// Decodes a case file, in whatever encoding an editor has saved it.
///
/// # Errors
/// The file is damaged or is no text.
pub fn decoded(bytes: &[u8]) -> std::result::Result<String, ErrorMessage> {
    let encoding = match encoding_of(bytes)? {
        encoding::Encoding::Utf8 => encoding_rs::UTF_8,
        encoding::Encoding::Utf16Le => encoding_rs::UTF_16LE,
        encoding::Encoding::Utf16Be => encoding_rs::UTF_16BE,
        encoding::Encoding::Gb18030 => encoding_rs::GB18030,
    };
    let (text, wrong) = encoding.decode_with_bom_removal(bytes);
    if wrong { Err(not_a_text()) } else { Ok(text.into_owned()) }
}
