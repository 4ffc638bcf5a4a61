//! Every kind of expression in the tools of the rule authors: mutations, and places that a text leaves open.

use super::example::{companies, kind, open, with_book};
use super::kinds;
use huiqi_compiler::{Source, compile, render_diagnostics};
use huiqi_engine::book::{Cap, CapScope, ExprId, Measure, Node, Payout};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::number::Truth;
use std::collections::BTreeSet;
use xtask::book::expression;
use xtask::coverage::boundaries;
use xtask::coverage::visit::{children, of_measure, visit_parts};
use xtask::mutate::mutation::{MutationLevel, mutations};

/// Kinds without a mutation of their own, with the reason.
const WITHOUT_MUTATIONS: [(&str, &str); 8] = [
    ("Yes", "has no part"),
    ("Figure", "has no part"),
    ("Derived", "its definition is mutated"),
    ("Add", "its figures are mutated"),
    ("Subtract", "its figures are mutated"),
    ("Multiply", "its figures are mutated"),
    ("Divide", "its figures are mutated"),
    ("Unlimited", "the reading that contains it is dropped"),
];

#[test]
fn every_kind_of_expression_has_mutations() {
    with_book(|book| {
        let count = |expr| mutations(&book, expr, MutationLevel::Words).len();
        let mut mutated = BTreeSet::new();
        for (expr, node) in book.nodes.iter_enumerated() {
            if count(expr) > children(&book, node).into_iter().map(count).sum() {
                mutated.insert(kind(node));
            }
        }
        let listed = |kind: &&String| WITHOUT_MUTATIONS.iter().any(|(name, _)| kind == name);
        let missing: Vec<_> = kinds().difference(&mutated).filter(|kind| !listed(kind)).cloned().collect();
        assert!(missing.is_empty(), "xtask/src/mutate/mutation.rs has no mutation of {missing:?}");
    });
}

#[test]
fn every_kind_of_cap_has_boundaries() {
    with_book(|book| {
        let paid = book.measures.iter().find(|measure| matches!(measure.promise, Payout::Amount(_))).unwrap();
        for (at_most, node) in book.nodes.iter_enumerated() {
            if node.is_condition() || matches!(node, Node::Unlimited) {
                continue;
            }
            let cap = Some(Cap { at_most, per: "", scope: CapScope::Each });
            let found = boundaries::of(&book, &Measure { cap, ..paid.clone() });
            let is_cap = found.iter().any(|boundary| boundary.says.starts_with("at_most"));
            assert!(is_cap, "xtask/src/coverage/boundaries.rs: a cap {node:?} has no boundary");
        }
    });
}

// Such an expression is open although all answers are given and its parts are decided.
#[test]
fn readings_explain_the_kinds_that_leave_a_value_open() {
    with_book(|book| {
        let companies = companies(&book);
        let leaves_open = |expr| {
            companies.iter().any(|(all, _)| {
                let view = Evaluator::new(&book, all);
                let is_decided = |expr| match &book.nodes[expr] {
                    Node::Unlimited => true,
                    node if node.is_condition() => view.truth(expr, 0) != Truth::Unknown,
                    _ => view.range(expr, 0).as_point().is_some(),
                };
                !is_decided(expr) && book.nodes[expr].children().all(is_decided) && !is_undefined(&view, expr)
            })
        };
        let mut open_kinds = BTreeSet::new();
        for measure in &book.measures {
            for whole in of_measure(measure) {
                visit_parts(&book, whole, &mut |part, node| {
                    let Payout::Amount(amount) = measure.promise else { return };
                    let print = |expr| format!("{:?}", expression::text(&book, expr));
                    let when: Vec<String> = measure.when.iter().map(|expr| print(*expr)).collect();
                    let cap = measure.cap.as_ref().map(|cap| format!("at_most = {}\n", print(cap.at_most)));
                    let text = format!(
                        "[[measure]]\nid = \"1-800\"\ntitle = \"例\"\nkind = \"补助\"\nmode = \"申报\"\n\
                         applicants = [\"company\"]\nquote = [\"按增量的10%给予补助\"]\nwhen = [{}]\namount = {}\n{}\
                         reading = [{{ says = \"请向示例局确认。\", opens = {} }}]\n",
                        when.join(", "),
                        print(amount),
                        cap.unwrap_or_default(),
                        print(part),
                    );
                    let mut sources = open().rules;
                    sources.push(Source { path: "book/measures/readings.toml".into(), text });
                    let report = compile(&sources).err().map(|all| render_diagnostics(&sources, &all));
                    let is_open = !report.is_some_and(|text| text.contains("开头的不确定的地方"));
                    assert_eq!(is_open, leaves_open(part), "compiler/src/opens.rs: a reading of {node:?}");
                    open_kinds.extend(is_open.then(|| kind(node)));
                });
            }
        }
        assert!(open_kinds.len() >= 5, "{open_kinds:?}");
    });
}

fn is_undefined(view: &Evaluator<'_, '_>, expr: ExprId) -> bool {
    view.range(expr, 0).undefined && !view.book.nodes[expr].is_condition()
}
