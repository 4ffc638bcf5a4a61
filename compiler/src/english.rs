//! Parses the English translation of a rule book (`en.toml`) and replaces the Chinese texts with it. Knows no rule.
//!
//! A text is looked up by its address (`[fact.rd_expense_cur]`, `label = "…"`), otherwise by its Chinese under
//! `[shared]`, which serves all equal texts. A missing, empty or unused translation is an error, and so is one with
//! other figures than the Chinese.

mod figures;
mod texts;

use super::source::{Diagnostic, Source, nearest};
use super::toml_reader::{Diagnostics, SourceKind, Span, Table, parse_all};
use super::{Compiled, terms};
use huiqi_engine::book::{MeasureId, RuleBook};
use huiqi_engine::case::fingerprint;
use huiqi_engine::index::IndexVec;
use huiqi_engine::message::languages;
use huiqi_engine::translation::Translation;
use std::cell::{Cell, RefCell};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub use figures::differ;

const SHARED: &str = "shared";

// A text of the file, with its address.
struct TranslationLine<'t> {
    address: String,
    text: &'t str,
    at: Span,
    used: Cell<bool>,
}

/// The English translation of a compiled rule book as a binary for [`Translation::decode`], with the sentences of the
/// pages (Chinese, English). `None` if the rule book has no translation.
///
/// # Errors
/// All diagnostics, in the order of lines.
pub fn translate(
    sources: &[Source],
    compiled: &Compiled,
    phrases: &[(String, String)],
) -> Result<Option<Vec<u8>>, Vec<Diagnostic>> {
    let problems = Diagnostics::default();
    let tables = parse_all(sources, SourceKind::English, &problems);
    let Some(file) = tables.first() else { return Ok(None) };
    let unreadable = |error: &dyn std::fmt::Display| vec![Diagnostic::general(format!("写不出英文版：{error}"))];
    let book = RuleBook::decode(&compiled.binary).map_err(|error| unreadable(&error))?;
    let lines = file.lines();
    let mut sorted: Vec<(&str, &str)> = phrases.iter().map(|(zh, en)| (zh.as_str(), en.as_str())).collect();
    sorted.sort_unstable();
    let translation = TranslationReader { file, lines, missing: RefCell::default(), problems: &problems }.translation(
        book,
        fingerprint(&compiled.binary),
        sorted,
    );
    let found = problems.sorted();
    if !found.is_empty() {
        return Err(found);
    }
    translation.encode().map(Some).map_err(|error| unreadable(&error))
}

/// The sentences of the pages, Chinese and English, from a separate file with a line for each: `"继续" = "Continue"`.
///
/// # Errors
/// All diagnostics, in the order of lines.
pub fn phrases(sources: &[Source]) -> Result<Vec<(String, String)>, Vec<Diagnostic>> {
    let problems = Diagnostics::default();
    let mut phrases = Vec::new();
    for line in parse_all(sources, SourceKind::English, &problems).iter().flat_map(Table::lines) {
        if line.text.is_empty() {
            problems.add(line.at.problem(format!("`{}` 不能为空", line.address)));
        }
        if let Some(wrong) = beyond(&line.address, line.text) {
            problems.add(line.at.problem(format!("英文里的 {{{wrong}}} 没有相应的数")));
        }
        phrases.push((line.address, line.text.to_owned()));
    }
    let found = problems.sorted();
    if found.is_empty() { Ok(phrases) } else { Err(found) }
}

// A placeholder of the English, `{2}`, for which the Chinese has no value.
fn beyond(chinese: &str, english: &str) -> Option<usize> {
    let values = chinese.matches("{}").count();
    let places = english.split('{').skip(1).filter_map(|rest| rest.split_once('}')?.0.parse::<usize>().ok());
    places.filter(|place| *place >= values).max()
}

struct TranslationReader<'r, 't> {
    file: &'r Table<'t>,
    lines: Vec<TranslationLine<'t>>,
    missing: RefCell<Vec<String>>,
    problems: &'r Diagnostics,
}

impl<'t> TranslationReader<'_, 't> {
    fn translation<'a>(&self, mut book: RuleBook<'a>, of: u64, phrases: Vec<(&'a str, &'a str)>) -> Translation<'a>
    where
        't: 'a,
    {
        let summaries: IndexVec<MeasureId, &str> =
            book.measures.iter().map(|measure| self.wanted(&texts::summary(measure.id), None)).collect();
        let headings =
            book.articles.iter().map(|a| texts::heading(a.place).map_or("", |at| self.wanted(&at, None))).collect();
        let terms: Vec<String> = book.terms.iter().map(texts::term).collect();
        texts::each(&mut book, &mut |address, text| *text = self.wanted(&address, Some(text)));
        for (term, address) in book.terms.iter_mut().zip(&terms) {
            term.words = self.words(address);
        }
        self.all_occur(&book, &summaries);
        for line in self.lines.iter().filter(|line| !line.used.get()) {
            self.problems.add(self.left_over(line));
        }
        let (messages, formats) = (languages::EN.messages.to_vec(), languages::EN.formats.to_vec());
        Translation { of, book, summaries, headings, phrases, messages, formats }
    }

    fn line(&self, address: &str) -> Option<&TranslationLine<'t>> {
        self.lines.iter().find(|line| line.address == address)
    }

    // The English at an address; if there is none, the shared translation of the Chinese.
    fn wanted(&self, address: &str, chinese: Option<&str>) -> &'t str {
        let shared = || self.line(&format!("{SHARED}.{}", chinese?));
        let Some(line) = self.line(address).or_else(shared) else {
            let said = chinese.map(|chinese| format!("（“{chinese}”）")).unwrap_or_default();
            self.problems.add(self.file.at().problem(format!("缺少英文 `{address}`{said}")));
            self.missing.borrow_mut().push(address.to_owned());
            return "";
        };
        line.used.set(true);
        if line.text.trim().is_empty() {
            self.problems.add(line.at.problem(format!("`{address}` 不能为空")));
        }
        if let Some(differ) = chinese.and_then(|chinese| differ(chinese, line.text)) {
            let problem = line.at.problem(format!("`{address}` 的数字与中文不同：{differ}"));
            self.problems.add(problem.help(format!("中文是“{}”", chinese.unwrap_or_default())));
        }
        line.text
    }

    // The English forms of a glossary term; their number may differ from the Chinese.
    fn words(&self, term: &str) -> Vec<&'t str> {
        let mut words = vec![self.wanted(&format!("{term}.words.0"), None)];
        while let Some(line) = self.line(&format!("{term}.words.{}", words.len())) {
            line.used.set(true);
            words.push(line.text);
        }
        words
    }

    // As in Chinese, an English glossary word that occurs nowhere is an error.
    fn all_occur(&self, book: &RuleBook<'_>, summaries: &IndexVec<MeasureId, &str>) {
        for line in
            self.lines.iter().filter(|line| line.address.starts_with("term.") && line.address.contains(".words."))
        {
            if !line.text.trim().is_empty()
                && !terms::occurs(book, line.text)
                && !summaries.iter().any(|summary| summary.contains(line.text))
            {
                self.problems.add(line.at.problem(format!("“{}”在英文的问题和措施中都没有出现", line.text)));
            }
        }
    }

    fn left_over(&self, line: &TranslationLine<'t>) -> Diagnostic {
        let problem = line.at.problem(format!("没有与 `{}` 相应的中文", line.address));
        let missing = self.missing.borrow();
        match nearest(&line.address, missing.iter().map(String::as_str)) {
            Some(near) => problem.help(format!("您是指 `{near}` 吗？")),
            _ => problem,
        }
    }
}

impl<'t> Table<'t> {
    // Every string of the file with its address, the path of its keys; list items use their index.
    fn lines(&self) -> Vec<TranslationLine<'t>> {
        let mut lines = Vec::new();
        self.collect("", self.keys(), &mut lines);
        lines
    }

    fn collect(&self, above: &str, table: &'t DeTable<'t>, into: &mut Vec<TranslationLine<'t>>) {
        for (key, value) in table {
            let address =
                if above.is_empty() { key.get_ref().to_string() } else { format!("{above}.{}", key.get_ref()) };
            self.collect_value(address, value, into);
        }
    }

    fn collect_value(&self, address: String, value: &'t Spanned<DeValue<'t>>, into: &mut Vec<TranslationLine<'t>>) {
        let at = self.place(value);
        match value.get_ref() {
            DeValue::String(text) => {
                into.push(TranslationLine { address, text: text.as_ref(), at, used: Cell::new(false) })
            }
            DeValue::Table(table) => self.collect(&address, table, into),
            DeValue::Array(array) => {
                for (place, one) in array.iter().enumerate() {
                    self.collect_value(format!("{address}.{place}"), one, into);
                }
            }
            _ => self.add(at.problem(format!("`{address}` 应为一段文字（加引号）"))),
        }
    }
}
