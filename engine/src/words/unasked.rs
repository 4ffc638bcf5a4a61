//! Why a question was not asked, as a sentence: what was not ticked, what was answered instead. Knows no measure.

use super::finding::{ExplanationLine, explain, label, option_names};
use crate::assess::unticked_concerns;
use crate::book::{ExprId, FactId, OptionSet, collect_facts};
use crate::evaluate::{Evaluator, FactStatus};
use crate::number::Truth;

/// What kept a question from being asked.
pub(super) enum UnaskedReason<'a> {
    /// These options of this list of concerns were not ticked.
    Concerns(FactId, OptionSet),
    /// There is none of this group.
    NoneOf(&'a str),
    /// Other answers closed its gate; said by these lines, the most telling first.
    Gate(Vec<ExplanationLine>),
}

/// What kept a question from being asked. `explain` says in a language which parts of its gate fail.
pub(super) fn why<'a>(
    view: &Evaluator<'_, 'a>,
    fact: FactId,
    instance: usize,
    explain: impl Fn(&Evaluator<'_, 'a>, ExprId, usize, &mut Vec<ExplanationLine>),
) -> UnaskedReason<'a> {
    let concerns = view.book.document.concerns_fact;
    let left_out = unticked_concerns(view, fact, instance);
    if let Some(concerns) = concerns.filter(|_| !left_out.is_empty()) {
        return UnaskedReason::Concerns(concerns, left_out);
    }
    let known = &view.book.facts[fact];
    let group = known.group.map(|(group, _)| group);
    let none = group.filter(|group| view.answers.instances(*group) == Some(0));
    if let Some(group) = none.map(|group| &view.book.groups[group]) {
        return UnaskedReason::NoneOf(group.name);
    }
    let mut lines = Vec::new();
    if let Some(gate) = known.ask_if.filter(|gate| view.truth(*gate, instance) == Truth::False) {
        explain(view, gate, instance, &mut lines);
    }
    lines.retain(|line| line.truth == Truth::False);
    UnaskedReason::Gate(lines)
}

/// The question behind a figure of which nothing was asked, so that it counts as none: no one gave it as 0.
pub(super) fn unasked_figure(view: &Evaluator<'_, '_>, figure: ExprId, instance: usize) -> Option<FactId> {
    let mut facts = Vec::new();
    collect_facts(view.book, figure, &mut facts);
    let closed = |fact: &FactId| view.standing(*fact, instance) == FactStatus::NotApplicable;
    facts.first().copied().filter(|_| facts.iter().all(closed))
}

/// “货车ETC原价通行费”没有问：您没有选“有货车”。
pub(super) fn not_asked(view: &Evaluator<'_, '_>, fact: FactId, instance: usize) -> String {
    let name = label(view.book, fact);
    let gate = |view: &Evaluator<'_, '_>, gate, instance, lines: &mut Vec<ExplanationLine>| {
        explain(view, gate, instance, false, lines)
    };
    match why(view, fact, instance, gate) {
        UnaskedReason::Concerns(concerns, options) => {
            format!("“{name}”没有问：您没有选“{}”。", option_names(view.book, concerns, options))
        }
        UnaskedReason::NoneOf(group) => format!("“{name}”没有问：您答了没有“{group}”。"),
        UnaskedReason::Gate(lines) => match lines.first() {
            // A question that was not asked itself says why.
            Some(line) => {
                let why = line.sentence.split_once("”没有问：").map_or(line.sentence.as_str(), |(_, why)| why);
                format!("“{name}”没有问：{why}")
            }
            None => format!("“{name}”不涉及。"),
        },
    }
}
