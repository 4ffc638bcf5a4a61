//! How an amount comes about, as a calculation in figures, in English. Knows expressions and answers, not verdicts.

use super::condition::{by_reading, one_of};
use super::{capital, constant, figure, money, short_money};
use crate::assess::{Outcome, Verdict, paying};
use crate::book::{Base, Cap, CapScope, ExprId, Measure, Node};
use crate::evaluate::Evaluator;
use crate::number::Interval;
use crate::words::calculation::{PaymentReading, branch, choices, differ, is_endless, is_several, sums};
use crate::words::condition::compared_values;
use crate::words::shown;
use rust_decimal::Decimal;

/// How the amount of an eligible measure was reckoned: a sentence for each instance that pays, and one for the cap on all
/// of them; then what is computed beside it. None where there is nothing to reckon.
pub fn calculations(view: &Evaluator<'_, '_>, measure: &Measure<'_>, outcome: &Outcome) -> Vec<String> {
    if outcome.verdict != Verdict::Eligible {
        return Vec::new();
    }
    let paying = paying(view, measure);
    let mut lines: Vec<String> = Vec::new();
    if outcome.amount.is_some() {
        lines.extend(paying.iter().filter_map(|instance| calculation(view, measure, outcome, *instance)));
        lines.extend(together(view, measure, outcome, &paying));
    }
    for instance in paying {
        let number = |line: String| numbered(line, outcome, instance);
        lines.extend(measure.bases.iter().filter_map(|base| based(view, base, instance)).map(number));
    }
    lines
}

fn numbered(line: String, outcome: &Outcome, instance: usize) -> String {
    if is_several(outcome) { format!("No. {}: {line}", instance + 1) } else { line }
}

// What is computed and not paid.
fn based(view: &Evaluator<'_, '_>, base: &Base<'_>, instance: usize) -> Option<String> {
    let value = view.range(base.is, instance).as_payment().as_point()?;
    Some(format!("{}: {}", base.label, money(value)))
}

/// The amount of one instance as a calculation in figures: `10% × (CNY 12,000,000 − CNY 10,000,000) = CNY 200,000`; with
/// what the cap does, and by each reading where they differ. `None` where the amount has no calculation or is not known
/// exactly.
pub fn calculation(
    view: &Evaluator<'_, '_>,
    measure: &Measure<'_>,
    outcome: &Outcome,
    instance: usize,
) -> Option<String> {
    let choices = choices(view, measure, is_several(outcome), instance);
    let first = choices.first()?;
    let text = if differ(view, &choices, instance) {
        let each: Vec<String> = choices.iter().map(|choice| read_so(view, measure, choice, instance)).collect();
        format!("{}. {}", capital(&by_reading(&each)), ask_which(measure))
    } else {
        worked(view, measure, first, instance)?
    };
    Some(numbered(text, outcome, instance))
}

// What follows by one of several readings.
fn read_so(view: &Evaluator<'_, '_>, measure: &Measure<'_>, choice: &PaymentReading, instance: usize) -> String {
    worked(view, measure, choice, instance).unwrap_or_else(|| ends(choice.range(view, instance)))
}

fn ends(range: Interval) -> String {
    let low = range.low.unwrap_or_default();
    match range.high {
        Some(high) if high == low => money(low),
        Some(high) if low.is_zero() => format!("up to {}", money(high)),
        Some(high) => format!("{} to {}", money(low), money(high)),
        None => format!("at least {}", money(low)),
    }
}

fn ask_which(measure: &Measure<'_>) -> String {
    let department = if measure.department.is_empty() { "the department" } else { measure.department };
    format!("Ask {department} which reading applies.")
}

fn worked(view: &Evaluator<'_, '_>, measure: &Measure<'_>, choice: &PaymentReading, instance: usize) -> Option<String> {
    let amount = branch(view, choice.amount, instance);
    let value = view.range(amount, instance);
    let mut text = match &view.book.nodes[amount] {
        Node::Constant(..) | Node::Highest(..) => return None,
        Node::UpTo(rate) => match &view.book.nodes[*rate] {
            Node::Constant(..) => return None,
            _ => format!("up to {}", equation(view, *rate, instance)?),
        },
        Node::Between(low, high) => {
            format!("from {} to {}", end(view, *low, instance)?, end(view, *high, instance)?)
        }
        _ => equation(view, amount, instance)?,
    };
    match (&measure.cap, choice.at_most) {
        (Some(cap), Some(at_most)) => text.push_str(&capped(view, cap, value, at_most, instance)?),
        _ if choice.alone && measure.cap.is_none() => text.push_str(&rounded(value)),
        _ => {}
    }
    Some(text)
}

fn equation(view: &Evaluator<'_, '_>, expr: ExprId, instance: usize) -> Option<String> {
    let value = view.range(expr, instance).as_point()?.normalize();
    let figures = in_figures(view, expr, instance)?;
    Some(match view.range(expr, instance).as_payment().as_point() {
        Some(paid) if is_endless(value) => format!("{figures} ≈ {}", money(paid)),
        _ => format!("{figures} = {}", money(value)),
    })
}

// An end of a range, with how it is reckoned where that is not plain.
fn end(view: &Evaluator<'_, '_>, expr: ExprId, instance: usize) -> Option<String> {
    let value = money(view.range(expr, instance).as_point()?.normalize());
    let figures = in_figures(view, expr, instance)?;
    Some(if figures == value { value } else { format!("{value} ({figures})") })
}

// What the cap on one instance does.
fn capped(
    view: &Evaluator<'_, '_>,
    cap: &Cap<'_>,
    value: Interval,
    at_most: ExprId,
    instance: usize,
) -> Option<String> {
    match &view.book.nodes[at_most] {
        Node::Unlimited => Some("; no cap".to_owned()),
        _ => cut(cap, value, view.range(at_most, instance).as_point()?),
    }
}

// What a cap does, for the whole or for the upper end of a range.
fn cut(cap: &Cap<'_>, value: Interval, limit: Decimal) -> Option<String> {
    let per = if cap.per.is_empty() { String::new() } else { format!(" {}", cap.per) };
    if value.high.is_none_or(|high| high <= limit) {
        return Some(format!("; within the cap of {}{per}", short_money(limit)));
    }
    let most = if value.as_point().is_some() { "" } else { "up to " };
    Some(format!("; above the cap, so {most}{}{per}", short_money(limit)))
}

fn rounded(value: Interval) -> String {
    let paid = value.as_payment().as_point();
    match value.as_point().zip(paid) {
        Some((value, paid)) if value != paid && !value.is_sign_negative() && !is_endless(value) => {
            format!("; rounded to {}", money(paid))
        }
        _ => String::new(),
    }
}

// Of a cap on all instances together: what they come to, and what it does.
fn together(view: &Evaluator<'_, '_>, measure: &Measure<'_>, outcome: &Outcome, paying: &[usize]) -> Option<String> {
    let sums = sums(view, measure, outcome, paying)?;
    let cap = measure.cap.as_ref()?;
    if cap.scope == CapScope::Together {
        let sum = sums.apart;
        return Some(format!("Together {}{}", money(sum.as_point()?.normalize()), cut(cap, sum, sums.limit)?));
    }
    let (apart, whole) = (ends(sums.apart.as_payment()), ends(sums.together().as_payment()));
    let each = [format!("a cap on each, together {apart}"), format!("a cap on all together, {whole}")];
    (apart != whole).then(|| format!("{}. {}", capital(&by_reading(&each)), ask_which(measure)))
}

// An expression with the company's figures in the place of facts.
fn in_figures(view: &Evaluator<'_, '_>, expr: ExprId, instance: usize) -> Option<String> {
    let of = |e: ExprId| in_figures(view, e, instance);
    let book = view.book;
    let inner = |e: ExprId| {
        let e = branch(view, e, instance);
        let text = of(e)?;
        let node = &book.nodes[e];
        let brackets = matches!(node, Node::Add(..) | Node::Subtract(..) | Node::Min(..) | Node::Max(..));
        Some(if brackets { format!("({text})") } else { text })
    };
    let all = |e: ExprId| compared_values(book, e).into_iter().map(of).collect::<Option<Vec<_>>>();
    match &book.nodes[expr] {
        Node::Constant(value, counts) => Some(constant(book, value.0, *counts)),
        Node::Figure(fact) => {
            let kind = &book.facts[*fact].kind;
            Some(figure(view.range(expr, instance).as_point()?, &shown(book, kind)))
        }
        Node::Derived(derived) => {
            let derived = &book.derived[*derived];
            Some(figure(view.range(expr, instance).as_point()?, &derived.shown))
        }
        Node::Add(a, b) => Some(format!("{} + {}", of(*a)?, inner(*b)?)),
        Node::Subtract(a, b) => Some(format!("{} − {}", of(*a)?, inner(*b)?)),
        Node::Multiply(a, b) => Some(format!("{} × {}", inner(*a)?, inner(*b)?)),
        Node::Divide(a, b) => Some(format!("{} ÷ {}", inner(*a)?, inner(*b)?)),
        Node::Min(..) => Some(one_of(&all(expr)?, "small")),
        Node::Max(..) => Some(one_of(&all(expr)?, "larg")),
        // What was obtained says which tier it is.
        Node::Highest(..) => Some(money(view.range(expr, instance).as_point()?.normalize())),
        Node::If(..) => match branch(view, expr, instance) {
            open if open == expr => None,
            taken => inner(taken),
        },
        _ => None,
    }
}
