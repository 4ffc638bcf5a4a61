//! Checks that a measure for some kind of applicant is reachable for it: it is asked the necessary questions and
//! offered the necessary options. Knows no kind of applicant by name.

use huiqi_engine::answer::{Answer, Answers};
use huiqi_engine::assess::{Verdict, assess};
use huiqi_engine::book::{ExprId, FactId, MeasureId, Node, OptionSet, RuleBook};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::index::IndexVec;
use huiqi_engine::number::{Date, Truth};
use huiqi_engine::number_node;

/// Measures (by id) that list a kind of applicant (by its label) and can never be eligible for it.
pub fn unreachable_applicants<'a>(book: &RuleBook<'a>) -> Vec<(MeasureId, &'a str)> {
    let fact = book.document.applicant_fact;
    let kinds = book.facts[fact].options.as_slice();
    let mut found = Vec::new();
    for (index, kind) in kinds.iter().enumerate() {
        let mut answers = Answers::empty(book);
        answers.set(book, fact, 0, u8::try_from(index).ok().map(Answer::Choice));
        let offered = as_offered(book, &answers);
        for date in first_days(book) {
            let outcomes = assess(&offered, &answers, date).outcomes;
            let shut = outcomes.iter_enumerated().filter(|(_, outcome)| outcome.verdict == Verdict::Ineligible);
            found.extend(shut.map(|(measure, _)| (measure, kind.label)));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn first_days(book: &RuleBook<'_>) -> Vec<Date> {
    let mut days: Vec<Date> = book.measures.iter().map(|measure| measure.period.0).collect();
    days.sort_unstable();
    days.dedup();
    days
}

// The book in which an option that is not offered can never be held. An option that is not offered may close further
// options, so this repeats until nothing changes; each round closes at least one.
fn as_offered<'a>(book: &RuleBook<'a>, answers: &Answers) -> RuleBook<'a> {
    let mut offered = book.clone();
    loop {
        let nodes = narrowed(&offered, answers);
        if nodes == offered.nodes {
            return offered;
        }
        offered.nodes = nodes;
    }
}

fn narrowed(book: &RuleBook<'_>, answers: &Answers) -> IndexVec<ExprId, Node> {
    let view = Evaluator::new(book, answers);
    let offered = |fact: FactId| {
        let options = book.facts[fact].options.as_slice();
        let open = options
            .iter()
            .enumerate()
            .filter(|(_, option)| option.only_if.is_none_or(|gate| view.truth(gate, 0) != Truth::False));
        open.fold(OptionSet::NONE, |all, (index, _)| all.union(OptionSet::one(index)))
    };
    let narrow = |node: &Node| match node {
        Node::HasAny(fact, options) => Node::HasAny(*fact, options.intersection(offered(*fact))),
        Node::HasAll(fact, options) if !options.is_subset(offered(*fact)) => Node::HasAny(*fact, OptionSet::NONE),
        Node::Is(fact, options) => Node::Is(*fact, options.intersection(offered(*fact))),
        Node::Yes(_)
        | Node::HasAll(..)
        | Node::Compare(..)
        | Node::Not(_)
        | Node::And(..)
        | Node::Or(..)
        | Node::Implies(..)
        | Node::Confirm(_)
        | number_node!() => node.clone(),
    };
    book.nodes.iter().map(narrow).collect()
}
