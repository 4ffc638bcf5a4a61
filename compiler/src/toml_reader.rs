//! Typed access to TOML tables that collects diagnostics instead of stopping at the first. Knows no key by name.

use super::source::{Diagnostic, Source, nearest};
use super::syntax;
use huiqi_engine::number::Date;
use std::cell::RefCell;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The diagnostics collected so far.
#[derive(Debug, Default)]
pub struct Diagnostics {
    found: RefCell<Vec<Diagnostic>>,
    syntax: RefCell<Vec<Diagnostic>>,
}

impl Diagnostics {
    /// Adds a diagnostic.
    pub fn add(&self, problem: Diagnostic) {
        self.found.borrow_mut().push(problem);
    }

    /// Adds a TOML syntax error. It suppresses all other diagnostics of the file, because values recovered after a
    /// syntax error are unreliable.
    fn add_syntax(&self, problem: Diagnostic) {
        self.syntax.borrow_mut().push(problem);
    }

    /// Whether there is no diagnostic.
    pub fn is_empty(&self) -> bool {
        self.found.borrow().is_empty() && self.syntax.borrow().is_empty()
    }

    /// Whether the file of a table has any diagnostic.
    pub fn are_in(&self, table: &Table<'_>) -> bool {
        let here = |problem: &Diagnostic| problem.at.is_some_and(|(file, ..)| file == table.file);
        self.found.borrow().iter().chain(self.syntax.borrow().iter()).any(here)
    }

    /// All diagnostics, sorted by position, without duplicates.
    pub fn sorted(&self) -> Vec<Diagnostic> {
        let file = |problem: &Diagnostic| problem.at.map(|(file, ..)| file);
        let syntax = self.syntax.borrow();
        let readable =
            |problem: &&Diagnostic| file(problem).is_none() || syntax.iter().all(|s| file(s) != file(problem));
        let mut all: Vec<Diagnostic> =
            self.found.borrow().iter().filter(readable).chain(syntax.iter()).cloned().collect();
        all.sort();
        all.dedup();
        all
    }
}

/// A byte range in a file.
#[derive(Clone, Debug)]
pub struct Span {
    /// Index of the file among the sources.
    pub file: usize,
    /// Byte range.
    pub bytes: Range<usize>,
}

impl Span {
    /// A diagnostic at this span.
    pub fn problem(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::at(self.file, self.bytes.clone(), message)
    }
}

/// A string of a file with its span.
#[derive(Clone, Debug)]
pub struct SpannedStr<'t> {
    /// The string.
    pub text: &'t str,
    /// The span, including quotes.
    pub at: Span,
    // Byte offset of the string content in the file; `None` if escapes make the content differ from the source.
    start: Option<usize>,
}

impl SpannedStr<'_> {
    /// The span of a byte range of the string; the whole string if it contains escapes.
    pub fn part(&self, bytes: Range<usize>) -> Span {
        match self.start {
            Some(start) => Span { file: self.at.file, bytes: start + bytes.start..start + bytes.end },
            None => self.at.clone(),
        }
    }
}

/// A TOML table that records which of its keys were read.
#[derive(Debug)]
pub struct Table<'t> {
    file: usize,
    source: &'t Source,
    bytes: Range<usize>,
    table: &'t DeTable<'t>,
    known: RefCell<Vec<&'static str>>,
    problems: &'t Diagnostics,
}

/// The file name of the English translation of a rule book.
pub const ENGLISH_FILE: &str = "en.toml";
/// The file name of the other names in tables.
pub const NAMES_FILE: &str = "names.toml";

/// The kind of rule-book files to parse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// The rules.
    Rules,
    /// The worked cases.
    Cases,
    /// The English translation.
    English,
    /// The other names of questions and options in tables.
    Names,
}

/// Parses the TOML files of a kind; syntax errors are reported and the rest is still read.
pub fn parse_all<'t>(sources: &'t [Source], part: SourceKind, problems: &'t Diagnostics) -> Vec<Table<'t>> {
    let mut tables = Vec::new();
    let part_of = |path: &str| match path {
        _ if path.contains("/cases/") => SourceKind::Cases,
        _ if path.ends_with(ENGLISH_FILE) => SourceKind::English,
        _ if path.ends_with(NAMES_FILE) => SourceKind::Names,
        _ => SourceKind::Rules,
    };
    let belongs = |path: &str| path.ends_with(".toml") && part_of(path) == part;
    for (file, source) in sources.iter().enumerate().filter(|(_, source)| belongs(&source.path)) {
        let (table, errors) = DeTable::parse_recoverable(&source.text);
        for problem in syntax::problems(file, &source.text, &errors) {
            problems.add_syntax(problem);
        }
        let bytes = table.span();
        // Leaked on purpose: the book borrows from the tables, and each process compiles a rule book once and exits.
        let table: &'t DeTable<'t> = Box::leak(Box::new(table.into_inner()));
        tables.push(Table { file, source, bytes, table, known: RefCell::default(), problems });
    }
    tables
}

impl<'t> Table<'t> {
    /// Path of the file.
    pub fn path(&self) -> &'t str {
        &self.source.path
    }

    /// The span of the table.
    pub fn at(&self) -> Span {
        Span { file: self.file, bytes: self.bytes.clone() }
    }

    /// The line on which the table begins, from 1.
    pub fn line(&self) -> usize {
        self.source.text.get(..self.bytes.start).map_or(1, |before| before.matches('\n').count() + 1)
    }

    /// All keys and values; does not mark any as read.
    pub(super) fn keys(&self) -> &'t DeTable<'t> {
        self.table
    }

    /// Adds a diagnostic.
    pub fn add(&self, problem: Diagnostic) {
        self.problems.add(problem);
    }

    fn look(&self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.known.borrow_mut().push(key);
        self.table.iter().find(|(name, _)| name.get_ref().as_ref() == key).map(|(_, value)| value)
    }

    /// The span of the value of a key.
    pub fn place_of(&self, key: &'static str) -> Option<Span> {
        self.look(key).map(|value| self.place(value))
    }

    /// Whether the key exists.
    pub fn has(&self, key: &'static str) -> bool {
        self.look(key).is_some()
    }

    /// Reports a missing key.
    pub fn lacks(&self, key: &str) {
        self.add(self.at().problem(format!("缺少 `{key}`")));
    }

    /// The span of a value.
    pub(super) fn place(&self, value: &Spanned<DeValue<'t>>) -> Span {
        Span { file: self.file, bytes: value.span() }
    }

    fn wrong(&self, value: &Spanned<DeValue<'t>>, key: &str, wanted: &str) {
        self.add(self.place(value).problem(format!("`{key}` 应为{wanted}")));
    }

    fn text_of(&self, value: &'t Spanned<DeValue<'t>>) -> Option<SpannedStr<'t>> {
        let text = value.get_ref().as_str()?;
        let at = self.place(value);
        let raw = self.source.text.get(at.bytes.clone()).unwrap_or("");
        let start = raw.find(text).map(|offset| at.bytes.start + offset);
        Some(SpannedStr { text, at, start })
    }

    /// An optional string.
    pub fn maybe_text(&self, key: &'static str) -> Option<SpannedStr<'t>> {
        let value = self.look(key)?;
        let text = self.text_of(value);
        if text.is_none() {
            self.wrong(value, key, "一段文字（加引号）");
        }
        text
    }

    /// A required string that is not empty.
    pub fn text(&self, key: &'static str) -> Option<SpannedStr<'t>> {
        if !self.has(key) {
            self.lacks(key);
            return None;
        }
        let text = self.maybe_text(key)?;
        if text.text.trim().is_empty() {
            self.add(text.at.problem(format!("`{key}` 不能为空")));
        }
        Some(text)
    }

    /// A required string; empty if it is missing, which is reported.
    pub fn str(&self, key: &'static str) -> &'t str {
        self.text(key).map_or("", |text| text.text)
    }

    /// An optional string; empty if it is missing.
    pub fn maybe_str(&self, key: &'static str) -> &'t str {
        self.maybe_text(key).map_or("", |text| text.text)
    }

    /// An optional list of strings.
    pub fn texts(&self, key: &'static str) -> Vec<SpannedStr<'t>> {
        let Some(value) = self.look(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(value, key, "一组文字");
            return Vec::new();
        };
        array
            .iter()
            .filter_map(|one| {
                let text = self.text_of(one);
                if text.is_none() {
                    self.wrong(one, key, "一组文字");
                }
                text
            })
            .collect()
    }

    /// An optional list of strings and tables.
    pub fn items(&self, key: &'static str) -> Vec<ListItem<'t>> {
        let Some(value) = self.look(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(value, key, "一组文字");
            return Vec::new();
        };
        let item = |one: &'t Spanned<DeValue<'t>>| {
            let table = one.get_ref().as_table().map(|table| ListItem::Table(self.inner(table, one.span())));
            let item = table.or_else(|| self.text_of(one).map(ListItem::Text));
            if item.is_none() {
                self.wrong(one, key, "一组文字，或者 { … }");
            }
            item
        };
        array.iter().filter_map(item).collect()
    }

    /// An optional list of strings, without spans.
    pub fn strs(&self, key: &'static str) -> Vec<&'t str> {
        self.texts(key).into_iter().map(|text| text.text).collect()
    }

    /// An optional boolean; false if it is missing.
    pub fn flag(&self, key: &'static str) -> bool {
        let Some(value) = self.look(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong(value, key, " true 或 false");
            false
        })
    }

    fn whole(&self, value: &Spanned<DeValue<'t>>, key: &str) -> Option<u16> {
        let number = value.get_ref().as_integer().and_then(|n| n.as_str().parse().ok());
        if number.is_none() {
            self.wrong(value, key, "整数");
        }
        number
    }

    /// A required integer.
    pub fn number(&self, key: &'static str) -> Option<u16> {
        let Some(value) = self.look(key) else {
            self.lacks(key);
            return None;
        };
        self.whole(value, key)
    }

    /// An optional integer.
    pub fn maybe_number(&self, key: &'static str) -> Option<u16> {
        self.look(key).and_then(|value| self.whole(value, key))
    }

    /// An optional list of integers.
    pub fn numbers(&self, key: &'static str) -> Vec<u16> {
        let Some(value) = self.look(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(value, key, "一组整数");
            return Vec::new();
        };
        array.iter().filter_map(|one| self.whole(one, key)).collect()
    }

    /// An optional date.
    pub fn maybe_date(&self, key: &'static str) -> Option<Date> {
        let value = self.look(key)?;
        let date = value.get_ref().as_datetime().and_then(|d| Date::parse(&d.to_string()));
        if date.is_none() {
            self.wrong(value, key, "日期，如 2023-06-30");
        }
        date
    }

    /// A required date.
    pub fn date(&self, key: &'static str) -> Option<Date> {
        if !self.has(key) {
            self.lacks(key);
        }
        self.maybe_date(key)
    }

    /// An optional table.
    pub fn table(&self, key: &'static str) -> Option<Table<'t>> {
        let value = self.look(key)?;
        match value.get_ref().as_table() {
            Some(table) => Some(self.inner(table, value.span())),
            None => {
                self.wrong(value, key, "一个表");
                None
            }
        }
    }

    /// An optional array of tables.
    pub fn tables(&self, key: &'static str) -> Vec<Table<'t>> {
        let Some(value) = self.look(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(value, key, &format!("一组表（[[{key}]]）"));
            return Vec::new();
        };
        array
            .iter()
            .filter_map(|one| {
                let table = one.get_ref().as_table().map(|table| self.inner(table, one.span()));
                if table.is_none() {
                    self.wrong(one, key, "表");
                }
                table
            })
            .collect()
    }

    fn inner(&self, table: &'t DeTable<'t>, bytes: Range<usize>) -> Table<'t> {
        Table { file: self.file, source: self.source, bytes, table, known: RefCell::default(), problems: self.problems }
    }

    /// Every key with its span and value, for tables whose keys are names of the rule book.
    pub fn entries(&self) -> Vec<(SpannedStr<'t>, TableEntry<'t>)> {
        self.table
            .iter()
            .map(|(key, value)| {
                let at = Span { file: self.file, bytes: key.span() };
                let name = SpannedStr { text: key.get_ref().as_ref(), at, start: None };
                (
                    name,
                    TableEntry {
                        owner: self.inner(self.table, self.bytes.clone()),
                        value,
                        text: self.text_of(value),
                        at: self.place(value),
                        table: self.entry_table(value),
                    },
                )
            })
            .collect()
    }

    fn entry_table(&self, value: &'t Spanned<DeValue<'t>>) -> Option<Table<'t>> {
        value.get_ref().as_table().map(|table| self.inner(table, value.span()))
    }

    /// Reports unknown keys: those that were never read.
    pub fn finish(&self) {
        let known = self.known.borrow();
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                continue;
            }
            let at = Span { file: self.file, bytes: key.span() };
            let problem = at.problem(format!("不认识的键 `{name}`"));
            self.add(match nearest(name, known.iter().copied()) {
                Some(near) => problem.help(format!("您是指 `{near}` 吗？")),
                None => problem,
            });
        }
    }
}

impl<'t> TableEntry<'t> {
    /// The strings of a list.
    pub fn texts(&self) -> Vec<SpannedStr<'t>> {
        let array = self.value.get_ref().as_array();
        array.into_iter().flat_map(|array| array.iter()).filter_map(|one| self.owner.text_of(one)).collect()
    }

    /// The tables of a list.
    pub fn instances(&self) -> Vec<Table<'t>> {
        let array = self.value.get_ref().as_array();
        array.into_iter().flat_map(|array| array.iter()).filter_map(|one| self.owner.entry_table(one)).collect()
    }
}

/// An entry of a list.
#[derive(Debug)]
pub enum ListItem<'t> {
    /// A string.
    Text(SpannedStr<'t>),
    /// A table.
    Table(Table<'t>),
}

/// A value whose key is a name of the rule book.
#[derive(Debug)]
pub struct TableEntry<'t> {
    owner: Table<'t>,
    /// The value itself.
    pub value: &'t Spanned<DeValue<'t>>,
    /// The value as a string.
    pub text: Option<SpannedStr<'t>>,
    /// The value as a table.
    pub table: Option<Table<'t>>,
    /// The span of the value.
    pub at: Span,
}
