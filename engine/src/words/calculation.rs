//! How an amount comes about, as a calculation in figures. Knows expressions and answers, not verdicts.

use super::{constant, figure, money, short_money};
use crate::assess::Outcome;
use crate::book::{Expr, Kind, Measure, Node, Promise};
use crate::evaluate::View;
use crate::number::Truth;

/// How the amount of an eligible measure was reckoned: a sentence for each instance that pays; none where there is nothing
/// to reckon.
pub fn calculations(view: &View<'_, '_>, measure: &Measure<'_>, outcome: &Outcome) -> Vec<String> {
    if outcome.amount.is_none() {
        return Vec::new();
    }
    let instances = measure.group.map_or(1, |group| view.instances(usize::from(group)));
    let pays = |instance: &usize| measure.when.iter().all(|when| view.truth(*when, *instance) == Truth::Yes);
    (0..instances).filter(pays).filter_map(|instance| calculation(view, measure, outcome, instance)).collect()
}

/// The amount of one instance as a calculation in figures: `10% × (12,000,000元 − 10,000,000元) = 200,000元`; with what
/// the cap does. `None` where the amount has no calculation or is not known exactly.
pub fn calculation(view: &View<'_, '_>, measure: &Measure<'_>, outcome: &Outcome, instance: usize) -> Option<String> {
    let Promise::Amount(amount) = measure.promise else { return None };
    let value = view.range(amount, instance);
    let mut text = match view.book.nodes.get(usize::from(amount)) {
        Some(Node::Constant(..) | Node::Highest(..) | Node::UpTo(..)) => {
            return cap_only(view, measure, amount, instance);
        }
        Some(Node::Between(low, high)) => {
            let (low, high) = (in_figures(view, *low, instance)?, in_figures(view, *high, instance)?);
            format!("从{low}到{high}")
        }
        _ => format!("{} = {}", in_figures(view, amount, instance)?, money(value.exact()?.normalize())),
    };
    if let Some(cap) = &measure.cap {
        let limit = view.range(cap.at_most, instance).exact()?;
        let over = value.high.is_some_and(|high| high > limit);
        let per = cap.per;
        if over {
            text.push_str(&format!("，超过{per}上限，按{}计", short_money(limit)));
        } else {
            text.push_str(&format!("，未超过{per}上限{}", short_money(limit)));
        }
    }
    let several = outcome.findings.iter().any(|finding| finding.instance > 0);
    Some(if several { format!("第{}项：{text}", instance + 1) } else { text })
}

fn cap_only(view: &View<'_, '_>, measure: &Measure<'_>, amount: Expr, instance: usize) -> Option<String> {
    let rate = match view.book.nodes.get(usize::from(amount)) {
        Some(Node::UpTo(inner)) => *inner,
        _ => return None,
    };
    if matches!(view.book.nodes.get(usize::from(rate)), Some(Node::Constant(..))) {
        return None;
    }
    let value = view.range(rate, instance).exact()?;
    let mut text = format!("最高{} = {}", in_figures(view, rate, instance)?, money(value));
    if let Some(limit) = measure.cap.as_ref().and_then(|cap| view.range(cap.at_most, instance).exact())
        && value > limit
    {
        text.push_str(&format!("，超过上限，按最高{}计", short_money(limit)));
    }
    Some(text)
}

// An expression with the company's figures in the place of facts.
fn in_figures(view: &View<'_, '_>, expr: Expr, instance: usize) -> Option<String> {
    let of = |e: Expr| in_figures(view, e, instance);
    let book = view.book;
    let inner = |e: Expr| {
        let text = of(e)?;
        let sum = matches!(book.nodes.get(usize::from(e)), Some(Node::Add(..) | Node::Subtract(..)));
        Some(if sum { format!("({text})") } else { text })
    };
    match book.nodes.get(usize::from(expr))? {
        Node::Constant(value, counts) => Some(constant(book, value.0, *counts)),
        Node::Figure(fact) => {
            let kind = book.facts.get(usize::from(*fact)).map_or(&Kind::Money, |fact| &fact.kind);
            Some(figure(view.range(expr, instance).exact()?, &super::shown(book, kind)))
        }
        Node::Derived(derived) => {
            let derived = book.derived.get(usize::from(*derived))?;
            Some(figure(view.range(expr, instance).exact()?, &derived.shown))
        }
        Node::Add(a, b) => Some(format!("{} + {}", of(*a)?, inner(*b)?)),
        Node::Subtract(a, b) => Some(format!("{} − {}", of(*a)?, inner(*b)?)),
        Node::Multiply(a, b) => Some(format!("{} × {}", inner(*a)?, inner(*b)?)),
        Node::Divide(a, b) => Some(format!("{} ÷ {}", inner(*a)?, inner(*b)?)),
        Node::Min(a, b) => Some(format!("{}与{}中较小的", of(*a)?, of(*b)?)),
        Node::Max(a, b) => Some(format!("{}与{}中较大的", of(*a)?, of(*b)?)),
        Node::If(test, a, b) => match view.truth(*test, instance) {
            Truth::Yes => inner(*a),
            Truth::No => inner(*b),
            Truth::Open => None,
        },
        _ => None,
    }
}
