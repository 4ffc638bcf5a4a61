//! Small mistakes in an expression, and the expression with one of them. Knows no measure.

use crate::coverage::conditions::is_excuse;
use crate::coverage::visit::{children, grain, step};
use huiqi_engine::book::{ExprId, Node, Number, OptionSet, Relation, RuleBook, Unit};
use huiqi_engine::number::Rounding;
use huiqi_engine::{condition_node, number_node};
use rust_decimal::Decimal;

/// A mutation of one part of an expression.
#[derive(Clone, Debug)]
pub struct Mutation {
    /// The position of the mutated part in preorder.
    position: usize,
    replacement: Replacement,
}

#[derive(Clone, Debug)]
enum Replacement {
    // Replace the part by this node.
    Node(Node),
    // Replace the part by one of its own operands.
    Part(ExprId),
}

/// The extent of the mutations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MutationLevel {
    /// Figures and comparison operators.
    Figures,
    /// Figures, comparison operators, and every word of the language: an option removed, half of an `and`, a missing
    /// `not`.
    Words,
}

/// Every mutation of an expression.
pub fn mutations(book: &RuleBook<'_>, expr: ExprId, level: MutationLevel) -> Vec<Mutation> {
    let mut search = MutationSearch { book, level, position: 0, found: Vec::new() };
    search.part(expr, Around::default());
    search.found
}

/// What a figure is used for.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum FigureUse {
    /// It is a part of an amount.
    #[default]
    Paid,
    /// It is an operand of a comparison or the threshold of a tier.
    Compared,
    /// It is compared with a number that only has multiples of this step.
    Counted(Decimal),
    /// It is the threshold of a tier that a condition of the measure requires: a lower one changes nothing.
    Required,
    /// It is the threshold of a portion.
    Portioned,
}

// The context of a part.
#[derive(Clone, Copy, Default)]
struct Around {
    // What the part is used for by the whole.
    use_of: FigureUse,
    // The part only states that the rest is left open, see `is_excuse`: a mutant there is equivalent to one of the
    // rest.
    is_equivalent: bool,
}

struct MutationSearch<'s, 'a> {
    book: &'s RuleBook<'a>,
    level: MutationLevel,
    position: usize,
    found: Vec<Mutation>,
}

impl MutationSearch<'_, '_> {
    // Whether a measure of the book, which is the mutated one, has this comparison as a condition.
    fn is_required(&self, relation: Relation, of: ExprId, threshold: ExprId) -> bool {
        let comparison = Node::Compare(relation, of, threshold);
        self.book
            .measures
            .iter()
            .flat_map(|measure| &measure.when)
            .any(|when| self.book.nodes.get(*when) == Some(&comparison))
    }

    // Visits parts in the order of `Mutation::rewrite`.
    fn part(&mut self, expr: ExprId, around: Around) {
        let position = self.position;
        self.position += 1;
        let node = &self.book.nodes[expr];
        if !around.is_equivalent {
            let changes = changes(node, around.use_of, self.level);
            self.found.extend(changes.into_iter().map(|to| Mutation { position, replacement: to }));
        }
        let parts = children(self.book, node);
        for (index, part) in parts.iter().enumerate() {
            let is_threshold = index % 2 == 1;
            let use_of = match node {
                Node::Tiers(relation, of, _) if index == 1 && self.is_required(*relation, *of, *part) => {
                    FigureUse::Required
                }
                Node::Compare(_, a, b) => counted(self.book, if *part == *a { *b } else { *a }),
                Node::Tiers(_, of, _) if is_threshold => counted(self.book, *of),
                Node::Portions(..) if is_threshold => FigureUse::Portioned,
                number_node!() | condition_node!() => FigureUse::Paid,
            };
            let excuse = matches!(node, Node::Or(..)) && parts.iter().any(|other| is_excuse(self.book, *other, *part));
            self.part(*part, Around { use_of, is_equivalent: around.is_equivalent || excuse });
        }
    }
}

fn changes(node: &Node, use_of: FigureUse, level: MutationLevel) -> Vec<Replacement> {
    let parts = |parts: &[ExprId]| parts.iter().map(|part| Replacement::Part(*part)).collect();
    let words = match node {
        Node::Constant(figure, counts) => return other_figures(*figure, *counts, use_of),
        Node::Compare(relation, a, b) => return vec![Replacement::Node(Node::Compare(other_bound(*relation), *a, *b))],
        Node::Is(fact, options) => without_one(*options).map(|some| Replacement::Node(Node::Is(*fact, some))).collect(),
        Node::HasAny(fact, options) => {
            without_one(*options).map(|some| Replacement::Node(Node::HasAny(*fact, some))).collect()
        }
        Node::HasAll(fact, options) => {
            without_one(*options).map(|some| Replacement::Node(Node::HasAll(*fact, some))).collect()
        }
        Node::Count(fact, options) => {
            without_one(*options).map(|some| Replacement::Node(Node::Count(*fact, some))).collect()
        }
        // Drops one of several readings, or all but one.
        Node::And(a, b)
        | Node::Or(a, b)
        | Node::Min(a, b)
        | Node::Max(a, b)
        | Node::Between(a, b)
        | Node::Readings(a, b) => parts(&[*a, *b]),
        Node::Implies(_, b) => parts(&[*b]),
        Node::Not(a) | Node::Confirm(a) | Node::UpTo(a) | Node::AtLeast(a) => parts(&[*a]),
        Node::If(_, a, b) => parts(&[*a, *b]),
        Node::Highest(fact, tiers) => (0..tiers.len())
            .map(|left_out| {
                let rest = tiers.iter().enumerate().filter(|(index, _)| *index != left_out);
                Replacement::Node(Node::Highest(*fact, rest.map(|(_, tier)| *tier).collect()))
            })
            .collect(),
        Node::Tiers(relation, a, tiers) => {
            let other = Node::Tiers(other_bound(*relation), *a, tiers.clone());
            let fewer = without_tier(tiers).map(|tiers| Node::Tiers(*relation, *a, tiers));
            core::iter::once(other).chain(fewer).map(Replacement::Node).collect()
        }
        Node::Portions(a, tiers) => {
            without_tier(tiers).map(|tiers| Replacement::Node(Node::Portions(*a, tiers))).collect()
        }
        Node::Steps(rounding, a, step) => {
            let other = if *rounding == Rounding::Up { Rounding::Down } else { Rounding::Up };
            vec![Replacement::Node(Node::Steps(other, *a, *step))]
        }
        Node::Round(rounding, a, step) => Rounding::ALL
            .into_iter()
            .filter(|other| other != rounding)
            .map(|other| Replacement::Node(Node::Round(other, *a, *step)))
            .chain([Replacement::Part(*a)])
            .collect(),
        Node::Yes(_)
        | Node::Figure(_)
        | Node::Derived(_)
        | Node::Add(..)
        | Node::Subtract(..)
        | Node::Multiply(..)
        | Node::Divide(..)
        | Node::Unlimited => Vec::new(),
    };
    if level == MutationLevel::Words { words } else { Vec::new() }
}

// The use of a figure that a number is compared with.
fn counted(book: &RuleBook<'_>, number: ExprId) -> FigureUse {
    let step = if matches!(&book.nodes[number], Node::Constant(..)) { None } else { grain(book, number) };
    step.map_or(FigureUse::Compared, FigureUse::Counted)
}

// The tiers without one of them.
fn without_tier(tiers: &[(ExprId, ExprId)]) -> impl Iterator<Item = Vec<(ExprId, ExprId)>> {
    (0..tiers.len()).map(|left_out| {
        let rest = tiers.iter().enumerate().filter(|(index, _)| *index != left_out);
        rest.map(|(_, tier)| *tier).collect()
    })
}

fn other_figures(figure: Number, counts: Unit, use_of: FigureUse) -> Vec<Replacement> {
    let compared = matches!(use_of, FigureUse::Compared | FigureUse::Counted(_) | FigureUse::Required);
    // A fen more or less may disappear in the rounding of the payment; a yuan does not, and of a portion, which counts
    // with the difference of two rates only, 10,000 yuan do not.
    let step = match (counts, use_of) {
        (Unit::Money, FigureUse::Portioned) => Decimal::from(10_000),
        (Unit::Money, FigureUse::Paid) => Decimal::ONE,
        (_, FigureUse::Counted(step)) => step,
        _ => step(counts),
    };
    let moved = [figure.0.checked_add(step), figure.0.checked_sub(step)];
    // A negative amount pays zero.
    let matters = |value: &Decimal| match use_of {
        FigureUse::Required => *value > figure.0,
        _ => compared || !value.is_sign_negative(),
    };
    moved
        .into_iter()
        .flatten()
        .filter(matters)
        .map(|value| Replacement::Node(Node::Constant(Number(value), counts)))
        .collect()
}

// The same comparison with the boundary value included instead of excluded, or the reverse.
const fn other_bound(relation: Relation) -> Relation {
    match relation {
        Relation::AtLeast => Relation::MoreThan,
        Relation::MoreThan => Relation::AtLeast,
        Relation::AtMost => Relation::LessThan,
        Relation::LessThan => Relation::AtMost,
        Relation::Equal => Relation::NotEqual,
        Relation::NotEqual => Relation::Equal,
    }
}

fn without_one(options: OptionSet) -> impl Iterator<Item = OptionSet> {
    let several = options.iter().count() > 1;
    options.iter().filter(move |_| several).map(move |index| OptionSet(options.0 & !OptionSet::one(index).0))
}

impl Mutation {
    /// The expression with this mutation. Only the path to the mutated part is copied, with a derived value inlined
    /// instead of its name, so that nothing else in the book changes.
    pub fn apply(&self, book: &mut RuleBook<'_>, expr: ExprId) -> ExprId {
        self.rewrite(book, expr, &mut 0)
    }

    fn rewrite(&self, book: &mut RuleBook<'_>, expr: ExprId, position: &mut usize) -> ExprId {
        let this_position = *position;
        *position += 1;
        let node = book.nodes[expr].clone();
        if this_position == self.position {
            return match &self.replacement {
                Replacement::Node(node) => put(book, node.clone()),
                Replacement::Part(part) => *part,
            };
        }
        // A derived value with a changed definition is replaced by that definition.
        if let Node::Derived(derived) = node {
            let before = book.derived[derived].is;
            let after = self.rewrite(book, before, position);
            return if before == after { expr } else { after };
        }
        let after = node.clone().map_children(|part| self.rewrite(book, part, position));
        if after == node { expr } else { put(book, after) }
    }
}

fn put(book: &mut RuleBook<'_>, node: Node) -> ExprId {
    book.nodes.push(node)
}
