//! The text of a comparison. Knows no rule.

use super::{Comparison, Edition, Example, MeasureDifference};
use crate::company_generator::GeneratedCompany;
use anyhow::Result;
use huiqi_engine::answer::Answer;
use huiqi_engine::assess::Outcome;
use huiqi_engine::book::{FactId, Measure, OptionSet, RuleBook, facts_of_measure};
use huiqi_engine::message::chinese;
use huiqi_engine::number::Truth;
use std::fmt::Write;

/// The whole report.
///
/// # Errors
/// A compiled rule book cannot be decoded.
pub fn all(old: &Edition, new: &Edition, comparison: &Comparison) -> Result<String> {
    let mut out = format!("旧：{}\n新：{}\n", old.name, new.name);
    if comparison.same_rules {
        out.push_str("两份规则库的规则完全相同。\n");
        return Ok(out);
    }
    let (from, to) = (old.opened.book()?, new.opened.book()?);
    let (cases, companies) = (comparison.cases, comparison.companies);
    put(&mut out, format!("比较了{cases}个算例和{companies}家造出来的企业。\n"));
    let named = |book: &RuleBook<'_>, id: &str| {
        let title = book.measure(id).map_or("", |id| book.measures[id].title);
        format!("{id} {title}")
    };
    for id in &comparison.added {
        put(&mut out, format!("新增：{}", named(&to, id)));
    }
    for id in &comparison.removed {
        put(&mut out, format!("取消：{}", named(&from, id)));
    }
    for change in &comparison.changes {
        self::change(&mut out, &from, &to, change);
    }
    let same = comparison.changes.is_empty() && comparison.added.is_empty() && comparison.removed.is_empty();
    if same {
        out.push_str("规则的写法不同，但所有结论和金额都相同。\n");
    }
    Ok(out)
}

fn change(out: &mut String, from: &RuleBook<'_>, to: &RuleBook<'_>, change: &MeasureDifference) {
    let measure = |book| find(book, &change.measure);
    let (Some(old), Some(new)) = (measure(from), measure(to)) else { return };
    let mut counts = Vec::new();
    let verdicts: usize = change.verdicts.iter().map(|(.., count)| count).sum();
    if verdicts > 0 {
        let ways = change
            .verdicts
            .iter()
            .map(|(from, to, count)| format!("{}→{} {count}", chinese().verdict(*from), chinese().verdict(*to)));
        counts.push(format!("结论变了{verdicts}家（{}）", ways.collect::<Vec<_>>().join("，")));
    }
    if change.amounts > 0 {
        counts.push(format!("金额变了{}家", change.amounts));
    }
    put(out, format!("{} {}：{}", new.id, new.title, counts.join("，")));
    let Example { company, old: before, new: after } = &change.example;
    put(out, format!("  例：{}", company.name));
    put(out, format!("      {}", deciding_answers(to, new, company)));
    put(out, format!("      原来：{}", outcome(from, old, before)));
    put(out, format!("      现在：{}\n", outcome(to, new, after)));
}

fn find<'b, 'a>(book: &'b RuleBook<'a>, id: &str) -> Option<&'b Measure<'a>> {
    book.measure(id).map(|id| &book.measures[id])
}

fn outcome(book: &RuleBook<'_>, measure: &Measure<'_>, outcome: &Outcome) -> String {
    let mut text = chinese().verdict(outcome.verdict).to_owned();
    if let Some(amount) = &outcome.amount {
        text.push_str(&format!("，{}", chinese().amount(amount)));
    }
    let mut failed: Vec<String> = Vec::new();
    for finding in outcome.findings.iter().filter(|finding| finding.truth == Truth::False) {
        let says = chinese().condition(book, finding.condition);
        if !failed.contains(&says) {
            failed.push(says);
        }
    }
    // With several instances, some may fail while the measure is granted for another.
    if !failed.is_empty() && measure.group.is_none() {
        text.push_str(&format!("，未满足：{}", failed.join("；")));
    }
    text
}

// The company's answers to the facts that decide the measure.
fn deciding_answers(book: &RuleBook<'_>, measure: &Measure<'_>, company: &GeneratedCompany) -> String {
    let mut facts = vec![book.document.applicant_fact];
    facts.extend(facts_of_measure(book, measure));
    let count = measure.group.map_or(1, |group| company.answers.instances(group).unwrap_or(0));
    let mut parts = vec![format!("{}", chinese().date(company.date))];
    for (index, fact) in facts.iter().enumerate() {
        if facts[..index].contains(fact) {
            continue;
        }
        let grouped = book.facts[*fact].group.is_some();
        let answers: Vec<String> =
            (0..if grouped { count } else { 1 }).map(|instance| answer_text(book, *fact, company, instance)).collect();
        let label = book.facts[*fact].label;
        parts.push(format!("{label} {}", answers.join(" / ")));
    }
    parts.join("；")
}

fn answer_text(book: &RuleBook<'_>, fact: FactId, company: &GeneratedCompany, instance: usize) -> String {
    let definition = &book.facts[fact];
    let names = |options: OptionSet| {
        let labels = options.iter().filter_map(|index| definition.options.get(index)).map(|option| option.label);
        let labels: Vec<&str> = labels.collect();
        if labels.is_empty() { "都没有".to_owned() } else { labels.join("、") }
    };
    match company.answers.get(book, fact, instance) {
        None => "未答".into(),
        Some(Answer::Unsure) => "不清楚".into(),
        Some(Answer::YesNo(yes)) => if yes { "是" } else { "否" }.into(),
        Some(Answer::Choice(index)) => names(OptionSet::one(usize::from(index))),
        Some(Answer::Several(options)) => names(options),
        Some(Answer::Number(value)) => chinese().figure(book, value, &definition.kind),
        Some(Answer::Date(day)) => chinese().date(day),
    }
}

fn put(out: &mut String, line: String) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{line}");
}
