//! How an amount comes about, as a calculation in figures. Knows expressions and answers, not verdicts.

use super::condition::{by_reading, compared_values, one_of, readings};
use super::{constant, figure, money, short_money};
use crate::assess::{Outcome, Verdict, paying};
use crate::book::{Base, Cap, CapScope, ExprId, Measure, Node, Payout};
use crate::evaluate::Evaluator;
use crate::number::{Interval, Truth};
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
    if is_several(outcome) { format!("第{}项：{line}", instance + 1) } else { line }
}

// What is computed and not paid.
fn based(view: &Evaluator<'_, '_>, base: &Base<'_>, instance: usize) -> Option<String> {
    let value = view.range(base.is, instance).as_payment().as_point()?;
    Some(format!("{}：{}", base.label, money(value)))
}

/// The amount of one instance as a calculation in figures: `10% × (12,000,000元 − 10,000,000元) = 200,000元`; with what
/// the cap does, and by each reading where they differ. `None` where the amount has no calculation or is not known exactly.
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
        format!("{}。{}", by_reading(&each), ask_which(measure))
    } else {
        worked(view, measure, first, instance)?
    };
    Some(numbered(text, outcome, instance))
}

/// One way to read what an instance is paid: an amount, and the cap that holds for it alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct PaymentReading {
    pub(super) amount: ExprId,
    pub(super) at_most: Option<ExprId>,
    // Whether nothing else is taken together with the instance, so that what is reckoned is what is paid.
    pub(super) alone: bool,
}

impl PaymentReading {
    /// What is paid by this reading.
    pub(super) fn range(&self, view: &Evaluator<'_, '_>, instance: usize) -> Interval {
        let amount = view.range(self.amount, instance);
        self.at_most.map_or(amount, |cap| amount.min(view.range(cap, instance))).as_payment()
    }
}

/// Every way to read what an instance is paid.
pub(super) fn choices(
    view: &Evaluator<'_, '_>,
    measure: &Measure<'_>,
    several: bool,
    instance: usize,
) -> Vec<PaymentReading> {
    let Payout::Amount(amount) = measure.promise else { return Vec::new() };
    let of = |expr: ExprId| readings(view.book, branch(view, expr, instance));
    let cap = measure.cap.as_ref().filter(|cap| cap.scope.holds_for_each() || !several);
    let caps: Vec<Option<ExprId>> = cap.map_or(vec![None], |cap| of(cap.at_most).into_iter().map(Some).collect());
    let with =
        |amount: ExprId| caps.iter().map(move |at_most| PaymentReading { amount, at_most: *at_most, alone: !several });
    of(amount).into_iter().flat_map(with).collect()
}

/// Whether the readings come to different amounts.
pub(super) fn differ(view: &Evaluator<'_, '_>, choices: &[PaymentReading], instance: usize) -> bool {
    choices.windows(2).any(|pair| pair[0].range(view, instance) != pair[1].range(view, instance))
}

// What follows by one of several readings.
fn read_so(view: &Evaluator<'_, '_>, measure: &Measure<'_>, choice: &PaymentReading, instance: usize) -> String {
    worked(view, measure, choice, instance).unwrap_or_else(|| ends(choice.range(view, instance)))
}

fn ends(range: Interval) -> String {
    let low = range.low.unwrap_or_default();
    match range.high {
        Some(high) if high == low => money(low),
        Some(high) if low.is_zero() => format!("最高{}", money(high)),
        Some(high) => format!("{}至{}", money(low), money(high)),
        None => format!("不低于{}", money(low)),
    }
}

fn ask_which(measure: &Measure<'_>) -> String {
    let department = if measure.department.is_empty() { "主管部门" } else { measure.department };
    format!("请向{department}确认按哪一种读法。")
}

fn worked(view: &Evaluator<'_, '_>, measure: &Measure<'_>, choice: &PaymentReading, instance: usize) -> Option<String> {
    let amount = branch(view, choice.amount, instance);
    let value = view.range(amount, instance);
    let mut text = match &view.book.nodes[amount] {
        Node::Constant(..) | Node::Highest(..) => return None,
        Node::UpTo(rate) => match &view.book.nodes[*rate] {
            Node::Constant(..) => return None,
            _ => format!("最高 {}", equation(view, *rate, instance)?),
        },
        Node::Between(low, high) => {
            format!("从 {} 到 {}", end(view, *low, instance)?, end(view, *high, instance)?)
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

pub(super) fn is_several(outcome: &Outcome) -> bool {
    outcome.findings.iter().any(|finding| finding.instance > 0)
}

// The branch of a rule that applies.
pub(super) fn branch(view: &Evaluator<'_, '_>, expr: ExprId, instance: usize) -> ExprId {
    match &view.book.nodes[expr] {
        Node::If(test, a, b) => match view.truth(*test, instance) {
            Truth::True => branch(view, *a, instance),
            Truth::False => branch(view, *b, instance),
            Truth::Unknown => expr,
        },
        _ => expr,
    }
}

fn equation(view: &Evaluator<'_, '_>, expr: ExprId, instance: usize) -> Option<String> {
    let value = view.range(expr, instance).as_point()?.normalize();
    let figures = in_figures(view, expr, instance)?;
    Some(match view.range(expr, instance).as_payment().as_point() {
        Some(paid) if is_endless(value) => format!("{figures} ≈ {}", money(paid)),
        _ => format!("{figures} = {}", money(value)),
    })
}

// A quotient that does not end; no other figure has as many decimals.
pub(super) fn is_endless(value: Decimal) -> bool {
    value.normalize().scale() > 12
}

// An end of a range, with how it is reckoned where that is not plain.
fn end(view: &Evaluator<'_, '_>, expr: ExprId, instance: usize) -> Option<String> {
    let value = money(view.range(expr, instance).as_point()?.normalize());
    let figures = in_figures(view, expr, instance)?;
    Some(if figures == value { value } else { format!("{value}（{figures}）") })
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
        Node::Unlimited => Some("，不封顶".to_owned()),
        _ => cut(cap, value, view.range(at_most, instance).as_point()?),
    }
}

// What a cap does, for the whole or for the upper end of a range.
fn cut(cap: &Cap<'_>, value: Interval, limit: Decimal) -> Option<String> {
    let per = cap.per;
    if value.high.is_none_or(|high| high <= limit) {
        return Some(format!("，未超过{per}上限{}", short_money(limit)));
    }
    let most = if value.as_point().is_some() { "" } else { "最高" };
    Some(format!("，超过{per}上限，{most}按{}计", short_money(limit)))
}

fn rounded(value: Interval) -> String {
    let paid = value.as_payment().as_point();
    match value.as_point().zip(paid) {
        Some((value, paid)) if value != paid && !value.is_sign_negative() && !is_endless(value) => {
            format!("，四舍五入为{}", money(paid))
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
        return Some(format!("合计 {}{}", money(sum.as_point()?.normalize()), cut(cap, sum, sums.limit)?));
    }
    let (apart, whole) = (ends(sums.apart.as_payment()), ends(sums.together().as_payment()));
    let each = [format!("分别封顶，合计{apart}"), format!("合计封顶，{whole}")];
    (apart != whole).then(|| format!("{}。{}", by_reading(&each), ask_which(measure)))
}

/// What several instances come to under a cap that holds, or may hold, for all of them together.
#[derive(Clone, Copy, Debug)]
pub(super) struct SharedCapAmount {
    // Each with the cap that holds for it alone.
    pub(super) apart: Interval,
    pub(super) limit: Decimal,
}

impl SharedCapAmount {
    /// What is left of it where the cap holds for all together.
    pub(super) fn together(self) -> Interval {
        self.apart.min(Interval::point(self.limit))
    }
}

pub(super) fn sums(
    view: &Evaluator<'_, '_>,
    measure: &Measure<'_>,
    outcome: &Outcome,
    paying: &[usize],
) -> Option<SharedCapAmount> {
    let cap = measure.cap.as_ref().filter(|cap| cap.scope != CapScope::Each && is_several(outcome))?;
    let Payout::Amount(amount) = measure.promise else { return None };
    let own = |instance: &usize| {
        let amount = view.range(amount, *instance).max(Interval::point(Decimal::ZERO));
        if cap.scope.holds_for_each() { amount.min(view.range(cap.at_most, *instance)) } else { amount }
    };
    let limits = paying.iter().filter_map(|instance| view.range(cap.at_most, *instance).low);
    Some(SharedCapAmount { apart: paying.iter().map(own).reduce(Interval::plus)?, limit: limits.reduce(Decimal::min)? })
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
            Some(figure(view.range(expr, instance).as_point()?, &super::shown(book, kind)))
        }
        Node::Derived(derived) => {
            let derived = &book.derived[*derived];
            Some(figure(view.range(expr, instance).as_point()?, &derived.shown))
        }
        Node::Add(a, b) => Some(format!("{} + {}", of(*a)?, inner(*b)?)),
        Node::Subtract(a, b) => Some(format!("{} − {}", of(*a)?, inner(*b)?)),
        Node::Multiply(a, b) => Some(format!("{} × {}", inner(*a)?, inner(*b)?)),
        Node::Divide(a, b) => Some(format!("{} ÷ {}", inner(*a)?, inner(*b)?)),
        Node::Min(..) => Some(one_of(&all(expr)?, "小")),
        Node::Max(..) => Some(one_of(&all(expr)?, "大")),
        // What was obtained says which tier it is.
        Node::Highest(..) => Some(money(view.range(expr, instance).as_point()?.normalize())),
        Node::If(..) => match branch(view, expr, instance) {
            open if open == expr => None,
            taken => inner(taken),
        },
        _ => None,
    }
}
