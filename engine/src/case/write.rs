//! Writes a case file; deterministic: equal answers give equal bytes.

use super::figure::{write_percent, write_plain};
use super::json::quoted;
use super::{Case, VERSION, VERSION_WITHOUT_UNREADABLE};
use crate::answer::{Answer, Unreadable};
use crate::book::{Fact, FactId, FactType, GroupId, RuleBook};
use crate::number_input::Scale;
use rust_decimal::Decimal;

/// Serializes a case in the order of the rule book, one answer per line.
pub fn write(book: &RuleBook<'_>, case: &Case) -> String {
    let version = if case.answers.unreadable().is_empty() { VERSION_WITHOUT_UNREADABLE } else { VERSION };
    let mut lines = vec![format!("\"version\": {version}"), format!("\"document\": {}", quoted(book.document.id))];
    if let Some(name) = &case.name {
        lines.push(format!("\"name\": {}", quoted(name)));
    }
    lines.push(format!("\"date\": \"{}\"", case.date));
    if let Some(hash) = case.fingerprint {
        lines.push(format!("\"book\": \"{hash:016x}\""));
    }
    lines.push(format!("\"answers\": {}", block("  ", answers(book, case))));
    block("", lines) + "\n"
}

/// Serializes several cases as a list.
pub fn write_all(book: &RuleBook<'_>, cases: &[Case]) -> String {
    let cases: Vec<String> = cases.iter().map(|case| write(book, case).trim_end().to_owned()).collect();
    format!("[\n{}\n]\n", cases.join(",\n"))
}

fn block(indent: &str, lines: Vec<String>) -> String {
    if lines.is_empty() {
        return "{}".to_owned();
    }
    let lines: Vec<String> = lines.iter().map(|line| format!("{indent}  {line}")).collect();
    format!("{{\n{}\n{indent}}}", lines.join(",\n"))
}

// A group is at the position of its first fact.
fn answers(book: &RuleBook<'_>, case: &Case) -> Vec<String> {
    let mut lines = Vec::new();
    for (ix, fact) in book.facts.iter_enumerated() {
        match fact.group {
            None => lines.extend(line(book, case, ix, fact, 0)),
            Some((group, 0)) => lines.extend(instances(book, case, group)),
            Some(_) => {}
        }
    }
    lines
}

fn instances(book: &RuleBook<'_>, case: &Case, group: GroupId) -> Option<String> {
    let count = case.answers.instances(group)?;
    let id = quoted(book.groups[group].id);
    if count == 0 {
        return Some(format!("{id}: []"));
    }
    let one = |instance: usize| -> String {
        let facts = book.group_facts(group).filter_map(|ix| {
            let fact = &book.facts[ix];
            line(book, case, ix, fact, instance)
        });
        let facts: Vec<String> = facts.collect();
        if facts.is_empty() { "      {}".to_owned() } else { format!("      {{ {} }}", facts.join(", ")) }
    };
    Some(format!("{id}: [\n{}\n    ]", (0..count).map(one).collect::<Vec<_>>().join(",\n")))
}

fn line(book: &RuleBook<'_>, case: &Case, ix: FactId, fact: &Fact<'_>, instance: usize) -> Option<String> {
    let said = match (case.answers.get(book, ix, instance), case.answers.unreadable_at(ix, instance)) {
        (Some(answer), _) => value(fact, answer)?,
        (None, Some(typed)) => as_typed(typed),
        (None, None) => return None,
    };
    Some(format!("{}: {said}", quoted(fact.id)))
}

fn as_typed(typed: &Unreadable) -> String {
    let unit = match typed.scale {
        Scale::One => String::new(),
        scale => format!(", \"unit\": {}", quoted(scale.name())),
    };
    format!("{{ \"typed\": {}{unit} }}", quoted(&typed.text))
}

// `None` for an answer that does not fit its fact; neither a parser nor a page creates one.
fn value(fact: &Fact<'_>, answer: Answer) -> Option<String> {
    let id = |place: usize| fact.options.get(place).map(|option| quoted(option.id));
    Some(match answer {
        Answer::YesNo(yes) => yes.to_string(),
        Answer::Choice(place) => id(usize::from(place))?,
        Answer::Several(options) => {
            format!("[{}]", options.iter().filter_map(id).collect::<Vec<_>>().join(", "))
        }
        Answer::Number(value) => quoted(&value_text(&fact.kind, value)),
        Answer::Date(date) => format!("\"{date}\""),
        Answer::Unsure => quoted("unsure"),
    })
}

/// A figure in case-file format: a ratio as `15%`, money in 元 and quantities in their unit as `32625.5`.
pub fn value_text(kind: &FactType, value: Decimal) -> String {
    if matches!(kind, FactType::Ratio) { write_percent(value) } else { write_plain(value) }
}
