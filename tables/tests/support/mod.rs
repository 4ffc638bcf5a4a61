//! The rule book of the project, and tables read for it.

#![allow(dead_code, reason = "each test uses its part")]

use huiqi_compiler::{Compiled, Source, compile, names, read_folder};
use huiqi_engine::assess::{assess, without_idle};
use huiqi_engine::batch::TableNames;
use huiqi_engine::message::chinese;
use huiqi_engine::{Answer, RuleBook};
use huiqi_tables::read::workbook;
use huiqi_tables::{ColumnChoice, FindingKind, TableBooks, TableFinding, TableReader, TableRow};
use rust_decimal::Decimal;
use std::path::Path;

/// The compiled rule book with its other names.
pub struct Policies {
    compiled: Compiled,
    pub names: TableNames,
}

impl Policies {
    pub fn open() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/jiaxing-2023-3");
        let sources = read_folder(&folder, "policies").expect("the folder is there");
        let is_rule = |source: &Source| !source.path.contains("/cases/") && !source.path.ends_with("prose.md");
        let sources: Vec<Source> = sources.into_iter().filter(is_rule).collect();
        let compiled = compile(&sources).expect("the rules have no mistake");
        let names = names::names(&sources, &compiled).expect("the names have no mistake");
        Self { compiled, names }
    }

    pub fn book(&self) -> RuleBook<'_> {
        RuleBook::decode(&self.compiled.binary).expect("what was compiled can be read")
    }
}

/// A table as it was read.
#[derive(Debug)]
pub struct TableResult {
    pub rows: Vec<TableRow>,
    pub notes: Vec<TableFinding>,
    pub refused: Vec<TableFinding>,
}

pub fn read(policies: &Policies, bytes: &[u8]) -> TableResult {
    read_with(policies, bytes, &[])
}

pub fn read_with(policies: &Policies, bytes: &[u8], choices: &[ColumnChoice]) -> TableResult {
    let book = policies.book();
    let books = TableBooks { book: &book, other: None, names: &policies.names };
    let workbook = workbook(bytes).expect("a table");
    match TableReader::open(books, chinese(), &workbook, choices) {
        Ok(reader) => {
            let rows = (0..reader.len()).filter_map(|index| reader.row(index)).collect();
            TableResult { rows, notes: reader.findings().to_vec(), refused: Vec::new() }
        }
        Err(refused) => TableResult { rows: Vec::new(), notes: Vec::new(), refused },
    }
}

impl TableResult {
    /// Everything that is said, one line each.
    pub fn said(&self) -> Vec<String> {
        let of_rows = self.rows.iter().flat_map(|row| &row.findings);
        self.refused.iter().chain(&self.notes).chain(of_rows).map(ToString::to_string).collect()
    }

    pub fn mistakes(&self) -> Vec<&TableFinding> {
        let of_rows = self.rows.iter().flat_map(|row| &row.findings);
        self.refused.iter().chain(of_rows).filter(|it| it.kind == FindingKind::Mistake).collect()
    }

    pub fn names(&self) -> Vec<String> {
        let companies = self.rows.iter().filter_map(|row| row.company.as_ref());
        companies.map(|company| company.case.name.clone().unwrap_or_default()).collect()
    }

    /// The answers to a fact, one a company.
    pub fn answers(&self, policies: &Policies, fact: &str) -> Vec<Option<Answer>> {
        let book = policies.book();
        let ix = book.facts.position(|known| known.id == fact).expect("the fact exists");
        let companies = self.rows.iter().filter_map(|row| row.company.as_ref());
        companies.map(|company| company.case.answers.get(&book, ix, 0)).collect()
    }

    /// The exact sum of each company.
    pub fn sums(&self, policies: &Policies) -> Vec<Decimal> {
        let book = policies.book();
        let companies = self.rows.iter().filter_map(|row| row.company.as_ref());
        let sum = |company: &huiqi_engine::batch::BatchCompany| {
            assess(&book, &without_idle(&book, &company.case.answers), company.case.date).totals.exact.normalize()
        };
        companies.map(sum).collect()
    }
}
