//! What the command says about a table: mistakes first, on standard error. Knows no result.

use super::language::TableLanguage;
use super::{STANDARD, is_mistake};
use crate::terminal;
use anyhow::Result;
use huiqi_tables::{FindingKind, ReportLanguage, TableFinding};
use std::ffi::OsStr;

/// The maximum number of printed mistakes, and of printed cautions and notices each.
const MAX_SHOWN: usize = 50;
/// The maximum number of findings kept for a workbook.
const MAX_KEPT: usize = 50_000;

/// The findings and counts of a table.
pub struct TableReport<'l, 'b> {
    language: &'l TableLanguage<'b>,
    findings: Vec<TableFinding>,
    // The numbers of mistakes, cautions and notices.
    counts: [usize; 3],
    companies: usize,
    bad_rows: usize,
}

impl<'l, 'b> TableReport<'l, 'b> {
    /// Nothing yet.
    pub const fn new(language: &'l TableLanguage<'b>) -> Self {
        Self { language, findings: Vec::new(), counts: [0; 3], companies: 0, bad_rows: 0 }
    }

    /// Adds findings about the table as a whole.
    pub fn add(&mut self, findings: Vec<TableFinding>) {
        for finding in findings {
            self.counts[place(finding.kind)] += 1;
            if self.findings.len() < MAX_KEPT {
                self.findings.push(finding);
            }
        }
    }

    /// Adds the findings of a row.
    pub fn take(&mut self, findings: Vec<TableFinding>, is_assessed: bool) {
        self.companies += usize::from(is_assessed);
        self.bad_rows += usize::from(!is_assessed);
        self.add(findings);
    }

    /// The findings, as far as they are kept.
    pub fn findings(&self) -> &[TableFinding] {
        &self.findings
    }

    /// The number of rows that were not assessed, and of companies that were not read at all.
    pub fn bad_rows(&self) -> usize {
        let of_table = self.findings.iter().filter(|finding| is_mistake(finding) && finding.column.is_none()).count();
        self.bad_rows.max(of_table)
    }

    /// Prints the findings: mistakes, cautions, notices.
    pub fn print(&self) {
        for kind in [FindingKind::Mistake, FindingKind::Caution, FindingKind::Notice] {
            let of_kind = self.findings.iter().filter(|finding| finding.kind == kind);
            for finding in of_kind.take(MAX_SHOWN) {
                eprintln!("{}{}", self.prefix(kind), self.language.finding(finding));
            }
            let count = self.counts[place(kind)];
            if count > MAX_SHOWN {
                match self.language.report {
                    ReportLanguage::Chinese => eprintln!("……共 {count} 处，这里只列出前 {MAX_SHOWN} 处"),
                    ReportLanguage::English => eprintln!("… {count} in all; these are the first {MAX_SHOWN}"),
                }
            }
        }
    }

    fn prefix(&self, kind: FindingKind) -> &'static str {
        let pick = |chinese, english| self.language.report.pick(chinese, english);
        match kind {
            FindingKind::Mistake => "",
            FindingKind::Caution => pick("请核对：", "Please check: "),
            FindingKind::Notice => pick("注意：", "Note: "),
        }
    }

    /// Says how many companies were assessed; on standard error if the results are on standard output.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn summary(&self, results: &OsStr, seconds: f64) -> Result<()> {
        let (companies, rows, cautions) = (self.companies, self.bad_rows, self.counts[1]);
        let file = results.display();
        let text = match self.language.report {
            ReportLanguage::Chinese => {
                let bad = if rows == 0 {
                    "没有错误".to_owned()
                } else {
                    format!("另有 {rows} 行有错误，没有判断")
                };
                let check = if cautions == 0 { String::new() } else { format!("；{cautions} 处请核对") };
                format!("已判断 {companies} 家，{bad}{check}；用时 {seconds:.1} 秒，结果在 {file}\n")
            }
            ReportLanguage::English => {
                let check = if cautions == 0 { String::new() } else { format!(", {cautions} cells to check") };
                format!(
                    "{companies} companies assessed, {rows} rows with mistakes{check}; {seconds:.1} s, results in {file}\n"
                )
            }
        };
        if results == STANDARD {
            eprint!("{text}");
            return Ok(());
        }
        terminal::print(&text)
    }
}

const fn place(kind: FindingKind) -> usize {
    match kind {
        FindingKind::Mistake => 0,
        FindingKind::Caution => 1,
        FindingKind::Notice => 2,
    }
}
