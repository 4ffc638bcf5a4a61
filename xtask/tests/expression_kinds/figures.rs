//! Every kind of number with given parts: compared with a cap by the compiler, and with a threshold in an explanation.

use super::example::{companies, kind, open, with_book};
use huiqi_compiler::{Source, compile, render_diagnostics};
use huiqi_engine::Answers;
use huiqi_engine::assess::Finding;
use huiqi_engine::book::{ExprId, FactType, Node, Number, Relation, RuleBook, Unit};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::message::chinese;
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use xtask::book::expression;

/// Kinds whose least value is not compared with a cap, with the reason.
const NOT_FOLDED: [(&str, &str); 8] = [
    ("Tiers", "below the first tier nothing is paid"),
    ("Portions", "below the first portion nothing is paid"),
    ("Steps", "a count is no amount"),
    ("Round", "a text states a rounded figure as a figure"),
    ("Add", "a text states a sum of figures as one figure"),
    ("Subtract", "a text states a difference of figures as one figure"),
    ("Multiply", "one factor is a quantity of a fact"),
    ("Divide", "one part is a quantity of a fact"),
];
/// Kinds whose unit is not that of their parts.
const OTHER_UNIT: [&str; 4] = ["Multiply", "Divide", "Steps", "Portions"];

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

#[test]
fn figures_of_every_kind_are_shown_with_their_unit() {
    with_book(|mut book| {
        let money: Vec<_> = book.facts.ids().filter(|fact| book.facts[*fact].kind == FactType::Money).collect();
        let companies = companies(&book);
        let threshold = book.nodes.push(Node::Constant(Number(Decimal::MAX), Unit::Money));
        for left in with_parts(&mut book, |place| Node::Figure(money[place % 2])) {
            let condition = book.nodes.push(Node::Compare(Relation::AtLeast, left, threshold));
            let node = &book.nodes[left];
            for (answers, _) in companies.iter().take(20).filter(|_| !OTHER_UNIT.contains(&kind(node).as_str())) {
                let view = Evaluator::new(&book, answers);
                let finding = Finding { condition, instance: 0, truth: view.truth(condition, 0), not_asked: false };
                for line in chinese().finding(&view, &finding).lines {
                    let is_money = line.actual.is_empty() || line.actual.ends_with('元');
                    assert!(is_money, "engine/src/explain/comparison.rs shows {node:?} as {}", line.actual);
                }
            }
        }
    });
}
