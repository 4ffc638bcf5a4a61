//! Values of every kind of expression: with all answers, with some of them, and in the rules for the benchmark.

use super::example::{companies, kind, with_book};
use super::kinds;
use huiqi_engine::book::{ExprId, RuleBook};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::number::{Interval, Truth};
use huiqi_engine::{Answer, Answers};
use rust_decimal::prelude::ToPrimitive;
use serde_json::Value;
use std::collections::BTreeSet;
use xtask::bench::json_rules;

/// The kinds whose value never has an upper end.
const ENDLESS: [&str; 2] = ["AtLeast", "Unlimited"];

// The truth of a condition, the range of a number.
fn value(view: &Evaluator<'_, '_>, expr: ExprId) -> (Truth, Interval) {
    (view.truth(expr, 0), view.range(expr, 0))
}

// Code that walks an expression relies on the lists in `Node`.
#[test]
fn nodes_list_all_their_parts_and_facts() {
    with_book(|book| {
        for node in &book.nodes {
            let shown = format!("{node:?}");
            let parts = (shown.matches("ExprId(").count(), shown.matches("FactId(").count());
            let listed = (node.children().count(), usize::from(node.fact().is_some()));
            assert_eq!(listed, parts, "engine/src/book/expression.rs, children() and fact() of {shown}");
        }
    });
}

// A kind whose value is always that of a part is evaluated as if it were not written.
#[test]
fn every_expression_differs_in_value_from_its_parts() {
    with_book(|book| {
        let companies = companies(&book);
        let views: Vec<_> = companies.iter().map(|(all, _)| Evaluator::new(&book, all)).collect();
        for (expr, node) in book.nodes.iter_enumerated() {
            let alike = |part: &ExprId| book.nodes[*part].is_condition() == node.is_condition();
            for part in node.children().filter(alike) {
                let differs = views.iter().any(|view| value(view, expr) != value(view, part));
                assert!(differs, "engine/src/evaluate.rs: {node:?} has the value of its part {:?}", book.nodes[part]);
            }
        }
    });
}

fn contains(open: (Truth, Interval), settled: (Truth, Interval)) -> bool {
    let ((truth, open), (later, settled)) = (open, settled);
    let within_low = open.low.is_none_or(|low| settled.low.is_some_and(|value| low <= value));
    let within_high = open.high.is_none_or(|high| settled.high.is_some_and(|value| value <= high));
    let within = if settled.undefined { open.undefined } else { within_low && within_high };
    within && (truth == later || truth == Truth::Unknown)
}

#[test]
fn open_values_contain_the_values_of_all_completions() {
    with_book(|book| {
        for (all, some) in companies(&book) {
            let (later, earlier) = (Evaluator::new(&book, &all), Evaluator::new(&book, &some));
            for (expr, node) in book.nodes.iter_enumerated() {
                let (open, settled) = (value(&earlier, expr), value(&later, expr));
                assert!(contains(open, settled), "engine/src/evaluate.rs: {node:?} is {open:?}, then {settled:?}");
            }
        }
    });
}

/// The answers that an expression needs, added to the earlier ones.
fn completed(book: &RuleBook<'_>, expr: ExprId, all: &Answers, some: &Answers) -> Answers {
    let mut answers = some.clone();
    loop {
        let view = Evaluator::new(book, &answers);
        let mut missing = Vec::new();
        view.missing(expr, 0, &mut missing);
        let new = missing.into_iter().find_map(|slot| {
            let answer = all.get(book, slot.fact, slot.instance)?;
            answers.get(book, slot.fact, slot.instance).is_none().then_some((slot, answer))
        });
        let Some((slot, answer)) = new else { return answers };
        answers.set(book, slot.fact, slot.instance, Some(answer));
    }
}

#[test]
fn missing_facts_settle_every_expression() {
    with_book(|book| {
        for (all, some) in companies(&book) {
            let settled = Evaluator::new(&book, &all);
            for (expr, node) in book.nodes.iter_enumerated() {
                let answers = completed(&book, expr, &all, &some);
                let (found, wanted) = (value(&Evaluator::new(&book, &answers), expr), value(&settled, expr));
                assert_eq!(found, wanted, "engine/src/evaluate/missing.rs: of {node:?} a fact is not listed");
            }
        }
    });
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Plain {
    Truth(bool),
    Number(f64),
}

/// Evaluates the rules for the benchmark as its page does.
struct Benchmark<'r> {
    rules: &'r Value,
    book: &'r RuleBook<'r>,
    answers: &'r Answers,
}

impl Benchmark<'_> {
    fn part(&self, step: &Value, index: usize) -> Plain {
        self.of(usize::try_from(step[index].as_u64().unwrap()).unwrap())
    }

    fn holds(&self, step: &Value, index: usize) -> bool {
        self.part(step, index) == Plain::Truth(true)
    }

    fn number(&self, step: &Value, index: usize) -> f64 {
        match self.part(step, index) {
            Plain::Number(value) => value,
            Plain::Truth(_) => f64::NAN,
        }
    }

    fn answer(&self, step: &Value) -> Option<Answer> {
        let fact = self.book.facts.ids().nth(usize::try_from(step[1].as_u64().unwrap()).unwrap()).unwrap();
        self.answers.get(self.book, fact, 0)
    }

    fn has(&self, step: &Value, option: &Value) -> bool {
        let option = usize::try_from(option.as_u64().unwrap()).unwrap();
        match self.answer(step) {
            Some(Answer::Choice(chosen)) => usize::from(chosen) == option,
            Some(Answer::Several(ticked)) => ticked.iter().any(|one| one == option),
            _ => false,
        }
    }

    fn of(&self, expr: usize) -> Plain {
        let step = &self.rules["nodes"][expr];
        let (truth, number) = (Plain::Truth, Plain::Number);
        let pair = || (self.number(step, 1), self.number(step, 2));
        let options = || step[2].as_array().unwrap().iter();
        match step[0].as_str().unwrap() {
            "yes" => truth(self.answer(step) == Some(Answer::YesNo(true))),
            "is" | "any" => truth(options().any(|option| self.has(step, option))),
            "all" => truth(options().all(|option| self.has(step, option))),
            "compare" => {
                let (left, right) = (self.number(step, 2), self.number(step, 3));
                truth(match step[1].as_str().unwrap() {
                    ">=" => left >= right,
                    ">" => left > right,
                    "<=" => left <= right,
                    "<" => left < right,
                    "==" => (left - right).abs() == 0.0,
                    _ => (left - right).abs() != 0.0,
                })
            }
            "not" => truth(!self.holds(step, 1)),
            "and" => truth(self.holds(step, 1) && self.holds(step, 2)),
            "or" => truth(self.holds(step, 1) || self.holds(step, 2)),
            "implies" => truth(!self.holds(step, 1) || self.holds(step, 2)),
            "same" => self.part(step, 1),
            "constant" => number(step[1].as_f64().unwrap()),
            "figure" => number(match self.answer(step) {
                Some(Answer::Number(value)) => value.to_f64().unwrap(),
                _ => 0.0,
            }),
            "add" => number(pair().0 + pair().1),
            "subtract" => number(pair().0 - pair().1),
            "multiply" => number(pair().0 * pair().1),
            "divide" => number(pair().0 / pair().1),
            "min" => number(pair().0.min(pair().1)),
            "max" => number(pair().0.max(pair().1)),
            "if" => self.part(step, if self.holds(step, 1) { 2 } else { 3 }),
            "steps" => {
                let count = pair().0 / pair().1;
                let is_begun = step[3].as_bool().unwrap();
                number(if is_begun { (count - 1e-9).ceil() } else { (count + 1e-9).floor() }.max(0.0))
            }
            "round" => number(match step[3].as_str().unwrap() {
                "down" => (pair().0 / pair().1 + 1e-9).floor() * pair().1,
                "up" => (pair().0 / pair().1 - 1e-9).ceil() * pair().1,
                _ => (pair().0 / pair().1).round() * pair().1,
            }),
            "count" => number(options().map(|option| f64::from(u8::from(self.has(step, option)))).sum()),
            "tiers" => {
                let (of, includes) = (self.number(step, 1), step[3] == ">=");
                let mut reached = options().filter(|tier| {
                    let threshold = self.number(tier, 0);
                    if includes { of >= threshold } else { of > threshold }
                });
                number(reached.next_back().map_or(0.0, |tier| self.number(tier, 1)))
            }
            "portions" => {
                let of = self.number(step, 1);
                let tiers: Vec<(f64, f64)> =
                    options().map(|tier| (self.number(tier, 0), self.number(tier, 1))).collect();
                let ends = tiers.iter().skip(1).map(|(from, _)| *from).chain([f64::MAX]);
                number(tiers.iter().zip(ends).map(|((from, rate), to)| (of.min(to) - from).max(0.0) * rate).sum())
            }
            "highest" => {
                let held = options().filter(|tier| self.has(step, &tier[0]));
                number(held.map(|tier| self.number(tier, 1)).fold(0.0, f64::max))
            }
            other => panic!("xtask/src/bench/json_rules.rs writes `{other}`: say here and in its page what it means"),
        }
    }
}

#[test]
fn benchmark_rules_have_the_values_of_the_engine() {
    with_book(|book| {
        let rules = json_rules::neutral(&book);
        let mut compared = BTreeSet::new();
        for (all, _) in companies(&book) {
            let view = Evaluator::new(&book, &all);
            let benchmark = Benchmark { rules: &rules, book: &book, answers: &all };
            for (expr, node) in book.nodes.iter_enumerated() {
                let (truth, range) = value(&view, expr);
                let found = benchmark.of(expr.index());
                let agrees = match (range.high.filter(|_| !range.undefined), found) {
                    (_, Plain::Truth(found)) if node.is_condition() && truth != Truth::Unknown => {
                        truth == Truth::known(found)
                    }
                    (Some(high), Plain::Number(found)) => {
                        let high = high.to_f64().unwrap();
                        (high - found).abs() <= 1e-9 * high.abs().max(1.0)
                    }
                    _ => continue,
                };
                assert!(agrees, "xtask/src/bench/json_rules.rs: {node:?} is {truth:?}, {range:?}, not {found:?}");
                compared.insert(kind(node));
            }
        }
        let missing: Vec<_> =
            kinds().difference(&compared).filter(|kind| !ENDLESS.contains(&kind.as_str())).cloned().collect();
        assert!(missing.is_empty(), "no value of {missing:?} is compared");
    });
}

// The page translates the rules for the other engines; json-rules-engine cannot calculate amounts.
#[test]
fn benchmark_page_translates_every_kind_of_rule() {
    let rules = with_book(|book| json_rules::neutral(&book));
    let kinds: BTreeSet<&str> = rules["nodes"].as_array().unwrap().iter().filter_map(|step| step[0].as_str()).collect();
    for (file, unknown) in [
        ("logic.js", &[] as &[&str]),
        ("publicodes.js", &[]),
        ("rules-engine.js", &["if", "highest", "steps", "round", "tiers", "portions", "count"]),
    ] {
        let text = std::fs::read_to_string(xtask::root().join("xtask/bench/page").join(file)).unwrap();
        let translated = |kind: &str| text.contains(&format!("\"{kind}\"")) || text.contains(&format!(" {kind}: "));
        let missing: Vec<_> = kinds.iter().filter(|kind| !unknown.contains(kind) && !translated(kind)).collect();
        assert!(missing.is_empty(), "xtask/bench/page/{file} does not translate {missing:?}");
    }
}
