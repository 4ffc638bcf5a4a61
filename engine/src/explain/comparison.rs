//! Explains a comparison of two figures: the actual figure, the required one, and the gap. Knows no choices.

use super::condition::relation;
use super::finding::Line;
use super::gauge::ComparedFigures;
use super::number::number;
use super::short_money;
use super::standing::unanswered;
use super::unasked::{not_asked, unasked_figure};
use super::unit::style_of;
use crate::book::{ExprId, Node, Relation, RuleBook};
use crate::evaluate::{Evaluator, FactInstance};
use crate::message::{Arg, FigureStyle, Label, Message, messages as say};
use crate::number::{Truth, multiply, subtract};
use rust_decimal::{Decimal, RoundingStrategy};

/// Explains a comparison; `how` relates the first of its sides to the second one.
pub(super) fn compared(
    view: &Evaluator<'_, '_>,
    comparison: ExprId,
    (how, left, right): (Relation, ExprId, ExprId),
    instance: usize,
    truth: Truth,
) -> Line {
    let name = number(view.book, left);
    let (actual, bar) = (view.range(left, instance).as_point(), view.range(right, instance).as_point());
    let style = style_of(view.book, left);
    let required: Arg = required(view.book, how, right, bar, &style).into();
    if let Some(fact) = unasked_figure(view, left, instance) {
        return Line { required, ..Line::sentence(truth, not_asked(view, fact, instance)) };
    }
    let Some(actual) = actual else {
        let sentences = why_unknown(view, (left, right), instance, name);
        return Line { required, sentences, ..Line::sentence(truth, Arg::Nothing) };
    };
    // A negated comparison requires the opposite, which a mark on a scale does not show.
    let is_plain = view.truth(comparison, instance) == truth;
    let figures =
        bar.filter(|_| is_plain).map(|required| ComparedFigures { comparison, name: name.clone(), actual, required });
    let gap = bar.filter(|_| truth == Truth::False).and_then(|bar| gap(how, actual, bar, &style));
    let style = match style {
        FigureStyle::PercentBeside(_) => FigureStyle::PercentBeside(bar),
        FigureStyle::Compound(above, below, _) => FigureStyle::Compound(above, below, bar),
        other => other,
    };
    let actual = Arg::Figure(actual, style);
    let sentence = match &gap {
        None => say::comparison(name, actual.clone(), required.clone()),
        Some(gap) => say::comparison_gap(name, actual.clone(), required.clone(), gap.clone()),
    };
    Line { actual, required, gap: gap.into(), figures, ..Line::sentence(truth, sentence) }
}

fn required(book: &RuleBook<'_>, how: Relation, right: ExprId, bar: Option<Decimal>, style: &FigureStyle) -> Message {
    let is_constant = matches!(&book.nodes[right], Node::Constant(..));
    if how == Relation::MoreThan && is_constant && bar.is_some_and(|bar| bar.is_zero()) {
        return say::required_positive();
    }
    match bar.filter(|_| !is_constant) {
        Some(bar) => say::required_value(relation(how), number(book, right), Arg::Figure(bar, style.clone())),
        None => say::required_constant(relation(how), number(book, right)),
    }
}

fn why_unknown(view: &Evaluator<'_, '_>, (left, right): (ExprId, ExprId), instance: usize, name: Arg) -> Vec<Arg> {
    let mut missing = Vec::new();
    view.missing(left, instance, &mut missing);
    view.missing(right, instance, &mut missing);
    // Unreadable texts come first, so that lines of unanswered questions behind them can still be merged.
    missing.sort_by_key(|FactInstance { fact, instance }| view.answers.unreadable_at(*fact, *instance).is_none());
    let waits: Vec<Arg> = missing
        .iter()
        .filter_map(|FactInstance { fact, instance }| unanswered(view, *fact, *instance))
        .map(Arg::Message)
        .collect();
    if !waits.is_empty() {
        return waits;
    }
    if let Node::Derived(derived) = &view.book.nodes[left]
        && !view.book.derived[*derived].undefined.is_empty()
    {
        return vec![Label::Undefined(*derived).into()];
    }
    vec![say::not_computable(name).into()]
}

// The gap to the required number. At an exclusive bound any smallest step is enough, so no figure is given.
fn gap(how: Relation, actual: Decimal, required: Decimal, style: &FigureStyle) -> Option<Message> {
    let (is_short, distance) = match how {
        Relation::AtLeast | Relation::MoreThan => (true, subtract(required, actual)?),
        Relation::AtMost | Relation::LessThan => (false, subtract(actual, required)?),
        Relation::Equal | Relation::NotEqual => return None,
    };
    if distance.is_zero() {
        let is_more = how == Relation::MoreThan;
        let says = if is_more { say::gap_more_than_this() } else { say::gap_less_than_this() };
        return (!required.is_zero()).then_some(says);
    }
    let distance: Arg = match style {
        FigureStyle::Money => short_money(distance),
        FigureStyle::PercentBeside(_) => {
            let points = multiply(distance, Decimal::ONE_HUNDRED).unwrap_or(distance);
            say::points(Arg::Figure(few_digits(points), FigureStyle::Plain)).into()
        }
        FigureStyle::Compound(above, below, _) => {
            Arg::Figure(few_digits(distance), FigureStyle::Compound(*above, *below, Some(Decimal::ZERO)))
        }
        _ => Arg::Figure(distance, style.clone()),
    };
    Some(if is_short { say::gap_short(distance) } else { say::gap_over(distance) })
}

// Rounds to two decimals; a smaller gap keeps its first significant digits.
fn few_digits(points: Decimal) -> Decimal {
    for places in [1, 2, 4, 8] {
        let near = points.round_dp_with_strategy(places, RoundingStrategy::AwayFromZero);
        if near == points || (!near.is_zero() && places >= 2 && near < points.saturating_mul(Decimal::TWO)) {
            return near;
        }
    }
    points
}
