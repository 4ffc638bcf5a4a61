//! Which conditions the worked cases test as met, unmet, and left to the department. Knows nothing of the text.

use super::visit::visit_parts;
use huiqi_compiler::cases::{Expectation, WorkedCase};
use huiqi_engine::answer::Answer;
use huiqi_engine::assess::Verdict;
use huiqi_engine::book::{ExprId, Measure, MeasureId, Node, OptionSet, Relation, RuleBook};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::index::IndexVec;
use huiqi_engine::number::Truth;
use huiqi_engine::number_node;

/// The observed outcomes of a condition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ObservedOutcomes {
    /// It holds in some case.
    pub met: bool,
    /// It fails in some case.
    pub unmet: bool,
    /// In some case everything is answered and the department decides.
    pub left_open: bool,
}

/// The outcomes of a condition that some case must show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequiredOutcomes {
    /// It can fail: some answers that do not meet it are not left to the department.
    pub unmet: bool,
    /// It can be left to the department.
    pub left_open: bool,
}

impl RequiredOutcomes {
    /// The required outcomes of this condition.
    pub fn of(book: &RuleBook<'_>, condition: ExprId) -> Self {
        let mut left_open = false;
        visit_parts(book, condition, &mut |_, node| left_open |= matches!(node, Node::Confirm(_)));
        Self { unmet: can_fail(book, condition), left_open }
    }

    /// The required outcomes that were not observed, in words.
    pub fn missing_outcomes(self, seen: ObservedOutcomes) -> Vec<&'static str> {
        [
            (!seen.met, "满足"),
            (self.unmet && !seen.unmet, "不满足"),
            (self.left_open && !seen.left_open, "须由主管部门确认"),
        ]
        .into_iter()
        .filter_map(|(missing_outcomes, word)| missing_outcomes.then_some(word))
        .collect()
    }
}

// `a or confirm(not a)` cannot fail, whatever `a` is.
fn can_fail(book: &RuleBook<'_>, expr: ExprId) -> bool {
    let node = |e: ExprId| &book.nodes[e];
    match node(expr) {
        Node::Or(a, b) => {
            can_fail(book, *a) && can_fail(book, *b) && !is_excuse(book, *a, *b) && !is_excuse(book, *b, *a)
        }
        Node::And(a, b) => can_fail(book, *a) || can_fail(book, *b),
        Node::Implies(_, b) => can_fail(book, *b),
        Node::Yes(_)
        | Node::Is(..)
        | Node::HasAny(..)
        | Node::HasAll(..)
        | Node::Compare(..)
        | Node::Not(_)
        | Node::Confirm(_)
        | number_node!() => true,
    }
}

/// Whether `other` only states that the department decides where `one` does not hold.
pub fn is_excuse(book: &RuleBook<'_>, one: ExprId, other: ExprId) -> bool {
    matches!(&book.nodes[other], Node::Confirm(inner) if opposite(book, one, *inner))
}

fn opposite(book: &RuleBook<'_>, a: ExprId, b: ExprId) -> bool {
    let node = |e: ExprId| &book.nodes[e];
    let negates = |one: ExprId, other: ExprId| matches!(node(one), Node::Not(inner) if *inner == other);
    if let (Node::Compare(r, x, y), Node::Compare(s, u, v)) = (node(a), node(b)) {
        return (x, y) == (u, v) && *s == negated(*r);
    }
    negates(a, b) || negates(b, a)
}

const fn negated(relation: Relation) -> Relation {
    match relation {
        Relation::AtLeast => Relation::LessThan,
        Relation::LessThan => Relation::AtLeast,
        Relation::MoreThan => Relation::AtMost,
        Relation::AtMost => Relation::MoreThan,
        Relation::Equal => Relation::NotEqual,
        Relation::NotEqual => Relation::Equal,
    }
}

/// A case in which the conditions of a measure are evaluated and an outcome of it is expected.
#[derive(Debug)]
pub struct Weighed<'p, 'e, 'a> {
    /// The id of the measure.
    pub measure: MeasureId,
    /// The measure.
    pub rule: &'p Measure<'a>,
    /// The answers with their evaluation.
    pub view: &'p Evaluator<'e, 'a>,
}

/// Visits every case with every measure for which it has an expectation; not measures for other kinds of applicant or
/// out of force, because their conditions are not evaluated.
pub fn for_each(book: &RuleBook<'_>, cases: &[WorkedCase], see: &mut dyn FnMut(&Weighed<'_, '_, '_>)) {
    for case in cases {
        let view = Evaluator::new(book, &case.answers);
        for expected in case.expect.iter().filter(|expected| is_weighed(expected)) {
            let measure = expected.measure;
            see(&Weighed { measure, rule: &book.measures[measure], view: &view });
        }
    }
}

/// For each measure, the kinds of applicant for which some case states whether the measure applies.
pub fn kinds_tried(book: &RuleBook<'_>, cases: &[WorkedCase]) -> IndexVec<MeasureId, OptionSet> {
    let mut tried = IndexVec::filled(OptionSet::NONE, book.measures.len());
    for case in cases {
        let Some(Answer::Choice(kind)) = case.answers.get(book, book.document.applicant_fact, 0) else { continue };
        for expected in &case.expect {
            let kinds: &mut OptionSet = &mut tried[expected.measure];
            *kinds = kinds.union(OptionSet::one(usize::from(kind)));
        }
    }
    tried
}

fn is_weighed(expected: &Expectation) -> bool {
    !matches!(expected.verdict, Verdict::NotForYou | Verdict::OutOfForce)
}

impl Weighed<'_, '_, '_> {
    /// The instances over which the measure is evaluated.
    pub fn instances(&self) -> std::ops::Range<usize> {
        0..self.rule.group.map_or(1, |group| self.view.instances(group))
    }

    /// Records the outcome of a condition in this case.
    pub fn note(&self, condition: ExprId, instance: usize, seen: &mut ObservedOutcomes) {
        match self.view.truth(condition, instance) {
            Truth::True => seen.met = true,
            Truth::False => seen.unmet = true,
            Truth::Unknown => {
                let mut missing = Vec::new();
                self.view.missing(condition, instance, &mut missing);
                seen.left_open |= missing.is_empty();
            }
        }
    }
}
