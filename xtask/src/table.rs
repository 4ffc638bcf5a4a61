//! `cargo xtask assess --table`: companies from a table of any usual format, results as text or as a workbook. Knows
//! files, streams and threads; the contents of the tables are those of `huiqi_tables`.

mod language;
mod output;
mod report;
#[cfg(test)]
#[expect(clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]
mod tests;

use crate::book::RuleBookFolder;
use crate::terminal;
use anyhow::{Context, Result, bail};
use huiqi_engine::assess::{assess, without_idle};
use huiqi_engine::book::OptionSet;
use huiqi_engine::case;
use huiqi_tables::read::{MAX_FILE_BYTES, too_large, workbook};
use huiqi_tables::{FindingKind, ReportLanguage, TableBooks, TableReader, TableRow, TemplateWorkbook};
use language::TableLanguage;
use output::{AssessedRow, ResultsOutput};
use report::TableReport;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

/// The number of companies assessed before the next results are written.
const SLICE: usize = 1024;
/// The number of instances of each group for which the template has columns.
const INSTANCES: usize = 3;
/// The maximum number of examples in the template.
const EXAMPLES: usize = 3;
/// The name that stands for standard input or output.
pub const STANDARD: &str = "-";

/// Assesses the companies of a table. Either name may be `-`.
///
/// # Errors
/// A file cannot be read or written. Rows with mistakes are no error but give exit code 1; titles with mistakes give exit
/// code 2.
pub fn run(opened: &RuleBookFolder, table: &OsStr, results: &OsStr, is_english: bool) -> Result<ExitCode> {
    let begun = Instant::now();
    if is_same(table.as_ref(), results.as_ref()) {
        bail!("结果不能写进企业表本身，请用另一个文件名");
    }
    let language = TableLanguage::open(opened, is_english)?;
    let names = opened.table_names()?;
    let bytes = contents(table, &language)?;
    let workbook = workbook(&bytes).map_err(|message| anyhow::anyhow!("{}", language.message(&message)))?;
    drop(bytes);
    let books = TableBooks { book: &language.book, other: language.other.as_ref(), names: &names };
    let mut report = TableReport::new(&language);
    let reader = match TableReader::open(books, language.labels.catalog, &workbook, &[]) {
        Ok(reader) => reader,
        Err(findings) => {
            report.add(findings);
            report.print();
            return Ok(ExitCode::from(2));
        }
    };
    report.add(reader.findings().to_vec());
    let mut output = ResultsOutput::open(results, &language)?;
    for begin in (0..reader.len()).step_by(SLICE) {
        let rows = assessed(&language, &reader, begin..(begin + SLICE).min(reader.len()), output.is_text())?;
        for row in rows {
            report.take(row.findings, row.result.is_some());
            if let Some(result) = row.result {
                output.write(result).map_err(|message| anyhow::anyhow!("{}", language.message(&message)))?;
            }
        }
    }
    output.finish(report.findings(), &language).with_context(|| format!("写不了 {}", results.display()))?;
    report.print();
    report.summary(results, begun.elapsed().as_secs_f64())?;
    Ok(if report.bad_rows() == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

// Reads and assesses some rows with as many threads as the machine has processors.
fn assessed(
    language: &TableLanguage<'_>,
    reader: &TableReader<'_, '_, '_>,
    range: std::ops::Range<usize>,
    is_text: bool,
) -> Result<Vec<AssessedRow>> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = range.len().div_ceil(threads).max(1);
    let one = |row: TableRow| {
        let result = row.company.map(|company| {
            let counting = without_idle(&language.book, &company.case.answers);
            let assessment = assess(&language.book, &counting, company.case.date);
            output::result(&language.book, &language.labels, &company, &assessment, is_text)
        });
        AssessedRow { result, findings: row.findings }
    };
    std::thread::scope(|scope| {
        let parts: Vec<_> = range
            .clone()
            .step_by(share)
            .map(|begin| {
                let rows = begin..(begin + share).min(range.end);
                scope.spawn(move || rows.filter_map(|index| reader.row(index)).map(one).collect::<Vec<_>>())
            })
            .collect();
        let mut all = Vec::new();
        for part in parts {
            let Ok(rows) = part.join() else { bail!("判断时出了错") };
            all.extend(rows);
        }
        Ok(all)
    })
}

/// Writes a template as a workbook, for these kinds of applicants or, if none is named, for all.
///
/// # Errors
/// A kind is unknown, or the file exists already or cannot be written.
pub fn template(opened: &RuleBookFolder, file: &Path, applicants: &[String], is_english: bool) -> Result<ExitCode> {
    let language = TableLanguage::open(opened, is_english)?;
    let book = &language.book;
    let applicant = book.document.applicant_fact;
    let kinds = &book.facts[applicant].options;
    let mut chosen = OptionSet::NONE;
    for name in applicants {
        let Some(place) = kinds.iter().position(|kind| kind.id == name || kind.label == name) else {
            let known: Vec<String> = kinds.iter().map(|kind| format!("{}（{}）", kind.id, kind.label)).collect();
            bail!("没有申报主体“{name}”，有的是：{}", known.join("、"));
        };
        chosen = chosen.union(OptionSet::one(place));
    }
    let template = TemplateWorkbook::new(book, language.report, chosen, INSTANCES);
    let is_chosen = |case: &case::Case| match case.answers.get(book, applicant, 0) {
        Some(huiqi_engine::Answer::Choice(place)) => {
            chosen.is_empty() || OptionSet::one(usize::from(place)).is_subset(chosen)
        }
        _ => false,
    };
    let examples = book.examples.iter().filter_map(|text| case::read(book, text).ok()).filter(is_chosen);
    let bytes = template
        .write(&[], &examples.take(EXAMPLES).collect::<Vec<_>>())
        .map_err(|message| anyhow::anyhow!("{}", language.message(&message)))?;
    let write = File::create_new(file).and_then(|mut out| out.write_all(&bytes));
    write.with_context(|| format!("写不了 {}", file.display()))?;
    terminal::print(&match language.report {
        ReportLanguage::Chinese => format!("已写好空表 {}：一家一行，共 {} 列\n", file.display(), template.columns()),
        ReportLanguage::English => {
            format!("Wrote {}: one company a row, {} columns\n", file.display(), template.columns())
        }
    })?;
    Ok(ExitCode::SUCCESS)
}

fn contents(table: &OsStr, language: &TableLanguage<'_>) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // Reads one byte more than the limit, to detect a larger file.
    let most = u64::try_from(MAX_FILE_BYTES).map_or(u64::MAX, |most| most.saturating_add(1));
    let read = if table == STANDARD {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        File::open(table).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    read.with_context(|| format!("读不了 {}", table.display()))?;
    if bytes.len() > MAX_FILE_BYTES {
        bail!("{}", language.message(&too_large()));
    }
    Ok(bytes)
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// Whether a finding keeps its row from being assessed.
fn is_mistake(finding: &huiqi_tables::TableFinding) -> bool {
    finding.kind == FindingKind::Mistake
}
