//! `cargo xtask check`: compiles every rule book and checks the claims about it. Knows the order of the checks; each
//! check is a function of its own below `check/`.

pub mod cases;
pub mod coverage;
pub mod readings;

use crate::book::{self, RuleBookFolder, Subject};
use crate::golden::{self, StaleFile};
use anyhow::{Result, bail};
use huiqi_compiler::cases::read;
use huiqi_compiler::render_diagnostics;
use lexopt::prelude::*;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

const HELP: &str = "\
cargo xtask check [FOLDER]

  Compiles every rule book below policies/ (or FOLDER), runs its worked cases, and proves that every sentence and figure
  of the document is bound and every condition and threshold is tried. Prints every mistake with its place, and a table;
  then every generated file that is stale (prose.md, words.txt, nearly.txt), and the command that renews them.
";

/// Runs the command.
///
/// # Errors
/// The command line is invalid, or a rule book fails a check.
pub fn command(mut args: lexopt::Parser) -> Result<ExitCode> {
    let mut folder: Option<PathBuf> = None;
    while let Some(arg) = args.next()? {
        match arg {
            Value(path) if folder.is_none() => folder = Some(path.into()),
            Long("help") | Short('h') => {
                print!("{HELP}");
                return Ok(ExitCode::SUCCESS);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let folder = folder.unwrap_or_else(book::policies);
    run(&folder, &mut std::io::stdout().lock())?;
    Ok(ExitCode::SUCCESS)
}

/// A failed expectation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// File and line, or the name of the subject.
    pub place: String,
    /// What was checked.
    pub what: String,
    /// The expected result.
    pub expected: String,
    /// The actual result.
    pub found: String,
}

/// The result of a check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The counts for the summary: `1144个算例`.
    pub counted: Vec<String>,
    /// All failures.
    pub failures: Vec<Failure>,
    /// The table above the summary, or empty.
    pub table: String,
    /// The generated files that differ from the rules.
    pub stale: Vec<StaleFile>,
}

/// A check of a rule book.
pub type RuleBookCheck = fn(&Subject<'_>) -> Report;

/// The checks of a rule book that works: it compiles, and its worked cases pass.
pub const WORKS: &[RuleBookCheck] = &[contents, cases::check];

/// The checks of a finished rule book, in order: it works and has no gaps.
pub const FINISHED: &[RuleBookCheck] = &[contents, cases::check, coverage::check, readings::check, golden_files];

/// Checks that every rule book of a folder is finished; prints its failures and a summary line for each.
///
/// # Errors
/// A rule book does not compile or a check fails.
pub fn run(folder: &Path, out: &mut dyn Write) -> Result<()> {
    run_checks(folder, FINISHED, out)
}

/// The same with other checks, for made-up rule books that are not finished.
///
/// # Errors
/// A rule book does not compile or a check fails.
pub fn run_checks(folder: &Path, checks: &[RuleBookCheck], out: &mut dyn Write) -> Result<()> {
    let (mut wrong, mut stale) = (0_usize, Vec::new());
    for folder in book::folders(folder)? {
        let started = Instant::now();
        let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned();
        let report = match RuleBookFolder::open(&folder).and_then(|opened| check(&opened, checks)) {
            Ok(report) => report,
            Err(error) => {
                writeln!(out, "{error:#}")?;
                wrong += 1;
                continue;
            }
        };
        for failure in &report.failures {
            writeln!(out, "{}：{}", failure.place, failure.what)?;
            writeln!(out, "  应为：{}\n  实为：{}\n", failure.expected, failure.found)?;
        }
        write!(out, "{}", report.table)?;
        stale.extend(report.stale);
        wrong += report.failures.len();
        let (counted, failed) = (report.counted.join("，"), report.failures.len());
        writeln!(out, "{name}：{counted}，{failed}处不符，用时{:.1}秒", started.elapsed().as_secs_f64())?;
    }
    write!(out, "{}", golden::report(&stale))?;
    match (wrong, stale.len()) {
        (0, 0) => Ok(()),
        (0, files) => bail!("规则库检查没有通过：规则没有不符，有{files}个生成的文件过时"),
        (wrong, 0) => bail!("规则库检查没有通过，共{wrong}处"),
        (wrong, files) => bail!("规则库检查没有通过，共{wrong}处；另有{files}个生成的文件过时"),
    }
}

fn check(opened: &RuleBookFolder, checks: &[RuleBookCheck]) -> Result<Report> {
    let book = opened.book()?;
    opened.english(&[])?;
    opened.table_names()?;
    let cases = match read(&book, &opened.cases) {
        Ok(cases) => cases,
        Err(problems) => bail!("{}", render_diagnostics(&opened.cases, &problems)),
    };
    let subject = Subject { opened, book, cases };
    let mut whole = Report::default();
    for check in checks {
        let part = check(&subject);
        whole.counted.extend(part.counted);
        whole.failures.extend(part.failures);
        whole.table.push_str(&part.table);
        whole.stale.extend(part.stale);
    }
    Ok(whole)
}

// Nothing to check here: compilation was the check.
fn contents(subject: &Subject<'_>) -> Report {
    let (measures, facts) = (subject.book.measures.len(), subject.book.facts.len());
    Report { counted: vec![format!("{measures}项措施"), format!("{facts}个事实")], ..Report::default() }
}

fn golden_files(subject: &Subject<'_>) -> Report {
    Report { stale: golden::stale_files(subject), ..Report::default() }
}
