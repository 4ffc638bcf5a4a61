//! Reads a table of companies, one row at a time. Knows no verdict.

use super::cell::Books;
use super::fold;
use super::header::{ColumnKind, Columns};
use super::rows::{CsvError, CsvReader};
use super::write::unmarked;
use super::{BatchCompany, BatchMessage, CellMistake, MOST_BYTES, MOST_COLUMNS, MOST_COMPANIES, cell};
use crate::answer::Answers;
use crate::answer::MAX_INSTANCES;
use crate::assess::assessment_date;
use crate::book::{FactId, GroupId, RuleBook};
use crate::case::{Case, MOST_NAME, clean_name, finished_name};
use crate::index::IndexVec;
use crate::number::Date;
use crate::sentence::says;

/// An iterator over the rows of a table: each is a company or the errors of the row. Rows without a filled cell are
/// skipped.
pub struct BatchReader<'s, 'b> {
    book: &'s RuleBook<'b>,
    other: Option<&'s RuleBook<'b>>,
    rows: CsvReader<'s>,
    columns: Columns,
    companies: usize,
}

impl<'s, 'b> BatchReader<'s, 'b> {
    /// Reads the header row of a table: ids or labels of facts, with the suffix `[2]` for the second instance of a
    /// group.
    ///
    /// # Errors
    /// Every unknown, ambiguous or duplicate title; a table without a header, or one that is too large.
    pub fn open(book: &'s RuleBook<'b>, text: &'s str) -> Result<Self, Vec<CellMistake>> {
        Self::open_in((book, None), text)
    }

    /// The same for a table in the language of either book; error messages use the first.
    ///
    /// # Errors
    /// The same.
    pub fn open_in(books: Books<'s, 'b>, text: &'s str) -> Result<Self, Vec<CellMistake>> {
        if text.len() > MOST_BYTES {
            let most = MOST_BYTES / (1024 * 1024);
            return Err(vec![CellMistake::of_table(says!("表格超过了 {} MB，没有读取；请分成几个文件。", most))]);
        }
        let mut rows = CsvReader::new(text);
        match rows.advance() {
            Some(Ok(())) => {}
            Some(Err(stop)) => return Err(vec![stopped(rows.row(), stop)]),
            None => return Err(vec![CellMistake::of_table(says!("表格是空的；第一行请写各列的标题。"))]),
        }
        let mut columns = Columns::none();
        let mut mistakes = Vec::new();
        for column in 0..rows.columns() {
            if let Err(says) = columns.add(books, rows.cell(column)) {
                let label = fold::short(rows.cell(column));
                mistakes.push(CellMistake { row: rows.row(), column: column + 1, label, says: says.into() });
            }
        }
        if mistakes.is_empty() && !columns.has_facts() {
            let says = says!("这一行没有一个认识的标题；请写事实的名称或编号。");
            mistakes.push(CellMistake::of_row(rows.row(), says));
        }
        if mistakes.is_empty() {
            Ok(Self { book: books.0, other: books.1, rows, columns, companies: 0 })
        } else {
            Err(mistakes)
        }
    }

    /// Number of bytes read, for a progress bar.
    pub fn read_bytes(&self) -> usize {
        self.rows.read()
    }

    fn company(&self) -> Result<BatchCompany, Vec<CellMistake>> {
        let mut row =
            RowReader { sheet: self, answers: Answers::empty(self.book), name: None, date: None, mistakes: Vec::new() };
        let counts = row.counts();
        for (column, about) in self.columns.all().iter().enumerate() {
            row.take(column, *about, &counts);
        }
        for column in self.columns.all().len()..self.rows.columns() {
            row.untitled(column);
        }
        if !row.mistakes.is_empty() {
            return Err(row.mistakes);
        }
        let answers = row.answers;
        let date = assessment_date(self.book, &answers, row.date.unwrap_or(self.book.document.assess_on));
        Ok(BatchCompany { row: self.rows.row(), case: Case { name: row.name, date, fingerprint: None, answers } })
    }
}

impl Iterator for BatchReader<'_, '_> {
    type Item = Result<BatchCompany, Vec<CellMistake>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Err(stop) = self.rows.advance()? {
                return Some(Err(vec![stopped(self.rows.row(), stop)]));
            }
            if (0..self.rows.columns()).any(|column| !fold::trimmed(self.rows.cell(column)).is_empty()) {
                break;
            }
        }
        self.companies += 1;
        if self.companies > MOST_COMPANIES {
            let says = says!("一次最多 {} 家，从这一行起没有再读；请分成几个文件。", MOST_COMPANIES);
            let mistake = CellMistake::of_row(self.rows.row(), says);
            self.rows.end();
            return Some(Err(vec![mistake]));
        }
        Some(self.company())
    }
}

fn stopped(row: usize, stop: CsvError) -> CellMistake {
    let says = match stop {
        CsvError::TooWide => says!("超过了 {} 列，从这一行起没有再读。", MOST_COLUMNS),
        CsvError::TooLong => says!("这一行的文字太多，从这一行起没有再读；请检查英文双引号是否成对。"),
        CsvError::OpenQuote => says!("从这一行起有一个英文双引号没有成对，后面都没有读；请补上另一个，或去掉它。"),
    };
    CellMistake::of_row(row, says)
}

// A row while it is parsed to a company.
struct RowReader<'r, 's, 'b> {
    sheet: &'r BatchReader<'s, 'b>,
    answers: Answers,
    name: Option<String>,
    date: Option<Date>,
    mistakes: Vec<CellMistake>,
}

impl<'r> RowReader<'r, '_, '_> {
    fn cell(&self, column: usize) -> &'r str {
        self.sheet.rows.cell(column)
    }

    fn wrong(&mut self, column: usize, says: impl Into<BatchMessage>) {
        let label = self.sheet.columns.title(column).to_owned();
        self.mistakes.push(CellMistake { row: self.sheet.rows.row(), column: column + 1, label, says: says.into() });
    }

    // The number of instances of each group in the row; a count applies to cells on both sides of it.
    fn counts(&mut self) -> IndexVec<GroupId, Option<usize>> {
        let mut counts = IndexVec::filled(None, self.sheet.book.groups.len());
        for (column, about) in self.sheet.columns.all().iter().enumerate() {
            let ColumnKind::Count(group) = about else { continue };
            match cell::count(self.cell(column), MAX_INSTANCES) {
                Ok(Some(count)) => {
                    self.answers.set_instances(self.sheet.book, *group, count);
                    counts[*group] = Some(count);
                }
                Ok(None) => {}
                Err(says) => self.wrong(column, says),
            }
        }
        counts
    }

    fn take(&mut self, column: usize, about: ColumnKind, counts: &IndexVec<GroupId, Option<usize>>) {
        match about {
            ColumnKind::Name => self.named(column),
            ColumnKind::Date => self.dated(column),
            ColumnKind::Fact(fact, instance) => self.fact(column, fact, instance, counts),
            ColumnKind::Untitled => self.untitled(column),
            ColumnKind::Count(_) | ColumnKind::Nothing => {}
        }
    }

    fn named(&mut self, column: usize) {
        let name = unmarked(fold::trimmed(self.cell(column)));
        // A name over several lines is probably an unclosed quote that consumed the rows below.
        if name.contains(['\n', '\r']) || clean_name(name).trim().chars().count() > MOST_NAME {
            self.wrong(column, says!("单位名称最多{}个字，不能换行。", MOST_NAME));
        }
        self.name = finished_name(name);
    }

    fn dated(&mut self, column: usize) {
        if fold::trimmed(self.cell(column)).is_empty() {
            return;
        }
        match cell::day(self.cell(column)) {
            Ok(date) => self.date = Some(date),
            Err(says) => self.wrong(column, says),
        }
    }

    fn fact(&mut self, column: usize, ix: FactId, instance: usize, counts: &IndexVec<GroupId, Option<usize>>) {
        let sheet = self.sheet;
        let fact = &sheet.book.facts[ix];
        let Some(menu) = sheet.columns.menu(ix) else { return };
        let answer = match cell::answer((sheet.book, sheet.other), fact, menu, self.cell(column)) {
            Ok(Some(answer)) => answer,
            Ok(None) => return,
            Err(says) => return self.wrong(column, says),
        };
        let count = fact.group.and_then(|(group, _)| counts[group]);
        match count {
            Some(count) if instance >= count => {
                self.wrong(column, says!("个数写的是 {}，这里却填了第 {} 个，请改成一致。", count, instance + 1));
            }
            _ => self.answers.set(sheet.book, ix, instance, Some(answer)),
        }
    }

    fn untitled(&mut self, column: usize) {
        if !fold::trimmed(self.cell(column)).is_empty() {
            self.wrong(column, says!("这一列没有标题，不知道填的是什么；请在第一行写上标题，或清空这一格。"));
        }
    }
}
