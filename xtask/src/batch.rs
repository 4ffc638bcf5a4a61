//! `cargo xtask assess --csv`: reads a table of companies and writes a table of results. Knows files, encodings and
//! threads; the contents of the tables are the engine's.

pub mod made;
#[cfg(test)]
#[expect(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]
mod tests;

use crate::terminal;
use anyhow::{Context, Result, bail};
use encoding_rs::{Encoding, GB18030, UTF_8};
use huiqi_engine::assess::without_idle;
use huiqi_engine::batch::{
    BatchCompany, BatchReader, CellMistake, Labels, MOST_BYTES, TemplateWriter, Titles, header_row, result_row,
};
use huiqi_engine::{RuleBook, assess};
use std::borrow::Cow;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

/// The maximum number of printed mistakes.
const MOST_SHOWN: usize = 50;
/// The number of companies assessed before the next rows of the table are read.
const SLICE: usize = 512;
/// The number of instances of each group for which the empty table has columns.
const INSTANCES: usize = 3;

/// The outcome of a table.
#[derive(Debug, Default)]
pub struct BatchOutcome {
    /// The number of assessed companies.
    pub companies: usize,
    /// The number of rows with mistakes, which were not assessed.
    pub bad_rows: usize,
    /// The first mistakes, at most [`MOST_SHOWN`].
    pub mistakes: Vec<CellMistake>,
    /// The number of all mistakes.
    pub mistakes_in_all: usize,
}

/// Assesses the companies of a table and writes the results to a file.
///
/// # Errors
/// A file cannot be read, decoded or written. Rows with mistakes are no error but give exit code 1; a header row with
/// mistakes gives exit code 2.
pub fn run(book: &RuleBook<'_>, table: &Path, results: &Path) -> Result<ExitCode> {
    if is_same(table, results) {
        bail!("结果不能写进企业表本身，请用另一个文件名");
    }
    let begun = Instant::now();
    let bytes = contents(table)?;
    let text = decoded(&bytes).with_context(|| format!("读不了 {}", table.display()))?;
    let sheet = match BatchReader::open(book, &text) {
        Ok(sheet) => sheet,
        Err(mistakes) => {
            report(&mistakes, mistakes.len());
            return Ok(ExitCode::from(2));
        }
    };
    let file = File::create(results).with_context(|| format!("写不了 {}", results.display()))?;
    let mut out = BufWriter::new(file);
    let done = assessed(book, sheet, &mut out)
        .and_then(|done| out.flush().map(|()| done).map_err(Into::into))
        .with_context(|| format!("写不了 {}", results.display()))?;
    report(&done.mistakes, done.mistakes_in_all);
    let seconds = begun.elapsed().as_secs_f64();
    let bad = match done.bad_rows {
        0 => "没有错误".to_owned(),
        rows => format!("另有 {rows} 行有错误，没有判断"),
    };
    let summary = format!("已判断 {} 家，{bad}；用时 {seconds:.1} 秒，结果在 {}\n", done.companies, results.display());
    terminal::print(&summary)?;
    Ok(if done.bad_rows == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Writes a table without companies, with a column for every question.
///
/// # Errors
/// The file exists already or cannot be written.
pub fn template(book: &RuleBook<'_>, file: &Path) -> Result<ExitCode> {
    let form = TemplateWriter::new(book, &vec![INSTANCES; book.groups.len()]);
    let mut out = File::create_new(file).with_context(|| format!("写不了 {}", file.display()))?;
    out.write_all(form.head(&Titles::CHINESE).as_bytes()).with_context(|| format!("写不了 {}", file.display()))?;
    terminal::print(&format!("已写好空表 {}：一家一行，不知道的空着；用不着的列可以删掉\n", file.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// Assesses every company of a table in order, with as many threads as the machine has processors.
///
/// # Errors
/// The results cannot be written.
pub fn assessed(book: &RuleBook<'_>, sheet: BatchReader<'_, '_>, out: &mut impl Write) -> Result<BatchOutcome> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut done = BatchOutcome::default();
    let mut slice = Vec::with_capacity(SLICE);
    out.write_all(header_row(book, &Labels::chinese()).as_bytes())?;
    for row in sheet {
        match row {
            Ok(company) => slice.push(company),
            Err(mistakes) => done.note(mistakes),
        }
        if slice.len() == SLICE {
            done.companies += slice.len();
            write(book, &slice, threads, out)?;
            slice.clear();
        }
    }
    done.companies += slice.len();
    write(book, &slice, threads, out)?;
    Ok(done)
}

impl BatchOutcome {
    fn note(&mut self, mistakes: Vec<CellMistake>) {
        self.bad_rows += 1;
        self.mistakes_in_all += mistakes.len();
        let room = MOST_SHOWN.saturating_sub(self.mistakes.len());
        self.mistakes.extend(mistakes.into_iter().take(room));
    }
}

fn write(book: &RuleBook<'_>, companies: &[BatchCompany], threads: usize, out: &mut impl Write) -> Result<()> {
    let lines = |part: &[BatchCompany]| -> String {
        part.iter()
            .map(|company| {
                let counting = without_idle(book, &company.case.answers);
                result_row(book, company, &assess(book, &counting, company.case.date), &Labels::chinese())
            })
            .collect()
    };
    let share = companies.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let parts: Vec<_> = companies.chunks(share).map(|part| scope.spawn(move || lines(part))).collect();
        for part in parts {
            let Ok(lines) = part.join() else { bail!("判断时出了错") };
            out.write_all(lines.as_bytes())?;
        }
        Ok(())
    })
}

/// Decodes a table: in the encoding of its byte order mark, otherwise as UTF-8 or, if it is invalid UTF-8, as GB18030.
///
/// # Errors
/// The detected file type, and what to do.
pub fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        bail!("这是 Excel 工作簿，请在 Excel 或 WPS 里另存为“CSV UTF-8（逗号分隔）”");
    }
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    let bytes = bytes.get(mark..).unwrap_or_default();
    let decode = |encoding: &'static Encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes);
    let text = decode(encoding).or_else(|| if mark == 0 { decode(GB18030) } else { None });
    text.context("文字编码认不出来，请另存为“CSV UTF-8（逗号分隔）”")
}

fn contents(table: &Path) -> Result<Vec<u8>> {
    let wrong = || format!("读不了 {}", table.display());
    let mut bytes = Vec::new();
    // Reads one byte more than the limit, to detect a larger file.
    let most = u64::try_from(MOST_BYTES).map_or(u64::MAX, |most| most.saturating_add(1));
    File::open(table).and_then(|file| file.take(most).read_to_end(&mut bytes)).with_context(wrong)?;
    if bytes.len() > MOST_BYTES {
        bail!("{} 超过了 {} MB，没有读取；请分成几个文件", table.display(), MOST_BYTES / (1024 * 1024));
    }
    Ok(bytes)
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

fn report(mistakes: &[CellMistake], in_all: usize) {
    for mistake in mistakes.iter().take(MOST_SHOWN) {
        eprintln!("{mistake}");
    }
    if in_all > MOST_SHOWN {
        eprintln!("……共 {in_all} 处，这里只列出前 {MOST_SHOWN} 处");
    }
}
