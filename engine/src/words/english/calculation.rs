//! How an amount comes about, as a calculation in figures, in English. Knows expressions and answers, not verdicts.

use super::condition::one_of;
use super::{constant, figure, money, short_money};
use crate::assess::Outcome;
use crate::book::{Cap, Expr, Kind, Measure, Node, Promise};
use crate::evaluate::View;
use crate::number::Range;
use crate::words::calculation::{branch, is_endless, is_several, paying};
use crate::words::condition::compared_values;
use crate::words::shown;
use rust_decimal::Decimal;

/// How the amount of an eligible measure was reckoned: a sentence for each instance that pays, and one for the cap on all
/// of them; none where there is nothing to reckon.
pub fn calculations(view: &View<'_, '_>, measure: &Measure<'_>, outcome: &Outcome) -> Vec<String> {
    if outcome.amount.is_none() {
        return Vec::new();
    }
    let paying = paying(view, measure);
    let mut lines: Vec<String> =
        paying.iter().filter_map(|instance| calculation(view, measure, outcome, *instance)).collect();
    lines.extend(together(view, measure, outcome, &paying));
    lines
}

/// The amount of one instance as a calculation in figures: `10% × (CNY 12,000,000 − CNY 10,000,000) = CNY 200,000`; with
/// what the cap does. `None` where the amount has no calculation or is not known exactly.
pub fn calculation(view: &View<'_, '_>, measure: &Measure<'_>, outcome: &Outcome, instance: usize) -> Option<String> {
    let Promise::Amount(amount) = measure.promise else { return None };
    let amount = branch(view, amount, instance);
    let several = is_several(outcome);
    let value = view.range(amount, instance);
    let mut text = match view.book.nodes.get(usize::from(amount)) {
        Some(Node::Constant(..) | Node::Highest(..)) => return None,
        Some(Node::UpTo(rate)) => match view.book.nodes.get(usize::from(*rate)) {
            Some(Node::Constant(..)) => return None,
            _ => format!("up to {}", equation(view, *rate, instance)?),
        },
        Some(Node::Between(low, high)) => {
            format!("from {} to {}", end(view, *low, instance)?, end(view, *high, instance)?)
        }
        _ => equation(view, amount, instance)?,
    };
    match &measure.cap {
        Some(cap) if cap.each || !several => text.push_str(&capped(cap, value, view.range(cap.at_most, instance))?),
        None if !several => text.push_str(&rounded(value)),
        _ => {}
    }
    Some(if several { format!("No. {}: {text}", instance + 1) } else { text })
}

fn equation(view: &View<'_, '_>, expr: Expr, instance: usize) -> Option<String> {
    let value = view.range(expr, instance).exact()?.normalize();
    let figures = in_figures(view, expr, instance)?;
    Some(match view.range(expr, instance).as_payment().exact() {
        Some(paid) if is_endless(value) => format!("{figures} ≈ {}", money(paid)),
        _ => format!("{figures} = {}", money(value)),
    })
}

// An end of a range, with how it is reckoned where that is not plain.
fn end(view: &View<'_, '_>, expr: Expr, instance: usize) -> Option<String> {
    let value = money(view.range(expr, instance).exact()?.normalize());
    let figures = in_figures(view, expr, instance)?;
    Some(if figures == value { value } else { format!("{value} ({figures})") })
}

// What a cap does, for the whole or for the upper end of a range.
fn capped(cap: &Cap<'_>, value: Range, limit: Range) -> Option<String> {
    let limit = limit.exact()?;
    let per = if cap.per.is_empty() { String::new() } else { format!(" {}", cap.per) };
    if value.high.is_none_or(|high| high <= limit) {
        return Some(format!("; within the cap of {}{per}", short_money(limit)));
    }
    let most = if value.exact().is_some() { "" } else { "up to " };
    Some(format!("; above the cap, so {most}{}{per}", short_money(limit)))
}

fn rounded(value: Range) -> String {
    let paid = value.as_payment().exact();
    match value.exact().zip(paid) {
        Some((value, paid)) if value != paid && !value.is_sign_negative() && !is_endless(value) => {
            format!("; rounded to {}", money(paid))
        }
        _ => String::new(),
    }
}

// Of a cap on all instances together: what they come to, and what it does.
fn together(view: &View<'_, '_>, measure: &Measure<'_>, outcome: &Outcome, paying: &[usize]) -> Option<String> {
    let cap = measure.cap.as_ref().filter(|cap| !cap.each && is_several(outcome))?;
    let Promise::Amount(amount) = measure.promise else { return None };
    let sums = paying.iter().map(|instance| view.range(amount, *instance).max(Range::exactly(Decimal::ZERO)));
    let sum = sums.reduce(Range::plus)?;
    Some(format!("Together {}{}", money(sum.exact()?.normalize()), capped(cap, sum, view.range(cap.at_most, 0))?))
}

// An expression with the company's figures in the place of facts.
fn in_figures(view: &View<'_, '_>, expr: Expr, instance: usize) -> Option<String> {
    let of = |e: Expr| in_figures(view, e, instance);
    let book = view.book;
    let inner = |e: Expr| {
        let e = branch(view, e, instance);
        let text = of(e)?;
        let node = book.nodes.get(usize::from(e));
        let brackets = matches!(node, Some(Node::Add(..) | Node::Subtract(..) | Node::Min(..) | Node::Max(..)));
        Some(if brackets { format!("({text})") } else { text })
    };
    let all = |e: Expr| compared_values(book, e).into_iter().map(of).collect::<Option<Vec<_>>>();
    match book.nodes.get(usize::from(expr))? {
        Node::Constant(value, counts) => Some(constant(book, value.0, *counts)),
        Node::Figure(fact) => {
            let kind = book.facts.get(usize::from(*fact)).map_or(&Kind::Money, |fact| &fact.kind);
            Some(figure(view.range(expr, instance).exact()?, &shown(book, kind)))
        }
        Node::Derived(derived) => {
            let derived = book.derived.get(usize::from(*derived))?;
            Some(figure(view.range(expr, instance).exact()?, &derived.shown))
        }
        Node::Add(a, b) => Some(format!("{} + {}", of(*a)?, inner(*b)?)),
        Node::Subtract(a, b) => Some(format!("{} − {}", of(*a)?, inner(*b)?)),
        Node::Multiply(a, b) => Some(format!("{} × {}", inner(*a)?, inner(*b)?)),
        Node::Divide(a, b) => Some(format!("{} ÷ {}", inner(*a)?, inner(*b)?)),
        Node::Min(..) => Some(one_of(&all(expr)?, "small")),
        Node::Max(..) => Some(one_of(&all(expr)?, "larg")),
        Node::If(..) => match branch(view, expr, instance) {
            open if open == expr => None,
            taken => inner(taken),
        },
        _ => None,
    }
}
