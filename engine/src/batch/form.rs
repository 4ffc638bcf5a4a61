//! Writes an empty table to be filled in, or cases as a table; [`super::BatchReader`] reads both. Knows no verdict.

use super::cell::{NONE, UNSURE, YES_NO};
use super::header::Titles;
use super::write::CsvRow;
use crate::answer::Answer;
use crate::answer::MAX_INSTANCES;
use crate::book::{Fact, FactId, GroupId, OptionSet, RuleBook};
use crate::case::{Case, value_text};
use crate::index::IndexVec;
use crate::message::chinese;

/// A table with a column for every fact; facts of a group have one per instance.
#[derive(Debug)]
pub struct TemplateWriter<'f, 'b> {
    book: &'f RuleBook<'b>,
    instances: IndexVec<GroupId, usize>,
}

impl<'f, 'b> TemplateWriter<'f, 'b> {
    /// A table for a maximum number of instances of each group, in the order of [`RuleBook::groups`]; 1 if not given.
    pub fn new(book: &'f RuleBook<'b>, instances: &[usize]) -> Self {
        let of = |group: GroupId| instances.get(group.index()).copied().unwrap_or(1).clamp(1, MAX_INSTANCES);
        Self { book, instances: book.groups.ids().map(of).collect() }
    }

    /// The header row in the words of the rule book, with a byte order mark and a line break.
    pub fn head(&self, titles: &Titles) -> String {
        let mut row = CsvRow::first();
        row.own(titles.name);
        row.own(titles.date);
        self.each(|column| {
            let title = match column {
                TemplateColumn::Count(group) => {
                    let name = self.book.groups[group].name;
                    format!("{name}{}", titles.count)
                }
                TemplateColumn::Fact(_, fact, instance) => match instance {
                    0 => fact.label.to_owned(),
                    later => format!("{}[{}]", fact.label, later + 1),
                },
            };
            row.text(&title);
        });
        row.end()
    }

    /// A case as a row with a line break. Instances without a column are left out.
    pub fn line(&self, case: &Case) -> String {
        let mut row = CsvRow::later();
        row.text(case.name.as_deref().unwrap_or_default());
        row.own(&case.date.to_string());
        self.each(|column| match column {
            TemplateColumn::Count(group) => {
                let most = self.instances.get(group).copied().unwrap_or_default();
                let count = case.answers.instances(group).map(|count| count.min(most).to_string());
                row.own(&count.unwrap_or_default());
            }
            TemplateColumn::Fact(ix, fact, instance) => {
                let answer = case.answers.get(self.book, ix, instance).map(|answer| said(fact, answer));
                let typed = || case.answers.unreadable_at(ix, instance).map(|typed| chinese().unreadable(typed));
                row.text(&answer.or_else(typed).unwrap_or_default());
            }
        });
        row.end()
    }

    // A group is at the position of its first fact: the count column, then one instance after the other.
    fn each(&self, mut take: impl FnMut(TemplateColumn<'f, 'b>)) {
        let book = self.book;
        for (ix, fact) in book.facts.iter_enumerated() {
            match fact.group {
                None => take(TemplateColumn::Fact(ix, fact, 0)),
                Some((group, 0)) => self.group(group, &mut take),
                Some(_) => {}
            }
        }
    }

    fn group(&self, group: GroupId, take: &mut impl FnMut(TemplateColumn<'f, 'b>)) {
        take(TemplateColumn::Count(group));
        for instance in 0..self.instances[group] {
            for ix in self.book.group_facts(group) {
                take(TemplateColumn::Fact(ix, &self.book.facts[ix], instance));
            }
        }
    }
}

enum TemplateColumn<'f, 'b> {
    Count(GroupId),
    Fact(FactId, &'f Fact<'b>, usize),
}

fn said(fact: &Fact<'_>, answer: Answer) -> String {
    match answer {
        Answer::YesNo(yes) => YES_NO[usize::from(yes)].to_owned(),
        Answer::Choice(place) => labels(fact, OptionSet::one(usize::from(place))),
        Answer::Several(options) if options.is_empty() => NONE.to_owned(),
        Answer::Several(options) => labels(fact, options),
        Answer::Number(value) => value_text(&fact.kind, value),
        Answer::Date(date) => date.to_string(),
        Answer::Unsure => UNSURE.to_owned(),
    }
}

// Joined by semicolons, because labels may contain 、 but no semicolon.
fn labels(fact: &Fact<'_>, options: OptionSet) -> String {
    let mut said = String::new();
    for option in options.iter().filter_map(|place| fact.options.get(place)) {
        if !said.is_empty() {
            said.push('；');
        }
        said.push_str(option.label);
    }
    said
}
