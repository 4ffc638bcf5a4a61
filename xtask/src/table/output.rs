//! Where the results of a table go: a text file, standard output, or a workbook. Knows no row of the table.

use super::STANDARD;
use super::language::{TableLanguage, translate};
use anyhow::{Context, Result, bail};
use huiqi_engine::batch::{BatchCompany, Labels, ResultCell, header_row, result_cells, result_row};
use huiqi_engine::{Assessment, RuleBook};
use huiqi_tables::{ResultsWorkbook, TableFinding, TableMessage};
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{BufWriter, ErrorKind, Write};
use std::path::Path;

/// The result of one company, as it is written.
pub enum CompanyResult {
    /// A row of text.
    Line(String),
    /// The cells of a workbook.
    Cells(Vec<ResultCell>),
}

/// A row of the table with its result, if it could be assessed.
pub struct AssessedRow {
    /// The result.
    pub result: Option<CompanyResult>,
    /// What was found out.
    pub findings: Vec<TableFinding>,
}

/// The result of a company for an output.
pub fn result(
    book: &RuleBook<'_>,
    labels: &Labels,
    company: &BatchCompany,
    assessment: &Assessment,
    is_text: bool,
) -> CompanyResult {
    if is_text {
        CompanyResult::Line(result_row(book, company, assessment, labels))
    } else {
        CompanyResult::Cells(result_cells(book, company, assessment, labels))
    }
}

/// An output that takes results in order.
pub enum ResultsOutput {
    /// Text.
    Text(Box<dyn Write>),
    /// A workbook and the file for it, which is written at the end.
    Workbook(Box<ResultsWorkbook>, OsString),
}

impl ResultsOutput {
    /// Opens an output by the ending of its name; `-` is text on standard output.
    ///
    /// # Errors
    /// The ending is unknown, or the file cannot be written.
    pub fn open(name: &OsStr, language: &TableLanguage<'_>) -> Result<Self> {
        let ending = Path::new(name).extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        if matches!(ending.as_deref(), Some("xlsx")) {
            let workbook = ResultsWorkbook::new(&language.book, &language.labels, language.report);
            return Ok(Self::Workbook(Box::new(workbook), name.to_owned()));
        }
        if !(name == STANDARD || matches!(ending.as_deref(), Some("csv"))) {
            bail!("结果写成 .csv 或 .xlsx，“{}”写不了；标准输出写 -", name.display());
        }
        let mut out: Box<dyn Write> = if name == STANDARD {
            Box::new(BufWriter::new(std::io::stdout()))
        } else {
            let file = File::create(name).with_context(|| format!("写不了 {}", name.display()))?;
            Box::new(BufWriter::new(file))
        };
        write_text(&mut out, &header_row(&language.book, &language.labels)).context("写不出结果")?;
        Ok(Self::Text(out))
    }

    /// Whether results are text.
    pub const fn is_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }

    /// Writes a result.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write(&mut self, result: CompanyResult) -> Result<(), TableMessage> {
        match (self, result) {
            (Self::Text(out), CompanyResult::Line(line)) => write_text(out, &line).map_err(|error| {
                TableMessage::with("写不出结果（{}）。", "The results cannot be written ({}).", &[&error])
            }),
            (Self::Workbook(workbook, _), CompanyResult::Cells(cells)) => workbook.add(cells),
            _ => Ok(()),
        }
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn finish(self, findings: &[TableFinding], language: &TableLanguage<'_>) -> Result<()> {
        match self {
            Self::Text(mut out) => ignore_closed_pipe(out.flush()).map_err(Into::into),
            Self::Workbook(workbook, file) => {
                let bytes = workbook
                    .finish(findings, language.labels.catalog, &translate(language.report))
                    .map_err(|message| anyhow::anyhow!("{}", language.message(&message)))?;
                std::fs::write(file, bytes).map_err(Into::into)
            }
        }
    }
}

fn write_text(out: &mut Box<dyn Write>, text: &str) -> std::io::Result<()> {
    ignore_closed_pipe(out.write_all(text.as_bytes()))
}

// A reader that closes the pipe early, like `head`, is no error.
fn ignore_closed_pipe(written: std::io::Result<()>) -> std::io::Result<()> {
    match written {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
