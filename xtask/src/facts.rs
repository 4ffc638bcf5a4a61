//! `cargo xtask facts`: every question of a rule book, as text and as JSON. Knows no answer.

use crate::book::{self, expression};
use crate::terminal;
use anyhow::Result;
use huiqi_engine::RuleBook;
use huiqi_engine::book::{Fact, FactType};
use huiqi_engine::case::value_text;
use lexopt::prelude::*;
use serde::Serialize;
use std::fmt::Write;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask facts [--json] [--document ID]

  Every question of a policy document: what its answer is called in a case file, its type, unit, range and options.
  --json          as JSON (see docs/formats.md)
  --document ID   which document, where there are several
";

/// Runs the command.
///
/// # Errors
/// The command line is invalid, or the rule book has mistakes.
pub fn run(mut args: lexopt::Parser) -> Result<ExitCode> {
    let (mut as_json, mut document) = (false, None);
    while let Some(arg) = args.next()? {
        match arg {
            Long("json") => as_json = true,
            Long("document") => document = Some(args.value()?.string()?),
            Long("help") | Short('h') => {
                print!("{HELP}");
                return Ok(ExitCode::SUCCESS);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let opened = book::choose(&book::policies(), document.as_deref())?;
    let book = opened.book()?;
    terminal::print(&if as_json { json(&book)? } else { table(&book) })?;
    Ok(ExitCode::SUCCESS)
}

#[derive(Serialize)]
struct FactList<'a> {
    version: u32,
    document: &'a str,
    facts: Vec<Question<'a>>,
    topics: Vec<TopicLine<'a>>,
    groups: Vec<GroupLine<'a>>,
}

#[derive(Serialize)]
struct Question<'a> {
    id: &'a str,
    label: &'a str,
    ask: &'a str,
    r#type: &'static str,
    unit: Option<&'a str>,
    range: Option<[String; 2]>,
    choices: Option<Vec<Named<'a>>>,
    topic: &'a str,
    group: Option<&'a str>,
    ask_if: Option<String>,
}

#[derive(Serialize)]
struct Named<'a> {
    id: &'a str,
    label: &'a str,
}

#[derive(Serialize)]
struct TopicLine<'a> {
    id: &'a str,
    title: &'a str,
    ask_if: Option<String>,
}

#[derive(Serialize)]
struct GroupLine<'a> {
    id: &'a str,
    label: &'a str,
    name: &'a str,
}

/// Every question as JSON, in the form of `docs/formats.md`.
///
/// # Errors
/// None in practice: every value here can be serialized.
pub fn json(book: &RuleBook<'_>) -> Result<String> {
    let questions = FactList {
        version: 1,
        document: book.document.id,
        facts: book.facts.iter().map(|fact| question(book, fact)).collect(),
        topics: (book.topics.iter())
            .map(|topic| TopicLine {
                id: topic.id,
                title: topic.title,
                ask_if: topic.ask_if.map(|gate| expression::text(book, gate)),
            })
            .collect(),
        groups: (book.groups.iter())
            .map(|group| GroupLine { id: group.id, label: group.label, name: group.name })
            .collect(),
    };
    Ok(serde_json::to_string_pretty(&questions)? + "\n")
}

fn question<'a>(book: &RuleBook<'a>, fact: &Fact<'a>) -> Question<'a> {
    let has_options = matches!(fact.kind, FactType::Choice | FactType::MultiChoice);
    Question {
        id: fact.id,
        label: fact.label,
        ask: fact.ask,
        r#type: type_name(&fact.kind),
        unit: unit(book, &fact.kind),
        range: fact.range.map(|(low, high)| [low, high].map(|end| value_text(&fact.kind, end.0))),
        choices: has_options
            .then(|| fact.options.iter().map(|option| Named { id: option.id, label: option.label }).collect()),
        topic: book.topics.get(usize::from(fact.topic)).map_or("", |topic| topic.id),
        group: fact.group.map(|(group, _)| &book.groups[group]).map(|group| group.id),
        ask_if: fact.ask_if.map(|gate| expression::text(book, gate)),
    }
}

fn type_name(kind: &FactType) -> &'static str {
    match kind {
        FactType::Bool => "yes_no",
        FactType::Choice => "choice",
        FactType::MultiChoice => "several",
        FactType::Money => "money",
        FactType::Ratio => "ratio",
        FactType::Number(_) => "number",
        FactType::Date => "date",
    }
}

fn unit<'a>(book: &RuleBook<'a>, kind: &FactType) -> Option<&'a str> {
    match kind {
        FactType::Money => Some("元"),
        FactType::Ratio => Some("%"),
        FactType::Number(Some(unit)) => book.units.get(usize::from(*unit)).copied(),
        _ => None,
    }
}

/// Every question as text, by topic.
pub fn table(book: &RuleBook<'_>) -> String {
    let mut text = format!("{}（{}）：{}个问题\n", book.document.number, book.document.id, book.facts.len());
    let mut topic = None;
    for fact in &book.facts {
        if topic != Some(fact.topic) {
            topic = Some(fact.topic);
            let title = book.topics.get(usize::from(fact.topic)).map_or("", |topic| topic.title);
            let _ = writeln!(text, "\n{title}");
        }
        describe(&mut text, book, fact);
    }
    text
}

// Writing into a string cannot fail.
fn describe(text: &mut String, book: &RuleBook<'_>, fact: &Fact<'_>) {
    let question = question(book, fact);
    let range = match (&question.range, question.unit) {
        (Some([low, high]), Some("%")) => format!("，{low} 到 {high}"),
        (Some([low, high]), unit) => format!("，{low} 到 {high} {}", unit.unwrap_or_default()),
        (None, _) => String::new(),
    };
    let group = question.group.map(|group| format!("，写在 {group} 里")).unwrap_or_default();
    let _ = writeln!(text, "  {:<28} {}", fact.id, fact.ask);
    let _ = writeln!(text, "  {:<28} {}{}{group}", "", chinese_type(&fact.kind), range.trim_end());
    if let Some(gate) = question.ask_if {
        let _ = writeln!(text, "  {:<28} 满足时才问：{gate}", "");
    }
    for option in &fact.options {
        let _ = writeln!(text, "  {:<28}   {:<36} {}", "", option.id, option.label);
    }
}

fn chinese_type(kind: &FactType) -> &'static str {
    match kind {
        FactType::Bool => "是非：true 或 false",
        FactType::Choice => "单选",
        FactType::MultiChoice => "多选",
        FactType::Money => "金额",
        FactType::Ratio => "比率",
        FactType::Number(_) => "数量",
        FactType::Date => "日期：如 2023-06-30",
    }
}
