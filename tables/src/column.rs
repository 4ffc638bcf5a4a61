//! The columns of a table and the rows they begin below. Knows no company.

use crate::finding::{FindingKind, TableFinding};
use crate::message::TableMessage;
use crate::sheet::{CellAddress, CellValue, Sheet, SheetRow};
use crate::title::{
    ColumnUnit, TableBooks, TitleMeaning, meaning, nearest_questions, stated_unit, title_text, unit_in,
};
use huiqi_engine::batch::{ColumnKind, Menu, folded, option_menu, shortened};
use huiqi_engine::book::{FactId, FactType};
use huiqi_engine::number_input::Scale;
use std::collections::BTreeSet;

/// How bare numbers of a column of ratios are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RatioReading {
    /// 15 is 15%.
    Percent,
    /// 0.15 is 15%.
    Share,
    /// It cannot be told.
    #[default]
    Open,
}

/// A column.
#[derive(Clone, Debug)]
pub struct TableColumn {
    /// The column from 0.
    pub column: u16,
    /// The title as it stands, shortened.
    pub title: String,
    /// What its cells answer.
    pub kind: ColumnKind,
    /// The unit of its figures, if the table states one.
    pub unit: Option<ColumnUnit>,
    /// How its bare ratios are read.
    pub ratio: RatioReading,
    /// The names of its options.
    pub menu: Menu,
}

impl TableColumn {
    /// The scale of bare money.
    pub const fn scale(&self) -> Scale {
        match self.unit {
            Some(ColumnUnit::Scale(scale)) => scale,
            _ => Scale::One,
        }
    }

    /// The fact of its cells.
    pub const fn fact(&self) -> Option<(FactId, usize)> {
        match self.kind {
            ColumnKind::Fact(fact, instance) => Some((fact, instance)),
            _ => None,
        }
    }
}

/// What a column with this title means, as the person chose it for this form of table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnChoice {
    /// The title.
    pub title: String,
    /// What it means; [`ColumnKind::Nothing`] leaves it out.
    pub kind: ColumnKind,
}

/// The titles of a table.
#[derive(Clone, Debug)]
pub struct TableHead {
    /// The row with the titles.
    pub row: u32,
    /// The columns, in their order.
    pub columns: Vec<TableColumn>,
    /// What is to be said about them.
    pub findings: Vec<TableFinding>,
    // The index of each column of the sheet in `columns`.
    places: Vec<Option<usize>>,
    // The first characters of the titles.
    first_characters: BTreeSet<char>,
}

/// The number of rows with cells among which the titles are looked for.
const ROWS_OF_HEAD: usize = 60;

/// Finds the row of titles: that with the most questions. Lines above it are titles of the table.
///
/// # Errors
/// No row has a question.
pub fn find_head(books: TableBooks<'_, '_>, sheet: &Sheet, choices: &[ColumnChoice]) -> Option<TableHead> {
    let rows = sheet.rows.get(..ROWS_OF_HEAD.min(sheet.rows.len())).unwrap_or_default();
    let mut best: Option<(usize, usize)> = None;
    for place in 0..rows.len() {
        let titles = titles(books, rows, place, choices);
        let is_question = |kind: &ColumnKind| matches!(kind, ColumnKind::Fact(..) | ColumnKind::Count(_));
        let count =
            titles.iter().filter(|(.., meaning)| meaning.as_ref().is_some_and(|it| is_question(&it.kind))).count();
        if count > 0 && best.is_none_or(|(most, _)| count > most) {
            best = Some((count, place));
        }
    }
    let (_, place) = best?;
    let above = rows.iter().take(place).flat_map(|row| &row.cells);
    let unit = above.filter_map(|(_, value)| stated_unit(&title_text(Some(value)))).next_back();
    let mut head = TableHead {
        row: rows[place].number,
        columns: Vec::new(),
        findings: Vec::new(),
        places: Vec::new(),
        first_characters: BTreeSet::new(),
    };
    for (column, title, meaning) in titles(books, rows, place, choices) {
        head.add(books, column, &title, meaning);
    }
    if let Some(unit) = unit {
        head.apply_stated_unit(books, &unit);
    }
    Some(head)
}

type Title = (u16, String, Option<TitleMeaning>);

// The titles of a row. A cell that says too little is read with the title above it: `研发费用` over `本年度` and `上年度`.
fn titles(books: TableBooks<'_, '_>, rows: &[SheetRow], place: usize, choices: &[ColumnChoice]) -> Vec<Title> {
    let Some(row) = rows.get(place) else { return Vec::new() };
    let above = place.checked_sub(1).and_then(|above| rows.get(above));
    let above = above.filter(|above| above.number + 1 == row.number && above.cells.len() > 1);
    let last = |row: &SheetRow| row.cells.last().map_or(0, |(column, _)| column + 1);
    let width = last(row).max(above.map_or(0, last));
    let mut titles = Vec::new();
    for column in 0..width {
        let own = title_text(row.cell(column));
        let parent = above.and_then(|above| above.cells.iter().rev().find(|(at, _)| *at <= column));
        let parent = parent.map(|(at, value)| (*at, value.to_string()));
        titles.push(titled(books, choices, column, own, parent));
    }
    titles
}

fn titled(
    books: TableBooks<'_, '_>,
    choices: &[ColumnChoice],
    column: u16,
    own: String,
    parent: Option<(u16, String)>,
) -> Title {
    if let Some(choice) = choices.iter().find(|choice| folded(&choice.title) == folded(&own)) {
        let unit = unit_in(books, choice.kind, &own);
        return (column, own, Some(TitleMeaning { kind: choice.kind, unit }));
    }
    let found = meaning(books, &own).filter(|it| it.kind != ColumnKind::Untitled);
    let Some((at, parent)) = parent.filter(|_| found.is_none()) else {
        let found = found.or_else(|| meaning(books, &own));
        return (column, own, found);
    };
    if folded(&own).is_empty() {
        // A title merged over two rows stands in the upper one.
        let found = if at == column { meaning(books, &parent) } else { None };
        let title = if at == column && found.is_some() { parent } else { String::new() };
        return (column, title, found.or_else(|| meaning(books, "")));
    }
    let joined = [format!("{own}{parent}"), format!("{parent}{own}")];
    match joined.into_iter().find_map(|title| meaning(books, &title).map(|found| (title, found))) {
        Some((title, found)) => (column, title, Some(found)),
        None => (column, own, None),
    }
}

impl TableHead {
    fn add(&mut self, books: TableBooks<'_, '_>, column: u16, title: &str, meaning: Option<TitleMeaning>) {
        let address = CellAddress { row: self.row, column };
        let short = shortened(title);
        let mut wrong = |kind, message: TableMessage, proposals: Vec<String>| {
            self.findings.push(TableFinding::of_cell(kind, address, &short, message).with_proposals(proposals));
        };
        let meaning = meaning.unwrap_or_else(|| {
            let near = nearest_questions(books, title);
            let says = if near.is_empty() {
                TableMessage::plain(
                    "没有这一列；不用读的列请在标题前加 #。",
                    "There is no such column. Put # in front of the title of a column that is not to be read.",
                )
            } else {
                TableMessage::with(
                    "没有这一列，标题可能是{}；不用读的列请在标题前加 #。",
                    "There is no such column. The title may be {}. Put # in front of a title that is not to be read.",
                    &[&near.iter().map(|name| format!("“{name}”")).collect::<String>()],
                )
            };
            wrong(FindingKind::Mistake, says, near);
            TitleMeaning { kind: ColumnKind::Nothing, unit: None }
        });
        let is_read = !matches!(meaning.kind, ColumnKind::Nothing | ColumnKind::Untitled);
        if let Some(twin) = self.columns.iter().find(|known| is_read && known.kind == meaning.kind) {
            let twin = CellAddress { row: self.row, column: twin.column };
            let says = TableMessage::with(
                "与 {} 是同一列，请只留一列。",
                "This is the same column as {}. Please keep only one.",
                &[&twin],
            );
            wrong(FindingKind::Mistake, says, Vec::new());
        }
        let menu = match meaning.kind {
            ColumnKind::Fact(fact, _) => menu(books, fact),
            _ => Menu::new(),
        };
        let ratio = RatioReading::default();
        self.places.resize(usize::from(column) + 1, None);
        self.places[usize::from(column)] = Some(self.columns.len());
        self.first_characters.extend(title.chars().next());
        self.columns.push(TableColumn { column, title: short, kind: meaning.kind, unit: meaning.unit, ratio, menu });
    }

    // A unit above the titles holds for money without one of its own.
    fn apply_stated_unit(&mut self, books: TableBooks<'_, '_>, unit: &str) {
        let mut titles = Vec::new();
        for column in &mut self.columns {
            let Some((fact, _)) = column.fact().filter(|_| column.unit.is_none()) else { continue };
            let fact = &books.book.facts[fact];
            if fact.kind == FactType::Money {
                column.unit = ColumnUnit::of(books.book, fact, unit);
                titles.extend(column.unit.as_ref().map(|_| format!("“{}”", column.title)));
            }
        }
        if !titles.is_empty() {
            let says = TableMessage::with(
                "表头上写了单位：{}，这些列按它读：{}。",
                "The unit above the titles is {}; these columns are read in it: {}.",
                &[&unit, &titles.concat()],
            );
            self.findings.push(TableFinding::of_table(FindingKind::Notice, says));
        }
    }

    /// The column at a column of the sheet.
    pub fn column_at(&self, column: u16) -> Option<&TableColumn> {
        self.places.get(usize::from(column)).copied().flatten().and_then(|place| self.columns.get(place))
    }

    /// The column of a kind.
    pub fn column_of(&self, kind: ColumnKind) -> Option<&TableColumn> {
        self.columns.iter().find(|column| column.kind == kind)
    }
}

fn menu(books: TableBooks<'_, '_>, fact: FactId) -> Menu {
    let facts = [Some(books.book), books.other].into_iter().flatten().map(|book| &book.facts[fact]);
    let mut menu = option_menu(facts);
    menu.extend(books.names.options(fact).map(|(name, place)| (name.to_owned(), place)));
    menu
}

/// A row with the titles of the table once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepeatedTitles {
    /// Over the same columns, as tables printed on several pages have it.
    Same,
    /// Over other columns.
    Other,
}

/// Whether a row has titles of this table.
pub fn repeated_titles(head: &TableHead, row: &SheetRow) -> Option<RepeatedTitles> {
    match titles_in(head, row) {
        (same, other) if other > 0 && same + other > 1 => Some(RepeatedTitles::Other),
        (same, _) if same > 1 => Some(RepeatedTitles::Same),
        _ => None,
    }
}

// The numbers of cells with the title of their own column, and of another one.
fn titles_in(head: &TableHead, row: &SheetRow) -> (usize, usize) {
    let (mut same, mut other) = (0, 0);
    for (at, value) in &row.cells {
        let CellValue::Text(text) = value else { continue };
        // Most cells are no titles: they are told by their first character before anything is compared.
        if !text.chars().next().is_some_and(|first| head.first_characters.contains(&first)) {
            continue;
        }
        let text = shortened(text);
        let mut columns = head.columns.iter().filter(|column| !text.is_empty() && column.title == text);
        if columns.clone().any(|column| column.column == *at) {
            same += 1;
        } else if columns.any(|column| column.fact().is_some()) {
            other += 1;
        }
    }
    (same, other)
}
