//! Parses `document.toml`, tasks and the annex.

use super::interner::ExprInterner;
use super::lower::{Lower, Scope};
use super::symbols::{Symbol, SymbolTable};
use super::text::check_quote;
use super::toml_reader::{Diagnostics, Table};
use huiqi_engine::book::{
    AnnexItem, Article, Chapter, Document, ExprId, FactType, Measure, MeasureId, OptionSet, SharedCondition, Task,
    TextLocation,
};
use huiqi_engine::index::IndexVec;
use huiqi_engine::number::Date;

/// Parses the chapters.
pub fn chapters<'t>(file: &Table<'t>) -> Vec<Chapter<'t>> {
    file.tables("chapter")
        .iter()
        .filter_map(|table| {
            let no = table.number("no").and_then(|no| u8::try_from(no).ok());
            let title = table.str("title");
            let department = table.str("department");
            let articles = table.numbers("articles");
            table.finish();
            let [first, last] = articles[..] else {
                table.add(table.at().problem("`articles` 应写首条和末条，如 [6, 15]"));
                return None;
            };
            Some(Chapter { no: no?, title, articles: (first, last), department })
        })
        .collect()
}

/// Parses the document.
pub fn read<'t>(
    file: &Table<'t>,
    chapters: Vec<Chapter<'t>>,
    names: &SymbolTable<'t>,
    nodes: &mut ExprInterner,
    problems: &'t Diagnostics,
) -> Document<'t> {
    // A missing date is already reported; any date lets parsing continue.
    let day = |date: Option<Date>| date.unwrap_or(Date::FIRST);
    let fact = |key: &'static str, wanted: FactType| {
        let text = file.text(key)?;
        let found = match names.resolve(text.text) {
            Some(Symbol::Fact(fact)) if *names.kind(fact) == wanted => Some(fact),
            _ => None,
        };
        if found.is_none() {
            problems.add(text.at.problem(format!("`{}` 不是 questions.toml 中相应类型的问题", text.text)));
        }
        found
    };
    let date_fact = fact("date_fact", FactType::Date).unwrap_or_default();
    let applicant_fact = fact("applicant_fact", FactType::Choice).unwrap_or_default();
    let concerns_fact = file.has("concerns_fact").then(|| fact("concerns_fact", FactType::MultiChoice)).flatten();
    let mut persons = OptionSet::NONE;
    for text in file.texts("persons") {
        match names.options(applicant_fact).iter().position(|id| *id == text.text) {
            Some(place) => persons = persons.union(OptionSet::one(place)),
            None => problems.add(text.at.problem(format!("没有选项 `{}`", text.text))),
        }
    }
    let mut sentences = |key: &'static str, says: &'static str| -> Vec<(ExprId, &'t str)> {
        file.tables(key)
            .iter()
            .filter_map(|table| {
                let when = table.text("when");
                let says = table.str(says);
                table.finish();
                Some((
                    Lower { names, nodes, problems, before: None, scope: Scope::Group(None) }.condition(&when?)?,
                    says,
                ))
            })
            .collect()
    };
    let remarks = sentences("remark", "says");
    let everywhere = file
        .tables("everywhere")
        .iter()
        .filter_map(|table| {
            let (when, says, reading) = (table.text("when"), table.str("says"), table.str("reading"));
            table.finish();
            Some(SharedCondition {
                when: Lower { names, nodes, problems, before: None, scope: Scope::Group(None) }.condition(&when?)?,
                says,
                reading,
            })
        })
        .collect();
    Document {
        id: file.str("id"),
        number: file.str("number"),
        title: file.str("title"),
        issuer: file.str("issuer"),
        issued: day(file.date("issued")),
        in_force: period(file, "in_force").unwrap_or_else(|| {
            file.lacks("in_force");
            (day(None), day(None))
        }),
        assess_on: day(file.date("assess_on")),
        date_fact,
        applicant_fact,
        concerns_fact,
        persons,
        notes: file.strs("notes"),
        chapters,
        everywhere,
        remarks,
    }
}

/// Parses a table with `from` and `to`.
pub fn period(table: &Table<'_>, key: &'static str) -> Option<(Date, Date)> {
    let period = table.table(key)?;
    let ends = ends(&period);
    period.finish();
    ends
}

/// Parses a table with `from`, `to` and optionally `sure_to`, the last day that the text decides.
pub fn open_period(table: &Table<'_>, key: &'static str) -> Option<((Date, Date), Option<Date>)> {
    let period = table.table(key)?;
    let ends = ends(&period);
    let sure_to = period.maybe_date("sure_to");
    period.finish();
    let (from, to) = ends?;
    if sure_to.is_some_and(|last| last < from || last >= to) {
        period.add(period.at().problem("sure_to 应在起始日期和截止日期之间，早于截止日期"));
    }
    Some(((from, to), sure_to))
}

fn ends(period: &Table<'_>) -> Option<(Date, Date)> {
    let (from, to) = (period.date("from")?, period.date("to")?);
    if from > to {
        period.add(period.at().problem("起始日期晚于截止日期"));
    }
    Some((from, to))
}

/// Parses the sentences that grant nothing.
pub fn tasks<'t>(files: &[&Table<'t>], articles: &[Article<'t>], problems: &Diagnostics) -> Vec<Task<'t>> {
    let mut tasks = Vec::new();
    for table in files.iter().flat_map(|file| file.tables("task")) {
        let place = task_place(&table);
        let quote = table.text("quote");
        let why = table.str("why");
        table.finish();
        let (Some(place), Some(quote)) = (place, quote) else { continue };
        check_quote(articles, place, &quote, problems);
        tasks.push(Task { place, quote: quote.text, why });
    }
    tasks
}

fn task_place(table: &Table<'_>) -> Option<TextLocation> {
    if let Some(no) = table.maybe_number("article") {
        return Some(TextLocation::Article(no));
    }
    if let Some(no) = table.maybe_number("chapter") {
        return u8::try_from(no).ok().map(TextLocation::Chapter);
    }
    let place = match table.maybe_str("place") {
        "preamble" => Some(TextLocation::Preamble),
        "closing" => Some(TextLocation::Closing),
        _ => None,
    };
    if place.is_none() {
        table.add(table.at().problem("要写明在哪里：`article`、`chapter`，或 `place`（preamble 或 closing）"));
    }
    place
}

/// Parses the annex.
pub fn annex<'t>(
    file: &Table<'t>,
    measures: &IndexVec<MeasureId, Measure<'t>>,
    problems: &Diagnostics,
) -> Vec<AnnexItem<'t>> {
    let mut items = Vec::new();
    for table in file.tables("item") {
        let no = table.number("no").and_then(|no| u8::try_from(no).ok());
        let chapter = table.number("chapter").and_then(|no| u8::try_from(no).ok());
        let mut serves = Vec::new();
        for text in table.texts("serves") {
            match measures.position(|measure| measure.id == text.text) {
                Some(measure) => serves.push(measure),
                None => problems.add(text.at.problem(format!("没有措施 `{}`", text.text))),
            }
        }
        let (title, goal, responsible) = (table.str("title"), table.str("goal"), table.strs("responsible"));
        table.finish();
        if let (Some(no), Some(chapter)) = (no, chapter) {
            items.push(AnnexItem { no, chapter, title, goal, responsible, serves });
        }
    }
    items
}
