//! How a condition stands for this company: what was said, what is required, what is missing to it.

use super::condition::condition;
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

/// What decides a part of a condition.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) truth: Truth,
    /// What the company said or what follows from it.
    pub(super) actual: Arg,
    /// What is required, where the condition does not say it.
    pub(super) required: Arg,
    /// What is missing to it.
    pub(super) gap: Arg,
    /// The whole line.
    pub(super) sentences: Vec<Arg>,
}

impl Line {
    /// A line of one sentence and nothing beside it.
    pub(super) fn sentence(truth: Truth, sentence: impl Into<Arg>) -> Self {
        let (actual, required, gap) = Default::default();
        Self { truth, actual, required, gap, sentences: vec![sentence.into()] }
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

// What fails, fails by what was answered: what nobody was asked for is no reason.
fn reasons(view: &Evaluator<'_, '_>, finding: &Finding) -> Vec<Line> {
    let mut lines = Vec::new();
    let supposing = view.supposing();
    let view = if finding.not_asked || finding.truth == Truth::False { &supposing } else { view };
    explain(view, finding.condition, finding.instance, false, &mut lines);
    lines
}

// Of which group it is, where the company has several of it.
fn owner(view: &Evaluator<'_, '_>, finding: &Finding) -> Option<GroupId> {
    let mut facts = Vec::new();
    collect_facts(view.book, finding.condition, &mut facts);
    let group_of = |fact: &FactId| view.book.facts[*fact].group;
    let (group, _) = facts.iter().find_map(group_of)?;
    (view.instances(group) > 1).then_some(group)
}

// Each sentence once, and questions without an answer together.
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

// The questions that a sentence says are without an answer.
fn unfilled(sentence: &Arg) -> Option<&[Arg]> {
    match sentence {
        Arg::Message(Message { id: MessageId::Unfilled, args }) => match args.as_slice() {
            [Arg::List(facts)] => Some(facts),
            _ => None,
        },
        _ => None,
    }
}

// The questions of the first sentence join those that the line before ends with; what else there is follows.
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
