//! A sheet as companies: finds the titles, decides about columns, reads rows. Knows no file and no verdict.

mod decisions;
mod row;

use crate::cell_reading::CellReader;
use crate::column::{ColumnChoice, TableColumn, TableHead, find_head};
use crate::finding::{FindingKind, TableFinding};
use crate::message::TableMessage;
use crate::row_kind::{RowKind, RowSorter};
use crate::sheet::{Sheet, SheetRow, Workbook};
use crate::title::TableBooks;
use huiqi_engine::batch::{BatchCompany, ColumnKind, MOST_COMPANIES, folded, trimmed};
use huiqi_engine::message::Catalog;
use row::RowReading;
use std::collections::HashMap;

/// Names of sheets in a template that have no companies.
pub const OTHER_SHEETS: [&str; 8] = ["示例", "说明", "选项", "措施", "问题", "Examples", "Notes", "Options"];

/// A row of a table: the company if the row can be used, and what was found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// The row number.
    pub row: u32,
    /// The company.
    pub company: Option<BatchCompany>,
    /// Mistakes and cautions.
    pub findings: Vec<TableFinding>,
}

/// A table whose titles were understood.
pub struct TableReader<'s, 'r, 'b> {
    cells: CellReader<'r, 'b>,
    sheet: &'s Sheet,
    head: TableHead,
    // The index of each company's row, and whether it lacks a name that others have.
    rows: Vec<(usize, bool)>,
    // Companies with the name of one above, with the row of that.
    twins: HashMap<u32, u32>,
    findings: Vec<TableFinding>,
}

impl<'s, 'r, 'b> TableReader<'s, 'r, 'b> {
    /// Finds the table in a workbook: the first sheet with a row of titles, visible sheets first.
    ///
    /// # Errors
    /// There is no table, or titles that are not understood.
    pub fn open(
        books: TableBooks<'r, 'b>,
        catalog: &'r Catalog<'r>,
        workbook: &'s Workbook,
        choices: &[ColumnChoice],
    ) -> Result<Self, Vec<TableFinding>> {
        let companies = workbook.sheets.iter().filter(|sheet| !OTHER_SHEETS.contains(&trimmed(&sheet.name)));
        let (hidden, visible): (Vec<&Sheet>, Vec<&Sheet>) = companies.partition(|sheet| sheet.is_hidden);
        let mut found =
            visible.iter().chain(&hidden).filter_map(|sheet| Some((*sheet, find_head(books, sheet, choices)?)));
        let Some((sheet, head)) = found.next() else { return Err(vec![no_table()]) };
        let unread = found.filter(|(sheet, _)| !sheet.is_hidden).map(|(sheet, _)| format!("“{}”", sheet.name));
        let unread: String = unread.collect();
        let cells = CellReader { books, catalog, is_1904: sheet.is_1904 };
        let mut reader = Self { cells, sheet, head, rows: Vec::new(), twins: HashMap::new(), findings: Vec::new() };
        if !unread.is_empty() {
            reader.note(TableMessage::with(
                "只读了工作表“{}”；没有读：{}。",
                "Only the sheet “{}” was read, and not {}.",
                &[&sheet.name, &unread],
            ));
        }
        reader.sort_rows();
        reader.check_columns()?;
        reader.decide_columns();
        reader.note_hidden();
        if reader.rows.is_empty() {
            reader.note(TableMessage::plain(
                "没有企业：标题下面都是空的。",
                "There is no company: nothing stands below the titles.",
            ));
        }
        Ok(reader)
    }

    /// What is to be said about the table as a whole.
    pub fn findings(&self) -> &[TableFinding] {
        &self.findings
    }

    /// The columns.
    pub fn columns(&self) -> &[TableColumn] {
        &self.head.columns
    }

    /// The number of companies.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether the table has no company.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn note(&mut self, message: TableMessage) {
        self.findings.push(TableFinding::of_table(FindingKind::Notice, message));
    }

    fn body(&self) -> impl Iterator<Item = (usize, &'s SheetRow)> + use<'s, 'r, 'b> {
        let head = self.head.row;
        self.sheet.rows.iter().enumerate().filter(move |(_, row)| row.number > head)
    }

    fn sort_rows(&mut self) {
        let head = self.head.clone();
        let mut sorter = RowSorter::new(&head);
        let name = head.column_of(ColumnKind::Name).map(|column| column.column);
        let mut names: HashMap<String, u32> = HashMap::new();
        for (place, row) in self.body() {
            match sorter.sort(row) {
                RowKind::LeftOut(message) => {
                    self.findings.push(TableFinding::of_row(FindingKind::Notice, row.number, message));
                    continue;
                }
                RowKind::OtherTitles => {
                    let message = TableMessage::plain(
                        "这里又有标题，次序与上面不同，从这一行起没有读；请分成两张表。",
                        "Here are titles again, in another order: nothing was read from this row on. Please split the table.",
                    );
                    self.findings.push(TableFinding::of_row(FindingKind::Mistake, row.number, message));
                    break;
                }
                kind => self.rows.push((place, kind == RowKind::Unnamed)),
            }
            let name = name.and_then(|name| row.cell(name)).map(|value| folded(&value.to_string()));
            if let Some(name) = name.filter(|name| !name.is_empty() && !row.is_torn) {
                let first = *names.entry(name).or_insert(row.number);
                if first != row.number {
                    self.twins.insert(row.number, first);
                }
            }
            if self.rows.len() > MOST_COMPANIES {
                self.rows.truncate(MOST_COMPANIES);
                let message = TableMessage::with(
                    "一次最多 {} 家，从这一行起没有再读；请分成几个文件。",
                    "At most {} companies at once: nothing was read from this row on. Please split the table.",
                    &[&MOST_COMPANIES],
                );
                self.findings.push(TableFinding::of_row(FindingKind::Mistake, row.number, message));
                break;
            }
        }
        if self.sheet.has_wide_commas {
            self.note(TableMessage::plain("按全角逗号分的列。", "Columns were split at full-width commas."));
        }
    }

    fn company_rows(&self) -> impl Iterator<Item = &'s SheetRow> + '_ {
        self.rows.iter().filter_map(|(place, _)| self.sheet.rows.get(*place)).filter(|row| !row.is_torn)
    }

    /// Reads the row of a company, by its index.
    pub fn row(&self, index: usize) -> Option<TableRow> {
        let (place, is_unnamed) = *self.rows.get(index)?;
        let row = self.sheet.rows.get(place)?;
        let mut reading = RowReading::new(self, row);
        if row.is_torn {
            let message = TableMessage::plain(
                "这一行的英文双引号没有成对，没有算；请补上另一个，或去掉它。",
                "The quotation marks of this row are not paired; it was not assessed. Please add the other one or remove it.",
            );
            reading.findings.push(TableFinding::of_row(FindingKind::Mistake, row.number, message));
            return Some(reading.finish(None));
        }
        if is_unnamed {
            let message = TableMessage::plain(
                "没有单位名称，没有算：是企业请写上名称，是合计请删掉或写上“合计”。",
                "The row has no name and was not assessed. If it is a company, write its name; if it has sums, delete it or write 合计.",
            );
            reading.findings.push(TableFinding::of_row(FindingKind::Mistake, row.number, message));
        }
        Some(reading.company())
    }
}

fn no_table() -> TableFinding {
    TableFinding::of_table(
        FindingKind::Mistake,
        TableMessage::plain(
            "没有找到标题行：要有一行写着题目的名称，如“所在地”；可以先下载空表来填。",
            "No row of titles was found: one row must have the names of questions. You can download an empty table and fill it in.",
        ),
    )
}
