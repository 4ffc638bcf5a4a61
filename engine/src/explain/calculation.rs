//! Explains an amount as a calculation with figures. Knows expressions and answers, not verdicts.

use super::number::{by_reading, compared_values, constant, largest, readings, smallest};
use super::tiers::{portions_in_figures, table, tier_in_figures};
use super::unit::style_of;
use super::{fact_style, id_of, money, option_labels, short_money};
use crate::assess::{Outcome, Verdict, paying};
use crate::book::{Cap, CapScope, ExprId, Measure, Node, Payout};
use crate::condition_node;
use crate::evaluate::{Evaluator, PartialValue};
use crate::message::{Arg, FigureStyle, Label, Message, messages as say};
use crate::number::{Interval, Rounding, Truth};
use rust_decimal::Decimal;

/// The calculation of the amount of an eligible measure: a message for each instance that pays, one for a cap on their
/// sum, then the bases. Empty if there is nothing to calculate.
pub(super) fn calculations(view: &Evaluator<'_, '_>, measure: &Measure<'_>, outcome: &Outcome) -> Vec<Message> {
    if outcome.verdict != Verdict::Eligible {
        return Vec::new();
    }
    let paying = paying(view, measure);
    let mut lines = Vec::new();
    if outcome.amount.is_some() {
        for instance in &paying {
            let calculation = calculation(view, measure, outcome, *instance);
            let table = calculation.iter().flat_map(|_| tables(view, measure, *instance));
            lines.extend(table.map(|line| numbered(line, outcome, *instance)));
            lines.extend(calculation);
        }
        lines.extend(together(view, measure, outcome, &paying));
    }
    for instance in paying {
        lines.extend(based(view, measure, instance).into_iter().map(|line| numbered(line, outcome, instance)));
    }
    lines
}

// The tables of the tiers in the amount of an instance.
fn tables(view: &Evaluator<'_, '_>, measure: &Measure<'_>, instance: usize) -> Vec<Message> {
    let Payout::Amount(amount) = measure.promise else { return Vec::new() };
    table(view, amount, instance)
}

fn numbered(line: Message, outcome: &Outcome, instance: usize) -> Message {
    if is_several(outcome) { say::calculation_numbered(instance + 1, line) } else { line }
}

// The bases: amounts that are computed but not paid.
fn based(view: &Evaluator<'_, '_>, measure: &Measure<'_>, instance: usize) -> Vec<Message> {
    let id = id_of(view.book, measure);
    let each = measure.bases.iter().enumerate().filter_map(|(place, base)| {
        let value = view.range(base.is, instance).as_payment().as_point()?;
        Some(say::calculation_base(Label::Base(id, place), money(value)))
    });
    each.collect()
}

/// The calculation of the amount of one instance, with the effect of the cap. If readings lead to different amounts,
/// each of them is shown. `None` if the amount has no calculation or is not known exactly.
pub(super) fn calculation(
    view: &Evaluator<'_, '_>,
    measure: &Measure<'_>,
    outcome: &Outcome,
    instance: usize,
) -> Option<Message> {
    let choices = choices(view, measure, is_several(outcome), instance);
    let first = choices.first()?;
    let line = if differ(view, &choices, instance) {
        let each = choices.iter().map(|choice| read_so(view, measure, choice, instance)).collect();
        ask_which(view, measure, each)
    } else {
        worked(view, measure, first, instance)?
    };
    Some(numbered(line, outcome, instance))
}

// One reading of the payment for an instance: an amount, and the cap for this instance alone.
#[derive(Clone, Copy, Debug)]
struct PaymentReading {
    amount: ExprId,
    at_most: Option<ExprId>,
    // Whether the instance is not added to others, so that the calculated amount is the paid amount.
    alone: bool,
}

impl PaymentReading {
    // The payment under this reading.
    fn range(&self, view: &Evaluator<'_, '_>, instance: usize) -> Interval {
        let amount = view.range(self.amount, instance);
        self.at_most.map_or(amount, |cap| amount.min(view.range(cap, instance))).as_payment()
    }
}

// All readings of the payment for an instance.
fn choices(view: &Evaluator<'_, '_>, measure: &Measure<'_>, several: bool, instance: usize) -> Vec<PaymentReading> {
    let Payout::Amount(amount) = measure.promise else { return Vec::new() };
    let of = |expr: ExprId| readings(view.book, branch(view, expr, instance));
    let cap = measure.cap.as_ref().filter(|cap| cap.scope.holds_for_each() || !several);
    let caps: Vec<Option<ExprId>> = cap.map_or(vec![None], |cap| of(cap.at_most).into_iter().map(Some).collect());
    let with =
        |amount: ExprId| caps.iter().map(move |at_most| PaymentReading { amount, at_most: *at_most, alone: !several });
    of(amount).into_iter().flat_map(with).collect()
}

// Whether the readings yield different amounts.
fn differ(view: &Evaluator<'_, '_>, choices: &[PaymentReading], instance: usize) -> bool {
    choices.windows(2).any(|pair| pair[0].range(view, instance) != pair[1].range(view, instance))
}

// The result of one of several readings.
fn read_so(view: &Evaluator<'_, '_>, measure: &Measure<'_>, choice: &PaymentReading, instance: usize) -> Arg {
    worked(view, measure, choice, instance).map_or_else(|| ends(choice.range(view, instance)), Arg::Message)
}

fn ends(range: Interval) -> Arg {
    let low = range.low.unwrap_or_default();
    match range.high {
        Some(high) if high == low => money(low),
        Some(high) if low.is_zero() => say::range_up_to(money(high)).into(),
        Some(high) => say::range_between(money(low), money(high)).into(),
        None => say::range_at_least(money(low)).into(),
    }
}

// The result of each reading, and the department to ask.
fn ask_which(view: &Evaluator<'_, '_>, measure: &Measure<'_>, each: Vec<Arg>) -> Message {
    let department: Arg = if measure.department.is_empty() {
        say::the_department().into()
    } else {
        Label::Department(id_of(view.book, measure)).into()
    };
    say::calculation_readings(by_reading(each), department)
}

fn worked(
    view: &Evaluator<'_, '_>,
    measure: &Measure<'_>,
    choice: &PaymentReading,
    instance: usize,
) -> Option<Message> {
    let amount = branch(view, choice.amount, instance);
    let value = view.range(amount, instance);
    let figures = match &view.book.nodes[amount] {
        Node::Constant(..) | Node::Highest(..) => return None,
        Node::UpTo(rate) if matches!(&view.book.nodes[*rate], Node::Constant(..)) => return None,
        Node::UpTo(rate) => say::calculated_up_to(equation(view, *rate, instance)?),
        Node::Between(low, high) => say::calculated_between(end(view, *low, instance)?, end(view, *high, instance)?),
        Node::Figure(_)
        | Node::Derived(_)
        | Node::Add(..)
        | Node::Subtract(..)
        | Node::Multiply(..)
        | Node::Divide(..)
        | Node::Min(..)
        | Node::Max(..)
        | Node::If(..)
        | Node::AtLeast(_)
        | Node::Readings(..)
        | Node::Unlimited
        | Node::Steps(..)
        | Node::Round(..)
        | Node::Tiers(..)
        | Node::Portions(..)
        | Node::Count(..)
        | condition_node!() => equation(view, amount, instance)?,
    };
    let cap = match (&measure.cap, choice.at_most) {
        (Some(_), Some(at_most)) => Some(capped(view, measure, value, at_most, instance)?),
        _ if choice.alone && measure.cap.is_none() => rounded(value),
        _ => None,
    };
    Some(say::calculation(figures, cap))
}

fn is_several(outcome: &Outcome) -> bool {
    outcome.findings.iter().any(|finding| finding.instance > 0)
}

/// The branch of a conditional that applies.
pub(super) fn branch(view: &Evaluator<'_, '_>, expr: ExprId, instance: usize) -> ExprId {
    let Node::If(test, a, b) = &view.book.nodes[expr] else { return expr };
    match view.truth(*test, instance) {
        Truth::True => branch(view, *a, instance),
        Truth::False => branch(view, *b, instance),
        Truth::Unknown => expr,
    }
}

fn equation(view: &Evaluator<'_, '_>, expr: ExprId, instance: usize) -> Option<Message> {
    let value = view.range(expr, instance).as_point()?.normalize();
    let figures = in_figures(view, expr, instance)?;
    Some(match view.range(expr, instance).as_payment().as_point() {
        Some(paid) if is_endless(value) => say::equation_rounded(figures, money(paid)),
        _ => say::equation(figures, money(value)),
    })
}

// A quotient with infinitely many decimals; no other figure has as many.
fn is_endless(value: Decimal) -> bool {
    value.normalize().scale() > 12
}

// An end of a range, with its calculation unless it is a plain figure.
fn end(view: &Evaluator<'_, '_>, expr: ExprId, instance: usize) -> Option<Arg> {
    let value = money(view.range(expr, instance).as_point()?.normalize());
    let figures = in_figures(view, expr, instance)?;
    let is_plain = matches!(figures, Arg::Figure(..));
    Some(if is_plain { value } else { say::calculated_end(value, figures).into() })
}

// The effect of the cap on one instance.
fn capped(
    view: &Evaluator<'_, '_>,
    measure: &Measure<'_>,
    value: Interval,
    at_most: ExprId,
    instance: usize,
) -> Option<Message> {
    if matches!(&view.book.nodes[at_most], Node::Unlimited) {
        return Some(say::cap_unlimited());
    }
    Some(cut(view, measure, value, view.range(at_most, instance).as_point()?))
}

// The effect of a cap on an amount, or on the upper end of a range.
fn cut(view: &Evaluator<'_, '_>, measure: &Measure<'_>, value: Interval, limit: Decimal) -> Message {
    let per = Label::CapPer(id_of(view.book, measure));
    if value.high.is_none_or(|high| high <= limit) {
        return say::cap_within(per, short_money(limit));
    }
    let make = if value.as_point().is_some() { say::cap_above } else { say::cap_above_most };
    make(per, short_money(limit))
}

fn rounded(value: Interval) -> Option<Message> {
    let paid = value.as_payment().as_point()?;
    let value = value.as_point()?;
    let is_rounded = value != paid && !value.is_sign_negative() && !is_endless(value);
    is_rounded.then(|| say::rounded(money(paid)))
}

// For a cap on the sum of all instances: the sum, and the effect of the cap.
fn together(view: &Evaluator<'_, '_>, measure: &Measure<'_>, outcome: &Outcome, paying: &[usize]) -> Option<Message> {
    let sums = sums(view, measure, outcome, paying)?;
    let cap = measure.cap.as_ref()?;
    if cap.scope == CapScope::Together {
        let sum = sums.apart.as_point()?.normalize();
        return Some(say::sum_together(money(sum), cut(view, measure, sums.apart, sums.limit)));
    }
    let (apart, whole) = (ends(sums.apart.as_payment()), ends(sums.together().as_payment()));
    (apart != whole).then(|| {
        let each = [say::capped_each(apart), say::capped_together(whole)];
        ask_which(view, measure, each.map(Arg::Message).into())
    })
}

// The sum over several instances under a cap that applies, or may apply, to the sum.
#[derive(Clone, Copy, Debug)]
struct SharedCapAmount {
    // The sum, with the cap on each single instance applied.
    apart: Interval,
    limit: Decimal,
}

impl SharedCapAmount {
    // The sum if the cap applies to it.
    fn together(self) -> Interval {
        self.apart.min(Interval::point(self.limit))
    }
}

fn sums(
    view: &Evaluator<'_, '_>,
    measure: &Measure<'_>,
    outcome: &Outcome,
    paying: &[usize],
) -> Option<SharedCapAmount> {
    let is_shared = |cap: &&Cap<'_>| cap.scope != CapScope::Each && is_several(outcome);
    let cap = measure.cap.as_ref().filter(is_shared)?;
    let Payout::Amount(amount) = measure.promise else { return None };
    let own = |instance: &usize| {
        let amount = view.range(amount, *instance).max(Interval::point(Decimal::ZERO));
        if cap.scope.holds_for_each() { amount.min(view.range(cap.at_most, *instance)) } else { amount }
    };
    let limits = paying.iter().filter_map(|instance| view.range(cap.at_most, *instance).low);
    Some(SharedCapAmount { apart: paying.iter().map(own).reduce(Interval::plus)?, limit: limits.reduce(Decimal::min)? })
}

/// An expression with the company's figures in place of the facts.
pub(super) fn in_figures(view: &Evaluator<'_, '_>, expr: ExprId, instance: usize) -> Option<Arg> {
    let of = |e: ExprId| in_figures(view, e, instance);
    let book = view.book;
    let point = || view.range(expr, instance).as_point();
    let inner = |e: ExprId| {
        let e = branch(view, e, instance);
        let figures = of(e)?;
        let brackets = matches!(
            &book.nodes[e],
            Node::Add(..) | Node::Subtract(..) | Node::Min(..) | Node::Max(..) | Node::Portions(..)
        );
        Some(if brackets { say::figure_brackets(figures).into() } else { figures })
    };
    let all = |e: ExprId| compared_values(book, e).into_iter().map(of).collect::<Option<Vec<_>>>();
    Some(match &book.nodes[expr] {
        Node::Constant(value, counts) => constant(value.0, *counts),
        Node::Figure(fact) => Arg::Figure(point()?, fact_style(&book.facts[*fact].kind)),
        Node::Derived(_) => Arg::Figure(point()?, style_of(book, expr)),
        Node::Add(a, b) => say::sum(of(*a)?, inner(*b)?).into(),
        Node::Subtract(a, b) => say::difference(of(*a)?, inner(*b)?).into(),
        Node::Multiply(a, b) => say::product(inner(*a)?, inner(*b)?).into(),
        Node::Divide(a, b) => say::quotient(inner(*a)?, inner(*b)?).into(),
        Node::Min(..) => smallest(all(expr)?).into(),
        Node::Max(..) => largest(all(expr)?).into(),
        Node::Steps(rounding, a, step) => {
            let make = if *rounding == Rounding::Up { say::counted_begun } else { say::counted_steps };
            make(Arg::Figure(point()?, FigureStyle::Plain), inner(*a)?, of(*step)?).into()
        }
        Node::Round(rounding, a, step) => {
            let make = match rounding {
                Rounding::Down => say::rounded_down,
                Rounding::Up => say::rounded_up,
                Rounding::Nearest => say::rounded_nearest,
            };
            make(Arg::Figure(point()?, style_of(book, expr)), inner(*a)?, of(*step)?).into()
        }
        Node::Tiers(relation, a, bounds) => tier_in_figures(view, (expr, instance), (*relation, *a), bounds)?,
        Node::Portions(a, bounds) => portions_in_figures(view, (expr, instance), *a, bounds)?,
        Node::Count(fact, wanted) => {
            let held = match view.possible(*fact, instance) {
                PartialValue::Several { sure, .. } => sure.intersection(*wanted),
                _ => return None,
            };
            let count = Arg::Figure(point()?, FigureStyle::Plain);
            let names = option_labels(*fact, &book.facts[*fact], held);
            if names.is_empty() { count } else { say::counted_options(count, names).into() }
        }
        // The selected option determines the tier.
        Node::Highest(..) => money(point()?.normalize()),
        Node::If(..) => match branch(view, expr, instance) {
            open if open == expr => return None,
            taken => inner(taken)?,
        },
        Node::UpTo(_)
        | Node::Between(..)
        | Node::AtLeast(_)
        | Node::Readings(..)
        | Node::Unlimited
        | condition_node!() => return None,
    })
}
