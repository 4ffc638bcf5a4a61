//! Explains why a question was not asked: an unticked option or another answer. Knows no measure.

use super::finding::Line;
use super::standing::explain;
use super::{fact_label, option_labels};
use crate::assess::unticked_concerns;
use crate::book::{ExprId, FactId, collect_facts};
use crate::evaluate::{Evaluator, FactStatus};
use crate::message::{Arg, Label, Message, MessageId, messages as say};
use crate::number::Truth;

/// The first question of a figure of which all questions are not applicable, so that it counts as none; no user
/// answered 0.
pub(super) fn unasked_figure(view: &Evaluator<'_, '_>, figure: ExprId, instance: usize) -> Option<FactId> {
    let mut facts = Vec::new();
    collect_facts(view.book, figure, &mut facts);
    let closed = |fact: &FactId| view.standing(*fact, instance) == FactStatus::NotApplicable;
    facts.first().copied().filter(|_| facts.iter().all(closed))
}

/// The reason why a question was not asked.
pub(super) fn not_asked(view: &Evaluator<'_, '_>, fact: FactId, instance: usize) -> Message {
    let left_out = unticked_concerns(view, fact, instance);
    if let Some(concerns) = view.book.document.concerns_fact.filter(|_| !left_out.is_empty()) {
        return say::not_asked_concern(fact_label(fact), option_labels(concerns, &view.book.facts[concerns], left_out));
    }
    let known = &view.book.facts[fact];
    let group = known.group.map(|(group, _)| group);
    if let Some(group) = group.filter(|group| view.answers.instances(*group) == Some(0)) {
        return say::not_asked_none_of(fact_label(fact), Label::GroupName(group));
    }
    let mut lines = Vec::new();
    if let Some(gate) = known.ask_if.filter(|gate| view.truth(*gate, instance) == Truth::False) {
        explain(view, gate, instance, false, &mut lines);
    }
    match lines.iter().find(|line| line.truth == Truth::False) {
        Some(line) => because(fact, line),
        None => say::not_concerned(fact_label(fact)),
    }
}

// Uses the line that explains the closed gate; if that question was not asked itself, its own reason is used.
fn because(fact: FactId, line: &Line) -> Message {
    match line.sentences.iter().find_map(unasked) {
        Some(unasked) => {
            let mut because = unasked.clone();
            if let Some(name) = because.args.first_mut() {
                *name = fact_label(fact);
            }
            because
        }
        None => say::not_asked_because(fact_label(fact), line.message()),
    }
}

// The part of a sentence that states that a question was not asked, with the reason.
fn unasked(sentence: &Arg) -> Option<&Message> {
    let Arg::Message(message) = sentence else { return None };
    match message.id {
        MessageId::NotAskedConcern | MessageId::NotAskedNoneOf | MessageId::NotAskedBecause => Some(message),
        MessageId::WhereApplies | MessageId::Sentences => message.args.last().and_then(unasked),
        _ => None,
    }
}
