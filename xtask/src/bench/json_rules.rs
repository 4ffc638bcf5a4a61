//! A rule book for other engines: conditions and amounts as plain JSON, from which the benchmark page makes the rules
//! of each engine. Knows none of those engines.

use huiqi_engine::RuleBook;
use huiqi_engine::book::{ExprId, FactType, Measure, Node, OptionSet, Payout, Relation};
use huiqi_engine::number::Rounding;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

/// Facts, expressions and measures. Concepts that the other engines lack are omitted: unknown values, groups (one
/// instance is assumed), gates (a question behind a closed gate has no answer), and whether an amount is a ceiling, a
/// range or exact: the upper end is used for all three.
pub fn neutral(book: &RuleBook<'_>) -> Value {
    let facts: Vec<Value> = book
        .facts
        .iter()
        .map(|fact| {
            let kind = match fact.kind {
                FactType::Bool => "yes",
                FactType::Choice => "choice",
                FactType::MultiChoice => "several",
                FactType::Money | FactType::Ratio | FactType::Number(_) => "number",
                FactType::Date => "day",
            };
            json!({ "kind": kind, "options": fact.options.len() })
        })
        .collect();
    let nodes: Vec<Value> = book.nodes.iter().map(|node| step(book, node)).collect();
    let measures: Vec<Value> = book.measures.iter().map(|one| measure(book, one)).collect();
    json!({ "facts": facts, "nodes": nodes, "measures": measures })
}

fn measure(book: &RuleBook<'_>, measure: &Measure<'_>) -> Value {
    let everywhere = book.intersection(measure).iter().map(|common| common.when);
    let conditions = [measure.applicants].into_iter().chain(everywhere).chain(measure.when.iter().copied());
    let amount = match measure.promise {
        Payout::Amount(amount) => Some(amount),
        Payout::Nothing | Payout::Unstated => None,
    };
    json!({
        "id": measure.id,
        "when": conditions.collect::<Vec<ExprId>>(),
        "amount": amount,
        "atMost": measure.cap.as_ref().map(|cap| cap.at_most),
    })
}

fn step(book: &RuleBook<'_>, node: &Node) -> Value {
    let places = |options: &OptionSet| options.iter().collect::<Vec<_>>();
    match node {
        Node::Yes(fact) => json!(["yes", fact]),
        Node::Is(fact, options) => json!(["is", fact, places(options)]),
        Node::HasAny(fact, options) => json!(["any", fact, places(options)]),
        Node::HasAll(fact, options) => json!(["all", fact, places(options)]),
        Node::Compare(relation, a, b) => json!(["compare", sign(*relation), a, b]),
        Node::Not(a) => json!(["not", a]),
        Node::And(a, b) => json!(["and", a, b]),
        Node::Or(a, b) => json!(["or", a, b]),
        Node::Implies(a, b) => json!(["implies", a, b]),
        Node::Constant(figure, _) => json!(["constant", approximately(figure.0)]),
        Node::Figure(fact) => json!(["figure", fact]),
        Node::Add(a, b) => json!(["add", a, b]),
        Node::Subtract(a, b) => json!(["subtract", a, b]),
        Node::Multiply(a, b) => json!(["multiply", a, b]),
        Node::Divide(a, b) => json!(["divide", a, b]),
        Node::Min(a, b) => json!(["min", a, b]),
        Node::Max(a, b) => json!(["max", a, b]),
        Node::If(test, a, b) => json!(["if", test, a, b]),
        Node::Highest(fact, tiers) => json!(["highest", fact, tiers]),
        Node::Confirm(a) | Node::UpTo(a) | Node::AtLeast(a) | Node::Between(_, a) => json!(["same", a]),
        // The upper end of two readings is the larger one; an unlimited amount is larger than any other.
        Node::Readings(a, b) => json!(["max", a, b]),
        Node::Count(fact, options) => json!(["count", fact, places(options)]),
        Node::Tiers(relation, a, tiers) => json!(["tiers", a, tiers, sign(*relation)]),
        Node::Portions(a, tiers) => json!(["portions", a, tiers]),
        Node::Steps(rounding, a, b) => json!(["steps", a, b, *rounding == Rounding::Up]),
        Node::Round(rounding, a, b) => json!(["round", a, b, direction(*rounding)]),
        Node::Unlimited => json!(["constant", f64::MAX]),
        Node::Derived(ix) => json!(["same", book.derived[*ix].is]),
    }
}

fn direction(rounding: Rounding) -> &'static str {
    match rounding {
        Rounding::Down => "down",
        Rounding::Up => "up",
        Rounding::Nearest => "nearest",
    }
}

fn sign(relation: Relation) -> &'static str {
    match relation {
        Relation::AtLeast => ">=",
        Relation::MoreThan => ">",
        Relation::AtMost => "<=",
        Relation::LessThan => "<",
        Relation::Equal => "==",
        Relation::NotEqual => "!=",
    }
}

// The other engines calculate in binary floating point.
fn approximately(figure: Decimal) -> f64 {
    figure.to_f64().unwrap_or(f64::NAN)
}
