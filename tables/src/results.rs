//! Results as a workbook: sums by company, measures by company, what was found out, and what the columns mean.

use crate::finding::{FindingKind, TableFinding};
use crate::message::{TableMessage, Translate};
use crate::workbook_writer::{ReportLanguage, SheetWriter, empty_workbook, unwritable};
use huiqi_engine::RuleBook;
use huiqi_engine::batch::{COLUMNS_BEFORE, Labels, ResultCell, result_titles};
use huiqi_engine::message::Catalog;
use rust_xlsxwriter::{Workbook, XlsxError};

/// The maximum number of companies in a workbook of results: it is held in memory.
pub const MAX_IN_WORKBOOK: usize = 20_000;
/// The maximum number of findings in a workbook of results.
const MAX_FINDINGS: usize = 50_000;

/// Results that become a workbook.
pub struct ResultsWorkbook {
    language: ReportLanguage,
    titles: Vec<String>,
    rows: Vec<Vec<ResultCell>>,
}

impl ResultsWorkbook {
    /// No results yet.
    pub fn new(book: &RuleBook<'_>, labels: &Labels, language: ReportLanguage) -> Self {
        Self { language, titles: result_titles(book, labels), rows: Vec::new() }
    }

    /// Adds the cells of a company.
    ///
    /// # Errors
    /// There are too many.
    pub fn add(&mut self, cells: Vec<ResultCell>) -> Result<(), TableMessage> {
        if self.rows.len() >= MAX_IN_WORKBOOK {
            return Err(TableMessage::with(
                "结果超过了 {} 家，写不成 .xlsx；请写成 .csv。",
                "There are more than {} companies, too many for .xlsx. Please write the results as .csv.",
                &[&MAX_IN_WORKBOOK],
            ));
        }
        self.rows.push(cells);
        Ok(())
    }

    /// The bytes of the workbook. `translate` knows the English templates of the engine.
    ///
    /// # Errors
    /// The workbook is too large.
    pub fn finish(
        self,
        findings: &[TableFinding],
        catalog: &Catalog<'_>,
        translate: Translate<'_>,
    ) -> Result<Vec<u8>, TableMessage> {
        self.written(findings, catalog, translate).map_err(|error| unwritable(&error))
    }

    fn written(
        &self,
        findings: &[TableFinding],
        catalog: &Catalog<'_>,
        translate: Translate<'_>,
    ) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = empty_workbook()?;
        self.companies(&mut workbook)?;
        self.measures(&mut workbook)?;
        let says = |finding: &TableFinding| match self.language {
            ReportLanguage::Chinese => finding.message.to_string(),
            ReportLanguage::English => finding.message.english(catalog, translate),
        };
        self.problems(&mut workbook, findings, &says)?;
        self.notes(&mut workbook, findings, &says)?;
        workbook.save_to_buffer()
    }

    // The column behind the measures belongs to the company.
    fn companies(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let mut sheet = SheetWriter::new(workbook.add_worksheet(), self.language.pick("企业", "Companies"))?;
        let (before, _) = self.titles.split_at(COLUMNS_BEFORE.min(self.titles.len()));
        sheet.head(before.iter().chain(self.titles.last()).map(String::as_str))?;
        for row in &self.rows {
            for cell in row.iter().take(COLUMNS_BEFORE).chain(row.last()) {
                write(&mut sheet, cell)?;
            }
            sheet.end();
        }
        sheet.sheet.set_column_width(1, 32)?.set_column_width(2, 12)?.set_column_width(3, 60)?;
        Ok(())
    }

    fn measures(&self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let mut sheet = SheetWriter::new(workbook.add_worksheet(), self.language.pick("措施", "Measures"))?;
        let is_shown = |place: usize| place < 2 || (place >= COLUMNS_BEFORE && place + 1 < self.titles.len());
        let titles = self.titles.iter().enumerate().filter(|(place, _)| is_shown(*place));
        sheet.head(titles.map(|(_, title)| title.as_str()))?;
        for row in &self.rows {
            for (_, cell) in row.iter().enumerate().filter(|(place, _)| is_shown(*place)) {
                write(&mut sheet, cell)?;
            }
            sheet.end();
        }
        sheet.sheet.set_column_width(1, 32)?.set_freeze_panes(1, 2)?;
        Ok(())
    }

    fn problems(
        &self,
        workbook: &mut Workbook,
        findings: &[TableFinding],
        says: &dyn Fn(&TableFinding) -> String,
    ) -> Result<(), XlsxError> {
        let language = self.language;
        let mut sheet = SheetWriter::new(workbook.add_worksheet(), language.pick("问题", "Problems"))?;
        sheet.head([
            language.pick("单元格", "Cell"),
            language.pick("单位名称", "Company"),
            language.pick("列", "Column"),
            language.pick("写的是", "Written"),
            language.pick("问题", "Problem"),
            language.pick("可改成", "Perhaps"),
            language.pick("算了没有", "Assessed"),
        ])?;
        for finding in findings.iter().filter(|it| it.kind != FindingKind::Notice).take(MAX_FINDINGS) {
            let place = finding.address().map(|address| address.to_string());
            sheet.text(&place.unwrap_or_else(|| finding.row.to_string()))?;
            for text in [&finding.company, &finding.title, &finding.written, &says(finding)] {
                sheet.text(text)?;
            }
            sheet.text(&finding.proposals.join(language.pick("、", " / ")))?;
            sheet.text(match finding.kind {
                FindingKind::Mistake => language.pick("没有算", "no"),
                _ => language.pick("算了，请核对", "yes, please check"),
            })?;
            sheet.end();
        }
        sheet
            .sheet
            .set_column_width(1, 28)?
            .set_column_width(2, 24)?
            .set_column_width(4, 60)?
            .set_column_width(5, 40)?;
        Ok(())
    }

    fn notes(
        &self,
        workbook: &mut Workbook,
        findings: &[TableFinding],
        says: &dyn Fn(&TableFinding) -> String,
    ) -> Result<(), XlsxError> {
        let language = self.language;
        let mut sheet = SheetWriter::new(workbook.add_worksheet(), language.pick("说明", "Notes"))?;
        let fixed = [
            language.pick(
                "“企业”一家一行；“措施”一家一行、一项措施一列；“问题”是要改或要核对的单元格。",
                "“Companies” and “Measures” have a row for each company; “Problems” has the cells to correct or check.",
            ),
            language.pick(
                "金额的单位是元。只有计入“金额已确定”的才是数，别的都用文字写明。",
                "Amounts are in yuan. Only what counts as a settled amount is a number; everything else is said in words.",
            ),
            language.pick(
                "有“没有算”的问题的行，不在“企业”和“措施”里，改好再算一次。",
                "Rows with a problem that was not assessed are in neither of them. Correct them and assess the table again.",
            ),
            language.pick(
                "这不是法律意见，也不是行政决定，以主管部门审核为准。",
                "This is neither legal advice nor a decision; the examination by the department counts.",
            ),
        ];
        for line in fixed {
            sheet.text(line)?;
            sheet.end();
        }
        sheet.end();
        for finding in findings.iter().filter(|it| it.kind == FindingKind::Notice).take(MAX_FINDINGS) {
            let row = if finding.row > 0 { finding.row.to_string() } else { String::new() };
            sheet.text(&says(finding))?;
            sheet.text(&finding.address().map_or(row, |address| address.to_string()))?;
            sheet.text(&finding.title)?;
            sheet.end();
        }
        sheet.sheet.set_column_width(0, 90)?;
        Ok(())
    }
}

fn write(sheet: &mut SheetWriter<'_>, cell: &ResultCell) -> Result<(), XlsxError> {
    match cell {
        ResultCell::Empty => {
            sheet.skip();
            Ok(())
        }
        ResultCell::Number(value) => sheet.number(*value),
        ResultCell::Text(text) | ResultCell::Untrusted(text) => sheet.text(text),
    }
}
