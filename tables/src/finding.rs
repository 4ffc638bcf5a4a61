//! What is found out about a table: mistakes, cautions, and what was left out, by cell, with proposals.

use crate::message::{TableMessage, Translate};
use crate::sheet::CellAddress;
use huiqi_engine::batch::column_name;
use huiqi_engine::message::Catalog;

/// What a finding means for the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingKind {
    /// The row is not assessed until this is put right.
    Mistake,
    /// The row is assessed as it stands; someone should look at it.
    Caution,
    /// Something was left out, or how it was understood.
    Notice,
}

/// A finding. Displayed as one Chinese line with row and column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableFinding {
    /// What it means for the result.
    pub kind: FindingKind,
    /// The row from 1; 0 for the table as a whole.
    pub row: u32,
    /// The column from 0; `None` for the row or table as a whole.
    pub column: Option<u16>,
    /// The title of the column; empty if it has none.
    pub title: String,
    /// The company of the row; empty if it has no name.
    pub company: String,
    /// What stands in the cell; empty if that says nothing.
    pub written: String,
    /// What is wrong or was done, and what to do.
    pub message: TableMessage,
    /// Texts for the cell that may be meant, the likely one first.
    pub proposals: Vec<String>,
}

impl TableFinding {
    /// A finding about the table as a whole.
    pub const fn of_table(kind: FindingKind, message: TableMessage) -> Self {
        Self {
            kind,
            row: 0,
            column: None,
            title: String::new(),
            company: String::new(),
            written: String::new(),
            message,
            proposals: Vec::new(),
        }
    }

    /// A finding about a row.
    pub fn of_row(kind: FindingKind, row: u32, message: TableMessage) -> Self {
        let mut finding = Self::of_table(kind, message);
        finding.row = row;
        finding
    }

    /// A finding about a cell, or about a column from its title.
    pub fn of_cell(kind: FindingKind, address: CellAddress, title: &str, message: TableMessage) -> Self {
        let mut finding = Self::of_row(kind, address.row, message);
        (finding.column, finding.title) = (Some(address.column), title.to_owned());
        finding
    }

    /// Adds texts that may be meant.
    pub fn with_proposals(mut self, proposals: Vec<String>) -> Self {
        self.proposals = proposals;
        self
    }

    /// The address of the cell, such as `H6`.
    pub fn address(&self) -> Option<CellAddress> {
        self.column.filter(|_| self.row > 0).map(|column| CellAddress { row: self.row, column })
    }

    /// The finding in English; `translate` knows the templates of the engine.
    pub fn english(&self, catalog: &Catalog<'_>, translate: Translate<'_>) -> String {
        let mut text = String::new();
        if self.row > 0 {
            text.push_str(&format!("Row {}", self.row));
        }
        if let Some(column) = self.column {
            text.push_str(&format!(", column {}", column_name(usize::from(column) + 1)));
        }
        if !self.title.is_empty() {
            text.push_str(&format!(", “{}”", self.title));
        }
        if self.row > 0 {
            text.push_str(": ");
        }
        text.push_str(&self.message.english(catalog, translate));
        if let Some(proposals) = self.unsaid(&self.message.english(catalog, translate)) {
            text.push_str(&format!(" Perhaps: {}.", proposals.join(" / ")));
        }
        text
    }

    // The proposals, unless the message names them already.
    fn unsaid(&self, message: &str) -> Option<&[String]> {
        let is_said = self.proposals.iter().all(|proposal| message.contains(proposal.as_str()));
        (!is_said && self.kind != FindingKind::Notice).then_some(&self.proposals)
    }
}

impl core::fmt::Display for TableFinding {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        if self.row > 0 {
            write!(f, "第{}行", self.row)?;
        }
        if let Some(column) = self.column {
            write!(f, " {}列", column_name(usize::from(column) + 1))?;
        }
        if !self.title.is_empty() {
            write!(f, "“{}”", self.title)?;
        }
        if self.row > 0 {
            f.write_str("：")?;
        }
        let message = self.message.to_string();
        f.write_str(&message)?;
        match self.unsaid(&message) {
            Some(proposals) => write!(f, "可改成：{}。", proposals.join("、")),
            None => Ok(()),
        }
    }
}
