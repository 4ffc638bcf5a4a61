//! Idle answers: answers to questions that do not apply. They are stored but affect no result. Knows no verdict.

use crate::answer::Answers;
use crate::book::{FactId, RuleBook};
use crate::evaluate::Evaluator;

/// The answers without idle ones: those behind a gate that other answers close are left out, as a page does
/// when a question disappears. Files and links contain all answers.
pub fn without_idle(book: &RuleBook<'_>, given: &Answers) -> Answers {
    let mut counting = given.clone();
    // Gates refer to earlier facts only. So all facts up to the first idle answer are final, and the loop continues
    // after it.
    let mut from = 0;
    loop {
        let view = Evaluator::new(book, &counting);
        let Some(idle) = first_idle(book, &view, from) else { return counting };
        let instances = closed(book, &view, idle);
        for instance in instances {
            counting.set(book, idle, instance, None);
        }
        from = idle.index() + 1;
    }
}

fn first_idle(book: &RuleBook<'_>, view: &Evaluator<'_, '_>, from: usize) -> Option<FactId> {
    book.facts.ids().skip(from).find(|ix| !closed(book, view, *ix).is_empty())
}

// The instances in which a fact is answered although its gate is closed.
fn closed(book: &RuleBook<'_>, view: &Evaluator<'_, '_>, ix: FactId) -> Vec<usize> {
    let fact = &book.facts[ix];
    if fact.ask_if.is_none() {
        return Vec::new();
    }
    let count = fact.group.map_or(1, |(group, _)| view.answers.instances(group).unwrap_or(0));
    let is_answered = |instance: usize| view.answers.get(book, ix, instance).is_some();
    (0..count).filter(|instance| is_answered(*instance) && view.is_closed(ix, *instance)).collect()
}
