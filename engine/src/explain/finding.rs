//! Explains a finding: the actual value, the required value, and the gap between them.

use super::condition::condition;
use super::gauge::ComparedFigures;
use super::standing::explain;
use crate::assess::Finding;
use crate::book::{FactId, GroupId, collect_facts};
use crate::evaluate::Evaluator;
use crate::message::{Arg, Label, Message, MessageId, messages as say};
use crate::number::Truth;

/// A finding as messages.
pub(super) struct FindingMessages {
    pub(super) condition: Arg,
    pub(super) lines: Vec<Line>,
}

/// The explanation of one deciding part of a condition.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) truth: Truth,
    /// The answer, or the value computed from answers.
    pub(super) actual: Arg,
    /// The required value, unless the condition states it.
    pub(super) required: Arg,
    /// The gap to the required value.
    pub(super) gap: Arg,
    /// Both figures, if the line explains a comparison of two known ones.
    pub(super) figures: Option<ComparedFigures>,
    /// The complete line.
    pub(super) sentences: Vec<Arg>,
}

impl Line {
    /// A line of one sentence without the other fields.
    pub(super) fn sentence(truth: Truth, sentence: impl Into<Arg>) -> Self {
        let (actual, required, gap) = Default::default();
        Self { truth, actual, required, gap, figures: None, sentences: vec![sentence.into()] }
    }

    /// Its sentences as one message.
    pub(super) fn message(&self) -> Arg {
        match self.sentences.as_slice() {
            [sentence] => sentence.clone(),
            sentences => say::sentences(sentences.to_vec()).into(),
        }
    }
}

/// Explains a finding.
pub(super) fn finding(view: &Evaluator<'_, '_>, finding: &Finding) -> FindingMessages {
    let mut said =
        FindingMessages { condition: condition(view.book, finding.condition), lines: gathered(reasons(view, finding)) };
    if let Some(group) = owner(view, finding) {
        let of = |text: Arg| say::of_instance(Label::Group(group), finding.instance + 1, text).into();
        said.condition = of(said.condition);
        said.lines.iter_mut().for_each(|line| line.sentences = vec![of(line.message())]);
    }
    said
}

// A failed condition is explained by answers only; questions that were not asked are no reason.
fn reasons(view: &Evaluator<'_, '_>, finding: &Finding) -> Vec<Line> {
    let mut lines = Vec::new();
    let supposing = view.supposing();
    let view = if finding.not_asked || finding.truth == Truth::False { &supposing } else { view };
    explain(view, finding.condition, finding.instance, false, &mut lines);
    lines
}

// The group of the condition, if the company has several instances of it.
fn owner(view: &Evaluator<'_, '_>, finding: &Finding) -> Option<GroupId> {
    let mut facts = Vec::new();
    collect_facts(view.book, finding.condition, &mut facts);
    let group_of = |fact: &FactId| view.book.facts[*fact].group;
    let (group, _) = facts.iter().find_map(group_of)?;
    (view.instances(group) > 1).then_some(group)
}

// Removes duplicate sentences and merges adjacent lines of unanswered questions.
fn gathered(lines: Vec<Line>) -> Vec<Line> {
    let mut kept: Vec<Line> = Vec::new();
    for line in lines {
        if kept.iter().any(|one| one.sentences == line.sentences) {
            continue;
        }
        match kept.last_mut().filter(|before| begins_unfilled(before) && begins_unfilled(&line)) {
            Some(before) => merge(before, line),
            None => kept.push(line),
        }
    }
    kept
}

fn begins_unfilled(line: &Line) -> bool {
    line.sentences.first().is_some_and(|first| unfilled(first).is_some())
}

// The unanswered questions that a sentence lists.
fn unfilled(sentence: &Arg) -> Option<&[Arg]> {
    match sentence {
        Arg::Message(Message { id: MessageId::Unfilled, args }) => match args.as_slice() {
            [Arg::List(facts)] => Some(facts),
            _ => None,
        },
        _ => None,
    }
}

// Appends the unanswered questions of `line` to those of the previous line, then its other sentences.
fn merge(before: &mut Line, line: Line) {
    let mut sentences = line.sentences.into_iter();
    let first = sentences.next().unwrap_or_default();
    let named: Vec<Arg> = before.sentences.iter().filter_map(unfilled).flatten().cloned().collect();
    let new = unfilled(&first).into_iter().flatten().filter(|fact| !named.contains(fact)).cloned();
    match before.sentences.last_mut() {
        Some(Arg::Message(Message { id: MessageId::Unfilled, args })) => {
            if let Some(Arg::List(facts)) = args.first_mut() {
                facts.extend(new);
            }
        }
        _ => before.sentences.push(say::unfilled(new.collect::<Vec<_>>()).into()),
    }
    for sentence in sentences {
        if !before.sentences.contains(&sentence) {
            before.sentences.push(sentence);
        }
    }
}
