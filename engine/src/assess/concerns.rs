//! What the list of concerns leaves out: a question whose gate would open were the company to tick something there.
//! Knows no measures.

use super::{assess, parts};
use crate::answer::{Answer, Answers};
use crate::book::{Book, Expr, FactIx, Node, Options};
use crate::evaluate::{Standing, View};
use crate::number::Truth;

/// The options of the document's list of concerns any of which would let this question be asked; none where it is not
/// this list that keeps it closed.
pub fn left_out(view: &View<'_, '_>, fact: FactIx, instance: usize) -> Options {
    let gate = || view.book.facts.get(usize::from(fact))?.ask_if;
    let Some(concerns) = view.book.document.concerns_fact else { return Options::NONE };
    let (Some(Answer::Several(_)), Some(gate)) = (view.answers.get(view.book, concerns, 0), gate()) else {
        return Options::NONE;
    };
    if view.standing(fact, instance) != Standing::Closed || supposing(view, concerns, gate, instance) == Truth::No {
        return Options::NONE;
    }
    wanted(view, concerns, gate)
        .places()
        .filter(|place| is_offered(view, concerns, *place))
        .fold(Options::NONE, |all, place| all.with(Options::one(place)))
}

fn is_offered(view: &View<'_, '_>, fact: FactIx, place: usize) -> bool {
    let option = view.book.facts.get(usize::from(fact)).and_then(|fact| fact.options.get(place));
    option.is_some_and(|option| option.only_if.is_none_or(|only_if| !view.fails(only_if)))
}

/// Whether a question waits for nothing but the list of concerns, of which nothing was said yet: who wants to can answer
/// it all the same.
pub fn waits_for_concerns(view: &View<'_, '_>, fact: FactIx, instance: usize) -> bool {
    let gate = view.book.facts.get(usize::from(fact)).and_then(|fact| fact.ask_if);
    match (view.book.document.concerns_fact, gate) {
        (Some(concerns), Some(gate)) => {
            view.answers.get(view.book, concerns, 0).is_none()
                && view.standing(fact, instance) == Standing::Waiting
                && supposing(view, concerns, gate, instance) == Truth::Yes
        }
        _ => false,
    }
}

/// What a company is asked that has not said anything yet: what can matter, and what waits for nothing but the list of
/// concerns.
pub fn first_questions(book: &Book<'_>) -> Vec<FactIx> {
    let nothing = Answers::none(book);
    let next = assess(book, &nothing, book.document.assess_on).next;
    let view = View::new(book, &nothing);
    let asks = |fact: FactIx| next.contains(&(fact, 0));
    let waits = book.document.concerns_fact.is_some_and(asks);
    let facts = (0..).zip(&book.facts).map(|(ix, _)| ix);
    facts.filter(|ix| asks(*ix) || waits && waits_for_concerns(&view, *ix, 0)).collect()
}

// Whether a gate holds once whatever it wants of the list is ticked.
fn supposing(view: &View<'_, '_>, concerns: FactIx, gate: Expr, instance: usize) -> Truth {
    let of = |part: Expr| supposing(view, concerns, part, instance);
    match view.book.nodes.get(usize::from(gate)) {
        Some(Node::HasAny(fact, _) | Node::HasAll(fact, _)) if *fact == concerns => Truth::Yes,
        Some(Node::And(a, b)) => of(*a).and(of(*b)),
        Some(Node::Or(a, b)) => of(*a).or(of(*b)),
        _ => view.truth(gate, instance),
    }
}

fn wanted(view: &View<'_, '_>, concerns: FactIx, gate: Expr) -> Options {
    match view.book.nodes.get(usize::from(gate)) {
        Some(Node::HasAny(fact, options) | Node::HasAll(fact, options)) if *fact == concerns => *options,
        Some(node) => parts(node)
            .into_iter()
            .flatten()
            .map(|part| wanted(view, concerns, part))
            .fold(Options::NONE, |all, one| all.with(one)),
        None => Options::NONE,
    }
}
