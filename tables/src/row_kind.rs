//! Which rows of a table are companies, and which are sums, notes and repeated titles. Knows no question.

use crate::column::{RepeatedTitles, TableHead, repeated_titles};
use crate::message::TableMessage;
use crate::sheet::{CellValue, SheetRow};
use huiqi_engine::batch::{ColumnKind, folded, shortened, unmarked};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// The maximum number of rows without a name that are compared with the sums of those above.
const MAX_UNNAMED: usize = 20;

/// What a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A company.
    Company,
    /// Nothing to read: why it is left out.
    LeftOut(TableMessage),
    /// It may be a company or a sum.
    Unnamed,
    /// The titles of another table: the columns below may mean something else.
    OtherTitles,
}

const TOTALS: [&str; 16] = [
    "合计",
    "小计",
    "总计",
    "共计",
    "累计",
    "总和",
    "汇总",
    "合计数",
    "总数",
    "平均",
    "平均值",
    "均值",
    "total",
    "subtotal",
    "grandtotal",
    "sum",
];
/// Those with which the name of a part may end: `南湖区小计`.
const ENDINGS: [&str; 5] = ["合计", "小计", "总计", "total", "subtotal"];
const NOTES: [&str; 21] = [
    "注:",
    "注1",
    "注.",
    "注,",
    "备注:",
    "说明:",
    "填表说明",
    "填报说明",
    "填表人",
    "制表人",
    "制表",
    "填报人",
    "审核人",
    "审核:",
    "复核",
    "经办人",
    "负责人",
    "单位负责人",
    "数据来源",
    "资料来源",
    "以下空白",
];
/// Endings of the names of companies, which are no sums even if they begin like one.
const COMPANIES: [&str; 12] = ["公司", "厂", "合作社", "店", "中心", "所", "院", "场", "社", "部", "行", "集团"];

/// Tells rows apart, one after the other.
pub struct RowSorter<'h> {
    head: &'h TableHead,
    name: Option<u16>,
    // The companies so far, and how many of them stood above the last sum.
    companies: Vec<&'h SheetRow>,
    section: usize,
    unnamed: usize,
    has_named: bool,
}

impl<'h> RowSorter<'h> {
    /// Starts below the titles.
    pub fn new(head: &'h TableHead) -> Self {
        let name = head.column_of(ColumnKind::Name).map(|column| column.column);
        Self { head, name, companies: Vec::new(), section: 0, unnamed: 0, has_named: false }
    }

    /// What the next row is.
    pub fn sort(&mut self, row: &'h SheetRow) -> RowKind {
        if row.is_torn {
            return RowKind::Company;
        }
        if let Some(word) = self.total_word(row) {
            self.end_section();
            return RowKind::LeftOut(TableMessage::with(
                "是合计行（“{}”），没有算作企业。",
                "This is a row of sums (“{}”) and was not counted as a company.",
                &[&word],
            ));
        }
        if let Some(note) = self.note(row) {
            return RowKind::LeftOut(TableMessage::with(
                "是说明（“{}”），没有算作企业。",
                "This is a note (“{}”) and was not counted as a company.",
                &[&shortened(&note)],
            ));
        }
        match repeated_titles(self.head, row) {
            Some(RepeatedTitles::Other) => return RowKind::OtherTitles,
            Some(RepeatedTitles::Same) => {
                return RowKind::LeftOut(TableMessage::plain(
                    "又是标题，没有算作企业。",
                    "This row repeats the titles and was not counted as a company.",
                ));
            }
            None => {}
        }
        let is_named = self.name.is_some_and(|name| row.cell(name).is_some_and(|value| !value.is_blank()));
        if self.name.is_some() && !is_named && self.has_named {
            return self.unnamed(row);
        }
        self.has_named |= is_named;
        self.companies.push(row);
        RowKind::Company
    }

    fn unnamed(&mut self, row: &SheetRow) -> RowKind {
        self.unnamed += 1;
        if self.unnamed > MAX_UNNAMED || !self.is_sum(row) {
            return RowKind::Unnamed;
        }
        self.end_section();
        RowKind::LeftOut(TableMessage::plain(
            "没有名称，数字正好是上面各行的和：是合计行，没有算作企业。",
            "This row has no name, and its figures are the sums of those above: it was not counted as a company.",
        ))
    }

    // The word by which a row is one of sums: beside the figures, or in place of the name.
    fn total_word(&self, row: &SheetRow) -> Option<String> {
        let is_beside = |column: u16| {
            let kind = self.head.column_at(column).map(|known| known.kind);
            kind.is_none_or(|kind| matches!(kind, ColumnKind::Name | ColumnKind::Nothing | ColumnKind::Untitled))
        };
        for (column, value) in &row.cells {
            let CellValue::Text(text) = value else { continue };
            let word = folded(unmarked(text));
            let is_exact = TOTALS.contains(&word.trim_end_matches([':', '.', '。']));
            if is_exact || ((is_beside(*column) || self.name.is_none()) && is_total(&word)) {
                return Some(shortened(text));
            }
            if is_beside(*column) && self.name == Some(*column) {
                return None;
            }
        }
        None
    }

    // The first text of a row of notes. A company with such a name has answers, too.
    fn note(&self, row: &SheetRow) -> Option<String> {
        let (first, value) = row.cells.iter().find(|(_, value)| !value.is_blank())?;
        let CellValue::Text(text) = value else { return None };
        if !is_note(&folded(text)) {
            return None;
        }
        let has_answers = row.cells.iter().any(|(column, value)| {
            let is_fact = self.head.column_at(*column).is_some_and(|known| known.fact().is_some());
            *column != *first && is_fact && !value.is_blank() && !is_note(&folded(&value.to_string()))
        });
        (!has_answers).then(|| text.to_string())
    }

    fn figures<'r>(&'r self, row: &'r SheetRow) -> impl Iterator<Item = (u16, Decimal)> + 'r {
        let is_fact = |column: u16| self.head.column_at(column).is_some_and(|known| known.fact().is_some());
        row.cells.iter().filter(move |(column, _)| is_fact(*column)).filter_map(|(column, value)| {
            let number = match value {
                CellValue::Text(text) => folded(text).replace(',', "").parse().ok(),
                value => value.number(),
            };
            number.map(|number| (*column, number))
        })
    }

    fn end_section(&mut self) {
        self.section = self.companies.len();
    }

    // Whether all figures are the sums of those above: since the last sum, or of the whole table.
    fn is_sum(&self, row: &SheetRow) -> bool {
        let figures: Vec<(u16, Decimal)> = self.figures(row).filter(|(_, figure)| !figure.is_zero()).collect();
        let mut sums: BTreeMap<u16, (Decimal, Decimal)> = BTreeMap::new();
        for (place, company) in self.companies.iter().enumerate() {
            for (column, figure) in self.figures(company) {
                let (section, whole) = sums.entry(column).or_default();
                *whole = whole.saturating_add(figure);
                if place >= self.section {
                    *section = section.saturating_add(figure);
                }
            }
        }
        let is_sum = |(column, figure): &(u16, Decimal)| {
            sums.get(column).is_some_and(|(section, whole)| figure == section || figure == whole)
        };
        !figures.is_empty() && figures.iter().all(is_sum)
    }
}

fn is_total(word: &str) -> bool {
    if COMPANIES.iter().any(|end| word.ends_with(end)) {
        return false;
    }
    let ends = |total: &str| word.ends_with(total) && word.chars().count() <= 16 && ENDINGS.contains(&total);
    // `合计(3家)`, `合计:3家`, `共3家`.
    let begins = |total: &str| {
        word.strip_prefix(total)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '(' | ':' | '共')))
    };
    TOTALS.contains(&word) || TOTALS.iter().any(|total| ends(total) || begins(total)) || is_count(word)
}

// `共3家`, `共 12 户企业`.
fn is_count(word: &str) -> bool {
    let Some(rest) = word.strip_prefix('共').or_else(|| word.strip_prefix('第')) else { return false };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = rest.get(digits..).unwrap_or_default();
    digits > 0
        && ["家", "户", "个", "条", "行", "页"].iter().any(|unit| after.starts_with(unit))
        && after.chars().count() <= 6
}

fn is_note(word: &str) -> bool {
    word == "注"
        || word == "备注"
        || word == "说明"
        || NOTES.iter().any(|note| word.starts_with(note))
        || is_count(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_totals_and_notes_are_told_from_names() {
        for word in ["合计", "小计", "南湖区小计", "合计(3家)", "合计:", "共3家", "共12户企业", "subtotal"]
        {
            assert!(is_total(&folded(word)), "{word}");
        }
        for name in ["合计财税服务有限公司", "总计软件公司", "共享科技", "共3家便利店有限公司", "甲公司", "汇总厂"]
        {
            assert!(!is_total(&folded(name)), "{name}");
        }
        for word in ["注：以上为审计数", "备注：", "制表人：张三", "填表说明", "数据来源：统计局", "第1页"]
        {
            assert!(is_note(&folded(word)), "{word}");
        }
        assert!(!is_note(&folded("注塑机械有限公司")));
    }
}
