//! Effects of the list of concerns: questions whose gates would open if the company ticked more options, and the
//! measures that depend on such questions.

use super::{Outcome, Verdict, assess};
use crate::answer::Answers;
use crate::book::{ExprId, FactId, Node, OptionSet, RuleBook, collect_facts};
use crate::evaluate::{Evaluator, FactInstance, FactStatus};
use crate::number::Truth;
use crate::number_node;

/// The options of the document's list of concerns of which any would open the question. Empty if something else than
/// this list keeps its gate closed. If its gate does not refer to the list, the options of the questions in its gate.
pub fn unticked_concerns(view: &Evaluator<'_, '_>, fact: FactId, instance: usize) -> OptionSet {
    let gate = || view.book.facts[fact].ask_if;
    let Some(concerns) = view.book.document.concerns_fact else { return OptionSet::NONE };
    let Some(gate) = gate().filter(|_| view.standing(fact, instance) == FactStatus::NotAsked) else {
        return OptionSet::NONE;
    };
    let own = wanted(view, concerns, gate)
        .iter()
        .filter(|place| is_offered(view, concerns, *place))
        .fold(OptionSet::NONE, |all, place| all.union(OptionSet::one(place)));
    if !own.is_empty() {
        return own;
    }
    // Terminates because gates refer to earlier facts only.
    let mut before = Vec::new();
    collect_facts(view.book, gate, &mut before);
    before.into_iter().map(|fact| unticked_concerns(view, fact, instance)).fold(OptionSet::NONE, OptionSet::union)
}

/// The option of the list of concerns to tick first for a measure with verdict [`Verdict::NotAsked`]: the one that
/// opens most of its questions, and of several the first of the list. `None` for every other measure.
pub fn to_tick(view: &Evaluator<'_, '_>, outcome: &Outcome) -> Option<usize> {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for FactInstance { fact, instance } in outcome.missing.iter().filter(|_| outcome.verdict == Verdict::NotAsked) {
        for place in unticked_concerns(view, *fact, *instance).iter() {
            match counts.iter_mut().find(|(known, _)| *known == place) {
                Some((_, count)) => *count += 1,
                None => counts.push((place, 1)),
            }
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    counts.into_iter().filter(|(_, count)| *count == most).map(|(place, _)| place).min()
}

fn is_offered(view: &Evaluator<'_, '_>, fact: FactId, place: usize) -> bool {
    let option = view.book.facts[fact].options.get(place);
    option.is_some_and(|option| option.only_if.is_none_or(|only_if| !view.fails(only_if)))
}

/// Whether a question waits only for the list of concerns, which is still unanswered. Such a question may be answered
/// anyway.
pub fn waits_for_concerns(view: &Evaluator<'_, '_>, fact: FactId, instance: usize) -> bool {
    let gate = view.book.facts[fact].ask_if;
    match (view.book.document.concerns_fact, gate) {
        (Some(concerns), Some(gate)) => {
            view.answers.get(view.book, concerns, 0).is_none()
                && view.standing(fact, instance) == FactStatus::Blocked
                && assuming_ticked(view, concerns, gate, instance) == Truth::True
        }
        _ => false,
    }
}

/// The first questions for a company without answers: those that can affect a result, and those that wait only for the
/// list of concerns.
pub fn first_questions(book: &RuleBook<'_>) -> Vec<FactId> {
    let nothing = Answers::empty(book);
    let next = assess(book, &nothing, book.document.assess_on).pending_questions;
    let view = Evaluator::new(book, &nothing);
    let asks = |fact: FactId| next.contains(&FactInstance::new(fact, 0));
    let waits = book.document.concerns_fact.is_some_and(asks);
    let facts = book.facts.iter_enumerated().map(|(ix, _)| ix);
    facts.filter(|ix| asks(*ix) || waits && waits_for_concerns(&view, *ix, 0)).collect()
}

/// The part of a book that the first page needs: the document, the topics, and the first questions. It cannot be
/// evaluated; the complete book can replace it at any time ([`RuleBook::strip_rules`]).
pub fn initial_subset(book: RuleBook<'_>) -> RuleBook<'_> {
    let first = first_questions(&book);
    book.strip_rules(&first)
}

// The truth of a gate if all options that it requires of the list were ticked.
fn assuming_ticked(view: &Evaluator<'_, '_>, concerns: FactId, gate: ExprId, instance: usize) -> Truth {
    let of = |part: ExprId| assuming_ticked(view, concerns, part, instance);
    match &view.book.nodes[gate] {
        Node::HasAny(fact, _) | Node::HasAll(fact, _) if *fact == concerns => Truth::True,
        Node::And(a, b) => of(*a).and(of(*b)),
        Node::Or(a, b) => of(*a).or(of(*b)),
        Node::Yes(_)
        | Node::Is(..)
        | Node::HasAny(..)
        | Node::HasAll(..)
        | Node::Compare(..)
        | Node::Not(_)
        | Node::Implies(..)
        | Node::Confirm(_)
        | number_node!() => view.truth(gate, instance),
    }
}

fn wanted(view: &Evaluator<'_, '_>, concerns: FactId, gate: ExprId) -> OptionSet {
    let node = &view.book.nodes[gate];
    if let Node::HasAny(fact, options) | Node::HasAll(fact, options) = node
        && *fact == concerns
    {
        return *options;
    }
    node.children().map(|part| wanted(view, concerns, part)).fold(OptionSet::NONE, OptionSet::union)
}
