//! Compiles `names.toml`: other names of questions and options in tables. Optional, and not part of the binary that the
//! app embeds: only what reads tables needs it.

use super::Compiled;
use super::source::{Diagnostic, Source};
use super::toml_reader::{Diagnostics, NAMES_FILE, SourceKind, SpannedStr, Table, parse_all};
use huiqi_engine::batch::{ColumnKind, TableNames, column_of_title, folded};
use huiqi_engine::book::{FactId, RuleBook};

/// The other names of a compiled rule book; none if it has no file of them.
///
/// # Errors
/// All diagnostics, in the order of lines.
pub fn names(sources: &[Source], compiled: &Compiled) -> Result<TableNames, Vec<Diagnostic>> {
    let problems = Diagnostics::default();
    let tables = parse_all(sources, SourceKind::Names, &problems);
    let Some(file) = tables.first() else { return Ok(TableNames::default()) };
    let unreadable = |error| vec![Diagnostic::general(format!("读不回规则库，无法检查 {NAMES_FILE}：{error}"))];
    let book = RuleBook::decode(&compiled.binary).map_err(unreadable)?;
    let mut reader = NamesReader { book: &book, names: TableNames::default(), problems: &problems };
    file.tables("title").iter().for_each(|table| reader.title(table));
    file.tables("option").iter().for_each(|table| reader.option(table));
    file.tables("prefix").iter().for_each(|table| reader.prefix(table));
    file.finish();
    let names = reader.names;
    let found = problems.sorted();
    if found.is_empty() { Ok(names) } else { Err(found) }
}

struct NamesReader<'r, 'b> {
    book: &'r RuleBook<'b>,
    names: TableNames,
    problems: &'r Diagnostics,
}

impl NamesReader<'_, '_> {
    fn fact(&self, table: &Table<'_>) -> Option<FactId> {
        let id = table.text("fact")?;
        let found = self.book.facts.position(|fact| fact.id == id.text);
        if found.is_none() {
            self.problems.add(id.at.problem(format!("questions.toml 中没有问题 `{}`", id.text)));
        }
        found
    }

    fn title(&mut self, table: &Table<'_>) {
        let (fact, also) = (self.fact(table), table.texts("also"));
        table.finish();
        let Some(fact) = fact else { return };
        for title in also {
            let means = column_of_title((self.book, None), title.text).ok();
            let other = means.filter(|kind| *kind != ColumnKind::Fact(fact, 0)).is_some();
            if other || self.names.fact(&folded(title.text)).is_some_and(|known| known != fact) {
                self.problems.add(title.at.problem(format!("“{}”已经是另一列的名称", title.text)));
            }
            self.names.add_title(fact, title.text);
        }
    }

    fn option(&mut self, table: &Table<'_>) {
        let (fact, option, also) = (self.fact(table), table.text("option"), table.texts("also"));
        table.finish();
        let (Some(fact), Some(option)) = (fact, option) else { return };
        let options = &self.book.facts[fact].options;
        let Some(place) = options.iter().position(|known| known.id == option.text) else {
            return self.problems.add(option.at.problem(format!("这个问题没有选项 `{}`", option.text)));
        };
        let Ok(index) = u8::try_from(place) else { return };
        for name in also {
            let own = options.iter().position(|known| folded(known.label) == folded(name.text));
            let also = self.names.options(fact).find(|(known, _)| *known == folded(name.text)).map(|(_, place)| place);
            self.check_option(&name, own.or(also).filter(|known| *known != place));
            self.names.add_option(fact, index, name.text);
        }
    }

    fn check_option(&self, name: &SpannedStr<'_>, other: Option<usize>) {
        if other.is_some() {
            self.problems.add(name.at.problem(format!("“{}”已经是另一个选项的名称", name.text)));
        }
    }

    fn prefix(&mut self, table: &Table<'_>) {
        let (fact, also) = (self.fact(table), table.texts("also"));
        table.finish();
        let Some(fact) = fact else { return };
        also.iter().for_each(|prefix| self.names.add_prefix(fact, prefix.text));
    }
}
