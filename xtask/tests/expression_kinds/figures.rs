//! Every kind of number with given parts, compared with a cap by the compiler.

use super::example::{kind, open, with_book};
use huiqi_compiler::{Source, compile, render_diagnostics};
use huiqi_engine::Answers;
use huiqi_engine::book::{ExprId, Node, Number, RuleBook, Unit};
use huiqi_engine::evaluate::Evaluator;
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use xtask::book::expression;

/// Kinds whose least value is not compared with a cap, with the reason.
const NOT_FOLDED: [(&str, &str); 4] = [
    ("Add", "a text states a sum of figures as one figure"),
    ("Subtract", "a text states a difference of figures as one figure"),
    ("Multiply", "one factor is a quantity of a fact"),
    ("Divide", "one part is a quantity of a fact"),
];

/// Every kind of number that has parts, with other numbers as its parts.
fn with_parts(book: &mut RuleBook<'_>, mut part: impl FnMut(usize) -> Node) -> Vec<ExprId> {
    let numbers = book.nodes.iter().filter(|node| !node.is_condition() && node.children().next().is_some());
    let nodes: Vec<Node> = numbers.cloned().collect();
    let mut kinds = BTreeSet::new();
    let mut all = Vec::new();
    for node in nodes.into_iter().filter(|node| kinds.insert(kind(node))) {
        let mut place = 0;
        let node = node.map_children(|child| {
            if book.nodes[child].is_condition() {
                return child;
            }
            place += 1;
            book.nodes.push(part(place))
        });
        all.push(book.nodes.push(node));
    }
    all
}

/// Whether the compiler finds that an amount is always above its cap.
fn is_above_cap(amount: &str, cap: Decimal) -> bool {
    let text = format!(
        "[[measure]]\nid = \"1-800\"\ntitle = \"例\"\nkind = \"补助\"\nmode = \"申报\"\napplicants = [\"company\"]\n\
         quote = [\"按增量的10%给予补助\"]\nwhen = [\"large\"]\namount = {amount:?}\nat_most = \"{cap}元\"\n"
    );
    let mut sources = open().rules;
    sources.push(Source { path: "book/measures/caps.toml".into(), text });
    let report = compile(&sources).err().map(|all| render_diagnostics(&sources, &all));
    report.is_some_and(|text| text.contains("封顶低于金额的下限"))
}

#[test]
fn least_amount_of_every_kind_is_compared_with_the_cap() {
    with_book(|mut book| {
        let figure = |place: usize| Node::Constant(Number(Decimal::new(1005, 1) * Decimal::from(place)), Unit::Money);
        let (answers, margin) = (Answers::empty(&book), Decimal::new(2, 1));
        for amount in with_parts(&mut book, figure) {
            let node = &book.nodes[amount];
            let least = Evaluator::new(&book, &answers).range(amount, 0).low.unwrap();
            if NOT_FOLDED.iter().any(|(name, _)| *name == kind(node)) {
                continue;
            }
            let text = expression::text(&book, amount);
            for cap in [least - margin, least + margin].into_iter().filter(|cap| *cap > Decimal::ZERO) {
                let place = format!("compiler/src/interner.rs, least() of {node:?}: {text} with the cap {cap}元");
                assert_eq!(is_above_cap(&text, cap), cap < least, "{place}");
            }
        }
    });
}
