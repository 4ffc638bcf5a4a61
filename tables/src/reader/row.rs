//! Reads the row of a company. Knows no other row.

use super::{TableReader, TableRow};
use crate::cell_reading::{CellProblem, serial};
use crate::column::TableColumn;
use crate::finding::{FindingKind, TableFinding};
use crate::message::TableMessage;
use crate::number_format::date_of_serial;
use crate::sheet::{CellAddress, CellValue, SheetRow};
use huiqi_engine::answer::Answers;
use huiqi_engine::answer::MAX_INSTANCES;
use huiqi_engine::assess::{assessment_date, without_idle};
use huiqi_engine::batch::{BatchCompany, ColumnKind, instance_count, trimmed, unmarked};
use huiqi_engine::book::GroupId;
use huiqi_engine::case::{Case, MOST_NAME, clean_name, finished_name};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::number::{Date, Truth};
use huiqi_engine::number_input::read_day;
use std::cell::LazyCell;
use std::collections::BTreeMap;

// A row while it is read.
pub(super) struct RowReading<'t, 's, 'r, 'b> {
    reader: &'t TableReader<'s, 'r, 'b>,
    row: &'s SheetRow,
    answers: Answers,
    name: Option<String>,
    date: Option<Date>,
    pub(super) findings: Vec<TableFinding>,
}

impl<'t, 's, 'r, 'b> RowReading<'t, 's, 'r, 'b> {
    pub(super) fn new(reader: &'t TableReader<'s, 'r, 'b>, row: &'s SheetRow) -> Self {
        let answers = Answers::empty(reader.cells.books.book);
        Self { reader, row, answers, name: None, date: None, findings: Vec::new() }
    }

    pub(super) fn finish(mut self, company: Option<BatchCompany>) -> TableRow {
        let name = self.name.take().unwrap_or_default();
        self.findings.iter_mut().for_each(|finding| finding.company.clone_from(&name));
        TableRow { row: self.row.number, company, findings: self.findings }
    }

    pub(super) fn company(mut self) -> TableRow {
        let counts = self.counts();
        for column in &self.reader.head.columns {
            if let Some(value) = self.row.cell(column.column) {
                self.take(column, value, &counts);
            }
        }
        let head = &self.reader.head;
        let is_untitled = |column: u16| head.column_at(column).is_none();
        for (column, value) in self.row.cells.iter().filter(|(column, value)| is_untitled(*column) && !value.is_blank())
        {
            self.untitled(*column, value);
        }
        if self.findings.iter().any(|finding| finding.kind == FindingKind::Mistake) {
            return self.finish(None);
        }
        self.cautions();
        let book = self.reader.cells.books.book;
        let date = assessment_date(book, &self.answers, self.date.unwrap_or(book.document.assess_on));
        let case = Case {
            name: self.name.clone(),
            date,
            fingerprint: None,
            answers: std::mem::replace(&mut self.answers, Answers::empty(book)),
        };
        let row = usize::try_from(self.row.number).unwrap_or_default();
        self.finish(Some(BatchCompany { row, case }))
    }

    fn wrong(&mut self, column: &TableColumn, value: &CellValue, problem: CellProblem) {
        self.found(FindingKind::Mistake, column, value, problem);
    }

    fn found(&mut self, kind: FindingKind, column: &TableColumn, value: &CellValue, problem: CellProblem) {
        let address = CellAddress { row: self.row.number, column: column.column };
        let mut finding = TableFinding::of_cell(kind, address, &column.title, problem.message);
        finding.written = value.to_string();
        self.findings.push(finding.with_proposals(problem.proposals));
    }

    fn counts(&mut self) -> BTreeMap<GroupId, usize> {
        let mut counts = BTreeMap::new();
        for column in &self.reader.head.columns {
            let (ColumnKind::Count(group), Some(value)) = (column.kind, self.row.cell(column.column)) else { continue };
            match instance_count(&value.to_string(), MAX_INSTANCES) {
                Ok(Some(count)) => {
                    self.answers.set_instances(self.reader.cells.books.book, group, count);
                    counts.insert(group, count);
                }
                Ok(None) => {}
                Err(says) => self.wrong(column, value, TableMessage::Engine(says.into()).into()),
            }
        }
        counts
    }

    fn take(&mut self, column: &TableColumn, value: &CellValue, counts: &BTreeMap<GroupId, usize>) {
        match column.kind {
            ColumnKind::Name => self.named(column, value),
            ColumnKind::Date => self.dated(column, value),
            ColumnKind::Fact(fact, instance) => match self.reader.cells.read(column, fact, value) {
                Ok(None) => {}
                Ok(Some(read)) => {
                    let book = self.reader.cells.books.book;
                    let count = book.facts[fact].group.and_then(|(group, _)| counts.get(&group).copied());
                    if let Some(count) = count.filter(|count| instance >= *count) {
                        let says = TableMessage::with(
                            "个数写的是 {}，这里却填了第 {} 个，请改成一致。",
                            "The number is {}, but this is number {}. Please make them agree.",
                            &[&count, &(instance + 1)],
                        );
                        return self.wrong(column, value, says.into());
                    }
                    self.answers.set(book, fact, instance, Some(read.answer));
                    if let Some(caution) = read.caution {
                        self.found(FindingKind::Caution, column, value, caution);
                    }
                }
                Err(problem) => self.wrong(column, value, problem),
            },
            ColumnKind::Untitled if !value.is_blank() => self.untitled(column.column, value),
            ColumnKind::Untitled | ColumnKind::Count(_) | ColumnKind::Nothing => {}
        }
    }

    fn named(&mut self, column: &TableColumn, value: &CellValue) {
        let text = value.to_string();
        let name = unmarked(trimmed(&text));
        let is_long = clean_name(name).trim().chars().count() > MOST_NAME;
        // A name over several lines is one name: Excel wraps lines on purpose.
        let name: String = name.split(['\r', '\n']).map(str::trim).collect();
        if is_long {
            let says = TableMessage::with("单位名称最多{}个字。", "A name has at most {} characters.", &[&MOST_NAME]);
            self.wrong(column, value, says.into());
        }
        if let CellValue::Error(_) | CellValue::Uncomputed = value {
            let says = TableMessage::plain(
                "这一格没有名称，只有公式的错误。",
                "There is no name in this cell, only the error of a formula.",
            );
            self.wrong(column, value, says.into());
        }
        self.name = finished_name(&name);
        if let Some(first) = self.reader.twins.get(&self.row.number) {
            let says = TableMessage::with(
                "与第 {} 行同名，两行都算了。",
                "The same name is in row {}; both rows were assessed.",
                &[first],
            );
            self.found(FindingKind::Caution, column, value, says.into());
        }
    }

    fn dated(&mut self, column: &TableColumn, value: &CellValue) {
        let text = value.to_string();
        let read = match value {
            CellValue::Date(date) => Some(*date),
            _ => serial(&text)
                .and_then(|serial| date_of_serial(serial, self.reader.sheet.is_1904))
                .or_else(|| read_day(&text)),
        };
        match read {
            Some(date) => self.date = Some(date),
            None if value.is_blank() => {}
            None => {
                let says = TableMessage::with(
                    "看不懂“{}”，请写日历上有的一天，如 2023-06-30。",
                    "“{}” cannot be read. Please write a day such as 2023-06-30.",
                    &[&text],
                );
                self.wrong(column, value, says.into());
            }
        }
    }

    fn untitled(&mut self, column: u16, value: &CellValue) {
        let address = CellAddress { row: self.row.number, column };
        let says = TableMessage::plain(
            "这一列没有标题，不知道填的是什么；请写上标题，或清空这一格。",
            "This column has no title, so that it is open what the cell means. Please write a title or clear the cell.",
        );
        let mut finding = TableFinding::of_cell(FindingKind::Mistake, address, "", says);
        finding.written = value.to_string();
        self.findings.push(finding);
    }

    // The cautions of the rule book: answers that are possible but probably slips.
    fn cautions(&mut self) {
        let book = self.reader.cells.books.book;
        if book.cautions.is_empty() {
            return;
        }
        let answers = std::mem::replace(&mut self.answers, Answers::empty(book));
        // Evaluates the answers lazily: few questions have a caution.
        let view = LazyCell::new(|| Evaluator::new(book, &answers));
        let mut counting = None;
        for column in &self.reader.head.columns {
            let (Some((fact, instance)), Some(value)) = (column.fact(), self.row.cell(column.column)) else { continue };
            let mut stated = book.cautions.iter().filter(|caution| caution.at == fact).peekable();
            if stated.peek().is_none() || answers.get(book, fact, instance).is_none() {
                continue;
            }
            let found: Vec<_> = stated.filter(|caution| view.truth(caution.when, instance) == Truth::True).collect();
            // An answer behind a closed gate does not count, and needs no caution. Few rows come this far.
            let counts = |counting: &mut Option<Answers>| {
                let counting = counting.get_or_insert_with(|| without_idle(book, &answers));
                counting.get(book, fact, instance).is_some()
            };
            if found.is_empty() || !counts(&mut counting) {
                continue;
            }
            for caution in found {
                let says = TableMessage::with("{}", "{}", &[&caution.says]);
                self.found(FindingKind::Caution, column, value, says.into());
            }
        }
        self.answers = answers;
    }
}
