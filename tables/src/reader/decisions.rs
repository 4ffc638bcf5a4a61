//! What is decided about whole columns and said about the table. Knows no single row.

use super::TableReader;
use crate::cell_reading::{bare, is_percent, serial};
use crate::column::{RatioReading, TableColumn};
use crate::finding::{FindingKind, TableFinding};
use crate::message::TableMessage;
use crate::sheet::{CellAddress, CellValue};
use huiqi_engine::batch::ColumnKind;
use huiqi_engine::book::FactType;
use rust_decimal::Decimal;

impl TableReader<'_, '_, '_> {
    // Unknown titles are mistakes where there is something below them; columns beside the questions are named.
    pub(super) fn check_columns(&mut self) -> Result<(), Vec<TableFinding>> {
        let heads = std::mem::take(&mut self.head.findings);
        let is_filled =
            |column: u16| self.company_rows().any(|row| row.cell(column).is_some_and(|cell| !cell.is_blank()));
        let (wrong, notes): (Vec<_>, Vec<_>) = heads.into_iter().partition(|it| it.kind == FindingKind::Mistake);
        let wrong: Vec<_> = wrong.into_iter().filter(|it| it.column.is_none_or(is_filled)).collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let aside = self.head.columns.iter().filter(|column| column.kind == ColumnKind::Nothing);
        let aside = aside.filter(|column| !column.title.starts_with(['#', '＃']) && is_filled(column.column));
        let aside: String = aside.map(|column| format!("“{}”", column.title)).collect();
        self.findings.extend(notes);
        if !aside.is_empty() {
            self.note(TableMessage::with(
                "这些列与题目无关，没有读：{}。",
                "These columns are about no question and were not read: {}.",
                &[&aside],
            ));
        }
        Ok(())
    }

    // Decisions that need the whole column: percentages, units, serial numbers.
    pub(super) fn decide_columns(&mut self) {
        for place in 0..self.head.columns.len() {
            let column = &self.head.columns[place];
            let Some((fact, _)) = column.fact() else { continue };
            let address = CellAddress { row: self.head.row, column: column.column };
            let title = column.title.clone();
            let kind = &self.cells.books.book.facts[fact].kind;
            let says = match kind {
                FactType::Ratio => {
                    let (reading, says) = self.ratio_reading(column);
                    self.head.columns[place].ratio = reading;
                    says
                }
                FactType::Money if column.unit.is_none() => {
                    self.count(column, |text| bare(text).is_some_and(|it| !it.is_zero())).map(|count| {
                        TableMessage::with(
                            "标题没有写单位，{} 个只写了数的格子按元读。",
                            "The title states no unit: {} cells with a bare number were read as yuan.",
                            &[&count],
                        )
                    })
                }
                FactType::Date => self.count(column, |text| serial(text).is_some()).map(|count| {
                    TableMessage::with(
                        "{} 个格子里是日期的序号（如 45107），按日期读。",
                        "{} cells have the serial number of a date (such as 45107) and were read as dates.",
                        &[&count],
                    )
                }),
                _ => None,
            };
            if let Some(says) = says {
                self.findings.push(TableFinding::of_cell(FindingKind::Notice, address, &title, says));
            }
        }
    }

    fn count(&self, column: &TableColumn, is: impl Fn(&str) -> bool) -> Option<usize> {
        let cells = self.company_rows().filter_map(|row| row.cell(column.column));
        let counted = cells.filter(|value| matches!(value, CellValue::Number(_) | CellValue::Text(_)));
        let count = counted.filter(|value| is(&value.to_string())).count();
        (count > 0).then_some(count)
    }

    // All below 1, and several: shares. Any above 1: percentages. Otherwise it cannot be told.
    fn ratio_reading(&self, column: &TableColumn) -> (RatioReading, Option<TableMessage>) {
        if is_percent(column) {
            return (RatioReading::Percent, None);
        }
        let cells = self.company_rows().filter_map(|row| row.cell(column.column));
        let numbers = cells.filter_map(|value| match value {
            CellValue::Number(value) => Some(*value),
            CellValue::Text(text) => bare(text),
            _ => None,
        });
        let numbers: Vec<Decimal> = numbers.map(|value| value.abs()).filter(|value| !value.is_zero()).collect();
        if numbers.iter().any(|value| *value > Decimal::ONE) {
            let says = TableMessage::plain(
                "没有百分号的数按百分数读：15 是 15%。",
                "Numbers without a sign were read as percentages: 15 is 15%.",
            );
            return (RatioReading::Percent, Some(says));
        }
        let below = numbers.iter().filter(|value| **value < Decimal::ONE).count();
        if below >= 3 {
            let says = TableMessage::plain(
                "没有百分号的数都不大于 1，按小数读：0.15 是 15%。",
                "All numbers without a sign are at most 1 and were read as fractions: 0.15 is 15%.",
            );
            return (RatioReading::Share, Some(says));
        }
        (RatioReading::Open, None)
    }

    pub(super) fn note_hidden(&mut self) {
        let rows: Vec<u32> = self.company_rows().filter(|row| row.is_hidden).map(|row| row.number).collect();
        let list = |numbers: &[u32]| {
            let some: Vec<String> = numbers.iter().take(10).map(ToString::to_string).collect();
            some.join("、") + if numbers.len() > 10 { "……" } else { "" }
        };
        if !rows.is_empty() {
            self.note(TableMessage::with(
                "有 {} 行是隐藏的（第 {} 行），也算了。",
                "{} rows are hidden ({}); they were assessed as well.",
                &[&rows.len(), &list(&rows)],
            ));
        }
        let hidden =
            self.head.columns.iter().filter(|column| {
                column.kind != ColumnKind::Nothing && self.sheet.hidden_columns.contains(&column.column)
            });
        let hidden: String =
            hidden.filter(|column| !column.title.is_empty()).map(|column| format!("“{}”", column.title)).collect();
        if !hidden.is_empty() {
            self.note(TableMessage::with(
                "这些列是隐藏的，也读了：{}。",
                "These columns are hidden; they were read as well: {}.",
                &[&hidden],
            ));
        }
    }
}
