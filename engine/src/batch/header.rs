//! The header row of a table: the kind of each column. Knows no cell below it.

use super::cell::{Books, Menu, menu};
use super::fold;
use crate::answer::MAX_INSTANCES;
use crate::book::{Fact, FactId, GroupId, RuleBook};
use crate::case::suggest::nearest;
use crate::sentence::{ErrorMessage, says};

/// The kind of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// The company's name.
    Name,
    /// The assessment date.
    Date,
    /// A fact, and the instance of its group from 0.
    Fact(FactId, usize),
    /// The number of instances of a group.
    Count(GroupId),
    /// Ignored; for the adviser's own notes.
    Nothing,
    /// Without a title; cells below must be empty.
    Untitled,
}

/// Titles of the columns that belong to no fact; the title of a count column begins with the name of its group.
#[derive(Clone, Copy, Debug)]
pub struct Titles {
    /// The company's name.
    pub name: &'static str,
    /// The assessment date.
    pub date: &'static str,
    /// The number of instances of a group; appended to the group's name.
    pub count: &'static str,
}

impl Titles {
    /// In the language of the document.
    pub const CHINESE: Self = Self { name: "单位名称", date: "判断日期", count: "个数" };
    /// In English.
    pub const ENGLISH: Self = Self { name: "Company", date: "Date of assessment", count: " (how many)" };
}

// Accepted titles, normalized for comparison: without spaces, in lower case.
const NAMES: [&str; 5] = [Titles::CHINESE.name, "name", "company", "企业名称", "公司名称"];
const DATES: [&str; 4] = [Titles::CHINESE.date, "date", "dateofassessment", "评估日期"];
const COUNTS: [&str; 2] = [Titles::CHINESE.count, "(howmany)"];
// Prefix of the title of an ignored column.
const ASIDE: char = '#';

/// The columns of a table.
pub struct Columns {
    all: Vec<ColumnKind>,
    titles: Vec<String>,
    // The option names of each fact that has a column, by fact.
    menus: Vec<(FactId, Menu)>,
}

impl Columns {
    /// No columns yet.
    pub fn none() -> Self {
        Self { all: Vec::new(), titles: Vec::new(), menus: Vec::new() }
    }

    /// Adds a column by its title.
    ///
    /// # Errors
    /// The error in the title; the column then counts as untitled.
    pub fn add(&mut self, books: Books<'_, '_>, title: &str) -> Result<(), ErrorMessage> {
        let read = about(books, title).and_then(|about| {
            let is_known = self.all.contains(&about) && !matches!(about, ColumnKind::Nothing | ColumnKind::Untitled);
            if is_known { Err(says!("这一列写了两次，请只留一列。")) } else { Ok(about) }
        });
        let about = *read.as_ref().unwrap_or(&ColumnKind::Untitled);
        if let ColumnKind::Fact(fact, _) = about {
            self.learn(books, fact);
        }
        self.all.push(about);
        self.titles.push(fold::short(title));
        read.map(|_| ())
    }

    fn learn(&mut self, (book, other): Books<'_, '_>, fact: FactId) {
        if self.menus.iter().all(|(known, _)| *known != fact) {
            let facts = [Some(book), other].into_iter().flatten().map(|book| &book.facts[fact]);
            self.menus.push((fact, menu(facts)));
        }
    }

    /// The kinds of all columns, in order.
    pub fn all(&self) -> &[ColumnKind] {
        &self.all
    }

    /// Whether any column holds a fact or the number of a group's instances.
    pub fn has_facts(&self) -> bool {
        self.all.iter().any(|about| matches!(about, ColumnKind::Fact(..) | ColumnKind::Count(_)))
    }

    /// The title of a column, by its index from 0.
    pub fn title(&self, column: usize) -> &str {
        self.titles.get(column).map_or("", String::as_str)
    }

    /// The option names of a fact that has a column.
    pub fn menu(&self, fact: FactId) -> Option<&Menu> {
        self.menus.iter().find(|(known, _)| *known == fact).map(|(_, menu)| menu)
    }
}

/// The kind of a column by its title.
///
/// # Errors
/// The title is unknown, or the number of an instance is wrong.
pub fn about(books: Books<'_, '_>, title: &str) -> Result<ColumnKind, ErrorMessage> {
    let folded = fold::word(title);
    if folded.is_empty() {
        return Ok(ColumnKind::Untitled);
    }
    if folded.starts_with(ASIDE) {
        return Ok(ColumnKind::Nothing);
    }
    let is = |names: &[&str]| names.contains(&folded.as_str());
    if is(&NAMES) {
        return Ok(ColumnKind::Name);
    }
    if is(&DATES) {
        return Ok(ColumnKind::Date);
    }
    // A label may itself end in brackets; only a number in brackets is an instance number.
    let (name, number) = match folded.strip_suffix(']').and_then(|title| title.rsplit_once('[')) {
        Some((name, number)) if !number.is_empty() => (name, Some(number)),
        _ => (folded.as_str(), None),
    };
    let in_either = [Some(books.0), books.1];
    let in_either = || in_either.into_iter().flatten();
    let Some((ix, fact)) = in_either().find_map(|book| fact(book, name)) else {
        let counted = in_either().find_map(|book| counted(book, &folded));
        return counted.ok_or_else(|| unknown(books.0, title, name));
    };
    let Some(number) = number else { return Ok(ColumnKind::Fact(ix, 0)) };
    if fact.group.is_none() {
        return Err(says!("这一项每家只有一个，请去掉 [{}]。", fold::short(number)));
    }
    match number.parse::<usize>() {
        Ok(number) if (1..=MAX_INSTANCES).contains(&number) => Ok(ColumnKind::Fact(ix, number - 1)),
        _ => Err(says!("方括号里请写第几个，从 1 到 {}，如 {}[2]。", MAX_INSTANCES, fact.label)),
    }
}

fn fact<'r, 'b>(book: &'r RuleBook<'b>, name: &str) -> Option<(FactId, &'r Fact<'b>)> {
    book.facts.iter_enumerated().find(|(_, fact)| fact.id == name || fold::word(fact.label) == name)
}

fn counted(book: &RuleBook<'_>, name: &str) -> Option<ColumnKind> {
    let short = COUNTS.iter().find_map(|count| name.strip_suffix(count)).unwrap_or(name);
    let group = book.groups.position(|group| group.id == short || fold::word(group.name) == short);
    group.map(ColumnKind::Count)
}

fn unknown(book: &RuleBook<'_>, title: &str, name: &str) -> ErrorMessage {
    let ids = book.facts.iter().map(|fact| fact.id).chain(book.facts.iter().map(|fact| fact.label));
    match nearest(name, ids.chain([Titles::CHINESE.name, Titles::CHINESE.date])) {
        Some(near) => says!("没有这一列。").with_suggestion(Some(near)),
        None => says!("没有这一列；不用读的列请在标题前加 #，如 #{}。", fold::short(title)),
    }
}
