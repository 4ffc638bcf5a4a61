//! `cargo xtask assess`: the assessment of a case file, as text and as JSON. Knows the command line and the files; the
//! text is in `summary`, its JSON in `json`, the assessment of tables in `crate::table` and `crate::batch`.

mod json;
mod summary;

use crate::{batch, book, table, terminal};
use anyhow::{Result, bail};
use huiqi_engine::assess::without_idle;
use huiqi_engine::case::encoding::{self, encoding_of, not_a_text, too_large};
use huiqi_engine::case::{self, Case, CaseError};
use huiqi_engine::sentence::ErrorMessage;
use huiqi_engine::{RuleBook, assess};
use lexopt::prelude::*;
use std::ffi::OsString;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

pub use json::json;
pub use summary::summary;

const HELP: &str = "\
cargo xtask assess CASE.json [--json] [--document ID]
cargo xtask assess --table COMPANIES --out RESULTS [--lang en] [--document ID]
cargo xtask assess --csv COMPANIES.csv --out RESULTS.csv [--document ID]
cargo xtask assess --template COMPANIES.xlsx [--for KIND]... [--lang en] [--document ID]

  What a company gets, how much and why. CASE.json is a file of answers (see docs/formats.md); - reads standard input.
  --json          as JSON, and nothing else on standard output
  --table FILE    many companies, one a row: .xlsx, .xls, .csv, .tsv, .txt; - reads standard input
  --csv FILE      the same for a table in exactly the form of the template as .csv
  --out FILE      where the results go, one company a row: .csv or .xlsx; - writes CSV to standard output
  --lang en       results and messages of --table in English
  --template FILE writes a table without a company, as .xlsx or .csv
  --for KIND      only the columns of this kind of applicant, by id or name; may be given several times (.xlsx)
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
    csv: Option<OsString>,
    applicants: Vec<String>,
    is_english: bool,
    results: Option<OsString>,
    template: Option<OsString>,
    document: Option<String>,
}

impl AssessOptions {
    fn wants_table(&self) -> bool {
        self.table.is_some() || self.csv.is_some() || self.results.is_some() || self.template.is_some()
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
            Long("table") => options.table = Some(args.value()?),
            Long("csv") => options.csv = Some(args.value()?),
            Long("for") => options.applicants.push(args.value()?.string()?),
            Long("lang") => options.is_english = is_english(&args.value()?.string()?)?,
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

fn is_english(language: &str) -> Result<bool> {
    match language {
        "zh" => Ok(false),
        "en" => Ok(true),
        other => bail!("没有语言“{other}”，请写 zh 或 en"),
    }
}

fn tables(options: &AssessOptions) -> Result<ExitCode> {
    if options.file.is_some() || options.as_json {
        bail!("--table、--csv、--template 不能与案例文件或 --json 一起用\n\n{HELP}");
    }
    let opened = book::choose(&book::policies(), options.document.as_deref())?;
    let book = opened.book()?;
    let english = options.is_english;
    match (&options.table, &options.csv, &options.results, &options.template) {
        (Some(companies), None, Some(results), None) => table::run(&opened, companies, results, english),
        (None, Some(companies), Some(results), None) if !english => {
            batch::run(&book, companies.as_ref(), results.as_ref())
        }
        (None, None, None, Some(file)) if is_workbook(file) => {
            table::template(&opened, file.as_ref(), &options.applicants, english)
        }
        (None, None, None, Some(file)) if options.applicants.is_empty() && !english => {
            batch::template(&book, file.as_ref())
        }
        _ => bail!("请写 --table 企业表.xlsx --out 结果表.xlsx，或者 --template 企业表.xlsx\n\n{HELP}"),
    }
}

fn is_workbook(file: &OsString) -> bool {
    Path::new(file).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"))
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
