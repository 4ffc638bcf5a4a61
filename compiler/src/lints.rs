//! Lints that need the whole rule book: constant conditions, possible divisions by zero.

use super::toml_reader::{Diagnostics, Span};
use huiqi_engine::answer::Answers;
use huiqi_engine::book::{ExprId, MAX_DEPTH, MAX_VISITS, Node, RuleBook};
use huiqi_engine::evaluate::Evaluator;
use huiqi_engine::index::IndexVec;
use huiqi_engine::number::Truth;
use rust_decimal::Decimal;

/// Reports the first rule that exceeds the limits of evaluation.
pub fn expression_too_complex(book: &RuleBook<'_>, places: &IndexVec<ExprId, Span>, problems: &Diagnostics) {
    let Some(at) = book.first_invalid_expr().and_then(|expr| places.get(expr)) else { return };
    let problem = at.problem(format!("这条规则太深：最多套{MAX_DEPTH}层，一共最多走{MAX_VISITS}步"));
    problems.add(problem.help("分成几个条件来写；推算值用到的每一步也算在内"));
}

/// Reports conditions of measures and tiers that are constant for all answers, such as a comparison with a figure
/// outside the fact's range, or a cap below a floor.
pub fn constant_conditions(book: &RuleBook<'_>, places: &IndexVec<ExprId, Span>, problems: &Diagnostics) {
    let answers = Answers::empty(book);
    let view = Evaluator::ignoring_gates(book, &answers);
    for (expr, node) in book.nodes.iter_enumerated() {
        let Some(at) = places.get(expr) else { continue };
        if matches!(node, Node::Compare(..)) {
            let always = match view.truth(expr, 0) {
                Truth::True => "永远成立",
                Truth::False => "永远不成立",
                Truth::Unknown => continue,
            };
            problems.add(at.problem(format!("这个条件{always}：数字在问题允许的范围之外")));
        }
        if let Node::Between(low, high) = node {
            let (low, high) = (view.range(*low, 0).as_point(), view.range(*high, 0).as_point());
            if matches!((low, high), (Some(low), Some(high)) if low > high) {
                problems.add(at.problem("下限高于上限"));
            }
        }
    }
}

/// Reports derived values with a possibly zero divisor and without a text for the undefined value.
pub fn possible_division_by_zero(book: &RuleBook<'_>, places: &IndexVec<ExprId, Span>, problems: &Diagnostics) {
    let answers = Answers::empty(book);
    let view = Evaluator::ignoring_gates(book, &answers);
    let is_positive = |base: ExprId| view.range(base, 0).low.is_some_and(|low| low > Decimal::ZERO);
    for derived in book.derived.iter().filter(|derived| derived.undefined.is_empty()) {
        let mut rest = vec![derived.is];
        while let Some(expr) = rest.pop() {
            let node = &book.nodes[expr];
            rest.extend(node.children());
            if let (Node::Divide(_, base), Some(at)) = (node, places.get(expr))
                && !is_positive(*base)
            {
                let problem = at.problem(format!("除数可能为0，`{}` 要有 `undefined`", derived.id));
                problems.add(problem.help("用一句话告诉企业：为什么算不出来，该问谁"));
            }
        }
    }
}
